//! What a conflict of interest keeps from a person: criteria, each with everything below it, of which they see the code alone.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use sea_orm::QuerySelect as _;
use sea_orm::prelude::*;

use crate::entities::{
    AssessmentId, Codes, CriterionId, Details, Titles, UserId, conflict, criterion,
};
use crate::language::Language;
use crate::standards::store::Whole;

/// What a person with conflicts of interest never sees of an assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    all: bool,
    criteria: HashSet<CriterionId>,
}

/// For who has no conflict.
pub static NOTHING: LazyLock<Withheld> = LazyLock::new(Withheld::default);

impl Withheld {
    /// What is kept from somebody in an assessment with this tree; one query.
    pub async fn of(
        db: &impl ConnectionTrait,
        user: UserId,
        assessment: AssessmentId,
        whole: &Whole,
    ) -> Result<Self, DbErr> {
        let roots: Vec<Option<CriterionId>> = conflict::Entity::find()
            .select_only()
            .column(conflict::Column::CriterionId)
            .filter(conflict::COLUMN.assessment_id.eq(assessment))
            .filter(conflict::COLUMN.user_id.eq(user))
            .filter(conflict::COLUMN.superseded_at.is_null())
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self::below(roots, &parents(&whole.criteria)))
    }

    /// What conflicts cover: nothing named is the whole assessment, a criterion takes all below it along. The tree comes in
    /// any order, each criterion with the one above it.
    pub fn below(
        roots: impl IntoIterator<Item = Option<CriterionId>>,
        tree: &[(CriterionId, Option<CriterionId>)],
    ) -> Self {
        let mut withheld = Self::default();
        let mut open = Vec::new();
        for root in roots {
            match root {
                None => withheld.all = true,
                Some(it) => open.push(it),
            }
        }
        if open.is_empty() {
            return withheld;
        }
        let mut children: HashMap<CriterionId, Vec<CriterionId>> = HashMap::new();
        for (it, above) in tree {
            if let Some(above) = above {
                children.entry(*above).or_default().push(*it);
            }
        }
        while let Some(it) = open.pop() {
            if withheld.criteria.insert(it) {
                open.extend(children.get(&it).into_iter().flatten());
            }
        }
        withheld
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        !self.all && self.criteria.is_empty()
    }

    /// Whether the assessment as a whole is.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// Whether a criterion is.
    pub fn covers(&self, it: CriterionId) -> bool {
        self.all || self.criteria.contains(&it)
    }

    /// The criteria, where not all are.
    pub fn criteria(&self) -> impl Iterator<Item = CriterionId> {
        self.criteria.iter().copied()
    }

    /// Leaves of what is withheld nothing but the code, so that no page, report or file can tell more of it.
    pub fn cover(&self, whole: &mut Whole) {
        if self.is_empty() {
            return;
        }
        let said = words();
        let criteria = Arc::make_mut(&mut whole.criteria);
        for it in criteria.iter_mut().filter(|it| self.covers(it.id)) {
            it.title = said.clone();
            it.summary = Titles::default();
            it.expects = Codes::default();
            it.details = Details::default();
        }
    }
}

/// What stands in the place of a title, in every language of the program.
fn words() -> Titles {
    Language::ALL.iter().map(|it| (it.code(), it.text("withheld"))).collect()
}

/// Each criterion with the one above it.
pub fn parents(criteria: &[criterion::Model]) -> Vec<(CriterionId, Option<CriterionId>)> {
    criteria.iter().map(|it| (it.id, it.parent_id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_takes_all_below_it_along_and_nothing_else() {
        let id = CriterionId;
        let tree = [(3, Some(2)), (1, None), (2, Some(1)), (4, Some(1)), (5, None)]
            .map(|(it, above): (i64, Option<i64>)| (id(it), above.map(id)));
        let found = Withheld::below([Some(id(2)), Some(id(9))], &tree);
        let covered: Vec<i64> = (1..=5).filter(|it| found.covers(id(*it))).collect();
        assert_eq!(covered, [2, 3]);
        assert!(!found.is_all() && !found.is_empty());
        let whole = Withheld::below([None], &tree);
        assert!(whole.is_all() && whole.covers(id(5)));
        assert!(Withheld::below([], &tree).is_empty());
    }
}
