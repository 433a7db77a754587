//! Which assessments, criteria and qualifications an evidence item proves something for.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, QueryTrait as _};

use crate::assessments;
use crate::dossiers;
use crate::entities::{
    AssessmentId, EditionId, EvidenceId, QualificationId, Stage, assessment, assessment_supplement,
    criterion, decision, dossier, edition, evidence_item, finding_proof, finding_wording, link,
    note, qualification, qualification_unit, recommendation_proof, revision,
};
use crate::evidence::links;
use crate::web::visitor::Scope;

/// What an item is linked to.
pub type Linked = (link::Model, criterion::Model);

/// An assessment that an item is used in.
#[derive(Clone, Debug)]
pub struct Use {
    pub assessment: assessment::Model,
    pub edition: edition::Model,
    /// What it is linked to there.
    pub criteria: Vec<Linked>,
}

/// Everything that an item is used for.
#[derive(Clone, Debug)]
pub struct Uses {
    pub assessments: Vec<Use>,
    /// Linked to criteria that no assessment is about.
    pub loose: Vec<Linked>,
    /// Qualifications that the assessments are about, with their units.
    pub qualifications: Vec<(qualification::Model, Vec<qualification_unit::Model>)>,
    /// The first sealed dossier that it is in, with its assessment.
    pub sealed: Option<(assessment::Model, dossier::Model)>,
    /// Whether a decision, a finding, a recommendation or a note refers to it. Which one is not told: not everybody may know of it.
    pub is_referred_to: bool,
}

/// Whether the dossier of an assessment has been handed over.
fn is_handed_over(stage: Stage) -> bool {
    !matches!(stage, Stage::Preparing | Stage::InternalReview)
}

impl Uses {
    /// The first assessment whose dossier was handed over with the item in it.
    pub fn dossier(&self) -> Option<&assessment::Model> {
        self.assessments.iter().map(|it| &it.assessment).find(|it| is_handed_over(it.stage))
    }
}

/// What an item is used for, as far as somebody may see it; eight queries.
pub async fn of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    item: &evidence_item::Model,
) -> Result<Uses, DbErr> {
    let linked = links::of(db, item.id).await?;
    let found = assessments::store::of_institution(db, scope, item.institution_id).await?;
    let mut beside = supplements(db, found.iter().map(|it| it.0.id).collect()).await?;
    let mut uses = Vec::new();
    for (assessment, edition) in found {
        let Some(edition) = edition else { continue };
        let mut editions = beside.remove(&assessment.id).unwrap_or_default();
        editions.push(edition.id);
        editions.extend(assessment.own_edition_id);
        let seen = scope.on.iter().find(|it| it.assessment == assessment.id);
        let is_open = |it: &Linked| seen.is_none_or(|seen| !seen.withheld.covers(it.1.id));
        let of = linked.iter().filter(|it| editions.contains(&it.1.edition_id));
        let criteria: Vec<Linked> = of.filter(|it| is_open(it)).cloned().collect();
        if !criteria.is_empty() {
            uses.push(Use { assessment, edition, criteria });
        }
    }
    let is_used =
        |it: &Linked| uses.iter().any(|one| one.criteria.iter().any(|used| used.0.id == it.0.id));
    let is_kept = |it: &Linked| scope.on.iter().any(|seen| seen.withheld.covers(it.1.id));
    let loose = linked.iter().filter(|it| !is_used(it) && !is_kept(it)).cloned().collect();
    let about = uses.iter().filter_map(|it| it.assessment.qualification_id).collect();
    let qualifications = qualifications(db, about).await?;
    let sealed = dossiers::pins::of_item(db, item.id).await?;
    let sealed = sealed.filter(|it| !scope.barred.contains(&it.0.id));
    let is_referred_to = is_referred_to(db, item.id).await?;
    Ok(Uses { assessments: uses, loose, qualifications, sealed, is_referred_to })
}

/// Whether a decision, a finding, a recommendation or a note refers to an item, and would lose what it stands on; one query.
async fn is_referred_to(db: &impl ConnectionTrait, item: EvidenceId) -> Result<bool, DbErr> {
    let decided = revision::Entity::find()
        .select_only()
        .column(revision::Column::EvidenceId)
        .join(JoinType::InnerJoin, decision::Relation::Revision.def().rev())
        .filter(revision::COLUMN.evidence_id.eq(item));
    let seen = finding_wording::Entity::find()
        .select_only()
        .column(finding_wording::Column::EvidenceId)
        .filter(finding_wording::COLUMN.evidence_id.eq(item));
    let closed = finding_proof::Entity::find()
        .select_only()
        .column(finding_proof::Column::EvidenceId)
        .filter(finding_proof::COLUMN.evidence_id.eq(item));
    let fulfilled = recommendation_proof::Entity::find()
        .select_only()
        .column(recommendation_proof::Column::EvidenceId)
        .filter(recommendation_proof::COLUMN.evidence_id.eq(item));
    let noted = note::Entity::find()
        .select_only()
        .column(note::Column::EvidenceId)
        .filter(note::COLUMN.evidence_id.eq(item));
    let any = [
        decided.into_query(),
        seen.into_query(),
        closed.into_query(),
        fulfilled.into_query(),
        noted.into_query(),
    ];
    let any = any
        .into_iter()
        .fold(Condition::any(), |any, it| any.add(evidence_item::Column::Id.in_subquery(it)));
    Ok(evidence_item::Entity::find_by_id(item).filter(any).one(db).await?.is_some())
}

async fn supplements(
    db: &impl ConnectionTrait,
    of: Vec<AssessmentId>,
) -> Result<HashMap<AssessmentId, Vec<EditionId>>, DbErr> {
    let rows = assessment_supplement::Entity::find()
        .filter(assessment_supplement::COLUMN.assessment_id.is_in(of))
        .all(db)
        .await?;
    let mut found: HashMap<AssessmentId, Vec<EditionId>> = HashMap::new();
    for it in rows {
        found.entry(it.assessment_id).or_default().push(it.edition_id);
    }
    Ok(found)
}

async fn qualifications(
    db: &impl ConnectionTrait,
    ids: Vec<QualificationId>,
) -> Result<Vec<(qualification::Model, Vec<qualification_unit::Model>)>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let units = qualification_unit::Entity::find()
        .filter(qualification_unit::COLUMN.qualification_id.is_in(ids.iter().copied()))
        .order_by_asc(qualification_unit::Column::Position)
        .all(db)
        .await?;
    let found = qualification::Entity::find()
        .filter(qualification::COLUMN.id.is_in(ids))
        .order_by_asc(qualification::Column::Code)
        .all(db)
        .await?;
    let with = |it: qualification::Model| {
        let own = units.iter().filter(|unit| unit.qualification_id == it.id).cloned().collect();
        (it, own)
    };
    Ok(found.into_iter().map(with).collect())
}

/// Everything that an item of an institution is used for, whoever asks.
pub async fn everywhere(
    db: &impl ConnectionTrait,
    scope: &Scope,
    item: &evidence_item::Model,
) -> Result<Uses, DbErr> {
    let whole =
        Scope { institutions: vec![item.institution_id], assigned: Vec::new(), ..scope.clone() };
    of(db, &whole, item).await
}
