//! Nobody comes to rate a criterion late: after they could read what others said of it in the round that is under way.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::opening::{Opening, Raters};
use super::sight::{RatedBy, Uttered, rated_by, raters};
use super::store::{self, Voice};
use crate::entities::{CriterionId, Round, UserId, assessment, conflict, round_lock, sign_off};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::{Duties, duties};
use crate::team::conflicts;
use crate::team::sight::{Withheld, parents};
use crate::team::standing::Tree;

/// By place: whose ratings somebody could read.
type Shown = Vec<HashSet<UserId>>;

/// What could be read of a round of reviewers before something is done to its team.
#[derive(Debug)]
pub struct Before {
    duties: Duties,
    /// By place: the one whose ratings hold for it too.
    heirs: Vec<Option<usize>>,
    past: Past,
    /// What was shown to all who were there.
    shown: Shown,
    /// Conflicts of interest, also those that were ended.
    conflicts: Vec<conflict::Model>,
    tree: Tree,
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
        let past = Past {
            round,
            criteria: whole.criteria.iter().map(|it| it.id).collect(),
            raters: raters(whole, &duties).into(),
            locks: store::locks(db, of.id, round).await?,
            sign_offs: store::sign_offs(db, of.id, round).await?,
            voices: store::voices(db, of.id, round).await?,
        };
        let shown = past.shown(|it| it <= until);
        let conflicts = conflicts::ever(db, of.id).await?;
        let (heirs, tree) = (heirs(&whole.criteria), parents(&whole.criteria));
        Ok(Some(Self { duties, heirs, past, shown, conflicts, tree }))
    }

    /// Who of those who rate `now` came to rate something that they could read before, and its place.
    pub fn late(&self, now: &Duties) -> Option<(UserId, usize)> {
        let late = |user: UserId| {
            let is_new = |at: &usize| now.may_rate(user, *at) && !self.duties.may_rate(user, *at);
            let mut new = (0..self.shown.len()).filter(is_new).peekable();
            new.peek()?;
            let read = around(&self.heirs, self.read_by(user));
            new.find(|at| read[*at].iter().any(|by| *by != user)).map(|at| (user, at))
        };
        now.able().into_iter().filter_map(late).min_by_key(|it| it.1)
    }

    /// What was shown to somebody: of what a conflict of interest keeps from them, only what was before it.
    fn read_by(&self, user: UserId) -> Shown {
        let mut read = self.shown.clone();
        if self.past.is_shown_at_once(user) {
            return read;
        }
        let holds = |it: &&conflict::Model| it.user_id == user && it.superseded_at.is_none();
        let mut held: Vec<_> = self.conflicts.iter().filter(holds).collect();
        held.sort_by_key(|it| std::cmp::Reverse(self.since(it)));
        for it in held {
            let since = self.since(it);
            let before = self.past.shown(|moment| moment < since);
            let withheld = Withheld::below([it.criterion_id], &self.tree);
            for (at, shown) in before.into_iter().enumerate() {
                if withheld.covers(self.past.criteria[at]) {
                    read[at] = shown;
                }
            }
        }
        read
    }

    /// Since when a conflict holds, counting those of the same in whose place it was declared.
    fn since(&self, it: &conflict::Model) -> DateTimeUtc {
        let mut since = it.recorded_at;
        for earlier in self.conflicts.iter().rev().filter(|of| of.id < it.id) {
            let is_same = (earlier.user_id, earlier.criterion_id) == (it.user_id, it.criterion_id);
            if is_same && earlier.superseded_at == Some(since) {
                since = earlier.recorded_at;
            }
        }
        since
    }
}

/// What happened in a round so far.
#[derive(Debug)]
struct Past {
    round: Round,
    criteria: Vec<CriterionId>,
    raters: Arc<Raters>,
    locks: Vec<round_lock::Model>,
    sign_offs: Vec<sign_off::Model>,
    voices: Vec<Voice>,
}

impl Past {
    /// Whether what comes to somebody could be read by them at once.
    fn is_shown_at_once(&self, user: UserId) -> bool {
        let locked = |it: &round_lock::Model| it.user_id == user && it.superseded_at.is_none();
        self.locks.iter().any(locked) || self.sign_offs.iter().any(|it| it.superseded_at.is_none())
    }

    /// What was shown to all once some of it had happened, by when it did.
    fn shown(&self, has_happened: impl Fn(DateTimeUtc) -> bool) -> Shown {
        // What is unlocked or opened again, for which there is a reason, had been read. Where the review began anew, it is another.
        let holds = |end: Option<DateTimeUtc>, reason: &str| end.is_none() || !reason.is_empty();
        let locked = self.locks.iter().filter(|it| has_happened(it.recorded_at));
        let locked = locked.filter(|it| holds(it.superseded_at, &it.reason));
        let mut signed_off = self.sign_offs.iter().filter(|it| has_happened(it.recorded_at));
        let opening = Opening {
            raters: self.raters.clone(),
            locked: locked.map(|it| it.user_id).collect(),
            signed_off: signed_off.any(|it| holds(it.superseded_at, &it.reason)),
            decided: false,
        };
        // What was said anew meanwhile had been read as well.
        let ever = self.voices.iter().filter(|it| has_happened(it.2));
        let held = ever.clone().filter(|it| it.3.is_none_or(|end| !has_happened(end)));
        let (ever, held) = (self.said(ever), self.said(held));
        let nobody = HashSet::new();
        let shown = |criterion: &CriterionId| {
            let at = (self.round, *criterion);
            let held = held.get(&at).unwrap_or(&nobody);
            let shows = |by: &&UserId| opening.shows(*criterion, held, Some(**by));
            ever.get(&at).unwrap_or(&nobody).iter().filter(shows).copied().collect()
        };
        self.criteria.iter().map(shown).collect()
    }

    fn said<'a>(&self, voices: impl Iterator<Item = &'a Voice>) -> RatedBy {
        let round = self.round;
        rated_by(voices.map(|it| Uttered { round, criterion: it.0, by: it.1, counts: true }))
    }
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
