//! Entering a decision: the assessment is decided with it, and its deadlines count from it.

use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::forms::Facts;
use super::store;
use crate::app::Change;
use crate::deadlines;
use crate::dossiers;
use crate::entities::{
    Anchor, DecisionId, InstitutionId, RevisionId, Stage, assessment, decision, edition,
    evidence_item, revision,
};
use crate::evidence;
use crate::evidence::revisions::{self, NewRevision};
use crate::files::Files;
use crate::stages::moves::Move;
use crate::stages::moving::{self, Refusal, Wanted};
use crate::web::upload::Uploaded;

/// Code of the evidence type that the document of a decision is.
const TYPE: &str = "accreditation_decision";

/// A decision that somebody wants to enter.
#[derive(Clone, Debug)]
pub struct New {
    pub facts: Facts,
    pub document: Option<Document>,
    /// What the register calls the document where it comes as a file.
    pub title: String,
    /// Why it takes the place of another, or why it is entered although something is missing.
    pub reason: String,
    /// The decision that was shown as the one that holds.
    pub seen: Option<DecisionId>,
}

/// What holds the text of a decision.
#[derive(Clone, Debug)]
pub enum Document {
    /// What the register has already.
    Held(RevisionId),
    /// A file that goes into the register with the decision.
    File(Uploaded),
}

/// Why a decision was not entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unentered {
    /// Another holds now than the one that was shown.
    Meanwhile,
    /// At this stage nothing is decided.
    Stage(Stage),
    /// No dossier is sealed.
    NoDossier,
    /// The stage does not change, for this reason.
    Kept(Refusal),
}

/// Enters a decision within a change that is alone in the institution. At the external review, the assessment is decided with it; later,
/// it takes the place of the one that holds.
pub async fn enter(
    change: &mut Change,
    files: &Files,
    (held, edition): (&assessment::Model, edition::Model),
    new: New,
) -> anyhow::Result<Result<decision::Model, Unentered>> {
    let before = store::held(change.tx(), held.id).await?;
    if before.as_ref().map(|it| it.id) != new.seen {
        return Ok(Err(Unentered::Meanwhile));
    }
    let Some(dossier) = dossiers::store::newest(change.tx(), held.id).await? else {
        return Ok(Err(Unentered::NoDossier));
    };
    match held.stage {
        Stage::ExternalReview => {
            let (step, reason) = (Move::Decide, new.reason.clone());
            let wanted = Wanted { step, seen: held.stage, reason, decided: true };
            let moved = moving::carry_out(change, files, (held, edition), wanted).await?;
            if let Err(refusal) = moved {
                return Ok(Err(Unentered::Kept(refusal)));
            }
        }
        Stage::Decided | Stage::FollowUp if before.is_some() => {}
        other => return Ok(Err(Unentered::Stage(other))),
    }
    let mut days = vec![(Anchor::Decided, Some(new.facts.decided_on))];
    let until = new.facts.valid_until;
    if until.is_some() || ends_with(change.tx(), held, before.as_ref()).await? {
        days.push((Anchor::Expiry, until));
    }
    let document = match new.document {
        None => None,
        Some(Document::Held(revision)) => Some(revision),
        Some(Document::File(file)) => {
            Some(keep(change, held, &new.facts, (new.title, file)).await?)
        }
    };
    let written = (new.facts, new.reason);
    let row = store::insert(change, held, written, (dossier.id, document)).await?;
    deadlines::store::set_days(change, held, &days).await?;
    Ok(Ok(row))
}

/// Puts the document of a decision into the register. It is handed in, no more: nobody but a reviewer accepts, should it be linked to
/// a criterion one day.
async fn keep(
    change: &mut Change,
    of: &assessment::Model,
    decided: &Facts,
    (title, file): (String, Uploaded),
) -> Result<RevisionId, DbErr> {
    let facts = evidence::facts::Facts {
        title,
        type_code: Some(TYPE.to_owned()),
        document_date: Some(decided.decided_on),
        valid_from: decided.valid_from,
        valid_until: decided.valid_until,
        ..evidence::facts::Facts::default()
    };
    let parts = vec![NewRevision::File(file)];
    let item = evidence::store::add(change, of.institution_id, facts, parts).await?;
    let held = revisions::all(change.tx(), item.id).await?;
    held.first().map(|it| it.id).ok_or_else(|| DbErr::RecordNotFound(item.reference))
}

/// Whether the day on which an accreditation ends is the one that a decision set, and goes with it. What was typed by hand stays.
async fn ends_with(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    decision: Option<&decision::Model>,
) -> Result<bool, DbErr> {
    let Some(until) = decision.and_then(|it| it.valid_until) else { return Ok(false) };
    let milestones = deadlines::store::milestones(db, [of.id]).await?;
    Ok(deadlines::store::days(of, &milestones).get(&Anchor::Expiry) == Some(&until))
}

/// The newest file, link or place of an evidence item, by its reference; two queries.
pub async fn document(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    reference: &str,
) -> Result<Option<(evidence_item::Model, revision::Model)>, DbErr> {
    let item = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.reference.eq(reference))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    let Some(item) = item else { return Ok(None) };
    let all = revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.eq(item.id))
        .order_by_asc(revision::COLUMN.number)
        .all(db)
        .await?;
    let newest = revisions::current(&all).max_by_key(|it| it.number).cloned();
    Ok(newest.map(|it| (item, it)))
}
