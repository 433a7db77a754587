//! Notes as they are typed.

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, NoteKind, UserId, user};
use crate::standards::codes::Resolution;
use crate::standards::store::Whole;

/// Most characters of the codes of criteria.
const MOST_CODES: usize = 10_000;

/// A note.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NoteForm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub held_on: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub people: String,
    #[serde(default)]
    pub text: String,
    /// Codes of criteria, with commas between them.
    #[serde(default)]
    pub criteria: String,
    /// Id of who signs for the institution.
    #[serde(default)]
    pub person: String,
    /// Name of who signs for it on paper.
    #[serde(default)]
    pub counterpart: String,
    #[serde(default)]
    pub seen: String,
}

/// What was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub kind: NoteKind,
    pub title: String,
    pub held_on: chrono::NaiveDate,
    pub place: String,
    pub people: String,
    pub text: String,
    pub criteria: Vec<CriterionId>,
    pub counterpart_id: Option<UserId>,
    pub counterpart: String,
}

impl NoteForm {
    /// What was meant, or every problem at once; `people` can sign for the institution, and of criteria those are taken that
    /// are not `withheld`.
    pub(super) fn check(
        &self,
        whole: &Whole,
        people: &[user::Model],
        withheld: impl Fn(CriterionId) -> bool,
    ) -> Result<Written, Problems> {
        let mut problems = Problems::default();
        let kind = problems.choice("kind", NoteKind::from_code(&self.kind), NoteKind::Interview);
        let title = problems.text("title", &self.title, 200);
        let held_on = problems.date("held_on", &self.held_on);
        let place = problems.text("place", &self.place, 200);
        let named = problems.text("people", &self.people, 500);
        let text = problems.text("text", &self.text, 20_000);
        let mut criteria = Vec::new();
        let index = whole.index();
        let typed = problems.optional_text("criteria", &self.criteria, MOST_CODES);
        for code in typed.split([',', ';', '\n']).filter(|it| !it.trim().is_empty()) {
            match index.resolve(code.trim()) {
                Resolution::Found(found) => {
                    criteria.extend(found.into_iter().map(|it| whole.criteria[it].id));
                }
                Resolution::Unknown => {
                    problems.add("criteria", Problem::Other("problem-unknown-code"));
                }
            }
        }
        criteria.sort_unstable();
        criteria.dedup();
        if criteria.iter().any(|it| withheld(*it)) {
            problems.add("criteria", Problem::Other("refused-conflict"));
        } else if criteria.is_empty() && problems.get("criteria").is_none() {
            problems.add("criteria", Problem::Missing);
        }
        let counterpart_id = people.iter().map(|it| it.id).find(|it| it.to_string() == self.person);
        if counterpart_id.is_none() && !self.person.is_empty() {
            problems.add("person", Problem::NotAnOption);
        }
        let counterpart = problems.optional_text("counterpart", &self.counterpart, 200);
        if counterpart_id.is_some() != counterpart.is_empty() {
            problems.add("person", Problem::Other("problem-note-counterpart"));
        }
        let people = named;
        problems.or(Written {
            kind,
            title,
            held_on,
            place,
            people,
            text,
            criteria,
            counterpart_id,
            counterpart,
        })
    }
}

/// A signature.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SignForm {
    #[serde(default)]
    pub signed: String,
    /// Hash of the note as it was shown; a draft has none yet, but says how often it was saved.
    #[serde(default)]
    pub seen: String,
}

/// Why a signature is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UnsignForm {
    #[serde(default)]
    pub reason: String,
    /// Hash of the note as it was shown.
    #[serde(default)]
    pub seen: String,
}

impl SignForm {
    /// Whether it is signed with the name of who signs.
    pub(super) fn check(&self, name: &str) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let signed = problems.text("signed", &self.signed, 200);
        if !signed.is_empty() && signed.to_lowercase() != name.trim().to_lowercase() {
            problems.add("signed", Problem::Other("problem-signed"));
        }
        problems.or(())
    }
}
