//! Ratings that may be carried over: from a criterion that is the same, on a level that both scales have or with a score where
//! both are in percent, once somebody has looked at what the two criteria say.

use std::collections::{BTreeSet, HashMap};

use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::ground::{self, Ground};
use super::paths::Path;
use crate::app::Change;
use crate::assessments;
use crate::assessments::ratings::told;
use crate::audit::Event;
use crate::entities::{
    Answers, CriterionId, RatingId, Relation, Round, UserId, assessment, criterion, edition, rating,
};
use crate::files::hex;
use crate::standards;
use crate::standards::pack::Scale;
use crate::tailoring;
use crate::tailoring::scope::Applies;
use crate::web::visitor::Scope;

/// A rating of another assessment that could be carried over.
#[derive(Clone, Debug)]
pub struct Carriable {
    pub rating: rating::Model,
    pub assessment: assessment::Model,
    /// What was rated.
    pub from: criterion::Model,
    /// What would be rated.
    pub to: criterion::Model,
    /// Every step of it is "the same".
    pub path: Path,
    /// The level, where the scale of the assessment has it too or the score gives one there; else the rating can only be looked at.
    pub level: Option<String>,
    /// The score, where both scales are in percent; it gives the level.
    pub score: Option<f64>,
    /// The level on the second axis, where both scales have one.
    pub second_level: Option<String>,
}

impl Carriable {
    /// Which rating it is, for which criterion: an offer has each once.
    pub fn about(&self) -> String {
        format!("{}-{}", self.rating.id, self.to.id)
    }

    /// What a tick stands for: this rating for this criterion, as both were when they were looked at.
    pub fn tick(&self) -> String {
        let mut seen = Sha256::new();
        let texts = [&self.from.title, &self.from.summary, &self.to.title, &self.to.summary];
        for text in texts {
            for (tag, text) in text.iter() {
                seen.update(format!("{tag} {} {text}\n", text.len()));
            }
        }
        for step in &self.path.steps {
            seen.update(format!("{} {}\n", step.relation, step.bond.relation));
        }
        let seen = hex(&seen.finalize());
        format!("{}-{}", self.about(), &seen[..16])
    }
}

/// What can be carried over into an assessment.
#[derive(Clone, Debug)]
pub struct Offer {
    pub ground: Ground,
    /// In the order of the criteria that would be rated.
    pub ratings: Vec<Carriable>,
    /// Criteria left out, as they are rated already.
    pub rated: usize,
}

/// Who carries ratings over, and into which round.
#[derive(Clone, Copy, Debug)]
pub struct Rater {
    pub user: UserId,
    pub round: Round,
    /// Moment after all that counts.
    pub at: DateTimeUtc,
}

/// The ratings that could be carried into an assessment in a round; nine queries at most. In the self round they are the
/// institution's; elsewhere everybody carries only their own.
pub async fn offer(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (into, edition): (&assessment::Model, &edition::Model),
    rater: Rater,
) -> Result<Offer, DbErr> {
    let ground = ground::of_institution(db, into.institution_id).await?;
    let targets = targets(db, into, edition, rater.at).await?;
    let ways = ways(&ground, &targets);
    let sources = ground::by_id(db, ways.keys().copied()).await?;
    let of = assessments::store::of_institution(db, scope, into.institution_id).await?;
    let scale = standards::store::head_of(edition)?.scale;
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        ratings(db, into, rater).await?.into_iter().partition(|it| it.assessment_id == into.id);
    let rated: BTreeSet<CriterionId> = here.iter().map(|it| it.criterion_id).collect();
    let mut found = Vec::new();
    let mut left_out = BTreeSet::new();
    for rating in elsewhere.into_iter().filter(|it| it.level.is_some()) {
        let from = sources.get(&rating.criterion_id);
        let assessment = of.iter().map(|it| &it.0).find(|it| it.id == rating.assessment_id);
        let (Some(from), Some(assessment)) = (from, assessment) else { continue };
        for (place, path) in ways.get(&from.id).into_iter().flatten() {
            let to = targets[*place].clone();
            if rated.contains(&to.id) {
                left_out.insert(to.id);
                continue;
            }
            let (level, score) = level_and_score(scale.as_ref(), &rating);
            let carriable = Carriable {
                level,
                score,
                second_level: rating
                    .second_level
                    .clone()
                    .filter(|it| has_second(scale.as_ref(), it)),
                rating: rating.clone(),
                assessment: assessment.clone(),
                from: from.clone(),
                to,
                path: path.clone(),
            };
            found.push((*place, carriable));
        }
    }
    found.sort_by_key(|it| it.0);
    let ratings = found.into_iter().map(|it| it.1).collect();
    Ok(Offer { ground, ratings, rated: left_out.len() })
}

