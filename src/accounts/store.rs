//! People, their roles, and the sign-ins that failed.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    InstitutionId, Role, UserId, institution, membership, sign_in_failure, user,
};
use crate::files::hex;
use crate::web::visitor::Membership;

/// Failures after which an account or an address has to wait.
const MOST_FAILURES: u64 = 10;
/// How long failures count.
const WINDOW: Duration = Duration::minutes(15);

/// A person to be.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Lower case.
    pub email: String,
    pub name: String,
    pub password_hash: String,
    pub language: String,
    pub system_administrator: bool,
}

/// The person with an e-mail address.
pub async fn by_email(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find().filter(user::COLUMN.email.eq(email.trim().to_lowercase())).one(db).await
}

/// Roles of a person, with the institutions; one query.
pub async fn memberships(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<Membership>, DbErr> {
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.user_id.eq(user))
        .find_also_related(institution::Entity)
        .order_by_asc(institution::COLUMN.code)
        .all(db)
        .await?;
    let place = |(it, institution): (membership::Model, Option<institution::Model>)| {
        let institution = institution?;
        Some(Membership {
            institution: institution.id,
            code: institution.code,
            title: institution.title,
            role: it.role,
        })
    };
    Ok(rows.into_iter().filter_map(place).collect())
}

/// All people with their roles, by name; two queries.
pub async fn people(
    db: &impl ConnectionTrait,
) -> Result<Vec<(user::Model, Vec<(Role, String)>)>, DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.name).all(db).await?;
    let rows = membership::Entity::find().find_also_related(institution::Entity).all(db).await?;
    let roles = |user: &user::Model| {
        rows.iter()
            .filter(|(it, _)| it.user_id == user.id)
            .filter_map(|(it, institution)| Some((it.role, institution.as_ref()?.code.clone())))
            .collect()
    };
    Ok(users.into_iter().map(|user| (user.clone(), roles(&user))).collect())
}

/// Adds a person.
pub async fn add(change: &mut Change, new: NewUser) -> Result<user::Model, DbErr> {
    let row = user::ActiveModel {
        id: NotSet,
        email: Set(new.email),
        name: Set(new.name),
        password_hash: Set(new.password_hash),
        language: Set(new.language),
        system_administrator: Set(new.system_administrator),
        active: Set(true),
        created_at: Set(change.now()),
    };
    let user = row.insert(change.tx()).await?;
    change.record(Event::of_instance("user-added", format!("user:{}", user.id), json!({})));
    Ok(user)
}

/// Gives a person a role in an institution, in place of any they had there.
pub async fn give_role(
    change: &mut Change,
    user: UserId,
    institution: InstitutionId,
    role: Role,
) -> Result<(), DbErr> {
    let held = membership::Entity::find()
        .filter(membership::COLUMN.user_id.eq(user))
        .filter(membership::COLUMN.institution_id.eq(institution))
        .one(change.tx())
        .await?;
    if let Some(held) = held {
        let mut held: membership::ActiveModel = held.into();
        held.role = Set(role);
        held.update(change.tx()).await?;
    } else {
        let row = membership::ActiveModel {
            id: NotSet,
            user_id: Set(user),
            institution_id: Set(institution),
            role: Set(role),
        };
        row.insert(change.tx()).await?;
    }
    let details = json!({ "role": role.code() });
    change.record(Event::of(institution, "role-given", format!("user:{user}"), details));
    Ok(())
}

/// Sets a new password and ends every session of the person.
pub async fn set_password(
    change: &mut Change,
    user: user::Model,
    hash: String,
) -> Result<(), DbErr> {
    let id = user.id;
    let mut row: user::ActiveModel = user.into();
    row.password_hash = Set(hash);
    row.update(change.tx()).await?;
    super::session::end_all(change.tx(), id).await?;
    change.record(Event::of_instance("password-changed", format!("user:{id}"), json!({})));
    Ok(())
}

/// Keeps the language a person chose.
pub async fn set_language(change: &mut Change, id: UserId, language: &str) -> Result<(), DbErr> {
    let row =
        user::ActiveModel { id: Set(id), language: Set(language.to_owned()), ..Default::default() };
    row.update(change.tx()).await?;
    let details = json!({ "language": language });
    change.record(Event::of_instance("language-chosen", format!("user:{id}"), details));
    Ok(())
}

/// What failures are counted by: an account or an address, unreadable in the table.
pub fn subject(kind: &str, value: &str) -> String {
    hex(&Sha256::digest(format!("{kind}:{}", value.trim().to_lowercase())))
}

/// Whether one of the subjects failed too often of late; one query each.
pub async fn must_wait(
    db: &impl ConnectionTrait,
    subjects: &[String],
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    for subject in subjects {
        let failures = sign_in_failure::Entity::find()
            .filter(sign_in_failure::COLUMN.subject.eq(subject.as_str()))
            .filter(sign_in_failure::COLUMN.failed_at.gt(now - WINDOW))
            .count(db)
            .await?;
        if failures >= MOST_FAILURES {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Counts a failure, and sweeps those that count no longer.
pub async fn note_failure(
    db: &impl ConnectionTrait,
    subjects: &[String],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    sign_in_failure::Entity::delete_many()
        .filter(sign_in_failure::COLUMN.failed_at.lt(now - WINDOW))
        .exec(db)
        .await?;
    let rows = subjects.iter().map(|subject| sign_in_failure::ActiveModel {
        id: NotSet,
        subject: Set(subject.clone()),
        failed_at: Set(now),
    });
    sign_in_failure::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

/// Forgets the failures of an account that has signed in.
pub async fn forget_failures(db: &impl ConnectionTrait, subject: &str) -> Result<(), DbErr> {
    sign_in_failure::Entity::delete_many()
        .filter(sign_in_failure::COLUMN.subject.eq(subject))
        .exec(db)
        .await
        .map(drop)
}

/// A person.
pub async fn by_id(db: &impl ConnectionTrait, id: UserId) -> Result<user::Model, DbErr> {
    user::Entity::find_by_id(id).require_one(db).await
}

/// Names of some people; one query, none where nobody is asked for.
pub async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, String>, DbErr> {
    let mut ids: Vec<UserId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name])
        .filter(user::COLUMN.id.is_in(ids))
        .into_tuple::<(UserId, String)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
