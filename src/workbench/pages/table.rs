//! Marking many criteria in a table: one row each, only what was changed is rated.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::rate::from;
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::forms::TypedRating;
use crate::assessments::pages::within;
use crate::assessments::ratings;
use crate::entities::{CriterionId, Round, criterion, rating};
use crate::language::Language;
use crate::paths::{WorkbenchAt, WorkbenchTable};
use crate::readiness::store::Assessed;
use crate::rounds;
use crate::standards::pack::Scale;
use crate::tailoring;
use crate::team::assigned::duties_of;
use crate::web::components::{Paging, badge, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};
use crate::workbench::bench::{assessed, form_of, stamp};
use crate::workbench::forms::SentRating;

/// Which part is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    /// Id of the area; without one, all are shown.
    #[serde(default)]
    area: String,
}

/// The rows of the table, each with what was seen of it; the lists have the same order.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TableForm {
    #[serde(default)]
    criterion: Vec<CriterionId>,
    #[serde(default)]
    seen: Vec<String>,
    /// Codes of levels, or scores on a scale in percent; empty leaves the row as it is.
    #[serde(default)]
    level: Vec<String>,
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
    let round = visitor.require_round(&bench.assessment)?;
    let held = held(&app.db.read, &visitor, &bench.assessment, round).await?;
    let closed = rounds::store::is_closed_to(&app.db.read, assessment, round, visitor.id).await?;
    let language = visitor.language;
    let scale = bench.whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    let mut places = places(&bench, &wanted);
    if round != Round::Own {
        let asked = (visitor.id, app.today());
        let duties = duties_of(&app.db.read, &bench.assessment, &bench.whole, asked).await?;
        places.retain(|it| duties.may_rate(visitor.id, *it));
    }
    let body = html! {
        p.lead { (language.text("table-lead")) }
        (areas(language, &bench, &wanted))
        @if closed { p.notice { (language.text("round-locked-here")) } }
        form method="post" action=(WorkbenchTable { assessment }) data-guard {
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("table-self")) }
                    th scope="col" { (language.text("table-now")) }
                    th scope="col" { (language.text("table-new")) }
                } }
                tbody { @for at in paging.part(&places) { (row(language, &bench, scale, *at, held.get(&bench.whole.criteria[*at].id), closed)) } }
            } }
            @if !closed { (submit(language.text("table-save"))) }
        }
        (paging.pager(language, places.len() as u64, &format!("area={}", wanted.area.parse::<i64>().map_or_else(|_| String::new(), |it| it.to_string()))))
    };
    Ok(within(&visitor, &bench.assessment, language.text("workbench-table"), body))
}

/// Criteria of the wanted area that are rated.
fn places(bench: &Assessed, wanted: &Wanted) -> Vec<usize> {
    let tops = bench.edition.tops();
    let area = wanted.area.parse::<CriterionId>().ok();
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
                            option value=(it.id) selected[it.id.to_string() == wanted.area] { (it.code) " " (it.title.get(language)) }
                        }
                    }
                }
                button.second type="submit" { (language.text("calendar-look")) }
            }
        }
    }
}

fn row(
    language: Language,
    bench: &Assessed,
    scale: &Scale,
    at: usize,
    held: Option<&rating::Model>,
    closed: bool,
) -> Markup {
    let it = &bench.whole.criteria[at];
    let own = bench.readiness.criteria[at].rounds[0];
    let name = format!("{} {}", it.code, it.title.get(language));
    html! {
        tr {
            th scope="row" { a href=(WorkbenchAt { assessment: bench.assessment.id, criterion: it.id }) { (name) } }
            td data-label=(language.text("table-self")) { @if let Some(level) = own { (badge(bench.tone(level), bench.level(language, level))) } @else { "–" } }
            td data-label=(language.text("table-now")) { (held.map_or_else(|| "–".to_owned(), |it| bench.rated(language, it))) }
            td data-label=(language.text("table-new")) { @if !closed {
                input type="hidden" name="criterion" value=(it.id);
                input type="hidden" name="seen" value=(stamp(held));
                @if scale.percent {
                    input type="text" inputmode="decimal" name="level" size="5" aria-label=(name);
                } @else {
                    select name="level" aria-label=(name) {
                        option value="" { (language.text("table-as-it-is")) }
                        @for level in scale.levels.iter().rev() { option value=(level.code) { (level.title.get(language)) } }
                    }
                }
            } }
        }
    }
}

