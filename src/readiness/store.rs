//! The facts of an assessment, read from the database in a number of queries that does not grow with them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::analyse;
use super::facts::{Action, Facts, Link, Options, Span};
use super::heard::{Given, Heard};
use super::levels::{determinations, findings, ratings};
use super::linked::{Known, Reach, Tie, around, evidence, linked, revisions};
use super::model::{Criterion, Edition, Level, Outcome, Types};
use super::result::{Readiness, Status};
use super::reworded::reworded;
use crate::entities::{
    Confidentiality, CriterionId, EditionId, EvidenceId, UserId, action, assessment, criterion,
    edition, evidence_type, link, rating,
};
use crate::findings::held::Held;
use crate::rounds::sight::Sight;
use crate::standards::pack::{self, Scale};
use crate::standards::preorder::{Places, above};
use crate::standards::store::{self, Whole};
use crate::tailoring;
use crate::tailoring::scope::Applies;
use crate::tailoring::store::Tailored;
use crate::web::Visitor;

/// An assessment, everything it was judged by, and what came out.
#[derive(Clone, Debug)]
pub struct Assessed {
    pub assessment: assessment::Model,
    pub whole: Whole,
    /// How each criterion stands to the scope.
    pub scope: Vec<Applies>,
    pub types: Vec<evidence_type::Model>,
    pub edition: Edition,
    pub facts: Facts,
    /// The evidence of the facts, in the same order.
    pub items: Vec<Item>,
    /// What reviewers found, as far as it may be seen, in its order.
    pub findings: Vec<Held>,
    /// Ratings that answer what their criteria ask, as far as they may be seen, also those that no longer hold.
    pub answered: Vec<Given>,
    /// How far the rounds of reviewers are open, where anything was said in them.
    pub sight: Option<Sight>,
    pub readiness: Readiness,
}

/// An evidence item that facts are about.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub id: EvidenceId,
    /// It is restricted, so that it is not named; see `Assessed::opened_by`.
    pub is_hidden: bool,
}

/// Rows that are not stored, to be counted as if they were.
#[derive(Clone, Debug, Default)]
pub struct Supposed {
    /// Whose ratings count although the other raters of the criterion have not locked theirs yet.
    pub viewer: Option<UserId>,
    pub ratings: Vec<rating::Model>,
    pub links: Vec<link::Model>,
    /// The tree, where it is at hand or not yet that of the assessment.
    pub whole: Option<Whole>,
    /// Only what holds now is read, and of evidence only what proves one criterion, so that a page about it does not take longer as the
    /// register grows; the figures of the others, and of the whole, then leave out evidence.
    pub around: Option<CriterionId>,
}

/// Analyses an assessment as everybody may see it; twenty-three queries at most, however large it is.
pub async fn assess(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    edition: edition::Model,
    options: Options,
) -> Result<Assessed, DbErr> {
    suppose(db, assessment, edition, options, Supposed::default()).await
}

/// Analyses an assessment as somebody may see it: what a conflict of interest keeps from them is left out of every figure, and
/// nothing but its code remains; what they rated themselves counts also before the others have locked. As many queries.
pub async fn assess_for(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    assessment: assessment::Model,
    edition: edition::Model,
    options: Options,
) -> Result<Assessed, DbErr> {
    seen_by(db, visitor, (assessment, edition), options, None).await
}

/// The same with the evidence of one criterion only: its own gaps are right, and every rating. As many queries.
pub async fn assess_around(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: (assessment::Model, edition::Model),
    options: Options,
    criterion: CriterionId,
) -> Result<Assessed, DbErr> {
    seen_by(db, visitor, of, options, Some(criterion)).await
}

async fn seen_by(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    (assessment, edition): (assessment::Model, edition::Model),
    options: Options,
    around: Option<CriterionId>,
) -> Result<Assessed, DbErr> {
    let id = assessment.id;
    let supposed = Supposed { viewer: Some(visitor.id), around, ..Supposed::default() };
    let mut assessed = suppose(db, assessment, edition, options, supposed).await?;
    let withheld = visitor.withheld(id);
    if !withheld.is_empty() {
        assessed.withhold(|it| withheld.covers(it), options);
        withheld.cover(&mut assessed.whole);
    }
    Ok(assessed)
}

