//! The tree beside the form.

use maud::{Markup, html};

use super::View;
use super::grading::is_graded;
use crate::entities::{CriterionId, criterion};
use crate::language::Language;
use crate::paths::{AddNode, Draft, DraftNode, Grading};

/// Criteria from which on only the area in hand is laid out; the others are a click away.
const MANY: usize = 2_000;
/// Criteria up to which no area is folded.
const FEW: usize = 60;
/// Depth below which nothing is set further in.
const MOST_DEPTH: i32 = 6;

/// What of a draft is in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InHand {
    Head,
    Grading,
    /// A criterion, or one that is to come.
    Criterion(Option<CriterionId>),
}

/// The tree of a draft, with what is in hand.
pub(super) fn tree(language: Language, it: &View, in_hand: InHand) -> Markup {
    let draft = it.draft();
    let criteria = &it.whole.criteria;
    let areas: Vec<&[criterion::Model]> = criteria.chunk_by(|_, next| next.depth > 0).collect();
    let here = |what| (in_hand == what).then_some("page");
    let current = if let InHand::Criterion(it) = in_hand { it } else { None };
    html! {
        nav.tree aria-label=(language.text("edition-tree")) {
            ul {
                li { a href=(Draft { draft }) aria-current=[here(InHand::Head)] { span.code { (language.text("editor-head")) } } }
                @if is_graded(it) { li { a href=(Grading { draft }) aria-current=[here(InHand::Grading)] { span.code { (language.text("grading")) } } } }
                @for area in areas { (self::area(language, it, area, current)) }
            }
            p { a href=(AddNode { draft }) { "+ " (language.text("editor-add-end")) } }
        }
    }
}

/// One node of the top with everything below it.
fn area(
    language: Language,
    it: &View,
    area: &[criterion::Model],
    current: Option<CriterionId>,
) -> Markup {
    let count = it.whole.criteria.len();
    let is_open = count <= FEW || area.iter().any(|it| Some(it.id) == current);
    let [top, below @ ..] = area else { return html! {} };
    if below.is_empty() || count <= FEW || (count > MANY && !is_open) {
        let shown = if count > MANY && !is_open { &area[..1] } else { area };
        return html! { @for row in shown { (line(language, it, row, current)) } };
    }
    html! {
        li { details open[is_open] {
            // No link inside a summary: the keyboard would not tell the two apart.
            summary { span.code { (top.code) } " " (top.title.get(language)) }
            ul { @for row in area { (line(language, it, row, current)) } }
        } }
    }
}

fn line(
    language: Language,
    it: &View,
    row: &criterion::Model,
    current: Option<CriterionId>,
) -> Markup {
    let here = (Some(row.id) == current).then_some("page");
    html! {
        li class={ "depth-" (row.depth.min(MOST_DEPTH)) } {
            a href=(DraftNode { draft: it.draft(), node: row.id }) aria-current=[here] {
                span.code { (row.code) } span { (row.title.get(language)) }
            }
        }
    }
}
