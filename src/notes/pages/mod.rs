//! The pages of notes.

pub mod form;
pub mod list;
pub mod show;
pub mod sign;

use maud::Markup;

use super::moves::NoteState;
use super::sight::may_see;
use super::store;
use crate::app::App;
use crate::assessments;
use crate::entities::{CriterionId, NoteId, assessment, criterion, edition, note};
use crate::language::Language;
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor};

/// A note that somebody may see.
pub(super) struct Seen {
    pub(super) it: note::Model,
    pub(super) criteria: Vec<criterion::Model>,
    /// The assessment, where they see that too: who only signs may not.
    pub(super) of: Option<(assessment::Model, edition::Model)>,
}

impl Seen {
    /// Finds it; for who may not see it, there is none. Three queries.
    pub(super) async fn find(app: &App, visitor: &Visitor, id: NoteId) -> Result<Self> {
        let db = &app.db.read;
        let (it, criteria) = store::find(db, id).await?;
        let of = match assessments::store::find(db, &visitor.scope(), it.assessment_id).await {
            Ok(found) => Some(found),
            Err(sea_orm::DbErr::RecordNotFound(_)) => None,
            Err(other) => return Err(other.into()),
        };
        let ids: Vec<CriterionId> = criteria.iter().map(|it| it.id).collect();
        if may_see(visitor, &it, &ids, of.is_some()) {
            Ok(Self { it, criteria, of })
        } else {
            Err(Error::NotFound)
        }
    }
}

/// How far a note has come, in its colour.
fn state(language: Language, it: &note::Model) -> Markup {
    let state = NoteState::of(it);
    badge(state.tone(), language.text(state.key()))
}
