//! Carrying an assessment to another edition: choose it, see what is carried, carry it out.

use std::collections::{BTreeSet, HashMap};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::confirming::{self, lost_supplements, no_longer_there, out_of_scope};
use super::difference::wording;
use super::{count, figure};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::editions::Budget;
use crate::editions::carry::Row;
use crate::editions::difference::{Difference, Pair, Wording, wordings};
use crate::editions::ground::{self, Ground, kept_settings, lost_groups};
use crate::editions::open_work::OpenWork;
use crate::editions::store;
use crate::editions::words::{name, percent, summary};
use crate::editions::work_list::{self, Excluded};
use crate::entities::{AssessmentId, CriterionId, EditionId, assessment, edition};
use crate::language::Language;
use crate::paths::{self, MoveAssessment, RoundOf, ToConfirm};
use crate::readiness::facts::Options;
use crate::readiness::store::{Assessed, assess, suppose};
use crate::team;
use crate::web::components::{badge, nothing, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Where to.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    edition: String,
}

/// What is to be carried, as it is ticked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CarryForm {
    #[serde(default)]
    edition: String,
    /// Criteria of the new edition.
    #[serde(default)]
    carry: Vec<CriterionId>,
}

async fn found(
    app: &App,
    visitor: &Visitor,
    id: AssessmentId,
) -> Result<(assessment::Model, edition::Model)> {
    let (it, own) = assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    Ok((it, own))
}

/// The editions to choose from; once one is chosen, what would be carried.
pub async fn show(
    MoveAssessment { assessment }: MoveAssessment,
    State(app): State<App>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Result<Page> {
    let (it, own) = found(&app, &visitor, assessment).await?;
    let language = visitor.language;
    if chosen.edition.is_empty() {
        let editions = ground::choices(&app.db.read, it.institution_id, &own).await?;
        let body = choice(language, &it, &own, &editions);
        return Ok(within(&visitor, &it, language.text("move"), body));
    }
    let edition = chosen.edition.parse::<EditionId>().map_err(|_| Error::NotFound)?;
    let sides = ground::sides(&app.db.read, it, own, edition).await?;
    let ground = ground::ground(&app.db.read, sides, app.today()).await?;
    let (before, after) = both(&app, &ground).await?;
    let exclusions = work_list::exclusions(&app.db.read, &ground.assessment).await?;
    let work = OpenWork::of(&app.db.read, &ground, app.today()).await?;
    let reviewers = team::store::members(&app.db.read, &ground.assessment).await?.len();
    let is_blind = ground.is_blind || work.is_blind;
    let body = html! {
        p { (language.text("move-about")) }
        @if is_blind {
            p.notice.bad { (language.text("move-blind")) " "
                a href=(RoundOf { assessment }) { (language.text("round")) } }
        }
        p { (summary(&ground.difference, language)) " · "
            a href=(paths::Difference { edition: ground.from.edition.id, other: edition }) { (language.text("difference")) } }
        @if !ground.to.supplements.is_empty() {
            p { (language.text("move-supplements")) " "
                (ground.to.supplements.iter().map(|it| it.title.get(language)).collect::<Vec<_>>().join("; ")) }
        }
        @if after.assessment.groups.0.is_empty() && !before.assessment.groups.0.is_empty() {
            p.notice { (language.text("move-all-groups")) }
        }
        (readiness(language, &before, &after))
        @if reviewers > 0 {
            p { (language.with("move-reviewers", [("count", i64::try_from(reviewers).unwrap_or(i64::MAX).into())])) }
        }
        (open_work(language, &work))
        (plan(language, &ground, is_blind))
        (left(language, &ground, &exclusions))
    };
    let title = language
        .with("move-to", [("edition", ground.to.edition.title.get(language).to_owned().into())]);
    Ok(within(&visitor, &ground.assessment, title, body))
}

/// The readiness now, and as it would be after carrying what is proposed; nothing is written for it.
async fn both(app: &App, ground: &Ground) -> Result<(Assessed, Assessed)> {
    let options = Options::on(app.today());
    let (it, own) = (ground.assessment.clone(), ground.from.edition.clone());
    let before = assess(&app.db.read, it, own, options).await?;
    let proposed = ground.plan.rows.iter().filter(|it| it.is_proposed());
    let proposed = proposed.map(|it| ground.to.criteria[it.to].id).collect();
    let (it, rows) = store::supposed(ground, &proposed, (None, app.now()));
    let after = suppose(&app.db.read, it, ground.to.edition.clone(), options, rows).await?;
    Ok((before, after))
}

fn choice(
    language: Language,
    it: &assessment::Model,
    own: &edition::Model,
    editions: &[edition::Model],
) -> Markup {
    html! {
        p { (language.text("move-about")) }
        @if editions.is_empty() { (nothing(language.text("move-nowhere"), None)) }
        @else {
            form.narrow method="get" action=(MoveAssessment { assessment: it.id }) {
                div.field {
                    label for="edition" { (language.text("edition")) }
                    select #edition name="edition" {
                        @for (heading, same) in [("move-same-framework", true), ("move-other-frameworks", false)] {
                            @let of: Vec<_> = editions.iter().filter(|it| (it.framework_id == own.framework_id) == same).collect();
                            @if !of.is_empty() {
                                optgroup label=(language.text(heading)) {
                                    @for it in of { option value=(it.id) { (it.title.get(language)) } }
                                }
                            }
                        }
                    }
                }
                (submit(language.text("move-show")))
            }
        }
    }
}

