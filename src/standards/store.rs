//! Editions in the database, read.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::codes::CodeIndex;
use super::pack::{Head, Pack};
use super::rows;
use crate::entities::{
    CriterionId, EditionId, EditionState, InstitutionId, criterion, edition, evidence_type,
    framework,
};
use crate::web::visitor::Scope;

/// An edition with its tree.
#[derive(Clone, Debug)]
pub struct Whole {
    pub edition: edition::Model,
    pub head: Head,
    /// In preorder.
    pub criteria: Vec<criterion::Model>,
}

impl Whole {
    /// Finds criteria by what people write.
    pub fn index(&self) -> CodeIndex<'_> {
        let places: HashMap<CriterionId, usize> =
            self.criteria.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
        let parent = |it: &criterion::Model| it.parent_id.and_then(|id| places.get(&id).copied());
        CodeIndex::new(self.criteria.iter().map(|it| (it.code.as_str(), parent(it))))
            .of(&self.edition.code)
    }
}

/// The edition with this id of its own.
pub async fn by_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<edition::Model>, DbErr> {
    edition::Entity::find().filter(edition::COLUMN.code.eq(code)).one(db).await
}

/// An edition with its tree; two queries.
pub async fn whole(db: &impl ConnectionTrait, id: EditionId) -> Result<Whole, DbErr> {
    let edition = edition::Entity::find_by_id(id).require_one(db).await?;
    tree_of(db, edition).await
}

/// The tree of an edition; one query.
pub async fn tree_of(db: &impl ConnectionTrait, edition: edition::Model) -> Result<Whole, DbErr> {
    let criteria = criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition.id))
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await?;
    let head = head_of(&edition)?;
    Ok(Whole { edition, head, criteria })
}

/// Scale, outcomes and notes of an edition.
pub fn head_of(edition: &edition::Model) -> Result<Head, DbErr> {
    serde_json::from_value(edition.pack.clone()).map_err(|it| DbErr::Json(it.to_string()))
}

/// The editions that a person may see: those of everybody and those of their institutions.
pub fn visible(scope: &Scope) -> Condition {
    let own: Vec<InstitutionId> =
        scope.institutions.iter().chain(&scope.assigned).copied().collect();
    Condition::any()
        .add(edition::COLUMN.institution_id.is_null())
        .add(edition::Column::InstitutionId.is_in(own))
}

/// An edition that a person may see, with its tree; two queries.
pub async fn shown(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EditionId,
) -> Result<Whole, DbErr> {
    let edition = edition::Entity::find_by_id(id).filter(visible(scope)).require_one(db).await?;
    tree_of(db, edition).await
}

/// An edition as the pack that it came from; one query beside those of the tree.
pub async fn pack_of(db: &impl ConnectionTrait, whole: &Whole) -> Result<Pack, DbErr> {
    let id = whole.edition.framework_id;
    let framework = framework::Entity::find_by_id(id).require_one(db).await?;
    Ok(rows::pack(&framework, whole))
}

/// An edition with its counts.
#[derive(Clone, Debug)]
pub struct Counted {
    pub edition: edition::Model,
    pub nodes: i64,
    pub assessable: i64,
    /// Nodes that were read in a source.
    pub checked: i64,
}

/// The published editions that an institution may use, by code; one query.
pub async fn usable(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<edition::Model>, DbErr> {
    edition::Entity::find()
        .filter(usable_by(institution))
        .order_by_asc(edition::COLUMN.code)
        .all(db)
        .await
}

/// The published edition with a code that an institution may use.
pub async fn usable_by_code(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    code: &str,
) -> Result<Option<edition::Model>, DbErr> {
    let found = edition::Entity::find().filter(usable_by(institution));
    found.filter(edition::COLUMN.code.eq(code)).one(db).await
}

fn usable_by(institution: InstitutionId) -> Condition {
    let owner = Condition::any()
        .add(edition::COLUMN.institution_id.is_null())
        .add(edition::COLUMN.institution_id.eq(institution));
    Condition::all().add(edition::Column::State.eq(EditionState::Published)).add(owner)
}

/// All editions that a person may see, with their counts, by code; two queries.
pub async fn all(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Counted>, DbErr> {
    counted(db, edition::Entity::find().filter(visible(scope))).await
}

/// All editions with their counts, by code, for whoever has the machine; two queries.
pub async fn every(db: &impl ConnectionTrait) -> Result<Vec<Counted>, DbErr> {
    counted(db, edition::Entity::find()).await
}

async fn counted(
    db: &impl ConnectionTrait,
    editions: sea_orm::Select<edition::Entity>,
) -> Result<Vec<Counted>, DbErr> {
    let editions = editions.order_by_asc(edition::COLUMN.code).all(db).await?;
    let groups: Vec<(EditionId, bool, String, i64)> = criterion::Entity::find()
        .select_only()
        .columns([
            criterion::Column::EditionId,
            criterion::Column::Assessable,
            criterion::Column::Provenance,
        ])
        .column_as(criterion::Column::Id.count(), "count")
        .group_by(criterion::Column::EditionId)
        .group_by(criterion::Column::Assessable)
        .group_by(criterion::Column::Provenance)
        .into_tuple()
        .all(db)
        .await?;
    let count = |id: EditionId, counts: fn(bool, &str) -> bool| {
        groups.iter().filter(|it| it.0 == id && counts(it.1, &it.2)).map(|it| it.3).sum()
    };
    let counted = |edition: edition::Model| Counted {
        nodes: count(edition.id, |_, _| true),
        assessable: count(edition.id, |assessable, _| assessable),
        checked: count(edition.id, |_, provenance| provenance == "checked"),
        edition,
    };
    Ok(editions.into_iter().map(counted).collect())
}

/// All evidence types, by code; one query.
pub async fn evidence_types(db: &impl ConnectionTrait) -> Result<Vec<evidence_type::Model>, DbErr> {
    evidence_type::Entity::find().order_by_asc(evidence_type::COLUMN.code).all(db).await
}
