//! Findings and their steps as they are typed.

use chrono::NaiveDate;
use serde::Deserialize;

use super::course::{Side, needs_note, side};
use super::store::{NewStep, Wording};
use crate::check::{Problem, Problems};
use crate::entities::{EvidenceId, FindingKind, FindingStep, finding_wording};

/// A finding. What is not sent stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FindingForm {
    pub kind: Option<String>,
    pub statement: Option<String>,
    pub requirement: Option<String>,
    pub objective_evidence: Option<String>,
    /// Number of the evidence item in which it was seen.
    pub evidence: Option<String>,
    pub due_on: Option<String>,
    /// Id of the criterion; of the whole where there is none.
    #[serde(default)]
    pub criterion: String,
    /// What was seen when it was opened.
    #[serde(default)]
    pub seen: String,
}

/// What a form says but for the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub kind: FindingKind,
    pub statement: String,
    pub requirement: String,
    pub objective_evidence: String,
    pub due_on: Option<NaiveDate>,
}

impl Said {
    /// With the evidence item in which it was seen.
    pub fn with(self, evidence: Option<EvidenceId>) -> Wording {
        let Self { kind, statement, requirement, objective_evidence, due_on } = self;
        Wording { kind, statement, requirement, objective_evidence, evidence, due_on }
    }
}

impl FindingForm {
    /// The form with what it does not send taken from what is held; `evidence` is the number of the item that is held.
    #[must_use]
    pub fn filled(mut self, held: &finding_wording::Model, evidence: &str) -> Self {
        let day = held.due_on.map(|it| it.to_string()).unwrap_or_default();
        for (field, value) in [
            (&mut self.kind, held.kind.code()),
            (&mut self.statement, &held.statement),
            (&mut self.requirement, &held.requirement),
            (&mut self.objective_evidence, &held.objective_evidence),
            (&mut self.evidence, evidence),
            (&mut self.due_on, &day),
        ] {
            field.get_or_insert_with(|| value.to_owned());
        }
        self
    }

    /// A field as it is shown.
    pub fn text(field: Option<&str>) -> &str {
        field.unwrap_or_default()
    }

    /// What was meant, or every problem at once, those too that were noted before. Where no day is given, `due` may know one
    /// for the kind.
    pub fn check(
        &self,
        due: impl Fn(FindingKind) -> Option<NaiveDate>,
        mut problems: Problems,
    ) -> Result<Said, Problems> {
        let kind = FindingKind::from_code(Self::text(self.kind.as_deref()));
        let kind = problems.choice("kind", kind, FindingKind::Observation);
        let typed = problems.optional_date("due_on", Self::text(self.due_on.as_deref()));
        let said = Said {
            kind,
            statement: problems.text("statement", Self::text(self.statement.as_deref()), 10_000),
            requirement: problems.optional_text(
                "requirement",
                Self::text(self.requirement.as_deref()),
                10_000,
            ),
            objective_evidence: problems.optional_text(
                "objective_evidence",
                Self::text(self.objective_evidence.as_deref()),
                10_000,
            ),
            due_on: typed.or_else(|| due(kind)),
        };
        if kind.is_nonconformity() && said.objective_evidence.is_empty() {
            problems.add("objective_evidence", Problem::Other("problem-finding-unproved"));
        }
        problems.or(said)
    }
}

/// A step.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub correction: String,
    #[serde(default)]
    pub root_cause: String,
    #[serde(default)]
    pub corrective_action: String,
    #[serde(default)]
    pub extent: String,
    /// Numbers of evidence items.
    #[serde(default)]
    pub evidence: String,
    /// What was seen when it was opened.
    #[serde(default)]
    pub seen: String,
}

impl StepForm {
    /// The step that is meant.
    pub fn step(&self) -> Option<FindingStep> {
        FindingStep::from_code(&self.step)
    }

    /// What was meant, or every problem at once, those too that were noted before; `is_proved` says whether evidence was named.
    pub fn check(
        &self,
        step: FindingStep,
        kind: FindingKind,
        is_proved: bool,
        mut problems: Problems,
    ) -> Result<NewStep, Problems> {
        let is_answer = step == FindingStep::Answer;
        let mut part = |field, typed: &str, must: bool| match (is_answer, must) {
            (false, _) => String::new(),
            (true, true) => problems.text(field, typed, 10_000),
            (true, false) => problems.optional_text(field, typed, 10_000),
        };
        // ISO/IEC 17025, 8.7.1: react, find the causes and whether there is more of it, do something about them.
        let whole = kind.is_nonconformity();
        let (correction, root_cause) = (
            part("correction", &self.correction, whole),
            part("root_cause", &self.root_cause, whole),
        );
        let (corrective_action, extent) = (
            part("corrective_action", &self.corrective_action, true),
            part("extent", &self.extent, whole),
        );
        let note = if needs_note(step, is_proved) {
            problems.text("note", &self.note, 10_000)
        } else {
            problems.optional_text("note", &self.note, 10_000)
        };
        problems.or(NewStep { step, note, correction, root_cause, corrective_action, extent })
    }

    /// Whether evidence may be named with a step.
    pub fn takes_evidence(step: FindingStep) -> bool {
        side(step) == Side::Institution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_a_nonconformity_is_whole() {
        let form = StepForm { corrective_action: "We train".into(), ..StepForm::default() };
        let check = |kind| form.check(FindingStep::Answer, kind, false, Problems::default());
        let problems = check(FindingKind::Minor).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|it| it.0).collect();
        assert_eq!(fields, ["correction", "root_cause", "extent"]);
        assert_eq!(check(FindingKind::Recommendation).unwrap().corrective_action, "We train");
    }

    #[test]
    fn what_is_not_sent_stays_and_what_is_sent_empty_goes() {
        let held = finding_wording::Model {
            id: crate::entities::FindingWordingId(1),
            finding_id: crate::entities::FindingId(1),
            kind: FindingKind::Minor,
            statement: "No record".into(),
            requirement: "7.5".into(),
            objective_evidence: "Case 12".into(),
            evidence_id: None,
            due_on: None,
            user_id: None,
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            superseded_at: None,
        };
        let sent = FindingForm { requirement: Some(String::new()), ..FindingForm::default() };
        let said = sent.filled(&held, "").check(|_| None, Problems::default()).unwrap();
        assert_eq!((said.statement.as_str(), said.requirement.as_str()), ("No record", ""));
        let bare = FindingForm { objective_evidence: Some(" ".into()), ..FindingForm::default() };
        let problems = bare.filled(&held, "").check(|_| None, Problems::default()).unwrap_err();
        assert!(problems.get("objective_evidence").is_some());
    }
}
