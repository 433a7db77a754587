//! Carrying an assessment to another edition: what there is, and writing it all or nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{IntoActiveModel as _, JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::carry::{Held, Plan, plan};
use super::difference::{Difference, difference};
use super::view::Edition;
use crate::app::Change;
use crate::assessments::store::NewAssessment;
use crate::audit::Event;
use crate::entities::{
    Codes, CriterionId, EditionId, InstitutionId, LinkId, RatingId, Relation, Round, UserId,
    assessment, criterion, crosswalk, crosswalk_relation, edition, evidence_item, link, rating,
};
use crate::standards::pack::{Head, Scale};
use crate::standards::store::{self as standards, Whole};
use crate::{assessments, language::Language};

/// Rows of one insert; SQLite takes 32,766 variables a statement.
const CHUNK: usize = 500;
/// Most characters of an assessment's name.
const LONGEST_NAME: usize = 200;

/// An assessment, the edition it goes to, and what can be carried.
#[derive(Clone, Debug)]
pub struct Ground {
    pub assessment: assessment::Model,
    pub from: Whole,
    pub to: Whole,
    pub difference: Difference,
    pub plan: Plan,
    ratings: HashMap<RatingId, rating::Model>,
    links: HashMap<LinkId, link::Model>,
}

/// The editions that an assessment can go to, those of the same framework first; one query.
pub async fn choices(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    own: &edition::Model,
) -> Result<Vec<edition::Model>, DbErr> {
    let mut editions = standards::usable(db, institution).await?;
    editions.retain(|it| it.id != own.id && it.kind == "criteria" && it.supplements.is_none());
    editions.retain(|it| standards::head_of(it).is_ok_and(|it| it.target.is_some()));
    editions.sort_by_key(|it| it.framework_id != own.framework_id);
    Ok(editions)
}

/// Works out what can be carried; a number of queries that does not grow.
pub async fn ground(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    own: edition::Model,
    to: EditionId,
) -> Result<Ground, DbErr> {
    let institution = assessment.institution_id;
    let chosen = choices(db, institution, &own).await?.into_iter().find(|it| it.id == to);
    let chosen = chosen.ok_or_else(|| DbErr::RecordNotFound(format!("edition {to}")))?;
    let from = standards::tree_of(db, own).await?;
    let to = standards::tree_of(db, chosen).await?;
    let ratings = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .order_by_asc(rating::COLUMN.id)
        .all(db)
        .await?;
    let links = links(db, institution, from.edition.id).await?;
    let relations = equal(db, institution, (from.edition.id, to.edition.id)).await?;

    let (old, new) = (Edition::from(&from), Edition::from(&to));
    // Large editions take a while; others are answered meanwhile.
    let difference = tokio::task::spawn_blocking(move || difference(old, new))
        .await
        .map_err(|it| DbErr::Custom(it.to_string()))?;
    let (old, new) = (places(&from), places(&to));
    let held = held(&assessment, from.head.scale.as_ref(), &old, &ratings, &links);
    let pair = |it: &(CriterionId, CriterionId)| Some((*old.get(&it.0)?, *new.get(&it.1)?));
    let relations: Vec<_> = relations.iter().filter_map(pair).collect();
    let has_level = |code: &str| to.head.scale.as_ref().is_some_and(|it| it.has(code));
    let plan = plan(&difference, &relations, &held, has_level);
    let ratings = ratings.into_iter().map(|it| (it.id, it)).collect();
    let links = links.into_iter().map(|it| (it.id, it)).collect();
    Ok(Ground { assessment, from, to, difference, plan, ratings, links })
}

fn places(whole: &Whole) -> HashMap<CriterionId, usize> {
    whole.criteria.iter().enumerate().map(|(place, it)| (it.id, place)).collect()
}

/// Current links of an institution's evidence to the criteria of an edition; one query.
async fn links(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    edition: EditionId,
) -> Result<Vec<link::Model>, DbErr> {
    link::Entity::find()
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(link::COLUMN.id)
        .all(db)
        .await
}

/// What the crosswalks between two editions that an institution sees call equal; one query.
async fn equal(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    (from, to): (EditionId, EditionId),
) -> Result<Vec<(CriterionId, CriterionId)>, DbErr> {
    let between = |one: EditionId, other: EditionId| {
        Condition::all()
            .add(crosswalk::COLUMN.from_edition_id.eq(one))
            .add(crosswalk::COLUMN.to_edition_id.eq(other))
    };
    let seen = Condition::any()
        .add(crosswalk::COLUMN.institution_id.is_null())
        .add(crosswalk::COLUMN.institution_id.eq(institution));
    let rows = crosswalk_relation::Entity::find()
        .find_also_related(crosswalk::Entity)
        .filter(crosswalk_relation::Column::Relation.eq(Relation::Equal))
        .filter(seen)
        .filter(Condition::any().add(between(from, to)).add(between(to, from)))
        .order_by_asc(crosswalk_relation::Column::Id)
        .all(db)
        .await?;
    let pair = |(it, crosswalk): (crosswalk_relation::Model, Option<crosswalk::Model>)| {
        let ids = (it.from_criterion_id, it.to_criterion_id);
        Some(if crosswalk?.from_edition_id == from { ids } else { (ids.1, ids.0) })
    };
    Ok(rows.into_iter().filter_map(pair).collect())
}

