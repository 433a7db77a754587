//! One evidence item: what it says, its revisions, its links.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::register::{status, validity};
use super::{aside, history, life, readers};
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{RevisionKind, criterion, edition, evidence_item, link, revision};
use crate::evidence::aside::{newer, take_up};
use crate::evidence::forms::{EvidenceForm, LinkForm};
use crate::evidence::links;
use crate::evidence::revisions::{self, NewRevision};
use crate::evidence::sight::opened;
use crate::language::Language;
use crate::paths::{
    AddLink, AddRevision, EditEvidence, Evidence, EvidenceRegister, RemoveLink, RevisionFile,
};
use crate::standards;
use crate::web::components::{Fields, submit};
use crate::web::upload::Upload;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The page of an item.
pub async fn show(
    Evidence { evidence }: Evidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    page(&app, &visitor, &item, &LinkForm::default(), &Problems::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
    form: &LinkForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let keeps = visitor.may(Action::KeepEvidence, item.institution_id);
    let revisions = revisions::all(&app.db.read, item.id).await?;
    let links = links::of(&app.db.read, item.id).await?;
    let editions: Vec<_> = standards::store::usable(&app.db.read, item.institution_id)
        .await?
        .into_iter()
        .filter(|it| it.kind == "criteria")
        .collect();
    let kind = standards::store::evidence_types(&app.db.read).await?;
    let kind = kind.iter().find(|it| Some(&it.code) == item.type_code.as_ref());
    let body = html! {
        dl.facts {
            dt { (language.text("evidence-reference")) } dd { (item.reference) }
            dt { (language.text("evidence-status")) } dd { (status(language, item.status)) }
            dt { (language.text("evidence-type")) } dd { (kind.map_or("–", |it| it.title.get(language))) }
            dt { (language.text("evidence-owner")) } dd { (dash(&item.owner_unit)) }
            dt { (language.text("evidence-document-date")) } dd { (item.document_date.map_or("–".into(), |it| language.date(it))) }
            dt { (language.text("evidence-valid-until")) } dd { (validity(language, app.today(), item.valid_until)) }
            dt { (language.text("evidence-confidentiality")) } dd { (language.word(&item.confidentiality)) }
            @if !item.description.is_empty() { dt { (language.text("evidence-description")) } dd { (item.description) } }
        }
        h2 { (language.text("evidence-revisions")) }
        (revision_list(language, &revisions))
        @if keeps { (revision_form(language, item, &revisions)) }
        (life::section(app, visitor, item, &revisions).await?)
        (readers::section(app, visitor, item).await?)
        h2 { (language.text("evidence-links")) }
        (link_list(language, &links, &editions, keeps))
        @if keeps { (link_form(language, item, &editions, form, problems)) }
        (history::section(app, visitor, item, &revisions).await?)
    };
    let page = Page::new(visitor, item.title.clone(), body)
        .in_institution(visitor, item.institution_id)
        .under(
            EvidenceRegister { institution: item.institution_id },
            language.text("evidence-register"),
        );
    let edit = html! { a.button.second href=(EditEvidence { evidence: item.id }) { (language.text("evidence-edit")) } };
    Ok(if keeps { page.actions(edit) } else { page })
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn revision_list(language: Language, revisions: &[revision::Model]) -> Markup {
    html! {
        @if revisions.is_empty() { p.faint { (language.text("evidence-no-revision")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { "№" }
                    th scope="col" { (language.text("evidence-place")) }
                    th scope="col" { (language.text("evidence-added")) }
                    th scope="col" { "SHA-256" }
                } }
                tbody { @for it in revisions { tr {
                    th scope="row" { (it.number) }
                    td { (revision_place(it)) }
                    td.date { (language.moment(it.created_at)) }
                    td { code { (it.sha256.as_deref().map_or("–", |it| &it[..12.min(it.len())])) } }
                } } }
            } }
        }
    }
}

/// Where a revision is: a file to download, a page to open, a place to go to.
pub fn revision_place(it: &revision::Model) -> Markup {
    html! {
        @match it.kind {
            RevisionKind::File => a href=(RevisionFile { revision: it.id }) { (it.place) },
            RevisionKind::Web => a href=(it.place) rel="noreferrer noopener external" { (it.place) },
            RevisionKind::Physical => (it.place),
        }
    }
}

fn revision_form(
    language: Language,
    item: &evidence_item::Model,
    revisions: &[revision::Model],
) -> Markup {
    let newest = revisions.first().map_or(0, |it| it.number);
    html! {
        details.panel {
            summary { (language.text("evidence-add-revision")) }
            form.narrow method="post" action=(AddRevision { evidence: item.id }) enctype="multipart/form-data" data-drop {
                input type="hidden" name="seen" value=(newest);
                div.field {
                    label for="file" { (language.text("evidence-file")) }
                    input #file type="file" name="file";
                }
                div.field {
                    label for="revision-place" { (language.text("evidence-place")) }
                    input #revision-place name="place";
                }
                (submit(language.text("evidence-add-revision")))
            }
        }
    }
}

