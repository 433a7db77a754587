//! Editions in the database: loaded from packs once, then only read.

use std::collections::{BTreeSet, HashMap};

use anyhow::bail;
use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::check::{self, PackFile};
use super::codes::CodeIndex;
use super::pack::{EvidenceTypes, Head, Pack, PackKind};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Codes, CriterionId, EditionId, FrameworkId, Titles, criterion, edition, evidence_type,
    framework,
};
use crate::files::hex;

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;

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

/// Loads packs and evidence types that are not there yet. A pack that differs from the edition that was loaded under its
/// id is refused: an edition never changes, a correction is a new edition. Tells how many editions are new.
pub async fn load(change: &mut Change, files: &[PackFile]) -> anyhow::Result<usize> {
    let mut types = BTreeSet::new();
    let mut loaded = 0;
    for file in files.iter().filter(|it| check::is_evidence_types(&it.name)) {
        let read = check::parse_evidence_types(file).map_err(refuse)?;
        types.extend(read.evidence_types.iter().map(|it| it.code.clone()));
        load_evidence_types(change, read).await?;
    }
    if types.is_empty() {
        types = check::known_evidence_types();
    }
    for file in files.iter().filter(|it| !check::is_evidence_types(&it.name)) {
        let pack = check::parse(file, &types).map_err(refuse)?;
        let digest = hex(&Sha256::digest(file.text.as_bytes()));
        match by_code(change.tx(), &pack.id).await? {
            Some(held) if held.digest == digest => {}
            Some(held) => bail!(
                "{}: edition {} was loaded earlier with other contents; an edition never changes, so give the correction a new id",
                file.name,
                held.code
            ),
            None => {
                load_pack(change, pack, digest).await?;
                loaded += 1;
            }
        }
    }
    Ok(loaded)
}

fn refuse(problems: Vec<check::PackProblem>) -> anyhow::Error {
    anyhow::anyhow!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

async fn load_evidence_types(change: &mut Change, types: EvidenceTypes) -> Result<(), DbErr> {
    let held: BTreeSet<String> = evidence_type::Entity::find()
        .all(change.tx())
        .await?
        .into_iter()
        .map(|it| it.code)
        .collect();
    let rows: Vec<_> = types
        .evidence_types
        .into_iter()
        .filter(|it| !held.contains(&it.code))
        .map(|it| evidence_type::ActiveModel {
            id: NotSet,
            code: Set(it.code),
            family: Set(it.family),
            title: Set(it.title),
            review_months: Set(it.review_months.and_then(|it| it.try_into().ok())),
        })
        .collect();
    if !rows.is_empty() {
        let details = json!({ "count": rows.len() });
        evidence_type::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
        change.record(Event::of_instance(
            "evidence-types-loaded",
            "evidence_type:*".into(),
            details,
        ));
    }
    Ok(())
}

async fn load_pack(change: &mut Change, pack: Pack, digest: String) -> Result<(), DbErr> {
    let framework = framework_of(change, &pack).await?;
    let kind = match pack.kind {
        PackKind::Criteria => "criteria",
        PackKind::Levels => "levels",
    };
    let row = edition::ActiveModel {
        id: NotSet,
        framework_id: Set(framework),
        code: Set(pack.id.clone()),
        title: Set(pack.title.clone()),
        version: Set(pack.version.clone()),
        kind: Set(kind.to_owned()),
        pack: Set(serde_json::to_value(&pack.about).map_err(|it| DbErr::Json(it.to_string()))?),
        digest: Set(digest),
        loaded_at: Set(change.now()),
    };
    let edition = row.insert(change.tx()).await?;
    insert_tree(change, edition.id, &pack).await?;
    let details = json!({ "code": edition.code });
    change.record(Event::of_instance("edition-loaded", format!("edition:{}", edition.id), details));
    Ok(())
}

async fn framework_of(change: &mut Change, pack: &Pack) -> Result<FrameworkId, DbErr> {
    let held = framework::Entity::find()
        .filter(framework::COLUMN.code.eq(pack.framework.id.as_str()))
        .one(change.tx())
        .await?;
    if let Some(held) = held {
        return Ok(held.id);
    }
    let row = framework::ActiveModel {
        id: NotSet,
        code: Set(pack.framework.id.clone()),
        title: Set(pack.framework.title.clone()),
        issuer: Set(pack.framework.issuer.clone()),
    };
    Ok(row.insert(change.tx()).await?.id)
}

/// Inserts the tree level by level, so that each node's parent has its id already.
async fn insert_tree(change: &Change, edition: EditionId, pack: &Pack) -> Result<(), DbErr> {
    let nodes = pack.preorder();
    let mut ids: HashMap<String, CriterionId> = HashMap::new();
    let deepest = nodes.iter().map(|it| it.depth).max().unwrap_or_default();
    for depth in 0..=deepest {
        let rows: Vec<_> = nodes
            .iter()
            .enumerate()
            .filter(|(_, it)| it.depth == depth)
            .map(|(position, placed)| {
                let node = placed.node;
                let parent = placed.parent.and_then(|it| ids.get(&nodes[it].node.code).copied());
                criterion::ActiveModel {
                    id: NotSet,
                    edition_id: Set(edition),
                    parent_id: Set(parent),
                    code: Set(node.code.clone()),
                    kind: Set(node.kind.clone()),
                    title: Set(node.title.clone()),
                    summary: Set(node.summary.clone().unwrap_or_else(|| Titles::english(""))),
                    provenance: Set(node.provenance.code().to_owned()),
                    assessable: Set(pack.is_assessable(node)),
                    mandatory: Set(node.mandatory),
                    weight: Set(node.weight),
                    expects: Set(Codes(node.expects.clone())),
                    depth: Set(i32::try_from(depth).unwrap_or(i32::MAX)),
                    position: Set(i32::try_from(position).unwrap_or(i32::MAX)),
                }
            })
            .collect();
        for chunk in rows.chunks(CHUNK) {
            criterion::Entity::insert_many(chunk.to_vec())
                .exec_without_returning(change.tx())
                .await?;
        }
        let level: Vec<(String, CriterionId)> = criterion::Entity::find()
            .select_only()
            .columns([criterion::Column::Code, criterion::Column::Id])
            .filter(criterion::COLUMN.edition_id.eq(edition))
            .filter(criterion::COLUMN.depth.eq(i32::try_from(depth).unwrap_or(i32::MAX)))
            .into_tuple()
            .all(change.tx())
            .await?;
        ids.extend(level);
    }
    Ok(())
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

/// An edition with its counts.
#[derive(Clone, Debug)]
pub struct Counted {
    pub edition: edition::Model,
    pub nodes: i64,
    pub assessable: i64,
    /// Nodes that were read in a source.
    pub checked: i64,
}

/// All editions with their counts, by code; two queries.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Counted>, DbErr> {
    let editions = edition::Entity::find().order_by_asc(edition::COLUMN.code).all(db).await?;
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
