//! What a person is on at this day, and what is kept from them there. Who is asking carries it, and every query that shows
//! something of an assessment goes by it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::QuerySelect as _;
use sea_orm::prelude::*;

use super::sight::Withheld;
use crate::entities::{
    AssessmentId, CriterionId, Details, EditionId, InstitutionId, Part, UserId, assessment,
    assessment_member, assessment_supplement, conflict, criterion, declaration,
};
use crate::standards::key::key;

/// A person's place on a team, today.
#[derive(Clone, Debug)]
pub struct Place {
    pub assessment: AssessmentId,
    pub institution: InstitutionId,
    pub part: Part,
    /// They rate, and have not yet said which conflicts of interest they have: nothing is shown before.
    pub must_declare: bool,
    pub withheld: Arc<Withheld>,
}

/// All places that a person has today.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    places: Vec<Place>,
}

/// Whether a member is on the team on a day: both ends are days on which they are.
pub fn holds(it: &assessment_member::Model, day: NaiveDate) -> bool {
    it.from_day.is_none_or(|from| from <= day) && it.until_day.is_none_or(|until| day <= until)
}

impl Standing {
    /// Looks it up; three queries at most, three more for who has conflicts about criteria.
    pub async fn of(
        db: &impl ConnectionTrait,
        user: UserId,
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        let rows = assessment_member::Entity::find()
            .filter(assessment_member::COLUMN.user_id.eq(user))
            .find_also_related(assessment::Entity)
            .all(db)
            .await?;
        let on: Vec<(assessment_member::Model, assessment::Model)> = rows
            .into_iter()
            .filter(|it| holds(&it.0, today))
            .filter_map(|(it, of)| Some((it, of?)))
            .collect();
        if on.is_empty() {
            return Ok(Self::default());
        }
        let declared: Vec<AssessmentId> = declaration::Entity::find()
            .select_only()
            .column(declaration::Column::AssessmentId)
            .filter(declaration::COLUMN.user_id.eq(user))
            .filter(declaration::COLUMN.superseded_at.is_null())
            .into_tuple()
            .all(db)
            .await?;
        let conflicts: Vec<(AssessmentId, Option<CriterionId>)> = conflict::Entity::find()
            .select_only()
            .columns([conflict::Column::AssessmentId, conflict::Column::CriterionId])
            .filter(conflict::COLUMN.user_id.eq(user))
            .filter(conflict::COLUMN.superseded_at.is_null())
            .into_tuple()
            .all(db)
            .await?;
        let withheld = withheld(db, &on, conflicts).await?;
        let place = |(it, of): (assessment_member::Model, assessment::Model)| Place {
            assessment: of.id,
            institution: of.institution_id,
            part: it.part,
            must_declare: it.part.rates() && !declared.contains(&of.id),
            withheld: withheld.get(&of.id).cloned().unwrap_or_default(),
        };
        Ok(Self { places: on.into_iter().map(place).collect() })
    }

    /// All of them.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place on a team.
    pub fn on(&self, assessment: AssessmentId) -> Option<&Place> {
        self.places.iter().find(|it| it.assessment == assessment)
    }

    /// Those that are open: declared, and not in conflict with the whole.
    pub fn open(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|it| !it.must_declare && !it.withheld.is_all())
    }
}

/// What is kept from a person in each assessment; three queries at most, none without a conflict about a criterion.
async fn withheld(
    db: &impl ConnectionTrait,
    on: &[(assessment_member::Model, assessment::Model)],
    conflicts: Vec<(AssessmentId, Option<CriterionId>)>,
) -> Result<HashMap<AssessmentId, Arc<Withheld>>, DbErr> {
    let mut roots: HashMap<AssessmentId, Vec<Option<CriterionId>>> = HashMap::new();
    for (assessment, criterion) in conflicts {
        roots.entry(assessment).or_default().push(criterion);
    }
    let about = on
        .iter()
        .map(|it| &it.1)
        .filter(|it| roots.get(&it.id).is_some_and(|it| it.iter().any(Option::is_some)));
    let trees = trees(db, about.collect()).await?;
    let none = Vec::new();
    let of = |(assessment, roots): (AssessmentId, Vec<Option<CriterionId>>)| {
        let tree = trees.get(&assessment).unwrap_or(&none);
        (assessment, Arc::new(Withheld::below(roots, tree)))
    };
    Ok(roots.into_iter().map(of).collect())
}

