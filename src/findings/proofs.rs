//! The evidence that findings and their steps rest on: named by its number, shown to those who may see it.

use std::collections::{HashMap, HashSet};

use sea_orm::prelude::*;

use super::held::Held;
use super::store;
use crate::entities::{EvidenceId, FindingStepId, InstitutionId, evidence_item, finding_step};
use crate::evidence::{register, sight};
use crate::web::Visitor;

/// Most items of one step.
const MOST: usize = 50;

/// The evidence of a finding, as far as a person may see it.
#[derive(Clone, Debug, Default)]
pub struct Proofs {
    of: HashMap<FindingStepId, Vec<EvidenceId>>,
    seen: HashMap<EvidenceId, evidence_item::Model>,
}

impl Proofs {
    /// Reads it; five queries at most.
    pub async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        held: &Held,
    ) -> Result<Self, DbErr> {
        let mut of: HashMap<FindingStepId, Vec<EvidenceId>> = HashMap::new();
        let mut ids: HashSet<EvidenceId> = HashSet::new();
        if !held.steps.is_empty() {
            for (step, item) in store::proofs(db, held.head.id).await? {
                of.entry(step).or_default().push(item);
                ids.insert(item);
            }
        }
        let wordings = held.past.iter().chain([&held.wording]);
        ids.extend(wordings.filter_map(|it| it.evidence_id));
        Ok(Self { of, seen: seen(db, visitor, ids).await? })
    }

    /// What a step rests on; none for what this person may not see.
    pub fn at(&self, step: FindingStepId) -> impl Iterator<Item = Option<&evidence_item::Model>> {
        self.of.get(&step).into_iter().flatten().map(|it| self.seen.get(it))
    }

    /// An item, if this person may see it.
    pub fn item(&self, id: EvidenceId) -> Option<&evidence_item::Model> {
        self.seen.get(&id)
    }

    /// Whether any of some steps rests on evidence, seen or not.
    pub fn prove(&self, steps: &[finding_step::Model]) -> bool {
        steps.iter().any(|it| self.of.contains_key(&it.id))
    }
}

/// Those of some items that a person may see and open; three queries, none where there is nothing to ask.
pub async fn seen(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    ids: HashSet<EvidenceId>,
) -> Result<HashMap<EvidenceId, evidence_item::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.id.is_in(ids))
        .filter(register::visible(&visitor.scope()))
        .all(db)
        .await?;
    let sight = sight::Sight::of(db, visitor, &found).await?;
    Ok(found.into_iter().filter(|it| sight.opens(it)).map(|it| (it.id, it)).collect())
}

/// The items that somebody names by their numbers, `E-0001, E-0002`; or those numbers that they may not see any item by.
pub async fn named(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    typed: &str,
) -> Result<Result<Vec<evidence_item::Model>, Vec<String>>, DbErr> {
    let mut wanted: Vec<String> = Vec::new();
    for it in typed.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
        if !wanted.iter().any(|held| held.eq_ignore_ascii_case(it)) {
            wanted.push(it.to_owned());
        }
    }
    if wanted.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    if wanted.len() > MOST {
        return Ok(Err(wanted.split_off(MOST)));
    }
    let spellings = wanted.iter().flat_map(|it| [it.clone(), it.to_uppercase()]);
    let found = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.reference.is_in(spellings))
        .filter(register::visible(&visitor.scope()))
        .all(db)
        .await?;
    let sight = sight::Sight::of(db, visitor, &found).await?;
    let found: Vec<_> = found.into_iter().filter(|it| sight.opens(it)).collect();
    let is_found = |it: &String| found.iter().any(|item| item.reference.eq_ignore_ascii_case(it));
    wanted.retain(|it| !is_found(it));
    Ok(if wanted.is_empty() { Ok(found) } else { Err(wanted) })
}
