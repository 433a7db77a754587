//! One evidence item: what it says, its revisions, its links.

use axum::extract::State;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::fields::tongue;
use super::register::{status, validity};
use super::{history, life, links, parts, readers};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::entities::{evidence_item, evidence_type};
use crate::evidence::revisions;
use crate::evidence::sight::opened;
use crate::paths::{EditEvidence, Evidence, EvidenceRegister};
use crate::search;
use crate::standards;
use crate::web::components::badge;
use crate::web::{Page, Result, Visitor};

/// The page of an item.
pub async fn show(
    Evidence { evidence }: Evidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    page(&app, &visitor, &item).await
}

async fn page(app: &App, visitor: &Visitor, item: &evidence_item::Model) -> Result<Page> {
    let language = visitor.language;
    let keeps = visitor.may(Action::KeepEvidence, item.institution_id);
    let revisions = revisions::all(&app.db.read, item.id).await?;
    let types = standards::store::evidence_types(&app.db.read).await?;
    let people =
        accounts::store::names(&app.db.read, revisions.iter().filter_map(|it| it.user_id)).await?;
    let digests = revisions::current(&revisions).filter_map(|it| it.sha256.clone());
    let states = search::states(&app.db.read, digests).await?;
    let body = html! {
        (facts(app.today(), visitor, item, &types))
        h2 { (language.text("evidence-parts")) }
        (parts::list((app, visitor), item, &revisions, &people, &states))
        (life::section(app, visitor, item, &revisions).await?)
        (readers::section(app, visitor, item).await?)
        (links::section(app, visitor, item).await?)
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
