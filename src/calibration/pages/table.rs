//! What all said of the criteria of an exercise side by side, and how far they agree.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{Exercise, level};
use crate::calibration::standing::said;
use crate::entities::{UserId, calibration_rating};
use crate::language::Language;
use crate::paths::CalibrateCriterion;
use crate::rounds::agreement::{agreement as of_pairs, pairs};
use crate::rounds::pages::figures::{self, rank};

/// Those who said something, by name.
fn people<'a>(it: &Exercise, names: &'a HashMap<UserId, String>) -> Vec<(UserId, &'a str)> {
    let mut ids: Vec<UserId> = it.standing.ratings.iter().map(|it| it.user_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let name = |it: UserId| (it, names.get(&it).map_or("–", String::as_str));
    let mut people: Vec<_> = ids.into_iter().map(name).collect();
    people.sort_by_key(|it| (it.1, it.0));
    people
}

/// A row for each criterion, a column for each rater.
pub(super) fn side_by_side(
    language: Language,
    it: &Exercise,
    names: &HashMap<UserId, String>,
    rule: impl Fn(usize) -> Markup,
) -> Markup {
    let (assessment, calibration) = (it.of.id, it.held.id);
    let criteria = &it.tailored.whole.criteria;
    let people = people(it, names);
    html! {
        h2 { (language.text("calibration-levels")) }
        p.hint { (language.text("calibration-levels-hint")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                @for (_, name) in &people { th scope="col" { (name) } }
                th scope="col" { (language.text("rule")) }
            } }
            tbody { @for at in &it.places { @let row = &criteria[*at]; tr {
                th scope="row" { a href=(CalibrateCriterion { assessment, calibration, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                @for (user, _) in &people { td {
                    @match it.standing.said(*user, row.id) {
                        Some(it_said) => (level(language, it.scale(), &said(it_said))),
                        None => "–",
                    }
                } }
                td { (rule(*at)) }
            } } }
        } }
    }
}

/// How far they agree: on the whole, and each with the others.
pub(super) fn agreement(
    language: Language,
    it: &Exercise,
    names: &HashMap<UserId, String>,
) -> Markup {
    let Some(scale) = it.scale() else { return html! {} };
    let criteria = &it.tailored.whole.criteria;
    let people = people(it, names);
    let table = |axis| {
        let one = |it: &calibration_rating::Model| (it.user_id, rank(scale, axis, &said(it)));
        let said = it.places.iter().map(|at| it.standing.of(criteria[*at].id));
        let voices: Vec<Vec<_>> = said.map(|all| all.into_iter().map(one).collect()).collect();
        let between = |whose: Option<UserId>| of_pairs(&pairs(&voices, whose), scale.levels.len());
        let mut rows = vec![(language.text("round-whole"), between(None)?)];
        for (user, name) in &people {
            rows.extend(between(Some(*user)).map(|it| ((*name).to_owned(), it)));
        }
        Some((axis, rows))
    };
    figures::shown(
        language,
        &figures::axes(scale).into_iter().filter_map(table).collect::<Vec<_>>(),
    )
}
