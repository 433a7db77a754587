//! Crosswalks of the database as files say them.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::entities::{
    Confidence, CriterionId, CrosswalkId, EditionId, Relation, criterion, crosswalk,
    crosswalk_relation, edition,
};
use crate::standards::crosswalk as file;
use crate::standards::rows::own_id;

/// Some crosswalks as files; three queries, however many they are.
pub async fn files_of(
    db: &impl ConnectionTrait,
    held: &[crosswalk::Model],
) -> Result<Vec<file::Crosswalk>, DbErr> {
    let ends: Vec<EditionId> =
        held.iter().flat_map(|it| [it.from_edition_id, it.to_edition_id]).collect();
    let editions: HashMap<EditionId, String> = edition::Entity::find()
        .filter(edition::Column::Id.is_in(ends.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|it| (it.id, own_id(&it.code).to_owned()))
        .collect();
    let codes: HashMap<CriterionId, String> = criterion::Entity::find()
        .select_only()
        .columns([criterion::Column::Id, criterion::Column::Code])
        .filter(criterion::Column::EditionId.is_in(ends))
        .into_tuple::<(CriterionId, String)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let mut relations: HashMap<CrosswalkId, Vec<file::Relation>> = HashMap::new();
    for it in crosswalk_relation::Entity::find()
        .filter(crosswalk_relation::Column::CrosswalkId.is_in(held.iter().map(|it| it.id)))
        .order_by_asc(crosswalk_relation::COLUMN.id)
        .all(db)
        .await?
    {
        let code = |id: CriterionId| codes.get(&id).cloned().unwrap_or_default();
        relations.entry(it.crosswalk_id).or_default().push(file::Relation {
            from: code(it.from_criterion_id),
            to: code(it.to_criterion_id),
            relation: relation(it.relation),
            strength: it.strength,
            confidence: confidence(it.confidence),
            note: it.note,
        });
    }
    let edition = |id: EditionId| editions.get(&id).cloned().unwrap_or_default();
    let file = |it: &crosswalk::Model| file::Crosswalk {
        id: own_id(&it.code).to_owned(),
        title: it.title.clone(),
        from: edition(it.from_edition_id),
        to: edition(it.to_edition_id),
        source: it.source.clone(),
        licence_note: it.licence_note.clone(),
        relations: relations.remove(&it.id).unwrap_or_default(),
    };
    Ok(held.iter().map(file).collect())
}

fn relation(it: Relation) -> file::RelationKind {
    match it {
        Relation::Equal => file::RelationKind::Equal,
        Relation::Subset => file::RelationKind::Subset,
        Relation::Superset => file::RelationKind::Superset,
        Relation::Intersects => file::RelationKind::Intersects,
    }
}

fn confidence(it: Confidence) -> file::Confidence {
    match it {
        Confidence::Low => file::Confidence::Low,
        Confidence::Medium => file::Confidence::Medium,
        Confidence::High => file::Confidence::High,
    }
}
