//! The trees of the editor: an area opens and closes by itself, so that a thousand criteria stay usable without a script.

use std::collections::HashMap;
use std::ops::Range;

use maud::{Markup, html};

use crate::entities::{CriterionId, Relation, criterion};
use crate::language::Language;
use crate::web::components::badge;

/// Criteria up to which all areas are open from the start.
const FEW: usize = 40;
/// Criteria from which only the area in hand is in the page; the others open on their own page.
const MANY: usize = 3_000;

/// One side of the editor.
pub(super) struct Side<'a> {
    pub(super) language: Language,
    pub(super) title: &'a str,
    pub(super) criteria: &'a [criterion::Model],
    /// Place of the criterion that is chosen.
    pub(super) chosen: Option<usize>,
    /// Relations of each criterion.
    pub(super) counts: &'a HashMap<CriterionId, usize>,
    /// What the criterion chosen on the other side is said to be, from the first side to the second.
    pub(super) related: HashMap<CriterionId, Relation>,
    /// Where choosing a criterion leads.
    pub(super) choose: &'a dyn Fn(CriterionId) -> String,
}

impl Side<'_> {
    /// The tree.
    pub(super) fn tree(&self) -> Markup {
        html! {
            section {
                h2 { (self.title) }
                nav.tree tabindex="0" aria-label=(self.title) {
                    ul { @for area in areas(self.criteria) { (self.area(area)) } }
                }
            }
        }
    }

    fn area(&self, area: Range<usize>) -> Markup {
        let top = &self.criteria[area.start];
        let is_chosen = self.chosen.is_some_and(|it| area.contains(&it));
        let is_open = is_chosen || self.criteria.len() <= FEW;
        let count: usize =
            self.criteria[area.clone()].iter().filter_map(|it| self.counts.get(&it.id)).sum();
        let is_here = self.criteria.len() < MANY || is_chosen;
        html! {
            li {
                @if area.len() == 1 || !is_here { (self.link(area.start)) }
                @else {
                    details open[is_open] {
                        summary {
                            span.code { (top.code) } " " (top.title.get(self.language))
                            @if count > 0 { " " (self.count(count)) }
                        }
                        ul { @for place in area { li class=(depth(&self.criteria[place])) { (self.link(place)) } } }
                    }
                }
            }
        }
    }

    fn link(&self, place: usize) -> Markup {
        let it = &self.criteria[place];
        let current = (Some(place) == self.chosen).then_some("true");
        let count = self.counts.get(&it.id).copied().unwrap_or_default();
        html! {
            a href=((self.choose)(it.id)) aria-current=[current] {
                span.code { (it.code) }
                span.grow { (it.title.get(self.language)) }
                @if let Some(relation) = self.related.get(&it.id) { (badge("good", self.language.word(relation))) }
                @else if count > 0 { (self.count(count)) }
            }
        }
    }

    fn count(&self, count: usize) -> Markup {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let words = self.language.with("crosswalk-relation-count", [("count", count.into())]);
        html! { span.badge.plain title=(words) { (self.language.count(count)) } }
    }
}

fn depth(it: &criterion::Model) -> String {
    format!("depth-{}", it.depth.clamp(0, 6))
}

/// Places of the criteria of each top-level area.
fn areas(criteria: &[criterion::Model]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> =
        (0..criteria.len()).filter(|it| criteria[*it].depth == 0).collect();
    starts.push(criteria.len());
    starts.windows(2).map(|it| it[0]..it[1]).collect()
}
