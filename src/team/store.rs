//! The members of a team: who is on it, as what, from when until when.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use crate::access::{Action, allowed, is_assigned};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Part, Role, UserId, assessment, assessment_member, conflict, declaration,
    membership, user,
};

/// A person on a team.
#[derive(Clone, Debug)]
pub struct Member {
    pub row: assessment_member::Model,
    pub user: user::Model,
    /// Their role in the institution; none once it was taken from them, and with it all access.
    pub role: Option<Role>,
}

impl Member {
    /// Whether they are on the team on a day, by their days and by their role.
    pub fn holds(&self, day: NaiveDate) -> bool {
        let fits = self.role.is_some_and(|it| suits(it, self.row.part));
        fits && super::standing::holds(&self.row, day)
    }

    /// Whether they rate on a day.
    pub fn rates(&self, day: NaiveDate) -> bool {
        self.row.part.rates() && self.holds(day)
    }
}

/// Whether somebody with a role in the institution can be on a team as this. Who keeps the institution's evidence never rates it.
pub fn suits(role: Role, part: Part) -> bool {
    if part.rates() {
        allowed(role, Action::RateReview)
    } else {
        is_assigned(role) || role == Role::Observer
    }
}

/// The members of a team, by name, whatever their days; two queries.
pub async fn members(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Vec<Member>, DbErr> {
    members_of(db, &[of]).await
}

/// The members of some teams, by name, whatever their days; two queries.
pub(super) async fn members_of(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
) -> Result<Vec<Member>, DbErr> {
    members_where(db, of, Condition::all()).await
}

async fn members_where(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
    wanted: Condition,
) -> Result<Vec<Member>, DbErr> {
    let rows = assessment_member::Entity::find()
        .filter(assessment_member::Column::AssessmentId.is_in(of.iter().map(|it| it.id)))
        .filter(assessment_member::COLUMN.superseded_at.is_null())
        .filter(wanted)
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    let roles = membership::Entity::find()
        .filter(membership::Column::InstitutionId.is_in(of.iter().map(|it| it.institution_id)))
        .filter(membership::COLUMN.user_id.is_in(rows.iter().map(|it| it.0.user_id)))
        .all(db)
        .await?;
    let with = |(row, user): (assessment_member::Model, Option<user::Model>)| {
        let of = of.iter().find(|it| it.id == row.assessment_id)?;
        let fits = |it: &&membership::Model| {
            it.user_id == row.user_id && it.institution_id == of.institution_id
        };
        let role = roles.iter().find(fits).map(|it| it.role);
        Some(Member { user: user?, role, row })
    };
    Ok(rows.into_iter().filter_map(with).collect())
}

/// A member of a team; two queries.
pub async fn member(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    user: UserId,
) -> Result<Member, DbErr> {
    let theirs = Condition::all().add(assessment_member::Column::UserId.eq(user));
    let found = members_where(db, &[of], theirs).await?.pop();
    found.ok_or_else(|| DbErr::RecordNotFound(format!("member {user}")))
}

/// Whether somebody rates in an assessment on a day, by their days and by their role; one query.
pub(super) async fn rates(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    user: UserId,
    day: NaiveDate,
) -> Result<bool, DbErr> {
    let role = assessment_member::Entity::belongs_to(membership::Entity)
        .from(assessment_member::Column::UserId)
        .to(membership::Column::UserId)
        .into();
    let found = assessment_member::Entity::find()
        .join(JoinType::InnerJoin, role)
        .select_also(membership::Entity)
        .filter(membership::COLUMN.institution_id.eq(of.institution_id))
        .filter(assessment_member::COLUMN.assessment_id.eq(of.id))
        .filter(assessment_member::COLUMN.user_id.eq(user))
        .filter(assessment_member::COLUMN.superseded_at.is_null())
        .one(db)
        .await?;
    let Some((row, Some(of))) = found else { return Ok(false) };
    Ok(row.part.rates() && suits(of.role, row.part) && super::standing::holds(&row, day))
}

/// People of the institution who can be put on a team, with their roles, by name; one query.
pub async fn people(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Vec<(user::Model, Role)>, DbErr> {
    let fits = |it: &Role| Part::ALL.iter().any(|part| suits(*it, *part));
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(of.institution_id))
        .filter(membership::COLUMN.role.is_in(Role::ALL.iter().copied().filter(fits)))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(it, user)| Some((user?, it.role))).collect())
}

/// What a person is to be on a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewMember {
    pub user: UserId,
    pub part: Part,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl NewMember {
    /// On it from now on, with no end.
    pub fn of(user: UserId, part: Part) -> Self {
        Self { user, part, from: None, until: None }
    }
}

/// Puts somebody on a team, or changes what they are on it.
pub async fn put(change: &mut Change, of: &assessment::Model, new: NewMember) -> Result<(), DbErr> {
    let was_on = end(change, of.id, new.user).await? > 0;
    let row = assessment_member::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        user_id: Set(new.user),
        part: Set(new.part),
        from_day: Set(new.from),
        until_day: Set(new.until),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    let action = if was_on { "member-changed" } else { "member-added" };
    let details =
        json!({ "user": new.user, "part": new.part, "from": new.from, "until": new.until });
    record(change, of, action, details);
    Ok(())
}

/// Takes somebody off a team. What they rated and declared stays known, and what is assigned to them stays so.
pub async fn take_off(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
) -> Result<(), DbErr> {
    if end(change, of.id, user).await? == 0 {
        return Err(DbErr::RecordNotFound(format!("member {user}")));
    }
    record(change, of, "member-taken-off", json!({ "user": user }));
    Ok(())
}

/// Ends what somebody is on a team; tells of how many.
async fn end(change: &Change, assessment: AssessmentId, user: UserId) -> Result<u64, DbErr> {
    let ended = assessment_member::Entity::update_many()
        .col_expr(assessment_member::Column::SupersededAt, Expr::value(change.now()))
        .filter(assessment_member::COLUMN.assessment_id.eq(assessment))
        .filter(assessment_member::COLUMN.user_id.eq(user))
        .filter(assessment_member::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    Ok(ended.rows_affected)
}

/// Those who rate in an assessment today and have not declared their conflicts of interest: while there are some, nobody
/// signs a round off. Who is in conflict with the whole has nothing to declare: nothing of it is shown to them. Four queries.
pub async fn undeclared(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    today: NaiveDate,
) -> Result<Vec<user::Model>, DbErr> {
    let declared = declarations(db, of.id).await?.into_iter().map(|it| it.user_id);
    let barred: Vec<UserId> = conflict::Entity::find()
        .select_only()
        .column(conflict::Column::UserId)
        .filter(conflict::COLUMN.assessment_id.eq(of.id))
        .filter(conflict::COLUMN.criterion_id.is_null())
        .filter(conflict::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let done: HashSet<UserId> = declared.chain(barred).collect();
    let is_open = |it: &Member| it.rates(today) && !done.contains(&it.user.id);
    let members = members(db, of).await?;
    Ok(members.into_iter().filter(is_open).map(|it| it.user).collect())
}

/// The declarations that hold in an assessment; one query.
pub async fn declarations(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<declaration::Model>, DbErr> {
    declaration::Entity::find()
        .filter(
            Condition::all()
                .add(declaration::COLUMN.assessment_id.eq(assessment))
                .add(declaration::COLUMN.superseded_at.is_null()),
        )
        .order_by_asc(declaration::COLUMN.id)
        .all(db)
        .await
}

pub(super) fn record(
    change: &mut Change,
    of: &assessment::Model,
    action: &'static str,
    details: serde_json::Value,
) {
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, action, subject, details));
}
