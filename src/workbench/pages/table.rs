//! Many criteria in a table, one row each, to be marked at once.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use crate::app::App;
use crate::assessments::pages::within;
use crate::entities::{CriterionId, Round, assessment, criterion, rating};
use crate::language::Language;
use crate::paths::{WorkbenchAt, WorkbenchTable};
use crate::readiness::store::Assessed;
use crate::rounds;
use crate::standards::pack::Scale;
use crate::team::assigned::duties_of;
use crate::web::components::{Paging, badge, nothing, submit};
use crate::web::{Error, Page, Result, Visitor};
use crate::workbench::bench::{assessed, stamp};
use crate::workbench::forms::{SentRow, TableForm};

/// Which part is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    /// Id of the area; without one, all are shown.
    #[serde(default)]
    area: String,
}

impl Wanted {
    /// An area as it was sent.
    pub(super) fn area(sent: &str) -> Self {
        Self { area: sent.to_owned() }
    }

    /// The area, if it is one.
    fn id(&self) -> Option<CriterionId> {
        self.area.parse().ok()
    }

    /// The part as the end of an address; nothing where it is the first page of all.
    pub(super) fn kept(&self, paging: Paging) -> String {
        match (self.id(), paging.number()) {
            (None, 1) => String::new(),
            (None, page) => format!("?page={page}"),
            (Some(area), page) => format!("?area={area}&page={page}"),
        }
    }
}

/// The table.
pub async fn show(
    WorkbenchTable { assessment }: WorkbenchTable,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let bench = assessed(&app, &visitor, assessment).await?;
    page(&app, &visitor, &bench, (wanted, paging), (None, &[])).await
}

/// Everything that a row is shown with.
struct Rows<'a> {
    language: Language,
    bench: &'a Assessed,
    scale: &'a Scale,
    /// What the visitor said before.
    held: HashMap<CriterionId, rating::Model>,
    /// What they typed, where it was refused.
    typed: HashMap<CriterionId, SentRow<'a>>,
    closed: bool,
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    bench: &Assessed,
    (wanted, paging): (Wanted, Paging),
    (form, refused): (Option<&TableForm>, &[String]),
) -> Result<Page> {
    let assessment = bench.assessment.id;
    let round = visitor.require_round(&bench.assessment)?;
    let language = visitor.language;
    let mut places = places(bench, &wanted);
    if round != Round::Own {
        let asked = (visitor.id, app.today());
        let duties = duties_of(&app.db.read, &bench.assessment, &bench.whole, asked).await?;
        places.retain(|it| duties.may_rate(visitor.id, *it));
    }
    let typed = form.and_then(TableForm::rows).into_iter().flatten().map(|it| (it.criterion, it));
    let rows = Rows {
        language,
        bench,
        scale: bench.whole.head.scale.as_ref().ok_or(Error::NotFound)?,
        held: held_by(&app.db.read, visitor, &bench.assessment, round).await?,
        typed: typed.collect(),
        closed: rounds::store::is_closed_to(&app.db.read, assessment, round, visitor.id).await?,
    };
    let area = wanted.id().map(|it| it.to_string()).unwrap_or_default();
    let body = html! {
        @if !rows.closed && !places.is_empty() { p.lead { (language.text("table-lead")) } }
        (areas(language, bench, &wanted))
        @if rows.closed { p.notice { (language.text("round-locked-here")) } }
        @if !refused.is_empty() {
            div.notice.bad role="alert" { ul.problems { @for it in refused { li { (it) } } } }
        }
        @if places.is_empty() { (nothing(language.text("table-none"), None)) }
        @else {
            form method="post" action=(WorkbenchTable { assessment }) data-guard {
                input type="hidden" name="area" value=(area);
                input type="hidden" name="page" value=(paging.number());
                div.scroll tabindex="0" { table.stack {
                    (rows.heads())
                    tbody { @for at in paging.part(&places) { (rows.row(*at)) } }
                } }
                @if !rows.closed {
                    (rows.reason(form.map_or("", |it| it.reason.as_str())))
                    (submit(language.text("table-save")))
                }
            }
        }
        (paging.pager(language, places.len() as u64, &format!("area={area}")))
    };
    Ok(within(visitor, &bench.assessment, language.text("workbench-table"), body))
}

/// Criteria of the wanted area that are rated.
fn places(bench: &Assessed, wanted: &Wanted) -> Vec<usize> {
    let tops = bench.edition.tops();
    let area = wanted.id();
    let is_wanted = |at: &usize| {
        let in_area = area.is_none_or(|it| bench.whole.criteria[tops[*at]].id == it);
        bench.edition.criteria[*at].assessable && in_area
    };
    (0..bench.whole.criteria.len()).filter(is_wanted).collect()
}

