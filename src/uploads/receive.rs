//! Taking bytes in as they come. What has come stays, whatever breaks after it.
//!
//! The row says how many bytes have come, and moves on only once they are stored. A piece is never written over, so of two
//! that are sent for one place the first holds, and it is the same one for everybody.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use sea_orm::EntityTrait as _;

use super::store::{self, Announced};
use super::tus::Failure;
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::entities::{InstitutionId, UserId, waiting_file};
use crate::files::{Kept, Refused};

/// Bytes of a piece; at most one of each upload is in memory.
pub const PIECE: usize = 4 * 1024 * 1024;
/// A line on which nothing comes for so long is broken.
const SILENCE: Duration = Duration::from_mins(1);

/// Takes in what comes after the bytes that are there. It goes on, to keep what came, even where the line breaks and the
/// request with it.
pub async fn receive(
    app: &App,
    file: waiting_file::Model,
    body: Body,
) -> Result<waiting_file::Model, Failure> {
    let app = app.clone();
    let task = tokio::spawn(async move { take_in(&app, file, body).await });
    task.await.map_err(|it| Failure::from(anyhow::Error::new(it)))?
}

/// Takes in a file all of which comes at once: it needs no pieces, and is noted only once it is stored. Where the line breaks before,
/// nothing of it stays, as nobody was told where to go on.
pub async fn receive_whole(
    app: &App,
    new: Announced,
    body: Body,
) -> Result<waiting_file::Model, Failure> {
    let size = usize::try_from(new.size).map_err(|_| Failure::TooLarge)?;
    let mut body = body.into_data_stream();
    let mut bytes = Vec::with_capacity(size.min(PIECE));
    while let Some(chunk) =
        tokio::time::timeout(SILENCE, body.next()).await.map_err(|_| Failure::BrokeOff)?
    {
        bytes.extend_from_slice(&chunk.map_err(|_| Failure::BrokeOff)?);
        if bytes.len() > size {
            return Err(Failure::TooLarge);
        }
    }
    if bytes.len() < size {
        return Err(Failure::BrokeOff);
    }
    has_room(app, &new).await?;
    // To its end, also where the sender does not wait for it.
    let app = app.clone();
    let task = tokio::spawn(async move { keep_whole(&app, new, bytes).await });
    task.await.map_err(|it| Failure::from(anyhow::Error::new(it)))?
}

/// Refuses another file of somebody of whom too many are there already.
pub async fn has_room(app: &App, new: &Announced) -> Result<(), Failure> {
    let there = store::count(&app.db.read, new.user, new.institution).await?;
    if there < store::MOST { Ok(()) } else { Err(Failure::TooMany) }
}

async fn keep_whole(
    app: &App,
    new: Announced,
    bytes: Vec<u8>,
) -> Result<waiting_file::Model, Failure> {
    match app.files.keep_bytes(bytes.into(), app.config.max_upload()).await {
        Ok(kept) => {
            let file = store::add_whole(&app.db.write, new, &kept, app.now()).await?;
            app.db.flush().await?;
            Ok(file)
        }
        Err(refused) => Err(not_taken(app, (new.user, new.institution), new.name, refused).await?),
    }
}

async fn take_in(
    app: &App,
    mut file: waiting_file::Model,
    body: Body,
) -> Result<waiting_file::Model, Failure> {
    let mut body = body.into_data_stream();
    let mut part = Vec::new();
    let mut left = left(&file);
    let mut ended = Ok(());
    loop {
        match tokio::time::timeout(SILENCE, body.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(chunk))) => {
                let fits = chunk.len().min(left);
                part.extend_from_slice(&chunk[..fits]);
                left -= fits;
                if fits < chunk.len() {
                    ended = Err(Failure::TooLarge);
                    break;
                }
            }
            Ok(Some(Err(_))) | Err(_) => {
                ended = Err(Failure::BrokeOff);
                break;
            }
        }
        if part.len() >= PIECE {
            keep_piece(app, &mut file, std::mem::take(&mut part)).await?;
        }
    }
    let is_whole = file.received == 0 && left == 0 && ended.is_ok();
    if is_whole && !part.is_empty() {
        // All of it is here: it needs no pieces.
        let kept = app.files.keep_bytes(part.into(), app.config.max_upload()).await;
        settle(app, &file, kept).await?;
        return Ok(waiting_file::Model { received: file.size, ..file });
    }
    if !part.is_empty() {
        keep_piece(app, &mut file, part).await?;
    }
    ended?;
    if file.received == file.size {
        finish(app, &file).await?;
    }
    Ok(file)
}

