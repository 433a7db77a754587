//! Evidence as it is typed. A field that was not sent stays as it is.

use serde::Deserialize;

use super::facts::Facts;
use super::revisions::NewRevision;
use crate::check::{Problem, Problems};
use crate::entities::{Confidentiality, EvidenceStatus};
use crate::web::upload::Uploaded;

/// The facts of an item.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EvidenceForm {
    pub title: Option<String>,
    pub description: Option<String>,
    pub kind: Option<String>,
    pub owner_unit: Option<String>,
    pub document_date: Option<String>,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    pub review_months: Option<String>,
    pub confidentiality: Option<String>,
    pub status: Option<String>,
    /// A web address or a place, for an item without a file.
    pub place: Option<String>,
    /// Id of a criterion to link to at once.
    pub criterion: Option<String>,
    /// The newest revision that was shown where one is added.
    pub seen: Option<String>,
    /// A file that was set aside when somebody else was quicker.
    pub waiting: Option<String>,
    /// That only whoever adds a restricted item may open it at first.
    pub only_me: Option<String>,
    /// Page to go back to.
    pub back: Option<String>,
}

impl EvidenceForm {
    /// The form of an item as it is stored.
    pub fn of(facts: &Facts) -> Self {
        let day =
            |it: Option<chrono::NaiveDate>| Some(it.map(|it| it.to_string()).unwrap_or_default());
        Self {
            title: Some(facts.title.clone()),
            description: Some(facts.description.clone()),
            kind: Some(facts.type_code.clone().unwrap_or_default()),
            owner_unit: Some(facts.owner_unit.clone()),
            document_date: day(facts.document_date),
            valid_from: day(facts.valid_from),
            valid_until: day(facts.valid_until),
            review_months: Some(facts.review_months.map(|it| it.to_string()).unwrap_or_default()),
            confidentiality: Some(facts.confidentiality.code().to_owned()),
            status: Some(facts.status.code().to_owned()),
            ..Self::default()
        }
    }

    /// What was typed over what was held, or every problem at once. `types` are the codes of the evidence types.
    pub fn check(&self, held: Facts, types: &[String]) -> Result<Facts, Problems> {
        let mut problems = Problems::default();
        let mut facts = held;
        if let Some(it) = &self.title {
            facts.title = problems.text("title", it, 300);
        }
        if let Some(it) = &self.description {
            facts.description = problems.optional_text("description", it, 10_000);
        }
        if let Some(it) = &self.owner_unit {
            facts.owner_unit = problems.optional_text("owner_unit", it, 200);
        }
        if let Some(it) = &self.kind {
            if !it.is_empty() && !types.contains(it) {
                problems.add("kind", Problem::NotAnOption);
            }
            facts.type_code = Some(it.clone()).filter(|it| !it.is_empty());
        }
        if let Some(it) = &self.document_date {
            facts.document_date = problems.optional_date("document_date", it);
        }
        if let Some(it) = &self.valid_from {
            facts.valid_from = problems.optional_date("valid_from", it);
        }
        if let Some(it) = &self.valid_until {
            facts.valid_until = problems.optional_date("valid_until", it);
        }
        if let Some(it) = self.review_months.as_deref().map(str::trim) {
            facts.review_months = it.parse().ok().filter(|it| (1..=600).contains(it));
            if facts.review_months.is_none() && !it.is_empty() {
                problems.add("review_months", Problem::Other("problem-review-months"));
            }
        }
        if let Some(it) = &self.confidentiality {
            facts.confidentiality = problems.choice(
                "confidentiality",
                Confidentiality::from_code(it),
                facts.confidentiality,
            );
        }
        if let Some(it) = &self.status {
            facts.status = problems.choice("status", EvidenceStatus::from_code(it), facts.status);
        }
        if facts.valid_from.zip(facts.valid_until).is_some_and(|(from, until)| until < from) {
            problems.add("valid_until", Problem::Other("problem-valid-until"));
        }
        problems.or(facts)
    }

    /// The web address or place, if one was given.
    pub fn place(&self) -> Result<Option<NewRevision>, Problems> {
        let typed = self.place.as_deref().unwrap_or_default().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let mut problems = Problems::default();
        let is_web = typed.contains("://");
        let place = if is_web {
            problems.web_address("place", typed)
        } else {
            problems.text("place", typed, 500)
        };
        problems.or(Some(if is_web {
            NewRevision::Web(place)
        } else {
            NewRevision::Physical(place, None)
        }))
    }
}

/// A title for a file: its name without the ending.
pub fn title_of(file: &Uploaded) -> String {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |it| it.0);
    stem.replace('_', " ").trim().to_owned()
}

/// A link to a criterion, as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LinkForm {
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub relevance: String,
    #[serde(default)]
    pub place: String,
}
