//! What of an assessment there is to carry to another edition, read in a number of queries that does not grow.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use super::carry::{Held, Plan, plan};
use super::difference::{Difference, difference};
use super::view::Edition;
use crate::entities::{
    CriterionId, EditionId, FrameworkId, InstitutionId, LinkId, RatingId, Relation, Round,
    Settings, assessment, criterion, crosswalk, crosswalk_relation, edition, evidence_item, link,
    rating,
};
use crate::language::Language;
use crate::rounds;
use crate::standards::pack::Head;
use crate::standards::preorder::{heirs, places};
use crate::standards::store::{self as standards, Whole};
use crate::tailoring;
use crate::web::visitor::Scope;

/// Most characters of an assessment's name.
const LONGEST_NAME: usize = 200;

/// An assessment, the edition it goes to, and how they differ. It takes long to work out, and stays so while ratings change.
#[derive(Clone, Debug)]
pub struct Sides {
    pub assessment: assessment::Model,
    /// With its supplements and the institution's own criteria.
    pub from: Whole,
    /// With the supplements that take after those of the old one.
    pub to: Whole,
    pub difference: Difference,
}

/// An assessment, the edition it goes to, and what can be carried.
#[derive(Clone, Debug)]
pub struct Ground {
    pub assessment: assessment::Model,
    /// With its supplements and the institution's own criteria.
    pub from: Whole,
    /// With the supplements that take after those of the old one.
    pub to: Whole,
    pub difference: Difference,
    pub plan: Plan,
    /// Whether ratings of the round that reviewers are at are hidden still, so that they would be left behind.
    pub is_blind: bool,
    pub(super) ratings: HashMap<RatingId, rating::Model>,
    pub links: HashMap<LinkId, link::Model>,
}

/// The editions that an assessment can go to, those of the same framework first; one query.
pub async fn choices(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    own: &edition::Model,
) -> Result<Vec<edition::Model>, DbErr> {
    let mut editions = standards::usable(db, institution).await?;
    editions.retain(|it| is_choice(it, own));
    editions.sort_by_key(|it| it.framework_id != own.framework_id);
    Ok(editions)
}

fn is_choice(it: &edition::Model, own: &edition::Model) -> bool {
    let is_whole = it.kind == "criteria" && it.supplements.is_none();
    it.id != own.id && is_whole && standards::head_of(it).is_ok_and(|it| it.target.is_some())
}

/// What takes after the supplements of an assessment beside another edition: of those that add to it, the latest of the same
/// framework.
fn supplements(
    usable: &[edition::Model],
    taken: &[edition::Model],
    to: &edition::Model,
) -> Vec<edition::Model> {
    let adds = |it: &&edition::Model| it.supplements.as_ref() == Some(&to.code);
    let after = |old: &edition::Model| {
        usable.iter().filter(adds).rfind(|it| it.framework_id == old.framework_id).cloned()
    };
    taken.iter().filter_map(after).collect()
}

/// The supplements of an assessment that nothing in the new one takes after; the institution's own criteria are none.
pub fn lost_supplements<'a>(
    old: &assessment::Model,
    taken: &'a [edition::Model],
    new: &[edition::Model],
) -> Vec<&'a edition::Model> {
    let is_lost = |it: &&edition::Model| {
        Some(it.id) != old.own_edition_id
            && new.iter().all(|new| new.framework_id != it.framework_id)
    };
    taken.iter().filter(is_lost).collect()
}

/// The editions that a person may compare with one, those of the same framework first; one query.
pub async fn comparable(
    db: &impl ConnectionTrait,
    scope: &Scope,
    own: &edition::Model,
) -> Result<Vec<edition::Model>, DbErr> {
    let editions = edition::Entity::find()
        .filter(standards::visible(scope))
        .filter(edition::COLUMN.kind.eq(own.kind.as_str()))
        .filter(edition::COLUMN.id.ne(own.id))
        .all(db)
        .await?;
    let mut editions = standards::in_order(editions);
    editions.sort_by_key(|it| it.framework_id != own.framework_id);
    Ok(editions)
}

/// Works out how the edition of an assessment and another differ; a number of queries that does not grow.
pub async fn sides(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    own: edition::Model,
    to: EditionId,
) -> Result<Sides, DbErr> {
    let institution = assessment.institution_id;
    let usable = standards::usable(db, institution).await?;
    let chosen = usable.iter().find(|it| it.id == to && is_choice(it, &own)).cloned();
    let chosen = chosen.ok_or_else(|| DbErr::RecordNotFound(format!("edition {to}")))?;
    let from = tailoring::store::whole(db, &assessment, own).await?;
    let beside = supplements(&usable, &from.supplements, &chosen);
    let to = tailoring::store::together(db, chosen, beside).await?;
    let (old, new) = (Edition::from(&from), Edition::from(&to));
    // Large editions take a while; others are answered meanwhile.
    let difference = tokio::task::spawn_blocking(move || difference(old, new))
        .await
        .map_err(|it| DbErr::Custom(it.to_string()))?;
    Ok(Sides { assessment, from, to, difference })
}

