//! The gap list of an assessment.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::assessed;
use crate::app::App;
use crate::assessments::pages::within;
use crate::language::{Language, Worded as _};
use crate::paths::{Finding, Gaps, WorkbenchAt};
use crate::readiness::facts::Options;
use crate::readiness::result::{About, Gap, GapKind, Severity};
use crate::readiness::store::Assessed;
use crate::team::pages::bench::note;
use crate::web::components::{Paging, badge, nothing};
use crate::web::{Page, Result, Visitor};

/// Which gaps are wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GapFilter {
    #[serde(default)]
    severity: String,
    #[serde(default)]
    kind: String,
}

/// The list.
pub async fn list(
    Gaps { assessment }: Gaps,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<GapFilter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let mut it = assessed(&app, &visitor, assessment, Options::on(app.today())).await?;
    let gaps = it.readiness.gaps.clone();
    it.opened_by(&app.db.read, &visitor, &gaps).await?;
    let language = visitor.language;
    let fits = |gap: &&Gap| {
        (filter.severity.is_empty() || gap.severity.code() == filter.severity)
            && (filter.kind.is_empty() || gap.kind.code() == filter.kind)
    };
    let wanted: Vec<_> = it.readiness.gaps.iter().filter(fits).collect();
    let offset = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let shown =
        wanted.iter().skip(offset).take(usize::try_from(Paging::SIZE).unwrap_or(usize::MAX));
    let known = |all: &[&str], it: &str| all.contains(&it);
    let severity = if known(&Severity::ALL.map(Severity::code), &filter.severity) {
        filter.severity.as_str()
    } else {
        ""
    };
    let kind = if known(&GapKind::ALL.map(GapKind::code), &filter.kind) {
        filter.kind.as_str()
    } else {
        ""
    };
    let body = html! {
        (note(&visitor, assessment, &it.whole))
        (gap_filters(language, &filter))
        @if wanted.is_empty() { (nothing(language.text("gaps-none"), None)) }
        @else {
            p.faint { (language.with("gap-count", [("count", wanted.len().into())])) }
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("severity")) }
                    th scope="col" { (language.text("gap-kind")) }
                    th scope="col" { (language.text("gap-closes")) }
                } }
                tbody { @for gap in shown {
                    @let criterion = &it.whole.criteria[gap.criterion];
                    tr {
                        th scope="row" { a href=(WorkbenchAt { assessment, criterion: criterion.id }) {
                            (criterion.code) " " (criterion.title.get(language))
                        } }
                        td { (badge(gap.severity.tone(), language.word(&gap.severity))) }
                        td { (language.word(&gap.kind)) }
                        td { (closes(language, &it, gap)) }
                    }
                } }
            } }
            (paging.pager(language, wanted.len() as u64, &format!("severity={severity}&kind={kind}")))
        }
    };
    Ok(within(&visitor, &it.assessment, language.text("gap-list"), body))
}

/// What would close a gap; a finding can be opened from there.
pub fn closes(language: Language, it: &Assessed, gap: &Gap) -> Markup {
    let sentence = it.sentence(language, gap);
    let About::Finding(at) = gap.about else { return html! { (sentence) } };
    let finding = it.facts.findings[at as usize].id;
    html! { a href=(Finding { assessment: it.assessment.id, finding }) { (sentence) } }
}

fn gap_filters(language: Language, filter: &GapFilter) -> Markup {
    html! {
        form.filters method="get" {
            div.field {
                label for="severity" { (language.text("severity")) }
                select #severity name="severity" data-submit {
                    option value="" { (language.text("any")) }
                    @for it in &Severity::ALL { option value=(it.code()) selected[it.code() == filter.severity] { (language.word(it)) } }
                }
            }
            div.field {
                label for="kind" { (language.text("gap-kind")) }
                select #kind name="kind" data-submit {
                    option value="" { (language.text("any")) }
                    @for it in &GapKind::ALL { option value=(it.code()) selected[it.code() == filter.kind] { (language.text(it.key())) } }
                }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}
