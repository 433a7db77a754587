//! The work list after an assessment was carried to another edition: what is to be confirmed, and what stayed behind.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::{count, figure};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::within;
use crate::editions::store;
use crate::editions::work_list::{self, Left, Rated};
use crate::entities::{AssessmentId, RatingId, Round, assessment, edition, rating};
use crate::evidence::register;
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::paths::{Assessment, Evidence, Gaps, ToConfirm, WorkbenchAt};
use crate::rounds::store::is_closed_to;
use crate::standards::pack::Head;
use crate::standards::store::head_of;
use crate::tailoring;
use crate::team::pages::bench as team;
use crate::web::components::{badge, nothing};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The rating that is confirmed.
#[derive(Clone, Debug, Deserialize)]
pub struct ConfirmForm {
    rating: RatingId,
}

/// Whether this person may say a rating of the current round anew: in the self round any, elsewhere their own.
fn may_confirm(visitor: &Visitor, it: &assessment::Model, held: &rating::Model) -> bool {
    let is_theirs = held.round == Round::Own || held.user_id == Some(visitor.id);
    let is_now = it.stage.rated() == Some(held.round);
    is_theirs && is_now && visitor.may_on(Action::rates_in(held.round), it)
}

/// The work list.
pub async fn list(
    ToConfirm { assessment }: ToConfirm,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let language = visitor.language;
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let head = head_of(&edition)?;
    let mut open = work_list::to_confirm(&app.db.read, &it, visitor.id).await?;
    open.retain(|it| !visitor.withheld(assessment).covers(it.1.id));
    let old = match it.moved_from_id {
        Some(old) => old_of(&app, &visitor, old, (&it, &head)).await?,
        None => None,
    };
    let body = html! {
        div.figures { (figure(&language.text("confirm-open"), count(language, open.len()))) }
        @if open.is_empty() { (nothing(language.text("confirm-none"), None)) }
        @else { (table(&visitor, &it, &head, &open)) }
        p { a.button.second href=(Gaps { assessment }) { (language.text("gap-list")) } }
        @if let Some((old, head, left, sight)) = &old { (behind(visitor.language, old, head, left, sight)) }
    };
    Ok(within(&visitor, &it, language.text("confirm-title"), body))
}

/// The assessment that it came from, where this person may see it, and what stayed behind.
async fn old_of(
    app: &App,
    visitor: &Visitor,
    old: AssessmentId,
    new: (&assessment::Model, &Head),
) -> Result<Option<(assessment::Model, Head, Left, Sight)>> {
    let found = assessments::store::find(&app.db.read, &visitor.scope(), old).await;
    let (old, edition) = match found.map_err(Error::from) {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let whole = tailoring::store::whole(&app.db.read, &old, edition.clone()).await?;
    let viewer = (visitor.id, app.today());
    let mut left = work_list::left(&app.db.read, (&old, &whole), new, viewer).await?;
    let withheld = visitor.withheld(old.id);
    left.ratings.retain(|it| !withheld.covers(it.1.id));
    left.exclusions.retain(|it| !withheld.covers(it.1.id));
    let seen = register::among(&app.db.read, &visitor.scope(), &left.evidence).await?;
    left.evidence.retain(|it| seen.contains(&it.id));
    let sight = Sight::of(&app.db.read, visitor, &left.evidence).await?;
    Ok(Some((old, head_of(&edition)?, left, sight)))
}

/// A level as it is called in an edition.
pub(super) fn level(language: Language, head: &Head, code: &str) -> Markup {
    let scale = head.scale.as_ref();
    let apart = scale.and_then(|it| it.not_applicable.as_ref()).filter(|it| it.code == code);
    html! {
        @if let Some(level) = scale.and_then(|it| it.level(code)) { (badge(level.role.tone(), level.title.get(language))) }
        @else if let Some(apart) = apart { (badge("plain", apart.title.get(language))) }
        @else { (badge("plain", code)) }
    }
}

fn table(visitor: &Visitor, it: &assessment::Model, head: &Head, open: &[Rated]) -> Markup {
    let language = visitor.language;
    let row = |(rating, criterion): &Rated| {
        let code = rating.level.as_deref().unwrap_or("–");
        html! { tr {
            th scope="row" {
                a href=(WorkbenchAt { assessment: it.id, criterion: criterion.id }) {
                    (criterion.code) " " (criterion.title.get(language))
                }
            }
            td { (level(language, head, code)) }
            td { (rating.rationale) }
            td { (button(visitor, it, rating, &criterion.code)) }
        } }
    };
    html! {
        p { (language.text("confirm-about")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                @for key in ["criterion", "level", "rating-rationale", "confirm"] {
                    th scope="col" { (language.text(key)) }
                }
            } }
            tbody { @for it in open { (row(it)) } }
        } }
    }
}

