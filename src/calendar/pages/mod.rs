//! The calendar of an assessment, and the same as a workbook.

pub mod cell;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::cover::{By, Cell};
use super::grid::Row;
use super::store::{self, Calendar};
use super::{words, workbook};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::{CriterionId, assessment};
use crate::language::Language;
use crate::paths::{self, AssessmentSettings, CalendarAt, CalendarReport, CopyLinks};
use crate::reports::pages::workbook_answer;
use crate::team::pages::bench::note as note_withheld;
use crate::web::components::{Paging, meter, nothing, query};
use crate::web::{Error, Page, Result, Visitor};

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    by: String,
    /// `holes` for the criteria with a hole alone.
    #[serde(default)]
    show: String,
    /// Id of the area that is shown; without one, all are.
    #[serde(default)]
    area: String,
}

impl Wanted {
    fn by(&self) -> By {
        By::from_code(&self.by)
    }

    fn query(&self) -> String {
        format!("by={}&show={}&area={}", self.by().code(), query(&self.show), query(&self.area))
    }
}

/// The page.
pub async fn show(
    paths::Calendar { assessment }: paths::Calendar,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let language = visitor.language;
    let title = language.text("calendar");
    let Some(calendar) =
        store::of(db, it.clone(), edition, wanted.by(), (app.now(), visitor.withheld(assessment)))
            .await?
    else {
        return Ok(within(&visitor, &it, title, no_cycle(&visitor, &it)));
    };
    let rows = rows(&calendar, &wanted);
    let body = html! {
        p.lead { (language.text("calendar-lead")) }
        (note_withheld(&visitor, assessment, &calendar.whole))
        (figures(language, &calendar))
        (filters(language, &calendar, &wanted))
        @if rows.is_empty() { (nothing(language.text("calendar-none"), None)) }
        @else {
            (table(language, &calendar, &rows, paging))
            (paging.pager(language, rows.len() as u64, &wanted.query()))
        }
        (note(language, &calendar))
        p.actions {
            @if visitor.may(Action::Export, it.institution_id) {
                a.button.second href=(format!("{}?by={}", CalendarReport { assessment }, wanted.by().code())) download { (language.text("calendar-download")) }
            }
            @if visitor.may(Action::KeepEvidence, it.institution_id) {
                a.button.second href=(CopyLinks { assessment }) { (language.text("linking-copy")) }
            }
        }
    };
    Ok(within(&visitor, &it, title, body))
}

/// Said where the assessment has no cycle.
fn no_cycle(visitor: &Visitor, it: &assessment::Model) -> Markup {
    let language = visitor.language;
    let to_settings = visitor.may(Action::KeepAssessments, it.institution_id).then(|| {
        html! { a.button href=(AssessmentSettings { assessment: it.id }) { (language.text("settings")) } }
    });
    nothing(language.text("calendar-no-cycle"), to_settings)
}

fn rows<'a>(calendar: &'a Calendar, wanted: &Wanted) -> Vec<&'a Row> {
    let area = wanted.area.parse::<CriterionId>().ok();
    let is_wanted = |it: &&Row| {
        let in_area = || calendar.whole.criteria[calendar.area(it.place)].id;
        (wanted.show != "holes" || it.has_hole()) && area.is_none_or(|area| in_area() == area)
    };
    calendar.grid.rows.iter().filter(is_wanted).collect()
}

fn figures(language: Language, calendar: &Calendar) -> Markup {
    let figures = calendar.grid.figures();
    html! {
        details.panel open[calendar.by == By::Year] {
            summary { (language.text("calendar-figures")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("calendar-period")) }
                th.number scope="col" { (language.text("calendar-full")) }
                th.number scope="col" { (language.text("calendar-part")) }
                th.number scope="col" { (language.text("calendar-hole")) }
                th.number scope="col" { (language.text("calendar-ahead")) }
                th scope="col" { (language.text("calendar-share")) }
            } }
            tbody { @for (period, it) in calendar.grid.periods.iter().zip(figures) { tr {
                @let name = words::period(language, *period, calendar.by);
                @let share = format!("{} %", language.tenths(it.percent()));
                th.keep scope="row" { (name) }
                @for count in [it.full, it.part, it.hole, it.ahead] {
                    td.number { (language.count(i64::try_from(count).unwrap_or(i64::MAX))) }
                }
                td { (share) " " (meter(&format!("{name}: {share}"), it.percent())) }
            } } }
        } }
        }
    }
}

