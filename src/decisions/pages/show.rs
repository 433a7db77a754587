//! The decision that holds, those before it, and what can be done: enter one, correct it, confirm it in public.

use axum::extract::State;
use axum::http::HeaderMap;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::{form, outcome, publish, validity};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::decisions::forms::DecisionForm;
use crate::decisions::store;
use crate::entities::{Stage, assessment, decision, edition, revision};
use crate::evidence::sight::readable;
use crate::language::Language;
use crate::paths::{DecisionOf, Dossiers, RevisionFile, StageOf};
use crate::stages::moves::Who;
use crate::stages::rights::may;
use crate::standards;
use crate::standards::pack::Head;
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// The page.
pub async fn show(
    DecisionOf { assessment }: DecisionOf,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Page> {
    let found = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let site = publish::site(&app, &headers);
    page(&app, &visitor, found, (&site, None)).await
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    (it, edition): (assessment::Model, edition::Model),
    (site, typed): (&str, Option<(&DecisionForm, &Problems)>),
) -> Result<Page> {
    let language = visitor.language;
    let db = &app.db.read;
    let head = standards::store::head_of(&edition)?;
    let all = store::all(db, it.id).await?;
    let confirmations = store::confirmations(db, it.id).await?;
    let names = accounts::store::names(db, all.iter().filter_map(|it| it.user_id)).await?;
    let held = all.iter().find(|it| it.superseded_at.is_none());
    let document = if let Some(held) = held {
        document(db, visitor, held).await?
    } else {
        html! {}
    };
    let enters = may(visitor, &it, Who::KeeperOrLead);
    let is_open = it.stage == Stage::ExternalReview
        || (held.is_some() && matches!(it.stage, Stage::Decided | Stage::FollowUp));
    let by = |it: &decision::Model| {
        it.user_id.and_then(|it| names.get(&it)).map_or("–", String::as_str).to_owned()
    };
    let body = html! {
        @match held {
            None => (empty(language, &it)),
            Some(held) => (facts(language, &head, held, (&it, by(held), document))),
        }
        @if visitor.may_on(Action::KeepAssessments, &it) {
            @if let Some(held) = held { (publish::section(language, held, &confirmations, site)) }
        }
        @if enters && is_open { (form::form(app, visitor, &it, (&head, held), typed)) }
        (earlier(visitor, &head, &all, (&it, &confirmations, by)))
    };
    Ok(within(visitor, &it, language.text("decision"), body))
}

fn empty(language: Language, it: &assessment::Model) -> Markup {
    let next = html! { a href=(StageOf { assessment: it.id }) { (language.text("stage")) } };
    nothing(language.text("decision-none"), Some(next))
}

/// The document, for who may open it.
async fn document(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    it: &decision::Model,
) -> Result<Markup> {
    let language = visitor.language;
    let Some(id) = it.document_id else { return Ok(html! { "–" }) };
    let revision = revision::Entity::find_by_id(id).require_one(db).await?;
    let Some(item) = readable(db, visitor, &revision).await? else {
        return Ok(badge("plain", language.text("confidentiality-restricted")));
    };
    Ok(html! {
        @if revision.sha256.is_some() {
            a href=(RevisionFile { revision: revision.id }) download { (item.reference) " " (revision.place) }
        } @else { (item.reference) " " (revision.place) }
    })
}

fn facts(
    language: Language,
    head: &Head,
    held: &decision::Model,
    (it, by, document): (&assessment::Model, String, Markup),
) -> Markup {
    let text = |label: &str, text: &str| {
        html! { @if !text.is_empty() { dt { (language.text(label)) } dd.lines { (text) } } }
    };
    html! {
        div.panel {
            p { (outcome(language, head, held)) }
            dl.facts {
                dt { (language.text("decision-number")) } dd { (held.number) }
                dt { (language.text("decision-day")) } dd { (language.date(held.decided_on)) }
                dt { (language.text("decision-validity")) } dd { (validity(language, held)) }
                (text("decision-scope", &held.scope))
                (text("decision-conditions", &held.conditions))
                (text("decision-quotas", &held.quotas))
                dt { (language.text("decision-document")) } dd { (document) }
                (text("stage-reason", &held.reason))
            }
            p.hint {
                (language.with("decision-entered-by", [("name", by.into()), ("when", language.moment(held.recorded_at).into())]))
                " " a href=(Dossiers { assessment: it.id }) { (language.text("dossiers")) }
            }
        }
    }
}

/// Decisions whose place another took, with what is public of them.
fn earlier(
    visitor: &Visitor,
    head: &Head,
    all: &[decision::Model],
    (it, confirmations, by): (
        &assessment::Model,
        &[crate::entities::confirmation::Model],
        impl Fn(&decision::Model) -> String,
    ),
) -> Markup {
    let language = visitor.language;
    let keeps = visitor.may_on(Action::KeepAssessments, it);
    let gone: Vec<_> = all.iter().filter(|it| it.superseded_at.is_some()).collect();
    html! {
        @if !gone.is_empty() {
            h2 { (language.text("decision-earlier")) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("decision-number")) }
                    th scope="col" { (language.text("decision-outcome")) }
                    th scope="col" { (language.text("decision-day")) }
                    th scope="col" { (language.text("decision-validity")) }
                    th scope="col" { (language.text("stage-who")) }
                    th scope="col" { (language.text("decision-superseded")) }
                } }
                tbody { @for row in gone { tr {
                    th scope="row" { (row.number) }
                    td { (outcome(language, head, row)) }
                    td { (language.date(row.decided_on)) }
                    td { (validity(language, row)) }
                    td { (by(row)) }
                    td {
                        @if let Some(at) = row.superseded_at { (language.moment(at)) }
                        @let public = confirmations.iter().any(|it| it.decision_id == row.id && it.is_on);
                        @if keeps && public { (publish::off(language, row)) }
                    }
                } } }
            } }
        }
    }
}
