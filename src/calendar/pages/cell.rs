//! One criterion in one period: what proves it, what is linked but proves other days, and the ways to close the hole.

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::calendar::cover::{By, Period, cover, periods};
use crate::calendar::store::{self, Ground};
use crate::calendar::words;
use crate::entities::{CriterionId, evidence_item, link};
use crate::evidence::links;
use crate::evidence::pages::register::status;
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::paths::{Calendar, CalendarAt, ChooseEvidence, Evidence, NewEvidence, WorkbenchAt};
use crate::team::pages::bench::require_open;
use crate::web::components::{badge, query};
use crate::web::{Error, Page, Result, Visitor};

/// Which period.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    by: String,
    /// Its first day; without one, the first of the cycle is meant.
    #[serde(default)]
    from: String,
}

type Pair = (link::Model, evidence_item::Model);

/// The page.
pub async fn show(
    at: CalendarAt,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Page> {
    let db = &app.db.read;
    let language = visitor.language;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), at.assessment).await?;
    let Ground { whole, model, .. } = store::ground(db, &it, edition, app.now()).await?;
    let place = whole.criteria.iter().position(|it| it.id == at.criterion);
    let place = place.ok_or(Error::NotFound)?;
    require_open(&visitor, at.assessment, at.criterion)?;
    let by = By::from_code(&wanted.by);
    let cycle = store::cycle(&it);
    let days = cycle.map(|it| periods(it, by)).unwrap_or_default();
    let from = wanted.from.parse::<NaiveDate>().ok();
    let period = days.iter().find(|it| Some(it.from) == from).or(days.first()).copied();
    let lineage: Vec<CriterionId> = std::iter::successors(Some(place), |it| model.heir_of(*it))
        .map(|it| whole.criteria[it].id)
        .collect();
    let mut linked = links::linked_to(db, it.institution_id, &lineage).await?;
    // What is linked to the criterion and above it is one item.
    linked.sort_by_key(|it| lineage.iter().position(|id| *id == it.0.criterion_id));
    let mut seen = std::collections::HashSet::new();
    linked.retain(|it| seen.insert(it.1.id));
    let sight = Sight::of(db, &visitor, linked.iter().map(|it| &it.1)).await?;
    let proves = |it: &Pair| {
        let days = store::span(&it.1);
        period.is_some_and(|period| days.is_some_and(|it| it.within(period).is_some()))
    };
    let spans: Vec<_> = linked.iter().filter_map(|it| store::span(&it.1)).collect();
    let (inside, outside): (Vec<&Pair>, Vec<&Pair>) = linked.iter().partition(|it| proves(it));
    let criterion = &whole.criteria[place];
    let name = period.map(|it| words::period(language, it, by)).unwrap_or_default();
    let body = html! {
        @if let Some(period) = period {
            p.lead {
                (language.date(period.from)) " – " (language.date(period.to)) ": "
                (language.text(words::key(cover(period, &spans).state)))
            }
        }
        h2 { (language.text("calendar-inside")) }
        (list(language, &sight, &inside))
        @if !outside.is_empty() {
            h2 { (language.text("calendar-outside")) }
            p.hint { (language.text("calendar-outside-hint")) }
            (list(language, &sight, &outside))
        }
        (ways(&visitor, at, it.institution_id, period))
    };
    let title = format!("{} {}: {name}", criterion.code, criterion.title.get(language));
    let calendar = Calendar { assessment: at.assessment };
    Ok(within(&visitor, &it, title, body)
        .under(format!("{calendar}?by={}", by.code()), language.text("calendar")))
}

fn list(language: Language, sight: &Sight, linked: &[&Pair]) -> Markup {
    let day = |it: Option<NaiveDate>| it.map_or("…".to_owned(), |it| language.date(it));
    html! {
        @if linked.is_empty() { p.faint { (language.text("calendar-nothing")) } }
        @else {
            ul.plain { @for (link, item) in linked { li {
                @if sight.opens(item) {
                    div.grow {
                        a href=(Evidence { evidence: item.id }) { (item.reference) " " (item.title) } " " (status(language, item.status))
                        p.hint {
                            @if item.covers_from.is_some() || item.covers_to.is_some() {
                                (language.text("calendar-covers")) ": " (day(item.covers_from)) " – " (day(item.covers_to))
                            } @else if let Some(written) = item.document_date {
                                (language.text("calendar-document-day")) ": " (language.date(written))
                            } @else { (language.text("calendar-no-day")) }
                        }
                        @if !link.relevance.is_empty() || !link.place.is_empty() {
                            p.hint { (link.relevance) @if !link.place.is_empty() { " – " (link.place) } }
                        }
                    }
                } @else { (badge("plain", language.text("confidentiality-restricted"))) }
            } } }
        }
    }
}

/// How a hole is closed: an item of the register, or a new one for just this period.
fn ways(
    visitor: &Visitor,
    at: CalendarAt,
    institution: crate::entities::InstitutionId,
    period: Option<Period>,
) -> Markup {
    let language = visitor.language;
    let CalendarAt { assessment, criterion } = at;
    let back = query(&Calendar { assessment }.to_string());
    let covers = period.map(|it| format!("&covers_from={}&covers_to={}", it.from, it.to));
    let new = NewEvidence { institution };
    let new = format!("{new}?criterion={criterion}&back={back}{}", covers.unwrap_or_default());
    html! {
        p.actions {
            @if visitor.may(Action::KeepEvidence, institution) {
                a.button href=(ChooseEvidence { assessment, criterion }) { (language.text("linking-register")) }
                a.button.second href=(new) { (language.text("calendar-upload")) }
            }
            a.button.second href=(WorkbenchAt { assessment, criterion }) { (language.text("workbench")) }
        }
    }
}