fn button(visitor: &Visitor, of: &assessment::Model, it: &rating::Model, code: &str) -> Markup {
    let language = visitor.language;
    html! {
        @if may_confirm(visitor, of, it) {
            form method="post" action=(ToConfirm { assessment: of.id }) {
                input type="hidden" name="rating" value=(it.id);
                button.second type="submit" aria-label={ (language.text("confirm")) " " (code) } { (language.text("confirm")) }
            }
        } @else { span.faint { (language.text("confirm-not-now")) } }
    }
}

/// What was not carried.
fn behind(
    language: Language,
    old: &assessment::Model,
    head: &Head,
    left: &Left,
    sight: &Sight,
) -> Markup {
    html! {
        h2 { (language.text("confirm-left")) }
        p { (language.text("confirm-left-about")) " " a href=(Assessment { assessment: old.id }) { (old.name) } }
        @if left.is_none() { p.faint { (language.text("confirm-left-none")) } }
        @if !left.ratings.is_empty() {
            h3 { (language.text("move-left-ratings")) }
            ul { @for (rating, criterion) in &left.ratings { li {
                a href=(WorkbenchAt { assessment: old.id, criterion: criterion.id }) {
                    (criterion.code) " " (criterion.title.get(language))
                } " "
                (level(language, head, rating.level.as_deref().unwrap_or("–")))
            } } }
        }
        @if !left.evidence.is_empty() {
            h3 { (language.text("move-left-links")) }
            ul { @for it in &left.evidence { li {
                @if sight.opens(it) { a href=(Evidence { evidence: it.id }) { (it.reference) " " (it.title) } }
                @else { (badge("plain", language.text("confidentiality-restricted"))) }
            } } }
        }
        (out_of_scope(language, &left.exclusions))
        (no_longer_there(language, head, &left.groups, left.settings))
        (lost_supplements(language, left.supplements.iter()))
    }
}

/// Groups that the new edition does not have, by the head of the old one, and numbers that are to be filled in anew.
pub(super) fn no_longer_there(
    language: Language,
    head: &Head,
    groups: &[String],
    settings: bool,
) -> Markup {
    let title = |code: &str| {
        let found = head.groups.iter().find(|it| it.code == code);
        found.map_or_else(String::new, |it| it.title.get(language).to_owned())
    };
    html! {
        @if !groups.is_empty() {
            h3 { (language.text("move-left-groups")) }
            ul { @for it in groups { li { (it) " " (title(it)) } } }
        }
        @if settings { p { (language.text("move-left-settings")) } }
    }
}

/// Supplements that nothing in the new edition takes after.
pub(super) fn lost_supplements<'a>(
    language: Language,
    lost: impl ExactSizeIterator<Item = &'a edition::Model>,
) -> Markup {
    html! {
        @if lost.len() > 0 {
            h3 { (language.text("move-left-supplements")) }
            p { (language.text("move-left-supplements-hint")) }
            ul { @for it in lost { li { (it.title.get(language)) } } }
        }
    }
}

/// Criteria that were out of scope, and why.
pub(super) fn out_of_scope(language: Language, exclusions: &[work_list::Excluded]) -> Markup {
    html! {
        @if !exclusions.is_empty() {
            h3 { (language.text("move-left-exclusions")) }
            ul { @for (exclusion, criterion) in exclusions { li {
                (criterion.code) " " (criterion.title.get(language))
                p.hint { (exclusion.justification) }
            } } }
        }
    }
}

/// Confirms a rating: the same level, said anew by whoever confirms.
pub async fn confirm(
    ToConfirm { assessment }: ToConfirm,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ConfirmForm>,
) -> Result<Response> {
    let (alone, _) = alone(&app, &visitor, assessment, Visitor::require_round).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let held = work_list::one_to_confirm(change.tx(), &it, form.rating).await?;
    if !may_confirm(&visitor, &it, &held) {
        return Err(Error::Forbidden);
    }
    if is_closed_to(change.tx(), assessment, held.round, visitor.id).await? {
        return Err(Error::Refused(visitor.language.text("round-locked-here")));
    }
    let whole = tailoring::store::whole(change.tx(), &it, edition).await?;
    let place = whole.criteria.iter().position(|it| it.id == held.criterion_id);
    let place = place.ok_or(Error::NotFound)?;
    let who = (&visitor, app.today());
    team::require_rater(change.tx(), who, &it, (&whole, place)).await?;
    let code = &whole.criteria[place].code;
    store::confirm(&mut change, &it, (held, code), visitor.id).await?;
    change.commit().await?;
    Ok(see_with(ToConfirm { assessment }, "done-confirmed"))
}
