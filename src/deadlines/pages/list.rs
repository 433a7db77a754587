//! The deadlines of an assessment: what is due when, what they count from, what can be added.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{add, days, due, kept, rule, source, usual};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::deadlines::days_off::country;
use crate::deadlines::forms::{DaysForm, NewForm};
use crate::deadlines::standing::{Deadline, sort};
use crate::deadlines::store;
use crate::entities::{CountUnit, assessment, edition};
use crate::language::Language;
use crate::paths::{DeadlineOf, Deadlines};
use crate::web::components::{Paging, nothing};
use crate::web::{Page, Result, Visitor, see_with};

/// What was typed into one of the two forms, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) days: Option<DaysForm>,
    pub(super) new: Option<NewForm>,
    pub(super) problems: Problems,
}

/// The page.
pub async fn show(
    Deadlines { assessment }: Deadlines,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let found = assessments::store::find(db, &visitor.scope(), assessment).await?;
    page(&app, &visitor, &found, (paging, &Typed::default())).await
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    (it, edition): &(assessment::Model, edition::Model),
    (paging, typed): (Paging, &Typed),
) -> Result<Page> {
    let language = visitor.language;
    let (all, milestones) = store::of(&app.db.read, it).await?;
    let past = days::Past::of(&app.db.read, &milestones).await?;
    let keeps = visitor.may_on(Action::KeepAssessments, it);
    let (removed, mut held): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|it| it.row.removed_at.is_some());
    sort(&mut held, app.today());
    let total = u64::try_from(held.len()).unwrap_or(u64::MAX);
    let body = html! {
        p.lead { (language.text("deadlines-lead")) }
        @if held.is_empty() {
            @let key = if keeps { "deadlines-empty" } else { "deadlines-none" };
            (nothing(language.text(key), None))
        } @else {
            (table(app, language, it, paging.part(&held)))
            (paging.pager(language, total, ""))
        }
        (announced(language, &held))
        @if keeps { (usual::offer(language, it, edition, &held)) }
        (days::section(visitor, it, &milestones, (typed, keeps)))
        (past.list(language))
        @if keeps { (add::form(language, it, typed)) }
        (gone(language, it, &removed))
    };
    Ok(within(visitor, it, language.text("deadlines"), body))
}

fn table(app: &App, language: Language, it: &assessment::Model, rows: &[Deadline]) -> Markup {
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("deadline-what")) }
                th scope="col" { (language.text("deadline-due")) }
                th scope="col" { (language.text("deadline-rule")) }
            } }
            tbody { @for row in rows { tr {
                th scope="row" {
                    a href=(DeadlineOf { assessment: it.id, deadline: row.row.id }) { (row.row.title.get(language)) }
                }
                td data-label=(language.text("deadline-due")) { (due(language, row, app.today())) }
                td data-label=(language.text("deadline-rule")) { (rule(language, row)) (source(language, row)) }
            } } }
        } }
    }
}

/// Which feasts are not known yet where working days are counted.
fn announced(language: Language, held: &[Deadline]) -> Markup {
    let counted = held.iter().filter(|it| it.row.unit == CountUnit::WorkingDays);
    let until = counted.filter_map(|it| country(&it.row.calendar)?.announced_until()).min();
    html! {
        @if let Some(year) = until {
            p.hint { (language.with("deadline-announced", [("year", year.to_string().into())])) }
        }
    }
}

fn gone(language: Language, it: &assessment::Model, removed: &[Deadline]) -> Markup {
    html! {
        @if !removed.is_empty() {
            details.panel {
                summary { (language.text("deadlines-removed")) }
                ul { @for row in removed { li {
                    a href=(DeadlineOf { assessment: it.id, deadline: row.row.id }) { (row.row.title.get(language)) }
                } } }
            }
        }
    }
}

/// Adds a deadline of the institution's own.
pub async fn add(
    Deadlines { assessment }: Deadlines,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NewForm>,
) -> Result<Response> {
    let found = kept(&app, &visitor, assessment).await?;
    let new = match form.check(visitor.language) {
        Ok(new) => new,
        Err(problems) => {
            let typed = Typed { new: Some(form), problems, ..Typed::default() };
            let page = page(&app, &visitor, &found, (Paging::default(), &typed)).await?;
            return Ok(page.refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    store::add(&mut change, &found.0, new).await?;
    change.commit().await?;
    Ok(see_with(Deadlines { assessment }, "done-deadline-added"))
}
