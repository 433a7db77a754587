//! Institutions.

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{InstitutionId, Titles, institution};

/// All institutions, by code.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<institution::Model>, DbErr> {
    institution::Entity::find().order_by_asc(institution::COLUMN.code).all(db).await
}

/// One institution.
pub async fn by_id(
    db: &impl ConnectionTrait,
    id: InstitutionId,
) -> Result<institution::Model, DbErr> {
    institution::Entity::find_by_id(id).require_one(db).await
}

/// The institution with a code, in any case of letters.
pub async fn by_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<institution::Model>, DbErr> {
    institution::Entity::find()
        .filter(institution::COLUMN.code.eq(code.trim().to_uppercase()))
        .one(db)
        .await
}

/// Adds an institution; its code is kept in capitals.
pub async fn add(
    change: &mut Change,
    code: &str,
    title: Titles,
) -> Result<institution::Model, DbErr> {
    let row = institution::ActiveModel {
        id: NotSet,
        code: Set(code.trim().to_uppercase()),
        title: Set(title),
        evidence_number: Set(0),
        created_at: Set(change.now()),
    };
    let institution = row.insert(change.tx()).await?;
    let details = json!({ "code": institution.code });
    change.record(Event::of(
        institution.id,
        "institution-added",
        format!("institution:{}", institution.id),
        details,
    ));
    Ok(institution)
}