/// By each criterion that is the same as one of these: the place of that one, and the way to it.
fn ways(ground: &Ground, targets: &[criterion::Model]) -> HashMap<CriterionId, Vec<(usize, Path)>> {
    let mut ways: HashMap<CriterionId, Vec<(usize, Path)>> = HashMap::new();
    for (place, target) in targets.iter().enumerate() {
        for (source, path) in ground.graph.to(target.id) {
            if path.bond.relation == Relation::Equal {
                ways.entry(source).or_default().push((place, path));
            }
        }
    }
    ways
}

/// The level that a rating has on this scale: the one that its score gives here, else the same one.
fn level_and_score(scale: Option<&Scale>, it: &rating::Model) -> (Option<String>, Option<f64>) {
    let scored = it.score.and_then(|score| Some((score, scale?.level_of_score(score)?)));
    match scored {
        Some((score, level)) => (Some(level.code.clone()), Some(score)),
        None => (it.level.clone().filter(|it| scale.is_some_and(|scale| scale.has(it))), None),
    }
}

fn has_second(scale: Option<&Scale>, level: &str) -> bool {
    scale.is_some_and(|it| it.second.is_some() && it.rank(level).is_some())
}

/// The criteria that an assessment counts, in their order; four queries at most.
async fn targets(
    db: &impl ConnectionTrait,
    into: &assessment::Model,
    edition: &edition::Model,
    at: DateTimeUtc,
) -> Result<Vec<criterion::Model>, DbErr> {
    let tailored = tailoring::store::of(db, into, edition.clone(), at).await?;
    let counts = tailored.scope.into_iter().map(Applies::is_in);
    let rows = tailored.whole.criteria.iter().zip(counts);
    Ok(rows.filter(|(it, is_in)| *is_in && it.assessable).map(|it| it.0.clone()).collect())
}

/// The ratings of an institution's assessments in a round that hold; one query.
async fn ratings(
    db: &impl ConnectionTrait,
    into: &assessment::Model,
    rater: Rater,
) -> Result<Vec<rating::Model>, DbErr> {
    let whose = match rater.round {
        Round::Own => Condition::all(),
        _ => Condition::all().add(rating::Column::UserId.eq(rater.user)),
    };
    rating::Entity::find()
        .join(JoinType::InnerJoin, rating::Relation::Assessment.def())
        .filter(assessment::COLUMN.institution_id.eq(into.institution_id))
        .filter(rating::Column::Round.eq(rater.round))
        .filter(rating::Column::SupersededAt.is_null())
        .filter(whose)
        .order_by_desc(rating::COLUMN.id)
        .all(db)
        .await
}

/// Carries a rating over, to be confirmed.
pub async fn carry(
    change: &mut Change,
    into: &assessment::Model,
    rater: Rater,
    it: &Carriable,
) -> Result<RatingId, DbErr> {
    let row = rating::ActiveModel {
        id: NotSet,
        assessment_id: Set(into.id),
        criterion_id: Set(it.to.id),
        round: Set(rater.round),
        user_id: Set(Some(rater.user)),
        level: Set(it.level.clone()),
        second_level: Set(it.second_level.clone()),
        score: Set(it.score),
        answers: Set(Answers::default()),
        confirm: Set(true),
        edits: Set(0),
        carried_from_id: Set(Some(it.rating.id)),
        rationale: Set(it.rating.rationale.clone()),
        recommendation: Set(it.rating.recommendation.clone()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    let mut details = told(&it.to.code, &row);
    details["carried_from"] = json!(it.rating.id);
    details["criterion_there"] = json!(it.from.code);
    let object = format!("rating:{}", row.id);
    change.record(Event::of(into.institution_id, "rating-carried", object, details));
    Ok(row.id)
}
