//! Putting another item in the place of one, everywhere; and bringing it back.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;
use serde::Deserialize;

use super::{consequences, page};
use crate::app::App;
use crate::entities::{EvidenceId, evidence_item};
use crate::evidence::filter::Filter;
use crate::evidence::finding;
use crate::evidence::moves::Move;
use crate::evidence::pages::life::{self as steps, StateForm, to_be_moved};
use crate::evidence::pages::register::status;
use crate::evidence::sight::opened;
use crate::evidence::{life, revisions};
use crate::language::Language;
use crate::paths::{BringBackEvidence, Evidence, ReplaceEvidence};
use crate::usage::store;
use crate::web::components::{Paging, nothing, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What is looked for, or which item was chosen.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    by: String,
}

/// Whether an item can take the place of another.
fn can_replace(it: &evidence_item::Model, held: &evidence_item::Model) -> bool {
    it.id != held.id
        && it.institution_id == held.institution_id
        && Move::Supersede.from(it.status).is_some()
}

/// The item that was chosen, if it can take the place.
async fn chosen(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    held: &evidence_item::Model,
    by: &str,
) -> Result<evidence_item::Model> {
    let id: EvidenceId = by.parse().map_err(|_| Error::NotFound)?;
    let it = opened(db, visitor, id).await?;
    if it.institution_id != held.institution_id {
        return Err(Error::NotFound);
    }
    if can_replace(&it, held) {
        return Ok(it);
    }
    let words = [("status", visitor.language.word(&it.status).into())];
    Err(Error::Refused(visitor.language.with("replace-not-by", words)))
}

/// Finds the other item, then shows what would follow.
pub async fn ask(
    ReplaceEvidence { evidence }: ReplaceEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Page> {
    let db = &app.db.read;
    let item = opened(db, &visitor, evidence).await?;
    visitor.require(Move::Supersede.action(), item.institution_id)?;
    let language = visitor.language;
    if Move::Supersede.from(item.status).is_none() {
        let words = [("status", language.word(&item.status).into())];
        return Err(Error::Refused(language.with(Move::Supersede.refusal(), words)));
    }
    let title = language.text("replace");
    if !wanted.by.is_empty() {
        let by = chosen(db, &visitor, &item, &wanted.by).await?;
        let body = confirm(&app, &visitor, &item, &by).await?;
        return Ok(page(&visitor, &item, title, body));
    }
    let filter = Filter { q: wanted.q.clone(), ..Filter::default() };
    let mut found = Vec::new();
    if !wanted.q.trim().is_empty() {
        let paging = Paging::default();
        let place = (item.institution_id, app.today());
        let page = finding::page(db, &visitor, place, &filter, paging).await?;
        found = page.items;
        found.retain(|it| can_replace(it, &item));
    }
    let body = html! {
        p { (language.text("replace-lead")) }
        (search(language, evidence, &wanted.q, &found))
    };
    Ok(page(&visitor, &item, title, body))
}

fn search(
    language: Language,
    evidence: EvidenceId,
    words: &str,
    found: &[evidence_item::Model],
) -> Markup {
    html! {
        form.filters method="get" role="search" {
            div.field {
                label for="q" { (language.text("replace-search")) }
                input #q type="search" name="q" value=(words);
            }
            button.second type="submit" { (language.text("search")) }
        }
        @if found.is_empty() && !words.trim().is_empty() { (nothing(language.text("replace-none"), None)) }
        ul { @for it in found { li {
            a href=(format!("{}?by={}", ReplaceEvidence { evidence }, it.id)) { (it.reference) " " (it.title) } " "
            (status(language, it.status))
        } } }
    }
}

async fn confirm(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
    by: &evidence_item::Model,
) -> Result<Markup> {
    let language = visitor.language;
    let evidence = item.id;
    let uses = store::of(&app.db.read, &visitor.scope(), item).await?;
    let seen = life::stamp(item, &revisions::all(&app.db.read, item.id).await?);
    Ok(html! {
        p { (language.text("replace-by")) " "
            a href=(Evidence { evidence: by.id }) { (by.reference) " " (by.title) } " " (status(language, by.status)) }
        p { (language.text("replace-what")) }
        (consequences(app, visitor, &uses, (item.id, Some(by.id))).await?)
        form.panel method="post" action=(ReplaceEvidence { evidence }) {
            input type="hidden" name="by" value=(by.id);
            input type="hidden" name="seen" value=(seen);
            (submit(language.text("replace-do")))
        }
    })
}

/// What is sent to replace.
#[derive(Debug, Default, Deserialize)]
pub struct ReplaceForm {
    #[serde(default)]
    by: String,
    #[serde(default)]
    seen: String,
}

/// Replaces it, everywhere.
pub async fn replace(
    ReplaceEvidence { evidence }: ReplaceEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReplaceForm>,
) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    let step = Move::Supersede;
    let (held, _) = to_be_moved(&change, &visitor, evidence, (step, &form.seen)).await?;
    let by = chosen(change.tx(), &visitor, &held, &form.by).await?;
    life::supersede(&mut change, &held, &by).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence: by.id }, steps::done(step)))
}

/// Brings a replaced item back.
pub async fn bring_back(
    BringBackEvidence { evidence }: BringBackEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StateForm>,
) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    let step = Move::BringBack;
    let (held, _) = to_be_moved(&change, &visitor, evidence, (step, &form.seen)).await?;
    life::bring_back(&mut change, &held).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, steps::done(step)))
}
