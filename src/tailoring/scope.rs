//! Which criteria an assessment counts.

use std::collections::HashSet;

use crate::entities::{CriterionId, criterion};
use crate::standards::preorder::above;

/// How a criterion stands to the scope of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    In,
    /// It belongs to other groups than those chosen.
    OtherGroup,
    /// It is out of scope, itself or with the criterion at this place above it.
    Excluded(usize),
}

impl Applies {
    /// Whether it counts.
    pub fn is_in(self) -> bool {
        self == Self::In
    }
}

/// How each criterion stands. Criteria come in preorder. A criterion of no group belongs to all; with no group chosen,
/// every group is. What is excluded takes all below it along.
pub fn scope(
    criteria: &[criterion::Model],
    groups: &[String],
    excluded: &HashSet<CriterionId>,
) -> Vec<Applies> {
    let mut standings: Vec<Applies> = Vec::with_capacity(criteria.len());
    for (place, (it, above)) in criteria.iter().zip(above(criteria)).enumerate() {
        let above = above.map(|it| standings[it]);
        let belongs = groups.is_empty()
            || it.groups.0.is_empty()
            || it.groups.0.iter().any(|it| groups.contains(it));
        standings.push(match above {
            Some(Applies::Excluded(by)) => Applies::Excluded(by),
            _ if excluded.contains(&it.id) => Applies::Excluded(place),
            _ if belongs => Applies::In,
            _ => Applies::OtherGroup,
        });
    }
    standings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{Codes, Details, EditionId, Titles};

    /// Code, place of the criterion above, groups.
    type Row = (&'static str, Option<i64>, &'static [&'static str]);

    fn criteria(rows: &[Row]) -> Vec<criterion::Model> {
        let row = |(place, (code, above, groups)): (i64, &Row)| criterion::Model {
            id: CriterionId(place),
            edition_id: EditionId(1),
            parent_id: above.map(CriterionId),
            code: (*code).into(),
            kind: "x".into(),
            title: Titles::english("X"),
            summary: Titles::default(),
            provenance: "checked".into(),
            assessable: true,
            mandatory: false,
            weight: 1.0,
            expects: Codes::default(),
            groups: Codes(groups.iter().map(|it| (*it).to_owned()).collect()),
            details: Details::default(),
            search: String::new(),
            depth: 0,
            position: 0,
        };
        (0..).zip(rows).map(row).collect()
    }

    const ROWS: [Row; 5] = [
        ("1", None, &[]),
        ("1.1", Some(0), &["basic", "high"]),
        ("1.2", Some(0), &["high"]),
        ("1.2.1", Some(2), &["basic"]),
        ("2", None, &[]),
    ];

    #[test]
    fn groups_that_are_not_chosen_do_not_count() {
        let (all, basic) = (criteria(&ROWS), ["basic".to_owned()]);
        let none = HashSet::new();
        assert!(scope(&all, &[], &none).into_iter().all(Applies::is_in));
        let found = scope(&all, &basic, &none);
        let is_in: Vec<_> = found.into_iter().map(Applies::is_in).collect();
        assert_eq!(is_in, [true, true, false, true, true]);
    }

    #[test]
    fn what_is_excluded_takes_all_below_it_along() {
        let found = scope(&criteria(&ROWS), &[], &HashSet::from([CriterionId(2)]));
        assert_eq!(found[2..], [Applies::Excluded(2), Applies::Excluded(2), Applies::In]);
    }
}
