//! The order of a tree that is being changed: where a node goes, and which rows have to be written for it. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::entities::CriterionId;

/// A node by its place: all lines together are a tree in preorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: CriterionId,
    pub parent: Option<CriterionId>,
    pub depth: i32,
}

/// One step of a node with everything below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the one before it.
    Up,
    /// After the one after it.
    Down,
    /// Below the one before it.
    In,
    /// Beside the one above it.
    Out,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::In, Self::Out];

    /// How a form sends it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Where a new node goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Below a node, after what is there.
    Below(CriterionId),
    /// After a node and all below it.
    After(CriterionId),
    /// At the end of the tree.
    End,
}

/// A tree in preorder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline(pub Vec<Line>);

impl Outline {
    /// Where a node stands.
    pub fn place(&self, id: CriterionId) -> Option<usize> {
        self.0.iter().position(|it| it.id == id)
    }

    /// A node with everything below it.
    pub fn block(&self, at: usize) -> Range<usize> {
        let depth = self.0[at].depth;
        let below = self.0[at + 1..].iter().take_while(|it| it.depth > depth).count();
        at..at + 1 + below
    }

    /// The sibling before a node.
    fn before(&self, at: usize) -> Option<usize> {
        let depth = self.0[at].depth;
        let near = (0..at).rev().find(|it| self.0[*it].depth <= depth)?;
        (self.0[near].depth == depth).then_some(near)
    }

    /// The tree after a step; none where there is no room for it.
    pub fn step(&self, at: usize, step: Step) -> Option<Self> {
        let parent = self.0[at].parent.and_then(|it| self.place(it));
        match step {
            Step::Up => Some(self.put(at, self.before(at)?, parent)),
            Step::Down => {
                let next = self.block(at).end;
                let is_sibling = self.0.get(next)?.depth == self.0[at].depth;
                is_sibling.then(|| self.put(at, self.block(next).end, parent))
            }
            Step::In => Some(self.put(at, at, Some(self.before(at)?))),
            Step::Out => {
                let above = parent?;
                let parent = self.0[above].parent.and_then(|it| self.place(it));
                Some(self.put(at, self.block(above).end, parent))
            }
        }
    }

    /// The tree with a node as the last below another, or at the end of the top; none where that is inside the node itself.
    pub fn below(&self, at: usize, parent: Option<usize>) -> Option<Self> {
        if parent.is_some_and(|it| self.block(at).contains(&it)) {
            return None;
        }
        let to = parent.map_or(self.0.len(), |it| self.block(it).end);
        Some(self.put(at, to, parent))
    }

    /// The tree with a node, and everything below it, put before what stands at a place now.
    fn put(&self, at: usize, to: usize, parent: Option<usize>) -> Self {
        let block = self.block(at);
        let deeper = parent.map_or(0, |it| self.0[it].depth + 1) - self.0[at].depth;
        let mut moved = self.0[block.clone()].to_vec();
        moved[0].parent = parent.map(|it| self.0[it].id);
        for it in &mut moved {
            it.depth += deeper;
        }
        let to = if to > block.start { to - block.len() } else { to };
        let mut lines = self.0.clone();
        lines.drain(block);
        lines.splice(to..to, moved);
        Self(lines)
    }

    /// The tree with a new node in it, and its place; none where what it goes beside is not there.
    pub fn with(&self, id: CriterionId, beside: Beside) -> Option<(Self, usize)> {
        let (place, parent, depth) = match beside {
            Beside::End => (self.0.len(), None, 0),
            Beside::Below(above) => {
                let at = self.place(above)?;
                (self.block(at).end, Some(above), self.0[at].depth + 1)
            }
            Beside::After(before) => {
                let at = self.place(before)?;
                (self.block(at).end, self.0[at].parent, self.0[at].depth)
            }
        };
        let mut lines = self.0.clone();
        lines.insert(place, Line { id, parent, depth });
        Some((Self(lines), place))
    }

    /// The tree without a node and all below it.
    #[must_use]
    pub fn without(&self, at: usize) -> Self {
        let mut lines = self.0.clone();
        lines.drain(self.block(at));
        Self(lines)
    }

