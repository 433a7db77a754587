//! One deadline: how it is counted, how it was moved, and what can be done with it.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{due, kept, refused, rule, source};
use crate::access::Action;
use crate::accounts;
use crate::app::{App, Change};
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::deadlines::forms::{Step, StepForm};
use crate::deadlines::standing::Deadline;
use crate::deadlines::store;
use crate::entities::{AssessmentId, UserId, assessment};
use crate::language::Language;
use crate::paths::{DeadlineOf, Deadlines};
use crate::web::components::Fields;
use crate::web::{Page, Result, Visitor, see_with};

/// What somebody saw of a deadline when they changed it.
fn stamp(it: &Deadline) -> String {
    let day = |it: Option<chrono::NaiveDate>| it.map(|it| it.to_string()).unwrap_or_default();
    let (due, done) = (day(it.due()), day(it.row.done_on));
    format!("{}.{due}.{done}.{}", it.moves.len(), it.row.removed_at.is_some())
}

/// The page.
pub async fn show(
    DeadlineOf { assessment, deadline }: DeadlineOf,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, _) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let held = store::find(db, &it, deadline).await?;
    page(&app, &visitor, (&it, &held), (&StepForm::default(), &Problems::default())).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (it, held): (&assessment::Model, &Deadline),
    typed: (&StepForm, &Problems),
) -> Result<Page> {
    let language = visitor.language;
    let people = held.moves.iter().filter_map(|it| it.user_id);
    let names = accounts::store::names(&app.db.read, people).await?;
    let keeps = visitor.may_on(Action::KeepAssessments, it);
    let body = html! {
        p { (due(language, held, app.today())) }
        p { (rule(language, held)) (source(language, held)) }
        @if let (Some(moved), Some(day)) = (held.moved_to(), held.computed) {
            @if moved != day { p.hint { (language.with("deadline-by-rule", [("day", language.date(day).into())])) } }
        }
        @if keeps { (forms(language, app.today(), it.id, held, typed)) }
        (history(language, held, &names))
    };
    let title = held.row.title.get(language).to_owned();
    Ok(within(visitor, it, title, body)
        .under(Deadlines { assessment: it.id }, language.text("deadlines")))
}

fn forms(
    language: Language,
    today: chrono::NaiveDate,
    assessment: AssessmentId,
    held: &Deadline,
    (form, problems): (&StepForm, &Problems),
) -> Markup {
    let at = DeadlineOf { assessment, deadline: held.row.id };
    let day = today.to_string();
    let none = Problems::default();
    let own = |step: &str| if form.step == step { problems } else { &none };
    let typed = |step: &str| if form.step == step { form.clone() } else { StepForm::default() };
    let (moving, by_rule, done) = (typed("move"), typed("by-rule"), typed("done"));
    let done_day = if done.day.is_empty() { &day } else { &done.day };
    let field = |step: &str| Fields { language, problems: own(step) };
    let begin = |step: &str| {
        html! {
            input type="hidden" name="step" value=(step);
            input type="hidden" name="seen" value=(stamp(held));
        }
    };
    let plain = |step: &str, key: &str| {
        html! {
            form method="post" action=(at) { (begin(step)) button.second type="submit" { (language.text(key)) } }
        }
    };
    html! {
        @if let Some(problem) = problems.get("seen") { p.notice.bad role="alert" { (problem.text(language)) } }
        @if held.row.removed_at.is_some() { (plain("restore", "deadline-restore")) }
        @else {
            @if held.row.done_on.is_some() { (plain("not-done", "deadline-not-done")) }
            @else {
                form.panel method="post" action=(at) {
                    (begin("done"))
                    (field("done").date("day", "deadline-done-on", done_day).apart("done").required())
                    p.actions { button.primary type="submit" { (language.text("deadline-mark-done")) } }
                }
                form.panel method="post" action=(at) {
                    (begin("move"))
                    (field("move").date("day", "deadline-move-to", &moving.day).apart("move").required())
                    (field("move").area("reason", "deadline-reason", &moving.reason).apart("move").required())
                    p.actions { button.second type="submit" { (language.text("deadline-move")) } }
                }
                @if held.moved_to().is_some() {
                    form.panel method="post" action=(at) {
                        (begin("by-rule"))
                        (field("by-rule").area("reason", "deadline-reason", &by_rule.reason).apart("by-rule").required())
                        p.actions { button.second type="submit" { (language.text("deadline-move-back")) } }
                    }
                }
            }
            (plain("remove", "deadline-remove"))
        }
    }
}

fn history(language: Language, held: &Deadline, names: &HashMap<UserId, String>) -> Markup {
    let day = |it: Option<chrono::NaiveDate>| it.map_or("–".to_owned(), |it| language.date(it));
    html! {
        h2 { (language.text("deadline-history")) }
        @if held.moves.is_empty() { p.faint { (language.text("deadline-never-moved")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("stage-when")) }
                    th scope="col" { (language.text("stage-who")) }
                    th scope="col" { (language.text("deadline-was")) }
                    th scope="col" { (language.text("deadline-became")) }
                    th scope="col" { (language.text("deadline-reason")) }
                } }
                tbody { @for it in held.moves.iter().take(200) { tr {
                    td { (language.moment(it.recorded_at)) }
                    td { (it.user_id.and_then(|it| names.get(&it)).map_or("–", String::as_str)) }
                    td { (day(it.from_day)) }
                    td { @if it.to_day.is_some() { (day(it.to_day)) } @else { (language.text("deadline-as-by-rule")) } }
                    td { (it.reason) }
                } } }
            } }
        }
    }
}

/// Moves it, marks it as done, removes it, or takes any of that back.
pub async fn change(
    DeadlineOf { assessment, deadline }: DeadlineOf,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let (it, _) = kept(&app, &visitor, assessment).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let held = store::find(change.tx(), &it, deadline).await?;
    let checked = form.check(app.today()).and_then(|step| {
        let mut problems = Problems::default();
        if form.seen != stamp(&held) {
            problems.add("seen", Problem::Other("problem-deadline-meanwhile"));
        }
        problems.or(step)
    });
    let step = match checked {
        Ok(step) => step,
        Err(problems) if problems.get("step").is_some() => {
            return Err(refused(visitor.language.text("problem-deadline-step")));
        }
        Err(problems) => {
            drop(change);
            return Ok(page(&app, &visitor, (&it, &held), (&form, &problems)).await?.refused());
        }
    };
    carry_out(&mut change, &it, &held, (step, visitor.language)).await?;
    change.commit().await?;
    Ok(see_with(DeadlineOf { assessment, deadline }, "done-saved"))
}

async fn carry_out(
    change: &mut Change,
    it: &assessment::Model,
    held: &Deadline,
    (step, language): (Step, Language),
) -> Result<()> {
    match step {
        Step::Move(day, reason) => store::shift(change, it, held, (Some(day), reason)).await?,
        Step::ByRule(reason) => store::shift(change, it, held, (None, reason)).await?,
        Step::Done(day) => store::done(change, it, held, Some(day)).await?,
        Step::NotDone => store::done(change, it, held, None).await?,
        Step::Remove => store::remove(change, it, held, true).await?,
        Step::Restore => {
            if store::is_taken_anew(change.tx(), held).await? {
                return Err(refused(language.text("problem-deadline-twice")));
            }
            store::remove(change, it, held, false).await?;
        }
    }
    Ok(())
}
