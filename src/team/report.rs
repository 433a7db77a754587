//! Who sees what of an assessment, from when until when: the team with its conflicts, duties and progress, and beside it
//! those who read the institution as a whole.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde::Serialize;

use super::assigned::{Duties, pairs};
use super::conflicts::{self, Told};
use super::store::{Member, declarations, members};
use crate::access::{Action, allowed, is_assigned};
use crate::entities::{
    CriterionId, Part, Role, UserId, assessment, criterion, declaration, membership, rating, user,
};
use crate::language::Worded;
use crate::standards::preorder::heirs;
use crate::tailoring::store::Tailored;

/// Whether the assessment is open to somebody, and what keeps it shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Open,
    NotYet,
    Ended,
    /// They have no role in the institution any more that fits their part.
    NoRole,
    Undeclared,
    /// A conflict of interest in the whole.
    Conflict,
}

impl Access {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Open => "good",
            Self::NotYet | Self::Undeclared => "poor",
            Self::Ended | Self::NoRole => "plain",
            Self::Conflict => "bad",
        }
    }
}

impl Worded for Access {
    fn key(&self) -> &'static str {
        match self {
            Self::Open => "access-open",
            Self::NotYet => "access-not-yet",
            Self::Ended => "access-ended",
            Self::NoRole => "access-no-role",
            Self::Undeclared => "access-undeclared",
            Self::Conflict => "access-conflict",
        }
    }
}

/// What one person sees and does.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub user: UserId,
    pub name: String,
    /// None for who reads the institution as a whole.
    pub part: Option<Part>,
    pub role: Option<Role>,
    pub access: Access,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Whether restricted evidence is open to them, where it has no list of readers without them.
    pub restricted: bool,
    /// When they declared; none where they have not, or need not.
    pub declared: Option<DateTime<Utc>>,
    /// Codes of criteria that are kept from them with everything below.
    pub withheld: Vec<String>,
    /// Codes of what is assigned to them, with everything below.
    pub assigned: Vec<String>,
    /// Criteria that they rate, and how many of them they have rated in the current round.
    pub to_rate: usize,
    pub rated: usize,
}

impl Line {
    /// Whether they rate at all.
    pub fn rates(&self) -> bool {
        self.part.is_some_and(Part::rates)
    }
}

/// The report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub team: Vec<Line>,
    /// Those who read the institution as a whole.
    pub by_role: Vec<Line>,
    /// Criteria that are counted, and those of them that nobody rates.
    pub criteria: usize,
    pub unrated_by_all: usize,
    /// Whether anything is assigned at all.
    pub is_assigned: bool,
}

/// What the lines are made from.
struct Held {
    members: Vec<Member>,
    declarations: Vec<declaration::Model>,
    conflicts: Vec<Told>,
    assigned: Vec<(UserId, CriterionId)>,
    ratings: HashSet<(UserId, CriterionId)>,
}

/// The report of an assessment on a day; seven queries.
pub async fn of(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    tailored: &Tailored,
    today: NaiveDate,
) -> Result<Report, DbErr> {
    let held = Held {
        members: members(db, of).await?,
        declarations: declarations(db, of.id).await?,
        conflicts: conflicts::all(db, of.id).await?,
        assigned: pairs(db, of.id).await?,
        ratings: ratings(db, of).await?,
    };
    let raters: Vec<UserId> =
        held.members.iter().filter(|it| it.rates(today)).map(|it| it.user.id).collect();
    let told: Vec<_> = held.conflicts.iter().map(|it| (it.0.user_id, it.0.criterion_id)).collect();
    let criteria = &tailored.whole.criteria;
    let duties = Duties::new(criteria, &raters, &held.assigned, &told);
    let counted: Vec<usize> = (0..criteria.len())
        .filter(|it| criteria[*it].assessable && tailored.scope[*it].is_in())
        .collect();
    let team: Vec<Line> = held
        .members
        .iter()
        .map(|it| line(it, &held, criteria, (&counted, &duties), today))
        .collect();
    let on: Vec<UserId> = team.iter().map(|it| it.user).collect();
    Ok(Report {
        by_role: by_role(db, of, &on).await?,
        team,
        criteria: counted.len(),
        unrated_by_all: counted.iter().filter(|it| duties.raters(**it).next().is_none()).count(),
        is_assigned: duties.is_assigned(),
    })
}