    /// The nodes with nothing below them.
    fn leaves(&self) -> HashSet<CriterionId> {
        let is_leaf =
            |at: &usize| self.0.get(at + 1).is_none_or(|it| it.depth <= self.0[*at].depth);
        (0..self.0.len()).filter(is_leaf).map(|it| self.0[it].id).collect()
    }
}

/// A node as its row says it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub line: Line,
    pub position: i32,
    pub assessable: bool,
}

/// Rows that stand together and go the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// First position.
    pub from: i32,
    /// Last position.
    pub until: i32,
    pub by: i32,
    pub deeper: i32,
}

/// How rows have to move for a tree; rows that are not in it stay.
pub fn shifts(held: &[Held], new: &Outline) -> Vec<Shift> {
    let places: HashMap<CriterionId, (i32, i32)> =
        (0..).zip(&new.0).map(|(place, it)| (it.id, (place, it.depth))).collect();
    let mut shifts: Vec<Shift> = Vec::new();
    let mut joined = false;
    for it in held {
        let Some((place, depth)) = places.get(&it.line.id) else {
            joined = false;
            continue;
        };
        let (by, deeper) = (place - it.position, depth - it.line.depth);
        match shifts.last_mut() {
            Some(last) if joined && (last.by, last.deeper) == (by, deeper) => {
                last.until = it.position;
            }
            _ if (by, deeper) == (0, 0) => {
                joined = false;
                continue;
            }
            _ => shifts.push(Shift { from: it.position, until: it.position, by, deeper }),
        }
        joined = true;
    }
    shifts
}

