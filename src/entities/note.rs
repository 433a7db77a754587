//! Notes of an interview, an observation or a tour: written by a reviewer, signed by them and by who was there for the institution.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, EvidenceId, InstitutionId, NoteId, NoteKind, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NoteId,
    pub institution_id: InstitutionId,
    pub assessment_id: AssessmentId,
    pub kind: NoteKind,
    pub title: String,
    /// The day on which it took place.
    pub held_on: Date,
    pub place: String,
    /// Who was there, in words.
    pub people: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Its author.
    pub user_id: UserId,
    /// Who signs for the institution by their own login.
    pub counterpart_id: Option<UserId>,
    /// Who signs for the institution on paper.
    pub counterpart: String,
    /// How often it was saved, so that two windows do not overwrite one another unseen.
    pub edits: i32,
    /// The whole note as it was signed, and its hash; none while it is a draft.
    #[sea_orm(column_type = "Text", nullable)]
    pub frozen: Option<String>,
    pub sha256: Option<String>,
    /// When its author signed.
    pub signed_at: Option<DateTimeUtc>,
    /// When the institution's side had signed.
    pub countersigned_at: Option<DateTimeUtc>,
    /// The item that it became.
    pub evidence_id: Option<EvidenceId>,
    pub created_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
