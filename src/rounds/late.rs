//! Nobody comes to rate a criterion late: after they read what others said of it in the round that is under way, while they were
//! not one of its raters.

use std::collections::{BTreeSet, HashMap};

use chrono::{SubsecRound as _, TimeDelta};
use rustc_hash::FxHashSet;
use sea_orm::prelude::*;

use super::opening::Opening;
use super::sight::{RatedBy, Uttered, rated_by, raters};
use super::store::{self, Voice};
use crate::entities::{Round, RoundLockId, UserId, assessment, round_lock, sign_off};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::Duties;
use crate::team::history::{History, Span, Then, ends, held};
use crate::team::sight::Withheld;

/// By place: whose ratings could be read.
type Shown = Vec<FxHashSet<UserId>>;

/// Somebody who must not come to rate a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latecomer {
    pub user: UserId,
    /// Place of the criterion.
    pub at: usize,
    /// They have locked, so that it could be shown to them before they rate it; else they have read what others said of it.
    pub has_locked: bool,
}

/// Who comes late by what was done to a team or a round in this very change, today or when their days come; none where nobody does, or
/// where nothing is rated in a round of reviewers. Nine queries.
pub async fn latecomer(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    now: DateTimeUtc,
) -> Result<Option<Latecomer>, DbErr> {
    let Some(round) = of.stage.reviewed() else { return Ok(None) };
    let past = Past {
        round,
        whole,
        heirs: heirs(&whole.criteria),
        team: History::of(db, of).await?,
        locks: store::locks(db, of.id, round).await?,
        sign_offs: store::sign_offs(db, of.id, round).await?,
        voices: store::voices(db, of.id, round).await?,
        begun: store::begun(db, of).await?,
    };
    // As exact as the less exact of the two databases.
    let now = now.trunc_subsecs(6);
    let before = now - TimeDelta::microseconds(1);
    let moments = past.moments(now);
    let end = moments.last().map_or(now, |it| now.max(*it));
    if past.is_signed_off(end) {
        return Ok(None);
    }
    let (was, is) = (past.team.expected(whole, before), past.team.expected(whole, end));
    let reopened = past.is_signed_off(before);
    let comes =
        |user: UserId, at: usize| is.may_rate(user, at) && (reopened || !was.may_rate(user, at));
    let places = |user| (0..whole.criteria.len()).filter(move |at| comes(user, *at));
    let mut coming: Vec<(UserId, Vec<usize>)> =
        is.able().into_iter().map(|it| (it, places(it).collect())).collect();
    coming.retain(|it| !it.1.is_empty());
    if coming.is_empty() {
        return Ok(None);
    }
    let mut walk = Walk::of(&past);
    for (at, moment) in moments.iter().enumerate() {
        walk.step(*moment, moments.get(at + 1).copied());
    }
    let late = coming.iter().filter_map(|(user, places)| {
        let read = walk.read.get(user)?;
        // Of an area and what is below it, what is rated tells more.
        let late = places.iter().copied().filter(|at| read[*at]);
        let at = late.min_by_key(|at| (!whole.criteria[*at].assessable, *at))?;
        Some(Latecomer { user: *user, at, has_locked: false })
    });
    if let Some(late) = late.min_by_key(|it| (it.at, it.user)) {
        return Ok(Some(late));
    }
    let blind = coming.iter().filter(|_| !reopened).find_map(|(user, places)| {
        let last_word = walk.last_word(*user, end)?;
        let waits = |at: &usize| whole.criteria[*at].assessable && !last_word.may_rate(*user, *at);
        let at = places.iter().copied().find(waits)?;
        Some(Latecomer { user: *user, at, has_locked: true })
    });
    Ok(blind)
}

/// What happened in a round so far.
struct Past<'a> {
    round: Round,
    whole: &'a Whole,
    /// By place: the one whose ratings hold for it too.
    heirs: Vec<Option<usize>>,
    team: History,
    locks: Vec<round_lock::Model>,
    sign_offs: Vec<sign_off::Model>,
    voices: Vec<Voice>,
    /// When the review began, or last began anew; none where that is not known.
    begun: Option<DateTimeUtc>,
}

fn lock_span(it: &round_lock::Model) -> Span {
    (it.recorded_at, it.superseded_at)
}

fn sign_off_span(it: &sign_off::Model) -> Span {
    (it.recorded_at, it.superseded_at)
}

