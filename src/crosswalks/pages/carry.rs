//! Ratings of other assessments that could be carried into one: both criteria side by side, a tick each, none from the start.

use std::collections::{HashMap, HashSet};

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use chrono::{DateTime, Days, NaiveDate, Utc};
use maud::{Markup, html};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use super::parts::way;
use crate::app::App;
use crate::assessments;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::crosswalks::carry::{self, Carriable, Offer, Rater};
use crate::editions::{Budget, Piece, pieces};
use crate::entities::{CriterionId, Round, assessment, criterion, edition};
use crate::language::Language;
use crate::paths::{CarryRatings, Workbench};
use crate::rounds::store::is_closed_to;
use crate::standards;
use crate::standards::pack::Scale;
use crate::tailoring;
use crate::team::assigned;
use crate::web::components::{Paging, badge, nothing};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// This person as one who rates in a round.
fn rater(visitor: &Visitor, round: Round, now: DateTime<Utc>) -> Rater {
    // What is recorded at this very moment counts too.
    Rater { user: visitor.id, round, at: now + Days::new(1) }
}

/// What could be carried over to the criteria that this person rates.
async fn offer(
    db: &impl ConnectionTrait,
    (visitor, today): (&Visitor, NaiveDate),
    (into, edition): (&assessment::Model, &edition::Model),
    rater: Rater,
) -> Result<Offer> {
    let mut offer = carry::offer(db, &visitor.scope(), (into, edition), rater).await?;
    if rater.round != Round::Own {
        let whole = tailoring::store::whole(db, into, edition.clone()).await?;
        let duties = assigned::duties_of(db, into, &whole, (visitor.id, today)).await?;
        let theirs: HashSet<CriterionId> = (0..whole.criteria.len())
            .filter(|it| duties.may_rate(visitor.id, *it))
            .map(|it| whole.criteria[it].id)
            .collect();
        offer.ratings.retain(|it| {
            theirs.contains(&it.to.id) && !visitor.withheld(it.assessment.id).covers(it.from.id)
        });
    }
    Ok(offer)
}

/// What could be carried over.
pub async fn show(
    CarryRatings { assessment }: CarryRatings,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let rater = rater(&visitor, visitor.require_round(&it)?, app.now());
    let offer = offer(&app.db.read, (&visitor, app.today()), (&it, &edition), rater).await?;
    page(&visitor, (&it, &edition), &offer, paging, &Problems::default())
}

fn page(
    visitor: &Visitor,
    (it, edition): (&assessment::Model, &edition::Model),
    offer: &Offer,
    paging: Paging,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let scale = standards::store::head_of(edition)?.scale;
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(Paging::SIZE).unwrap_or(usize::MAX);
    let shown: Vec<&Carriable> = offer.ratings.iter().skip(first).take(size).collect();
    let any = shown.iter().any(|it| it.level.is_some());
    let mut budget = Budget::default();
    let body = html! {
        p.lead { (language.text("carry-lead")) }
        @if offer.rated > 0 {
            p.faint { (language.with("carry-rated", [("count", i64::try_from(offer.rated).unwrap_or(i64::MAX).into())])) }
        }
        @if offer.ratings.is_empty() { (nothing(language.text("carry-empty"), None)) }
        @else {
            form method="post" action=(CarryRatings { assessment: it.id }) data-guard {
                @if let Some(problem) = problems.get("tick") { p.problem role="alert" { (problem.text(language)) } }
                @for it in shown { (preview(language, offer, it, scale.as_ref(), &mut budget)?) }
                @if any { p.submit { button.primary type="submit" { (language.text("carry-ticked")) } } }
            }
            (paging.pager(language, offer.ratings.len() as u64, ""))
        }
    };
    Ok(within(visitor, it, language.text("carry"), body))
}

