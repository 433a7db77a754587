//! The readiness of an assessment, and its gap list.

mod decided;
pub mod gaps;

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::facts::Options;
use super::result::{Area, Severity, Summary};
use super::store::{Assessed, assess_for};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::AssessmentId;
use crate::language::Language;
use crate::paths::{Assessment, Gaps, Report, ToConfirm, WorkbenchAt};
use crate::team::pages::bench::note;
use crate::web::components::{badge, meter};
use crate::web::{Page, Result, Visitor};

/// For which day.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Day {
    #[serde(default)]
    as_of: String,
    #[serde(default)]
    planned: String,
}

impl Day {
    /// What is asked for on a day.
    pub fn options(&self, today: NaiveDate) -> Options {
        let as_of = crate::sheets::parse_date(&self.as_of).unwrap_or(today);
        Options { planned_actions_done: !self.planned.is_empty(), ..Options::of(as_of, today) }
    }
}

async fn assessed(
    app: &App,
    visitor: &Visitor,
    id: AssessmentId,
    options: Options,
) -> Result<Assessed> {
    let (it, edition) = assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
    Ok(assess_for(&app.db.read, visitor, it, edition, options).await?)
}

/// The overview.
pub async fn overview(
    Assessment { assessment }: Assessment,
    State(app): State<App>,
    visitor: Visitor,
    Query(day): Query<Day>,
) -> Result<Page> {
    let options = day.options(app.today());
    let it = assessed(&app, &visitor, assessment, options).await?;
    let open = assessments::ratings::count_to_confirm(&app.db.read, assessment, visitor.id).await?;
    let language = visitor.language;
    let body = html! {
        (about(language, &it))
        (note(&visitor, assessment, &it.whole))
        (still_to_confirm(language, assessment, open))
        (day_form(language, options))
        @if options.as_of < app.today() && it.is_tailored() { p.hint { (language.text("readiness-as-of-tailored")) } }
        @if options.as_of != app.today() && visitor.may(Action::Export, it.assessment.institution_id) {
            p { a href={ (Report { assessment }) "?as_of=" (options.as_of) } download { (language.text("readiness-report-of-day")) } }
        }
        (figures(language, &it))
        (outcome(language, &it))
        (decided::how(language, &it))
        h2 { (language.text("readiness-areas")) }
        (areas(language, &it))
        (sources(language, &it))
        h2 { (language.text("readiness-gaps")) }
        (by_severity(language, &it))
    };
    let title = it.assessment.name.clone();
    Ok(within(&visitor, &it.assessment, title, body))
}

fn about(language: Language, it: &Assessed) -> Markup {
    html! {
        p {
            (it.whole.edition.title.get(language)) " · " (badge("plain", language.word(&it.assessment.stage))) " "
            @match it.assessment.visit_date {
                Some(day) => (language.with("visit-on", [("day", language.date(day).into())])),
                None => (language.text("visit-none")),
            }
        }
    }
}

/// Ratings that were carried from another edition count, but somebody has yet to look at them.
fn still_to_confirm(language: Language, assessment: AssessmentId, open: u64) -> Markup {
    let count = language.count(open.cast_signed());
    html! {
        @if open > 0 {
            p.notice { a href=(ToConfirm { assessment }) { (language.with("confirm-count", [("count", count.into())])) } }
        }
    }
}

fn day_form(language: Language, options: Options) -> Markup {
    html! {
        p.paper { (language.text("readiness-as-of")) ": " (language.date(options.as_of)) }
        form.filters method="get" {
            div.field {
                label for="as_of" { (language.text("readiness-as-of")) }
                input #as_of type="date" name="as_of" value=(options.as_of);
            }
            label { input type="checkbox" name="planned" value="yes" checked[options.planned_actions_done]; " " (language.text("readiness-planned")) }
            button.second type="submit" { (language.text("readiness-show")) }
        }
    }
}

/// Whether it has groups, supplements, criteria of its own or settings: of these only today's are known.
fn figures(language: Language, it: &Assessed) -> Markup {
    let whole = &it.readiness.whole;
    let gaps: usize = whole.gaps.iter().sum();
    html! {
        div.figures {
            (figure(language, "readiness-index", index(language, whole), whole.index))
            (figure(language, "readiness-coverage", language.tenths(whole.coverage) + " %", Some(whole.coverage)))
            (figure(language, "readiness-evidenced", language.tenths(whole.evidenced) + " %", Some(whole.evidenced)))
            (figure(language, "readiness-gap-count", language.count(i64::try_from(gaps).unwrap_or(i64::MAX)), None))
        }
        details.panel {
            summary { (language.text("readiness-formula")) }
            p { (language.text(formula(it))) }
        }
    }
}

/// The index, or a dash where there is none.
fn index(language: Language, summary: &Summary) -> String {
    summary.index.map_or_else(|| "–".to_owned(), |it| language.tenths(it))
}

