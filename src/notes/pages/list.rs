//! The notes of an assessment.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::html;

use super::state;
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::{CriterionId, note};
use crate::notes::sight::may_see;
use crate::notes::store;
use crate::paths::{NewNote, Note, Notes};
use crate::tailoring;
use crate::web::components::{Paging, nothing};
use crate::web::{Page, Result, Visitor};

/// Those that this person may see, the newest first.
pub async fn list(
    Notes { assessment }: Notes,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let (of, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let whole = tailoring::store::whole(db, &of, edition).await?;
    let codes: HashMap<CriterionId, &str> =
        whole.criteria.iter().map(|it| (it.id, it.code.as_str())).collect();
    let mut notes = store::of(db, assessment).await?;
    notes.retain(|(it, criteria)| may_see(&visitor, it, criteria, true));
    let shown = paging.part(&notes);
    let names = accounts::store::names(db, shown.iter().map(|it| it.0.user_id)).await?;
    let language = visitor.language;
    let new = visitor.may_on(Action::RateReview, &of).then(
        || html! { p { a.button href=(NewNote { assessment }) { (language.text("note-new")) } } },
    );
    let about = |criteria: &[CriterionId]| {
        let codes: Vec<&str> = criteria.iter().filter_map(|it| codes.get(it).copied()).collect();
        codes.join(", ")
    };
    let author = |it: &note::Model| names.get(&it.user_id).cloned().unwrap_or_default();
    let body = html! {
        p.lead { (language.text("notes-lead")) }
        @if notes.is_empty() { (nothing(language.text("notes-empty"), new)) }
        @else {
            @if let Some(new) = new { (new) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("note-held-on")) }
                    th scope="col" { (language.text("note-title")) }
                    th scope="col" { (language.text("note-kind")) }
                    th scope="col" { (language.text("note-criteria")) }
                    th scope="col" { (language.text("note-author")) }
                    th scope="col" { (language.text("note-state")) }
                } }
                tbody { @for (it, criteria) in shown { tr {
                    td { (language.date(it.held_on)) }
                    th scope="row" { a href=(Note { note: it.id }) { (it.title) } }
                    td { (language.word(&it.kind)) }
                    td { (about(criteria)) }
                    td { (author(it)) }
                    td { (state(language, it)) }
                } } }
            } }
            (paging.pager(language, notes.len() as u64, ""))
        }
    };
    Ok(within(&visitor, &of, language.text("notes"), body))
}
