//! Assessments: found, created, changed.

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Codes, EditionId, InstitutionId, QualificationId, Settings, Stage, assessment,
    edition,
};
use crate::standards;
use crate::web::visitor::Scope;

/// An assessment to be created.
#[derive(Clone, Debug)]
pub struct NewAssessment {
    pub institution: InstitutionId,
    pub edition: EditionId,
    pub qualification: Option<QualificationId>,
    pub name: String,
    /// Code of the outcome aimed at.
    pub target: String,
    pub visit_date: Option<NaiveDate>,
}

/// What may be changed of an assessment; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct AssessmentEdit {
    pub name: Option<String>,
    pub target: Option<String>,
    pub visit_date: Option<Option<NaiveDate>>,
    /// First and last day of the cycle, both or neither.
    pub period: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    /// Numbers that the accreditor leaves open, all of them.
    pub settings: Option<Settings>,
}

/// Rows that a person may see: all of their institutions, and where they review, those that they are on today.
pub(super) fn visible(scope: &Scope) -> Condition {
    let barred = Some(&scope.barred).filter(|it| !it.is_empty());
    Condition::all()
        .add_option(barred.map(|it| assessment::Column::Id.is_not_in(it.iter().copied())))
        .add(
            Condition::any()
                .add(assessment::Column::InstitutionId.is_in(scope.institutions.iter().copied()))
                .add(
                    Condition::all()
                        .add(
                            assessment::Column::InstitutionId.is_in(scope.assigned.iter().copied()),
                        )
                        .add(assessment::Column::Id.is_in(scope.on.iter().map(|it| it.assessment))),
                ),
        )
}

/// An assessment with its edition, if this person may see it; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: AssessmentId,
) -> Result<(assessment::Model, edition::Model), DbErr> {
    let found = assessment::Entity::find_by_id(id)
        .filter(visible(scope))
        .find_also_related(edition::Entity)
        .one(db)
        .await?;
    found.and_then(|(it, edition)| Some((it, edition?))).ok_or_else(|| missing(id))
}

/// An assessment with its edition, for the command line and the program itself.
pub async fn by_id(
    db: &impl ConnectionTrait,
    id: AssessmentId,
) -> Result<(assessment::Model, edition::Model), DbErr> {
    let found =
        assessment::Entity::find_by_id(id).find_also_related(edition::Entity).one(db).await?;
    found.and_then(|(it, edition)| Some((it, edition?))).ok_or_else(|| missing(id))
}

fn missing(id: AssessmentId) -> DbErr {
    DbErr::RecordNotFound(format!("assessment {id}"))
}

/// All assessments that this person may see, in the order in which they were made; one query.
pub async fn seen(
    db: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<Vec<assessment::Model>, DbErr> {
    assessment::Entity::find()
        .filter(visible(scope))
        .order_by_asc(assessment::Column::Id)
        .all(db)
        .await
}

/// The assessments of an institution that this person may see, the next visit first; one query.
pub async fn of_institution(
    db: &impl ConnectionTrait,
    scope: &Scope,
    institution: InstitutionId,
) -> Result<Vec<(assessment::Model, Option<edition::Model>)>, DbErr> {
    assessment::Entity::find()
        .filter(assessment::COLUMN.institution_id.eq(institution))
        .filter(visible(scope))
        .find_also_related(edition::Entity)
        .order_by_asc(assessment::Column::VisitDate)
        .order_by_asc(assessment::Column::Id)
        .all(db)
        .await
}

/// The assessments of the same institution before one, as far as this person may see them, the newest first; one query.
pub async fn before(
    db: &impl ConnectionTrait,
    scope: &Scope,
    of: &assessment::Model,
) -> Result<Vec<assessment::Model>, DbErr> {
    assessment::Entity::find()
        .filter(assessment::COLUMN.institution_id.eq(of.institution_id))
        .filter(assessment::COLUMN.id.lt(of.id))
        .filter(visible(scope))
        .order_by_desc(assessment::Column::Id)
        .all(db)
        .await
}

/// Creates an assessment; it takes the groups that its edition proposes.
pub async fn create(change: &mut Change, new: NewAssessment) -> Result<assessment::Model, DbErr> {
    let edition = edition::Entity::find_by_id(new.edition).require_one(change.tx()).await?;
    let head = standards::store::head_of(&edition)?;
    let groups = Codes(head.groups.into_iter().filter(|it| it.chosen).map(|it| it.code).collect());
    let row = assessment::ActiveModel {
        id: NotSet,
        institution_id: Set(new.institution),
        edition_id: Set(new.edition),
        qualification_id: Set(new.qualification),
        name: Set(new.name),
        stage: Set(Stage::Preparing),
        target: Set(new.target),
        visit_date: Set(new.visit_date),
        period_from: Set(None),
        period_to: Set(None),
        groups: Set(groups),
        settings: Set(Settings::default()),
        own_edition_id: Set(None),
        moved_from_id: Set(None),
        created_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "name": row.name, "edition": row.edition_id, "visit": row.visit_date });
    change.record(Event::of(
        new.institution,
        "assessment-created",
        format!("assessment:{}", row.id),
        details,
    ));
    Ok(row)
}

/// Changes what is given of an assessment.
pub async fn update(
    change: &mut Change,
    held: assessment::Model,
    edit: AssessmentEdit,
) -> Result<(), DbErr> {
    let (id, institution) = (held.id, held.institution_id);
    let mut row: assessment::ActiveModel = held.into();
    if let Some(name) = edit.name {
        row.name = Set(name);
    }
    if let Some(target) = edit.target {
        row.target = Set(target);
    }
    if let Some(visit_date) = edit.visit_date {
        row.visit_date = Set(visit_date);
    }
    if let Some((from, to)) = edit.period {
        row.period_from = Set(from);
        row.period_to = Set(to);
    }
    if let Some(settings) = edit.settings {
        row.settings = Set(settings);
    }
    let row = row.update(change.tx()).await?;
    let details = json!({ "name": row.name, "target": row.target, "visit": row.visit_date, "period_from": row.period_from, "period_to": row.period_to, "settings": row.settings });
    change.record(Event::of(
        institution,
        "assessment-changed",
        format!("assessment:{id}"),
        details,
    ));
    Ok(())
}
