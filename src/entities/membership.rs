//! The role a person has in an institution.

use sea_orm::entity::prelude::*;

use super::{InstitutionId, MembershipId, Role, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MembershipId,
    #[sea_orm(unique_key = "membership_user_institution")]
    pub user_id: UserId,
    #[sea_orm(unique_key = "membership_user_institution")]
    pub institution_id: InstitutionId,
    pub role: Role,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
