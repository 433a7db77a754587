//! One evidence item: what it says, its revisions, its links.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::fields::tongue;
use super::parts;
use super::register::{status, validity};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{criterion, edition, evidence_item, evidence_type, link};
use crate::evidence::forms::LinkForm;
use crate::evidence::{links, revisions};
use crate::language::Language;
use crate::paths::{AddLink, EditEvidence, Evidence, EvidenceRegister, RemoveLink};
use crate::search;
use crate::standards;
use crate::web::components::{Fields, badge, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The page of an item.
pub async fn show(
    Evidence { evidence }: Evidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = super::opened(&app.db.read, &visitor, evidence).await?;
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
    let types = standards::store::evidence_types(&app.db.read).await?;
    let people =
        accounts::store::names(&app.db.read, revisions.iter().filter_map(|it| it.user_id)).await?;
    let digests = revisions::current(&revisions).filter_map(|it| it.sha256.clone());
    let states = search::states(&app.db.read, digests).await?;
    let body = html! {
        (facts(app.today(), visitor, item, &types))
        h2 { (language.text("evidence-parts")) }
        (parts::list(visitor, item, &revisions, &people, &states))
        h2 { (language.text("evidence-links")) }
        (link_list(language, &links, &editions, keeps))
        @if keeps { (link_form(language, item, &editions, form, problems)) }
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

fn facts(
    today: NaiveDate,
    visitor: &Visitor,
    item: &evidence_item::Model,
    types: &[evidence_type::Model],
) -> Markup {
    let language = visitor.language;
    let kind = types.iter().find(|it| Some(&it.code) == item.type_code.as_ref());
    let day = |it: Option<NaiveDate>| it.map_or("–".to_owned(), |it| language.date(it));
    let owner: Vec<&str> = [item.owner_unit.as_str(), item.owner_person.as_str()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let keeps = visitor.may(Action::KeepEvidence, item.institution_id);
    html! {
        dl.facts {
            dt { (language.text("evidence-reference")) } dd { (item.reference) }
            dt { (language.text("evidence-status")) } dd {
                (status(language, item.status)) @if !item.reason.is_empty() { " " (item.reason) }
            }
            dt { (language.text("evidence-type")) } dd { (kind.map_or("–", |it| it.title.get(language))) }
            @if let Some(proof) = item.proof { dt { (language.text("evidence-proof")) } dd { (language.word(&proof)) } }
            @if let Some(tag) = &item.language { dt { (language.text("evidence-language")) } dd { (tongue(language, tag)) } }
            dt { (language.text("evidence-owner")) } dd { (dash(&owner.join(", "))) }
            dt { (language.text("evidence-document-date")) } dd { (day(item.document_date)) }
            dt { (language.text("evidence-covers")) } dd {
                @if item.covers_from.is_none() && item.covers_to.is_none() { "–" }
                @else { (day(item.covers_from)) " – " (day(item.covers_to)) }
            }
            @if item.valid_from.is_some() { dt { (language.text("evidence-valid-from")) } dd { (day(item.valid_from)) } }
            dt { (language.text("evidence-valid-until")) } dd { (validity(language, today, item.valid_until)) }
            @if let Some(months) = item.review_months {
                dt { (language.text("evidence-review-months")) } dd { (language.count(months)) }
            }
            dt { (language.text("evidence-confidentiality")) } dd { (language.word(&item.confidentiality)) }
            dt { (language.text("evidence-created")) } dd { (language.moment(item.created_at)) }
            @if !item.tags.0.is_empty() {
                dt { (language.text("evidence-tags")) } dd { @for it in &item.tags.0 { (badge("plain", it)) " " } }
            }
            @if !item.description.is_empty() { dt { (language.text("evidence-description")) } dd.text { (item.description) } }
            @if keeps && !item.notes.is_empty() { dt { (language.text("evidence-notes")) } dd.text { (item.notes) } }
        }
    }
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
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

/// Links the item to a criterion, found by its code as people write it.
pub async fn add_link(
    AddLink { evidence }: AddLink,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LinkForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
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
    let item = super::kept(&app.db.read, &visitor, held.evidence_id).await?;
    let mut change = app.change(visitor.actor()).await?;
    links::remove(&mut change, &item, link).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence: item.id }, "done-saved"))
}
