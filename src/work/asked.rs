//! What others ask of somebody: declarations, answers, what mentions them, actions in their name.

use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{QueryOrder, QuerySelect};

use super::gather::{Ground, MOST};
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{
    AssessmentId, CriterionId, InstitutionId, RequestState, action, assessment, comment, criterion,
    evidence_request, mention, user,
};
use crate::paths::{DeclareConflicts, Request, WorkbenchAt};

/// Assessments in which they have not declared their conflicts of interest; one query.
pub(super) async fn declarations(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let places = ground.visitor.standing.places().iter();
    let waits: Vec<AssessmentId> = places
        .filter(|it| it.must_declare && !it.withheld.is_all())
        .map(|it| it.assessment)
        .collect();
    if waits.is_empty() {
        return Ok(Vec::new());
    }
    let found = assessment::Entity::find()
        .filter(assessment::COLUMN.id.is_in(waits))
        .all(&ground.app.db.read)
        .await?;
    let task = |it: assessment::Model| Task {
        kind: WorkKind::Declare,
        says: Says::Undeclared,
        of: it.name,
        due: it.visit_date,
        to: DeclareConflicts { assessment: it.id }.to_string(),
    };
    Ok(found.into_iter().map(task).collect())
}

/// Comments that mention them and that they have not read: who, and where, never what; one query.
pub(super) async fn mentions(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let rows: Vec<(AssessmentId, CriterionId, String, String)> = mention::Entity::find()
        .select_only()
        .column(comment::Column::AssessmentId)
        .column(comment::Column::CriterionId)
        .column(criterion::Column::Code)
        .column(user::Column::Name)
        .inner_join(comment::Entity)
        .join(sea_orm::JoinType::InnerJoin, comment::Relation::Criterion.def())
        .join(sea_orm::JoinType::InnerJoin, comment::Relation::User.def())
        .filter(mention::COLUMN.user_id.eq(ground.visitor.id))
        .filter(mention::COLUMN.read_at.is_null())
        .order_by_asc(mention::COLUMN.id)
        .limit(MOST)
        .into_tuple()
        .all(&ground.app.db.read)
        .await?;
    let task = |(assessment, criterion, code, by): (AssessmentId, CriterionId, String, String)| {
        let of = ground.open(assessment, criterion)?.name.clone();
        Some(Task {
            kind: WorkKind::Mention,
            says: Says::Mentioned { by, code },
            of,
            due: None,
            to: format!("{}#comments", WorkbenchAt { assessment, criterion }),
        })
    };
    Ok(rows.into_iter().filter_map(task).collect())
}

/// Requests that they are to answer, and answers that they are to decide about; one query.
pub(super) async fn requests(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let may = |action: Action| -> Vec<InstitutionId> {
        let all = visitor.memberships.iter().map(|it| it.institution);
        all.filter(|it| visitor.may(action, *it)).collect()
    };
    let (answers, keeps) = (may(Action::AnswerRequests), may(Action::KeepEvidence));
    if answers.is_empty() && keeps.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Condition::all()
        .add(evidence_request::Column::AskedUserId.eq(visitor.id))
        .add(evidence_request::Column::InstitutionId.is_in(answers))
        .add(evidence_request::Column::State.is_in([RequestState::Open, RequestState::Returned]));
    let answered = Condition::all()
        .add(evidence_request::Column::InstitutionId.is_in(keeps))
        .add(evidence_request::Column::State.eq(RequestState::Answered));
    let rows = evidence_request::Entity::find()
        .filter(Condition::any().add(asked).add(answered))
        .order_by_asc(evidence_request::Column::DueOn.is_null())
        .order_by_asc(evidence_request::Column::DueOn)
        .order_by_asc(evidence_request::Column::Id)
        .limit(MOST)
        .all(&ground.app.db.read)
        .await?;
    let code = |id| {
        let found = visitor.memberships.iter().find(|it| it.institution == id);
        found.map(|it| it.code.clone()).unwrap_or_default()
    };
    let task = |it: evidence_request::Model| {
        let waits = it.state == RequestState::Answered;
        Task {
            kind: if waits { WorkKind::DecideRequest } else { WorkKind::Answer },
            says: Says::Words(format!("{}. {}", it.number, it.title)),
            of: code(it.institution_id),
            due: it.due_on,
            to: Request { request: it.id }.to_string(),
        }
    };
    Ok(rows.into_iter().map(task).collect())
}

/// Actions that carry their name and are not done; one query.
pub(super) async fn actions(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    if ground.assessments.is_empty() {
        return Ok(Vec::new());
    }
    let rows = action::Entity::find()
        .filter(action::COLUMN.assessment_id.is_in(ground.ids()))
        .filter(action::COLUMN.owner.eq(ground.visitor.name.as_str()))
        .filter(action::COLUMN.superseded_at.is_null())
        .filter(action::COLUMN.done_on.is_null())
        .order_by_asc(action::Column::DueOn.is_null())
        .order_by_asc(action::Column::DueOn)
        .order_by_asc(action::Column::Id)
        .limit(MOST)
        .all(&ground.app.db.read)
        .await?;
    let task = |it: action::Model| {
        let of = ground.open(it.assessment_id, it.criterion_id)?.name.clone();
        let to = WorkbenchAt { assessment: it.assessment_id, criterion: it.criterion_id };
        Some(Task {
            kind: WorkKind::Act,
            says: Says::Words(it.title),
            of,
            due: it.due_on,
            to: to.to_string(),
        })
    };
    Ok(rows.into_iter().filter_map(task).collect())
}
