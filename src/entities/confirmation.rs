//! The public page of a decision, under a secret address.

use sea_orm::entity::prelude::*;

use super::{ConfirmationId, DecisionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConfirmationId,
    #[sea_orm(unique)]
    pub decision_id: DecisionId,
    /// The secret of the address.
    #[sea_orm(unique)]
    pub token: String,
    pub is_on: bool,
    #[sea_orm(belongs_to, from = "decision_id", to = "id")]
    pub decision: BelongsTo<super::decision::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
