//! The pages of the evidence register.

pub mod aside;
mod fields;
pub mod form;
pub mod history;
pub mod item;
pub mod life;
pub mod links;
pub mod parts;
pub mod readers;
pub mod register;
mod register_filters;
pub mod text_state;

use sea_orm::ConnectionTrait;

use super::sight::opened;
use crate::access::Action;
use crate::entities::{EvidenceId, evidence_item};
use crate::web::{Result, Visitor};

/// An item that this person may open and keeps.
pub async fn kept(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    evidence: EvidenceId,
) -> Result<evidence_item::Model> {
    let item = opened(db, visitor, evidence).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    Ok(item)
}
