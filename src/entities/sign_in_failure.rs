//! A refused sign-in, kept for throttling; swept when old.

use sea_orm::entity::prelude::*;

use super::SignInFailureId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_failure")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SignInFailureId,
    /// Hash of the account or of the address it came from.
    pub subject: String,
    pub failed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
