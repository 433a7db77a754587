//! The lead determines single criteria, or all that the raters agree on.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::{led_by, locking, refused, show};
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::forms::RatingForm;
use crate::check::{Problem, Problems};
use crate::paths::{AdoptAgreed, Determine, RoundOf};
use crate::rounds::forms::determined;
use crate::rounds::ground::Ground;
use crate::rounds::store::{self, Determined};
use crate::web::components::Paging;
use crate::web::{Error, Result, Visitor, see_with};

/// Determines one criterion, once all its raters have locked.
pub async fn determine(
    Determine { assessment, criterion }: Determine,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RatingForm>,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, led_by).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let ground = Ground::of(change.tx(), &it, edition, round, change.now()).await?;
    let at = ground.counted().find(|at| ground.tailored.whole.criteria[*at].id == criterion);
    let at = at.ok_or(Error::NotFound)?;
    if visitor.withheld(assessment).covers(criterion) {
        return Err(refused(visitor.language.text("refused-conflict")));
    }
    let scale = ground.tailored.whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    if ground.opening.signed_off {
        return Err(refused(visitor.language.text("problem-round-signed-off")));
    }
    if !ground.is_open(at) {
        return Err(refused(visitor.language.text("problem-round-blind")));
    }
    let standing = &ground.standings[at];
    let now = standing.determined.as_ref().map(|it| it.id.to_string()).unwrap_or_default();
    let checked = determined(&form, scale, standing).and_then(|it| {
        let mut problems = Problems::default();
        if now != form.seen {
            problems.add("level", Problem::Other("problem-round-meanwhile"));
        }
        problems.or(it)
    });
    let (said, rationale) = match checked {
        Ok(it) => it,
        Err(problems) => {
            drop(change);
            let form = RatingForm { seen: now, ..form };
            let typed = show::Typed { criterion, form, problems };
            let page =
                show::page(&app, &visitor, &it, &ground, (Paging::default(), Some(&typed))).await?;
            return Ok(page.refused());
        }
    };
    let new = Determined { criterion: &ground.tailored.whole.criteria[at], said, rationale };
    store::determine(&mut change, &it, round, visitor.id, new).await?;
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-determined"))
}

/// Determines everything that all raters agree on.
pub async fn adopt(
    AdoptAgreed { assessment }: AdoptAgreed,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, led_by).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let ground = Ground::of(change.tx(), &it, edition, round, change.now()).await?;
    if ground.opening.signed_off {
        return Err(refused(visitor.language.text("problem-round-signed-off")));
    }
    if locking::adopt(&mut change, &it, &ground, &visitor).await? == 0 {
        return Err(refused(visitor.language.text("problem-round-nothing-agreed")));
    }
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-adopted"))
}
