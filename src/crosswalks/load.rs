//! Crosswalk files into the database: read once, and for everybody never changed.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use sea_orm::prelude::*;
use sea_orm::{NotSet, QuerySelect, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Confidence, CriterionId, EditionId, InstitutionId, Relation, criterion, crosswalk,
    crosswalk_relation, edition,
};
use crate::standards;
use crate::standards::check::{self, PackFile};
use crate::standards::crosswalk::{
    Confidence as FileConfidence, Crosswalk, RelationKind as FileRelation,
};

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;

/// Loads the crosswalks among some files that are not there yet; their editions are. Tells how many are new.
pub async fn load(change: &mut Change, files: &[PackFile]) -> anyhow::Result<usize> {
    let mut loaded = 0;
    for file in files.iter().filter(|it| check::is_crosswalk(&it.name)) {
        let read = check::parse_crosswalk(file).map_err(|problems| {
            let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
            anyhow::anyhow!(lines.join("\n"))
        })?;
        let digest = standards::load::digest_of(file);
        loaded += usize::from(load_one(change, &read, digest).await?);
    }
    Ok(loaded)
}

/// Loads a crosswalk for everybody, unless it is there already. One that differs from what was loaded under its id is refused:
/// it never changes, a correction has a new id. Tells whether it is new.
pub async fn load_one(
    change: &mut Change,
    file: &Crosswalk,
    digest: String,
) -> anyhow::Result<bool> {
    let held = crosswalk::Entity::find()
        .filter(crosswalk::COLUMN.code.eq(file.id.as_str()))
        .one(change.tx())
        .await?;
    match held {
        Some(held) if held.digest == digest => Ok(false),
        Some(held) => bail!(
            "crosswalk {} was loaded earlier with other contents; it never changes, so give the correction a new id",
            held.code
        ),
        None => add(change, file, digest, None).await.map(|_| true),
    }
}

/// Adds a crosswalk as a file says it. Its editions are those of the institution first, then those of everybody.
pub async fn add(
    change: &mut Change,
    file: &Crosswalk,
    digest: String,
    institution: Option<InstitutionId>,
) -> anyhow::Result<crosswalk::Model> {
    let from = edition_of(change, &file.from, institution).await?;
    let to = edition_of(change, &file.to, institution).await?;
    if from.id == to.id {
        bail!("crosswalk {}: it leads from an edition to itself", file.id);
    }
    let row = crosswalk::ActiveModel {
        id: NotSet,
        code: Set(standards::load::code_of(change.tx(), &file.id, institution).await?),
        title: Set(file.title.clone()),
        from_edition_id: Set(from.id),
        to_edition_id: Set(to.id),
        source: Set(file.source.clone()),
        licence_note: Set(file.licence_note.clone()),
        institution_id: Set(institution),
        digest: Set(digest),
        loaded_at: Set(change.now()),
    };
    let held = row.insert(change.tx()).await?;
    let count = add_relations(change, file, &held).await?;
    let (object, details) =
        (format!("crosswalk:{}", held.id), json!({ "code": held.code, "relations": count }));
    change.record(match institution {
        Some(institution) => Event::of(institution, "crosswalk-loaded", object, details),
        None => Event::of_instance("crosswalk-loaded", object, details),
    });
    Ok(held)
}

/// The edition that a file calls by its id.
async fn edition_of(
    change: &Change,
    id: &str,
    institution: Option<InstitutionId>,
) -> anyhow::Result<edition::Model> {
    let own = standards::load::code_of(change.tx(), id, institution).await?;
    let found = match standards::store::by_code(change.tx(), &own).await? {
        Some(own) => Some(own),
        None => standards::store::by_code(change.tx(), id).await?,
    };
    let seen =
        |it: &edition::Model| it.institution_id.is_none() || it.institution_id == institution;
    found.filter(seen).with_context(|| format!("there is no edition {id}"))
}

async fn add_relations(
    change: &Change,
    file: &Crosswalk,
    held: &crosswalk::Model,
) -> anyhow::Result<usize> {
    let from = codes(change, held.from_edition_id).await?;
    let to = codes(change, held.to_edition_id).await?;
    let mut rows = Vec::with_capacity(file.relations.len());
    for it in &file.relations {
        let of = |codes: &HashMap<String, CriterionId>, code: &str, edition: &str| {
            let found = codes.get(code).copied();
            found.with_context(|| format!("crosswalk {}: {edition} has no {code}", file.id))
        };
        rows.push(crosswalk_relation::ActiveModel {
            id: NotSet,
            crosswalk_id: Set(held.id),
            from_criterion_id: Set(of(&from, &it.from, &file.from)?),
            to_criterion_id: Set(of(&to, &it.to, &file.to)?),
            relation: Set(relation(it.relation)),
            strength: Set(it.strength),
            confidence: Set(confidence(it.confidence)),
            note: Set(it.note.clone()),
        });
    }
    for chunk in rows.chunks(CHUNK) {
        crosswalk_relation::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(change.tx())
            .await?;
    }
    Ok(rows.len())
}

async fn codes(change: &Change, edition: EditionId) -> Result<HashMap<String, CriterionId>, DbErr> {
    let rows: Vec<(String, CriterionId)> = criterion::Entity::find()
        .select_only()
        .columns([criterion::Column::Code, criterion::Column::Id])
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .into_tuple()
        .all(change.tx())
        .await?;
    Ok(rows.into_iter().collect())
}

fn relation(it: FileRelation) -> Relation {
    match it {
        FileRelation::Equal => Relation::Equal,
        FileRelation::Subset => Relation::Subset,
        FileRelation::Superset => Relation::Superset,
        FileRelation::Intersects => Relation::Intersects,
    }
}

fn confidence(it: FileConfidence) -> Confidence {
    match it {
        FileConfidence::Low => Confidence::Low,
        FileConfidence::Medium => Confidence::Medium,
        FileConfidence::High => Confidence::High,
    }
}
