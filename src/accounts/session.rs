//! Sessions: a row and a cookie. The cookie holds 256 random bits, the row their SHA-256, so a stolen database opens no door.

use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, Duration, Utc};
use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};
use sha2::{Digest as _, Sha256};

use crate::entities::{SessionId, UserId, session, user};
use crate::files::hex;

/// Name of the cookie.
pub const COOKIE: &str = "kriter_session";

/// How long a session lasts: one working day.
const LIFETIME: Duration = Duration::hours(12);

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Begins a session and gives the token for its cookie. Old sessions of the person that have ended are swept.
pub async fn begin(
    db: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<String, DbErr> {
    session::Entity::delete_many().filter(session::COLUMN.expires_at.lt(now)).exec(db).await?;
    let token = hex(&rand::random::<[u8; 32]>());
    let row = session::ActiveModel {
        id: NotSet,
        token_hash: Set(hash(&token)),
        user_id: Set(user),
        created_at: Set(now),
        expires_at: Set(now + LIFETIME),
    };
    row.insert(db).await?;
    Ok(token)
}

/// The session of a token and its person; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<(session::Model, user::Model)>, DbErr> {
    let found = session::Entity::find()
        .filter(session::COLUMN.token_hash.eq(hash(token)))
        .filter(session::COLUMN.expires_at.gt(now))
        .find_also_related(user::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(session, user)| Some((session, user.filter(|it| it.active)?))))
}

/// Ends one session.
pub async fn end(db: &impl ConnectionTrait, id: SessionId) -> Result<(), DbErr> {
    session::Entity::delete_by_id(id).exec(db).await.map(drop)
}

/// Ends all sessions of a person.
pub async fn end_all(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::COLUMN.user_id.eq(user)).exec(db).await.map(drop)
}

/// The cookie of a token.
pub fn cookie(token: String, secure: bool) -> Cookie<'static> {
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .build()
}