fn readiness(language: Language, before: &Assessed, after: &Assessed) -> Markup {
    let outcome = |it: &Assessed| {
        let projected = it.readiness.projected.as_ref();
        projected
            .map_or_else(|| "–".to_owned(), |found| it.outcome(language, found.outcome).to_owned())
    };
    let (old, new) = (&before.readiness.whole, &after.readiness.whole);
    let pair = |one: String, other: String| html! { (one) " → " (other) };
    let share = |it: f64| language.tenths(it) + " %";
    let rated = |rated: usize, counted: usize| {
        format!("{} / {}", count(language, rated), count(language, counted))
    };
    let index = |it: Option<f64>| it.map_or("–".to_owned(), |it| language.tenths(it));
    html! {
        h2 { (language.text("move-readiness")) }
        div.figures {
            (figure(&language.text("readiness-index"), pair(index(old.index), index(new.index))))
            (figure(&language.text("move-rated"), pair(rated(old.rated, old.counted), rated(new.rated, new.counted))))
            (figure(&language.text("readiness-evidenced"), pair(share(old.evidenced), share(new.evidenced))))
        }
        p { (language.text("readiness-outcome")) ": " (outcome(before)) " → " (outcome(after)) }
        p.hint { (language.text("move-readiness-hint")) }
    }
}

fn plan(language: Language, ground: &Ground, is_blind: bool) -> Markup {
    let action = MoveAssessment { assessment: ground.assessment.id };
    let pairs: HashMap<(usize, usize), &Pair> =
        ground.difference.pairs.iter().map(|it| ((it.from, it.to), it)).collect();
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    for it in &ground.plan.rows {
        let texts = match pairs.get(&(it.from, it.to)) {
            Some(pair) => pair.wording.clone(),
            None => texts(ground, it, &mut budget),
        };
        rows.push(row(language, ground, it, &texts));
    }
    html! {
        h2 { (language.text("move-plan")) }
        form method="post" action=(action) data-guard {
            input type="hidden" name="edition" value=(ground.to.edition.id);
            @if ground.plan.rows.is_empty() { (nothing(language.text("move-nothing"), None)) }
            @else {
                div.scroll tabindex="0" { table {
                    thead { tr {
                        @for key in ["move-carry", "move-new", "move-old", "move-reason", "level", "move-links"] {
                            th scope="col" { (language.text(key)) }
                        }
                    } }
                    tbody { @for row in rows { (row) } }
                } }
            }
            @if !is_blind { (submit(language.text("move-carry-out"))) }
        }
    }
}

/// What is still to be done and goes along, and what of it stays behind.
fn open_work(language: Language, work: &OpenWork) -> Markup {
    let (actions, findings) = (work.actions.len(), work.findings.len());
    html! {
        @if actions + findings > 0 {
            p { (language.with("move-work", [("actions", actions.into()), ("findings", findings.into())])) }
        }
        @if !work.left.is_empty() {
            details.panel {
                summary { (language.with("move-work-left", [("count", work.left.len().into())])) }
                ul { @for (code, text) in &work.left { li { (code) " " (text) } } }
            }
        }
    }
}

