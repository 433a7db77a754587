//! The parts of an item, files, links and places, each with its revisions; adding, replacing, taking away.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::fields::places;
use super::text_state::text_state;
use super::{aside, life};
use crate::access::Action;
use crate::app::App;
use crate::check::Problems;
use crate::entities::{RevisionKind, UserId, evidence_item, revision};
use crate::evidence::aside::{newer, take_up};
use crate::evidence::forms::EvidenceForm;
use crate::evidence::revisions::{self, NewRevision, current};
use crate::language::Language;
use crate::paths::{AddRevision, Evidence, RemovePart, RevisionFile, RevisionPreview};
use crate::search::ReadState;
use crate::web::components::{Fields, badge, submit};
use crate::web::scan::scan_note;
use crate::web::upload::Upload;
use crate::web::{Error, Result, Visitor, see_with};

/// The parts with their revisions; `people` are the names of those who added them, `states` how far
/// the search has read them.
pub(super) fn list(
    (app, visitor): (&App, &Visitor),
    item: &evidence_item::Model,
    revisions: &[revision::Model],
    people: &HashMap<UserId, String>,
    states: &HashMap<String, ReadState>,
) -> Markup {
    let language = visitor.language;
    let keeps = visitor.may(Action::KeepEvidence, item.institution_id);
    let taken_away: Vec<_> = revisions.iter().filter(|it| it.removed_at.is_some()).collect();
    html! {
        @if current(revisions).next().is_none() { p.notice { (language.text("evidence-no-part")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("evidence-part")) }
                    th scope="col" { (language.text("evidence-added")) }
                    th.number scope="col" { (language.text("evidence-size")) }
                    th scope="col" title=(language.text("fingerprint-hint")) { (language.text("fingerprint")) }
                    @if keeps { th scope="col" { (language.text("change")) } }
                } }
                tbody { @for it in current(revisions) { tr {
                    th scope="row" { (place(it)) " " (read(language, it)) (text_state(language, states, it)) (earlier(language, revisions, it)) }
                    td { (language.moment(it.created_at)) (by(people, it)) }
                    td.number { (it.size.map_or("–".into(), |it| language.bytes(it))) }
                    td { (digest(it)) }
                    @if keeps { td { (replace(app, language, item, it)) (remove(language, item, it)) } }
                } } }
            } }
        }
        @for it in taken_away {
            p.faint {
                (place(it)) " " (read(language, it)) " "
                @if let Some(at) = it.removed_at {
                    (badge("plain", language.with("evidence-taken-away", [("day", language.moment(at).into())])))
                }
            }
        }
        @if keeps { (add_form(app, language, item)) }
    }
}

/// Where a revision is: a file to download, a page to open, a place to go to.
pub fn place(it: &revision::Model) -> Markup {
    html! {
        @match it.kind {
            RevisionKind::File => a href=(RevisionFile { revision: it.id }) { (it.place) },
            RevisionKind::Web => a href=(it.place) rel="noreferrer noopener external" { (it.place) },
            RevisionKind::Physical => (it.place),
        }
    }
}

/// The way to read a file here, in a window that stays beside this one; nothing for what is no file.
pub fn read(language: Language, it: &revision::Model) -> Markup {
    let about = language.with("reading-read-of", [("name", it.place.as_str().into())]);
    html! {
        @if it.kind == RevisionKind::File {
            a.badge href=(RevisionPreview { revision: it.id }) target="reading" aria-label=(about) { (language.text("reading-read")) }
        }
    }
}

fn earlier(language: Language, revisions: &[revision::Model], newest: &revision::Model) -> Markup {
    let older: Vec<_> =
        revisions.iter().filter(|it| it.part == newest.part && it.number < newest.number).collect();
    let count = i64::try_from(older.len()).unwrap_or(i64::MAX);
    html! {
        @if !older.is_empty() {
            details {
                summary { (language.with("evidence-earlier", [("count", count.into())])) }
                ul { @for it in older { li {
                    (place(it)) " " (read(language, it)) " " span.faint { (language.moment(it.created_at)) " " (digest(it)) }
                } } }
            }
        }
    }
}

fn by(people: &HashMap<UserId, String>, it: &revision::Model) -> Markup {
    html! { @if let Some(name) = it.user_id.and_then(|it| people.get(&it)) { br; span.faint { (name) } } }
}

fn digest(it: &revision::Model) -> Markup {
    html! {
        @if let Some(sha) = &it.sha256 { code title=(sha) { (sha.get(..12).unwrap_or(sha)) } } @else { "–" }
    }
}

