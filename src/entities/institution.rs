//! An academy, an agency: who is accredited.

use sea_orm::entity::prelude::*;

use super::{InstitutionId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: InstitutionId,
    /// Short and stable: `KAPS`.
    #[sea_orm(unique)]
    pub code: String,
    pub title: Titles,
    /// The last number that an evidence item of its own was given.
    pub evidence_number: i64,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
