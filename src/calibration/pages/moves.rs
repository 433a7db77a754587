//! Locking what one said, and ending an exercise before all have locked.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::{Exercise, refused, require_lead, require_taker};
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::calibration::store;
use crate::paths::{Calibration, EndCalibration, LockCalibration};
use crate::rounds::forms::ReasonForm;
use crate::web::{Result, Visitor, see_with};

/// Locks the visitor's own levels; with the last one, all see them.
pub async fn lock(
    LockCalibration { assessment, calibration }: LockCalibration,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let language = visitor.language;
    let (alone, ()) = alone(&app, &visitor, assessment, require_taker).await?;
    let Alone { mut change, visitor, it: of, .. } = alone;
    let at = (assessment, calibration);
    let it = Exercise::of(change.tx(), &visitor, at, change.now()).await?;
    if !it.may_rate(&visitor) {
        return Err(refused(language, "problem-calibration-closed"));
    }
    if !it.standing.missing(visitor.id).is_empty() {
        return Err(refused(language, "problem-calibration-missing"));
    }
    let is_last = it.standing.waited_for(Some(visitor.id)).is_empty();
    store::lock(&mut change, &of, it.held, (visitor.id, is_last)).await?;
    change.commit().await?;
    Ok(see_with(Calibration { assessment, calibration }, "done-calibration-locked"))
}

/// Ends the rating; by the lead, with a reason that all can read.
pub async fn end(
    EndCalibration { assessment, calibration }: EndCalibration,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let language = visitor.language;
    let (alone, ()) = alone(&app, &visitor, assessment, require_lead).await?;
    let Alone { mut change, visitor, it: of, .. } = alone;
    let held = store::find(change.tx(), assessment, calibration).await?;
    if held.ended_at.is_some() {
        return Err(refused(language, "problem-calibration-ended"));
    }
    let reason = form.check().map_err(|_| refused(language, "problem-round-why"))?;
    store::finish(&mut change, &of, held, Some(visitor.id), reason).await?;
    change.commit().await?;
    Ok(see_with(Calibration { assessment, calibration }, "done-calibration-ended"))
}
