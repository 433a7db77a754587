//! The people who can see a criterion of an assessment, and so can be mentioned.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::sight::{Reader, side_of};
use crate::access::{Action, allowed, is_assigned};
use crate::entities::{
    CriterionId, UserId, assessment, assessment_member, conflict, membership, user,
};
use crate::standards::store::Whole;
use crate::team::sight::{Withheld, parents};
use crate::team::standing::holds;

/// Somebody who can be mentioned.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) reader: Reader,
    pub(super) name: String,
}

/// Those who read the institution's assessments and those on the team today, by name, but who has a conflict of interest about
/// the criterion; three queries.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    (whole, criterion): (&Whole, CriterionId),
    today: NaiveDate,
) -> Result<Vec<Person>, DbErr> {
    let members = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(of.institution_id))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    let team = assessment_member::Entity::find()
        .filter(assessment_member::COLUMN.assessment_id.eq(of.id))
        .filter(assessment_member::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    let team: HashSet<UserId> =
        team.iter().filter(|it| holds(it, today)).map(|it| it.user_id).collect();
    let conflicts: Vec<(UserId, Option<CriterionId>)> = conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::UserId, conflict::Column::CriterionId])
        .filter(conflict::COLUMN.assessment_id.eq(of.id))
        .filter(conflict::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut roots: HashMap<UserId, Vec<Option<CriterionId>>> = HashMap::new();
    for (user, root) in conflicts {
        roots.entry(user).or_default().push(root);
    }
    let tree = if roots.is_empty() { Vec::new() } else { parents(&whole.criteria) };
    let kept: HashSet<UserId> = roots
        .into_iter()
        .filter(|it| Withheld::below(it.1.iter().copied(), &tree).covers(criterion))
        .map(|it| it.0)
        .collect();
    let sees = |it: &membership::Model| {
        allowed(it.role, Action::Read)
            && (!is_assigned(it.role) || team.contains(&it.user_id))
            && !kept.contains(&it.user_id)
    };
    let person = |(it, user): (membership::Model, Option<user::Model>)| {
        let reader = Reader { user: it.user_id, side: side_of(it.role) };
        Some(Person { reader, name: user.filter(|_| sees(&it))?.name })
    };
    Ok(members.into_iter().filter_map(person).collect())
}