/// What is said of each criterion: of the rounds up to the current one the latest counts, of several raters the lowest level.
fn held(
    assessment: &assessment::Model,
    scale: Option<&Scale>,
    places: &HashMap<CriterionId, usize>,
    ratings: &[rating::Model],
    links: &[link::Model],
) -> Vec<Held> {
    let mut held = vec![Held::default(); places.len()];
    let order = |round: Round| Round::ALL.iter().position(|it| *it == round);
    // The latest round first, then the lowest level; that it does not apply comes last.
    let key = |it: &rating::Model| {
        let rank = scale.zip(it.level.as_deref()).and_then(|(scale, code)| scale.rank(code));
        (std::cmp::Reverse(order(it.round)), rank.unwrap_or(usize::MAX), it.id)
    };
    let now = order(assessment.stage.round());
    let mut counted: Vec<_> =
        ratings.iter().filter(|it| it.level.is_some() && order(it.round) <= now).collect();
    counted.sort_by_key(|it| key(it));
    for it in counted {
        let Some(place) = places.get(&it.criterion_id) else { continue };
        let level = it.level.clone().unwrap_or_default();
        held[*place].rating.get_or_insert((it.id, level));
    }
    for it in links {
        if let Some(place) = places.get(&it.criterion_id) {
            held[*place].links.push(it.id);
        }
    }
    held
}

/// The name of the assessment that comes out.
pub fn name(ground: &Ground, language: Language) -> String {
    let title = ground.to.edition.title.get(language);
    format!("{} – {title}", ground.assessment.name).chars().take(LONGEST_NAME).collect()
}

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
    let (mut ratings, mut links, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let criterion = &ground.to.criteria[row.to];
        let rating = row.rating.as_ref().and_then(|it| ground.ratings.get(&it.0));
        ratings.extend(rating.map(|it| carried(change, ground, &created, criterion.id, it)));
        let held = row.links.iter().filter_map(|it| ground.links.get(it));
        links.extend(held.map(|it| (it.evidence_id, criterion.id, it)));
        told.push(json!({
            "to": criterion.code, "from": ground.from.criteria[row.from].code,
            "level": row.rating.as_ref().map(|it| &it.1), "links": row.links.len(),
        }));
    }
    let there = self::links(change.tx(), created.institution_id, created.edition_id).await?;
    let mut there: HashSet<_> =
        there.into_iter().map(|it| (it.evidence_id, it.criterion_id)).collect();
    links.retain(|it| there.insert((it.0, it.1)));
    let links: Vec<_> = links
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

/// A carried rating that nobody has confirmed or replaced yet; not found otherwise.
pub async fn one_to_confirm(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    id: RatingId,
) -> Result<rating::Model, DbErr> {
    rating::Entity::find_by_id(id)
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .require_one(db)
        .await
}

/// A rating with its criterion.
pub type Rated = (rating::Model, criterion::Model);

/// The carried ratings of an assessment that nobody has confirmed or replaced yet; one query.
pub async fn to_confirm(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Vec<Rated>, DbErr> {
    let rows = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(it, criterion)| Some((it, criterion?))).collect())
}

/// What stayed behind when an assessment was carried.
#[derive(Clone, Debug, Default)]
pub struct Left {
    pub ratings: Vec<Rated>,
    /// Items of evidence that are linked to the old edition and to nothing in the new one.
    pub evidence: Vec<evidence_item::Model>,
}

/// What of the old assessment is not in the new one; four queries.
pub async fn left(
    db: &impl ConnectionTrait,
    old: &assessment::Model,
    new: &assessment::Model,
) -> Result<Left, DbErr> {
    let carried: Vec<Option<RatingId>> = rating::Entity::find()
        .select_only()
        .column(rating::Column::CarriedFromId)
        .filter(rating::COLUMN.assessment_id.eq(new.id))
        .filter(rating::COLUMN.carried_from_id.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let carried: HashSet<RatingId> = carried.into_iter().flatten().collect();
    let held = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(old.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::COLUMN.level.is_not_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(rating::Column::Id)
        .all(db)
        .await?;
    let held: Vec<Rated> = held.into_iter().filter_map(|(it, of)| Some((it, of?))).collect();
    // Where one rater's level was carried, the others' count as carried too.
    let done: HashSet<CriterionId> =
        held.iter().filter(|it| carried.contains(&it.0.id)).map(|it| it.1.id).collect();
    let institution = new.institution_id;
    let linked = linked_evidence(db, institution, new.edition_id).await?;
    let linked: HashSet<_> = linked.into_iter().map(|it| it.id).collect();
    let mut evidence = linked_evidence(db, institution, old.edition_id).await?;
    evidence.retain(|it| !linked.contains(&it.id));
    Ok(Left { ratings: held.into_iter().filter(|it| !done.contains(&it.1.id)).collect(), evidence })
}

/// Items of an institution that are linked to any criterion of an edition; one query.
async fn linked_evidence(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    edition: EditionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let rows = link::Entity::find()
        .find_also_related(evidence_item::Entity)
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(evidence_item::Column::Reference)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await?;
    let mut items: Vec<_> = rows.into_iter().filter_map(|it| it.1).collect();
    items.dedup_by_key(|it| it.id);
    Ok(items)
}
