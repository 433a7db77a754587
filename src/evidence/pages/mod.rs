//! The pages of the evidence register.

mod fields;
pub mod file;
pub mod form;
pub mod item;
pub mod parts;
pub mod register;
mod register_filters;
mod text_state;

use sea_orm::ConnectionTrait;

use super::{register as found, sight};
use crate::access::Action;
use crate::entities::{EvidenceId, evidence_item};
use crate::web::{Error, Result, Visitor};

/// An item that this person may open; two queries.
pub async fn opened(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    evidence: EvidenceId,
) -> Result<evidence_item::Model> {
    let item = found::find(db, &visitor.scope(), evidence).await?;
    if sight::may_open(db, visitor, &item).await? { Ok(item) } else { Err(Error::Forbidden) }
}

/// An item that this person may open and keeps.
pub async fn kept(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    evidence: EvidenceId,
) -> Result<evidence_item::Model> {
    let item = found::find(db, &visitor.scope(), evidence).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    if sight::may_open(db, visitor, &item).await? { Ok(item) } else { Err(Error::Forbidden) }
}
