//! Changing the tree of an edition that is a draft still.

use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::pack::{FrameworkHead, Head, Node, Pack, PackKind};
use super::rows;
use super::tree::Placed;
use crate::app::Change;
use crate::entities::{
    CriterionId, EditionId, EditionState, Titles, action, criterion, edition, exclusion, link,
    rating,
};

/// The draft with this id; a published edition is not found, as nobody may change it.
pub async fn find(db: &impl ConnectionTrait, id: EditionId) -> Result<edition::Model, DbErr> {
    edition::Entity::find_by_id(id)
        .filter(edition::Column::State.eq(EditionState::Draft))
        .require_one(db)
        .await
}

/// Adds a criterion at the end of a draft. The caller records the event.
pub async fn append(change: &Change, id: EditionId, node: Node) -> Result<(), DbErr> {
    let edition = find(change.tx(), id).await?;
    let last: Option<i32> = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::Position)
        .filter(criterion::COLUMN.edition_id.eq(edition.id))
        .order_by_desc(criterion::COLUMN.position)
        .into_tuple()
        .one(change.tx())
        .await?;
    let position = usize::try_from(last.map_or(0, |it| it + 1)).unwrap_or_default();
    let pack = shell(&edition);
    let placed = Placed { node: &node, parent: None, depth: 0 };
    rows::criterion(edition.id, &pack, &placed, None, position).insert(change.tx()).await?;
    Ok(())
}

/// A pack without a tree, for rows of an edition that is there already.
fn shell(edition: &edition::Model) -> Pack {
    Pack {
        framework: FrameworkHead {
            id: String::new(),
            title: Titles::default(),
            issuer: String::new(),
        },
        id: edition.code.clone(),
        title: edition.title.clone(),
        version: edition.version.clone(),
        kind: if edition.kind == "levels" { PackKind::Levels } else { PackKind::Criteria },
        supplements: edition.supplements.clone(),
        about: Head::default(),
        criteria: Vec::new(),
    }
}

/// Whether a rating, a link, an action or an exclusion speaks of a criterion, now or in the past; four queries.
pub async fn is_used(db: &impl ConnectionTrait, id: CriterionId) -> Result<bool, DbErr> {
    let rated = rating::Entity::find().filter(rating::COLUMN.criterion_id.eq(id)).count(db).await?;
    let linked = link::Entity::find().filter(link::COLUMN.criterion_id.eq(id)).count(db).await?;
    let excluded =
        exclusion::Entity::find().filter(exclusion::COLUMN.criterion_id.eq(id)).count(db).await?;
    let planned =
        action::Entity::find().filter(action::COLUMN.criterion_id.eq(id)).count(db).await?;
    Ok(rated + linked + excluded + planned > 0)
}

/// Takes a criterion of a draft away that nothing speaks of and that has nothing below it. The caller records the event.
pub async fn remove(change: &Change, it: &criterion::Model) -> Result<(), DbErr> {
    find(change.tx(), it.edition_id).await?;
    criterion::Entity::delete_by_id(it.id).exec(change.tx()).await?;
    Ok(())
}
