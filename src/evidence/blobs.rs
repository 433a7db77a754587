//! What is known of stored contents: a row for each, made when it is first kept.

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{NotSet, Set};

use crate::entities::{Codes, TextState, blob};
use crate::files::Kept;

/// Notes that a content was taken in; where it is known already, only when. Gives the text that was read out of it, if it was.
pub async fn keep(
    db: &impl ConnectionTrait,
    kept: &Kept,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbErr> {
    let row = blob::ActiveModel {
        sha256: Set(kept.digest.as_str().to_owned()),
        size: Set(i64::try_from(kept.size).unwrap_or(i64::MAX)),
        media_type: Set(kept.media_type.clone()),
        kept_at: Set(now),
        text_state: Set(TextState::Pending),
        text: NotSet,
        pages: NotSet,
        hints: Set(Codes::default()),
        leased_until: NotSet,
    };
    let mut again = OnConflict::column(blob::Column::Sha256);
    again.update_column(blob::Column::KeptAt);
    let held = blob::Entity::insert(row).on_conflict(again).exec_with_returning(db).await?;
    Ok(held.text.filter(|_| held.text_state == TextState::Read))
}
