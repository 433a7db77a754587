//! Qualifications in the database.

use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use crate::entities::{InstitutionId, qualification};

/// The qualifications of an institution, by code; one query.
pub async fn list(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<qualification::Model>, DbErr> {
    qualification::Entity::find()
        .filter(qualification::COLUMN.institution_id.eq(institution))
        .order_by_asc(qualification::Column::Code)
        .all(db)
        .await
}