/// Analyses an assessment with more than is stored of it; the assessment itself need not be stored. Twenty-three queries at most.
pub async fn suppose(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    edition: edition::Model,
    options: Options,
    mut supposed: Supposed,
) -> Result<Assessed, DbErr> {
    let tailored = match supposed.whole.take() {
        Some(whole) => tailoring::store::of_whole(db, &assessment, whole, options.end()).await?,
        None => tailoring::store::of(db, &assessment, edition, options.end()).await?,
    };
    let Tailored { whole, scope, .. } = tailored;
    let types = store::evidence_types(db).await?;
    let mut model = model(&whole, &types, &assessment.settings.0);
    for (criterion, standing) in model.criteria.iter_mut().zip(&scope) {
        criterion.assessable &= standing.is_in();
    }
    let asked = (supposed, options.today);
    let facts = facts(db, &assessment, (&whole, &types), &model, asked);
    let (facts, items, heard) = Box::pin(facts).await?;
    let readiness = analyse(&model, &facts, options);
    Ok(Assessed {
        assessment,
        whole,
        scope,
        types,
        edition: model,
        facts,
        items,
        findings: heard.findings,
        answered: heard.answered,
        sight: heard.sight,
        readiness,
    })
}

impl Assessed {
    /// Whether groups, filled-in numbers or supplements say what it is about; of those no past state is kept.
    pub fn is_tailored(&self) -> bool {
        let of = &self.assessment;
        !of.groups.0.is_empty() || !of.settings.0.is_empty() || !self.whole.supplements.is_empty()
    }

    /// Forgets all facts about some criteria and analyses again without them.
    fn withhold(&mut self, is_withheld: impl Fn(CriterionId) -> bool, options: Options) {
        let kept: Vec<bool> = self.whole.criteria.iter().map(|it| is_withheld(it.id)).collect();
        let is_open = |criterion: u32| !kept[criterion as usize];
        for (it, kept) in self.edition.criteria.iter_mut().zip(&kept) {
            it.assessable &= !kept;
        }
        self.facts.ratings.retain(|it| is_open(it.criterion));
        self.facts.determinations.retain(|it| is_open(it.criterion));
        self.facts.links.retain(|it| is_open(it.criterion));
        self.facts.actions.retain(|it| is_open(it.criterion));
        self.facts.reworded.retain(|it| is_open(it.criterion));
        let about = |it: &Held| it.head.criterion_id;
        self.findings.retain(|it| about(it).is_none_or(|id| !is_withheld(id)));
        self.answered.retain(|it| !is_withheld(it.criterion));
        self.facts.findings.retain(|it| it.criterion.is_none_or(is_open));
        self.readiness = analyse(&self.edition, &self.facts, options);
        // What is said of a clause would hold of what is withheld below it.
        for (it, kept) in self.readiness.criteria.iter_mut().zip(&kept) {
            if *kept {
                *it = Status::default();
            }
        }
    }

    /// The readiness of what one edition of the tree asks, the others left aside.
    pub fn apart(&self, source: EditionId) -> Readiness {
        let mut edition = self.edition.clone();
        for (criterion, row) in edition.criteria.iter_mut().zip(self.whole.criteria.iter()) {
            criterion.assessable &= row.edition_id == source;
        }
        analyse(&edition, &self.facts, Options::on(self.readiness.as_of))
    }
}

