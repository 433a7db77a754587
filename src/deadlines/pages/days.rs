//! The days on which things happened: what deadlines count from, and how these days were changed.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::kept;
use super::list::{Typed, page};
use crate::accounts;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::deadlines::forms::{DaysForm, TYPED};
use crate::deadlines::store;
use crate::entities::{Anchor, UserId, assessment, milestone};
use crate::language::Language;
use crate::paths::{AssessmentSettings, DeadlineDays, Deadlines};
use crate::web::components::{Fields, Paging, submit};
use crate::web::{Result, Visitor, see_with};

/// What was seen of the days: the newest of them, whether it holds or not.
fn stamp(milestones: &[milestone::Model]) -> String {
    let gone = milestones.iter().filter(|it| it.superseded_at.is_some()).count();
    format!("{}.{gone}", milestones.first().map_or(0, |it| it.id.0))
}

/// The days: as a form for who keeps the assessment, else as a list.
pub(super) fn section(
    visitor: &Visitor,
    it: &assessment::Model,
    milestones: &[milestone::Model],
    (typed, keeps): (&Typed, bool),
) -> Markup {
    let language = visitor.language;
    let days = store::days(it, milestones);
    let held = |anchor: Anchor| days.get(&anchor);
    html! {
        h2 { (language.text("deadline-days")) }
        p {
            (language.word(&Anchor::Visit)) ": "
            (held(Anchor::Visit).map_or_else(|| language.text("visit-none"), |it| language.date(*it)))
            @if keeps { " " a href=(AssessmentSettings { assessment: it.id }) { (language.text("settings")) } }
        }
        @if keeps { (form(language, it, milestones, typed)) }
        @else {
            dl.facts { @for (anchor, _) in TYPED {
                dt { (language.word(&anchor)) }
                dd { (held(anchor).map_or_else(|| "–".to_owned(), |it| language.date(*it))) }
            } }
        }
    }
}

fn form(
    language: Language,
    it: &assessment::Model,
    milestones: &[milestone::Model],
    typed: &Typed,
) -> Markup {
    let days = store::days(it, milestones);
    let none = Problems::default();
    let problems = if typed.days.is_some() { &typed.problems } else { &none };
    let value = |anchor: Anchor| match &typed.days {
        Some(form) => form.typed(anchor).unwrap_or_default().to_owned(),
        None => days.get(&anchor).map(ToString::to_string).unwrap_or_default(),
    };
    let values: Vec<_> =
        TYPED.iter().map(|(anchor, name)| (*anchor, *name, value(*anchor))).collect();
    let field = Fields { language, problems };
    html! {
        form.panel method="post" action=(DeadlineDays { assessment: it.id }) {
            p.hint { (language.text("deadline-days-hint")) }
            input type="hidden" name="seen" value=(stamp(milestones));
            @if let Some(problem) = problems.get("seen") { p.problem role="alert" { (problem.text(language)) } }
            div.row { @for (anchor, name, value) in &values {
                (field.date(name, crate::language::Worded::key(anchor), value))
            } }
            (submit(language.text("save")))
        }
    }
}

/// Sets the days that were sent.
pub async fn set(
    DeadlineDays { assessment }: DeadlineDays,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<DaysForm>,
) -> Result<Response> {
    let found = kept(&app, &visitor, assessment).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(found.0.institution_id).await?;
    let held = store::milestones(change.tx(), [assessment]).await?;
    let checked = form.check().and_then(|days| {
        let mut problems = Problems::default();
        if form.seen != stamp(&held) {
            problems.add("seen", Problem::Other("problem-deadline-days-meanwhile"));
        }
        problems.or(days)
    });
    let days = match checked {
        Ok(days) => days,
        Err(problems) => {
            drop(change);
            let typed = Typed { days: Some(form), problems, ..Typed::default() };
            let page = page(&app, &visitor, &found, (Paging::default(), &typed)).await?;
            return Ok(page.refused());
        }
    };
    if store::set_days(&mut change, &found.0, &days).await? > 0 {
        change.commit().await?;
    }
    Ok(see_with(Deadlines { assessment }, "done-saved"))
}

/// How the days were changed.
pub(super) struct Past<'a> {
    rows: &'a [milestone::Model],
    names: HashMap<UserId, String>,
}

impl<'a> Past<'a> {
    /// Reads it; one query.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        rows: &'a [milestone::Model],
    ) -> Result<Self, DbErr> {
        let names = accounts::store::names(db, rows.iter().filter_map(|it| it.user_id)).await?;
        Ok(Self { rows, names })
    }

    /// The newest changes first.
    pub(super) fn list(&self, language: Language) -> Markup {
        let name = |it: &milestone::Model| {
            it.user_id.and_then(|it| self.names.get(&it)).map_or("–", String::as_str)
        };
        html! {
            @if !self.rows.is_empty() {
                details.panel {
                    summary { (language.text("deadline-days-history")) }
                    ul { @for it in self.rows.iter().take(200) { li {
                        span.faint { (language.moment(it.recorded_at)) ", " (name(it)) " " }
                        (language.word(&it.anchor)) ": " (language.date(it.day))
                        @if let Some(at) = it.superseded_at {
                            " " span.faint { (language.with("deadline-day-until", [("when", language.moment(at).into())])) }
                        }
                    } } }
                }
            }
        }
    }
}
