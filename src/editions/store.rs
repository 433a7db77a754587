//! Carrying an assessment to another edition, all or nothing, and confirming what was carried.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, NotSet, Set};
use serde_json::json;

use super::carry::Row;
use super::difference::Pair;
use super::ground::{
    Ground, akin, editions_of, kept_groups, kept_settings, links as current_links,
};
use super::open_work::OpenWork;
use crate::app::Change;
use crate::assessments;
use crate::assessments::ratings::{supersede, told};
use crate::assessments::store::NewAssessment;
use crate::audit::Event;
use crate::entities::{
    Answers, AssessmentId, Codes, CriterionId, Stage, UserId, assessment, link, rating,
};
use crate::readiness::store::Supposed;
use crate::tailoring;
use crate::team;

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;

/// Makes a new assessment against the new edition and carries what is wanted, by criterion of the new edition. The old
/// assessment stays as it is.
pub async fn carry(
    change: &mut Change,
    (ground, work): (&Ground, &OpenWork),
    wanted: &BTreeSet<CriterionId>,
    name: String,
) -> Result<assessment::Model, DbErr> {
    let created = create(change, ground, name).await?;
    let places = places(ground);
    let place = |it: CriterionId| places.get(&it).copied();
    let team = team::carry::carry(change, &ground.assessment, &created, place).await?;
    let Supposed { ratings, mut links, .. } =
        brought(ground, wanted, &created, (change.actor().user(), change.now()));
    let told: Vec<_> = wanted_rows(ground, wanted)
        .map(|row| {
            json!({
                "to": ground.to.criteria[row.to].code, "from": ground.from.criteria[row.from].code,
                "level": row.rating.as_ref().map(|it| &it.1), "links": row.links.len(),
            })
        })
        .collect();
    let there = current_links(change.tx(), created.institution_id, editions_of(&ground.to)).await?;
    let there: HashSet<_> = there.into_iter().map(|it| (it.evidence_id, it.criterion_id)).collect();
    links.retain(|it| !there.contains(&(it.evidence_id, it.criterion_id)));
    let details = json!({
        "from": ground.assessment.id, "ratings": ratings.len(), "links": links.len(), "criteria": told,
        "team": team, "actions": work.actions.len(),
    });
    let new = |it: rating::Model| rating::ActiveModel { id: NotSet, ..all_of(it) };
    let ratings: Vec<_> = ratings.into_iter().map(new).collect();
    for chunk in ratings.chunks(CHUNK) {
        rating::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    let new = |it: link::Model| link::ActiveModel { id: NotSet, ..all_of(it) };
    let links: Vec<_> = links.into_iter().map(new).collect();
    for chunk in links.chunks(CHUNK) {
        link::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    let object = format!("assessment:{}", created.id);
    change.record(Event::of(created.institution_id, "assessment-carried", object, details));
    work.carry(change, ground, &created).await?;
    Ok(created)
}

/// Which criterion of the new edition each of the old one has become, where its text says so.
pub(super) fn places(ground: &Ground) -> HashMap<CriterionId, CriterionId> {
    let is_akin = akin(&ground.from, &ground.to);
    let is_sure = |it: &&Pair| !it.is_doubtful() && is_akin(it.from, it.to);
    let pair = |it: &Pair| (ground.from.criteria[it.from].id, ground.to.criteria[it.to].id);
    ground.difference.pairs.iter().filter(is_sure).map(pair).collect()
}

/// A row of which everything is written.
fn all_of<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    row.into_active_model().reset_all()
}

/// What carrying would store, without storing it: the new assessment and its rows.
pub fn supposed(
    ground: &Ground,
    wanted: &BTreeSet<CriterionId>,
    by: (Option<UserId>, DateTimeUtc),
) -> (assessment::Model, Supposed) {
    let into = assessment::Model {
        // No stored one has it.
        id: AssessmentId(0),
        edition_id: ground.to.edition.id,
        stage: Stage::Preparing,
        target: target(ground),
        groups: Codes(kept_groups(&ground.assessment, &ground.to.head)),
        settings: kept_settings(ground),
        own_edition_id: None,
        ..ground.assessment.clone()
    };
    let rows = brought(ground, wanted, &into, by);
    (into, Supposed { whole: Some(ground.to.clone()), ..rows })
}

/// The outcome that the new assessment aims at: the same, where the new edition has it.
fn target(ground: &Ground) -> String {
    let head = &ground.to.head;
    let is_outcome = |code: &String| head.outcomes.iter().any(|it| it.code == *code);
    let same = Some(ground.assessment.target.clone()).filter(is_outcome);
    same.or_else(|| head.target.clone()).unwrap_or_default()
}

async fn create(
    change: &mut Change,
    ground: &Ground,
    name: String,
) -> Result<assessment::Model, DbErr> {
    let old = &ground.assessment;
    let new = NewAssessment {
        institution: old.institution_id,
        edition: ground.to.edition.id,
        qualification: old.qualification_id,
        name,
        target: target(ground),
        visit_date: old.visit_date,
    };
    let mut row = assessments::store::create(change, new).await?.into_active_model();
    row.groups = Set(Codes(kept_groups(old, &ground.to.head)));
    row.settings = Set(kept_settings(ground));
    row.moved_from_id = Set(Some(old.id));
    let created = row.update(change.tx()).await?;
    let beside: Vec<_> = ground.to.supplements.iter().map(|it| it.id).collect();
    if !beside.is_empty() {
        tailoring::store::limit(change, &created, None, Some(&beside)).await?;
    }
    Ok(created)
}

fn wanted_rows<'a>(
    ground: &'a Ground,
    wanted: &'a BTreeSet<CriterionId>,
) -> impl Iterator<Item = &'a Row> {
    ground.plan.rows.iter().filter(|it| wanted.contains(&ground.to.criteria[it.to].id))
}

