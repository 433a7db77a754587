//! Recommendations as they are typed. What is not sent stays as it is.

use serde::Deserialize;

use super::store::Wording;
use crate::check::{Problem, Problems};
use crate::entities::{Fulfilment, Origin, RecommendationKind, recommendation_wording};

/// What is asked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RecommendationForm {
    pub kind: Option<String>,
    pub origin: Option<String>,
    pub source: Option<String>,
    pub issued_on: Option<String>,
    pub text: Option<String>,
    pub due_on: Option<String>,
    /// What was seen when it was opened.
    #[serde(default)]
    pub seen: String,
}

impl RecommendationForm {
    /// The form with what it does not send taken from what is held.
    #[must_use]
    pub fn filled(mut self, held: &recommendation_wording::Model) -> Self {
        let day = |it: Option<chrono::NaiveDate>| it.map(|it| it.to_string()).unwrap_or_default();
        for (field, value) in [
            (&mut self.kind, held.kind.code().to_owned()),
            (&mut self.origin, held.origin.code().to_owned()),
            (&mut self.source, held.source.clone()),
            (&mut self.issued_on, day(held.issued_on)),
            (&mut self.text, held.text.clone()),
            (&mut self.due_on, day(held.due_on)),
        ] {
            field.get_or_insert(value);
        }
        self
    }

    /// A field as it is shown.
    pub fn text(field: Option<&str>) -> &str {
        field.unwrap_or_default()
    }

    /// What was meant, or every problem at once, those too that were noted before.
    pub fn check(&self, mut problems: Problems) -> Result<Wording, Problems> {
        let kind = RecommendationKind::from_code(Self::text(self.kind.as_deref()));
        let origin = Origin::from_code(Self::text(self.origin.as_deref()));
        let wording = Wording {
            kind: problems.choice("kind", kind, RecommendationKind::Recommendation),
            origin: problems.choice("origin", origin, Origin::Other),
            source: problems.text("source", Self::text(self.source.as_deref()), 300),
            issued_on: problems.optional_date("issued_on", Self::text(self.issued_on.as_deref())),
            text: problems.text("text", Self::text(self.text.as_deref()), 10_000),
            due_on: problems.optional_date("due_on", Self::text(self.due_on.as_deref())),
        };
        if let (Some(issued), Some(due)) = (wording.issued_on, wording.due_on)
            && due < issued
        {
            problems.add("due_on", Problem::Other("problem-recommendation-due"));
        }
        problems.or(wording)
    }
}

/// How far it is fulfilled.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ProgressForm {
    #[serde(default)]
    pub degree: String,
    #[serde(default)]
    pub note: String,
    /// Numbers of evidence items.
    #[serde(default)]
    pub evidence: String,
    /// What was seen when it was opened.
    #[serde(default)]
    pub seen: String,
}

impl ProgressForm {
    /// The degree and the note, or every problem at once, those too that were noted before. That it is fulfilled, or no longer
    /// asked, rests on evidence or on a word.
    pub fn check(
        &self,
        is_proved: bool,
        mut problems: Problems,
    ) -> Result<(Fulfilment, String), Problems> {
        let degree = Fulfilment::from_code(&self.degree);
        let degree = problems.choice("degree", degree, Fulfilment::NotBegun);
        let is_settled = matches!(degree, Fulfilment::Fully | Fulfilment::NotApplicable);
        let note = if is_settled && !is_proved {
            problems.text("note", &self.note, 10_000)
        } else {
            problems.optional_text("note", &self.note, 10_000)
        };
        problems.or((degree, note))
    }
}

/// Criteria that it is about.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CriteriaForm {
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub code: String,
}
