//! The editions of an institution, found; drafts, begun.

use std::collections::HashSet;

use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QuerySelect, QueryTrait};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{EditionId, EditionState, InstitutionId, assessment, criterion, edition};
use crate::standards::load::{self, Placing};
use crate::standards::pack::Pack;
use crate::standards::rows;
use crate::standards::store::{self, Counted};
use crate::web::visitor::Scope;

/// Where a draft comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    Nothing,
    /// It is the same tree.
    Copy(&'a edition::Model),
    /// It adds to it.
    Base(&'a edition::Model),
}

/// Editions that hold the own criteria of assessments; they are changed with the assessment, and nowhere else.
fn of_assessments() -> SelectStatement {
    assessment::Entity::find()
        .select_only()
        .column(assessment::Column::OwnEditionId)
        .filter(assessment::Column::OwnEditionId.is_not_null())
        .into_query()
}

/// A draft that a person may see; one query.
pub async fn draft(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EditionId,
) -> Result<edition::Model, DbErr> {
    edition::Entity::find_by_id(id)
        .filter(store::visible(scope))
        .filter(edition::Column::State.eq(EditionState::Draft))
        .filter(edition::Column::InstitutionId.is_not_null())
        .filter(edition::Column::Id.not_in_subquery(of_assessments()))
        .require_one(db)
        .await
}

/// An edition that an institution may copy or add to, its own drafts among them; one query.
pub async fn source(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    id: EditionId,
) -> Result<edition::Model, DbErr> {
    let everybodys = Condition::all()
        .add(edition::COLUMN.institution_id.is_null())
        .add(edition::Column::State.eq(EditionState::Published));
    let own = edition::COLUMN.institution_id.eq(institution);
    edition::Entity::find_by_id(id)
        .filter(Condition::any().add(everybodys).add(own))
        .filter(edition::Column::Id.not_in_subquery(of_assessments()))
        .require_one(db)
        .await
}

/// An institution's editions, its own first, with their counts; three queries.
pub async fn all(
    db: &impl ConnectionTrait,
    scope: &Scope,
    institution: InstitutionId,
) -> Result<(Vec<Counted>, Vec<Counted>), DbErr> {
    let hidden: Vec<EditionId> = assessment::Entity::find()
        .select_only()
        .column(assessment::Column::OwnEditionId)
        .filter(assessment::Column::OwnEditionId.is_not_null())
        .filter(assessment::COLUMN.institution_id.eq(institution))
        .into_tuple()
        .all(db)
        .await?;
    let hidden: HashSet<EditionId> = hidden.into_iter().collect();
    let shown = store::all(db, scope).await?.into_iter().filter(|it| {
        let owner = it.edition.institution_id;
        let shared = owner.is_none() && it.edition.state == EditionState::Published;
        (shared || owner == Some(institution)) && !hidden.contains(&it.edition.id)
    });
    Ok(shown.partition(|it| it.edition.institution_id.is_some()))
}

/// Ids that an institution has given to editions of its own; one query.
pub async fn taken(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<String>, DbErr> {
    let codes: Vec<String> = edition::Entity::find()
        .select_only()
        .column(edition::Column::Code)
        .filter(edition::COLUMN.institution_id.eq(institution))
        .into_tuple()
        .all(db)
        .await?;
    Ok(codes.iter().map(|it| rows::own_id(it).to_owned()).collect())
}

/// Codes of all criteria of the edition with a code, in lower case; two queries at most.
pub async fn codes_of(db: &impl ConnectionTrait, code: &str) -> Result<HashSet<String>, DbErr> {
    let Some(edition) = store::by_code(db, code).await? else { return Ok(HashSet::new()) };
    let codes: Vec<String> = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::Code)
        .filter(criterion::COLUMN.edition_id.eq(edition.id))
        .into_tuple()
        .all(db)
        .await?;
    Ok(codes.iter().map(|it| it.to_lowercase()).collect())
}

/// Begins a draft of an institution. Its code is free.
pub async fn begin(
    change: &mut Change,
    pack: &Pack,
    institution: InstitutionId,
    origin: Origin<'_>,
) -> Result<edition::Model, DbErr> {
    let placing = Placing { institution: Some(institution), state: EditionState::Draft };
    let added = load::add(change, pack, String::new(), placing).await?;
    let subject = format!("edition:{}", added.id);
    match origin {
        Origin::Nothing => {}
        Origin::Copy(from) => {
            let details = json!({ "edition": added.code, "from": from.code, "criteria": pack.counts().nodes });
            change.record(Event::of(institution, "edition-cloned", subject, details));
        }
        Origin::Base(base) => {
            let details = json!({ "edition": added.code, "base": base.code });
            change.record(Event::of(institution, "edition-derived", subject, details));
        }
    }
    Ok(added)
}
