//! Something that has to be done by a day: so long after or before another day, or on a day of its own.

use sea_orm::entity::prelude::*;

use super::{Anchor, AssessmentId, CountUnit, DeadlineId, Titles, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeadlineId,
    pub assessment_id: AssessmentId,
    /// Code of the usual deadline that it was taken from; empty where the institution added it.
    pub code: String,
    pub title: Titles,
    /// What it counts from; none where it has a day of its own.
    pub anchor: Option<Anchor>,
    /// How many days or months after it; before it where it is below zero.
    pub count: i32,
    pub unit: CountUnit,
    /// Code of the country whose days off do not count as working days; empty for none.
    pub calendar: String,
    pub fixed_on: Option<Date>,
    /// Where the rule is written.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// The rule was read there; else it is recalled.
    pub checked: bool,
    pub done_on: Option<Date>,
    pub removed_at: Option<DateTimeUtc>,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
