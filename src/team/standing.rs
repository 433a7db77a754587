//! What a person is on at this day, and what is kept from them there. Who is asking carries it, and every query that shows
//! something of an assessment goes by it.

use std::collections::{HashMap, HashSet};
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
    /// Its edition, the supplements that it takes, the edition of its own criteria.
    pub editions: Arc<[EditionId]>,
    pub part: Part,
    /// The last day on which they are.
    pub until_day: Option<NaiveDate>,
    /// They rate, and have not yet said which conflicts of interest they have: nothing is shown before.
    pub must_declare: bool,
    pub withheld: Arc<Withheld>,
}

/// All places that a person has today.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    places: Vec<Place>,
}

/// Whether a day is one on which a member is on the team: both ends are.
pub fn holds(it: &assessment_member::Model, day: NaiveDate) -> bool {
    it.from_day.is_none_or(|from| from <= day) && it.until_day.is_none_or(|it| day <= it)
}

impl Standing {
    /// Looks it up; four queries at most, two more for who has conflicts about criteria.
    pub async fn of(
        db: &impl ConnectionTrait,
        user: UserId,
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        Ok(Self::of_many(db, vec![user], today).await?.remove(&user).unwrap_or_default())
    }

    /// The same of many people, with as many queries; who is on no team is not among them.
    pub async fn of_many(
        db: &impl ConnectionTrait,
        users: Vec<UserId>,
        today: NaiveDate,
    ) -> Result<HashMap<UserId, Self>, DbErr> {
        let rows = assessment_member::Entity::find()
            .filter(assessment_member::COLUMN.user_id.is_in(users))
            .filter(assessment_member::COLUMN.superseded_at.is_null())
            .find_also_related(assessment::Entity)
            .all(db)
            .await?;
        let on: Vec<Membership> = rows
            .into_iter()
            .filter(|it| holds(&it.0, today))
            .filter_map(|(it, of)| Some((it, of?)))
            .collect();
        if on.is_empty() {
            return Ok(HashMap::new());
        }
        let users: HashSet<UserId> = on.iter().map(|it| it.0.user_id).collect();
        let declared: HashSet<(UserId, AssessmentId)> = declaration::Entity::find()
            .select_only()
            .columns([declaration::Column::UserId, declaration::Column::AssessmentId])
            .filter(declaration::COLUMN.user_id.is_in(users.iter().copied()))
            .filter(declaration::COLUMN.superseded_at.is_null())
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let editions = editions(db, &on).await?;
        let withheld = withheld(db, (&on, &editions), conflicts(db, users).await?).await?;
        let mut standings: HashMap<UserId, Self> = HashMap::new();
        for (it, of) in on {
            let place = Place {
                assessment: of.id,
                institution: of.institution_id,
                part: it.part,
                until_day: it.until_day,
                must_declare: it.part.rates() && !declared.contains(&(it.user_id, of.id)),
                withheld: withheld.get(&(it.user_id, of.id)).cloned().unwrap_or_default(),
                editions: editions.get(&of.id).cloned().unwrap_or_default().into(),
            };
            standings.entry(it.user_id).or_default().places.push(place);
        }
        Ok(standings)
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

/// A place on a team with its assessment.
type Membership = (assessment_member::Model, assessment::Model);

/// What somebody has a conflict of interest about: a criterion, or the whole.
type Conflict = ((UserId, AssessmentId), Option<CriterionId>);

/// The conflicts of some people that hold; one query.
async fn conflicts(
    db: &impl ConnectionTrait,
    users: HashSet<UserId>,
) -> Result<Vec<Conflict>, DbErr> {
    let rows: Vec<(UserId, AssessmentId, Option<CriterionId>)> = conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::UserId, conflict::Column::AssessmentId])
        .column(conflict::Column::CriterionId)
        .filter(conflict::COLUMN.user_id.is_in(users))
        .filter(conflict::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(user, assessment, about)| ((user, assessment), about)).collect())
}

/// What each assessment is made of: its edition, its own criteria, its supplements; one query.
async fn editions(
    db: &impl ConnectionTrait,
    on: &[Membership],
) -> Result<HashMap<AssessmentId, Vec<EditionId>>, DbErr> {
    let own = |it: &assessment::Model| {
        (it.id, [it.edition_id].into_iter().chain(it.own_edition_id).collect::<Vec<_>>())
    };
    let mut editions: HashMap<_, _> = on.iter().map(|it| own(&it.1)).collect();
    let beside = assessment_supplement::Entity::find()
        .filter(assessment_supplement::COLUMN.assessment_id.is_in(on.iter().map(|it| it.1.id)))
        .all(db)
        .await?;
    for it in beside {
        editions.entry(it.assessment_id).or_default().push(it.edition_id);
    }
    Ok(editions)
}

/// What is kept from people in each assessment; two queries at most, none without a conflict about a criterion.
async fn withheld(
    db: &impl ConnectionTrait,
    (on, editions): (&[Membership], &HashMap<AssessmentId, Vec<EditionId>>),
    conflicts: Vec<Conflict>,
) -> Result<HashMap<(UserId, AssessmentId), Arc<Withheld>>, DbErr> {
    let mut roots: HashMap<(UserId, AssessmentId), Vec<Option<CriterionId>>> = HashMap::new();
    let mut about: HashSet<AssessmentId> = HashSet::new();
    for (whose, criterion) in conflicts {
        roots.entry(whose).or_default().push(criterion);
        about.extend(criterion.map(|_| whose.1));
    }
    let about: HashMap<_, _> =
        on.iter().map(|it| (it.1.id, &it.1)).filter(|it| about.contains(&it.0)).collect();
    let trees = trees(db, about.into_values().collect(), editions).await?;
    let none = Vec::new();
    let of = |(whose, roots): ((UserId, AssessmentId), Vec<Option<CriterionId>>)| {
        let tree = trees.get(&whose.1).unwrap_or(&none);
        (whose, Arc::new(Withheld::below(roots, tree)))
    };
    Ok(roots.into_iter().map(of).collect())
}

/// Each criterion of an assessment with the one above it, those of supplements where they hang; no texts are read.
pub type Tree = Vec<(CriterionId, Option<CriterionId>)>;

/// The trees of some assessments, each in any order; three queries at most.
pub async fn trees(
    db: &impl ConnectionTrait,
    of: Vec<&assessment::Model>,
    editions: &HashMap<AssessmentId, Vec<EditionId>>,
) -> Result<HashMap<AssessmentId, Tree>, DbErr> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let wanted: Vec<EditionId> =
        of.iter().filter_map(|it| editions.get(&it.id)).flatten().copied().collect();
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
            recorded_at: DateTimeUtc::MIN_UTC,
            superseded_at: None,
        };
        let between = member(Some("2026-03-01"), Some("2026-03-10"));
        let days = ["2026-02-28", "2026-03-01", "2026-03-10", "2026-03-11"];
        assert_eq!(days.map(|it| holds(&between, day(it))), [false, true, true, false]);
        assert!(holds(&member(None, None), day("2026-01-01")));
        assert!(!holds(&member(None, Some("2026-01-01")), day("2026-01-02")));
    }
}
