//! One note: as it is written or was signed, and what can be done with it. Printed, it has room for the signatures.

use std::collections::HashMap;

use axum::extract::State;
use maud::{Markup, html};

use super::{Seen, state};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{UserId, note};
use crate::language::Language;
use crate::notes::forms::SignForm;
use crate::notes::moves::{Signs, signs, unsigns, waits_for_paper};
use crate::paths::{
    EditNote, Evidence, Note, Notes, SignNote, SignNoteOnPaper, UnsignNote, WorkbenchAt,
};
use crate::web::components::{Fields, submit};
use crate::web::scan::scan_note;
use crate::web::{Page, Result, Visitor};

/// The page of a note.
pub async fn show(Note { note }: Note, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    let seen = Seen::find(&app, &visitor, note).await?;
    page(&app, &visitor, &seen, (&SignForm::default(), &Problems::default())).await
}

/// The page, with what was typed as a signature and not taken.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    seen: &Seen,
    typed: (&SignForm, &Problems),
) -> Result<Page> {
    let language = visitor.language;
    let it = &seen.it;
    let people = [Some(it.user_id), it.counterpart_id].into_iter().flatten();
    let names = accounts::store::names(&app.db.read, people).await?;
    let keeps = visitor.may(Action::KeepEvidence, it.institution_id);
    let body = html! {
        (facts(language, seen, &names))
        @match &it.frozen {
            Some(frozen) => {
                div.panel { p.text { (frozen) } }
                @if let Some(hash) = &it.sha256 { p.hint title=(language.text("fingerprint-hint")) { (language.text("fingerprint")) " " code { (hash) } } }
            },
            None => {
                div.panel { p.text { (it.text) } }
                @if it.user_id == visitor.id {
                    p.actions { a.button.second href=(EditNote { note: it.id }) { (language.text("note-edit")) } }
                }
            },
        }
        (signatures(language, it, &names))
        @if let Some(as_what) = signs(it, visitor.id) { (sign_form(visitor, it, as_what, typed)) }
        @if waits_for_paper(it) && keeps { (paper_form(app, language, it)) }
        @if unsigns(it, visitor.id) { (unsign_form(language, it, typed.1)) }
    };
    Ok(match &seen.of {
        Some((of, _)) => within(visitor, of, it.title.clone(), body)
            .under(Notes { assessment: of.id }, language.text("notes")),
        None => {
            Page::new(visitor, it.title.clone(), body).in_institution(visitor, it.institution_id)
        }
    })
}

fn name(names: &HashMap<UserId, String>, id: UserId) -> &str {
    names.get(&id).map_or("–", String::as_str)
}

fn facts(language: Language, seen: &Seen, names: &HashMap<UserId, String>) -> Markup {
    let it = &seen.it;
    html! {
        dl.facts {
            dt { (language.text("note-state")) } dd { (state(language, it)) }
            dt { (language.text("note-kind")) } dd { (language.word(&it.kind)) }
            dt { (language.text("note-held-on")) } dd { (language.date(it.held_on)) }
            dt { (language.text("note-place")) } dd { (it.place) }
            dt { (language.text("note-people")) } dd { (it.people) }
            dt { (language.text("note-author")) } dd { (name(names, it.user_id)) }
            dt { (language.text("note-criteria")) }
            dd { @for row in &seen.criteria {
                @if seen.of.is_some() {
                    a href=(WorkbenchAt { assessment: it.assessment_id, criterion: row.id }) { (row.code) } " "
                } @else { (row.code) " " }
            } }
            @if let (Some(evidence), true) = (it.evidence_id, seen.of.is_some()) {
                dt { (language.text("nav-evidence")) }
                dd { a href=(Evidence { evidence }) { (language.text("note-as-evidence")) } }
            }
        }
    }
}

/// Who signs, and when they did; on paper, a line for each.
fn signatures(language: Language, it: &note::Model, names: &HashMap<UserId, String>) -> Markup {
    let counterpart = it.counterpart_id.map_or(it.counterpart.as_str(), |id| name(names, id));
    let when = |day: Option<sea_orm::prelude::DateTimeUtc>| {
        day.map_or_else(|| language.text("note-not-signed"), |it| language.moment(it))
    };
    html! {
        h2 { (language.text("note-signatures")) }
        table {
            tbody {
                tr { th scope="row" { (language.text("note-author")) } td { (name(names, it.user_id)) } td { (when(it.signed_at)) } }
                tr {
                    th scope="row" { (language.text("note-counterpart")) }
                    td { (counterpart) @if it.counterpart_id.is_none() { " (" (language.text("note-on-paper")) ")" } }
                    td { (when(it.countersigned_at)) }
                }
            }
        }
    }
}

fn sign_form(
    visitor: &Visitor,
    it: &note::Model,
    as_what: Signs,
    (form, problems): (&SignForm, &Problems),
) -> Markup {
    let language = visitor.language;
    let field = Fields { language, problems };
    let seen = it.sha256.clone().unwrap_or_else(|| it.edits.to_string());
    let key = match as_what {
        Signs::Author => "note-sign-author",
        Signs::Counterpart => "note-sign-counterpart",
    };
    html! {
        form.panel method="post" action=(SignNote { note: it.id }) {
            h2 { (language.text("note-sign")) }
            p { (language.text(key)) }
            input type="hidden" name="seen" value=(seen);
            (field.text("signed", "declaration-signed", &form.signed).required().hint("declaration-signed-hint"))
            (submit(language.text("note-sign")))
        }
    }
}

fn unsign_form(language: Language, it: &note::Model, problems: &Problems) -> Markup {
    let field = Fields { language, problems };
    html! {
        form.panel method="post" action=(UnsignNote { note: it.id }) {
            h2 { (language.text("note-unsign")) }
            p { (language.text("note-unsign-lead")) }
            input type="hidden" name="seen" value=(it.sha256.as_deref().unwrap_or_default());
            (field.area("reason", "stage-reason", "").required())
            (submit(language.text("note-unsign")))
        }
    }
}

fn paper_form(app: &App, language: Language, it: &note::Model) -> Markup {
    let seen = it.sha256.as_deref().unwrap_or_default();
    html! {
        form.panel method="post" action=(SignNoteOnPaper { note: it.id }) enctype="multipart/form-data" data-drop data-guard {
            h2 { (language.text("note-on-paper")) }
            p { (language.text("note-paper-lead")) }
            input type="hidden" name="seen" value=(seen);
            div.field {
                label for="files" { (language.text("note-scan")) }
                input #files type="file" name="files" multiple required;
                (scan_note(language, app))
            }
            (submit(language.text("note-hand-in")))
        }
    }
}
