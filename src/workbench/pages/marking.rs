//! Rating the rows of the table that were changed: all of them or, where one cannot be, none.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use chrono::NaiveDate;

use super::rate::from;
use super::table::{self, Wanted, held_by};
use crate::app::{App, Change};
use crate::assessments::alone::{Alone, alone};
use crate::assessments::forms::TypedRating;
use crate::assessments::ratings;
use crate::entities::{Round, assessment, rating};
use crate::language::Language;
use crate::paths::WorkbenchTable;
use crate::rounds;
use crate::standards::pack::Scale;
use crate::standards::preorder;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::team::assigned::duties_of;
use crate::web::components::Paging;
use crate::web::{Error, Result, Visitor, see_with};
use crate::workbench::bench::{assessed, stamp};
use crate::workbench::forms::{SentRow, TableForm};

/// Rates the rows and shows the same part of the table again; with what is wrong, where something is.
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
    if rounds::store::is_closed_to(change.tx(), assessment, round, visitor.id).await? {
        return Err(Error::Refused(language.text("round-locked-here")));
    }
    let who = (&visitor, app.today());
    let refused = mark(&mut change, who, (&it, &tailored.whole, round), &form).await?;
    let part = (Wanted::area(&form.area), Paging::at(form.page.unwrap_or(1)));
    if !refused.is_empty() {
        drop(change);
        let bench = assessed(&app, &visitor, assessment).await?;
        let page = table::page(&app, &visitor, &bench, part, (Some(&form), &refused)).await?;
        return Ok(page.refused());
    }
    change.commit().await?;
    let shown = part.0.kept(part.1);
    Ok(see_with(format!("{}{shown}", WorkbenchTable { assessment }), "done-table-rated"))
}

/// Rates the rows that were changed, and tells what is wrong with others.
async fn mark(
    change: &mut Change,
    (visitor, today): (&Visitor, NaiveDate),
    (it, whole, round): (&assessment::Model, &Whole, Round),
    form: &TableForm,
) -> Result<Vec<String>> {
    let (language, criteria) = (visitor.language, &whole.criteria);
    let scale = whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    let held = held_by(change.tx(), visitor, it, round).await?;
    let duties = if round == Round::Own {
        None
    } else {
        Some(duties_of(change.tx(), it, whole, (visitor.id, today)).await?)
    };
    let (mut rated, mut refused) = (0, Vec::new());
    let mut places = preorder::places(criteria);
    let rows = form.rows().ok_or_else(|| Error::Refused(language.text("problem-table-rows")))?;
    for row in rows.iter().filter(|it| !it.is_empty()) {
        // Each row once.
        let at = places.remove(&row.criterion).ok_or(Error::NotFound)?;
        let refusal = duties.as_ref().and_then(|it| it.refusal(visitor.id, at));
        if let Some(it) = refusal {
            refused.push(format!("{}: {}", criteria[at].code, language.text(it.key())));
            continue;
        }
        match typed(language, scale, held.get(&row.criterion), (row, &form.reason)) {
            Ok(typed) => {
                let new = typed.rating(row.criterion, round, visitor.id);
                ratings::rate(change, it, &criteria[at], new).await?;
                rounds::store::undetermine(change, it, round, from(criteria, at)).await?;
                rated += 1;
            }
            Err(said) => {
                refused.extend(said.iter().map(|it| format!("{}: {it}", criteria[at].code)));
            }
        }
    }
    if rated == 0 && refused.is_empty() {
        refused.push(language.text("problem-table-nothing"));
    }
    Ok(refused)
}

/// What a row says, or what is wrong with it.
fn typed(
    language: Language,
    scale: &Scale,
    held: Option<&rating::Model>,
    (row, reason): (&SentRow<'_>, &str),
) -> Result<TypedRating, Vec<String>> {
    if stamp(held) != row.seen {
        return Err(vec![language.text("problem-rated-meanwhile")]);
    }
    let level = held.and_then(|it| it.level.as_deref());
    let typed = row.over(scale, held, reason).check(scale, level);
    typed.map_err(|it| it.iter().map(|it| it.1.text(language)).collect())
}
