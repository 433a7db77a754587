//! Sealed dossiers in the database. None is ever changed.

use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::manifest::Manifest;
use crate::entities::{AssessmentId, DossierId, dossier, dossier_text};

/// The dossiers of an assessment, the newest first; one query.
pub async fn versions(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<dossier::Model>, DbErr> {
    dossier::Entity::find()
        .filter(dossier::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(dossier::COLUMN.version)
        .all(db)
        .await
}

/// The newest dossier of an assessment; one query.
pub async fn newest(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Option<dossier::Model>, DbErr> {
    dossier::Entity::find()
        .filter(dossier::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(dossier::COLUMN.version)
        .one(db)
        .await
}

/// A version of a dossier; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    version: i32,
) -> Result<dossier::Model, DbErr> {
    dossier::Entity::find()
        .filter(dossier::COLUMN.assessment_id.eq(assessment))
        .filter(dossier::COLUMN.version.eq(version))
        .one(db)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("dossier {version}")))
}

/// The manifest as it was sealed, byte for byte; one query.
pub async fn text(db: &impl ConnectionTrait, id: DossierId) -> Result<String, DbErr> {
    let found = dossier_text::Entity::find_by_id(id).one(db).await?;
    let found = found.ok_or_else(|| DbErr::RecordNotFound(format!("manifest of dossier {id}")))?;
    Ok(found.manifest)
}

/// The manifest, read; one query.
pub async fn manifest(db: &impl ConnectionTrait, id: DossierId) -> Result<Manifest, DbErr> {
    let text = text(db, id).await?;
    Manifest::read(&text).map_err(|error| DbErr::Json(format!("dossier {id}: {error}")))
}
