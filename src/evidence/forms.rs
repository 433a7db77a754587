//! Evidence as it is typed. A field that was not sent stays as it is.

use chrono::NaiveDate;
use serde::Deserialize;

use super::facts::Facts;
use super::revisions::NewRevision;
use crate::check::{Problem, Problems};
use crate::entities::{Codes, Confidentiality, EvidenceStatus, Location, Proof};
use crate::standards::fold::fold;
use crate::web::sent::sent;
use crate::web::upload::Uploaded;

/// Languages that a document may be in, as tags; `mul` is several.
pub const LANGUAGES: [&str; 10] = ["sq", "sr", "en", "bs", "hr", "mk", "tr", "de", "fr", "mul"];

/// Most tags of an item.
const MOST_TAGS: usize = 30;

/// The facts of an item.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EvidenceForm {
    #[serde(default, deserialize_with = "sent")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub proof: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub owner_unit: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub owner_person: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub language: Option<String>,
    /// Separated by commas.
    #[serde(default, deserialize_with = "sent")]
    pub tags: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub notes: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub document_date: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub covers_from: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub covers_to: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub valid_from: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub valid_until: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub review_months: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub confidentiality: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub status: Option<String>,
    /// A web address or a place, for an item without a file.
    #[serde(default, deserialize_with = "sent")]
    pub place: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub building: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub room: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub shelf: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub binder: Option<String>,
    /// Id of a criterion to link to at once.
    #[serde(default, deserialize_with = "sent")]
    pub criterion: Option<String>,
    /// The newest revision that was shown where one is added.
    #[serde(default)]
    pub seen: Option<String>,
    /// A file that was set aside when somebody else was quicker.
    #[serde(default)]
    pub waiting: Option<String>,
    /// That only whoever adds a restricted item may open it at first.
    #[serde(default)]
    pub only_me: Option<String>,
    /// Page to go back to.
    #[serde(default, deserialize_with = "sent")]
    pub back: Option<String>,
}

