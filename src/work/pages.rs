//! The page of what waits for somebody.

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::gather::gather;
use super::task::{Task, WorkKind};
use crate::access::Action;
use crate::app::App;
use crate::language::Language;
use crate::paths::{self, Work};
use crate::web::components::{Paging, badge, nothing};
use crate::web::{Page, Result, Visitor};

/// Which work is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct WorkFilter {
    #[serde(default)]
    kind: String,
}

/// What waits for the person who is signed in.
pub async fn show(
    _: Work,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<WorkFilter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let all = gather(&app, &visitor).await?;
    let language = visitor.language;
    let kind = WorkKind::from_code(&filter.kind);
    let wanted: Vec<&Task> =
        all.iter().filter(|it| kind.is_none_or(|kind| it.kind == kind)).collect();
    let today = app.today();
    let late = all.iter().filter(|it| it.due.is_some_and(|day| day < today)).count();
    let counts = [("count", all.len().into()), ("late", late.into())];
    let body = html! {
        @if all.is_empty() { (empty(&visitor)) }
        @else {
            p.lead { (language.with("work-count", counts)) }
            (filters(language, &all, kind))
            @if wanted.is_empty() { (nothing(language.text("work-none-found"), None)) }
            @else { (table(language, today, paging.part(&wanted))) }
            (paging.pager(language, wanted.len() as u64, &format!("kind={}", kind.map_or("", WorkKind::code))))
        }
    };
    Ok(Page::new(&visitor, language.text("work"), body).wide())
}

/// What to do where nothing waits.
fn empty(visitor: &Visitor) -> Markup {
    let language = visitor.language;
    let next = visitor.memberships.iter().map(|it| {
        let reads = visitor.may(Action::Read, it.institution);
        (paths::start_of(reads, it.institution), it.title.get(language).to_owned())
    });
    let people = (paths::Users.to_string(), language.text("nav-users"));
    let next: Vec<(String, String)> =
        next.chain(visitor.system_administrator.then_some(people)).collect();
    let links = html! { @for (to, name) in &next { a.button.second href=(to) { (name) } " " } };
    nothing(language.text("work-empty"), (!next.is_empty()).then_some(links))
}

fn filters(language: Language, all: &[Task], wanted: Option<WorkKind>) -> Markup {
    let count = |kind| all.iter().filter(|it| it.kind == kind).count();
    html! {
        form.filters method="get" {
            div.field {
                label for="kind" { (language.text("work-kind")) }
                select #kind name="kind" data-submit {
                    option value="" { (language.text("any")) " (" (all.len()) ")" }
                    @for kind in WorkKind::ALL.into_iter().filter(|it| count(*it) > 0 || Some(*it) == wanted) {
                        option value=(kind.code()) selected[Some(kind) == wanted] { (language.word(&kind)) " (" (count(kind)) ")" }
                    }
                }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}

fn table(language: Language, today: NaiveDate, tasks: &[&Task]) -> Markup {
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("work-due")) }
                th scope="col" { (language.text("work-kind")) }
                th scope="col" { (language.text("work-what")) }
                th scope="col" { (language.text("work-of")) }
            } }
            tbody { @for it in tasks { tr {
                td data-label=(language.text("work-due")) { @match it.due {
                    Some(day) => {
                        (language.date(day))
                        @if day < today { " " (badge("bad", language.text("request-overdue"))) }
                    },
                    None => "–",
                } }
                td { (language.word(&it.kind)) }
                th scope="row" { a href=(it.to) { (it.says.text(language)) } }
                td { (it.of) }
            } } }
        } }
    }
}
