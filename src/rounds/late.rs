//! Nobody comes to rate a criterion late: after they read what others said of it in the round that is under way, while they were
//! not one of its raters.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{NaiveDate, SubsecRound as _, TimeDelta};
use rustc_hash::FxHashSet;
use sea_orm::prelude::*;

use super::opening::Opening;
use super::sight::{RatedBy, Uttered, rated_by, raters};
use super::store::{self, Voice};
use crate::entities::{Round, UserId, assessment, round_lock, sign_off};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
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

/// Who comes late by what was done to a team or a round in this very change, on a day; none where nobody does, or where nothing is
/// rated in a round of reviewers. Nine queries.
pub async fn latecomer(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    (now, day): (DateTimeUtc, NaiveDate),
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
    let was = past.team.at(whole, before, before.date_naive()).duties;
    let is = past.team.at(whole, end, day).duties;
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
    let mut walk = Walk::default();
    for (at, moment) in moments.iter().enumerate() {
        walk.step(&past, *moment, moments.get(at + 1).copied());
    }
    let late = coming.iter().filter_map(|(user, places)| {
        let read = walk.read.get(user)?;
        let at = places.iter().copied().find(|at| read[*at])?;
        Some(Latecomer { user: *user, at, has_locked: false })
    });
    if let Some(late) = late.min_by_key(|it| it.at) {
        return Ok(Some(late));
    }
    let locked = past.locked(end);
    let blind =
        coming.into_iter().filter(|it| locked.contains(&it.0)).find_map(|(user, places)| {
            let rated = past.rated(user, end);
            let waits = |at: &usize| whole.criteria[*at].assessable && !rated[*at];
            let at = places.into_iter().find(waits)?;
            Some(Latecomer { user, at, has_locked: true })
        });
    Ok(blind.filter(|_| !reopened))
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

    /// Who had locked once all was done that happened until a moment.
    fn locked(&self, at: DateTimeUtc) -> FxHashSet<UserId> {
        self.locks.iter().filter(|it| held(lock_span(it), at)).map(|it| it.user_id).collect()
    }

    /// How far the round was open to a team once all was done that happened until a moment.
    fn opening(&self, team: &Then, at: DateTimeUtc) -> Opening {
        Opening {
            raters: raters(self.whole, &team.duties).into(),
            locked: self.locked(at),
            signed_off: self.is_signed_off(at),
            decided: false,
        }
    }

    /// By place: whether somebody gave the criterion a level until a moment, or one above whose level holds for it.
    fn rated(&self, user: UserId, until: DateTimeUtc) -> Vec<bool> {
        let own = self.voices.iter().filter(|it| it.by == Some(user) && it.from <= until);
        let own: HashSet<_> = own.filter(|it| it.rates).map(|it| it.criterion).collect();
        let mut rated = Vec::with_capacity(self.heirs.len());
        for (it, above) in self.whole.criteria.iter().zip(&self.heirs) {
            rated.push(own.contains(&it.id) || above.is_some_and(|at| rated[at]));
        }
        rated
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
#[derive(Default)]
struct Walk {
    /// The team at the moment that it has come to.
    last: Option<Then>,
    /// By person and place: whether they read what others said while they were not one of its raters.
    read: HashMap<UserId, Vec<bool>>,
}

impl Walk {
    /// Takes the step to a moment, which lasts until the next.
    fn step(&mut self, past: &Past, at: DateTimeUtc, next: Option<DateTimeUtc>) {
        let now = past.team.at(past.whole, at, at.date_naive());
        let opening = past.opening(&now, at);
        let is_shut = opening.locked.is_empty() && !opening.signed_off;
        // Who is the only one who could rate hides from nobody.
        if !is_shut || opening.raters.able.len() < 2 {
            let shown = past.shown(&opening, (at, next));
            let to_all = past.read(shown.clone(), &Withheld::default());
            for (user, withheld) in &now.readers {
                let own;
                let read = if withheld.is_empty() {
                    &to_all
                } else {
                    own = past.read(shown.clone(), withheld);
                    &own
                };
                // Who had rated it and locked had said their last word; who could read at once, coming to it, had said none.
                let has_locked = opening.locked.contains(user);
                let rated = has_locked.then(|| past.rated(*user, at)).unwrap_or_default();
                let was = self.last.as_ref().unwrap_or(&now);
                let rates = |at| now.rates(*user, at) && was.rates(*user, at);
                let late = self.read.entry(*user).or_insert_with(|| vec![false; read.len()]);
                for (at, by) in read.iter().enumerate() {
                    let is_fair = || rated.get(at).copied().unwrap_or_default() || rates(at);
                    late[at] |= by.iter().any(|by| by != user) && !is_fair();
                }
            }
        }
        self.last = Some(now);
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
