//! Two people add to the same item at once: the second is told, and what they sent is set aside, not lost.

use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};
use serde_json::json;

use super::blobs;
use super::life::object;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{InstitutionId, UserId, evidence_item, revision, waiting_file};
use crate::files::{Digest, Kept};
use crate::web::upload::Uploaded;

/// Of the revisions of an item, those that came after the newest that somebody saw; with `part`, those of that part.
pub fn newer(
    held: &[revision::Model],
    part: Option<i32>,
    seen: Option<i32>,
) -> Vec<&revision::Model> {
    let Some(seen) = seen else { return Vec::new() };
    let is_newer =
        |it: &&revision::Model| it.number > seen && part.is_none_or(|part| it.part == part);
    held.iter().filter(is_newer).collect()
}

/// Sets a file aside that somebody sent for an item; the token by which only they take it up again.
pub async fn set_aside(
    change: &mut Change,
    of: &evidence_item::Model,
    user: UserId,
    file: &Uploaded,
) -> Result<String, DbErr> {
    blobs::keep(change.tx(), &file.kept, change.now()).await?;
    let token = format!("{:032x}", rand::random::<u128>());
    let size = i64::try_from(file.kept.size).unwrap_or(i64::MAX);
    let row = waiting_file::ActiveModel {
        id: NotSet,
        token: Set(token.clone()),
        institution_id: Set(of.institution_id),
        user_id: Set(user),
        name: Set(file.name.clone()),
        size: Set(size),
        received: Set(size),
        sha256: Set(Some(file.kept.digest.as_str().to_owned())),
        media_type: Set(Some(file.kept.media_type.clone())),
        criterion_id: Set(None),
        created_at: Set(change.now()),
        touched_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    let details = json!({ "evidence": of.reference, "sha256": file.kept.digest.as_str() });
    change.record(Event::of(of.institution_id, "file-set-aside", object(of.id), details));
    Ok(token)
}

/// Takes a file up again that the same person set aside in the same institution; it waits no longer.
pub async fn take_up(
    change: &Change,
    institution: InstitutionId,
    user: UserId,
    token: &str,
) -> Result<Uploaded, DbErr> {
    let found = waiting_file::Entity::find()
        .filter(waiting_file::COLUMN.token.eq(token))
        .filter(waiting_file::COLUMN.institution_id.eq(institution))
        .filter(waiting_file::COLUMN.user_id.eq(user))
        .require_one(change.tx())
        .await?;
    let missing = || DbErr::RecordNotFound("a file that is whole".into());
    let digest = found.sha256.as_deref().and_then(Digest::parse).ok_or_else(missing)?;
    waiting_file::Entity::delete_by_id(found.id).exec(change.tx()).await?;
    let kept = Kept {
        digest,
        size: u64::try_from(found.size).unwrap_or_default(),
        media_type: found.media_type.unwrap_or_default(),
    };
    Ok(Uploaded { name: found.name, kept })
}
