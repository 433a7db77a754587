//! A revision that a sealed dossier pins: neither it nor its content is ever deleted.

use sea_orm::entity::prelude::*;

use super::{DossierId, DossierPinId, EvidenceId, RevisionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_pin")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DossierPinId,
    pub dossier_id: DossierId,
    pub evidence_id: EvidenceId,
    pub revision_id: RevisionId,
    /// Of a file.
    pub sha256: Option<String>,
    #[sea_orm(belongs_to, from = "dossier_id", to = "id")]
    pub dossier: BelongsTo<super::dossier::Entity>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
    #[sea_orm(belongs_to, from = "revision_id", to = "id")]
    pub revision: BelongsTo<super::revision::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
