//! Changing an edition that is a draft still.

pub mod edition;
pub mod nodes;
pub mod outline;

use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use super::pack::{FrameworkHead, Head, Node, Pack};
use super::rows;
use super::tree::Placed;
use crate::app::Change;
use crate::entities::edition as entity;
use crate::entities::{
    CriterionId, EditionId, EditionState, InstitutionId, Titles, action, criterion,
    crosswalk_relation, exclusion, link, rating,
};

/// The draft with this id; a published edition is not found, as nobody may change it.
pub async fn find(db: &impl ConnectionTrait, id: EditionId) -> Result<entity::Model, DbErr> {
    entity::Entity::find_by_id(id)
        .filter(entity::Column::State.eq(EditionState::Draft))
        .require_one(db)
        .await
}

/// A draft of an institution, held against all others who would change it.
pub async fn hold(
    change: &Change,
    edition: &entity::Model,
) -> Result<(entity::Model, InstitutionId), DbErr> {
    let nobodys = || DbErr::RecordNotFound("draft of an institution".into());
    let institution = edition.institution_id.ok_or_else(nobodys)?;
    change.alone_in(institution).await?;
    Ok((find(change.tx(), edition.id).await?, institution))
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
fn shell(edition: &entity::Model) -> Pack {
    Pack {
        framework: FrameworkHead {
            id: String::new(),
            title: Titles::default(),
            issuer: String::new(),
        },
        id: edition.code.clone(),
        title: edition.title.clone(),
        version: edition.version.clone(),
        kind: rows::kind(edition),
        supplements: edition.supplements.clone(),
        about: Head::default(),
        criteria: Vec::new(),
    }
}

/// Whether anything speaks of a criterion, now or in the past: a rating, a link, an exclusion, an action, a crosswalk.
pub async fn is_used(db: &impl ConnectionTrait, id: CriterionId) -> Result<bool, DbErr> {
    is_spoken_of(db, Condition::all().add(criterion::COLUMN.id.eq(id))).await
}

/// Whether anything speaks of one of some criteria; five queries at most.
async fn is_spoken_of(db: &impl ConnectionTrait, which: Condition) -> Result<bool, DbErr> {
    let ids = || -> SelectStatement {
        let found = criterion::Entity::find().select_only().column(criterion::Column::Id);
        found.filter(which.clone()).into_query()
    };
    let related = Condition::any()
        .add(crosswalk_relation::Column::FromCriterionId.in_subquery(ids()))
        .add(crosswalk_relation::Column::ToCriterionId.in_subquery(ids()));
    let rated = rating::Entity::find().filter(rating::Column::CriterionId.in_subquery(ids()));
    let linked = link::Entity::find().filter(link::Column::CriterionId.in_subquery(ids()));
    let excluded =
        exclusion::Entity::find().filter(exclusion::Column::CriterionId.in_subquery(ids()));
    let acted = action::Entity::find().filter(action::Column::CriterionId.in_subquery(ids()));
    let mapped = crosswalk_relation::Entity::find().filter(related);
    Ok(rated.exists(db).await?
        || linked.exists(db).await?
        || excluded.exists(db).await?
        || acted.exists(db).await?
        || mapped.exists(db).await?)
}

/// Takes a criterion of a draft away that nothing speaks of and that has nothing below it. The caller records the event.
pub async fn remove(change: &Change, it: &criterion::Model) -> Result<(), DbErr> {
    find(change.tx(), it.edition_id).await?;
    criterion::Entity::delete_by_id(it.id).exec(change.tx()).await?;
    Ok(())
}
