//! Files that come or wait, each its sender's alone. They are nobody else's affair until evidence is made of them, so
//! nothing of it goes into the audit log before that, but for what the virus scanner refuses.

use chrono::{DateTime, Days, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};

use super::receive;
use crate::app::App;
use crate::entities::{CriterionId, InstitutionId, UserId, WaitingFileId, waiting_file};
use crate::evidence::blobs;
use crate::files::Kept;

/// Days after which a file that is not whole is given up.
pub const KEPT_DAYS: u64 = 7;
/// Most files of one person that come or wait in one institution.
pub const MOST: u64 = 1_000;

/// A file that is going to come.
#[derive(Clone, Debug)]
pub struct Announced {
    pub institution: InstitutionId,
    pub user: UserId,
    pub name: String,
    pub size: i64,
    pub criterion: Option<CriterionId>,
}

impl Announced {
    fn row(self, now: DateTime<Utc>) -> waiting_file::ActiveModel {
        waiting_file::ActiveModel {
            id: NotSet,
            token: Set(format!("{:032x}", rand::random::<u128>())),
            institution_id: Set(self.institution),
            user_id: Set(self.user),
            name: Set(self.name),
            size: Set(self.size),
            received: Set(0),
            sha256: Set(None),
            media_type: Set(None),
            criterion_id: Set(self.criterion),
            created_at: Set(now),
            touched_at: Set(now),
        }
    }
}

/// Notes a file that is going to come.
pub async fn announce(
    db: &impl ConnectionTrait,
    new: Announced,
    now: DateTime<Utc>,
) -> Result<waiting_file::Model, DbErr> {
    new.row(now).insert(db).await
}

/// Notes a file that came whole.
pub async fn add_whole(
    db: &impl ConnectionTrait,
    new: Announced,
    kept: &Kept,
    now: DateTime<Utc>,
) -> Result<waiting_file::Model, DbErr> {
    blobs::keep(db, kept, now).await?;
    let row = waiting_file::ActiveModel {
        received: Set(new.size),
        sha256: Set(Some(kept.digest.as_str().to_owned())),
        media_type: Set(Some(kept.media_type.clone())),
        ..new.row(now)
    };
    row.insert(db).await
}

/// Files of a person in an institution.
fn of(user: UserId, institution: InstitutionId) -> sea_orm::Select<waiting_file::Entity> {
    waiting_file::Entity::find()
        .filter(waiting_file::COLUMN.user_id.eq(user))
        .filter(waiting_file::COLUMN.institution_id.eq(institution))
}

/// How many files of a person come or wait; one query.
pub async fn count(
    db: &impl ConnectionTrait,
    user: UserId,
    institution: InstitutionId,
) -> Result<u64, DbErr> {
    of(user, institution).count(db).await
}

/// The file that its sender's browser names so; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    (user, institution): (UserId, InstitutionId),
    token: &str,
) -> Result<waiting_file::Model, DbErr> {
    of(user, institution).filter(waiting_file::COLUMN.token.eq(token)).require_one(db).await
}

/// Files of a person that are not whole yet, the oldest first; one query.
pub async fn coming(
    db: &impl ConnectionTrait,
    user: UserId,
    institution: InstitutionId,
) -> Result<Vec<waiting_file::Model>, DbErr> {
    of(user, institution)
        .filter(waiting_file::COLUMN.sha256.is_null())
        .order_by_asc(waiting_file::Column::Id)
        .all(db)
        .await
}

/// Files of a person that are whole, the oldest first.
pub fn waiting(user: UserId, institution: InstitutionId) -> sea_orm::Select<waiting_file::Entity> {
    of(user, institution)
        .filter(waiting_file::COLUMN.sha256.is_not_null())
        .order_by_asc(waiting_file::Column::Id)
}

/// Notes that bytes came after the first `from`. Tells whether it was so: somebody else may have been quicker.
pub async fn advance(
    db: &impl ConnectionTrait,
    id: WaitingFileId,
    (from, to): (i64, i64),
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let moved = waiting_file::Entity::update_many()
        .col_expr(waiting_file::Column::Received, Expr::value(to))
        .col_expr(waiting_file::Column::TouchedAt, Expr::value(now))
        .filter(waiting_file::COLUMN.id.eq(id))
        .filter(waiting_file::COLUMN.received.eq(from))
        .filter(waiting_file::COLUMN.sha256.is_null())
        .exec(db)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Notes that a file is whole and taken in.
pub async fn whole(
    db: &impl ConnectionTrait,
    file: &waiting_file::Model,
    kept: &Kept,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    blobs::keep(db, kept, now).await?;
    waiting_file::Entity::update_many()
        .col_expr(waiting_file::Column::Received, Expr::value(file.size))
        .col_expr(waiting_file::Column::Sha256, Expr::value(kept.digest.as_str()))
        .col_expr(waiting_file::Column::MediaType, Expr::value(kept.media_type.as_str()))
        .col_expr(waiting_file::Column::TouchedAt, Expr::value(now))
        .filter(waiting_file::COLUMN.id.eq(file.id))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets files of a person; gives those that there were.
pub async fn remove(
    db: &impl ConnectionTrait,
    (user, institution): (UserId, InstitutionId),
    ids: &[WaitingFileId],
) -> Result<Vec<waiting_file::Model>, DbErr> {
    let these = waiting_file::Column::Id.is_in(ids.iter().copied());
    let found = of(user, institution).filter(these).all(db).await?;
    let ids = found.iter().map(|it| it.id);
    waiting_file::Entity::delete_many().filter(waiting_file::COLUMN.id.is_in(ids)).exec(db).await?;
    Ok(found)
}

/// Throws files of a person away, what came of them too.
pub async fn throw_away(
    app: &App,
    whose: (UserId, InstitutionId),
    ids: &[WaitingFileId],
) -> anyhow::Result<()> {
    for gone in remove(&app.db.write, whose, ids).await? {
        app.files.delete_pieces(&gone.token).await?;
    }
    Ok(())
}

/// Gives up what nobody goes on sending, and puts together what came whole while the program was being stopped.
pub async fn sweep(app: &App) -> anyhow::Result<()> {
    let unfinished = waiting_file::Entity::find()
        .filter(waiting_file::COLUMN.sha256.is_null())
        .order_by_asc(waiting_file::Column::Id)
        .all(&app.db.read)
        .await?;
    for file in unfinished {
        let until = expires(&file);
        if file.received == file.size {
            if let Err(failure) = receive::finish(app, &file).await {
                tracing::warn!("the upload {} cannot be put together: {failure:?}", file.id);
            }
        } else if until <= app.now() {
            throw_away(app, (file.user_id, file.institution_id), &[file.id]).await?;
        }
    }
    Ok(())
}

/// When a file that is not whole is given up.
pub fn expires(file: &waiting_file::Model) -> DateTime<Utc> {
    file.touched_at + Days::new(KEPT_DAYS)
}