/// Works out what can be carried from what is rated, linked and related now; nine queries at most.
pub async fn ground(
    db: &impl ConnectionTrait,
    sides: Sides,
    today: NaiveDate,
) -> Result<Ground, DbErr> {
    let Sides { assessment, from, to, difference } = sides;
    let institution = assessment.institution_id;
    let ratings = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .order_by_asc(rating::COLUMN.id)
        .all(db)
        .await?;
    let reviewed = assessment.stage.reviewed();
    let is_reviewed = |it: &&rating::Model| it.level.is_some() && Some(it.round) == reviewed;
    let given = ratings.iter().filter(is_reviewed).count();
    let ratings = rounds::sight::shown(db, &assessment, (&from, today), ratings, None).await?;
    let is_blind = ratings.iter().filter(is_reviewed).count() < given;
    let links = links(db, institution, editions_of(&from)).await?;
    let relations = equal(db, institution, (editions_of(&from), editions_of(&to))).await?;
    let (old, new) = (places(&from.criteria), places(&to.criteria));
    let held = held(&assessment, &from, &ratings, &links);
    let pair = |it: &(CriterionId, CriterionId)| Some((*old.get(&it.0)?, *new.get(&it.1)?));
    let relations: Vec<_> = relations.iter().filter_map(pair).collect();
    let has_level = |code: &str| to.head.scale.as_ref().is_some_and(|it| it.has(code));
    let plan = plan(&difference, &relations, &held, akin(&from, &to), has_level);
    let ratings = ratings.into_iter().map(|it| (it.id, it)).collect();
    let links = links.into_iter().map(|it| (it.id, it)).collect();
    Ok(Ground { assessment, from, to, difference, plan, is_blind, ratings, links })
}

/// Whether a criterion of one tree and one of another, by their places, are of the same framework.
pub(super) fn akin<'a>(from: &'a Whole, to: &'a Whole) -> impl Fn(usize, usize) -> bool + use<'a> {
    let frameworks: HashMap<EditionId, FrameworkId> = [from, to]
        .into_iter()
        .flat_map(|it| std::iter::once(&it.edition).chain(&it.supplements))
        .map(|it| (it.id, it.framework_id))
        .collect();
    move |one, other| {
        let of = |it: &criterion::Model| frameworks.get(&it.edition_id).copied();
        let one = of(&from.criteria[one]);
        one.is_some() && one == of(&to.criteria[other])
    }
}

/// The editions that the criteria of a tree are from.
pub(super) fn editions_of(whole: &Whole) -> BTreeSet<EditionId> {
    whole.criteria.iter().map(|it| it.edition_id).collect()
}

/// Current links of an institution's evidence to the criteria of editions; one query.
pub(super) async fn links(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    editions: impl IntoIterator<Item = EditionId>,
) -> Result<Vec<link::Model>, DbErr> {
    link::Entity::find()
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(criterion::Column::EditionId.is_in(editions))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(link::COLUMN.id)
        .all(db)
        .await
}

/// What the crosswalks between editions that an institution sees call equal; one query.
async fn equal(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    (from, to): (BTreeSet<EditionId>, BTreeSet<EditionId>),
) -> Result<Vec<(CriterionId, CriterionId)>, DbErr> {
    let between = |one: &BTreeSet<EditionId>, other: &BTreeSet<EditionId>| {
        Condition::all()
            .add(crosswalk::COLUMN.from_edition_id.is_in(one.iter().copied()))
            .add(crosswalk::COLUMN.to_edition_id.is_in(other.iter().copied()))
    };
    let seen = Condition::any()
        .add(crosswalk::COLUMN.institution_id.is_null())
        .add(crosswalk::COLUMN.institution_id.eq(institution));
    let rows = crosswalk_relation::Entity::find()
        .find_also_related(crosswalk::Entity)
        .filter(crosswalk_relation::Column::Relation.eq(Relation::Equal))
        .filter(seen)
        .filter(Condition::any().add(between(&from, &to)).add(between(&to, &from)))
        .order_by_asc(crosswalk_relation::Column::Id)
        .all(db)
        .await?;
    let pair = |(it, crosswalk): (crosswalk_relation::Model, Option<crosswalk::Model>)| {
        let ids = (it.from_criterion_id, it.to_criterion_id);
        Some(if from.contains(&crosswalk?.from_edition_id) { ids } else { (ids.1, ids.0) })
    };
    Ok(rows.into_iter().filter_map(pair).collect())
}

/// What is said of each criterion: of the rounds up to the current one the latest counts, of several raters the lowest level.
fn held(
    assessment: &assessment::Model,
    whole: &Whole,
    ratings: &[rating::Model],
    links: &[link::Model],
) -> Vec<Held> {
    let (places, scale) = (places(&whole.criteria), whole.head.scale.as_ref());
    let one = |above| Held { above, ..Held::default() };
    let mut held: Vec<Held> = heirs(&whole.criteria).into_iter().map(one).collect();
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

/// Groups that an assessment is limited to and an edition has too.
pub fn kept_groups(old: &assessment::Model, head: &Head) -> Vec<String> {
    old.groups.0.iter().filter(|it| has_group(head, it)).cloned().collect()
}

/// Groups that an assessment is limited to and an edition does not have.
pub fn lost_groups(old: &assessment::Model, head: &Head) -> Vec<String> {
    old.groups.0.iter().filter(|it| !has_group(head, it)).cloned().collect()
}

fn has_group(head: &Head, code: &str) -> bool {
    head.groups.iter().any(|it| it.code == code)
}

/// The numbers that the institution filled in and that mean the same in the new edition.
pub fn kept_settings(ground: &Ground) -> Settings {
    let mut settings = ground.assessment.settings.clone();
    let is_same = ground.from.edition.framework_id == ground.to.edition.framework_id;
    let names: BTreeSet<&str> = ground.to.head.settings().map(|it| it.name).collect();
    settings.0.retain(|name, _| is_same && names.contains(name.as_str()));
    settings
}

/// The name of the assessment that comes out.
pub fn name(ground: &Ground, language: Language) -> String {
    let title = ground.to.edition.title.get(language);
    format!("{} – {title}", ground.assessment.name).chars().take(LONGEST_NAME).collect()
}
