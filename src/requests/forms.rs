//! Requests as they are typed.

use serde::Deserialize;

use super::moves::Move;
use crate::check::{Problem, Problems};
use crate::entities::{UserId, user};

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RequestForm {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub person: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub due_on: String,
    /// Id of the criterion that it is to prove.
    #[serde(default)]
    pub criterion: String,
    /// Id of the assessment that it is asked for.
    #[serde(default)]
    pub assessment: String,
    /// Page to go back to.
    #[serde(default)]
    pub back: String,
}

/// What a form says without what the database has to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub title: String,
    pub description: String,
    pub kind: Option<String>,
    pub person: Option<UserId>,
    pub unit: String,
    pub due_on: Option<chrono::NaiveDate>,
}

impl RequestForm {
    /// What was meant, or every problem at once; `people` may be asked, `types` are the codes of the evidence types.
    pub fn check(&self, people: &[user::Model], types: &[String]) -> Result<Asked, Problems> {
        let mut problems = Problems::default();
        let kind = Some(self.kind.clone()).filter(|it| !it.is_empty());
        if kind.as_ref().is_some_and(|it| !types.contains(it)) {
            problems.add("kind", Problem::NotAnOption);
        }
        let person = people.iter().map(|it| it.id).find(|it| it.to_string() == self.person);
        if person.is_none() && !self.person.is_empty() {
            problems.add("person", Problem::NotAnOption);
        }
        let asked = Asked {
            title: problems.text("title", &self.title, 300),
            description: problems.optional_text("description", &self.description, 10_000),
            kind,
            person,
            unit: problems.optional_text("unit", &self.unit, 200),
            due_on: problems.optional_date("due_on", &self.due_on),
        };
        if asked.person.is_none() && asked.unit.is_empty() {
            problems.add("person", Problem::Other("problem-nobody-asked"));
        }
        problems.or(asked)
    }
}

/// An answer beside its files.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    pub note: String,
    /// A web address or a place, where it is no file.
    #[serde(default)]
    pub place: String,
}

/// A move of who asks.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DecideForm {
    #[serde(default, rename = "move")]
    pub way: String,
    #[serde(default)]
    pub reason: String,
    /// The state that was shown.
    #[serde(default)]
    pub seen: String,
}

impl DecideForm {
    /// The move and its reason, or the problem.
    pub fn check(&self) -> Result<(Move, String), Problems> {
        let mut problems = Problems::default();
        let Some(way) = Move::of_asker(&self.way) else {
            problems.add("move", Problem::NotAnOption);
            return Err(problems);
        };
        let reason = if way.needs_reason() {
            problems.text("reason", &self.reason, 2_000)
        } else {
            problems.optional_text("reason", &self.reason, 2_000)
        };
        problems.or((way, reason))
    }
}