/// One rating with all that has to be seen before it is carried over.
fn preview(
    language: Language,
    offer: &Offer,
    it: &Carriable,
    scale: Option<&Scale>,
    budget: &mut Budget,
) -> Result<Markup> {
    let there = offer.ground.editions.get(&it.from.edition_id);
    let there_scale = match there {
        Some(edition) => standards::store::head_of(edition)?.scale,
        None => None,
    };
    let own = it.rating.level.as_deref().unwrap_or_default();
    let edition = there.map_or("", |it| it.title.get(language));
    let named = |id: CriterionId| {
        let known = [&it.from, &it.to].into_iter().find(|it| it.id == id);
        known.map(|it| (it.code.as_str(), it.title.get(language)))
    };
    let texts = differences(language, &it.from, &it.to, budget);
    Ok(html! {
        section.panel {
            div.pair {
                div {
                    h2 { (it.from.code) span.faint { " " (edition) } }
                    (side(&texts, true))
                    p { (language.text("level")) ": " (level(language, there_scale.as_ref(), own)) }
                    p.faint { (it.assessment.name) }
                    @if !it.rating.rationale.is_empty() { p { (it.rating.rationale) } }
                }
                div {
                    h2 { (it.to.code) }
                    (side(&texts, false))
                    @match &it.level {
                        Some(code) => p { (language.text("carry-becomes")) ": " (level(language, scale, code)) },
                        None => p.problem { (language.text("carry-no-level")) },
                    }
                }
            }
            p.hint { (way(language, &offer.ground, &it.path, named)) }
            @if it.level.is_some() {
                p.choices { label {
                    input type="checkbox" name="tick" value=(it.tick());
                    (language.with("carry-tick", [("from", it.from.code.as_str().into()), ("to", it.to.code.as_str().into())]))
                } }
            }
        }
    })
}

/// The titles and the summaries of two criteria, from one to the other.
fn differences(
    language: Language,
    from: &criterion::Model,
    to: &criterion::Model,
    budget: &mut Budget,
) -> [Vec<Piece>; 2] {
    let texts = [(&from.title, &to.title), (&from.summary, &to.summary)];
    texts.map(|(from, to)| pieces(from.get(language), to.get(language), budget))
}

/// One of two texts; what the other one does not say is marked.
fn side(texts: &[Vec<Piece>; 2], is_from: bool) -> Markup {
    html! {
        @for (words, is_title) in texts.iter().zip([true, false]) {
            p { @for it in words { @match it {
                Piece::Same(text) => { @if is_title { strong { (text) } } @else { (text) } " " },
                Piece::Gone(text) if is_from => { mark { (text) } " " },
                Piece::Come(text) if !is_from => { mark { (text) } " " },
                _ => {},
            } } }
        }
    }
}

fn level(language: Language, scale: Option<&Scale>, code: &str) -> Markup {
    if let Some(level) = scale.and_then(|it| it.level(code)) {
        return badge(level.role.tone(), level.title.get(language));
    }
    let apart = scale.and_then(|it| it.not_applicable.as_ref()).filter(|it| it.code == code);
    badge("plain", apart.map_or(code, |it| it.title.get(language)))
}

/// What was ticked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CarryForm {
    #[serde(default)]
    tick: Vec<String>,
}

/// Carries over what was ticked, as it was looked at.
pub async fn carry(
    CarryRatings { assessment }: CarryRatings,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CarryForm>,
) -> Result<Response> {
    // Looked at within the change: what somebody rates or relates at this moment must not be missed.
    let (alone, round) = alone(&app, &visitor, assessment, Visitor::require_round).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    if is_closed_to(change.tx(), assessment, round, visitor.id).await? {
        return Err(Error::Refused(visitor.language.text("round-locked-here")));
    }
    let rater = rater(&visitor, round, change.now());
    let offer = offer(change.tx(), (&visitor, app.today()), (&it, &edition), rater).await?;
    let ticked = match ticked(&offer, &form.tick) {
        Ok(ticked) => ticked,
        Err(problems) => {
            drop(change);
            let page = page(&visitor, (&it, &edition), &offer, Paging::default(), &problems)?;
            return Ok(page.refused());
        }
    };
    for carriable in ticked {
        carry::carry(&mut change, &it, rater, carriable).await?;
    }
    change.commit().await?;
    Ok(see_with(Workbench { assessment }, "done-ratings-carried"))
}

/// The ratings that were ticked, if each still is what was looked at.
fn ticked<'a>(offer: &'a Offer, ticks: &[String]) -> Result<Vec<&'a Carriable>, Problems> {
    let mut problems = Problems::default();
    let (mut found, mut taken) = (Vec::new(), HashSet::new());
    let offered: HashMap<String, &Carriable> =
        offer.ratings.iter().filter(|it| it.level.is_some()).map(|it| (it.about(), it)).collect();
    for tick in ticks {
        let it = tick.rsplit_once('-').and_then(|it| offered.get(it.0));
        match it.filter(|it| it.tick() == *tick) {
            None => problems.add("tick", Problem::Other("problem-carry-changed")),
            Some(it) if !taken.insert(it.to.id) => {
                problems.add("tick", Problem::Other("problem-carry-twice"));
            }
            Some(it) => found.push(*it),
        }
    }
    if ticks.is_empty() {
        problems.add("tick", Problem::Other("problem-nothing-ticked"));
    }
    problems.or(found)
}
