//! What a dossier of an assessment holds at this moment, read in a number of queries that does not grow.

use std::collections::{BTreeMap, HashMap};

use chrono::SecondsFormat;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use super::manifest::{
    About, Criterion, Evidence, FORMAT, Link, Manifest, Rated, Revision, digest,
};
use crate::entities::{
    CriterionId, EvidenceId, EvidenceStatus, Round, assessment, criterion, edition, evidence_item,
    institution, link, revision,
};
use crate::evidence::{links, revisions};
use crate::rounds;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::tailoring::store::Tailored;

/// Ids that one query asks for.
const CHUNK: usize = 10_000;

/// Reads it as version `version`; eleven queries for ten thousand items.
pub async fn gather(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    edition: edition::Model,
    (version, now): (i32, DateTimeUtc),
) -> Result<Manifest, DbErr> {
    let about = about(db, of, &edition, (version, now)).await?;
    // What was written in this very moment counts too.
    let moment = now + chrono::TimeDelta::seconds(1);
    let tailored = tailoring::store::of(db, of, edition, moment).await?;
    let counted: Vec<&criterion::Model> = in_scope(&tailored).collect();
    let codes: HashMap<CriterionId, &str> =
        counted.iter().map(|it| (it.id, it.code.as_str())).collect();
    let mut manifest = Manifest {
        assessment: about,
        criteria: counted.iter().map(|it| reads(&tailored.whole, it)).collect(),
        evidence: evidence(db, of, &codes).await?,
        format: FORMAT.to_owned(),
        ratings: ratings(db, of, &codes).await?,
    };
    manifest.sort();
    Ok(manifest)
}

async fn about(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    edition: &edition::Model,
    (version, now): (i32, DateTimeUtc),
) -> Result<About, DbErr> {
    let owner = institution::Entity::find_by_id(of.institution_id).require_one(db).await?;
    Ok(About {
        edition: edition.code.clone(),
        edition_sha256: edition.digest.clone(),
        id: of.id.0,
        institution: owner.code,
        name: of.name.clone(),
        sealed_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        target: of.target.clone(),
        version,
        visit: of.visit_date,
    })
}

/// The criteria that the dossier is about, clauses too: what is said of them holds for what is below.
fn in_scope(tailored: &Tailored) -> impl Iterator<Item = &criterion::Model> {
    let criteria = tailored.whole.criteria.iter().zip(&tailored.scope);
    criteria.filter(|(_, standing)| standing.is_in()).map(|it| it.0)
}

/// A criterion by what it says.
fn reads(whole: &Whole, it: &criterion::Model) -> Criterion {
    let edition = whole.source(it).unwrap_or(&whole.edition);
    let texts = json!([it.code, it.title, it.summary, it.details, it.expects]);
    Criterion {
        code: it.code.clone(),
        edition: edition.code.clone(),
        id: it.id,
        sha256: digest(&texts.to_string()),
    }
}

/// Whether an item is handed over: what was withdrawn or replaced is not.
fn is_held(it: &evidence_item::Model) -> bool {
    !matches!(it.status, EvidenceStatus::Withdrawn | EvidenceStatus::Superseded)
}

async fn evidence(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    codes: &HashMap<CriterionId, &str>,
) -> Result<Vec<Evidence>, DbErr> {
    let ids: Vec<CriterionId> = codes.keys().copied().collect();
    let mut items: BTreeMap<EvidenceId, (evidence_item::Model, Vec<link::Model>)> = BTreeMap::new();
    for some in ids.chunks(CHUNK) {
        for (link, item) in links::linked_to(db, of.institution_id, some).await? {
            if is_held(&item) {
                items.entry(item.id).or_insert_with(|| (item, Vec::new())).1.push(link);
            }
        }
    }
    let all: Vec<EvidenceId> = items.keys().copied().collect();
    let mut held: HashMap<EvidenceId, Vec<revision::Model>> = HashMap::new();
    for some in all.chunks(CHUNK) {
        let rows = revision::Entity::find()
            .filter(revision::COLUMN.evidence_id.is_in(some.iter().copied()))
            .order_by_asc(revision::COLUMN.id)
            .all(db)
            .await?;
        for it in rows {
            held.entry(it.evidence_id).or_default().push(it);
        }
    }
    let with = |(id, (item, links)): (EvidenceId, (evidence_item::Model, Vec<link::Model>))| {
        let own = held.remove(&id).unwrap_or_default();
        pinned(item, &own, links, codes)
    };
    Ok(items.into_iter().map(with).collect())
}

fn pinned(
    item: evidence_item::Model,
    all: &[revision::Model],
    links: Vec<link::Model>,
    codes: &HashMap<CriterionId, &str>,
) -> Evidence {
    let revision = |it: &revision::Model| Revision {
        id: it.id,
        kind: it.kind,
        media_type: it.media_type.clone(),
        name: it.place.clone(),
        number: it.number,
        part: it.part,
        sha256: it.sha256.clone(),
        size: it.size,
    };
    let link = |it: link::Model| Link {
        code: codes.get(&it.criterion_id).copied().unwrap_or_default().to_owned(),
        criterion: it.criterion_id,
        place: it.place,
        relevance: it.relevance,
    };
    Evidence {
        confidentiality: item.confidentiality,
        document_date: item.document_date,
        id: item.id,
        kind: item.type_code,
        links: links.into_iter().map(link).collect(),
        reference: item.reference,
        revisions: revisions::current(all).map(revision).collect(),
        status: item.status,
        title: item.title,
        valid_from: item.valid_from,
        valid_until: item.valid_until,
    }
}

/// What the institution says of itself, and what rounds of reviewers determined. What single reviewers rated is theirs until a
/// round determines it.
async fn ratings(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    codes: &HashMap<CriterionId, &str>,
) -> Result<Vec<Rated>, DbErr> {
    let mut found: BTreeMap<(Round, CriterionId), Rated> = BTreeMap::new();
    let code = |it: CriterionId| codes.get(&it).map(|it| (*it).to_owned());
    // In the order in which they were given: the last holds.
    for it in rounds::store::ratings(db, of.id, Round::Own).await? {
        let (Some(level), Some(code)) = (it.level, code(it.criterion_id)) else { continue };
        let rated = Rated {
            code,
            criterion: it.criterion_id,
            level,
            rationale: it.rationale,
            round: it.round,
            score: it.score,
            second: it.second_level,
        };
        found.insert((it.round, it.criterion_id), rated);
    }
    for round in [Round::Internal, Round::External] {
        for it in rounds::store::determinations(db, of.id, round).await? {
            let Some(code) = code(it.criterion_id) else { continue };
            let rated = Rated {
                code,
                criterion: it.criterion_id,
                level: it.level,
                rationale: it.rationale,
                round,
                score: it.score,
                second: it.second_level,
            };
            found.insert((round, it.criterion_id), rated);
        }
    }
    Ok(found.into_values().collect())
}