fn filters(language: Language, calendar: &Calendar, wanted: &Wanted) -> Markup {
    let mut areas: Vec<usize> =
        calendar.grid.rows.iter().map(|it| calendar.area(it.place)).collect();
    areas.dedup();
    html! {
        form.filters method="get" {
            div.field {
                label for="by" { (language.text("calendar-by")) }
                select #by name="by" data-submit {
                    option value="year" selected[wanted.by() == By::Year] { (language.text("calendar-years")) }
                    option value="quarter" selected[wanted.by() == By::Quarter] { (language.text("calendar-quarters")) }
                }
            }
            div.field {
                label for="show" { (language.text("calendar-show")) }
                select #show name="show" data-submit {
                    option value="" { (language.text("any")) }
                    option value="holes" selected[wanted.show == "holes"] { (language.text("calendar-holes-only")) }
                }
            }
            @if areas.len() > 1 {
                div.field {
                    label for="area" { (language.text("calendar-area")) }
                    select #area name="area" data-submit {
                        option value="" { (language.text("any")) }
                        @for it in areas.iter().map(|it| &calendar.whole.criteria[*it]) {
                            option value=(it.id) selected[it.id.to_string() == wanted.area] { (it.code) " " (it.title.get(language)) }
                        }
                    }
                }
            }
            button.second type="submit" { (language.text("calendar-look")) }
        }
    }
}

fn table(language: Language, calendar: &Calendar, rows: &[&Row], paging: Paging) -> Markup {
    let page = paging.part(rows);
    let columns = calendar.grid.periods.len() + 1;
    html! {
        div.scroll tabindex="0" { table.calendar {
            caption.skip { (language.text("calendar")) }
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                @for period in &calendar.grid.periods { th scope="col" { (words::period(language, *period, calendar.by)) } }
            } }
            @for some in page.chunk_by(|a, b| calendar.area(a.place) == calendar.area(b.place)) {
                @let area = calendar.area(some[0].place);
                tbody {
                    @if area != some[0].place {
                        @let it = &calendar.whole.criteria[area];
                        tr { th.area scope="rowgroup" colspan=(columns) { (it.code) " " (it.title.get(language)) } }
                    }
                    @for row in some { (line(language, calendar, row)) }
                }
            }
        } }
    }
}

fn line(language: Language, calendar: &Calendar, row: &Row) -> Markup {
    let it = &calendar.whole.criteria[row.place];
    let at = CalendarAt { assessment: calendar.assessment.id, criterion: it.id };
    html! { tr {
        th scope="row" { (it.code) " " span.faint { (it.title.get(language)) } }
        @for (period, cell) in calendar.grid.periods.iter().zip(&row.cells) {
            @let name = words::period(language, *period, calendar.by);
            @let says = words::cell(language, *cell);
            td class=(class(*cell)) {
                a href=(format!("{at}?from={}&by={}", period.from, calendar.by.code())) aria-label=(format!("{}, {name}: {says}", it.code)) { (says) }
            }
        }
    } }
}

/// The colour of a cell, beside its words.
fn class(cell: Cell) -> &'static str {
    use super::cover::State;
    match cell.state {
        State::Full => "full",
        State::Part => "part",
        State::Hole => "hole",
        State::Ahead => "ahead",
    }
}

/// How it is counted.
fn note(language: Language, calendar: &Calendar) -> Markup {
    html! {
        div.panel {
            h2 { (language.text("calendar-how")) }
            p { (language.text("calendar-how-full")) }
            p { (language.text("calendar-how-undated")) }
            @if calendar.grid.undated > 0 {
                p { (language.with("calendar-undated", [("count", i64::try_from(calendar.grid.undated).unwrap_or(i64::MAX).into())])) }
            }
        }
    }
}

/// Sends the workbook.
pub async fn download(
    CalendarReport { assessment }: CalendarReport,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require(Action::Export, it.institution_id)?;
    let language = visitor.language;
    let title = language.text("calendar");
    let name = format!("{} – {title} {}.xlsx", it.name, app.today());
    let calendar =
        store::of(db, it, edition, wanted.by(), (app.now(), visitor.withheld(assessment))).await?;
    let calendar = calendar.ok_or_else(|| Error::Refused(language.text("calendar-no-cycle")))?;
    let bytes = tokio::task::spawn_blocking(move || workbook::write(&calendar, language))
        .await
        .map_err(anyhow::Error::from)?
        .map_err(anyhow::Error::from)?;
    Ok(workbook_answer(&name, bytes))
}
