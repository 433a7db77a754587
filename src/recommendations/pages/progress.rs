//! Saying how far a recommendation is fulfilled.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::{kept, show};
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::findings::proofs::named;
use crate::paths::Recommendation;
use crate::recommendations::forms::ProgressForm;
use crate::recommendations::store;
use crate::web::{Result, Visitor, see_with};

/// Adds a statement of progress.
pub async fn progress(
    Recommendation { recommendation }: Recommendation,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ProgressForm>,
) -> Result<Response> {
    let shown = kept(&app.db.read, &visitor, recommendation).await?;
    let institution = shown.head.institution_id;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    let held = store::one(change.tx(), recommendation).await?;
    let mut problems = Problems::default();
    if !form.seen.is_empty() && form.seen != held.stamp() {
        problems.add("seen", Problem::Other("problem-recommendation-meanwhile"));
    }
    let items =
        named(change.tx(), &visitor, institution, &form.evidence).await?.unwrap_or_else(|_| {
            problems.add("evidence", Problem::Other("problem-finding-evidence"));
            Vec::new()
        });
    let said = match form.check(!items.is_empty(), problems) {
        Ok(said) => said,
        Err(problems) => {
            drop(change);
            let form = ProgressForm { seen: held.stamp(), ..form };
            return Ok(show::page(&app, &visitor, &held, &form, &problems).await?.refused());
        }
    };
    let ids: Vec<_> = items.iter().map(|it| it.id).collect();
    store::progress(&mut change, &held, said, &ids).await?;
    change.commit().await?;
    Ok(see_with(Recommendation { recommendation }, "done-recommendation-saved"))
}
