//! Crosswalks and relations as they are typed.

use serde::Deserialize;

use super::store::{NewCrosswalk, NewRelation, UNRELATED};
use crate::check::{Problem, Problems};
use crate::entities::{
    Confidence, EditionId, InstitutionId, Relation, Titles, crosswalk_relation, edition,
};
use crate::language::Language;

/// A new crosswalk.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CrosswalkForm {
    #[serde(default)]
    pub institution: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub source: String,
}

impl CrosswalkForm {
    /// The crosswalk, or every problem at once. `editions` are those that the institution may use.
    pub fn check(
        &self,
        institution: InstitutionId,
        editions: &[edition::Model],
        language: Language,
    ) -> Result<NewCrosswalk, Problems> {
        let mut problems = Problems::default();
        let mut edition = |field, typed: &str| {
            let wanted = typed.parse::<EditionId>().ok();
            let found = editions.iter().map(|it| it.id).find(|it| Some(*it) == wanted);
            problems.choice(field, found, EditionId(0))
        };
        let (from, to) = (edition("from", &self.from), edition("to", &self.to));
        if from == to && problems.is_empty() {
            problems.add("to", Problem::Other("problem-crosswalk-same"));
        }
        let title = problems.text("title", &self.title, 200);
        let source = problems.text("source", &self.source, 2_000);
        let title = Titles::of(language.code(), title);
        problems.or(NewCrosswalk { institution, from, to, title, source })
    }
}

/// What is said of two criteria.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RelationForm {
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub relation: String,
    /// In percent.
    #[serde(default)]
    pub strength: String,
    #[serde(default)]
    pub confidence: String,
    #[serde(default)]
    pub note: String,
    /// What was held when the form was shown.
    #[serde(default)]
    pub seen: String,
}

impl RelationForm {
    /// The form for two criteria that are not related yet.
    pub fn unrelated() -> Self {
        Self { seen: UNRELATED.to_owned(), ..Self::default() }
    }

    /// The form of a relation as it is held.
    pub fn of(it: &crosswalk_relation::Model) -> Self {
        Self {
            from: it.from_criterion_id.to_string(),
            to: it.to_criterion_id.to_string(),
            relation: it.relation.code().to_owned(),
            strength: it.strength.map(percent).unwrap_or_default(),
            confidence: it.confidence.code().to_owned(),
            note: it.note.clone(),
            seen: NewRelation::seen(Some(&NewRelation::of(it))),
        }
    }

    /// The relation, or every problem at once.
    pub fn check(&self) -> Result<NewRelation, Problems> {
        let mut problems = Problems::default();
        let relation = Relation::from_code(&self.relation);
        let relation = problems.choice("relation", relation, Relation::Intersects);
        let confidence = Confidence::from_code(&self.confidence);
        let confidence = problems.choice("confidence", confidence, Confidence::Low);
        let strength = share(&self.strength).unwrap_or_else(|problem| {
            problems.add("strength", problem);
            None
        });
        let note = problems.optional_text("note", &self.note, 2_000);
        problems.or(NewRelation { relation, strength, confidence, note })
    }
}

/// A share in percent, as it is shown in a field.
fn percent(share: f64) -> String {
    format!("{}", (share * 10_000.0).round() / 100.0)
}

/// A share, from percent as people type them: `40`, `40,5`, `40 %`.
fn share(typed: &str) -> Result<Option<f64>, Problem> {
    let typed = typed.trim().trim_end_matches('%').trim_end().replace(',', ".");
    if typed.is_empty() {
        return Ok(None);
    }
    let plain = typed.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let percent: Option<f64> = typed.parse().ok().filter(|it| plain && (0.0..=100.0).contains(it));
    percent.map(|it| Some(it / 100.0)).ok_or(Problem::Other("problem-strength"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_typed_in_percent() {
        for (typed, expected) in [
            ("", Some(None)),
            ("40", Some(Some(0.4))),
            (" 12,5 % ", Some(Some(0.125))),
            ("0", Some(Some(0.0))),
            ("100", Some(Some(1.0))),
            ("101", None),
            ("-1", None),
            ("1e1", None),
            ("NaN", None),
            ("half", None),
        ] {
            assert_eq!(share(typed).ok(), expected, "{typed:?}");
        }
        assert_eq!(percent(0.29), "29");
        assert_eq!(percent(0.125), "12.5");
    }

    #[test]
    fn every_problem_of_a_relation_is_told() {
        let form = RelationForm { strength: "much".into(), ..RelationForm::default() };
        let problems = form.check().unwrap_err();
        for field in ["relation", "confidence", "strength"] {
            assert!(problems.get(field).is_some(), "{field}");
        }
    }
}
