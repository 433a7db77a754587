//! That a person has said which conflicts of interest they have in an assessment; a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, DeclarationId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "declaration")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeclarationId,
    pub assessment_id: AssessmentId,
    pub user_id: UserId,
    /// The name that they signed with.
    pub signed: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
