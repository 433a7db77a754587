//! The public page of a decision: its secret address, switched on and off, and what it may say.

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{DecisionKind, assessment, confirmation, decision, edition, institution};
use crate::language::Worded;

/// Hex digits of a secret address: 128 bits, so that none is ever found by trying.
const LENGTH: usize = 32;

/// Whether a text can be a secret address at all; what cannot be, no database is asked about.
pub fn is_token(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// Switches the page of a decision on or off. Its address stays the same, so that what was printed works again.
pub async fn switch(
    change: &mut Change,
    of: &assessment::Model,
    decision: &decision::Model,
    on: bool,
) -> Result<(), DbErr> {
    let held = confirmation::Entity::find()
        .filter(confirmation::COLUMN.decision_id.eq(decision.id))
        .one(change.tx())
        .await?;
    if let Some(held) = held {
        let row =
            confirmation::ActiveModel { id: Set(held.id), is_on: Set(on), ..Default::default() };
        row.update(change.tx()).await?;
    } else {
        let row = confirmation::ActiveModel {
            id: NotSet,
            decision_id: Set(decision.id),
            token: Set(format!("{:032x}", rand::random::<u128>())),
            is_on: Set(on),
        };
        row.insert(change.tx()).await?;
    }
    // The address itself is nobody's business but of who gets it.
    let details = json!({ "number": decision.number, "on": on });
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, "confirmation-switched", subject, details));
    Ok(())
}

/// How a decision stands, as the public page says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Valid,
    /// It is valid from a later day on.
    NotYet,
    Expired,
    /// A later decision took its place.
    Superseded,
    /// A later decision withdrew it.
    Withdrawn,
    /// Nothing was granted by it.
    NotGranted,
}

impl State {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Valid => "good",
            Self::NotYet | Self::NotGranted => "plain",
            Self::Expired | Self::Superseded | Self::Withdrawn => "bad",
        }
    }
}

impl Worded for State {
    fn key(&self) -> &'static str {
        match self {
            Self::Valid => "confirm-valid",
            Self::NotYet => "confirm-not-yet",
            Self::Expired => "confirm-expired",
            Self::Superseded => "confirm-superseded",
            Self::Withdrawn => "confirm-withdrawn",
            Self::NotGranted => "confirm-not-granted",
        }
    }
}

/// How a decision stands on a day; `later` is the kind of the one that took its place.
pub fn state(it: &decision::Model, later: Option<DecisionKind>, today: NaiveDate) -> State {
    match (later, it.kind) {
        (Some(DecisionKind::Withdrawn), _) | (None, DecisionKind::Withdrawn) => State::Withdrawn,
        (Some(_), _) => State::Superseded,
        (None, DecisionKind::Refused | DecisionKind::Deferred) => State::NotGranted,
        (None, DecisionKind::Granted | DecisionKind::Conditional) => {
            if it.valid_until.is_some_and(|it| it < today) {
                State::Expired
            } else if it.valid_from.is_some_and(|it| it > today) {
                State::NotYet
            } else {
                State::Valid
            }
        }
    }
}

/// Everything that the public page says.
#[derive(Clone, Debug)]
pub struct Confirmed {
    pub decision: decision::Model,
    pub institution: institution::Model,
    pub edition: edition::Model,
    /// Kind of the decision that holds now, where it is another.
    pub later: Option<DecisionKind>,
}

/// What a secret address confirms, while its page is on; four queries.
pub async fn find(db: &impl ConnectionTrait, token: &str) -> Result<Option<Confirmed>, DbErr> {
    let found = confirmation::Entity::find()
        .filter(confirmation::COLUMN.token.eq(token))
        .filter(confirmation::COLUMN.is_on.eq(true))
        .find_also_related(decision::Entity)
        .one(db)
        .await?;
    let Some((_, Some(decision))) = found else { return Ok(None) };
    let of = assessment::Entity::find_by_id(decision.assessment_id)
        .find_also_related(edition::Entity)
        .one(db)
        .await?;
    let Some((assessment, Some(edition))) = of else { return Ok(None) };
    let institution =
        institution::Entity::find_by_id(assessment.institution_id).require_one(db).await?;
    let later = match decision.superseded_at {
        None => None,
        Some(_) => super::store::held(db, assessment.id).await?.map(|it| it.kind),
    };
    Ok(Some(Confirmed { decision, institution, edition, later }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{AssessmentId, DecisionId, DossierId};
    use crate::language::Language;

    fn decision(kind: DecisionKind) -> decision::Model {
        decision::Model {
            id: DecisionId(1),
            assessment_id: AssessmentId(1),
            dossier_id: DossierId(1),
            kind,
            outcome: String::new(),
            number: "1".into(),
            decided_on: day("2026-01-01"),
            valid_from: Some(day("2026-02-01")),
            valid_until: Some(day("2028-01-31")),
            scope: String::new(),
            conditions: String::new(),
            quotas: String::new(),
            document_id: None,
            supersedes_id: None,
            reason: String::new(),
            user_id: None,
            recorded_at: chrono::DateTime::default(),
            superseded_at: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_decision_stands_as_its_days_and_its_successor_say() {
        use DecisionKind::{Conditional, Deferred, Granted, Refused, Withdrawn};
        for (kind, later, today, expected) in [
            (Granted, None, "2026-02-01", State::Valid),
            (Granted, None, "2028-01-31", State::Valid),
            (Granted, None, "2028-02-01", State::Expired),
            (Conditional, None, "2026-01-31", State::NotYet),
            (Refused, None, "2027-01-01", State::NotGranted),
            (Deferred, None, "2027-01-01", State::NotGranted),
            (Withdrawn, None, "2027-01-01", State::Withdrawn),
            (Granted, Some(Granted), "2027-01-01", State::Superseded),
            (Granted, Some(Withdrawn), "2027-01-01", State::Withdrawn),
        ] {
            let found = state(&decision(kind), later, day(today));
            assert_eq!(found, expected, "{kind} {later:?} {today}");
            for language in Language::ALL {
                assert_ne!(language.word(&found), found.key());
            }
        }
    }

    #[test]
    fn only_what_can_be_an_address_is_looked_up() {
        assert!(is_token(&"0a".repeat(16)));
        for text in ["", "1", &"0A".repeat(16), &"0a".repeat(17), &"g0".repeat(16), "../../etc"] {
            assert!(!is_token(text), "{text}");
        }
    }
}