fn areas(language: Language, bench: &Assessed, wanted: &Wanted) -> Markup {
    let tops: Vec<&criterion::Model> =
        bench.whole.criteria.iter().filter(|it| it.parent_id.is_none()).collect();
    html! {
        @if tops.len() > 1 {
            form.filters method="get" {
                div.field {
                    label for="area" { (language.text("calendar-area")) }
                    select #area name="area" data-submit {
                        option value="" { (language.text("any")) }
                        @for it in tops {
                            option value=(it.id) selected[wanted.id() == Some(it.id)] { (it.code) " " (it.title.get(language)) }
                        }
                    }
                }
                button.second type="submit" { (language.text("calendar-look")) }
            }
        }
    }
}

impl Rows<'_> {
    /// What the first choice of a row is called: the first axis, where there are two.
    fn first(&self) -> String {
        let axes = self.scale.second.as_ref();
        axes.map_or_else(
            || self.language.text("table-new"),
            |it| it.first.get(self.language).to_owned(),
        )
    }

    fn heads(&self) -> Markup {
        let language = self.language;
        html! {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("table-self")) }
                th scope="col" { (language.text("table-now")) }
                @if !self.closed {
                    th scope="col" { (self.first()) }
                    @if let Some(axes) = &self.scale.second { th scope="col" { (axes.title.get(language)) } }
                    th scope="col" { (language.text("rating-rationale")) }
                }
            } }
        }
    }

    fn row(&self, at: usize) -> Markup {
        let (language, bench) = (self.language, self.bench);
        let it = &bench.whole.criteria[at];
        let own = bench.readiness.criteria[at].rounds[0];
        let name = format!("{} {}", it.code, it.title.get(language));
        let held = self.held.get(&it.id);
        html! {
            tr {
                th scope="row" { a href=(WorkbenchAt { assessment: bench.assessment.id, criterion: it.id }) { (name) } }
                td data-label=(language.text("table-self")) { @if let Some(level) = own { (badge(bench.tone(level), bench.level(language, level))) } @else { "–" } }
                td data-label=(language.text("table-now")) { (held.map_or_else(|| "–".to_owned(), |it| bench.rated(language, it))) }
                @if !self.closed { (self.fields(it.id, &name, held)) }
            }
        }
    }

    /// What is chosen and typed in a row.
    fn fields(&self, id: CriterionId, name: &str, held: Option<&rating::Model>) -> Markup {
        let (language, scale) = (self.language, self.scale);
        let typed = self.typed.get(&id);
        let (level, second) = (typed.map_or("", |it| it.level), typed.map_or("", |it| it.second));
        let levels = scale.levels.iter().rev().map(|it| (it.code.as_str(), it.title.get(language)));
        let apart = scale.not_applicable.iter();
        let apart = apart.map(|it| (it.code.as_str(), it.title.get(language)));
        let first = levels.clone().filter(|_| !scale.percent).chain(apart);
        html! {
            td data-label=(self.first()) {
                input type="hidden" name="criterion" value=(id);
                input type="hidden" name="seen" value=(stamp(held));
                @if scale.percent {
                    input type="text" inputmode="decimal" name="score" size="5" value=(typed.map_or("", |it| it.score))
                        aria-label=(format!("{name}: {}", language.text("rating-score")));
                }
                @if !scale.percent || scale.not_applicable.is_some() {
                    (self.choice("level", &format!("{name}: {}", self.first()), first.collect(), level))
                }
            }
            @if let Some(axes) = &scale.second {
                td data-label=(axes.title.get(language)) { (self.choice("second", &format!("{name}: {}", axes.title.get(language)), levels.collect(), second)) }
            }
            td data-label=(language.text("rating-rationale")) {
                textarea name="why" rows="1" maxlength="10000"
                    aria-label=(format!("{name}: {}", language.text("rating-rationale"))) { (typed.map_or("", |it| it.why)) }
            }
        }
    }

    /// One of some levels, or nothing, which leaves what is there.
    fn choice(&self, name: &str, label: &str, levels: Vec<(&str, &str)>, chosen: &str) -> Markup {
        html! {
            select name=(name) aria-label=(label) {
                option value="" { (self.language.text("table-as-it-is")) }
                @for (code, title) in levels { option value=(code) selected[code == chosen] { (title) } }
            }
        }
    }

    /// Why it does not apply, said once for many rows; nothing where the scale has no such mark.
    fn reason(&self, typed: &str) -> Markup {
        let language = self.language;
        html! {
            @if let Some(apart) = &self.scale.not_applicable {
                div.field {
                    label for="reason" { (language.with("table-reason", [("mark", apart.title.get(language).into())])) }
                    textarea #reason name="reason" rows="2" maxlength="10000" aria-describedby="reason-hint" { (typed) }
                    p.hint #reason-hint { (language.text("table-reason-hint")) }
                }
            }
        }
    }
}

/// What the visitor said of each criterion in the round; one query.
pub(super) async fn held_by(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    round: Round,
) -> Result<HashMap<CriterionId, rating::Model>> {
    let rows = rounds::store::ratings(db, of.id, round).await?;
    let theirs =
        rows.into_iter().filter(|it| round == Round::Own || it.user_id == Some(visitor.id));
    Ok(theirs.map(|it| (it.criterion_id, it)).collect())
}
