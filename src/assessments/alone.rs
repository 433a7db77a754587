//! A change to one assessment: what was read of it, and the rights of who makes it, hold until the change ends.

use super::store;
use crate::app::{App, Change};
use crate::entities::{AssessmentId, assessment, edition};
use crate::web::{Result, Visitor};

/// An assessment that nobody else changes, as it is within the change.
#[derive(Debug)]
pub struct Alone {
    pub change: Change,
    /// Who makes it, with the rights that they have now.
    pub visitor: Visitor,
    pub it: assessment::Model,
    pub edition: edition::Model,
}

/// Begins a change for who `may` make it. It is asked before, so that nobody waits for a stranger, and again once all others
/// have ended: meanwhile the assessment may have moved on, or a right may be gone.
pub async fn alone<T>(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
    may: impl Fn(&Visitor, &assessment::Model) -> Result<T>,
) -> Result<(Alone, T)> {
    let (it, _) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    may(visitor, &it)?;
    let change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let visitor = visitor.anew(change.tx(), app.today()).await?;
    let (it, edition) = store::find(change.tx(), &visitor.scope(), assessment).await?;
    let found = may(&visitor, &it)?;
    Ok((Alone { change, visitor, it, edition }, found))
}
