//! How far the raters agree: on the whole, each with the others, and by area.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::entities::{UserId, assessment};
use crate::language::Language;
use crate::rounds::agreement::{self, Agreement};
use crate::rounds::ground::Ground;
use crate::rounds::standing::Voice;
use crate::standards::pack::Scale;
use crate::web::Visitor;

/// The agreement over the criteria wanted: of one rater with the others, or of all with one another.
fn between(
    ground: &Ground,
    scale: &Scale,
    places: &[usize],
    whose: Option<UserId>,
) -> Option<Agreement> {
    let rank = |it: &Voice| scale.rank(&it.said.level).and_then(|it| u8::try_from(it).ok());
    let said: Vec<Vec<_>> = places
        .iter()
        .map(|at| ground.standings[*at].voices.iter().map(|it| (it.user, rank(it))).collect())
        .collect();
    let pairs = agreement::pairs(&said, whose.map(Some));
    agreement::agreement(&pairs, scale.levels.len())
}

/// The places of the criteria at the top, each with the place after the last one below it.
fn areas(ground: &Ground) -> Vec<(usize, usize)> {
    let criteria = &ground.tailored.whole.criteria;
    let tops: Vec<usize> =
        (0..criteria.len()).filter(|it| criteria[*it].parent_id.is_none()).collect();
    let ends = tops.iter().skip(1).copied().chain([criteria.len()]);
    tops.iter().copied().zip(ends).collect()
}

/// On the whole, of each rater, in each area; nothing before two raters of a criterion have locked.
fn table(
    language: Language,
    ground: &Ground,
    counted: &[usize],
    names: &HashMap<UserId, String>,
) -> Option<Vec<(String, Agreement)>> {
    let scale = ground.tailored.whole.head.scale.as_ref()?;
    let whole = between(ground, scale, counted, None)?;
    let mut rows = vec![(language.text("round-whole"), whole)];
    for user in ground.raters() {
        if let Some(it) = between(ground, scale, counted, Some(user)) {
            rows.push((names.get(&user).cloned().unwrap_or_default(), it));
        }
    }
    for (from, to) in areas(ground) {
        let top = &ground.tailored.whole.criteria[from];
        let here: Vec<usize> =
            counted.iter().copied().filter(|it| (from..to).contains(it)).collect();
        if let Some(it) = between(ground, scale, &here, None) {
            rows.push((format!("{} {}", top.code, top.title.get(language)), it));
        }
    }
    Some(rows)
}

/// A table of how far some agree, line by line.
pub fn shown(language: Language, rows: &[(String, Agreement)]) -> Markup {
    let hundredths = |it: f64| language.hundredths(it);
    html! {
        h2 { (language.text("round-agreement")) }
        p.hint { (language.text("round-agreement-hint")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("round-agreement-of")) }
                th.number scope="col" { (language.text("round-compared")) }
                th.number scope="col" { (language.text("round-equal")) }
                th.number scope="col" { (language.text("round-kappa")) }
                th.number scope="col" { (language.text("round-interval")) }
            } }
            tbody { @for (name, it) in rows { tr {
                th scope="row" { (name) }
                td.number { (language.count(i64::try_from(it.criteria).unwrap_or(i64::MAX))) }
                td.number { (language.tenths(it.percent)) " %" }
                @match it.kappa {
                    Some(kappa) => {
                        td.number { (hundredths(kappa.value)) }
                        td.number { (hundredths(kappa.from)) " – " (hundredths(kappa.to)) }
                    },
                    None => { td.number { "–" } td.number { "–" } },
                }
            } } }
        } }
    }
}

/// How far the raters agree, as far as it is open.
pub(super) fn agreement(
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    names: &HashMap<UserId, String>,
) -> Markup {
    let withheld = visitor.withheld(it.id);
    let criteria = &ground.tailored.whole.criteria;
    let counted: Vec<usize> = ground
        .counted()
        .filter(|at| ground.is_open(*at) && !withheld.covers(criteria[*at].id))
        .collect();
    let rows = table(visitor.language, ground, &counted, names);
    html! { @if let Some(rows) = rows { (shown(visitor.language, &rows)) } }
}
