//! What stands in the way of locking and of signing off. Pure.

use crate::entities::UserId;

use super::ground::Ground;

/// Something that has to be done first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// So many criteria are not rated, the first at this place.
    Unrated { count: usize, first: usize },
    /// Raters who have not locked.
    Unlocked(Vec<UserId>),
    /// Names of those who have not declared their conflicts of interest.
    Undeclared(Vec<String>),
    /// So many criteria on which the raters differ, the first at this place.
    Unresolved { count: usize, first: usize },
    /// Nobody has rated so many criteria, the first at this place.
    Unheard { count: usize, first: usize },
}

/// What a rater has to do before they lock.
pub fn before_locking(ground: &Ground, user: UserId) -> Option<Missing> {
    let (_, missing) = ground.missing(user);
    let first = *missing.first()?;
    Some(Missing::Unrated { count: missing.len(), first })
}

/// What has to be done before the round is signed off.
pub fn before_signing_off(ground: &Ground) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !ground.undeclared.is_empty() {
        missing.push(Missing::Undeclared(ground.undeclared.clone()));
    }
    let open: Vec<UserId> =
        ground.raters().into_iter().filter(|it| !ground.opening.locked.contains(it)).collect();
    if !open.is_empty() {
        missing.push(Missing::Unlocked(open));
    }
    let differ = ground.to_resolve();
    if let Some(first) = differ.first() {
        missing.push(Missing::Unresolved { count: differ.len(), first: *first });
    }
    let unheard: Vec<usize> = ground.counted().filter(|it| ground.is_unheard(*it)).collect();
    if let Some(first) = unheard.first() {
        missing.push(Missing::Unheard { count: unheard.len(), first: *first });
    }
    missing
}
