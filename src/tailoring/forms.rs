//! The tailoring of an assessment as it is typed.

use serde::Deserialize;

use super::store::Added;
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, EditionId, criterion, edition};
use crate::standards::codes::Resolution;
use crate::standards::pack::Group;
use crate::standards::store::Whole;

/// Most characters of a reason.
const LONGEST_REASON: usize = 4_000;

/// Which supplements and groups an assessment takes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LimitForm {
    #[serde(default)]
    pub supplements: Vec<EditionId>,
    /// Whether supplements were on offer when the form was opened; else what is held stays.
    pub supplements_sent: Option<String>,
    #[serde(default)]
    pub groups: Vec<String>,
    /// The same of groups.
    pub groups_sent: Option<String>,
}

impl LimitForm {
    /// Those of them that are on offer, in the order of the offer; nothing of what was not sent. All groups are none.
    pub fn check(
        &self,
        offered: &[edition::Model],
        groups: &[Group],
    ) -> (Option<Vec<String>>, Option<Vec<EditionId>>) {
        let chosen: Vec<String> =
            groups.iter().map(|it| it.code.clone()).filter(|it| self.groups.contains(it)).collect();
        let chosen = if chosen.len() == groups.len() { Vec::new() } else { chosen };
        let supplements =
            offered.iter().map(|it| it.id).filter(|it| self.supplements.contains(it)).collect();
        let sent = (self.groups_sent.is_some(), self.supplements_sent.is_some());
        (sent.0.then_some(chosen), sent.1.then_some(supplements))
    }
}

/// Criteria to be put out of scope.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ExcludeForm {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub justification: String,
}

impl ExcludeForm {
    /// Places of the criteria, and why; or every problem.
    pub fn check(&self, whole: &Whole) -> Result<(Vec<usize>, String), Problems> {
        let mut problems = Problems::default();
        let code = problems.text("code", &self.code, 400);
        let found = match whole.index().resolve(&code) {
            Resolution::Found(found) => found,
            Resolution::Unknown => {
                problems.add("code", Problem::Other("problem-unknown-code"));
                Vec::new()
            }
        };
        let justification = problems.text("justification", &self.justification, LONGEST_REASON);
        problems.or((found, justification))
    }
}

/// A criterion of the institution's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AddForm {
    #[serde(default)]
    pub own_code: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub under: String,
}

impl AddForm {
    /// The criterion, or every problem.
    pub fn check(&self, whole: &Whole) -> Result<Added, Problems> {
        let mut problems = Problems::default();
        let code = problems.text("own_code", &self.own_code, 80);
        let index = whole.index();
        if !code.is_empty() && index.exact(&code).is_some() {
            problems.add("own_code", Problem::Other("problem-code-taken"));
        }
        let under = problems.optional_text("under", &self.under, 80);
        let above = index.exact(&under).map(|it| &whole.criteria[it]);
        // Only what the edition itself asks can be named; what adds to it may go.
        let above = above.filter(|it| it.edition_id == whole.edition.id);
        if above.is_none() && !under.is_empty() {
            problems.add("under", Problem::Other("problem-unknown-code"));
        }
        let added = Added {
            code,
            title: problems.text("title", &self.title, 400),
            summary: problems.optional_text("summary", &self.summary, LONGEST_REASON),
            under: above.map(|it| it.code.clone()),
        };
        problems.or(added)
    }
}

/// The criterion with an id in a tree.
pub fn find(whole: &Whole, id: CriterionId) -> Option<&criterion::Model> {
    whole.criteria.iter().find(|it| it.id == id)
}
