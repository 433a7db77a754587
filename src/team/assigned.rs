//! Who rates which criteria. With nothing assigned at all, everybody who rates in the assessment rates everything; as soon as
//! something is assigned, everybody rates what is assigned to them, and nobody ever what a conflict of interest covers.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use rustc_hash::FxHashSet;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{NotSet, QuerySelect, QueryTrait as _, Set};
use serde_json::json;

use super::store::{Member, members_of, rates, record};
use crate::app::Change;
use crate::entities::{
    AssessmentId, CriterionId, UserId, assessment, assignment, conflict, criterion,
};
use crate::standards::preorder::above;
use crate::standards::store::Whole;

/// Rows of one insert.
const CHUNK: usize = 500;

/// Who rates what: pure.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    people: Vec<Duty>,
    any: bool,
    /// How many criteria there are.
    count: usize,
}

/// What one person rates.
#[derive(Clone, Debug)]
struct Duty {
    user: UserId,
    /// By place: whether it is assigned to them, by itself or with one above it.
    assigned: Vec<bool>,
    /// By place: whether a conflict of interest keeps it from them, by itself, with one above it, or because a rating of it would hold
    /// for one below that is kept.
    kept: Vec<bool>,
}

/// Why somebody does not rate a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// They do not rate in this assessment today.
    NotOnTeam,
    /// A conflict of interest keeps it, or something below it, from them.
    Conflict,
    /// It is assigned to others, or to nobody.
    NotAssigned,
}

impl Refusal {
    /// Key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotOnTeam => "refused-not-on-team",
            Self::Conflict => "refused-conflict",
            Self::NotAssigned => "refused-not-assigned",
        }
    }
}

impl Duties {
    /// From the criteria in preorder, those who rate, what is assigned, and what conflicts cover.
    pub fn new(
        criteria: &[criterion::Model],
        raters: &[UserId],
        assigned: &[(UserId, CriterionId)],
        conflicts: &[(UserId, Option<CriterionId>)],
    ) -> Self {
        let above = above(criteria);
        // Those that are among some, and all below them.
        let reached = |some: &FxHashSet<CriterionId>| {
            let mut reached = vec![false; criteria.len()];
            if !some.is_empty() {
                for (at, it) in criteria.iter().enumerate() {
                    reached[at] = some.contains(&it.id) || above[at].is_some_and(|it| reached[it]);
                }
            }
            reached
        };
        let duty = |user: &UserId| {
            let own = conflicts.iter().filter(|it| it.0 == *user).map(|it| it.1);
            let named: FxHashSet<CriterionId> = own.clone().flatten().collect();
            let mut kept = reached(&named);
            if own.clone().any(|it| it.is_none()) {
                kept.fill(true);
            }
            let mut over = vec![false; criteria.len()];
            for at in (0..criteria.len()).rev() {
                if let Some(above) =
                    above[at].filter(|_| over[at] || named.contains(&criteria[at].id))
                {
                    (over[above], kept[above]) = (true, true);
                }
            }
            let own = assigned.iter().filter(|it| it.0 == *user).map(|it| it.1);
            Duty { user: *user, assigned: reached(&own.collect()), kept }
        };
        // Somebody's assignment counts as long as it stands, also while they are away or off the team: else nothing might be
        // assigned any more, and all would come to rate what they could read.
        let people = raters.iter().map(duty).collect();
        Self { people, any: !assigned.is_empty(), count: criteria.len() }
    }

    /// Whether anything is assigned at all.
    pub fn is_assigned(&self) -> bool {
        self.any
    }

    /// Those who could rate something if it were assigned to them.
    pub fn able(&self) -> Vec<UserId> {
        let is_free = |it: &&Duty| it.kept.contains(&false);
        self.people.iter().filter(is_free).map(|it| it.user).collect()
    }

    /// Why somebody does not rate the criterion at a place; none where they do.
    pub fn refusal(&self, user: UserId, place: usize) -> Option<Refusal> {
        let Some(duty) = self.people.iter().find(|it| it.user == user) else {
            return Some(Refusal::NotOnTeam);
        };
        if place >= self.count || duty.kept[place] {
            Some(Refusal::Conflict)
        } else if self.any && !duty.assigned[place] {
            Some(Refusal::NotAssigned)
        } else {
            None
        }
    }

    /// Whether somebody rates the criterion at a place.
    pub fn may_rate(&self, user: UserId, place: usize) -> bool {
        self.refusal(user, place).is_none()
    }

    /// Those who rate the criterion at a place.
    pub fn raters(&self, place: usize) -> impl Iterator<Item = UserId> {
        let rates = move |it: &&Duty| {
            place < self.count && !it.kept[place] && (!self.any || it.assigned[place])
        };
        self.people.iter().filter(rates).map(|it| it.user)
    }
}

/// Who rates what in an assessment today; four queries.
pub async fn duties(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    today: NaiveDate,
) -> Result<Duties, DbErr> {
    let mut duties = duties_in(db, &[(of, whole)], today).await?;
    duties.pop().ok_or_else(|| DbErr::RecordNotFound("duties".into()))
}