/// An edition as `analyse` wants it, with the numbers that the institution filled in.
pub fn model(
    whole: &Whole,
    types: &[evidence_type::Model],
    settings: &BTreeMap<String, f64>,
) -> Edition {
    let kinds = kinds(types);
    let criterion = |(it, above): (&criterion::Model, Option<usize>)| {
        let mut expects = Types::default();
        for kind in it.expects.0.iter().filter_map(|code| kinds.get(code.as_str())) {
            expects.insert(*kind);
        }
        Criterion {
            code: it.code.clone(),
            parent: above,
            apart: above.is_some_and(|at| whole.criteria[at].edition_id != it.edition_id),
            assessable: it.assessable,
            mandatory: it.mandatory,
            weight: it.weight,
            expects,
        }
    };
    let level =
        |scale: &Scale, it: &pack::Level| Level { code: it.code.clone(), weight: scale.share(it) };
    let levels = |it: &Scale| it.levels.iter().map(|one| level(it, one)).collect();
    let outcome = |it: &pack::Outcome| Outcome {
        code: it.code.clone(),
        rules: it.rules.iter().map(|it| it.filled(settings)).collect(),
    };
    Edition {
        criteria: whole.criteria.iter().zip(above(&whole.criteria)).map(criterion).collect(),
        levels: whole.head.scale.as_ref().map(levels).unwrap_or_default(),
        outcomes: whole.head.outcomes.iter().map(outcome).collect(),
        percent: whole.head.scale.as_ref().is_some_and(|it| it.percent),
    }
}

/// Places of the evidence types, by code.
fn kinds(types: &[evidence_type::Model]) -> HashMap<&str, u16> {
    types.iter().zip(0..).map(|(it, place)| (it.code.as_str(), place)).collect()
}

async fn facts(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    (whole, types): (&Whole, &[evidence_type::Model]),
    model: &Edition,
    (supposed, today): (Supposed, NaiveDate),
) -> Result<(Facts, Vec<Item>, Heard), DbErr> {
    let places: Places<u32> =
        whole.criteria.iter().zip(0..).map(|(it, place)| (it.id, place)).collect();
    let target = model.outcomes.iter().position(|it| it.code == assessment.target);
    let reach =
        Reach { institution: assessment.institution_id, around: around(whole, supposed.around) };
    let asked = (supposed.viewer, supposed.around.is_some());
    let heard = Heard::by(db, assessment, (whole, today), asked);
    let ((links, items), mut heard) =
        tokio::try_join!(linked(db, &reach, whole, supposed.links), Box::pin(heard))?;
    let numbers: HashMap<EvidenceId, u32> =
        items.iter().zip(0..).map(|(it, place)| (it.id, place)).collect();
    let link = |it: Tie| {
        let evidence = *numbers.get(&it.evidence)?;
        Some(Link { evidence, criterion: *places.get(&it.criterion)?, span: it.span })
    };
    let item = |it: &Known| Item {
        id: it.id,
        is_hidden: it.confidentiality == Confidentiality::Restricted,
    };
    let named = items.iter().map(item).collect();
    let said = std::mem::take(&mut heard.ratings);
    let kinds = kinds(types);
    let (reworded, determinations, revisions, evidence, actions) = tokio::try_join!(
        reworded(db, assessment, (whole, &places), &said),
        determinations(db, assessment, whole, &places),
        revisions(db, &reach, &numbers),
        evidence(db, &reach, items, &kinds),
        actions(db, assessment, &places),
    )?;
    let supposed = supposed.ratings.into_iter().map(Given::from);
    let facts = Facts {
        target: target.unwrap_or_default(),
        visit: assessment.visit_date,
        round: Some(assessment.stage.round()),
        ratings: ratings(said.into_iter().chain(supposed), whole, &places),
        determinations,
        revisions,
        evidence,
        links: links.into_iter().filter_map(link).collect(),
        actions,
        findings: findings(&heard.findings, &places),
        reworded,
    };
    Ok((facts, named, heard))
}

async fn actions(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    places: &Places<u32>,
) -> Result<Vec<Action>, DbErr> {
    let rows = action::Entity::find()
        .filter(action::COLUMN.assessment_id.eq(assessment.id))
        .order_by_asc(action::COLUMN.id)
        .all(db)
        .await?;
    let fact = |it: action::Model| {
        Some(Action {
            criterion: *places.get(&it.criterion_id)?,
            title: it.title,
            owner: it.owner,
            due_on: it.due_on,
            done_on: it.done_on,
            span: Span { recorded_at: it.recorded_at, superseded_at: it.superseded_at },
        })
    };
    Ok(rows.into_iter().filter_map(fact).collect())
}
