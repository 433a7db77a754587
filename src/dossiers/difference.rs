//! What is different between two dossiers of an assessment. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Evidence, Manifest, Rated};
use crate::entities::{CriterionId, EvidenceId, Round};
use crate::language::Worded;

/// What happened to an evidence item between two dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Added,
    Removed,
    /// Another revision is pinned, or a part came or went.
    Revised,
    /// It is offered for other criteria, or with another note or place.
    Relinked,
    /// Its title, state, dates or confidentiality changed.
    Restated,
}

impl Worded for Kind {
    fn key(&self) -> &'static str {
        match self {
            Self::Added => "dossier-added",
            Self::Removed => "dossier-removed",
            Self::Revised => "dossier-revised",
            Self::Relinked => "dossier-relinked",
            Self::Restated => "dossier-restated",
        }
    }
}

/// An item that changed, as it is in the later dossier, or in the earlier where it is gone; it may have changed in several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub kinds: Vec<Kind>,
    pub item: Evidence,
}

/// A rating that changed; nothing before where it is new, nothing after where it is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Rerated {
    pub code: String,
    pub criterion: CriterionId,
    pub round: Round,
    pub before: Option<Rated>,
    pub after: Option<Rated>,
}

/// Everything that is different.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    pub evidence: Vec<Changed>,
    pub ratings: Vec<Rerated>,
    /// Criteria that came into the scope, left it or read otherwise, by their codes.
    pub criteria: Vec<(CriterionId, String)>,
}

impl Difference {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty() && self.ratings.is_empty() && self.criteria.is_empty()
    }
}

/// What changed from one dossier to a later one.
pub fn between(before: &Manifest, after: &Manifest) -> Difference {
    Difference {
        evidence: evidence(before, after),
        ratings: ratings(before, after),
        criteria: criteria(before, after),
    }
}

fn evidence(before: &Manifest, after: &Manifest) -> Vec<Changed> {
    let by_id = |it: &'_ Manifest| -> BTreeMap<EvidenceId, Evidence> {
        it.evidence.iter().map(|it| (it.id, it.clone())).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<EvidenceId> = old.keys().chain(new.keys()).copied().collect();
    let changed = |id: EvidenceId| match (old.get(&id), new.get(&id)) {
        (None, None) => None,
        (None, Some(it)) => Some(Changed { kinds: vec![Kind::Added], item: it.clone() }),
        (Some(it), None) => Some(Changed { kinds: vec![Kind::Removed], item: it.clone() }),
        (Some(old), Some(new)) => {
            let kinds = kinds(old, new);
            (!kinds.is_empty()).then(|| Changed { kinds, item: new.clone() })
        }
    };
    ids.into_iter().filter_map(changed).collect()
}

fn kinds(old: &Evidence, new: &Evidence) -> Vec<Kind> {
    let stated = |it: &Evidence| {
        let words = (it.title.clone(), it.reference.clone(), it.kind.clone());
        let days = (it.document_date, it.valid_from, it.valid_until);
        (words, days, it.status, it.confidentiality)
    };
    [
        (old.revisions != new.revisions, Kind::Revised),
        (old.links != new.links, Kind::Relinked),
        (stated(old) != stated(new), Kind::Restated),
    ]
    .into_iter()
    .filter_map(|(differs, kind)| differs.then_some(kind))
    .collect()
}

fn ratings(before: &Manifest, after: &Manifest) -> Vec<Rerated> {
    let key = |it: &Rated| (it.criterion, it.round);
    let by_key = |it: &Manifest| -> BTreeMap<(CriterionId, Round), Rated> {
        it.ratings.iter().map(|it| (key(it), it.clone())).collect()
    };
    let (mut old, mut new) = (by_key(before), by_key(after));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    let changed = |key| {
        let (before, after) = (old.remove(&key), new.remove(&key));
        let code = before.as_ref().or(after.as_ref())?.code.clone();
        let (criterion, round) = key;
        (before != after).then_some(Rerated { code, criterion, round, before, after })
    };
    keys.into_iter().filter_map(changed).collect()
}

fn criteria(before: &Manifest, after: &Manifest) -> Vec<(CriterionId, String)> {
    let by_id = |it: &Manifest| -> BTreeMap<CriterionId, (String, String)> {
        it.criteria.iter().map(|it| (it.id, (it.code.clone(), it.sha256.clone()))).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<CriterionId> = old.keys().chain(new.keys()).copied().collect();
    let changed = |id: CriterionId| {
        let (before, after) = (old.get(&id), new.get(&id));
        (before != after).then(|| (id, before.or(after).map(|it| it.0.clone()).unwrap_or_default()))
    };
    ids.into_iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::manifest::tests::manifest;
    use super::*;

    fn count(it: &Difference, kind: Kind) -> usize {
        it.evidence.iter().filter(|it| it.kinds.contains(&kind)).count()
    }

    proptest! {
        #[test]
        fn a_dossier_does_not_differ_from_itself(held in manifest()) {
            prop_assert!(between(&held, &held).is_empty());
        }

        #[test]
        fn what_is_added_one_way_is_removed_the_other(old in manifest(), new in manifest()) {
            let (there, back) = (between(&old, &new), between(&new, &old));
            prop_assert_eq!(count(&there, Kind::Added), count(&back, Kind::Removed));
            prop_assert_eq!(count(&there, Kind::Removed), count(&back, Kind::Added));
            prop_assert_eq!(count(&there, Kind::Revised), count(&back, Kind::Revised));
            prop_assert_eq!(there.ratings.len(), back.ratings.len());
            prop_assert_eq!(&there.criteria.len(), &back.criteria.len());
            let grown = new.evidence.len() + count(&there, Kind::Removed);
            prop_assert_eq!(grown, old.evidence.len() + count(&there, Kind::Added));
            let same = old.evidence == new.evidence && old.ratings == new.ratings
                && old.criteria.iter().map(|it| (it.id, &it.sha256)).eq(new.criteria.iter().map(|it| (it.id, &it.sha256)));
            prop_assert_eq!(there.is_empty(), same);
        }

        #[test]
        fn one_new_revision_is_all_that_is_told_of(held in manifest(), at in any::<prop::sample::Index>()) {
            prop_assume!(held.evidence.iter().any(|it| !it.revisions.is_empty()));
            let with: Vec<usize> =
                (0..held.evidence.len()).filter(|it| !held.evidence[*it].revisions.is_empty()).collect();
            let mut new = held.clone();
            let item = &mut new.evidence[with[at.index(with.len())]];
            item.revisions[0].number += 1;
            let id = item.id;
            let found = between(&held, &new);
            prop_assert!(found.ratings.is_empty() && found.criteria.is_empty());
            prop_assert_eq!(found.evidence.len(), 1);
            prop_assert_eq!((&found.evidence[0].kinds[..], found.evidence[0].item.id), (&[Kind::Revised][..], id));
        }
    }
}