/// Bytes that are still to come.
pub fn left(file: &waiting_file::Model) -> usize {
    usize::try_from(file.size - file.received).unwrap_or_default()
}

/// Stores a piece and moves the row on.
async fn keep_piece(
    app: &App,
    file: &mut waiting_file::Model,
    part: Vec<u8>,
) -> Result<(), Failure> {
    let offset = u64::try_from(file.received).unwrap_or_default();
    let part = Bytes::from(part);
    let mut size = part.len() as u64;
    let is_ours = app.files.put_piece(&file.token, offset, part).await?;
    if !is_ours {
        let pieces = app.files.pieces(&file.token).await?;
        let there = pieces.iter().find(|it| it.0 == offset).ok_or(Failure::Conflict)?;
        size = there.1;
    }
    let to = i64::try_from(offset + size).map_err(|_| Failure::TooLarge)?;
    let moved = store::advance(&app.db.write, file.id, (file.received, to), app.now()).await?;
    if !is_ours {
        return Err(Failure::Conflict);
    }
    if !moved {
        // Somebody may have found our piece and moved the row on for us, or thrown the file away.
        match waiting_file::Entity::find_by_id(file.id).one(&app.db.write).await? {
            None => {
                app.files.delete_pieces(&file.token).await?;
                return Err(Failure::NotFound);
            }
            Some(now) if now.received >= to => {}
            Some(_) => return Err(Failure::Conflict),
        }
    }
    file.received = to;
    Ok(())
}

/// Puts a file together of its pieces. It may be called again where it was broken off.
pub async fn finish(app: &App, file: &waiting_file::Model) -> Result<(), Failure> {
    if file.sha256.is_some() {
        return Ok(());
    }
    let pieces = app.files.pieces(&file.token).await?;
    let there: u64 = pieces.iter().map(|it| it.1).sum();
    if u64::try_from(file.size).ok() != Some(there) {
        let now = waiting_file::Entity::find_by_id(file.id).one(&app.db.write).await?;
        if now.is_some_and(|it| it.sha256.is_some()) {
            return Ok(());
        }
        // Power may have gone before a piece was on the disk: its sender is told how far it really came.
        let there = i64::try_from(there).unwrap_or_default();
        store::advance(&app.db.write, file.id, (file.received, there), app.now()).await?;
        return Err(Failure::Conflict);
    }
    let body = app.files.read_pieces(&file.token, &pieces);
    let kept = app.files.keep(Box::pin(body), app.config.max_upload()).await;
    settle(app, file, kept).await
}

/// The file waits for its sender now; or it is gone, if it was refused for what it is.
async fn settle(
    app: &App,
    file: &waiting_file::Model,
    kept: Result<Kept, Refused>,
) -> Result<(), Failure> {
    let whose = (file.user_id, file.institution_id);
    match kept {
        Ok(kept) => {
            store::whole(&app.db.write, file, &kept, app.now()).await?;
            app.db.flush().await?;
            app.files.delete_pieces(&file.token).await?;
            Ok(())
        }
        Err(Refused::BrokeOff) => {
            let now = waiting_file::Entity::find_by_id(file.id).one(&app.db.write).await?;
            // Another request may have put it together and taken the pieces away.
            let is_whole = now.is_some_and(|it| it.sha256.is_some());
            if is_whole { Ok(()) } else { Err(Failure::BrokeOff) }
        }
        // What is not the file's fault: it can be put together later.
        Err(refused @ (Refused::Store(_) | Refused::Full | Refused::NotScanned(_))) => {
            Err(Failure::NotTaken(file.name.clone(), refused))
        }
        Err(refused) => {
            store::throw_away(app, whose, &[file.id]).await?;
            Err(not_taken(app, whose, file.name.clone(), refused).await?)
        }
    }
}

/// What its sender is told of a file that is not taken. What the virus scanner found, the log tells.
async fn not_taken(
    app: &App,
    (user, institution): (UserId, InstitutionId),
    name: String,
    refused: Refused,
) -> Result<Failure, Failure> {
    if let Refused::Infected(found) = &refused {
        let details = serde_json::json!({ "file": name, "found": found });
        let object = format!("institution:{institution}");
        let mut change = app.change(Actor::User(user)).await?;
        change.record(Event::of(institution, "file-refused", object, details));
        change.commit().await?;
    }
    Ok(Failure::NotTaken(name, refused))
}
