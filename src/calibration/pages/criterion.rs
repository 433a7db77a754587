//! A criterion of an exercise: rated blind, then with what all said, the discussion and the rule.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{Exercise, level, refused, require_taker, show, talk};
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::forms::RatingForm;
use crate::assessments::pages::choices::choices;
use crate::assessments::pages::within;
use crate::calibration::standing::said;
use crate::calibration::store::{self, NewSaid};
use crate::check::{Problem, Problems};
use crate::entities::calibration_rating;
use crate::language::Language;
use crate::paths::{CalibrateCriterion, Calibration, Calibrations, WorkbenchAt};
use crate::rounds::standing::Said;
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What is in the forms of the page, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) rating: Option<RatingForm>,
    pub(super) remark: String,
    pub(super) rule: String,
    pub(super) problems: Problems,
}

/// The page.
pub async fn show(
    at: CalibrateCriterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let exercise = (at.assessment, at.calibration);
    let it = Exercise::of(&app.db.read, &visitor, exercise, app.now()).await?;
    let place = it.at(&visitor, at.criterion)?;
    page(&app, &visitor, (&it, place), &Typed::default()).await
}

/// Notes what the visitor says, and goes on to what they have not rated yet.
pub async fn rate(
    at: CalibrateCriterion,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RatingForm>,
) -> Result<Response> {
    let CalibrateCriterion { assessment, calibration, criterion } = at;
    let (alone, ()) = alone(&app, &visitor, assessment, require_taker).await?;
    let Alone { mut change, visitor, it: of, .. } = alone;
    let exercise = (assessment, calibration);
    let it = Exercise::of(change.tx(), &visitor, exercise, change.now()).await?;
    let place = it.at(&visitor, criterion)?;
    if !it.may_rate(&visitor) {
        return Err(refused(visitor.language, "problem-calibration-closed"));
    }
    let scale = it.scale().ok_or(Error::NotFound)?;
    let held = it.standing.said(visitor.id, criterion);
    let checked = form.check(scale, held.map(|it| it.level.as_str())).and_then(|typed| {
        let mut problems = Problems::default();
        if form.seen != stamp(held) {
            problems.add("level", Problem::Other("problem-calibration-meanwhile"));
        }
        let level = typed.level.clone().unwrap_or_else(|| {
            problems.add("level", Problem::Other("problem-round-level"));
            String::new()
        });
        let said = Said { level, second: typed.second, score: typed.score };
        problems.or((said, typed.rationale))
    });
    let (said, rationale) = match checked {
        Ok(found) => found,
        Err(problems) => {
            drop(change);
            let form = RatingForm { seen: stamp(held), ..form };
            let typed = Typed { rating: Some(form), problems, ..Typed::default() };
            return Ok(page(&app, &visitor, (&it, place), &typed).await?.refused());
        }
    };
    let new = NewSaid { criterion: &it.tailored.whole.criteria[place], said, rationale };
    store::rate(&mut change, &of, (calibration, visitor.id), new).await?;
    change.commit().await?;
    let missing = it.standing.missing(visitor.id);
    Ok(match missing.into_iter().find(|it| *it != criterion) {
        Some(criterion) => see_with(CalibrateCriterion { criterion, ..at }, "done-calibrated"),
        None => see_with(Calibration { assessment, calibration }, "done-calibrated"),
    })
}

/// Says that what one said was seen as it is.
fn stamp(it: Option<&calibration_rating::Model>) -> String {
    it.map(|it| it.id.to_string()).unwrap_or_default()
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    (it, place): (&Exercise, usize),
    typed: &Typed,
) -> Result<Page> {
    let language = visitor.language;
    let (assessment, calibration) = (it.of.id, it.held.id);
    let row = &it.tailored.whole.criteria[place];
    let at = CalibrateCriterion { assessment, calibration, criterion: row.id };
    let open = it.is_open_to(visitor);
    let talk = talk::Talk::of(&app.db.read, it, row.id).await?;
    let said = if open {
        all(app, language, it, at).await?
    } else {
        html! {}
    };
    let body = html! {
        div.panel {
            @let summary = row.summary.get(language);
            @if !summary.is_empty() { p.text { (summary) } }
            p { a href=(WorkbenchAt { assessment, criterion: row.id }) { (language.text("sample-evidence")) } }
        }
        @if it.may_rate(visitor) { (form(visitor, it, at, typed)) }
        @else if !open { (own(visitor, it, at)) }
        @if open {
            (said)
            (talk.shown(language, &it.of, at, typed))
        }
        (talk.rules(visitor, it, at, typed))
    };
    let title = format!("{} {}", row.code, row.title.get(language));
    Ok(within(visitor, &it.of, title, body)
        .under(Calibrations { assessment }, language.text("calibration"))
        .under(Calibration { assessment, calibration }, it.held.title.clone()))
}

/// The form of one who has not locked yet.
fn form(visitor: &Visitor, it: &Exercise, at: CalibrateCriterion, typed: &Typed) -> Markup {
    let language = visitor.language;
    let Some(scale) = it.scale() else { return html! {} };
    let held = it.standing.said(visitor.id, at.criterion);
    let sound = Problems::default();
    let stored = RatingForm {
        level: held.filter(|it| it.score.is_none()).map(|it| it.level.clone()).unwrap_or_default(),
        second: held.and_then(|it| it.second_level.clone()).unwrap_or_default(),
        score: held.and_then(|it| it.score).map(|it| it.to_string()).unwrap_or_default(),
        rationale: held.map(|it| it.rationale.clone()).unwrap_or_default(),
        seen: stamp(held),
        ..RatingForm::default()
    };
    let (form, problems) = match &typed.rating {
        Some(form) => (form, &typed.problems),
        None => (&stored, &sound),
    };
    let field = Fields { language, problems };
    html! {
        form.panel method="post" action=(at) data-guard {
            input type="hidden" name="seen" value=(form.seen);
            p.hint { (language.text("calibration-blind")) }
            (choices(language, scale, form, problems))
            (field.area("rationale", "calibration-why", &form.rationale))
            (submit(language.text("rating-save")))
        }
    }
}

/// What one said oneself, once it is locked and the others are waited for.
fn own(visitor: &Visitor, it: &Exercise, at: CalibrateCriterion) -> Markup {
    let language = visitor.language;
    html! {
        @if let Some(own) = it.standing.said(visitor.id, at.criterion) {
            div.panel {
                h2 { (language.text("calibration-yours")) }
                p { (level(language, it.scale(), &said(own))) }
                @if !own.rationale.is_empty() { p.text { (own.rationale) } }
            }
        }
        @if it.held.ended_at.is_none() { p.notice { (language.text("calibration-waits")) } }
        @else { p.notice { (language.text("calibration-not-yours")) } }
    }
}

/// What all said, and why.
async fn all(
    app: &App,
    language: Language,
    it: &Exercise,
    at: CalibrateCriterion,
) -> Result<Markup> {
    let names = show::names(&app.db.read, it).await?;
    let all = it.standing.of(at.criterion);
    Ok(html! {
        div.panel {
            h2 { (language.text("calibration-levels")) }
            @if all.is_empty() { p.faint { (language.text("calibration-nobody")) } }
            dl.facts { @for row in &all {
                dt { (names.get(&row.user_id).map_or("–", String::as_str)) }
                dd { (level(language, it.scale(), &said(row))) @if !row.rationale.is_empty() { p.text { (row.rationale) } } }
            } }
        }
    })
}
