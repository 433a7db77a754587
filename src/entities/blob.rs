//! A content that is stored: its size, and what was read out of it. Who uses it is told by `revision`, `import_batch`,
//! `waiting_file` and `dossier_pin`.

use sea_orm::entity::prelude::*;

use super::{Codes, TextState};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    /// When it was last taken in; what nobody uses is swept some time after.
    pub kept_at: DateTimeUtc,
    pub text_state: TextState,
    /// What is written in it.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub pages: Option<i32>,
    /// Codes of what there is to tell of it: it is protected, it is a scan.
    pub hints: Codes,
    /// Until when somebody is reading it.
    pub leased_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
