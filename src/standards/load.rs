//! Editions in the database, written: loaded from packs once, or kept as drafts until they are published.

use std::collections::BTreeSet;

use sea_orm::prelude::*;
use sea_orm::{DatabaseTransaction, NotSet, QuerySelect, QueryTrait as _, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::check::{self, PackFile};
use super::pack::{EvidenceTypes, Pack, PackKind};
use super::rows;
use super::store::{self, by_code};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    CriterionId, EditionId, EditionState, FrameworkId, InstitutionId, criterion, edition,
    evidence_type, framework, institution,
};
use crate::files::hex;

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;

/// Loads packs and evidence types that are not there yet. A pack that differs from the edition that has its id is left out,
/// and the log says so: an edition never changes, a correction is a new edition. Tells how many editions are new.
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
    for file in files.iter().filter(|it| check::is_pack(&it.name)) {
        let pack = check::parse(file, &types).map_err(refuse)?;
        let digest = digest_of(file);
        match by_code(change.tx(), &pack.id).await? {
            Some(held) if held.digest == digest => {}
            Some(held) if says(change.tx(), &held, &pack).await? => {}
            Some(held) => tracing::warn!(
                file = file.name,
                edition = held.code,
                "another edition has this id; an edition never changes, so the file is left out"
            ),
            None => {
                add(change, &pack, digest, Placing::default()).await?;
                loaded += 1;
            }
        }
    }
    Ok(loaded)
}

/// Whether an edition says word for word what a pack says, however the pack was written.
pub async fn says(
    db: &impl ConnectionTrait,
    held: &edition::Model,
    pack: &Pack,
) -> Result<bool, DbErr> {
    let whole = store::tree_of(db, held.clone()).await?;
    let mut own = store::pack_of(db, &whole).await?;
    // A framework is described once, by the first of its editions.
    own.framework.clone_from(&pack.framework);
    Ok(own == pack.normal())
}

/// What tells one text of a pack from another.
pub fn digest_of(file: &PackFile) -> String {
    hex(&Sha256::digest(file.text.as_bytes()))
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

/// Whose an edition is, and whether it may still be changed.
#[derive(Clone, Copy, Debug)]
pub struct Placing {
    /// The only institution that sees it; none where everybody does.
    pub institution: Option<InstitutionId>,
    pub state: EditionState,
}

impl Default for Placing {
    fn default() -> Self {
        Self { institution: None, state: EditionState::Published }
    }
}

/// The code of an edition: its id, behind the code of the institution that it belongs to, if it belongs to one. So two
/// institutions may each have their own of what has the same id.
pub async fn code_of(
    db: &impl ConnectionTrait,
    id: &str,
    institution: Option<InstitutionId>,
) -> Result<String, DbErr> {
    let Some(institution) = institution else { return Ok(id.to_owned()) };
    let owner = institution::Entity::find_by_id(institution).require_one(db).await?;
    Ok(format!("{}/{id}", owner.code.to_lowercase()))
}

/// Adds an edition. Its pack has been checked, and its code is free.
pub async fn add(
    change: &mut Change,
    pack: &Pack,
    digest: String,
    placing: Placing,
) -> Result<edition::Model, DbErr> {
    let framework = framework_of(change, pack, placing.institution).await?;
    let kind = match pack.kind {
        PackKind::Criteria => "criteria",
        PackKind::Levels => "levels",
    };
    let row = edition::ActiveModel {
        id: NotSet,
        framework_id: Set(framework),
        code: Set(code_of(change.tx(), &pack.id, placing.institution).await?),
        title: Set(pack.title.clone()),
        version: Set(pack.version.clone()),
        kind: Set(kind.to_owned()),
        pack: Set(rows::head(&pack.about)?),
        digest: Set(digest),
        institution_id: Set(placing.institution),
        state: Set(placing.state),
        supplements: Set(pack.supplements.clone()),
        figures: Set((placing.state == EditionState::Published).then(|| rows::figures(pack))),
        loaded_at: Set(change.now()),
    };
    let edition = row.insert(change.tx()).await?;
    insert_tree(change, edition.id, pack).await?;
    let action = match placing.state {
        EditionState::Draft => "edition-drafted",
        EditionState::Published => "edition-loaded",
    };
    let (subject, details) = (format!("edition:{}", edition.id), json!({ "code": edition.code }));
    change.record(match placing.institution {
        Some(institution) => Event::of(institution, action, subject, details),
        None => Event::of_instance(action, subject, details),
    });
    Ok(edition)
}

/// The framework of a pack: that of everybody, if there is one with its id, else the institution's own.
async fn framework_of(
    change: &mut Change,
    pack: &Pack,
    institution: Option<InstitutionId>,
) -> Result<FrameworkId, DbErr> {
    let own = code_of(change.tx(), &pack.framework.id, institution).await?;
    for code in [pack.framework.id.as_str(), own.as_str()] {
        let held = framework::Entity::find().filter(framework::COLUMN.code.eq(code));
        if let Some(held) = held.one(change.tx()).await? {
            return Ok(held.id);
        }
    }
    let row = framework::ActiveModel {
        id: NotSet,
        code: Set(own),
        title: Set(pack.framework.title.clone()),
        issuer: Set(pack.framework.issuer.clone()),
    };
    Ok(row.insert(change.tx()).await?.id)
}

/// Inserts the tree level by level, so that each node's parent has its id already.
async fn insert_tree(change: &Change, edition: EditionId, pack: &Pack) -> Result<(), DbErr> {
    let nodes = pack.preorder();
    // By the place of each node.
    let mut ids: Vec<Option<CriterionId>> = vec![None; nodes.len()];
    let deepest = nodes.iter().map(|it| it.depth).max().unwrap_or_default();
    for depth in 0..=deepest {
        let level = nodes.iter().enumerate().filter(|(_, it)| it.depth == depth);
        let rows = level.map(|(position, placed)| {
            let parent = placed.parent.and_then(|it| ids[it]);
            rows::criterion(edition, pack, placed, parent, position)
        });
        insert_rows(change.tx(), rows).await?;
        if depth == deepest {
            break;
        }
        let level: Vec<(i32, CriterionId)> = criterion::Entity::find()
            .select_only()
            .columns([criterion::Column::Position, criterion::Column::Id])
            .filter(criterion::COLUMN.edition_id.eq(edition))
            .filter(criterion::COLUMN.depth.eq(i32::try_from(depth).unwrap_or(i32::MAX)))
            .into_tuple()
            .all(change.tx())
            .await?;
        for (position, id) in level {
            let place = usize::try_from(position).ok().and_then(|it| ids.get_mut(it));
            *place.ok_or_else(|| DbErr::Custom("a row that was not put there".into()))? = Some(id);
        }
    }
    Ok(())
}

/// Inserts rows, some at a time. While the database takes some in, the next are made.
async fn insert_rows(
    tx: &DatabaseTransaction,
    mut rows: impl Iterator<Item = criterion::ActiveModel>,
) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    let mut make = || {
        let some: Vec<_> = rows.by_ref().take(CHUNK).collect();
        (!some.is_empty()).then(|| criterion::Entity::insert_many(some).build(backend))
    };
    let mut made = make();
    while let Some(statement) = made {
        let (done, next) = tokio::join!(tx.execute_raw(statement), async { make() });
        done?;
        made = next;
    }
    Ok(())
}
