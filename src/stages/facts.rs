//! What the guards look at, read from the database in a number of queries that does not grow.

use std::collections::BTreeSet;

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::guards::{Counted, Facts, Progress};
use crate::dossiers;
use crate::entities::{Round, Stage, assessment, edition, rating, sign_off};
use crate::findings;
use crate::findings::held::Open;
use crate::readiness::facts::Options;
use crate::readiness::result::GapKind;
use crate::readiness::store::{Assessed, assess};
use crate::rounds::ground::Ground;

/// Reads them as of a moment; forty-three queries at most. Whoever asks, they are those of the whole assessment.
pub async fn of(
    db: &impl ConnectionTrait,
    it: &assessment::Model,
    edition: edition::Model,
    now: DateTimeUtc,
) -> Result<Facts, DbErr> {
    let ground = Ground::of(db, it, edition.clone(), Round::Internal, now).await?;
    let [internal, external] = progress(db, it).await?;
    let unrated = ground.counted().filter(|at| ground.own[*at].is_none());
    let code = |at: usize| ground.tailored.whole.criteria[at].code.clone();
    let mut facts = Facts {
        stage: Some(it.stage),
        unrated: counted(unrated, code),
        raters: ground.raters().len(),
        undeclared: ground.undeclared.clone(),
        internal,
        external,
        has_visit: it.visit_date.is_some(),
        sealed: dossiers::store::newest(db, it.id).await?.is_some(),
        open_majors: open_majors(db, it, &ground, now).await?,
        ..Facts::default()
    };
    // What is proved matters until the dossier is handed over.
    if matches!(it.stage, Stage::Preparing | Stage::InternalReview) {
        let today = now.date_naive();
        let assessed = assess(db, it.clone(), edition, Options::on(today)).await?;
        facts.unproved = with(&assessed, &[GapKind::NoEvidence, GapKind::EvidenceTypeMissing]);
        facts.unaccepted = with(&assessed, &[GapKind::NotAccepted]);
    }
    Ok(facts)
}

/// Major nonconformities that are not closed, of those that are open to all; nine queries at most.
async fn open_majors(
    db: &impl ConnectionTrait,
    it: &assessment::Model,
    ground: &Ground,
    now: DateTimeUtc,
) -> Result<usize, DbErr> {
    let all = findings::store::all(db, it.id).await?;
    let at = (&ground.tailored.whole, now.date_naive());
    let shown = findings::sight::shown(db, it, at, all, None).await?;
    Ok(Open::of(&shown).major)
}

fn counted(mut places: impl Iterator<Item = usize>, code: impl Fn(usize) -> String) -> Counted {
    match places.next() {
        None => Counted::default(),
        Some(first) => Counted { count: 1 + places.count(), first: code(first) },
    }
}

/// Criteria with a gap of any of some kinds.
fn with(assessed: &Assessed, kinds: &[GapKind]) -> Counted {
    let gaps = assessed.readiness.gaps.iter();
    let places: BTreeSet<usize> =
        gaps.filter(|it| kinds.contains(&it.kind)).map(|it| it.criterion).collect();
    counted(places.into_iter(), |at| assessed.whole.criteria[at].code.clone())
}

/// How far the rounds of reviewers have come, internal and external; two queries.
async fn progress(
    db: &impl ConnectionTrait,
    it: &assessment::Model,
) -> Result<[Progress; 2], DbErr> {
    let rated: Vec<Round> = rating::Entity::find()
        .select_only()
        .column(rating::Column::Round)
        .filter(rating::COLUMN.assessment_id.eq(it.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::Column::Level.is_not_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let signed_off: Vec<Round> = sign_off::Entity::find()
        .select_only()
        .column(sign_off::Column::Round)
        .filter(sign_off::COLUMN.assessment_id.eq(it.id))
        .filter(sign_off::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok([Round::Internal, Round::External].map(|round| {
        if signed_off.contains(&round) {
            Progress::SignedOff
        } else if rated.contains(&round) {
            Progress::Open
        } else {
            Progress::Untouched
        }
    }))
}
