//! A round: who rates, where they differ, how far they agree.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{figures, locking, people, resolve};
use crate::app::App;
use crate::assessments;
use crate::assessments::forms::RatingForm;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{CriterionId, Round, assessment};
use crate::paths::{AdoptAgreed, RoundOf};
use crate::rounds::ground::Ground;
use crate::web::components::{Paging, nothing};
use crate::web::{Page, Result, Visitor};

/// Which round.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    round: String,
}

/// What was typed to determine a criterion, and why it was refused.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) criterion: CriterionId,
    pub(super) form: RatingForm,
    pub(super) problems: Problems,
}

/// The page of a round of reviewers.
pub async fn show(
    RoundOf { assessment }: RoundOf,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let wanted = Round::from_code(&wanted.round).filter(|it| *it != Round::Own);
    let now = Some(it.stage.round()).filter(|it| *it != Round::Own);
    let Some(round) = wanted.or(now) else {
        let language = visitor.language;
        let body = nothing(language.text("round-none"), None);
        return Ok(within(&visitor, &it, language.text("round"), body));
    };
    let ground = Ground::of(db, &it, edition, round, app.now()).await?;
    page(&app, &visitor, &it, &ground, (paging, None)).await
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    (paging, typed): (Paging, Option<&Typed>),
) -> Result<Page> {
    let language = visitor.language;
    let db = &app.db.read;
    let names = locking::names(db, ground).await?;
    let past = people::Past::of(db, it, ground.round).await?;
    let is_now = it.stage.rated() == Some(ground.round);
    let leads = is_now && visitor.leads(it);
    let body = html! {
        p.lead { (language.text("round-lead")) }
        (rounds(visitor, it, ground.round))
        (people::raters(visitor, it, ground, &names, &past, leads))
        @if leads && !ground.opening.signed_off { (adopt(visitor, it, ground)) }
        (resolve::differences(visitor, it, ground, &names, (paging, typed, leads)))
        (figures::agreement(visitor, it, ground, &names))
        (people::history(language, &past))
    };
    Ok(within(visitor, it, language.text("round"), body))
}

/// Links to the rounds of reviewers.
fn rounds(visitor: &Visitor, it: &assessment::Model, shown: Round) -> Markup {
    let language = visitor.language;
    let reached = match it.stage.round() {
        Round::External => &[Round::Internal, Round::External][..],
        _ => &[Round::Internal],
    };
    html! {
        nav.tabs aria-label=(language.text("round")) {
            @for round in reached {
                @let current = (*round == shown).then_some("page");
                a href=(format!("{}?round={round}", RoundOf { assessment: it.id })) aria-current=[current] { (language.word(round)) }
            }
        }
    }
}

fn adopt(visitor: &Visitor, it: &assessment::Model, ground: &Ground) -> Markup {
    let language = visitor.language;
    let agreed = ground.to_adopt(visitor.withheld(it.id)).len();
    let count = language.count(i64::try_from(agreed).unwrap_or(i64::MAX));
    html! {
        @if agreed > 0 {
            form.panel method="post" action=(AdoptAgreed { assessment: it.id }) {
                p { (language.with("round-agreed", [("count", count.into())])) }
                p.actions { button.second type="submit" { (language.text("round-adopt")) } }
            }
        }
    }
}
