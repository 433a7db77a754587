//! Nobody comes to rate a criterion late: after they could read what others said of it in the round that is under way.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::opening::Opening;
use super::sight::{Uttered, rated_by, raters};
use super::store;
use crate::entities::{UserId, assessment, criterion};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::{Duties, duties};

/// What could be read of a round of reviewers before something is done to its team.
#[derive(Debug)]
pub struct Before {
    duties: Duties,
    read: Vec<HashSet<UserId>>,
}

impl Before {
    /// Reads it; none where no round of reviewers is under way. Seven queries.
    pub async fn of(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        whole: &Whole,
        today: NaiveDate,
    ) -> Result<Option<Self>, DbErr> {
        let Some(round) = of.stage.reviewed() else { return Ok(None) };
        let duties = duties(db, of, whole, today).await?;
        let locks = store::locks(db, of.id, round).await?;
        let sign_offs = store::sign_offs(db, of.id, round).await?;
        let ratings = store::ratings(db, of.id, round).await?;
        // What is unlocked or opened again, for which there is a reason, had been read. Where the review began anew, it is another.
        let holds = |end: Option<DateTimeUtc>, reason: &str| end.is_none() || !reason.is_empty();
        let locked = locks.iter().filter(|it| holds(it.superseded_at, &it.reason));
        let opening = Opening {
            raters: raters(whole, &duties).into(),
            locked: locked.map(|it| it.user_id).collect(),
            signed_off: sign_offs.iter().any(|it| holds(it.superseded_at, &it.reason)),
            decided: false,
        };
        let rated = rated_by(ratings.iter().map(Uttered::from));
        let shown = |it: &criterion::Model| {
            let said = rated.get(&(round, it.id)).cloned().unwrap_or_default();
            let shows = |by: &&UserId| opening.shows(it.id, &said, Some(**by));
            said.iter().filter(shows).copied().collect()
        };
        let shown = whole.criteria.iter().map(shown).collect();
        Ok(Some(Self { duties, read: around(&heirs(&whole.criteria), shown) }))
    }

    /// Who of those who rate `now` came to rate something that they could read before, and its place.
    pub fn late(&self, now: &Duties) -> Option<(UserId, usize)> {
        self.read.iter().enumerate().filter(|it| !it.1.is_empty()).find_map(|(at, read)| {
            let is_new = |it: &UserId| !self.duties.may_rate(*it, at);
            let has_read = |it: &UserId| read.iter().any(|by| by != it);
            let late = now.raters(at).find(|it| is_new(it) && has_read(it));
            late.map(|it| (it, at))
        })
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
