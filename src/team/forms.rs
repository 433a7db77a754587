//! What is typed about a team, and what was meant.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::conflicts::NewConflict;
use super::store::{NewMember, suits};
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, Part, Role, UserId};
use crate::standards::codes::{CodeIndex, Resolution};
use crate::standards::store::Whole;

/// Most characters of a reason.
pub const MOST_REASON: usize = 2_000;

/// Most rows of a declaration: who has so many conflicts names what is above them, or the whole.
const MOST_CONFLICTS: usize = 200;

/// Somebody on a team.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct MemberForm {
    #[serde(default)]
    pub user: String,
    #[serde(default)]
    pub part: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
    /// What was seen of a member when the form was opened; nothing where there was none.
    #[serde(default)]
    pub seen: String,
}

impl MemberForm {
    /// What was meant, or every problem at once; `people` can be put on the team, with their roles.
    pub fn check(&self, people: &[(UserId, Role)]) -> Result<NewMember, Problems> {
        let mut problems = Problems::default();
        let found = people.iter().find(|it| it.0.to_string() == self.user).copied();
        let stand_in = (UserId(0), Role::Observer);
        let (user, role) = problems.choice("user", found, stand_in);
        let part = problems.choice("part", Part::from_code(&self.part), Part::Observer);
        if found.is_some() && !suits(role, part) {
            problems.add("part", Problem::Other("problem-part-role"));
        }
        let from = problems.optional_date("from", &self.from);
        let until = problems.optional_date("until", &self.until);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            problems.add("until", Problem::Other("problem-until-before"));
        }
        problems.or(NewMember { user, part, from, until })
    }
}

/// A declaration: no conflict, one of the whole, or some of criteria, signed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DeclarationForm {
    /// `none`, `whole` or `criteria`.
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub reason: String,
    /// Criteria by their codes, and the reason of each, in the same order.
    #[serde(default)]
    pub code: Vec<String>,
    #[serde(default)]
    pub why: Vec<String>,
    #[serde(default)]
    pub signed: String,
    /// Where they wanted to go.
    #[serde(default)]
    pub back: String,
}

impl DeclarationForm {
    /// The conflicts and the signature, or every problem at once; `name` is who signs.
    pub fn check(&self, whole: &Whole, name: &str) -> Result<(Vec<NewConflict>, String), Problems> {
        let mut problems = Problems::default();
        let conflicts = match self.answer.as_str() {
            "none" => Vec::new(),
            "whole" => {
                let reason = problems.text("reason", &self.reason, MOST_REASON);
                vec![NewConflict { criterion: None, reason }]
            }
            "criteria" => self.criteria(whole, &mut problems),
            _ => {
                problems.add("answer", Problem::Other("problem-no-answer"));
                Vec::new()
            }
        };
        let signed = problems.text("signed", &self.signed, 200);
        if !signed.is_empty() && signed.to_lowercase() != name.trim().to_lowercase() {
            problems.add("signed", Problem::Other("problem-signed"));
        }
        problems.or((conflicts, signed))
    }

    fn criteria(&self, whole: &Whole, problems: &mut Problems) -> Vec<NewConflict> {
        let empty = String::new();
        let typed = self.code.iter().zip(self.why.iter().chain(std::iter::repeat(&empty)));
        let typed: Vec<_> = typed.filter(|it| !it.0.trim().is_empty()).collect();
        if typed.len() > MOST_CONFLICTS {
            problems.add("code", Problem::Other("problem-declaration-many"));
            return Vec::new();
        }
        let index = whole.index();
        // Of a criterion that is named twice, the first reason holds.
        let mut reasons: BTreeMap<CriterionId, String> = BTreeMap::new();
        for (code, why) in typed {
            let reason = problems.text("why", why, MOST_REASON);
            for it in resolve((whole, &index), code, problems) {
                reasons.entry(it).or_insert_with(|| reason.clone());
            }
        }
        if reasons.is_empty() && problems.is_empty() {
            problems.add("code", Problem::Missing);
        }
        let conflict = |(it, reason)| NewConflict { criterion: Some(it), reason };
        reasons.into_iter().map(conflict).collect()
    }
}