/// What the visitor said of each criterion in the round; one query.
async fn held(
    db: &impl sea_orm::ConnectionTrait,
    visitor: &Visitor,
    of: &crate::entities::assessment::Model,
    round: Round,
) -> Result<HashMap<CriterionId, rating::Model>> {
    let rows = rounds::store::ratings(db, of.id, round).await?;
    let theirs =
        rows.into_iter().filter(|it| round == Round::Own || it.user_id == Some(visitor.id));
    Ok(theirs.map(|it| (it.criterion_id, it)).collect())
}

/// Rates the rows that were changed: all of them or, where one cannot be, none.
pub async fn rate(
    WorkbenchTable { assessment }: WorkbenchTable,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TableForm>,
) -> Result<Response> {
    let language = visitor.language;
    let (alone, round) = alone(&app, &visitor, assessment, Visitor::require_round).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let tailored = tailoring::store::of(change.tx(), &it, edition, change.now()).await?;
    let criteria = &tailored.whole.criteria;
    let scale = tailored.whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    if rounds::store::is_closed_to(change.tx(), assessment, round, visitor.id).await? {
        return Err(Error::Refused(language.text("round-locked-here")));
    }
    let held = held(change.tx(), &visitor, &it, round).await?;
    let duties = if round == Round::Own {
        None
    } else {
        let asked = (visitor.id, app.today());
        Some(duties_of(change.tx(), &it, &tailored.whole, asked).await?)
    };
    let (mut rated, mut refused) = (0, Vec::new());
    let mut places: HashMap<CriterionId, usize> =
        criteria.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
    for ((id, seen), level) in form.criterion.iter().zip(&form.seen).zip(&form.level) {
        if level.trim().is_empty() {
            continue;
        }
        // Each row once.
        let at = places.remove(id).ok_or(Error::NotFound)?;
        let held = held.get(id);
        let refusal = duties.as_ref().and_then(|it| it.refusal(visitor.id, at));
        if let Some(it) = refusal {
            refused.push(format!("{}: {}", criteria[at].code, language.text(it.key())));
            continue;
        }
        match typed(language, scale, held, (seen, level)) {
            Ok(typed) => {
                let new = typed.rating(*id, round, visitor.id);
                ratings::rate(&mut change, &it, &criteria[at], new).await?;
                rounds::store::undetermine(&mut change, &it, round, from(criteria, at)).await?;
                rated += 1;
            }
            Err(said) => {
                refused.extend(said.iter().map(|it| format!("{}: {it}", criteria[at].code)));
            }
        }
    }
    if !refused.is_empty() {
        return Err(Error::Refused(refused.join(" ")));
    }
    if rated == 0 {
        return Err(Error::Refused(language.text("problem-table-nothing")));
    }
    change.commit().await?;
    Ok(see_with(WorkbenchTable { assessment }, "done-table-rated"))
}

/// What a row says, or what is wrong with it.
fn typed(
    language: Language,
    scale: &Scale,
    held: Option<&rating::Model>,
    (seen, level): (&str, &str),
) -> Result<TypedRating, Vec<String>> {
    let mut sent = SentRating { level: Some(level.to_owned()), ..SentRating::default() };
    if scale.percent {
        sent.score = sent.level.replace(String::new());
    }
    if stamp(held) != seen {
        return Err(vec![language.text("problem-rated-meanwhile")]);
    }
    let typed = sent.over(form_of(Some(scale), held)).check(scale, None);
    typed.map_err(|it| it.iter().map(|it| it.1.text(language)).collect())
}