fn line(
    member: &Member,
    held: &Held,
    criteria: &[criterion::Model],
    (counted, duties): (&[usize], &Duties),
    today: NaiveDate,
) -> Line {
    let user = member.user.id;
    let declared = held.declarations.iter().find(|it| it.user_id == user);
    let own = || held.conflicts.iter().filter(|it| it.0.user_id == user);
    let theirs: Vec<usize> =
        counted.iter().copied().filter(|it| duties.may_rate(user, *it)).collect();
    let rated = rated(user, criteria, &held.ratings);
    let row = &member.row;
    let access = if row.until_day.is_some_and(|it| it < today) {
        Access::Ended
    } else if row.from_day.is_some_and(|it| today < it) {
        Access::NotYet
    } else if !member.holds(today) {
        Access::NoRole
    } else if own().any(|it| it.0.criterion_id.is_none()) {
        Access::Conflict
    } else if row.part.rates() && declared.is_none() {
        Access::Undeclared
    } else {
        Access::Open
    };
    let names: HashMap<CriterionId, &str> =
        criteria.iter().map(|it| (it.id, it.code.as_str())).collect();
    let code = |it: CriterionId| names.get(&it).map(|it| (*it).to_owned());
    let theirs_by_name: HashSet<CriterionId> =
        held.assigned.iter().filter(|it| it.0 == user).map(|it| it.1).collect();
    let assigned = criteria.iter().filter(|it| theirs_by_name.contains(&it.id));
    Line {
        user,
        name: member.user.name.clone(),
        part: Some(row.part),
        role: member.role,
        access,
        from: row.from_day,
        until: row.until_day,
        restricted: row.part.rates()
            && member.role.is_some_and(|it| allowed(it, Action::ReadRestricted)),
        declared: declared.map(|it| it.recorded_at),
        withheld: own().filter_map(|it| code(it.0.criterion_id?)).collect(),
        assigned: assigned.map(|it| it.code.clone()).collect(),
        to_rate: theirs.len(),
        rated: theirs.iter().filter(|it| rated[**it]).count(),
    }
}

/// By place: whether somebody rated the criterion, or one above it of the same edition.
fn rated(
    user: UserId,
    criteria: &[criterion::Model],
    ratings: &HashSet<(UserId, CriterionId)>,
) -> Vec<bool> {
    let mut rated = vec![false; criteria.len()];
    for (place, (it, heir)) in criteria.iter().zip(heirs(criteria)).enumerate() {
        rated[place] = heir.is_some_and(|it| rated[it]) || ratings.contains(&(user, it.id));
    }
    rated
}

/// Who has rated what in the current round; one query.
async fn ratings(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<HashSet<(UserId, CriterionId)>, DbErr> {
    let rows: Vec<(UserId, CriterionId)> = rating::Entity::find()
        .select_only()
        .columns([rating::Column::UserId, rating::Column::CriterionId])
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.round.eq(of.stage.round()))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::COLUMN.user_id.is_not_null())
        .filter(rating::COLUMN.level.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Those who read the institution as a whole and are not on the team; one query.
async fn by_role(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    team: &[UserId],
) -> Result<Vec<Line>, DbErr> {
    let roles = Role::ALL.iter().copied();
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(of.institution_id))
        .filter(
            membership::COLUMN
                .role
                .is_in(roles.filter(|it| allowed(*it, Action::Read) && !is_assigned(*it))),
        )
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    let line = |(it, user): (membership::Model, Option<user::Model>)| {
        let user = user.filter(|it| !team.contains(&it.id))?;
        Some(Line {
            user: user.id,
            name: user.name,
            part: None,
            role: Some(it.role),
            access: Access::Open,
            from: None,
            until: None,
            restricted: allowed(it.role, Action::ReadRestricted),
            declared: None,
            withheld: Vec::new(),
            assigned: Vec::new(),
            to_rate: 0,
            rated: 0,
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}