/// Each criterion of an assessment with the one above it, those of supplements where they hang; no texts are read.
pub type Tree = Vec<(CriterionId, Option<CriterionId>)>;

/// The trees of some assessments, each in any order; three queries at most.
pub async fn trees(
    db: &impl ConnectionTrait,
    of: Vec<&assessment::Model>,
) -> Result<HashMap<AssessmentId, Tree>, DbErr> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let mut editions: HashMap<AssessmentId, Vec<EditionId>> = HashMap::new();
    for it in &of {
        editions.insert(it.id, [it.edition_id].into_iter().chain(it.own_edition_id).collect());
    }
    let beside = assessment_supplement::Entity::find()
        .filter(assessment_supplement::COLUMN.assessment_id.is_in(of.iter().map(|it| it.id)))
        .all(db)
        .await?;
    for it in beside {
        editions.entry(it.assessment_id).or_default().push(it.edition_id);
    }
    let wanted: Vec<EditionId> = editions.values().flatten().copied().collect();
    let rows: Vec<(CriterionId, Option<CriterionId>, EditionId, String)> =
        criterion::Entity::find()
            .select_only()
            .columns([criterion::Column::Id, criterion::Column::ParentId])
            .columns([criterion::Column::EditionId, criterion::Column::Code])
            .filter(criterion::Column::EditionId.is_in(wanted.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
    let added: Vec<EditionId> =
        wanted.into_iter().filter(|id| of.iter().all(|it| it.edition_id != *id)).collect();
    let hang = hang(db, added).await?;
    let tree = |it: &assessment::Model| {
        let own = &editions[&it.id];
        let rows: Vec<_> = rows.iter().filter(|row| own.contains(&row.2)).collect();
        let base = rows.iter().filter(|row| row.2 == it.edition_id);
        let codes: HashMap<String, CriterionId> = base.map(|row| (key(&row.3), row.0)).collect();
        let under = |id| hang.get(&id).and_then(|code| codes.get(&key(code)).copied());
        let tree = rows.iter().map(|row| (row.0, row.1.or_else(|| under(row.0)))).collect();
        (it.id, tree)
    };
    Ok(of.into_iter().map(tree).collect())
}

/// The codes under which criteria at the top of supplements hang; one query, none without supplements.
async fn hang(
    db: &impl ConnectionTrait,
    editions: Vec<EditionId>,
) -> Result<HashMap<CriterionId, String>, DbErr> {
    if editions.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(CriterionId, Details)> = criterion::Entity::find()
        .select_only()
        .columns([criterion::Column::Id, criterion::Column::Details])
        .filter(criterion::Column::EditionId.is_in(editions))
        .filter(criterion::COLUMN.parent_id.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, details)| Some((id, details.under?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::AssessmentMemberId;

    #[test]
    fn a_member_is_on_the_team_from_the_first_day_to_the_last() {
        let day = |it: &str| it.parse::<NaiveDate>().unwrap();
        let member = |from: Option<&str>, until: Option<&str>| assessment_member::Model {
            id: AssessmentMemberId(1),
            assessment_id: AssessmentId(1),
            user_id: UserId(1),
            part: Part::Reviewer,
            from_day: from.map(day),
            until_day: until.map(day),
        };
        let between = member(Some("2026-03-01"), Some("2026-03-10"));
        let days = ["2026-02-28", "2026-03-01", "2026-03-10", "2026-03-11"];
        assert_eq!(days.map(|it| holds(&between, day(it))), [false, true, true, false]);
        assert!(holds(&member(None, None), day("2026-01-01")));
        assert!(!holds(&member(None, Some("2026-01-01")), day("2026-01-02")));
    }
}
