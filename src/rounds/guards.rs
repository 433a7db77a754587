//! What stands in the way of locking and of signing off. Pure.

use super::ground::Ground;
use crate::entities::UserId;
use crate::team::sight::{NOTHING, Withheld};

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
    /// And these nobody will, as things stand: they are assigned to nobody who rates.
    Vacant { count: usize, first: usize },
    /// Who has locked, but has not rated so many criteria that came to them after that, the first at this place.
    Late { user: UserId, count: usize, first: usize },
    /// On so many criteria all say the same, but a conflict of interest keeps them from who signs off; the first at this place.
    Kept { count: usize, first: usize },
}

/// What a rater has to do before they lock.
pub fn before_locking(ground: &Ground, user: UserId) -> Option<Missing> {
    let (_, missing) = ground.missing(user);
    let first = *missing.first()?;
    Some(Missing::Unrated { count: missing.len(), first })
}

/// What has to be done before the round is signed off by somebody from whom this is withheld.
pub fn before_signing_off(ground: &Ground, withheld: &Withheld) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !ground.undeclared.is_empty() {
        missing.push(Missing::Undeclared(ground.undeclared.clone()));
    }
    let open: Vec<UserId> =
        ground.raters().into_iter().filter(|it| !ground.opening.locked.contains(it)).collect();
    if !open.is_empty() {
        missing.push(Missing::Unlocked(open));
    }
    for user in ground.raters().into_iter().filter(|it| ground.opening.locked.contains(it)) {
        let (_, late) = ground.missing(user);
        missing.extend(late.first().map(|it| Missing::Late {
            user,
            count: late.len(),
            first: *it,
        }));
    }
    let differ = ground.to_resolve();
    if let Some(first) = differ.first() {
        missing.push(Missing::Unresolved { count: differ.len(), first: *first });
    }
    let unheard = ground.counted().filter(|it| ground.is_unheard(*it));
    let (vacant, unheard): (Vec<usize>, Vec<usize>) = unheard.partition(|it| ground.is_vacant(*it));
    if let Some(first) = vacant.first() {
        missing.push(Missing::Vacant { count: vacant.len(), first: *first });
    }
    if let Some(first) = unheard.first() {
        missing.push(Missing::Unheard { count: unheard.len(), first: *first });
    }
    let criteria = &ground.tailored.whole.criteria;
    let mut agreed: Vec<usize> = ground.to_adopt(&NOTHING).into_iter().map(|it| it.0).collect();
    agreed.retain(|it| withheld.covers(criteria[*it].id));
    if let Some(first) = agreed.first() {
        missing.push(Missing::Kept { count: agreed.len(), first: *first });
    }
    missing
}
