//! One version of a framework, immutable once published.

use sea_orm::entity::prelude::*;

use super::{EditionId, EditionState, Figures, FrameworkId, InstitutionId, Titles, Unread};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EditionId,
    pub framework_id: FrameworkId,
    /// The pack's own id: `iso-iec-17025-2017`.
    #[sea_orm(unique)]
    pub code: String,
    pub title: Titles,
    pub version: String,
    /// `criteria` or `levels`.
    pub kind: String,
    /// The pack without its tree: scale, outcomes, sources, notes.
    pub pack: Unread,
    /// SHA-256 of the pack as loaded.
    pub digest: String,
    /// The only institution that sees it; none where everybody does.
    pub institution_id: Option<InstitutionId>,
    /// A draft may be changed; a published edition never is.
    pub state: EditionState,
    /// Code of the edition that it adds to, if it is a supplement.
    pub supplements: Option<String>,
    /// What a published edition counts; a draft is counted when it is looked at.
    pub figures: Option<Figures>,
    pub loaded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "framework_id", to = "id")]
    pub framework: BelongsTo<super::framework::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
