//! Saying which criteria a recommendation is about.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::kept;
use crate::app::App;
use crate::paths::{Recommendation, RelateRecommendation, UnrelateRecommendation};
use crate::recommendations::forms::CriteriaForm;
use crate::recommendations::store;
use crate::standards;
use crate::standards::codes::Resolution;
use crate::web::{Error, Result, Visitor, see_with};

/// Says that it is about criteria, by their codes as people write them.
pub async fn relate(
    RelateRecommendation { recommendation }: RelateRecommendation,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CriteriaForm>,
) -> Result<Response> {
    let shown = kept(&app.db.read, &visitor, recommendation).await?;
    let institution = shown.head.institution_id;
    let db = &app.db.read;
    let edition = standards::store::usable_by_code(db, institution, &form.edition).await?;
    let whole = standards::store::tree_of(db, edition.ok_or(Error::NotFound)?).await?;
    let Resolution::Found(places) = whole.index().resolve(&form.code) else {
        return Err(Error::Refused(visitor.language.text("problem-unknown-code")));
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    let held = store::one(change.tx(), recommendation).await?;
    let criteria = places.into_iter().map(|it| &whole.criteria[it]);
    if store::relate(&mut change, &held, criteria).await? > 0 {
        change.commit().await?;
    }
    Ok(see_with(Recommendation { recommendation }, "done-recommendation-saved"))
}

/// Says that it is not about a criterion.
pub async fn unrelate(
    UnrelateRecommendation { recommendation, criterion }: UnrelateRecommendation,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let shown = kept(&app.db.read, &visitor, recommendation).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.head.institution_id).await?;
    let held = store::one(change.tx(), recommendation).await?;
    if store::unrelate(&mut change, &held, criterion).await? {
        change.commit().await?;
    }
    Ok(see_with(Recommendation { recommendation }, "done-recommendation-saved"))
}