/// What to put in the place of a part, or to add beside the others.
fn new_form(
    app: &App,
    language: Language,
    item: &evidence_item::Model,
    of: Option<&revision::Model>,
) -> Markup {
    let (problems, empty) = (Problems::default(), EvidenceForm::default());
    let field = Fields { language, problems: &problems };
    let id = of.map_or_else(|| "file".to_owned(), |it| format!("file-{}", it.part));
    html! {
        form method="post" action=(AddRevision { evidence: item.id }) enctype="multipart/form-data" data-drop {
            @if let Some(it) = of {
                input type="hidden" name="part" value=(it.part);
                input type="hidden" name="seen" value=(it.number);
                p.hint { (language.text("evidence-replace-hint")) }
            }
            div.field {
                label for=(id) { (language.text("evidence-file")) }
                input id=(id) type="file" name="file" multiple[of.is_none()];
                (scan_note(language, app))
            }
            @if of.is_none() { (places(field, &empty)) } @else {
                div.field {
                    label for={ "place-" (id) } { (language.text("evidence-place")) }
                    input id={ "place-" (id) } name="place";
                }
            }
            (submit(language.text(if of.is_some() { "evidence-replace" } else { "evidence-add-part" })))
        }
    }
}

fn replace(
    app: &App,
    language: Language,
    item: &evidence_item::Model,
    it: &revision::Model,
) -> Markup {
    let about = language.with("evidence-replace-of", [("place", it.place.as_str().into())]);
    html! {
        details {
            summary aria-label=(about) { (language.text("evidence-replace")) }
            (new_form(app, language, item, Some(it)))
        }
    }
}

fn remove(language: Language, item: &evidence_item::Model, it: &revision::Model) -> Markup {
    html! {
        form method="post" action=(RemovePart { evidence: item.id, number: it.part }) {
            input type="hidden" name="seen" value=(it.number);
            button.quiet aria-label=(format!("{} {}", language.text("evidence-remove-part"), it.place)) {
                (language.text("evidence-remove-part"))
            }
        }
    }
}

fn add_form(app: &App, language: Language, item: &evidence_item::Model) -> Markup {
    html! {
        details.panel {
            summary { (language.text("evidence-add-part")) }
            (new_form(app, language, item, None))
        }
    }
}

/// Adds parts, or a newer revision of one: files, a web address or a place.
pub async fn add(
    AddRevision { evidence }: AddRevision,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<PartForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let language = visitor.language;
    if !upload.empty.is_empty() {
        return Err(Error::Refused(language.text("problem-file-empty")));
    }
    let form = upload.form;
    let place = form.facts.place().map_err(|it| refused(language, &it))?;
    if place.is_some() && !upload.files.is_empty() {
        return Err(Error::Refused(language.text("problem-file-or-place")));
    }
    let mut new: Vec<_> = upload.files.into_iter().map(NewRevision::File).chain(place).collect();
    let mut change = app.change(visitor.actor()).await?;
    // Looked at within the change: of two who replace a file at once, one is told of the other.
    change.alone_in(item.institution_id).await?;
    if let Some(token) = form.facts.waiting.as_deref().filter(|_| new.is_empty()) {
        let file = take_up(&change, item.institution_id, visitor.id, token).await?;
        new.push(NewRevision::File(file));
    }
    let part = form.part();
    if part.is_some() {
        new.truncate(1);
    }
    if new.is_empty() {
        return Err(Error::Refused(language.text("problem-revision-nothing")));
    }
    let held = revisions::all(change.tx(), evidence).await?;
    if part.is_some_and(|part| !current(&held).any(|it| it.part == part)) {
        return Err(Error::NotFound);
    }
    let newer = newer(&held, part, form.seen());
    if part.is_some() && !newer.is_empty() {
        drop(change);
        return aside::meanwhile(&app, &visitor, &item, (&newer, part, new.remove(0))).await;
    }
    for it in new {
        revisions::add(&mut change, &item, part, it).await?;
    }
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, life::done_with_contents(&item)))
}

/// Which part is meant, and which revision of it was shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PartForm {
    pub part: Option<String>,
    #[serde(flatten)]
    pub facts: EvidenceForm,
}

impl PartForm {
    fn part(&self) -> Option<i32> {
        self.part.as_deref().and_then(|it| it.parse().ok())
    }

    fn seen(&self) -> Option<i32> {
        self.facts.seen.as_deref().and_then(|it| it.parse().ok())
    }
}

fn refused(language: Language, problems: &Problems) -> Error {
    let said = ["place", "building", "room", "shelf", "binder"];
    let first = said.iter().find_map(|it| problems.get(it));
    Error::Refused(first.map(|it| it.text(language)).unwrap_or_default())
}

/// Takes a part away; its revisions stay in the history.
pub async fn take_away(
    RemovePart { evidence, number: part }: RemovePart,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PartForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(item.institution_id).await?;
    let held = revisions::all(change.tx(), item.id).await?;
    if let [newest, ..] = newer(&held, Some(part), form.seen()).as_slice() {
        let about = [("place", newest.place.as_str().into())];
        return Err(Error::Refused(visitor.language.with("problem-part-changed", about)));
    }
    revisions::remove_part(&mut change, &item, part).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, "done-saved"))
}
