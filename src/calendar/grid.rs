//! Every counted criterion with its periods. What is linked to a clause counts for everything below it. Pure.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::cover::{Cell, Period, Span, State, cover, merged};
use crate::entities::EvidenceId;

/// A usable item that is linked to the criterion at a place, with the days that it proves.
#[derive(Clone, Copy, Debug)]
pub struct Linked {
    pub place: usize,
    pub item: EvidenceId,
    /// None where the item says no day at all.
    pub span: Option<Span>,
}

/// What is known of the criteria, in preorder.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    /// Place of the criterion whose evidence counts for this one too.
    pub heirs: &'a [Option<usize>],
    /// Whether it is counted.
    pub counted: &'a [bool],
}

/// A counted criterion.
#[derive(Clone, Debug)]
pub struct Row {
    pub place: usize,
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether something is missing in it.
    pub fn has_hole(&self) -> bool {
        self.cells.iter().any(|it| it.state == State::Hole)
    }
}

/// How many criteria are covered in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub full: usize,
    pub part: usize,
    pub hole: usize,
    pub ahead: usize,
}

impl Figure {
    /// Share of the criteria that are covered in full, in percent.
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
    pub fn percent(self) -> f64 {
        let all = self.full + self.part + self.hole + self.ahead;
        self.full as f64 * 100.0 / all.max(1) as f64
    }
}

/// The calendar.
#[derive(Clone, Debug)]
pub struct Grid {
    pub periods: Vec<Period>,
    pub rows: Vec<Row>,
    /// Items that are linked and say no day at all.
    pub undated: usize,
}

impl Grid {
    /// How far each period is covered.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = vec![Figure::default(); self.periods.len()];
        for row in &self.rows {
            for (figure, cell) in figures.iter_mut().zip(&row.cells) {
                match cell.state {
                    State::Full => figure.full += 1,
                    State::Part => figure.part += 1,
                    State::Hole => figure.hole += 1,
                    State::Ahead => figure.ahead += 1,
                }
            }
        }
        figures
    }
}

/// What counts for a criterion.
#[derive(Clone, Debug, Default)]
struct Node {
    /// Items linked to it that are not linked above it.
    own: HashSet<EvidenceId>,
    /// The days that are proved, from above included.
    days: Vec<Span>,
    /// Items that prove something about each period, from above included.
    items: Vec<u32>,
}

/// Works the calendar out as a day finds it.
pub fn grid(tree: Tree<'_>, links: &[Linked], periods: Vec<Period>, today: NaiveDate) -> Grid {
    let mut of: Vec<Vec<&Linked>> = vec![Vec::new(); tree.heirs.len()];
    for link in links {
        if let Some(of) = of.get_mut(link.place) {
            of.push(link);
        }
    }
    let mut nodes: Vec<Node> = Vec::with_capacity(tree.heirs.len());
    let mut rows = Vec::new();
    for (place, heir) in tree.heirs.iter().enumerate() {
        // A heir stands before what inherits from it.
        let above = heir.and_then(|it| nodes.get(it));
        let mut node = Node {
            own: HashSet::new(),
            days: above.map(|it| it.days.clone()).unwrap_or_default(),
            items: above.map_or_else(|| vec![0; periods.len()], |it| it.items.clone()),
        };
        for link in &of[place] {
            let lineage = std::iter::successors(*heir, |it| tree.heirs[*it]);
            let mut lineage = lineage.filter_map(|it| nodes.get(it));
            if lineage.any(|it| it.own.contains(&link.item)) || !node.own.insert(link.item) {
                continue;
            }
            let Some(span) = link.span else { continue };
            for (items, period) in node.items.iter_mut().zip(&periods) {
                *items += u32::from(span.within(*period).is_some());
            }
            node.days.push(span);
        }
        node.days = merged(std::mem::take(&mut node.days));
        if tree.counted[place] {
            rows.push(Row { place, cells: cells(&node, &periods, today) });
        }
        nodes.push(node);
    }
    let undated: BTreeSet<EvidenceId> =
        links.iter().filter(|it| it.span.is_none()).map(|it| it.item).collect();
    Grid { periods, rows, undated: undated.len() }
}

fn cells(node: &Node, periods: &[Period], today: NaiveDate) -> Vec<Cell> {
    let cell = |(period, items): (&Period, &u32)| {
        let state = match cover(*period, &node.days).state {
            State::Hole if period.from > today => State::Ahead,
            other => other,
        };
        Cell { state, items: *items }
    };
    periods.iter().zip(&node.items).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn year(number: i32) -> Period {
        Period { from: day(&format!("{number}-01-01")), to: day(&format!("{number}-12-31")) }
    }

    fn linked(place: usize, item: i64, from: &str, to: &str) -> Linked {
        let at = |it: &str| it.parse::<NaiveDate>().ok();
        let span = Some(Span { from: at(from), to: at(to) }).filter(|_| from != "none");
        Linked { place, item: EvidenceId(item), span }
    }

    /// 0 with 1 and 2 below it, and 3, whose parent is another edition's.
    fn asked(links: &[Linked]) -> Grid {
        let tree =
            Tree { heirs: &[None, Some(0), Some(0), None], counted: &[false, true, true, true] };
        grid(tree, links, vec![year(2024), year(2025), year(2027)], day("2026-11-24"))
    }

    fn told(grid: &Grid) -> Vec<String> {
        let word = |it: &Cell| format!("{:?} {}", it.state, it.items);
        grid.rows
            .iter()
            .map(|it| it.cells.iter().map(word).collect::<Vec<_>>().join(", "))
            .collect()
    }

    #[test]
    fn what_is_linked_to_a_clause_counts_below_it_once() {
        let links = [
            linked(0, 1, "2024-01-01", "2025-06-30"),
            linked(1, 1, "2024-01-01", "2025-06-30"),
            linked(1, 2, "2025-07-01", ""),
            linked(2, 3, "none", ""),
        ];
        let grid = asked(&links);
        assert_eq!(
            told(&grid),
            ["Full 1, Full 2, Full 1", "Full 1, Part 1, Ahead 0", "Hole 0, Hole 0, Ahead 0",]
        );
        assert_eq!(grid.undated, 1);
        let figures = grid.figures();
        assert_eq!(figures[1], Figure { full: 1, part: 1, hole: 1, ahead: 0 });
        assert!((figures[1].percent() - 100.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_calendar_without_criteria_is_empty() {
        let empty =
            grid(Tree { heirs: &[], counted: &[] }, &[], vec![year(2024)], day("2026-01-01"));
        assert_eq!((empty.rows.len(), empty.figures()[0].percent()), (0, 0.0));
    }
}
