//! That a rater has locked their ratings of a round: they stand as they are until somebody unlocks them.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, Round, RoundLockId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_lock")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoundLockId,
    pub assessment_id: AssessmentId,
    pub round: Round,
    pub user_id: UserId,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    /// Who ended it, and why.
    pub ended_by_id: Option<UserId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
