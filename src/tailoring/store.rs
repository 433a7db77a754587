//! The tailoring of assessments in the database.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, NotSet, QueryOrder, Set};
use serde_json::json;

use super::scope::{Applies, scope};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Codes, CriterionId, EditionId, EditionState, InstitutionId, Titles, assessment,
    assessment_supplement, criterion, edition, exclusion,
};
use crate::standards::load::{self, Placing};
use crate::standards::pack::{FrameworkHead, Head, Node, Pack, PackKind, Provenance};
use crate::standards::store::{OWN_CRITERIA, Whole, trees_of};
use crate::standards::{draft, overlay, store as standards};
use crate::team::sight::Withheld;

/// What an assessment is about.
#[derive(Clone, Debug)]
pub struct Tailored {
    /// The edition with its supplements and the institution's own criteria.
    pub whole: Whole,
    /// How each criterion stands to the scope.
    pub scope: Vec<Applies>,
    pub exclusions: Vec<exclusion::Model>,
}

impl Tailored {
    /// Leaves of what a conflict of interest keeps from somebody nothing but the code.
    pub fn withhold(&mut self, withheld: &Withheld) {
        withheld.cover(&mut self.whole);
        for it in self.exclusions.iter_mut().filter(|it| withheld.covers(it.criterion_id)) {
            it.justification.clear();
        }
    }
}

/// What an assessment against an edition is about, with the exclusions that held just before a moment; four queries at most.
pub async fn of(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    edition: edition::Model,
    at: DateTimeUtc,
) -> Result<Tailored, DbErr> {
    let whole = whole(db, assessment, edition).await?;
    of_whole(db, assessment, whole, at).await
}

/// The same where the tree is at hand; one query.
pub async fn of_whole(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    whole: Whole,
    at: DateTimeUtc,
) -> Result<Tailored, DbErr> {
    let exclusions = exclusions(db, assessment.id, at).await?;
    let excluded: HashSet<CriterionId> = exclusions.iter().map(|it| it.criterion_id).collect();
    let scope = scope(&whole.criteria, &assessment.groups.0, &excluded);
    Ok(Tailored { whole, scope, exclusions })
}

/// The edition of an assessment with what adds to it; three queries at most.
pub async fn whole(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    edition: edition::Model,
) -> Result<Whole, DbErr> {
    let beside = supplements(db, assessment).await?;
    together(db, edition, beside).await
}

/// An edition and what adds to it as one tree; one query at most.
pub async fn together(
    db: &impl ConnectionTrait,
    edition: edition::Model,
    beside: Vec<edition::Model>,
) -> Result<Whole, DbErr> {
    let editions = std::iter::once(edition).chain(beside).collect();
    let mut trees = trees_of(db, editions).await?.into_iter();
    let base = trees.next().ok_or_else(|| DbErr::RecordNotFound("edition".into()))?;
    Ok(overlay::merge(base, trees.collect()))
}

/// The editions of some assessments, each with what adds to it; three queries at most.
pub async fn wholes(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
) -> Result<HashMap<AssessmentId, Whole>, DbErr> {
    let sets = sets(db, of).await?;
    let wholes = merged(db, &sets).await?;
    Ok(of.iter().map(|it| it.id).zip(wholes).collect())
}