/// How the index is worked out, or why there is none.
fn formula(it: &Assessed) -> &'static str {
    if !it.edition.has_index() {
        "readiness-no-index"
    } else if it.edition.percent {
        "readiness-formula-percent"
    } else {
        "readiness-formula-text"
    }
}

fn figure(language: Language, key: &str, value: String, percent: Option<f64>) -> Markup {
    let name = language.text(key);
    html! {
        div.figure {
            span.name { (name) }
            span.value { (value) }
            @if let Some(percent) = percent { (meter(&name, percent)) }
        }
    }
}

fn outcome(language: Language, it: &Assessed) -> Markup {
    let target = it.readiness.target;
    html! {
        div.panel {
            h2 { (language.text("readiness-outcome")) }
            @match &it.readiness.projected {
                None if !it.missing().is_empty() => (decided::undecided(language, it)),
                None => p { "–" },
                Some(projected) => {
                    @let tone = if projected.outcome <= target { "good" } else { "bad" };
                    p { (badge(tone, it.outcome(language, projected.outcome))) " "
                        (language.with("readiness-target", [("target", it.outcome(language, target).into())])) }
                    @if let Some(outcome) = it.pack_outcome(projected.outcome) { (decided::bound_to(language, outcome)) }
                    @if let Some(decision) = &projected.decided_by { p { (it.decision(language, decision)) } }
                },
            }
            @if !it.readiness.path.is_empty() { (path(language, it)) }
        }
    }
}

/// At most so many criteria of the path are named.
const NAMED: usize = 30;

fn path(language: Language, it: &Assessed) -> Markup {
    let path = &it.readiness.path;
    let assessment = it.assessment.id;
    html! {
        p { (language.with("readiness-path", [("count", path.len().into())])) " "
            @for at in path.iter().take(NAMED) {
                a href=(WorkbenchAt { assessment, criterion: it.whole.criteria[*at].id }) { (it.code(*at)) } " "
            }
            @if path.len() > NAMED { "…" }
        }
    }
}

fn areas(language: Language, it: &Assessed) -> Markup {
    let areas = it.readiness.areas.iter().filter(|it| it.summary.counted > 0);
    table_of(
        language,
        it,
        &html! {
            @for area in areas { (area_row(language, it, area)) }
            (summary_row(language, language.text("readiness-whole"), &it.readiness.whole))
        },
    )
}

fn table_of(language: Language, it: &Assessed, rows: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("readiness-area")) }
                th scope="col" { (language.text("readiness-index")) }
                th.number scope="col" { (language.text("readiness-coverage")) }
                th.number scope="col" { (language.text("readiness-evidenced")) }
                @for level in (0..it.edition.levels.len()).rev() {
                    th.number scope="col" { (it.level(language, u8::try_from(level).unwrap_or(u8::MAX))) }
                }
                th.number scope="col" { (language.text("gap-not_rated")) }
            } }
            tbody { (rows) }
        } }
    }
}

/// What each edition of the tree asks, scored apart from the others.
fn sources(language: Language, it: &Assessed) -> Markup {
    if it.whole.supplements.is_empty() {
        return html! {};
    }
    let editions = [&it.whole.edition].into_iter().chain(&it.whole.supplements);
    html! {
        h2 { (language.text("scope-apart")) }
        (table_of(language, it, &html! {
            @for edition in editions {
                (summary_row(language, edition.title.get(language).to_owned(), &it.apart(edition.id).whole))
            }
            (summary_row(language, language.text("readiness-whole"), &it.readiness.whole))
        }))
    }
}

fn area_row(language: Language, it: &Assessed, area: &Area) -> Markup {
    let criterion = &it.whole.criteria[area.criterion];
    let name = format!("{} {}", criterion.code, criterion.title.get(language));
    summary_row(language, name, &area.summary)
}

fn summary_row(language: Language, name: String, summary: &Summary) -> Markup {
    let count = |it: usize| language.count(i64::try_from(it).unwrap_or(i64::MAX));
    html! {
        tr {
            th scope="row" { (name) }
            td { @if let Some(it) = summary.index { (meter(&name, it)) " " } (index(language, summary)) }
            td.number { (language.tenths(summary.coverage)) " %" }
            td.number { (language.tenths(summary.evidenced)) " %" }
            @for level in summary.levels.iter().rev() { td.number { (count(*level)) } }
            td.number { (count(summary.counted - summary.rated)) }
        }
    }
}

fn by_severity(language: Language, it: &Assessed) -> Markup {
    let assessment = it.assessment.id;
    html! {
        ul.cards {
            @for (severity, count) in Severity::ALL.iter().zip(it.readiness.whole.gaps) {
                li.card {
                    h3 { (badge(severity.tone(), language.word(severity))) }
                    p { a href=(format!("{}?severity={}", Gaps { assessment }, severity.code())) {
                        (language.with("gap-count", [("count", count.into())]))
                    } }
                }
            }
        }
    }
}
