//! The comments on a criterion as somebody may see them, each with its replies.

use rustc_hash::FxHashSet;
use sea_orm::prelude::*;

use super::sight::{Reader, Spoken, side_of};
use super::store::{Said, said_of};
use crate::app::App;
use crate::entities::{CriterionId, Round, Side, UserId, assessment, criterion};
use crate::rounds::sight::{RatedBy, Sight};
use crate::standards::store::Whole;
use crate::web::Visitor;

/// A comment and what was replied to it.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub(super) head: Said,
    pub(super) replies: Vec<Said>,
}

/// A criterion of an assessment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) of: &'a assessment::Model,
    pub(super) whole: &'a Whole,
    pub(super) at: usize,
}

impl Place<'_> {
    pub(super) fn criterion(&self) -> &criterion::Model {
        &self.whole.criteria[self.at]
    }
}

/// The visitor as one who reads comments on an assessment.
pub(super) fn reader(visitor: &Visitor, of: &assessment::Model) -> Reader {
    let side = visitor.role_in(of.institution_id).and_then(side_of);
    Reader { user: visitor.id, side }
}

/// The threads that somebody may see, in the order in which they began; one query, and six where reviewers have spoken. A reply to
/// what they may not see, they do not see either.
pub(super) async fn threads(
    app: &App,
    visitor: &Visitor,
    place: Place<'_>,
) -> Result<Vec<Thread>, DbErr> {
    let criterion = place.criterion().id;
    if visitor.withheld(place.of.id).covers(criterion) {
        return Ok(Vec::new());
    }
    let mut said = said_of(&app.db.read, place.of.id, criterion).await?;
    let reader = reader(visitor, place.of);
    let opening = if said.iter().any(|it| Spoken::of(&it.0).is_blind_to(reader)) {
        let reviewers = said.iter().map(|it| &it.0).filter(|it| it.side == Side::Team);
        Some(Opened::of(app, place, reviewers.map(|it| (it.round, it.user_id))).await?)
    } else {
        None
    };
    said.retain(|(it, _)| {
        let is_open = opening.as_ref().is_none_or(|opened| opened.is_open(it.round, criterion));
        Spoken::of(it).is_seen_by(reader, is_open)
    });
    let mut threads: Vec<Thread> = Vec::new();
    for it in said {
        match it.0.reply_to_id {
            None => threads.push(Thread { head: it, replies: Vec::new() }),
            Some(head) => {
                if let Some(thread) = threads.iter_mut().find(|it| it.head.0.id == head) {
                    thread.replies.push(it);
                }
            }
        }
    }
    Ok(threads)
}

/// How far the rounds of an assessment are open, where some have spoken of a criterion.
pub(super) struct Opened {
    sight: Sight,
    spoken: RatedBy,
}

impl Opened {
    /// Reads it; six queries. A reviewer who has spoken counts as one who has rated.
    pub(super) async fn of(
        app: &App,
        place: Place<'_>,
        spoken: impl Iterator<Item = (Round, UserId)>,
    ) -> Result<Self, DbErr> {
        let sight = Sight::of(&app.db.read, place.of, place.whole, app.today()).await?;
        let criterion = place.criterion().id;
        let mut by = RatedBy::default();
        for (round, user) in spoken {
            let people: &mut FxHashSet<UserId> = by.entry((round, criterion)).or_default();
            people.insert(user);
        }
        Ok(Self { sight, spoken: by })
    }

    /// Whether what was said in a round is open to all.
    pub(super) fn is_open(&self, round: Round, criterion: CriterionId) -> bool {
        self.sight.is_open(&self.spoken, round, criterion)
    }
}