/// What the assessments of an institution are about, each combination of editions once, in the order of the assessments;
/// four queries at most.
pub async fn wholes_of(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<Whole>, DbErr> {
    let of = assessment::Entity::find()
        .filter(assessment::COLUMN.institution_id.eq(institution))
        .order_by_asc(assessment::COLUMN.id)
        .all(db)
        .await?;
    let mut once: Vec<Vec<EditionId>> = Vec::new();
    for set in sets(db, &of.iter().collect::<Vec<_>>()).await? {
        if !once.contains(&set) {
            once.push(set);
        }
    }
    merged(db, &once).await
}

/// The editions that each of some assessments is made of: its own first, then what adds to it, in order; one query.
async fn sets(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
) -> Result<Vec<Vec<EditionId>>, DbErr> {
    let taken = assessment_supplement::Entity::find()
        .filter(assessment_supplement::Column::AssessmentId.is_in(of.iter().map(|it| it.id)))
        .order_by_asc(assessment_supplement::COLUMN.position)
        .all(db)
        .await?;
    let set = |of: &&assessment::Model| {
        let beside = taken.iter().filter(|it| it.assessment_id == of.id).map(|it| it.edition_id);
        [of.edition_id].into_iter().chain(beside).chain(of.own_edition_id).collect()
    };
    Ok(of.iter().map(set).collect())
}

/// The one tree that each of some sets of editions makes; two queries at most.
async fn merged(db: &impl ConnectionTrait, sets: &[Vec<EditionId>]) -> Result<Vec<Whole>, DbErr> {
    let ids: BTreeSet<EditionId> = sets.iter().flatten().copied().collect();
    let editions = edition::Entity::find().filter(edition::Column::Id.is_in(ids)).all(db).await?;
    let trees: HashMap<EditionId, Whole> =
        trees_of(db, editions).await?.into_iter().map(|it| (it.edition.id, it)).collect();
    let merged = |set: &Vec<EditionId>| {
        let mut set = set.iter().filter_map(|it| trees.get(it)).cloned();
        let base = set.next().ok_or_else(|| DbErr::RecordNotFound("edition".into()))?;
        Ok(overlay::merge(base, set.collect()))
    };
    sets.iter().map(merged).collect()
}

/// What adds to the edition of an assessment, in order; the institution's own criteria come last. Two queries at most.
pub async fn supplements(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
) -> Result<Vec<edition::Model>, DbErr> {
    let rows = assessment_supplement::Entity::find()
        .filter(assessment_supplement::COLUMN.assessment_id.eq(assessment.id))
        .order_by_asc(assessment_supplement::COLUMN.position)
        .find_also_related(edition::Entity)
        .all(db)
        .await?;
    let mut editions: Vec<_> = rows.into_iter().filter_map(|it| it.1).collect();
    if let Some(own) = assessment.own_edition_id {
        editions.push(edition::Entity::find_by_id(own).require_one(db).await?);
    }
    Ok(editions)
}

async fn exclusions(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    at: DateTimeUtc,
) -> Result<Vec<exclusion::Model>, DbErr> {
    let ends = Condition::any()
        .add(exclusion::Column::SupersededAt.is_null())
        .add(exclusion::Column::SupersededAt.gte(at));
    exclusion::Entity::find()
        .filter(exclusion::COLUMN.assessment_id.eq(assessment))
        .filter(exclusion::Column::RecordedAt.lt(at))
        .filter(ends)
        .order_by_asc(exclusion::COLUMN.id)
        .all(db)
        .await
}

/// The supplements that an assessment may take; one query.
pub async fn offered(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    edition: &edition::Model,
) -> Result<Vec<edition::Model>, DbErr> {
    let usable = standards::usable(db, assessment.institution_id).await?;
    Ok(usable.into_iter().filter(|it| it.supplements.as_ref() == Some(&edition.code)).collect())
}

/// Limits an assessment to groups, and gives it exactly these supplements; what is not told stays. Ratings of a supplement
/// that is taken away stay, and count again when it comes back.
pub async fn limit(
    change: &mut Change,
    of: &assessment::Model,
    groups: Option<Vec<String>>,
    supplements: Option<&[EditionId]>,
) -> Result<(), DbErr> {
    let details = json!({ "groups": groups, "supplements": supplements });
    if let Some(groups) = groups {
        let mut row: assessment::ActiveModel = of.clone().into();
        row.groups = Set(Codes(groups));
        row.update(change.tx()).await?;
    }
    if let Some(supplements) = supplements {
        assessment_supplement::Entity::delete_many()
            .filter(assessment_supplement::COLUMN.assessment_id.eq(of.id))
            .exec(change.tx())
            .await?;
        for (position, edition) in (0..).zip(supplements) {
            let row = assessment_supplement::ActiveModel {
                id: NotSet,
                assessment_id: Set(of.id),
                edition_id: Set(*edition),
                position: Set(position),
            };
            row.insert(change.tx()).await?;
        }
    }
    record(change, of, "assessment-limited", details);
    Ok(())
}

fn record(change: &mut Change, of: &assessment::Model, action: &'static str, details: Json) {
    change.record(Event::of(of.institution_id, action, format!("assessment:{}", of.id), details));
}

/// Puts a criterion out of scope, or gives another reason for it.
pub async fn exclude(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    justification: String,
) -> Result<(), DbErr> {
    end(change, of, criterion.id).await?;
    let details = json!({ "criterion": criterion.code, "justification": justification });
    let row = exclusion::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(criterion.id),
        justification: Set(justification),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    record(change, of, "criterion-excluded", details);
    Ok(())
}

/// Takes a criterion into scope again.
pub async fn include(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
) -> Result<(), DbErr> {
    end(change, of, criterion.id).await?;
    record(change, of, "criterion-included", json!({ "criterion": criterion.code }));
    Ok(())
}

async fn end(change: &Change, of: &assessment::Model, criterion: CriterionId) -> Result<(), DbErr> {
    exclusion::Entity::update_many()
        .col_expr(exclusion::Column::SupersededAt, Expr::value(change.now()))
        .filter(exclusion::COLUMN.assessment_id.eq(of.id))
        .filter(exclusion::COLUMN.criterion_id.eq(criterion))
        .filter(exclusion::Column::SupersededAt.is_null())
        .exec(change.tx())
        .await?;
    Ok(())
}

/// A criterion that the institution asks of itself.
#[derive(Clone, Debug)]
pub struct Added {
    pub code: String,
    pub title: String,
    pub summary: String,
    /// Code of the criterion that it stands below.
    pub under: Option<String>,
}

/// Adds a criterion of the institution's own to an assessment. Its code is free in the tree.
pub async fn add(
    change: &mut Change,
    of: &assessment::Model,
    edition: &edition::Model,
    added: Added,
    language: &str,
) -> Result<(), DbErr> {
    let mut node = Node::new(added.code, "own", Titles::of(language, added.title));
    node.provenance = Provenance::Checked;
    node.assessable = Some(true);
    node.under = added.under;
    node.summary = (!added.summary.is_empty()).then(|| Titles::of(language, added.summary));
    let details = json!({ "criterion": node.code });
    if let Some(own) = of.own_edition_id {
        draft::append(change, own, node).await?;
    } else {
        let own = begin(change, of, edition, node).await?;
        let mut row: assessment::ActiveModel = of.clone().into();
        row.own_edition_id = Set(Some(own));
        row.update(change.tx()).await?;
    }
    record(change, of, "criterion-added", details);
    Ok(())
}

/// Takes a criterion of the institution's own away again, unless something speaks of it already; tells whether.
pub async fn withdraw(
    change: &mut Change,
    of: &assessment::Model,
    it: &criterion::Model,
) -> Result<bool, DbErr> {
    let used = draft::is_used(change.tx(), it.id).await?;
    if Some(it.edition_id) != of.own_edition_id || used {
        return Ok(false);
    }
    draft::remove(change, it).await?;
    record(change, of, "criterion-withdrawn", json!({ "criterion": it.code }));
    Ok(true)
}

/// Makes the edition that holds an assessment's own criteria; a draft for ever, as it may always grow.
async fn begin(
    change: &mut Change,
    of: &assessment::Model,
    edition: &edition::Model,
    first: Node,
) -> Result<EditionId, DbErr> {
    let title = Titles::english(of.name.clone());
    let pack = Pack {
        framework: FrameworkHead {
            id: OWN_CRITERIA.to_owned(),
            title: Titles::english("Own criteria"),
            issuer: "–".into(),
        },
        id: format!("{OWN_CRITERIA}{}", of.id),
        title,
        version: "1".into(),
        kind: PackKind::Criteria,
        supplements: Some(edition.code.clone()),
        about: Head::default(),
        criteria: vec![first],
    };
    let placing = Placing { institution: Some(of.institution_id), state: EditionState::Draft };
    Ok(load::add(change, &pack, String::new(), placing).await?.id)
}