/// The same of one person alone, which is quicker where many rate; three queries.
pub async fn duties_of(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    (user, today): (UserId, NaiveDate),
) -> Result<Duties, DbErr> {
    let rates = rates(db, of, user, today).await?;
    let raters: Vec<UserId> = rates.then_some(user).into_iter().collect();
    let held = || {
        let of_it = assignment::Entity::find().filter(assignment::COLUMN.assessment_id.eq(of.id));
        of_it.filter(assignment::COLUMN.superseded_at.is_null()).select_only()
    };
    // That something is assigned to others changes what is theirs: the first of all comes along.
    let first = held().column_as(assignment::COLUMN.id.min(), "first").into_query();
    let own = Condition::any()
        .add(assignment::COLUMN.user_id.eq(user))
        .add(assignment::COLUMN.id.in_subquery(first));
    let assigned: Vec<(UserId, CriterionId)> = held()
        .columns([assignment::Column::UserId, assignment::Column::CriterionId])
        .filter(own)
        .into_tuple()
        .all(db)
        .await?;
    let conflicts: Vec<(UserId, Option<CriterionId>)> = conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::UserId, conflict::Column::CriterionId])
        .filter(conflict::COLUMN.assessment_id.eq(of.id))
        .filter(conflict::COLUMN.user_id.eq(user))
        .filter(conflict::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(Duties::new(&whole.criteria, &raters, &assigned, &conflicts))
}

/// The same in some assessments, in their order; four queries.
pub async fn duties_in(
    db: &impl ConnectionTrait,
    of: &[(&assessment::Model, &Whole)],
    today: NaiveDate,
) -> Result<Vec<Duties>, DbErr> {
    let assessments: Vec<&assessment::Model> = of.iter().map(|it| it.0).collect();
    let ids = || assessments.iter().map(|it| it.id);
    let members = members_of(db, &assessments).await?;
    let assigned: Vec<(AssessmentId, UserId, CriterionId)> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::AssessmentId, assignment::Column::UserId])
        .column(assignment::Column::CriterionId)
        .filter(assignment::Column::AssessmentId.is_in(ids()))
        .filter(assignment::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let conflicts: Vec<(AssessmentId, UserId, Option<CriterionId>)> = conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::AssessmentId, conflict::Column::UserId])
        .column(conflict::Column::CriterionId)
        .filter(conflict::Column::AssessmentId.is_in(ids()))
        .filter(conflict::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let duties = |(it, whole): &(&assessment::Model, &Whole)| {
        let raters = members.iter().filter(|of| of.row.assessment_id == it.id && of.rates(today));
        let raters: Vec<UserId> = raters.map(|it| it.user.id).collect();
        Duties::new(&whole.criteria, &raters, &own(&assigned, it.id), &own(&conflicts, it.id))
    };
    Ok(of.iter().map(duties).collect())
}

/// Of rows of many assessments those of one.
fn own<T: Copy>(rows: &[(AssessmentId, UserId, T)], of: AssessmentId) -> Vec<(UserId, T)> {
    rows.iter().filter(|it| it.0 == of).map(|it| (it.1, it.2)).collect()
}

/// For each criterion of the tree, by place: those who rate it today; nobody for those that are not assessable. Four queries.
pub async fn raters_of(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    today: NaiveDate,
) -> Result<Vec<Vec<UserId>>, DbErr> {
    let duties = duties(db, of, whole, today).await?;
    let raters = |(place, it): (usize, &criterion::Model)| {
        if it.assessable { duties.raters(place).collect() } else { Vec::new() }
    };
    Ok(whole.criteria.iter().enumerate().map(raters).collect())
}

/// What is assigned to whom; one query.
pub async fn pairs(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<(UserId, CriterionId)>, DbErr> {
    assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::UserId, assignment::Column::CriterionId])
        .filter(assignment::COLUMN.assessment_id.eq(assessment))
        .filter(assignment::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await
}

/// Assigns criteria to people, all or nothing; what is assigned already stays. Tells how many are new.
pub async fn assign(
    change: &mut Change,
    of: &assessment::Model,
    criteria: &[&criterion::Model],
    people: &[UserId],
) -> Result<usize, DbErr> {
    let held: HashSet<_> = pairs(change.tx(), of.id).await?.into_iter().collect();
    let (now, by) = (change.now(), change.actor().user());
    let row = |(user, criterion): (UserId, CriterionId)| assignment::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(criterion),
        user_id: Set(user),
        by_user_id: Set(by),
        recorded_at: Set(now),
        superseded_at: Set(None),
    };
    let wanted: BTreeSet<(UserId, CriterionId)> = people
        .iter()
        .flat_map(|user| criteria.iter().map(|it| (*user, it.id)))
        .filter(|it| !held.contains(it))
        .collect();
    let rows: Vec<_> = wanted.iter().copied().map(row).collect();
    for some in rows.chunks(CHUNK) {
        assignment::Entity::insert_many(some.to_vec()).exec_without_returning(change.tx()).await?;
    }
    if !wanted.is_empty() {
        record(change, of, "criteria-assigned", told(criteria, people));
    }
    Ok(wanted.len())
}