/// Nodes that are rated because they are ends, or not because they are none, and that a change of the tree turns around.
/// Those of which something else was said keep it.
pub fn turned(held: &[Held], old: &Outline, new: &Outline) -> Vec<(CriterionId, bool)> {
    let (before, after) = (old.leaves(), new.leaves());
    let there: HashSet<CriterionId> = new.0.iter().map(|it| it.id).collect();
    let turns = |it: &&Held| {
        let (was, is) = (before.contains(&it.line.id), after.contains(&it.line.id));
        there.contains(&it.line.id) && was != is && it.assessable == was
    };
    held.iter().filter(turns).map(|it| (it.line.id, !it.assessable)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A tree of some depths; a depth that would leave a gap is brought nearer.
    fn tree(depths: &[i32]) -> Outline {
        let mut lines: Vec<Line> = Vec::new();
        let mut open: Vec<CriterionId> = Vec::new();
        for (id, depth) in (1..).zip(depths) {
            let depth = (*depth).min(i32::try_from(open.len()).unwrap());
            open.truncate(usize::try_from(depth).unwrap());
            let id = CriterionId(id);
            lines.push(Line { id, parent: open.last().copied(), depth });
            open.push(id);
        }
        Outline(lines)
    }

    fn ids(outline: &Outline) -> Vec<i64> {
        outline.0.iter().map(|it| it.id.0).collect()
    }

    /// Every node stands behind its parent, one deeper, with nothing but its kin between.
    fn is_sound(outline: &Outline) -> bool {
        let mut open: Vec<CriterionId> = Vec::new();
        outline.0.iter().all(|it| {
            let depth = usize::try_from(it.depth).unwrap();
            let fits = depth <= open.len() && it.parent == (depth > 0).then(|| open[depth - 1]);
            open.truncate(depth);
            open.push(it.id);
            fits
        })
    }

    fn held(outline: &Outline) -> Vec<Held> {
        let row = |(position, line): (i32, &Line)| Held { line: *line, position, assessable: true };
        (0..).zip(&outline.0).map(row).collect()
    }

    /// What the rows are after the statement that the shifts make.
    fn written(held: &[Held], shifts: &[Shift]) -> Vec<(CriterionId, i32, i32)> {
        let mut rows: Vec<_> = held
            .iter()
            .map(|it| {
                let shift = shifts.iter().find(|s| (s.from..=s.until).contains(&it.position));
                let (by, deeper) = shift.map_or((0, 0), |s| (s.by, s.deeper));
                (it.line.id, it.position + by, it.line.depth + deeper)
            })
            .collect();
        rows.sort_by_key(|it| it.1);
        rows
    }

    #[test]
    fn a_node_goes_up_down_in_and_out_with_all_below_it() {
        // 1 (2, 3), 4 (5)
        let outline = tree(&[0, 1, 1, 0, 1]);
        let step = |at, step| outline.step(at, step).map(|it| ids(&it));
        assert_eq!(step(3, Step::Up), Some(vec![4, 5, 1, 2, 3]));
        assert_eq!(step(0, Step::Down), Some(vec![4, 5, 1, 2, 3]));
        assert_eq!(step(2, Step::Down), None);
        assert_eq!(step(0, Step::Up), None);
        let inside = outline.step(3, Step::In).unwrap();
        assert_eq!(inside, tree(&[0, 1, 1, 1, 2]));
        assert_eq!(outline.step(1, Step::Out).map(|it| ids(&it)), Some(vec![1, 3, 2, 4, 5]));
        assert_eq!(outline.step(0, Step::Out), None);
        assert_eq!(outline.below(0, Some(1)), None);
    }

    #[test]
    fn a_heading_that_loses_its_last_child_is_rated_itself_and_a_leaf_that_gets_one_is_not() {
        // 1 (2), 3
        let old = tree(&[0, 1, 0]);
        let mut rows = held(&old);
        rows[0].assessable = false;
        let new = old.below(1, Some(2)).unwrap();
        let expected = [(CriterionId(1), true), (CriterionId(3), false)];
        assert_eq!(turned(&rows, &old, &new), expected);
        // A heading that is rated on purpose stays so.
        rows[0].assessable = true;
        assert_eq!(turned(&rows, &old, &new), expected[1..]);
    }

    proptest! {
        #[test]
        fn every_change_leaves_a_tree_with_the_same_nodes(
            depths in prop::collection::vec(0..4i32, 1..30), at in 0..30usize, step in 0..5usize, to in 0..30usize,
        ) {
            let old = tree(&depths);
            let at = at % depths.len();
            let new = match Step::ALL.get(step) {
                Some(step) => old.step(at, *step),
                None => old.below(at, (to < depths.len()).then_some(to)),
            };
            let Some(new) = new else { return Ok(()) };
            prop_assert!(is_sound(&new));
            let mut sorted = ids(&new);
            sorted.sort_unstable();
            prop_assert_eq!(sorted, ids(&old));
            // What is below the node goes along in its order, and the others keep theirs.
            let block = old.block(at);
            let moved: Vec<_> = ids(&old)[block.clone()].to_vec();
            let start = new.place(old.0[at].id).unwrap();
            prop_assert_eq!(&ids(&new)[new.block(start)], &moved[..]);
            let others = |it: &Outline| -> Vec<_> { ids(it).into_iter().filter(|id| !moved.contains(id)).collect() };
            prop_assert_eq!(others(&old), others(&new));
            // And a few shifts write it.
            let shifts = shifts(&held(&old), &new);
            prop_assert!(shifts.len() <= 3, "{:?}", shifts);
            let expected: Vec<_> = (0..).zip(&new.0).map(|(place, it)| (it.id, place, it.depth)).collect();
            prop_assert_eq!(written(&held(&old), &shifts), expected);
        }

        #[test]
        fn one_step_back_undoes_a_step(depths in prop::collection::vec(0..4i32, 1..30), at in 0..30usize) {
            let old = tree(&depths);
            let at = at % depths.len();
            for (there, back) in [(Step::Up, Step::Down), (Step::Down, Step::Up), (Step::In, Step::Out)] {
                if let Some(new) = old.step(at, there) {
                    let at = new.place(old.0[at].id).unwrap();
                    prop_assert_eq!(new.step(at, back), Some(old.clone()));
                }
            }
        }

        #[test]
        fn what_is_put_in_and_taken_out_leaves_the_tree_as_it_was(
            depths in prop::collection::vec(0..4i32, 1..30), at in 0..30usize, way in 0..3usize,
        ) {
            let old = tree(&depths);
            let near = old.0[at % depths.len()].id;
            let beside = [Beside::Below(near), Beside::After(near), Beside::End][way];
            let (new, place) = old.with(CriterionId(99), beside).unwrap();
            prop_assert!(is_sound(&new));
            prop_assert!(shifts(&held(&old), &new).len() <= 1);
            prop_assert_eq!(new.without(place), old);
        }
    }
}