/// The rows that are carried, without their ids.
fn brought(
    ground: &Ground,
    wanted: &BTreeSet<CriterionId>,
    into: &assessment::Model,
    by: (Option<UserId>, DateTimeUtc),
) -> Supposed {
    let mut brought = Supposed::default();
    let mut there = HashSet::new();
    for row in wanted_rows(ground, wanted) {
        let to = &ground.to.criteria[row.to];
        let criterion = to.id;
        let rating = row.rating.as_ref().and_then(|it| ground.ratings.get(&it.0));
        brought.ratings.extend(rating.map(|it| carried(ground, into, criterion, it, by)));
        for it in row.links.iter().filter_map(|it| ground.links.get(it)) {
            if there.insert((it.evidence_id, criterion)) {
                let (recorded_at, superseded_at) = (by.1, None);
                brought.links.push(link::Model {
                    criterion_id: criterion,
                    edition_id: to.edition_id,
                    recorded_at,
                    superseded_at,
                    ..it.clone()
                });
            }
        }
    }
    brought
}

/// A rating as it stands in the new assessment: the institution's own, until somebody confirms it.
fn carried(
    ground: &Ground,
    to: &assessment::Model,
    criterion: CriterionId,
    it: &rating::Model,
    (user, at): (Option<UserId>, DateTimeUtc),
) -> rating::Model {
    let scale = ground.to.head.scale.as_ref();
    let has_second =
        |code: &String| scale.is_some_and(|it| it.second.is_some() && it.has(code.as_str()));
    rating::Model {
        assessment_id: to.id,
        criterion_id: criterion,
        round: to.stage.round(),
        user_id: user,
        second_level: it.second_level.clone().filter(has_second),
        // Its questions may be others.
        answers: Answers::default(),
        confirm: true,
        carried_from_id: Some(it.id),
        recorded_at: at,
        superseded_at: None,
        ..it.clone()
    }
}

/// Says a carried rating anew, as somebody's own, in place of what they said before.
pub async fn confirm(
    change: &mut Change,
    of: &assessment::Model,
    (held, code): (rating::Model, &str),
    user: UserId,
) -> Result<(), DbErr> {
    supersede(change, of, held.criterion_id, held.round, Some(user)).await?;
    let details = told(code, &held);
    let mut row = held.into_active_model().reset_all();
    row.id = NotSet;
    row.user_id = Set(Some(user));
    row.confirm = Set(false);
    row.recorded_at = Set(change.now());
    row.superseded_at = Set(None);
    let row = row.insert(change.tx()).await?;
    let object = format!("rating:{}", row.id);
    change.record(Event::of(of.institution_id, "rating-confirmed", object, details));
    Ok(())
}