impl Past<'_> {
    /// When something changed since there was something to read in this round, in order.
    fn moments(&self, now: DateTimeUtc) -> Vec<DateTimeUtc> {
        let Some(first) = self.voices.iter().map(|it| it.from).min() else { return Vec::new() };
        let start = self.begun.map_or(first, |it| it.max(first));
        let locks = self.locks.iter().map(lock_span);
        let rounds = locks.chain(self.sign_offs.iter().map(sign_off_span)).flat_map(ends);
        let moments: BTreeSet<_> = self.team.moments(now).chain(rounds).collect();
        [start].into_iter().chain(moments.into_iter().filter(|it| *it > start)).collect()
    }

    fn is_signed_off(&self, at: DateTimeUtc) -> bool {
        self.sign_offs.iter().any(|it| held(sign_off_span(it), at))
    }

    /// The locks that held once all was done that happened until a moment.
    fn locks_at(&self, at: DateTimeUtc) -> impl Iterator<Item = &round_lock::Model> {
        self.locks.iter().filter(move |it| held(lock_span(it), at))
    }

    /// How far the round was open to a team once all was done that happened until a moment.
    fn opening(&self, team: &Then, at: DateTimeUtc) -> Opening {
        Opening {
            raters: raters(self.whole, &team.duties).into(),
            locked: self.locks_at(at).map(|it| it.user_id).collect(),
            signed_off: self.is_signed_off(at),
            decided: false,
        }
    }

    /// What was shown to all from one moment to the next.
    fn shown(&self, opening: &Opening, (at, next): (DateTimeUtc, Option<DateTimeUtc>)) -> Shown {
        let by_then = |it: &&Voice| next.is_none_or(|next| it.from < next);
        // What was said anew meanwhile had been read as well, and words without a level.
        let read =
            self.voices.iter().filter(by_then).filter(|it| it.until.is_none_or(|it| it > at));
        let last = |it: &&Voice| it.until.is_none_or(|end| next.is_some_and(|next| end >= next));
        let last = self.said(read.clone().filter(last).filter(|it| it.rates));
        let read = self.said(read);
        let nobody = FxHashSet::default();
        let shown = |criterion| {
            let at = (self.round, criterion);
            let rated = last.get(&at).unwrap_or(&nobody);
            let shows = |by: &&UserId| opening.shows(criterion, rated, Some(**by));
            read.get(&at).unwrap_or(&nobody).iter().filter(shows).copied().collect()
        };
        self.whole.criteria.iter().map(|it| shown(it.id)).collect()
    }

    fn said<'a>(&self, voices: impl Iterator<Item = &'a Voice>) -> RatedBy {
        let round = self.round;
        rated_by(voices.map(|it| Uttered {
            round,
            criterion: it.criterion,
            by: it.by,
            counts: true,
        }))
    }

    /// What somebody could read with a criterion, by place: also above and below it, but for what a conflict of interest kept.
    fn read(&self, mut shown: Shown, withheld: &Withheld) -> Shown {
        if !withheld.is_empty() {
            for (it, shown) in self.whole.criteria.iter().zip(&mut shown) {
                if withheld.covers(it.id) {
                    shown.clear();
                }
            }
        }
        around(&self.heirs, shown)
    }
}

/// The round from moment to moment.
struct Walk<'a> {
    past: &'a Past<'a>,
    /// The team at the moment that it has come to.
    last: Option<Then>,
    /// By person and place: whether they read what others said while they were not one of its raters.
    read: HashMap<UserId, Vec<bool>>,
    /// Who rated what when a lock was set, which takes all of it to be rated.
    locked: HashMap<RoundLockId, Duties>,
}

impl<'a> Walk<'a> {
    fn of(past: &'a Past<'a>) -> Self {
        Self { past, last: None, read: HashMap::new(), locked: HashMap::new() }
    }

    /// Takes the step to a moment, which lasts until the next.
    fn step(&mut self, at: DateTimeUtc, next: Option<DateTimeUtc>) {
        let past = self.past;
        let now = past.team.at(past.whole, at);
        let opening = past.opening(&now, at);
        let is_shut = opening.locked.is_empty() && !opening.signed_off;
        // Who is the only one who could rate hides from nobody.
        if !is_shut || opening.raters.able.len() < 2 {
            let shown = past.shown(&opening, (at, next));
            let to_all = past.read(shown.clone(), &Withheld::default());
            for (user, withheld) in &now.readers {
                if withheld.is_empty() {
                    self.reads(*user, &to_all, (&now, at));
                } else {
                    self.reads(*user, &past.read(shown.clone(), withheld), (&now, at));
                }
            }
        }
        self.last = Some(now);
    }

    /// Notes what somebody reads at a moment while they are not one of its raters. Who has rated it and locked has said their last word;
    /// who could read at once, coming to it, has said none.
    fn reads(&mut self, user: UserId, read: &Shown, (now, at): (&Then, DateTimeUtc)) {
        let by_others = |by: &FxHashSet<UserId>| by.iter().any(|by| *by != user);
        let was = self.last.as_ref().unwrap_or(now);
        let is_late = |at: &usize| !(now.rates(user, *at) && was.rates(user, *at));
        let others = (0..read.len()).filter(|at| by_others(&read[*at])).filter(is_late);
        let mut late: Vec<usize> = others.collect();
        if late.is_empty() {
            return;
        }
        if let Some(last_word) = self.last_word(user, at) {
            late.retain(|at| !last_word.may_rate(user, *at));
        }
        let noted = self.read.entry(user).or_insert_with(|| vec![false; read.len()]);
        for at in late {
            noted[at] = true;
        }
    }

    /// Who rated what when somebody set the lock that holds at a moment; none where none does.
    fn last_word(&mut self, user: UserId, at: DateTimeUtc) -> Option<&Duties> {
        let past = self.past;
        let lock = past.locks_at(at).find(|it| it.user_id == user)?;
        let then = || past.team.at(past.whole, lock.recorded_at).duties;
        Some(self.locked.entry(lock.id).or_insert_with(then))
    }
}

impl Then {
    /// Whether somebody rated the criterion at a place, having declared their conflicts of interest.
    fn rates(&self, user: UserId, at: usize) -> bool {
        self.readers.contains_key(&user) && self.duties.may_rate(user, at)
    }
}

/// Adds to what is shown of each criterion what is shown of those above, which holds for it too, and of those below.
fn around(heirs: &[Option<usize>], shown: Vec<FxHashSet<UserId>>) -> Vec<FxHashSet<UserId>> {
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
        let said = |it: &[i64]| it.iter().map(|it| UserId(*it)).collect::<FxHashSet<_>>();
        // 0 with 1 below it, which has 2 and 3 below.
        let heirs = [None, Some(0), Some(1), Some(1)];
        let found = around(&heirs, vec![said(&[1]), said(&[]), said(&[2]), said(&[])]);
        assert_eq!(found, [said(&[1, 2]), said(&[1, 2]), said(&[1, 2]), said(&[1])]);
    }
}
