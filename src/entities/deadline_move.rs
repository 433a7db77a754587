//! That a deadline was moved by hand, and why. Never changed; the newest holds.

use sea_orm::entity::prelude::*;

use super::{DeadlineId, DeadlineMoveId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline_move")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeadlineMoveId,
    pub deadline_id: DeadlineId,
    /// When it was due before; none while its day was not known.
    pub from_day: Option<Date>,
    /// When it is due now; none: as it is computed.
    pub to_day: Option<Date>,
    pub user_id: Option<UserId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "deadline_id", to = "id")]
    pub deadline: BelongsTo<super::deadline::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
