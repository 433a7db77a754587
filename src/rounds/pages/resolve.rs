//! Where raters differ: what each says side by side, and the lead's form to determine one level.

use std::collections::HashMap;

use maud::{Markup, html};

use super::level;
use super::show::Typed;
use crate::assessments::forms::RatingForm;
use crate::assessments::pages::choices::choice;
use crate::check::Problems;
use crate::entities::{UserId, assessment};
use crate::language::Language;
use crate::paths::{Determine, WorkbenchAt};
use crate::rounds::ground::Ground;
use crate::rounds::standing::{Said, Standing};
use crate::web::Visitor;
use crate::web::components::{Fields, Paging, nothing};

/// The criteria on which the raters differ: those that wait, and after them what was determined of others.
pub(super) fn differences(
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    names: &HashMap<UserId, String>,
    (paging, typed, leads): (Paging, Option<&Typed>, bool),
) -> Markup {
    let language = visitor.language;
    let criteria = &ground.tailored.whole.criteria;
    let withheld = visitor.withheld(it.id);
    let is_shown = |at: &usize| !withheld.covers(criteria[*at].id);
    let mut places: Vec<usize> = ground.to_resolve().into_iter().filter(is_shown).collect();
    let open = places.len();
    places.extend(ground.resolved().into_iter().filter(is_shown));
    // What was refused comes first, with what was typed.
    if let Some(typed) = typed
        && let Some(at) = criteria.iter().position(|it| it.id == typed.criterion)
    {
        places.retain(|it| *it != at);
        places.insert(0, at);
    }
    let total = places.len() as u64;
    html! {
        h2 { (language.text("round-differences")) @if open > 0 { " " span.faint { (language.count(open)) } } }
        @if open == 0 { (nothing(language.text(nothing_yet(ground)), None)) }
        @for at in paging.part(&places) {
            @let row = &criteria[*at];
            @let typed = typed.filter(|it| it.criterion == row.id);
            section.panel id=(format!("criterion-{}", row.id)) {
                h3 { a href=(WorkbenchAt { assessment: it.id, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                (side_by_side(language, ground, *at, names))
                @if leads && !ground.opening.signed_off { (form(language, it, ground, *at, typed)) }
            }
        }
        (paging.pager(language, total, &format!("round={}", ground.round)))
    }
}

fn nothing_yet(ground: &Ground) -> &'static str {
    let locked = ground.raters().iter().all(|it| ground.opening.locked.contains(it));
    if locked { "round-no-differences" } else { "round-blind" }
}

/// What each says, the institution first.
fn side_by_side(
    language: Language,
    ground: &Ground,
    at: usize,
    names: &HashMap<UserId, String>,
) -> Markup {
    let scale = ground.tailored.whole.head.scale.as_ref();
    let Standing { voices, determined } = &ground.standings[at];
    html! {
        dl.facts {
            @if let Some(own) = &ground.own[at] {
                dt { (language.text("round-self")) } dd { (level(language, scale, own)) }
            }
            @for it in voices {
                dt { (it.user.and_then(|it| names.get(&it)).map_or("–", String::as_str)) }
                dd { (level(language, scale, &it.said)) @if !it.rationale.is_empty() { p.text { (it.rationale) } } }
            }
            @if let Some(it) = determined {
                dt { (language.text("round-determined")) }
                @let it_said = Said { level: it.level.clone(), second: it.second_level.clone(), score: it.score };
                dd { (level(language, scale, &it_said)) @if !it.rationale.is_empty() { p.text { (it.rationale) } } }
            }
        }
    }
}

fn form(
    language: Language,
    it: &assessment::Model,
    ground: &Ground,
    at: usize,
    typed: Option<&Typed>,
) -> Markup {
    let Some(scale) = &ground.tailored.whole.head.scale else { return html! {} };
    let criterion = ground.tailored.whole.criteria[at].id;
    let (none, fine) = (RatingForm::default(), Problems::default());
    let (form, problems) = typed.map_or((&none, &fine), |it| (&it.form, &it.problems));
    let field = Fields { language, problems };
    let held = ground.standings[at].determined.as_ref().map(|it| it.id.to_string());
    html! {
        details open[typed.is_some()] {
            summary { (language.text(if held.is_some() { "round-determine-anew" } else { "round-determine" })) }
            form method="post" action=(Determine { assessment: it.id, criterion }) data-guard {
                input type="hidden" name="seen" value=(held.unwrap_or_default());
                (choice(language, scale, form, problems))
                (field.area("rationale", "round-why", &form.rationale).hint("round-why-hint"))
                button.primary type="submit" { (language.text("round-determine")) }
            }
        }
    }
}
