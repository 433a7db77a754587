//! Rounds in which somebody rates and has not locked: how much is left.

use std::collections::{HashMap, HashSet};

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::gather::Ground;
use super::remaining::{Known, Node, remaining};
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{
    AssessmentId, Codes, CriterionId, EditionId, Round, UserId, assessment, assessment_supplement,
    assignment, criterion, exclusion, rating, round_lock, sign_off,
};
use crate::paths::{RoundOf, Workbench};
use crate::team::standing::{Tree, trees};

/// What they have to rate or to lock; ten queries at most, none for who rates nowhere now.
pub(super) async fn to_rate(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let rates = |it: &&assessment::Model| {
        it.stage.reviewed().is_some() && visitor.may_on(Action::RateReview, it)
    };
    let mut of: Vec<&assessment::Model> = ground.assessments.values().filter(rates).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let closed = closed(ground, &of).await?;
    of.retain(|it| !closed.contains(&it.id));
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let places = visitor.standing.places().iter();
    let editions: HashMap<_, _> = places.map(|it| (it.assessment, it.editions.to_vec())).collect();
    of.retain(|it| editions.contains_key(&it.id));
    let trees = trees(&ground.app.db.read, of.clone(), &editions).await?;
    let nodes = nodes(ground, &of).await?;
    let mut known = known(ground, &of).await?;
    let none = Tree::new();
    let mut task = |it: &&assessment::Model| {
        let tree = trees.get(&it.id).unwrap_or(&none);
        let tree: Vec<Node> = tree
            .iter()
            .filter_map(|(id, above)| Some(Node { above: *above, ..nodes.get(id)?.clone() }))
            .collect();
        let known = known.remove(&it.id).unwrap_or_default();
        let (all, left) = remaining(&tree, &known);
        let assessment = it.id;
        let (kind, says, to) = match (all, left) {
            (0, _) => return None,
            (all, 0) => (WorkKind::Lock, Says::AllRated(all), RoundOf { assessment }.to_string()),
            (of, left) => {
                (WorkKind::Rate, Says::Left { left, of }, Workbench { assessment }.to_string())
            }
        };
        Some(Task { kind, says, of: it.name.clone(), due: it.visit_date, to })
    };
    Ok(of.iter().filter_map(&mut task).collect())
}

/// Assessments whose round is signed off, or in which they have locked; two queries.
async fn closed(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<HashSet<AssessmentId>, DbErr> {
    let db = &ground.app.db.read;
    let rounds: HashMap<AssessmentId, Round> =
        of.iter().map(|it| (it.id, it.stage.round())).collect();
    let locked: Vec<(AssessmentId, Round)> = round_lock::Entity::find()
        .select_only()
        .columns([round_lock::Column::AssessmentId, round_lock::Column::Round])
        .filter(round_lock::COLUMN.user_id.eq(ground.visitor.id))
        .filter(round_lock::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let signed: Vec<(AssessmentId, Round)> = sign_off::Entity::find()
        .select_only()
        .columns([sign_off::Column::AssessmentId, sign_off::Column::Round])
        .filter(sign_off::COLUMN.assessment_id.is_in(rounds.keys().copied()))
        .filter(sign_off::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let all = locked.into_iter().chain(signed);
    Ok(all.filter(|it| rounds.get(&it.0) == Some(&it.1)).map(|it| it.0).collect())
}

/// The criteria that some assessments are about; two queries.
async fn nodes(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<HashMap<CriterionId, Node>, DbErr> {
    let db = &ground.app.db.read;
    let beside: Vec<EditionId> = assessment_supplement::Entity::find()
        .select_only()
        .column(assessment_supplement::Column::EditionId)
        .filter(assessment_supplement::COLUMN.assessment_id.is_in(of.iter().map(|it| it.id)))
        .into_tuple()
        .all(db)
        .await?;
    let own = of.iter().flat_map(|it| [Some(it.edition_id), it.own_edition_id]).flatten();
    let editions: HashSet<EditionId> = beside.into_iter().chain(own).collect();
    let rows: Vec<(CriterionId, EditionId, bool, Codes)> = criterion::Entity::find()
        .select_only()
        .columns([criterion::Column::Id, criterion::Column::EditionId])
        .columns([criterion::Column::Assessable, criterion::Column::Groups])
        .filter(criterion::Column::EditionId.is_in(editions))
        .into_tuple()
        .all(db)
        .await?;
    let node = |(id, edition, assessable, groups): (CriterionId, EditionId, bool, Codes)| {
        (id, Node { id, above: None, edition, assessable, groups: groups.0 })
    };
    Ok(rows.into_iter().map(node).collect())
}

/// What is known of some assessments; three queries.
async fn known(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<HashMap<AssessmentId, Known>, DbErr> {
    let db = &ground.app.db.read;
    let visitor = ground.visitor;
    let ids: Vec<AssessmentId> = of.iter().map(|it| it.id).collect();
    let known = |it: &&assessment::Model| {
        let withheld = visitor.withheld(it.id).criteria().collect();
        (it.id, Known { groups: it.groups.0.clone(), withheld, ..Known::default() })
    };
    let mut found: HashMap<AssessmentId, Known> = of.iter().map(known).collect();
    let assigned: Vec<(AssessmentId, CriterionId, UserId)> = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::AssessmentId, assignment::Column::CriterionId])
        .column(assignment::Column::UserId)
        .filter(assignment::COLUMN.assessment_id.is_in(ids.iter().copied()))
        .filter(assignment::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    for (assessment, criterion, user) in assigned {
        let Some(it) = found.get_mut(&assessment) else { continue };
        it.any_assigned = true;
        if user == visitor.id {
            it.assigned.insert(criterion);
        }
    }
    let excluded: Vec<(AssessmentId, CriterionId)> = exclusion::Entity::find()
        .select_only()
        .columns([exclusion::Column::AssessmentId, exclusion::Column::CriterionId])
        .filter(exclusion::COLUMN.assessment_id.is_in(ids.iter().copied()))
        .filter(exclusion::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    for (assessment, criterion) in excluded {
        found.entry(assessment).or_default().excluded.insert(criterion);
    }
    let rated: Vec<(AssessmentId, CriterionId, Round)> = rating::Entity::find()
        .select_only()
        .columns([rating::Column::AssessmentId, rating::Column::CriterionId])
        .column(rating::Column::Round)
        .filter(rating::COLUMN.assessment_id.is_in(ids))
        .filter(rating::COLUMN.user_id.eq(visitor.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::Column::Level.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    for (assessment, criterion, round) in rated {
        if of.iter().any(|it| it.id == assessment && it.stage.round() == round) {
            found.entry(assessment).or_default().rated.insert(criterion);
        }
    }
    Ok(found)
}