fn link_list(
    language: Language,
    links: &[(link::Model, criterion::Model)],
    editions: &[edition::Model],
    keeps: bool,
) -> Markup {
    let edition =
        |it: &criterion::Model| editions.iter().find(|edition| edition.id == it.edition_id);
    html! {
        @if links.is_empty() { p.faint { (language.text("evidence-no-link")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("criterion-title")) }
                    th scope="col" { (language.text("edition")) }
                    th scope="col" { (language.text("evidence-relevance")) }
                    @if keeps { th scope="col" { (language.text("change")) } }
                } }
                tbody { @for (link, it) in links { tr {
                    th scope="row" { (it.code) }
                    td { (it.title.get(language)) }
                    td { (edition(it).map_or("", |it| it.title.get(language))) }
                    td { (link.relevance) @if !link.place.is_empty() { " (" (link.place) ")" } }
                    @if keeps { td {
                        form method="post" action=(RemoveLink { link: link.id }) {
                            button.quiet aria-label=(format!("{} {}", language.text("evidence-unlink"), it.code)) { (language.text("evidence-unlink")) }
                        }
                    } }
                } } }
            } }
        }
    }
}

fn link_form(
    language: Language,
    item: &evidence_item::Model,
    editions: &[edition::Model],
    form: &LinkForm,
    problems: &Problems,
) -> Markup {
    let field = Fields { language, problems };
    let offered: Vec<_> =
        editions.iter().map(|it| (it.code.clone(), it.title.get(language).to_owned())).collect();
    html! {
        form.panel method="post" action=(AddLink { evidence: item.id }) {
            h3 { (language.text("evidence-add-link")) }
            div.row {
                (field.choice("edition", "edition", &offered, &form.edition))
                (field.text("code", "criterion", &form.code).required().hint("evidence-code-hint"))
            }
            div.row {
                (field.text("relevance", "evidence-relevance", &form.relevance))
                (field.text("place", "evidence-place-in", &form.place))
            }
            (submit(language.text("evidence-add-link")))
        }
    }
}

/// Adds a revision: a file, a web address or a place.
pub async fn add_revision(
    AddRevision { evidence }: AddRevision,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<EvidenceForm>,
) -> Result<Response> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    let language = visitor.language;
    if !upload.empty.is_empty() {
        return Err(Error::Refused(language.text("problem-file-empty")));
    }
    let place = upload.form.place().map_err(|it| refused(language, &it, "place"))?;
    if place.is_some() && !upload.files.is_empty() {
        return Err(Error::Refused(language.text("problem-file-or-place")));
    }
    let mut new = upload.files.into_iter().next().map(NewRevision::File).or(place);
    let mut change = app.change(visitor.actor()).await?;
    // Looked at within the change: of two who replace a file at once, one is told of the other.
    change.alone_in(item.institution_id).await?;
    if let Some(token) = upload.form.waiting.as_deref().filter(|_| new.is_none()) {
        let file = take_up(&change, item.institution_id, visitor.id, token).await?;
        new = Some(NewRevision::File(file));
    }
    let new = new.ok_or_else(|| Error::Refused(language.text("problem-revision-nothing")))?;
    let held = revisions::all(change.tx(), evidence).await?;
    let seen = upload.form.seen.as_deref().and_then(|it| it.parse().ok());
    let newer = newer(&held, None, seen);
    if !newer.is_empty() {
        drop(change);
        return aside::meanwhile(&app, &visitor, &item, (&newer, new)).await;
    }
    revisions::add(&mut change, &item, None, new).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, life::done_with_contents(&item)))
}

fn refused(language: Language, problems: &Problems, field: &str) -> Error {
    Error::Refused(problems.get(field).map(|it| it.text(language)).unwrap_or_default())
}

/// Links the item to a criterion, found by its code as people write it.
pub async fn add_link(
    AddLink { evidence }: AddLink,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LinkForm>,
) -> Result<Response> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    let institution = item.institution_id;
    let edition = standards::store::usable_by_code(&app.db.read, institution, &form.edition);
    let edition = edition.await?.ok_or(Error::NotFound)?;
    let whole = standards::store::tree_of(&app.db.read, edition).await?;
    let mut problems = Problems::default();
    let found = match whole.index().resolve(&form.code) {
        standards::codes::Resolution::Found(found) => found,
        standards::codes::Resolution::Unknown => {
            problems.add("code", Problem::Other("problem-unknown-code"));
            Vec::new()
        }
    };
    let relevance = problems.optional_text("relevance", &form.relevance, 1_000);
    let place = problems.optional_text("place", &form.place, 200);
    if !problems.is_empty() {
        return Ok(page(&app, &visitor, &item, &form, &problems).await?.refused());
    }
    let mut change = app.change(visitor.actor()).await?;
    let mut any = false;
    for criterion in found.into_iter().map(|it| &whole.criteria[it]) {
        any |= links::add(&mut change, &item, criterion, relevance.clone(), place.clone()).await?;
    }
    if any {
        change.commit().await?;
    }
    Ok(see_with(Evidence { evidence }, "done-linked"))
}

/// Takes a link away.
pub async fn remove_link(
    RemoveLink { link }: RemoveLink,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let held = link::Entity::find_by_id(link).require_one(&app.db.read).await?;
    let item = opened(&app.db.read, &visitor, held.evidence_id).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    let mut change = app.change(visitor.actor()).await?;
    links::remove(&mut change, &item, link).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence: item.id }, "done-saved"))
}