/// Takes assignments of criteria back from people. Tells how many there were.
pub async fn take_back(
    change: &mut Change,
    of: &assessment::Model,
    criteria: &[&criterion::Model],
    people: &[UserId],
) -> Result<u64, DbErr> {
    let mut ended = 0;
    for some in criteria.chunks(10_000) {
        let rows = assignment::Entity::update_many()
            .col_expr(assignment::Column::SupersededAt, Expr::value(change.now()))
            .filter(assignment::COLUMN.assessment_id.eq(of.id))
            .filter(assignment::COLUMN.user_id.is_in(people.iter().copied()))
            .filter(assignment::COLUMN.criterion_id.is_in(some.iter().map(|it| it.id)))
            .filter(assignment::COLUMN.superseded_at.is_null())
            .exec(change.tx())
            .await?;
        ended += rows.rows_affected;
    }
    if ended > 0 {
        record(change, of, "criteria-taken-back", told(criteria, people));
    }
    Ok(ended)
}

/// What an event tells of assignments.
fn told(criteria: &[&criterion::Model], people: &[UserId]) -> serde_json::Value {
    let codes: Vec<_> = criteria.iter().map(|it| it.code.as_str()).collect();
    json!({ "users": people, "criteria": codes })
}

/// Of some assessments those in which something is assigned to somebody who does not rate there today; three queries.
pub async fn deserted(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
    today: NaiveDate,
) -> Result<HashSet<AssessmentId>, DbErr> {
    let held: Vec<(AssessmentId, UserId)> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::AssessmentId, assignment::Column::UserId])
        .filter(assignment::Column::AssessmentId.is_in(of.iter().map(|it| it.id)))
        .filter(assignment::COLUMN.superseded_at.is_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let members = members_of(db, of).await?;
    let rates = |(assessment, user): &(AssessmentId, UserId)| {
        let is_it = |it: &Member| it.row.assessment_id == *assessment && it.user.id == *user;
        members.iter().any(|it| is_it(it) && it.rates(today))
    };
    Ok(held.into_iter().filter(|it| !rates(it)).map(|it| it.0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::preorder::samples;

    const ANA: UserId = UserId(1);
    const BEN: UserId = UserId(2);

    /// 10 with 11 and 12 below it, then 20.
    fn criteria() -> Vec<criterion::Model> {
        samples::criteria(&[(10, None, 1), (11, Some(10), 1), (12, Some(10), 1), (20, None, 1)])
    }

    fn who(assigned: &[(UserId, i64)], conflicts: &[(UserId, Option<i64>)]) -> [Vec<i64>; 4] {
        let assigned: Vec<_> = assigned.iter().map(|it| (it.0, CriterionId(it.1))).collect();
        let conflicts: Vec<_> = conflicts.iter().map(|it| (it.0, it.1.map(CriterionId))).collect();
        let duties = Duties::new(&criteria(), &[ANA, BEN], &assigned, &conflicts);
        std::array::from_fn(|at| duties.raters(at).map(|it| it.0).collect())
    }

    #[test]
    fn with_nothing_assigned_everybody_rates_everything() {
        assert_eq!(who(&[], &[]), [vec![1, 2], vec![1, 2], vec![1, 2], vec![1, 2]]);
    }

    #[test]
    fn as_soon_as_something_is_assigned_everybody_rates_what_is_theirs() {
        assert_eq!(who(&[(ANA, 10)], &[]), [vec![1], vec![1], vec![1], vec![]]);
        let both = who(&[(ANA, 10), (BEN, 12), (BEN, 20)], &[]);
        assert_eq!(both, [vec![1], vec![1], vec![1, 2], vec![2]]);
    }

    #[test]
    fn nobody_rates_what_a_conflict_covers_nor_a_clause_that_holds_for_it_too() {
        let part = who(&[], &[(ANA, Some(11))]);
        assert_eq!(part, [vec![2], vec![2], vec![1, 2], vec![1, 2]]);
        assert_eq!(who(&[], &[(BEN, None)]), [vec![1], vec![1], vec![1], vec![1]]);
        let whole =
            Duties::new(&criteria(), &[ANA, BEN], &[(ANA, CriterionId(20))], &[(BEN, None)]);
        assert_eq!(whole.able(), [ANA]);
        let duties = Duties::new(&criteria(), &[ANA], &[(ANA, CriterionId(20))], &[]);
        assert_eq!(duties.refusal(ANA, 1), Some(Refusal::NotAssigned));
        assert_eq!(duties.refusal(BEN, 3), Some(Refusal::NotOnTeam));
        assert_eq!(duties.refusal(ANA, 99), Some(Refusal::Conflict));
    }
}
