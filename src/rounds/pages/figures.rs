//! How far the raters agree: on the whole, each with the others, and by area.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::entities::{Titles, UserId, assessment};
use crate::language::Language;
use crate::rounds::agreement::{self, Agreement};
use crate::rounds::ground::Ground;
use crate::rounds::standing::{Said, Voice};
use crate::standards::pack::Scale;
use crate::web::Visitor;

/// An axis on which a scale rates: what it is called where there are two, and what was said on it.
pub type Axis<'a> = (Option<&'a Titles>, fn(&Said) -> Option<&str>);

/// The axes of a scale.
pub fn axes(scale: &Scale) -> Vec<Axis<'_>> {
    let first: fn(&Said) -> Option<&str> = |it| Some(&it.level);
    match &scale.second {
        None => vec![(None, first)],
        Some(it) => {
            vec![(Some(&it.first), first), (Some(&it.title), |it| it.second.as_deref())]
        }
    }
}

/// The place of what was said on an axis; none where it does not apply.
pub fn rank(scale: &Scale, axis: Axis<'_>, it: &Said) -> Option<u8> {
    scale.rank(axis.1(it)?).and_then(|it| u8::try_from(it).ok())
}

/// The agreement over the criteria wanted: of one rater with the others, or of all with one another.
fn between(
    ground: &Ground,
    (scale, axis): (&Scale, Axis<'_>),
    places: &[usize],
    whose: Option<UserId>,
) -> Option<Agreement> {
    let one = |it: &Voice| (it.user, rank(scale, axis, &it.said));
    let said: Vec<Vec<_>> =
        places.iter().map(|at| ground.standings[*at].voices.iter().map(one).collect()).collect();
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
    on: (&Scale, Axis<'_>),
    counted: &[usize],
    names: &HashMap<UserId, String>,
) -> Option<Vec<Line>> {
    let whole = between(ground, on, counted, None)?;
    let mut rows = vec![(language.text("round-whole"), whole)];
    for user in ground.raters() {
        if let Some(it) = between(ground, on, counted, Some(user)) {
            rows.push((names.get(&user).cloned().unwrap_or_default(), it));
        }
    }
    for (from, to) in areas(ground) {
        let top = &ground.tailored.whole.criteria[from];
        let here: Vec<usize> =
            counted.iter().copied().filter(|it| (from..to).contains(it)).collect();
        if let Some(it) = between(ground, on, &here, None) {
            rows.push((format!("{} {}", top.code, top.title.get(language)), it));
        }
    }
    Some(rows)
}

/// Who or what is compared, and how far they agree.
pub type Line = (String, Agreement);

/// How far some agree, line by line; on each axis apart.
pub fn shown(language: Language, axes: &[(Axis<'_>, Vec<Line>)]) -> Markup {
    html! {
        @if !axes.is_empty() {
            h2 { (language.text("round-agreement")) }
            p.hint { (language.text("round-agreement-hint")) }
        }
        @for ((title, _), rows) in axes {
            @if let Some(title) = title { h3 { (title.get(language)) } }
            (lines(language, rows))
        }
    }
}

fn lines(language: Language, rows: &[Line]) -> Markup {
    // A hyphen before a number looks like the dash between two.
    let hundredths = |it: f64| language.hundredths(it).replace('-', "−");
    let heads = ["round-compared", "round-equal", "round-kappa", "round-interval"];
    let heads = heads.map(|it| language.text(it));
    let cells = |it: &Agreement| {
        let kappa = it.kappa.map(|it| {
            (hundredths(it.value), format!("{} – {}", hundredths(it.from), hundredths(it.to)))
        });
        let (kappa, interval) = kappa.unwrap_or_else(|| ("–".to_owned(), "–".to_owned()));
        [language.count(it.criteria), language.tenths(it.percent) + " %", kappa, interval]
    };
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("round-agreement-of")) }
                @for head in &heads { th.number scope="col" { (head) } }
            } }
            tbody { @for (name, it) in rows { tr {
                th scope="row" { (name) }
                @for (head, cell) in heads.iter().zip(cells(it)) { td.number data-label=(head) { (cell) } }
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
    let Some(scale) = &ground.tailored.whole.head.scale else { return html! {} };
    let language = visitor.language;
    let table = |axis| Some((axis, table(language, ground, (scale, axis), &counted, names)?));
    shown(language, &axes(scale).into_iter().filter_map(table).collect::<Vec<_>>())
}
