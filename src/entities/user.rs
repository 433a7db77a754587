//! A person who signs in.

use sea_orm::entity::prelude::*;

use super::UserId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UserId,
    /// Lower case; what they sign in with.
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// Code of the language they read: `en`, `sq` or `sr`.
    pub language: String,
    pub system_administrator: bool,
    pub active: bool,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
