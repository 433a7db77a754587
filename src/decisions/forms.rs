//! A decision as it is typed.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::entities::DecisionKind;
use crate::standards::pack::Head;

/// Most characters of a longer text.
const MOST: usize = 10_000;

/// A decision.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub kind: String,
    /// Code of an outcome of the edition; empty for none.
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub decided_on: String,
    #[serde(default)]
    pub valid_from: String,
    #[serde(default)]
    pub valid_until: String,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub conditions: String,
    #[serde(default)]
    pub quotas: String,
    /// Reference of the evidence item that holds the document.
    #[serde(default)]
    pub document: String,
    /// Why it takes the place of another, or why it is entered although something is missing.
    #[serde(default)]
    pub reason: String,
    /// Id of the decision that was shown as the one that holds; empty for none.
    #[serde(default)]
    pub seen: String,
}

/// A decision as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub kind: DecisionKind,
    pub outcome: String,
    pub number: String,
    pub decided_on: NaiveDate,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub scope: String,
    pub conditions: String,
    pub quotas: String,
}

impl DecisionForm {
    /// What was decided and why it is entered so, or every problem at once. `corrects` says that it takes the place of another.
    pub fn check(
        &self,
        head: &Head,
        today: NaiveDate,
        corrects: bool,
    ) -> Result<(Facts, String), Problems> {
        let mut problems = Problems::default();
        let kind = DecisionKind::from_code(&self.kind);
        let kind = problems.choice("kind", kind, DecisionKind::Deferred);
        let known = head.outcomes.iter().any(|it| it.code == self.outcome);
        if !self.outcome.is_empty() && !known {
            problems.add("outcome", Problem::NotAnOption);
        }
        let facts = Facts {
            kind,
            outcome: self.outcome.clone(),
            number: problems.text("number", &self.number, 100),
            decided_on: problems.date("decided_on", &self.decided_on),
            valid_from: problems.optional_date("valid_from", &self.valid_from),
            valid_until: problems.optional_date("valid_until", &self.valid_until),
            scope: problems.optional_text("scope", &self.scope, MOST),
            conditions: problems.optional_text("conditions", &self.conditions, MOST),
            quotas: problems.optional_text("quotas", &self.quotas, MOST),
        };
        if facts.decided_on > today {
            problems.add("decided_on", Problem::Other("problem-decision-future"));
        }
        let ends = facts.valid_from.zip(facts.valid_until).is_some_and(|(from, to)| to < from);
        if ends {
            problems.add("valid_until", Problem::Other("problem-decision-order"));
        }
        if kind == DecisionKind::Conditional && facts.conditions.is_empty() {
            problems.add("conditions", Problem::Other("problem-decision-conditions"));
        }
        let reason = if corrects {
            problems.text("reason", &self.reason, 2_000)
        } else {
            problems.optional_text("reason", &self.reason, 2_000)
        };
        problems.or((facts, reason))
    }
}

/// Switching the public page on or off.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SwitchForm {
    /// `yes` or nothing.
    #[serde(default)]
    pub on: String,
    /// Id of the decision that was shown.
    #[serde(default)]
    pub seen: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let outcomes = serde_json::json!([{ "code": "granted", "title": { "en": "Granted" } }]);
        Head { outcomes: serde_json::from_value(outcomes).unwrap(), ..Head::default() }
    }

    fn typed() -> DecisionForm {
        DecisionForm {
            kind: "granted".into(),
            outcome: head().outcomes[0].code.clone(),
            number: " 12/2026 ".into(),
            decided_on: "2026-11-20".into(),
            valid_from: "2026-12-01".into(),
            valid_until: "30.11.2029".into(),
            ..DecisionForm::default()
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_decision_is_read_or_every_problem_is_named() {
        let today = day("2026-11-24");
        let (facts, _) = typed().check(&head(), today, false).unwrap();
        assert_eq!(
            (facts.number.as_str(), facts.valid_until),
            ("12/2026", Some(day("2029-11-30")))
        );
        let problem = |form: DecisionForm, field: &str| {
            form.check(&head(), today, false).unwrap_err().get(field).is_some()
        };
        assert!(problem(DecisionForm { kind: "maybe".into(), ..typed() }, "kind"));
        assert!(problem(DecisionForm { outcome: "../x".into(), ..typed() }, "outcome"));
        assert!(problem(DecisionForm { number: String::new(), ..typed() }, "number"));
        assert!(problem(DecisionForm { decided_on: "2026-11-25".into(), ..typed() }, "decided_on"));
        assert!(problem(
            DecisionForm { valid_until: "2026-01-01".into(), ..typed() },
            "valid_until"
        ));
        assert!(problem(DecisionForm { kind: "conditional".into(), ..typed() }, "conditions"));
        let corrected = typed().check(&head(), today, true).unwrap_err();
        assert!(corrected.get("reason").is_some(), "a correction says why");
    }
}
