//! Carrying an assessment to another edition, all or nothing, and confirming what was carried.

use std::collections::{BTreeSet, HashSet};

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{IntoActiveModel as _, NotSet, Set};
use serde_json::json;

use super::ground::{Ground, links};
use crate::app::Change;
use crate::assessments;
use crate::assessments::store::NewAssessment;
use crate::audit::Event;
use crate::entities::{Codes, CriterionId, UserId, assessment, link, rating};
use crate::standards::pack::Head;

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;

/// Makes a new assessment against the new edition and carries what is wanted, by criterion of the new edition. The old
/// assessment stays as it is.
pub async fn carry(
    change: &mut Change,
    ground: &Ground,
    wanted: &BTreeSet<CriterionId>,
    name: String,
) -> Result<assessment::Model, DbErr> {
    let created = create(change, ground, name).await?;
    let rows = ground.plan.rows.iter();
    let rows: Vec<_> = rows.filter(|it| wanted.contains(&ground.to.criteria[it.to].id)).collect();
    let (mut ratings, mut carried_links, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let criterion = &ground.to.criteria[row.to];
        let rating = row.rating.as_ref().and_then(|it| ground.ratings.get(&it.0));
        ratings.extend(rating.map(|it| carried(change, ground, &created, criterion.id, it)));
        let held = row.links.iter().filter_map(|it| ground.links.get(it));
        carried_links.extend(held.map(|it| (it.evidence_id, criterion.id, it)));
        told.push(json!({
            "to": criterion.code, "from": ground.from.criteria[row.from].code,
            "level": row.rating.as_ref().map(|it| &it.1), "links": row.links.len(),
        }));
    }
    let there = links(change.tx(), created.institution_id, [created.edition_id]).await?;
    let mut there: HashSet<_> =
        there.into_iter().map(|it| (it.evidence_id, it.criterion_id)).collect();
    carried_links.retain(|it| there.insert((it.0, it.1)));
    let links: Vec<_> = carried_links
        .into_iter()
        .map(|(evidence, criterion, it)| link::ActiveModel {
            id: NotSet,
            evidence_id: Set(evidence),
            criterion_id: Set(criterion),
            relevance: Set(it.relevance.clone()),
            place: Set(it.place.clone()),
            recorded_at: Set(change.now()),
            superseded_at: Set(None),
        })
        .collect();
    let details = json!({
        "from": ground.assessment.id, "ratings": ratings.len(), "links": links.len(), "criteria": told,
    });
    for chunk in ratings.chunks(CHUNK) {
        rating::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    for chunk in links.chunks(CHUNK) {
        link::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    let object = format!("assessment:{}", created.id);
    change.record(Event::of(created.institution_id, "assessment-carried", object, details));
    Ok(created)
}

async fn create(
    change: &mut Change,
    ground: &Ground,
    name: String,
) -> Result<assessment::Model, DbErr> {
    let (old, head) = (&ground.assessment, &ground.to.head);
    let is_outcome = |code: &String| head.outcomes.iter().any(|it| it.code == *code);
    let target = Some(old.target.clone()).filter(is_outcome).or_else(|| head.target.clone());
    let new = NewAssessment {
        institution: old.institution_id,
        edition: ground.to.edition.id,
        qualification: old.qualification_id,
        name,
        target: target.unwrap_or_default(),
        visit_date: old.visit_date,
    };
    let mut row = assessments::store::create(change, new).await?.into_active_model();
    row.groups = Set(Codes(kept_groups(old, head)));
    row.settings = Set(old.settings.clone());
    row.moved_from_id = Set(Some(old.id));
    row.update(change.tx()).await
}

/// Groups that the new edition has too.
fn kept_groups(old: &assessment::Model, head: &Head) -> Vec<String> {
    let has = |code: &&String| head.groups.iter().any(|it| it.code == **code);
    old.groups.0.iter().filter(has).cloned().collect()
}

/// Groups that an assessment is limited to and that the new edition does not have.
pub fn lost_groups(ground: &Ground) -> Vec<String> {
    let kept = kept_groups(&ground.assessment, &ground.to.head);
    let old = ground.assessment.groups.0.iter();
    old.filter(|it| !kept.contains(it)).cloned().collect()
}

/// A rating as it stands in the new assessment: the institution's own, until somebody confirms it.
fn carried(
    change: &Change,
    ground: &Ground,
    to: &assessment::Model,
    criterion: CriterionId,
    it: &rating::Model,
) -> rating::ActiveModel {
    let scale = ground.to.head.scale.as_ref();
    let mut row = it.clone().into_active_model().reset_all();
    row.id = NotSet;
    row.assessment_id = Set(to.id);
    row.criterion_id = Set(criterion);
    row.round = Set(to.stage.round());
    row.user_id = Set(change.actor().user());
    row.second_level = Set(it
        .second_level
        .clone()
        .filter(|code| scale.is_some_and(|it| it.second.is_some() && it.has(code))));
    row.confirm = Set(true);
    row.carried_from_id = Set(Some(it.id));
    row.recorded_at = Set(change.now());
    row
}

/// Says a carried rating anew, as somebody's own.
pub async fn confirm(
    change: &mut Change,
    of: &assessment::Model,
    held: rating::Model,
    user: UserId,
) -> Result<(), DbErr> {
    rating::Entity::update_many()
        .col_expr(rating::Column::SupersededAt, Expr::value(change.now()))
        .filter(rating::COLUMN.id.eq(held.id))
        .exec(change.tx())
        .await?;
    let details = json!({
        "assessment": of.id, "criterion": held.criterion_id, "round": held.round, "level": held.level,
    });
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
