//! Nobody comes to rate a criterion late: after they read what others said of it in the round that is under way, while they were
//! not one of its raters.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{NaiveDate, SubsecRound as _};
use sea_orm::prelude::*;

use super::opening::Opening;
use super::sight::{RatedBy, Uttered, rated_by, raters};
use super::store::{self, Voice};
use crate::entities::{Round, UserId, assessment, round_lock, sign_off};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::Duties;
use crate::team::history::{History, Span, Then, ends, held};
use crate::team::sight::Withheld;

/// By place: whose ratings could be read.
type Shown = Vec<HashSet<UserId>>;

/// Who comes late by what was done to a team or a round in this very change, on a day, and the place of the criterion; none
/// where nobody does, or no round of reviewers is under way. Eight queries.
pub async fn latecomer(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    (now, day): (DateTimeUtc, NaiveDate),
) -> Result<Option<(UserId, usize)>, DbErr> {
    let Some(round) = of.stage.reviewed() else { return Ok(None) };
    let past = Past {
        round,
        whole,
        heirs: heirs(&whole.criteria),
        team: History::of(db, of).await?,
        locks: store::locks(db, of.id, round).await?,
        sign_offs: store::sign_offs(db, of.id, round).await?,
        voices: store::voices(db, of.id, round).await?,
    };
    // As exact as the less exact of the two databases.
    let now = now.trunc_subsecs(6);
    let moments = past.moments(now);
    let mut walk = Walk::default();
    let mut before = BTreeSet::new();
    for (at, moment) in moments.iter().enumerate() {
        if *moment >= now && before.is_empty() {
            before = walk.late(None);
        }
        walk.step(&past, *moment, moments.get(at + 1).copied());
    }
    let then = past.team.at(whole, moments.last().map_or(now, |it| now.max(*it)), day);
    let after = walk.late(Some(&then.duties));
    Ok(after.difference(&before).next().map(|it| (it.1, it.0)))
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
}

fn locked(it: &round_lock::Model) -> Span {
    (it.recorded_at, it.superseded_at)
}

fn signed_off(it: &sign_off::Model) -> Span {
    (it.recorded_at, it.superseded_at)
}

impl Past<'_> {
    /// When something changed since there was something to read in this round, in order.
    fn moments(&self, now: DateTimeUtc) -> Vec<DateTimeUtc> {
        let Some(first) = self.voices.iter().map(|it| it.2).min() else { return Vec::new() };
        let start = self.anew().map_or(first, |it| it.max(first));
        let locks = self.locks.iter().map(locked);
        let rounds = locks.chain(self.sign_offs.iter().map(signed_off)).flat_map(ends);
        let moments: BTreeSet<_> = self.team.moments(now).chain(rounds).collect();
        [start].into_iter().chain(moments.into_iter().filter(|it| *it > start)).collect()
    }

    /// When the review last began anew: it ends what was locked and signed off without a reason.
    fn anew(&self) -> Option<DateTimeUtc> {
        let locks = self.locks.iter().filter(|it| it.reason.is_empty());
        let sign_offs = self.sign_offs.iter().filter(|it| it.reason.is_empty());
        let ended = locks.filter_map(|it| it.superseded_at);
        ended.chain(sign_offs.filter_map(|it| it.superseded_at)).max()
    }

    /// How far the round was open to a team once all was done that happened until a moment.
    fn opening(&self, team: &Then, at: DateTimeUtc) -> Opening {
        let locks = self.locks.iter().filter(|it| held(locked(it), at));
        Opening {
            raters: raters(self.whole, &team.duties).into(),
            locked: locks.map(|it| it.user_id).collect(),
            signed_off: self.sign_offs.iter().any(|it| held(signed_off(it), at)),
            decided: false,
        }
    }

    /// What was shown to all from one moment to the next.
    fn shown(&self, opening: &Opening, (at, next): (DateTimeUtc, Option<DateTimeUtc>)) -> Shown {
        let by_then = |it: &&Voice| next.is_none_or(|next| it.2 < next);
        // What was said anew meanwhile had been read as well.
        let read = self.voices.iter().filter(by_then).filter(|it| it.3.is_none_or(|it| it > at));
        let last = |it: &&Voice| it.3.is_none_or(|end| next.is_some_and(|next| end >= next));
        let last = self.said(read.clone().filter(last));
        let read = self.said(read);
        let nobody = HashSet::new();
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
        rated_by(voices.map(|it| Uttered { round, criterion: it.0, by: it.1, counts: true }))
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
    /// Where it has come to: who rates what, who could read, whether it is signed off.
    last: Option<(Then, bool)>,
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
                // Who could read at once, coming to it, had not been one of its raters.
                let was = self.last.as_ref().map_or(&now, |it| &it.0);
                let rates = |at| now.rates(*user, at) && was.rates(*user, at);
                let late = self.read.entry(*user).or_insert_with(|| vec![false; read.len()]);
                for (at, by) in read.iter().enumerate() {
                    late[at] |= by.iter().any(|by| by != user) && !rates(at);
                }
            }
        }
        self.last = Some((now, opening.signed_off));
    }

    /// Who rates what late, by the duties that hold or by others; nobody while the round is signed off, as nothing is rated then.
    fn late(&self, duties: Option<&Duties>) -> BTreeSet<(usize, UserId)> {
        let Some((last, false)) = &self.last else { return BTreeSet::new() };
        let duties = duties.unwrap_or(&last.duties);
        let late = |user: UserId| {
            let read = self.read.get(&user).into_iter().flat_map(|it| it.iter().enumerate());
            let read = read.filter(|it| *it.1).map(|it| it.0);
            read.filter(move |at| duties.may_rate(user, *at)).map(move |at| (at, user))
        };
        duties.able().into_iter().flat_map(late).collect()
    }
}

impl Then {
    /// Whether somebody rated the criterion at a place, having declared their conflicts of interest.
    fn rates(&self, user: UserId, at: usize) -> bool {
        self.readers.contains_key(&user) && self.duties.may_rate(user, at)
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