impl EvidenceForm {
    /// The form of an item as it is stored.
    pub fn of(facts: &Facts) -> Self {
        let day = |it: Option<NaiveDate>| Some(it.map(|it| it.to_string()).unwrap_or_default());
        Self {
            reference: Some(facts.reference.clone()),
            title: Some(facts.title.clone()),
            description: Some(facts.description.clone()),
            kind: Some(facts.type_code.clone().unwrap_or_default()),
            proof: Some(facts.proof.map(Proof::code).unwrap_or_default().to_owned()),
            owner_unit: Some(facts.owner_unit.clone()),
            owner_person: Some(facts.owner_person.clone()),
            language: Some(facts.language.clone().unwrap_or_default()),
            tags: Some(facts.tags.0.join(", ")),
            notes: Some(facts.notes.clone()),
            document_date: day(facts.document_date),
            covers_from: day(facts.covers_from),
            covers_to: day(facts.covers_to),
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
        self.check_words(&mut problems, &mut facts);
        self.check_days(&mut problems, &mut facts);
        if let Some(it) = &self.kind {
            if !it.is_empty() && !types.contains(it) {
                problems.add("kind", Problem::NotAnOption);
            }
            facts.type_code = Some(it.clone()).filter(|it| !it.is_empty());
        }
        if let Some(it) = &self.proof {
            facts.proof = Proof::from_code(it);
            if facts.proof.is_none() && !it.is_empty() {
                problems.add("proof", Problem::NotAnOption);
            }
        }
        if let Some(it) = &self.language {
            // What a file or an earlier form said stays on offer.
            if !it.is_empty()
                && !LANGUAGES.contains(&it.as_str())
                && facts.language.as_ref() != Some(it)
            {
                problems.add("language", Problem::NotAnOption);
            }
            facts.language = Some(it.clone()).filter(|it| !it.is_empty());
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
        problems.or(facts)
    }

    fn check_words(&self, problems: &mut Problems, facts: &mut Facts) {
        if let Some(it) = &self.reference {
            let typed = problems.optional_text("reference", it, 100);
            // Left empty, it stays, or is given.
            if !typed.is_empty() {
                facts.reference = typed;
            }
        }
        if let Some(it) = &self.title {
            facts.title = problems.text("title", it, 300);
        }
        let fields = [
            (&self.description, "description", 10_000, &mut facts.description),
            (&self.owner_unit, "owner_unit", 200, &mut facts.owner_unit),
            (&self.owner_person, "owner_person", 200, &mut facts.owner_person),
            (&self.notes, "notes", 10_000, &mut facts.notes),
        ];
        for (typed, name, most, held) in fields {
            if let Some(it) = typed {
                *held = problems.optional_text(name, it, most);
            }
        }
        if let Some(it) = &self.tags {
            let typed = problems.optional_text("tags", it, 1_500);
            facts.tags = tags(&typed);
            if facts.tags.0.len() > MOST_TAGS
                || facts.tags.0.iter().any(|it| it.chars().count() > 50)
            {
                problems.add("tags", Problem::Other("problem-tags"));
            }
        }
    }

    fn check_days(&self, problems: &mut Problems, facts: &mut Facts) {
        let fields = [
            (&self.document_date, "document_date", &mut facts.document_date),
            (&self.covers_from, "covers_from", &mut facts.covers_from),
            (&self.covers_to, "covers_to", &mut facts.covers_to),
            (&self.valid_from, "valid_from", &mut facts.valid_from),
            (&self.valid_until, "valid_until", &mut facts.valid_until),
        ];
        for (typed, name, held) in fields {
            if let Some(it) = typed {
                *held = problems.optional_date(name, it);
            }
        }
        if let Some(it) = self.review_months.as_deref().map(str::trim) {
            facts.review_months = it.parse().ok().filter(|it| (1..=600).contains(it));
            if facts.review_months.is_none() && !it.is_empty() {
                problems.add("review_months", Problem::Other("problem-review-months"));
            }
        }
        for (name, from, until) in [
            ("covers_to", facts.covers_from, facts.covers_to),
            ("valid_until", facts.valid_from, facts.valid_until),
        ] {
            if from.zip(until).is_some_and(|(from, until)| until < from) {
                problems.add(name, Problem::Other("problem-valid-until"));
            }
        }
    }

    /// The web address or place, if one was given.
    pub fn place(&self) -> Result<Option<NewRevision>, Problems> {
        let mut problems = Problems::default();
        let mut part = |name, typed: &Option<String>| {
            problems.optional_text(name, typed.as_deref().unwrap_or_default(), 200)
        };
        let location = Location {
            building: part("building", &self.building),
            room: part("room", &self.room),
            shelf: part("shelf", &self.shelf),
            binder: part("binder", &self.binder),
        };
        let typed = self.place.as_deref().unwrap_or_default().trim();
        let is_web = typed.contains("://");
        let place = if is_web {
            problems.web_address("place", typed)
        } else {
            problems.optional_text("place", typed, 500)
        };
        let is_somewhere = location != Location::default();
        if is_web && is_somewhere {
            problems.add("place", Problem::Other("problem-web-or-place"));
        }
        let place = problems.or(place)?;
        Ok(match (is_web, is_somewhere, place.is_empty()) {
            (true, ..) => Some(NewRevision::Web(place)),
            (_, true, _) => Some(NewRevision::Physical(one_line(&location, place), Some(location))),
            (_, _, false) => Some(NewRevision::Physical(place, None)),
            (_, _, true) => None,
        })
    }
}

/// A location in one line, what was typed beside it last.
fn one_line(it: &Location, more: String) -> String {
    let parts = [&it.building, &it.room, &it.shelf, &it.binder, &more];
    let said: Vec<&str> =
        parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    said.join(", ")
}

/// Tags as they are typed, each once whatever its case.
pub fn tags(typed: &str) -> Codes {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
        if !tags.iter().any(|it| fold(it) == fold(tag)) {
            tags.push(tag.to_owned());
        }
    }
    Codes(tags)
}

/// A title for a file: its name without the ending.
pub fn title_of(file: &Uploaded) -> String {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |it| it.0);
    stem.replace('_', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_there_once() {
        assert_eq!(
            tags(" ISO 17025; çështje,Cestje ,, čuvanje\niso-17025").0,
            ["ISO 17025", "çështje", "Cestje", "čuvanje"]
        );
    }

    #[test]
    fn a_place_is_said_by_its_parts_in_one_line_or_freely() {
        let some = |text: &str| Some(text.to_owned());
        let form = EvidenceForm { room: some("12"), binder: some("B 3"), ..Default::default() };
        let Ok(Some(NewRevision::Physical(line, Some(location)))) = form.place() else {
            panic!("{:?}", form.place())
        };
        assert_eq!((line.as_str(), location.binder.as_str()), ("12, B 3", "B 3"));
        let both = EvidenceForm { place: some("https://a.example"), ..form };
        assert!(both.place().unwrap_err().get("place").is_some());
        assert!(EvidenceForm::default().place().unwrap().is_none());
    }
}
