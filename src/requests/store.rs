//! Keeping requests for evidence and their answers.

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::moves::{Move, after};
use crate::access::{Action, allowed};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, EvidenceRequestId, EvidenceStatus, InstitutionId, RequestState, Role, UserId,
    criterion, evidence_item, evidence_request, membership, user,
};
use crate::evidence::facts::Facts;
use crate::evidence::revisions::{self, NewRevision};
use crate::evidence::{links, store as evidence};
use crate::web::components::Paging;
use crate::web::visitor::Seen;
use crate::web::{Error, Result, Visitor};

/// What is asked for, and of whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRequest {
    pub title: String,
    pub description: String,
    pub type_code: Option<String>,
    pub assessment: Option<AssessmentId>,
    /// What it is to prove.
    pub criterion: Option<criterion::Model>,
    pub asked_unit: String,
    pub asked_user: Option<UserId>,
    pub due_on: Option<NaiveDate>,
}

/// Requests that a person may see: all of an institution whose evidence they keep or read, else those they are asked, and those
/// that they sent as reviewers of an assessment.
pub fn visible(visitor: &Visitor) -> Condition {
    let answers = visitor
        .memberships
        .iter()
        .map(|it| it.institution)
        .filter(|it| visitor.may(Action::AnswerRequests, *it));
    Condition::any()
        .add(evidence_request::Column::InstitutionId.is_in(visitor.scope().institutions))
        .add(
            Condition::all()
                .add(evidence_request::Column::InstitutionId.is_in(answers))
                .add(evidence_request::Column::AskedUserId.eq(visitor.id)),
        )
        .add(sent(visitor))
}

/// What a reviewer asked for in the assessments that are open to them, but for what a conflict of interest keeps from them since.
fn sent(visitor: &Visitor) -> Condition {
    let of = |it: Seen| {
        let open = Condition::any()
            .add(evidence_request::Column::CriterionId.is_null())
            .add(evidence_request::Column::CriterionId.is_not_in(it.withheld.criteria()));
        Condition::all().add(evidence_request::Column::AssessmentId.eq(it.assessment)).add(open)
    };
    // A condition of none lets everything through, so that nothing stands at its beginning.
    let nothing = evidence_request::Column::AssessmentId.is_in(Vec::<AssessmentId>::new());
    let on = Condition::any().add(nothing);
    let on = visitor.scope().on.into_iter().map(of).fold(on, Condition::add);
    Condition::all().add(evidence_request::Column::UserId.eq(visitor.id)).add(on)
}

/// Whether a person sent a request as a reviewer, and the assessment and the criterion are open to them.
fn is_sent_by(visitor: &Visitor, it: &evidence_request::Model) -> bool {
    let is_open = |seen: &Seen| {
        Some(seen.assessment) == it.assessment_id
            && !it.criterion_id.is_some_and(|it| seen.withheld.covers(it))
    };
    it.user_id == Some(visitor.id) && visitor.scope().on.iter().any(is_open)
}

/// Whether a person may see a request.
pub fn is_visible(visitor: &Visitor, it: &evidence_request::Model) -> bool {
    visitor.scope().institutions.contains(&it.institution_id)
        || (it.asked_user_id == Some(visitor.id)
            && visitor.may(Action::AnswerRequests, it.institution_id))
        || is_sent_by(visitor, it)
}

/// A request, if this person may see it; a stranger finds nothing, a member is told so. One query.
pub async fn find(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: EvidenceRequestId,
) -> Result<evidence_request::Model> {
    let found = evidence_request::Entity::find_by_id(id).require_one(db).await?;
    match visitor.role_in(found.institution_id) {
        None => Err(Error::NotFound),
        Some(_) if is_visible(visitor, &found) => Ok(found),
        Some(_) => Err(Error::Forbidden),
    }
}

/// A page of an institution's requests, those due first on top, and how many there are; two queries.
pub async fn page(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    state: Option<RequestState>,
    paging: Paging,
) -> Result<(Vec<evidence_request::Model>, u64), DbErr> {
    let mut wanted = Condition::all()
        .add(evidence_request::Column::InstitutionId.eq(institution))
        .add(visible(visitor));
    if let Some(state) = state {
        wanted = wanted.add(evidence_request::Column::State.eq(state));
    }
    let select = evidence_request::Entity::find().filter(wanted);
    let total = select.clone().count(db).await?;
    let rows = select
        // An order that both databases keep: those without a day last.
        .order_by_asc(evidence_request::Column::DueOn.is_null())
        .order_by_asc(evidence_request::Column::DueOn)
        .order_by_asc(evidence_request::Column::Number)
        .offset(paging.offset())
        .limit(Paging::SIZE)
        .all(db)
        .await?;
    Ok((rows, total))
}

/// People of an institution who may answer, by name; one query.
pub async fn people(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<user::Model>, DbErr> {
    let roles = Role::ALL.iter().copied().filter(|it| allowed(*it, Action::AnswerRequests));
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(institution))
        .filter(membership::COLUMN.role.is_in(roles))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|it| it.1).collect())
}

