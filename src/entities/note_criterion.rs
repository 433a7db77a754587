//! A criterion that a note is about.

use sea_orm::entity::prelude::*;

use super::{CriterionId, NoteCriterionId, NoteId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note_criterion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NoteCriterionId,
    #[sea_orm(unique_key = "note_criterion_once")]
    pub note_id: NoteId,
    #[sea_orm(unique_key = "note_criterion_once")]
    pub criterion_id: CriterionId,
    #[sea_orm(belongs_to, from = "note_id", to = "id")]
    pub note: BelongsTo<super::note::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
