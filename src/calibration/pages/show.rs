//! An exercise: what there is to rate, who has finished, and once all have, what all said side by side.

use std::collections::HashMap;

use axum::extract::State;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;

use super::list::state;
use super::{Exercise, leads, level, table, takes_part};
use crate::accounts;
use crate::app::App;
use crate::assessments::pages::within;
use crate::calibration::standing::said;
use crate::calibration::store;
use crate::entities::UserId;
use crate::language::Language;
use crate::paths::{
    CalibrateCriterion, Calibration, Calibrations, EndCalibration, LockCalibration,
};
use crate::team::pages::bench as team;
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// The page.
pub async fn show(
    Calibration { assessment, calibration }: Calibration,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let db = &app.db.read;
    let it = Exercise::of(db, &visitor, (assessment, calibration), app.now()).await?;
    let names = names(db, &it).await?;
    let criteria = &it.tailored.whole.criteria;
    let ids: Vec<_> = it.places.iter().map(|at| criteria[*at].id).collect();
    let ruled = store::ruled(db, it.of.institution_id, ids).await?;
    let language = visitor.language;
    let rule = |at: usize| {
        html! { @if ruled.contains(&criteria[at].id) { (badge("good", language.text("rule-noted"))) } }
    };
    let body = html! {
        (told(language, &it, &names))
        (team::note(&visitor, assessment, &it.tailored.whole))
        @if it.places.is_empty() { (nothing(language.text("sample-all-withheld"), None)) }
        @else if it.is_open_to(&visitor) { (table::side_by_side(language, &it, &names, rule)) }
        @else { (to_rate(&visitor, &it, rule)) }
        @if it.held.ended_at.is_none() { (raters(&visitor, &it)) }
        @if it.is_open_to(&visitor) { (table::agreement(language, &it, &names)) }
    };
    Ok(within(&visitor, &it.of, it.held.title.clone(), body)
        .under(Calibrations { assessment }, language.text("calibration")))
}

/// Names of those who take part, who said something, and who opened and ended it.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    it: &Exercise,
) -> Result<HashMap<UserId, String>> {
    let takers = it.standing.takers.iter().map(|it| it.user);
    let said = it.standing.ratings.iter().map(|it| it.user_id);
    let others = [Some(it.held.user_id), it.held.ended_by_id].into_iter().flatten();
    let people: Vec<UserId> = takers.chain(said).chain(others).collect();
    Ok(accounts::store::names(db, people).await?)
}

/// When and by whom it was opened and ended, and what the raters are told.
fn told(language: Language, it: &Exercise, names: &HashMap<UserId, String>) -> Markup {
    let name = |it: UserId| names.get(&it).cloned().unwrap_or_else(|| "–".to_owned());
    let said = |name: String, when| [("name", name.into()), ("when", language.moment(when).into())];
    let held = &it.held;
    html! {
        div.panel {
            p { (state(language, held)) " "
                (language.with("calibration-opened-by", said(name(held.user_id), held.recorded_at)))
            }
            @if !held.note.is_empty() { p.text { (held.note) } }
            @match (held.ended_at, held.ended_by_id) {
                (Some(when), Some(by)) => p { (language.with("calibration-ended-by", said(name(by), when))) " " q { (held.reason) } },
                (Some(when), None) => p { (language.with("calibration-all-locked", [("when", language.moment(when).into())])) },
                (None, _) => p.hint { (language.text("calibration-blind")) },
            }
        }
    }
}

/// The criteria with what one said oneself, and the button to lock.
fn to_rate(visitor: &Visitor, it: &Exercise, rule: impl Fn(usize) -> Markup) -> Markup {
    let language = visitor.language;
    let (assessment, calibration) = (it.of.id, it.held.id);
    let criteria = &it.tailored.whole.criteria;
    let is_taker = it.standing.taker(visitor.id).is_some() && takes_part(visitor, &it.of);
    let missing = it.standing.missing(visitor.id).len();
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                @if is_taker { th scope="col" { (language.text("calibration-yours")) } }
                th scope="col" { (language.text("rule")) }
            } }
            tbody { @for at in &it.places { @let row = &criteria[*at]; tr {
                th scope="row" { a href=(CalibrateCriterion { assessment, calibration, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                @if is_taker { td {
                    @match it.standing.said(visitor.id, row.id) {
                        Some(own) => (level(language, it.scale(), &said(own))),
                        None => span.faint { (language.text("level-none")) },
                    }
                } }
                td { (rule(*at)) }
            } } }
        } }
        @if it.may_rate(visitor) {
            div.panel {
                @if missing > 0 {
                    @let count = language.count(i64::try_from(missing).unwrap_or(i64::MAX));
                    p { (language.with("calibration-missing", [("count", count.into())])) }
                } @else {
                    form method="post" action=(LockCalibration { assessment, calibration }) {
                        p { (language.text("calibration-lock-hint")) }
                        button.primary type="submit" { (language.text("calibration-lock")) }
                    }
                }
            }
        }
    }
}

/// Who has locked, and the lead's form to end it before all have.
fn raters(visitor: &Visitor, it: &Exercise) -> Markup {
    let language = visitor.language;
    let at = EndCalibration { assessment: it.of.id, calibration: it.held.id };
    html! {
        h2 { (language.text("round-raters")) }
        @if it.standing.takers.is_empty() { (nothing(language.text("round-nobody"), None)) }
        ul.plain { @for taker in &it.standing.takers { li {
            div.grow { (taker.name) }
            @if it.standing.locked.contains(&taker.user) { (badge("good", language.text("round-is-locked"))) }
            @else { (badge("plain", language.text("round-is-open"))) }
        } } }
        @if leads(visitor, &it.of) {
            details.panel {
                summary { (language.text("calibration-end")) }
                form method="post" action=(at) {
                    p.hint { (language.text("calibration-end-hint")) }
                    div.field {
                        label for="reason" { (language.text("round-reason")) }
                        textarea #reason name="reason" rows="2" required maxlength="2000" {}
                    }
                    button.second type="submit" { (language.text("calibration-end")) }
                }
            }
        }
    }
}
