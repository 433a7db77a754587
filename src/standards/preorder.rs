//! A tree as a list in preorder: where each criterion stands, and which one stands above it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

use crate::entities::{CriterionId, criterion};

/// Places of criteria, by id; looked up so often that the ids, which no stranger chooses, are hashed the quick way.
pub type Places<T = usize> = HashMap<CriterionId, T, BuildHasherDefault<FxHasher>>;

/// The place of each criterion.
pub fn places(criteria: &[criterion::Model]) -> Places {
    criteria.iter().enumerate().map(|(place, it)| (it.id, place)).collect()
}

/// For each criterion the place of the one above it.
pub fn above(criteria: &[criterion::Model]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut above = Vec::with_capacity(criteria.len());
    for (place, it) in criteria.iter().enumerate() {
        while open.last().is_some_and(|last| Some(criteria[*last].id) != it.parent_id) {
            open.pop();
        }
        above.push(open.last().copied());
        open.push(place);
    }
    above
}

/// For each criterion the place of the one above it whose ratings hold for it too: within its own edition.
pub fn heirs(criteria: &[criterion::Model]) -> Vec<Option<usize>> {
    let is_own =
        |(place, above): (usize, usize)| criteria[above].edition_id == criteria[place].edition_id;
    let heir = |(place, above): (usize, Option<usize>)| above.filter(|it| is_own((place, *it)));
    above(criteria).into_iter().enumerate().map(heir).collect()
}

#[cfg(test)]
pub mod samples {
    use super::*;
    use crate::entities::{Codes, Details, EditionId, Titles};

    /// Criteria of these ids, below those, from these editions.
    pub fn criteria(rows: &[(i64, Option<i64>, i64)]) -> Vec<criterion::Model> {
        let row = |(id, above, edition): &(i64, Option<i64>, i64)| criterion::Model {
            id: CriterionId(*id),
            edition_id: EditionId(*edition),
            parent_id: above.map(CriterionId),
            code: id.to_string(),
            kind: "x".into(),
            title: Titles::english("X"),
            summary: Titles::default(),
            provenance: "checked".into(),
            assessable: true,
            mandatory: false,
            weight: 1.0,
            expects: Codes::default(),
            groups: Codes::default(),
            details: Details::default(),
            search: String::new(),
            depth: 0,
            position: 0,
        };
        rows.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_criterion_finds_the_one_above_it() {
        let rows = [(1, None, 1), (2, Some(1), 1), (3, Some(1), 2), (4, Some(3), 2), (5, None, 1)];
        let criteria = samples::criteria(&rows);
        assert_eq!(above(&criteria), [None, Some(0), Some(0), Some(2), None]);
        assert_eq!(heirs(&criteria), [None, Some(0), None, Some(2), None]);
        assert_eq!(places(&criteria)[&CriterionId(4)], 3);
    }
}
