//! A team as it was at any moment: who was on it as what, what was assigned to whom, what conflicts of interest kept from whom.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use sea_orm::QuerySelect as _;
use sea_orm::prelude::*;

use super::assigned::Duties;
use super::sight::{Withheld, parents};
use super::standing::holds;
use super::store::suits;
use crate::entities::{
    CriterionId, Role, UserId, assessment, assessment_member, assignment, conflict, declaration,
    membership,
};
use crate::standards::store::Whole;

/// From when something held, and until when if it does no longer.
pub type Span = (DateTimeUtc, Option<DateTimeUtc>);

/// Whether something held once all was done that happened until a moment.
pub fn held(span: Span, at: DateTimeUtc) -> bool {
    span.0 <= at && span.1.is_none_or(|end| at < end)
}

/// What happened to a team. Roles are those of today.
#[derive(Debug)]
pub struct History {
    members: Vec<assessment_member::Model>,
    roles: HashMap<UserId, Role>,
    assigned: Vec<(UserId, CriterionId, Span)>,
    conflicts: Vec<(UserId, Option<CriterionId>, Span)>,
    declared: Vec<(UserId, Span)>,
}

/// A team at a moment.
#[derive(Debug)]
pub struct Then {
    pub duties: Duties,
    /// Who could read, and what conflicts of interest kept from them.
    pub readers: HashMap<UserId, Withheld>,
}

impl History {
    /// Reads all of it; five queries.
    pub async fn of(db: &impl ConnectionTrait, of: &assessment::Model) -> Result<Self, DbErr> {
        let members = assessment_member::Entity::find()
            .filter(assessment_member::COLUMN.assessment_id.eq(of.id));
        let roles: Vec<(UserId, Role)> = membership::Entity::find()
            .select_only()
            .columns([membership::Column::UserId, membership::Column::Role])
            .filter(membership::COLUMN.institution_id.eq(of.institution_id))
            .into_tuple()
            .all(db)
            .await?;
        let assigned: Vec<(UserId, CriterionId, DateTimeUtc, Option<DateTimeUtc>)> =
            assignment::Entity::find()
                .select_only()
                .columns([assignment::Column::UserId, assignment::Column::CriterionId])
                .columns([assignment::Column::RecordedAt, assignment::Column::SupersededAt])
                .filter(assignment::COLUMN.assessment_id.eq(of.id))
                .into_tuple()
                .all(db)
                .await?;
        let conflicts =
            conflict::Entity::find().filter(conflict::COLUMN.assessment_id.eq(of.id)).all(db);
        let declared =
            declaration::Entity::find().filter(declaration::COLUMN.assessment_id.eq(of.id)).all(db);
        let kept =
            |it: conflict::Model| (it.user_id, it.criterion_id, (it.recorded_at, it.superseded_at));
        let said = |it: declaration::Model| (it.user_id, (it.recorded_at, it.superseded_at));
        Ok(Self {
            members: members.all(db).await?,
            roles: roles.into_iter().collect(),
            assigned: assigned.into_iter().map(|it| (it.0, it.1, (it.2, it.3))).collect(),
            conflicts: conflicts.await?.into_iter().map(kept).collect(),
            declared: declared.await?.into_iter().map(said).collect(),
        })
    }

    /// All moments until now at which it changed, in any order: also the days on which somebody's time begins and ends, in UTC.
    pub fn moments(&self, now: DateTimeUtc) -> impl Iterator<Item = DateTimeUtc> {
        let begin = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let days = self.members.iter().flat_map(move |it| {
            let after = it.until_day.and_then(|it| it.succ_opt());
            it.from_day.into_iter().chain(after).map(begin)
        });
        let members = self.members.iter().map(|it| (it.recorded_at, it.superseded_at));
        let assigned = self.assigned.iter().map(|it| it.2);
        let conflicts = self.conflicts.iter().map(|it| it.2);
        let declared = self.declared.iter().map(|it| it.1);
        let spans = members.chain(assigned).chain(conflicts).chain(declared);
        spans.flat_map(ends).chain(days.filter(move |it| *it <= now))
    }

    /// The team once all was done that happened until a moment, on its day.
    pub fn at(&self, whole: &Whole, moment: DateTimeUtc) -> Then {
        let day = moment.date_naive();
        let members: Vec<_> = self.held_at(moment).filter(|it| holds(it, day)).collect();
        let conflicts = self.conflicts_at(moment);
        let declared = |user| self.declared.iter().any(|it| it.0 == user && held(it.1, moment));
        let tree = if conflicts.is_empty() { Vec::new() } else { parents(&whole.criteria) };
        let reads = |it: &&&assessment_member::Model| !it.part.rates() || declared(it.user_id);
        let withheld = |it: &&assessment_member::Model| {
            let own = conflicts.iter().filter(|of| of.0 == it.user_id).map(|of| of.1);
            (it.user_id, Withheld::below(own, &tree))
        };
        Then {
            readers: members.iter().filter(reads).map(withheld).collect(),
            duties: self.duties(whole, moment, members.iter().copied()),
        }
    }

    /// Who rates what at a moment or later, as far as is known then: also those whose days are still to come.
    pub fn expected(&self, whole: &Whole, moment: DateTimeUtc) -> Duties {
        let day = moment.date_naive();
        let comes = |it: &&assessment_member::Model| it.until_day.is_none_or(|it| day <= it);
        self.duties(whole, moment, self.held_at(moment).filter(comes))
    }

    fn duties<'a>(
        &self,
        whole: &Whole,
        moment: DateTimeUtc,
        members: impl Iterator<Item = &'a assessment_member::Model>,
    ) -> Duties {
        let raters: Vec<UserId> =
            members.filter(|it| it.part.rates()).map(|it| it.user_id).collect();
        let assigned = self.assigned.iter().filter(|it| held(it.2, moment));
        let assigned: Vec<_> = assigned.map(|it| (it.0, it.1)).collect();
        Duties::new(&whole.criteria, &raters, &assigned, &self.conflicts_at(moment))
    }

    fn conflicts_at(&self, moment: DateTimeUtc) -> Vec<(UserId, Option<CriterionId>)> {
        let held = self.conflicts.iter().filter(|it| held(it.2, moment));
        held.map(|it| (it.0, it.1)).collect()
    }

    /// The members whatever their days, as far as their role suits what they are.
    fn held_at(&self, moment: DateTimeUtc) -> impl Iterator<Item = &assessment_member::Model> {
        let fits = |it: &&assessment_member::Model| {
            self.roles.get(&it.user_id).is_some_and(|role| suits(*role, it.part))
        };
        let is_held =
            move |it: &&assessment_member::Model| held((it.recorded_at, it.superseded_at), moment);
        self.members.iter().filter(is_held).filter(fits)
    }
}

/// When something began to hold and when it ended.
pub fn ends(span: Span) -> impl Iterator<Item = DateTimeUtc> {
    [span.0].into_iter().chain(span.1)
}
