//! Where an assessment stands, what may follow, what is missing for it and where that is mended.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::history;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{AssessmentId, Stage, assessment, edition};
use crate::language::Language;
use crate::paths::{
    AssessmentSettings, DecisionOf, Dossiers, Findings, Gaps, RoundOf, StageOf, Team,
    WorkbenchTable,
};
use crate::stages::forms::MoveForm;
use crate::stages::guards::{Facts, Lack, Missing, missing};
use crate::stages::moves::{Way, Who, ways_from};
use crate::stages::moving::{self, Refusal};
use crate::stages::rights::may;
use crate::stages::{facts, words};
use crate::web::components::{Fields, Paging, badge};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The page.
pub async fn show(
    StageOf { assessment }: StageOf,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let typed = (&MoveForm::default(), &Problems::default());
    page(&app, &visitor, (&it, edition), paging, typed).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (it, edition): (&assessment::Model, edition::Model),
    paging: Paging,
    typed: (&MoveForm, &Problems),
) -> Result<Page> {
    let language = visitor.language;
    let facts = facts::of(&app.db.read, it, edition, app.now()).await?;
    let past = history::Past::of(&app.db.read, it.id, paging).await?;
    let body = html! {
        (line(language, it.stage))
        h2 { (language.text("stage-next")) }
        @for way in ways_from(it.stage) { (step(visitor, it, way, &facts, typed)) }
        (past.table(language, paging))
    };
    Ok(within(visitor, it, language.text("stage"), body))
}

/// All stages in their order, with the present one marked.
fn line(language: Language, now: Stage) -> Markup {
    html! {
        ol.stages aria-label=(language.text("stage")) {
            @for it in Stage::ALL {
                li aria-current=[(*it == now).then_some("step")] { (language.word(it)) }
            }
        }
    }
}

fn step(
    visitor: &Visitor,
    it: &assessment::Model,
    way: &Way,
    facts: &Facts,
    (form, problems): (&MoveForm, &Problems),
) -> Markup {
    let language = visitor.language;
    let found = missing(way.step, facts);
    let blocked = found.iter().any(|it| it.blocks);
    let typed = form.step == way.step.code();
    let none = (MoveForm::default(), Problems::default());
    let (form, problems) = if typed { (form, problems) } else { (&none.0, &none.1) };
    html! {
        section.panel {
            h3 { (language.word(&way.step)) }
            p { (language.text(&way.step.hint())) }
            (lacks(language, it.id, &found))
            @if !may(visitor, it, way.who) { p.hint { (language.word(&way.who)) } }
            @else if blocked { p.notice { (language.text("stage-blocked")) } }
            @else { (move_form(language, it, way, &found, (form, problems))) }
        }
    }
}

/// What is missing, each with the page on which it is mended.
fn lacks(language: Language, assessment: AssessmentId, found: &[Missing]) -> Markup {
    html! {
        @if !found.is_empty() {
            ul.plain { @for it in found { li {
                @if it.blocks { (badge("bad", language.text("stage-blocks"))) }
                @else { (badge("fair", language.text("stage-warns"))) }
                " " (words::missing(language, it)) " "
                a href=(mended(it.lack, assessment)) { (language.text("stage-mend")) }
            } } }
        }
    }
}

/// Where something that is missing is mended.
fn mended(lack: Lack, assessment: AssessmentId) -> String {
    match lack {
        Lack::SelfRating => WorkbenchTable { assessment }.to_string(),
        Lack::Evidence | Lack::Acceptance => Gaps { assessment }.to_string(),
        Lack::InternalReview | Lack::Raters | Lack::Declarations => Team { assessment }.to_string(),
        Lack::InternalSignOff => format!("{}?round=internal", RoundOf { assessment }),
        Lack::ExternalRound | Lack::ExternalSignOff => {
            format!("{}?round=external", RoundOf { assessment })
        }
        Lack::Decision => DecisionOf { assessment }.to_string(),
        Lack::Dossier => Dossiers { assessment }.to_string(),
        Lack::OpenMajor => format!("{}?kind=major&state=unfinished", Findings { assessment }),
        Lack::Visit => AssessmentSettings { assessment }.to_string(),
    }
}

fn move_form(
    language: Language,
    it: &assessment::Model,
    way: &Way,
    found: &[Missing],
    (form, problems): (&MoveForm, &Problems),
) -> Markup {
    let field = Fields { language, problems };
    let label = if found.is_empty() { "stage-reason" } else { "stage-reason-all-the-same" };
    html! {
        form method="post" action=(StageOf { assessment: it.id }) data-guard {
            input type="hidden" name="step" value=(way.step.code());
            input type="hidden" name="seen" value=(it.stage.code());
            @if way.needs_reason || !found.is_empty() {
                (field.area("reason", label, &form.reason).apart(way.step.code()).required().hint("stage-reason-hint"))
            }
            p.submit { button.primary type="submit" { (language.word(&way.step)) } }
        }
    }
}

/// Makes a move.
pub async fn make(
    StageOf { assessment }: StageOf,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<MoveForm>,
) -> Result<Response> {
    let language = visitor.language;
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let wanted = form.check();
    // Who makes no move at all is told so whatever they send.
    let step = wanted.as_ref().ok().map(|it| it.step);
    let who = step.and_then(|step| ways_from(it.stage).find(|it| it.step == step));
    if !may(&visitor, &it, who.map_or(Who::KeeperOrLead, |it| it.who)) {
        return Err(Error::Forbidden);
    }
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(problems) if problems.get("reason").is_some() => {
            let typed = (&form, &problems);
            return Ok(page(&app, &visitor, (&it, edition), Paging::default(), typed)
                .await?
                .refused());
        }
        Err(_) => return Err(refused(language.text("problem-stage-unknown"))),
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let (held, _) = assessments::store::find(change.tx(), &visitor.scope(), assessment).await?;
    let refusal =
        moving::carry_out(&mut change, &app.files, (&held, edition.clone()), wanted).await?.err();
    match refusal {
        None => {
            change.commit().await?;
            Ok(see_with(StageOf { assessment }, "done-stage-moved"))
        }
        Some(Refusal::Reason(_)) => {
            drop(change);
            let typed = (&form, &MoveForm::unreasoned());
            let page = page(&app, &visitor, (&it, edition), Paging::default(), typed).await?;
            Ok(page.refused())
        }
        Some(other) => Err(refused(words::refused(language, &other))),
    }
}

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "stage-refused", sentence)
}