/// Asks for evidence.
pub async fn add(
    change: &mut Change,
    institution: InstitutionId,
    new: NewRequest,
) -> Result<evidence_request::Model, DbErr> {
    change.alone_in(institution).await?;
    let last: Option<Option<i32>> = evidence_request::Entity::find()
        .select_only()
        .column_as(evidence_request::Column::Number.max(), "last")
        .filter(evidence_request::COLUMN.institution_id.eq(institution))
        .into_tuple()
        .one(change.tx())
        .await?;
    let row = evidence_request::ActiveModel {
        id: NotSet,
        institution_id: Set(institution),
        number: Set(last.flatten().unwrap_or_default() + 1),
        title: Set(new.title),
        description: Set(new.description),
        type_code: Set(new.type_code),
        assessment_id: Set(new.assessment),
        criterion_id: Set(new.criterion.as_ref().map(|it| it.id)),
        asked_unit: Set(new.asked_unit),
        asked_user_id: Set(new.asked_user),
        due_on: Set(new.due_on),
        state: Set(RequestState::Open),
        reason: Set(String::new()),
        evidence_id: Set(None),
        user_id: Set(change.actor().user()),
        created_at: Set(change.now()),
        recorded_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "number": row.number, "title": row.title, "due": row.due_on });
    record(change, &row, "request-added", details);
    Ok(row)
}

/// The evidence that answers a request, as far as it is there; one query.
pub async fn answer_of(
    db: &impl ConnectionTrait,
    of: &evidence_request::Model,
) -> Result<Option<evidence_item::Model>, DbErr> {
    let Some(id) = of.evidence_id else { return Ok(None) };
    let found = evidence_item::Entity::find_by_id(id).one(db).await?;
    Ok(found.filter(|it| it.deleted_at.is_none()))
}

/// Hands evidence in: the first answer makes a draft in the register, later ones add to it.
pub async fn answer(
    change: &mut Change,
    of: evidence_request::Model,
    note: String,
    files: Vec<NewRevision>,
) -> Result<(), DbErr> {
    // To what reviewers decided on, or what counts no longer, nothing is added unseen: a new draft begins.
    let held = answer_of(change.tx(), &of).await?.filter(|it| {
        matches!(
            it.status,
            EvidenceStatus::Draft | EvidenceStatus::Returned | EvidenceStatus::Submitted
        )
    });
    let item = match held {
        Some(item) => {
            if !note.is_empty() {
                let description = format!("{}\n\n{note}", item.description).trim().to_owned();
                let facts = Facts { description, ..Facts::of(&item) };
                evidence::update(change, item.clone(), facts).await?;
            }
            for file in files {
                revisions::add(change, &item, None, file).await?;
            }
            item
        }
        None => draft(change, &of, note, files).await?,
    };
    let details = json!({ "number": of.number, "evidence": item.reference });
    let row = evidence_request::ActiveModel {
        id: Set(of.id),
        state: Set(RequestState::Answered),
        reason: Set(String::new()),
        evidence_id: Set(Some(item.id)),
        recorded_at: Set(change.now()),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    record(change, &of, "request-answered", details);
    Ok(())
}

/// The item that answers a request; it counts for nothing before the answer is accepted.
async fn draft(
    change: &mut Change,
    of: &evidence_request::Model,
    note: String,
    files: Vec<NewRevision>,
) -> Result<evidence_item::Model, DbErr> {
    let facts = Facts {
        title: of.title.clone(),
        description: note,
        type_code: of.type_code.clone(),
        owner_unit: of.asked_unit.clone(),
        status: EvidenceStatus::Draft,
        ..Facts::default()
    };
    let item = evidence::add(change, of.institution_id, facts, files).await?;
    if let Some(id) = of.criterion_id {
        let criterion = criterion::Entity::find_by_id(id).require_one(change.tx()).await?;
        links::add(change, &item, &criterion, String::new(), String::new()).await?;
    }
    Ok(item)
}

/// Makes a move of who asks; what was accepted is handed to the reviewers.
pub async fn decide(
    change: &mut Change,
    of: evidence_request::Model,
    it: Move,
    reason: String,
) -> Result<(), DbErr> {
    let Some(state) = after(of.state, it) else {
        return Err(DbErr::Custom(format!("a request that is {} cannot {}", of.state, it.code())));
    };
    if it == Move::Accept
        && let Some(held) = answer_of(change.tx(), &of).await?
        && held.status == EvidenceStatus::Draft
    {
        let facts = Facts { status: EvidenceStatus::Submitted, ..Facts::of(&held) };
        evidence::update(change, held, facts).await?;
    }
    let details = json!({ "number": of.number, "state": state, "reason": reason });
    let row = evidence_request::ActiveModel {
        id: Set(of.id),
        state: Set(state),
        reason: Set(reason),
        recorded_at: Set(change.now()),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    record(change, &of, "request-moved", details);
    Ok(())
}

fn record(
    change: &mut Change,
    of: &evidence_request::Model,
    what: &'static str,
    details: serde_json::Value,
) {
    let subject = format!("request:{}", of.id);
    change.record(Event::of(of.institution_id, what, subject, details));
}