/// The criteria that somebody wrote by their codes.
fn resolve(
    (whole, index): (&Whole, &CodeIndex<'_>),
    code: &str,
    problems: &mut Problems,
) -> Vec<CriterionId> {
    match index.resolve(code) {
        Resolution::Found(found) => found.into_iter().map(|it| whole.criteria[it].id).collect(),
        Resolution::Unknown => {
            problems.add("code", Problem::Other("problem-unknown-code"));
            Vec::new()
        }
    }
}

/// A conflict that is recorded for somebody; with no code it is about the whole.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ConflictForm {
    /// `whole` or `criteria`.
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub reason: String,
}

impl ConflictForm {
    /// What was meant, or every problem at once.
    pub fn check(&self, whole: &Whole) -> Result<Vec<NewConflict>, Problems> {
        let mut problems = Problems::default();
        let reason = problems.text("reason", &self.reason, MOST_REASON);
        let criteria: Vec<Option<CriterionId>> = match self.about.as_str() {
            "whole" => vec![None],
            "criteria" if self.code.trim().is_empty() => {
                problems.add("code", Problem::Missing);
                Vec::new()
            }
            "criteria" => {
                let index = whole.index();
                resolve((whole, &index), &self.code, &mut problems).into_iter().map(Some).collect()
            }
            _ => {
                problems.add("about", Problem::NotAnOption);
                Vec::new()
            }
        };
        let conflict = |criterion| NewConflict { criterion, reason: reason.clone() };
        let conflicts = criteria.into_iter().map(conflict).collect();
        problems.or(conflicts)
    }
}

/// A reason alone.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    pub reason: String,
}

/// What was ticked to be assigned, or taken back.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AssignForm {
    #[serde(default)]
    pub criterion: Vec<CriterionId>,
    #[serde(default)]
    pub user: Vec<UserId>,
    /// `assign` or `take-back`.
    #[serde(default)]
    pub act: String,
}

/// What to do with what was ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Assign,
    TakeBack,
}

impl AssignForm {
    /// The same with everything once: each person is put together with each criterion.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.criterion.sort_unstable();
        self.criterion.dedup();
        self.user.sort_unstable();
        self.user.dedup();
        self
    }

    /// What to do, or the problem; `raters` are those who rate. It can also be taken back from `holders` who rate no longer.
    pub fn check(&self, raters: &[UserId], holders: &[UserId]) -> Result<Act, Problems> {
        let mut problems = Problems::default();
        let act = match self.act.as_str() {
            "assign" => Some(Act::Assign),
            "take-back" => Some(Act::TakeBack),
            _ => None,
        };
        let act = problems.choice("act", act, Act::Assign);
        if self.criterion.is_empty() || self.user.is_empty() {
            problems.add("criterion", Problem::Other("problem-assign-nothing"));
        }
        let holds = |it: &UserId| act == Act::TakeBack && holders.contains(it);
        if self.user.iter().any(|it| !raters.contains(it) && !holds(it)) {
            problems.add("user", Problem::NotAnOption);
        }
        problems.or(act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_is_never_put_on_a_team_and_an_observer_never_rates() {
        let people = [
            (UserId(1), Role::Reviewer),
            (UserId(2), Role::Observer),
            (UserId(3), Role::Administrator),
        ];
        let check = |user: &str, part: &str, from: &str, until: &str| {
            let own = |it: &str| it.to_owned();
            MemberForm {
                user: own(user),
                part: own(part),
                from: own(from),
                until: own(until),
                seen: String::new(),
            }
            .check(&people)
        };
        assert!(check("1", "lead", "2026-01-01", "2026-01-01").is_ok());
        assert!(check("1", "observer", "", "").is_ok());
        assert!(check("2", "observer", "", "").is_ok());
        for (user, part, from, until, field) in [
            ("2", "reviewer", "", "", "part"),
            ("3", "reviewer", "", "", "part"),
            ("3", "observer", "", "", "part"),
            ("4", "reviewer", "", "", "user"),
            ("1", "boss", "", "", "part"),
            ("1", "reviewer", "2026-02-30", "", "from"),
            ("1", "reviewer", "2026-02-02", "2026-02-01", "until"),
        ] {
            let refused = check(user, part, from, until).unwrap_err();
            assert!(refused.get(field).is_some(), "{user} {part} {from} {until}: {refused:?}");
        }
    }
}