/// What the texts of two criteria that only a crosswalk brings together say differently.
fn texts(ground: &Ground, it: &Row, budget: &mut Budget) -> Vec<Wording> {
    let Difference { from, to, .. } = &ground.difference;
    wordings(&from.criteria[it.from], &to.criteria[it.to], budget)
}

fn row(language: Language, ground: &Ground, it: &Row, texts: &[Wording]) -> Markup {
    let to = &ground.to.criteria[it.to];
    let from = &ground.difference.from.criteria[it.from];
    let new_name = name(&ground.difference.to.criteria[it.to], language);
    let tone = if it.is_proposed() { "plain" } else { "poor" };
    html! {
        tr {
            td { input type="checkbox" name="carry" value=(to.id) checked[it.is_proposed()] aria-label=(new_name); }
            th scope="row" { (new_name) }
            td { (name(from, language))
                @if !texts.is_empty() { details {
                    summary { (language.text("move-texts")) }
                    @for it in texts { (wording(language, it)) }
                } } }
            td { (badge(tone, language.word(&it.reason)))
                @if let Some(likeness) = it.likeness.filter(|it| *it < 1.0) { " " (percent(likeness)) " %" } }
            td { @match &it.rating { Some((_, code)) => (level(language, ground, code)), None => "–" } }
            td.number { (count(language, it.links.len())) }
        }
    }
}

/// A level of the old edition, as it is called there.
fn level(language: Language, ground: &Ground, code: &str) -> Markup {
    confirming::level(language, &ground.from.head, code)
}

fn left(language: Language, ground: &Ground, exclusions: &[Excluded]) -> Markup {
    let old = &ground.difference.from.criteria;
    let plan = &ground.plan;
    let groups = lost_groups(&ground.assessment, &ground.to.head);
    let settings = kept_settings(ground) != ground.assessment.settings;
    let (taken, kept) = (&ground.from.supplements, &ground.to.supplements);
    let supplements = ground::lost_supplements(&ground.assessment, taken, kept);
    let any = !plan.ratings_left.is_empty()
        || !plan.links_left.is_empty()
        || !exclusions.is_empty()
        || !groups.is_empty()
        || !supplements.is_empty()
        || settings;
    html! {
        @if any {
            details.panel {
                summary { (language.text("move-left")) }
                @for (key, places) in [("move-left-ratings", &plan.ratings_left), ("move-left-links", &plan.links_left)] {
                    @if !places.is_empty() {
                        h3 { (language.text(key)) }
                        ul { @for it in places { li { (name(&old[*it], language)) } } }
                    }
                }
                (out_of_scope(language, exclusions))
                (no_longer_there(language, &ground.from.head, &groups, settings))
                (lost_supplements(language, supplements.into_iter()))
            }
        }
    }
}

/// Makes the new assessment and carries what was ticked.
pub async fn carry_out(
    MoveAssessment { assessment }: MoveAssessment,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CarryForm>,
) -> Result<Response> {
    let (it, own) = found(&app, &visitor, assessment).await?;
    let edition = form.edition.parse::<EditionId>().map_err(|_| Error::NotFound)?;
    // What takes long is done while others may still write.
    let mut sides = ground::sides(&app.db.read, it, own, edition).await?;
    let mut change = app.change(visitor.actor()).await?;
    // Looked at within the change: what is rated at this moment is carried or not, but not lost.
    change.alone_in(sides.assessment.institution_id).await?;
    sides.assessment = assessments::store::find(change.tx(), &visitor.scope(), assessment).await?.0;
    let ground = ground::ground(change.tx(), sides, app.today()).await?;
    let work = OpenWork::of(change.tx(), &ground, app.today()).await?;
    if ground.is_blind || work.is_blind {
        let said = visitor.language.text("move-blind");
        return Err(Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "move-refused", said));
    }
    let wanted: BTreeSet<CriterionId> = form.carry.into_iter().collect();
    let name = ground::name(&ground, visitor.language);
    let created = store::carry(&mut change, (&ground, &work), &wanted, name).await?;
    change.commit().await?;
    Ok(see_with(ToConfirm { assessment: created.id }, "done-carried"))
}
