//! The lead draws a sample, as it was shown before.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;

use super::offer::Offer;
use super::show::{View, page};
use crate::access::Action;
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::entities::{Round, assessment};
use crate::paths::Sampling;
use crate::rounds::ground::Ground;
use crate::sampling::candidates::Pool;
use crate::sampling::forms::DrawForm;
use crate::sampling::store;
use crate::web::components::Paging;
use crate::web::{Error, Result, Visitor, see_with};

/// The round of which this person draws a sample now.
fn draws_in(visitor: &Visitor, it: &assessment::Model) -> Result<Round> {
    visitor.require_on(Action::Determine, it)?;
    if !visitor.determines(it) {
        return Err(Error::Forbidden);
    }
    visitor.under_way(it)
}

/// Draws it, all or nothing, in place of the one before.
pub async fn draw(
    Sampling { assessment }: Sampling,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<DrawForm>,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, draws_in).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let ground = Ground::of(change.tx(), &it, edition.clone(), round, change.now()).await?;
    if ground.opening.signed_off {
        let said = visitor.language.text("problem-round-signed-off");
        return Err(Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "round-refused", said));
    }
    let plan = store::plan(change.tx(), assessment, round).await?;
    let at = (&ground, change.now());
    let pool = Pool::of(change.tx(), &visitor, (&it, edition), at).await?;
    // Nothing was chosen where nothing was sent: the form of the page says what it wants.
    let form = if form.share.is_empty() { DrawForm { share: "-".into(), ..form } } else { form };
    let view = View::of(change.tx(), &visitor, &it, &ground).await?;
    let name = |it| view.name(it).to_owned();
    let mut offer = Offer::of(&pool, &visitor, plan.as_ref(), form, name);
    let Some((proposal, reason)) = offer.ready(plan.as_ref()) else {
        drop(change);
        return Ok(page(&visitor, &view, Some(&offer), Paging::default()).refused());
    };
    store::draw(&mut change, &it, visitor.id, proposal.plan(&ground, reason)).await?;
    change.commit().await?;
    Ok(see_with(Sampling { assessment }, "done-sample-drawn"))
}
