//! Nobody comes to rate a criterion late: after they could read what others said of it in the round that is under way.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::opening::Opening;
use super::sight::{Uttered, rated_by, raters};
use super::store;
use crate::entities::{CriterionId, UserId, assessment, criterion, round_lock};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::{Duties, duties};
use crate::team::conflicts::{self, Told};
use crate::team::sight::{Withheld, parents};

/// What could be read of a round of reviewers before something is done to its team.
#[derive(Debug)]
pub struct Before {
    duties: Duties,
    /// By place: the one whose ratings hold for it too.
    heirs: Vec<Option<usize>>,
    /// By place: whose ratings are shown to all.
    shown: Vec<HashSet<UserId>>,
    /// By place, what conflicts of interest keep from people.
    withheld: HashMap<UserId, Vec<bool>>,
    /// Who has locked: what comes to them they could read at once.
    locked: HashSet<UserId>,
}

impl Before {
    /// Reads what could be read until a moment; none where no round of reviewers is under way. Eight queries.
    pub async fn of(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        whole: &Whole,
        (today, until): (NaiveDate, DateTimeUtc),
    ) -> Result<Option<Self>, DbErr> {
        let Some(round) = of.stage.reviewed() else { return Ok(None) };
        let duties = duties(db, of, whole, today).await?;
        let locks = store::locks(db, of.id, round).await?;
        let sign_offs = store::sign_offs(db, of.id, round).await?;
        let said = store::said(db, of.id, round).await?;
        // What is unlocked or opened again, for which there is a reason, had been read. Where the review began anew, it is another.
        let holds = |end: Option<DateTimeUtc>, reason: &str| end.is_none() || !reason.is_empty();
        let locked = locks.iter().filter(|it| it.recorded_at <= until);
        let locked = locked.filter(|it| holds(it.superseded_at, &it.reason));
        let is_held = |it: &&round_lock::Model| it.superseded_at.is_none();
        let still_locked = locks.iter().filter(is_held).map(|it| it.user_id).collect();
        let mut signed_off = sign_offs.iter().filter(|it| it.recorded_at <= until);
        let opening = Opening {
            raters: raters(whole, &duties).into(),
            locked: locked.map(|it| it.user_id).collect(),
            signed_off: signed_off.any(|it| holds(it.superseded_at, &it.reason)),
            decided: false,
        };
        // What was said anew meanwhile had been read as well.
        let said = said.into_iter().filter(|it| it.2 <= until);
        let rated =
            rated_by(said.map(|(criterion, by, _)| Uttered { round, criterion, by, counts: true }));
        let shown = |it: &criterion::Model| {
            let said = rated.get(&(round, it.id)).cloned().unwrap_or_default();
            let shows = |by: &&UserId| opening.shows(it.id, &said, Some(**by));
            said.iter().filter(shows).copied().collect()
        };
        let shown = whole.criteria.iter().map(shown).collect();
        let withheld = withheld(&conflicts::all(db, of.id).await?, whole);
        let heirs = heirs(&whole.criteria);
        Ok(Some(Self { duties, heirs, shown, withheld, locked: still_locked }))
    }

    /// Who of those who rate `now` came to rate something that they could read before, and its place.
    pub fn late(&self, now: &Duties) -> Option<(UserId, usize)> {
        let late = |user: UserId| {
            let is_new = |at: &usize| now.may_rate(user, *at) && !self.duties.may_rate(user, *at);
            let mut new = (0..self.shown.len()).filter(is_new).peekable();
            new.peek()?;
            let read = self.read_by(user);
            new.find(|at| read[*at].iter().any(|by| *by != user)).map(|at| (user, at))
        };
        now.able().into_iter().filter_map(late).min_by_key(|it| it.1)
    }

    /// By place: whose ratings somebody could read of it, above it or below it.
    fn read_by(&self, user: UserId) -> Vec<HashSet<UserId>> {
        let mut shown = self.shown.clone();
        let withheld = self.withheld.get(&user).filter(|_| !self.locked.contains(&user));
        if let Some(withheld) = withheld {
            for (it, _) in shown.iter_mut().zip(withheld).filter(|it| *it.1) {
                it.clear();
            }
        }
        around(&self.heirs, shown)
    }
}

/// What conflicts of interest keep from people, by place.
fn withheld(conflicts: &[Told], whole: &Whole) -> HashMap<UserId, Vec<bool>> {
    let mut roots: HashMap<UserId, Vec<Option<CriterionId>>> = HashMap::new();
    for (it, _) in conflicts {
        roots.entry(it.user_id).or_default().push(it.criterion_id);
    }
    let tree = if roots.is_empty() { Vec::new() } else { parents(&whole.criteria) };
    let by_place = |roots| {
        let withheld = Withheld::below(roots, &tree);
        whole.criteria.iter().map(|it| withheld.covers(it.id)).collect()
    };
    roots.into_iter().map(|(user, roots)| (user, by_place(roots))).collect()
}

/// Adds to what is shown of each criterion what is shown of those above, which holds for it too, and of those below.
fn around(heirs: &[Option<usize>], shown: Vec<HashSet<UserId>>) -> Vec<HashSet<UserId>> {
    let mut below = shown.clone();
    for at in (0..below.len()).rev() {
        if let Some(above) = heirs[at] {
            let here = below[at].clone();
            below[above].extend(here);
        }
    }
    let mut above = shown;
    for at in 0..above.len() {
        if let Some(it) = heirs[at] {
            let there = above[it].clone();
            above[at].extend(there);
        }
    }
    for (all, more) in below.iter_mut().zip(above) {
        all.extend(more);
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_above_and_below_is_read_with_a_criterion_and_what_stands_beside_it_is_not() {
        let said = |it: &[i64]| it.iter().map(|it| UserId(*it)).collect::<HashSet<_>>();
        // 0 with 1 below it, which has 2 and 3 below.
        let heirs = [None, Some(0), Some(1), Some(1)];
        let found = around(&heirs, vec![said(&[1]), said(&[]), said(&[2]), said(&[])]);
        assert_eq!(found, [said(&[1, 2]), said(&[1, 2]), said(&[1, 2]), said(&[1])]);
    }
}
