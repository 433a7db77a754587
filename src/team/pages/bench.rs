//! What a team means for the workbench and the lists: what is withheld, who may rate, and who is rating at this moment.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;

use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{AssessmentId, CriterionId, Round, assessment};
use crate::language::Language;
use crate::paths::ClaimCriterion;
use crate::rounds::store::is_closed_to;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::team::assigned::{self, Refusal};
use crate::team::claims;
use crate::web::{Error, Result, Visitor};

/// Said in the place of everything about a criterion that a conflict of interest keeps from somebody.
pub fn withheld(language: Language) -> Markup {
    html! { div.panel { p.notice { (language.text("withheld-here")) } } }
}

/// The codes of what is kept from somebody, for lists that leave it out.
pub fn note(visitor: &Visitor, of: AssessmentId, whole: &Whole) -> Markup {
    let withheld = visitor.withheld(of);
    let covers = |it: Option<CriterionId>| it.is_some_and(|it| withheld.covers(it));
    let codes: Vec<&str> = whole
        .criteria
        .iter()
        .filter(|it| withheld.covers(it.id) && !covers(it.parent_id))
        .map(|it| it.code.as_str())
        .collect();
    html! {
        @if !codes.is_empty() {
            p.notice { (visitor.language.with("withheld-note", [("criteria", codes.join(", ").into())])) }
        }
    }
}

/// Why somebody who may rate in a review round does not rate the criterion at a place; none where they do, or where it is
/// not a matter of the team.
pub async fn refusal(
    db: &impl ConnectionTrait,
    (visitor, today): (&Visitor, NaiveDate),
    of: &assessment::Model,
    (whole, place): (&Whole, usize),
) -> Result<Option<Refusal>> {
    if of.stage.round() == Round::Own || !visitor.may_on(Action::RateReview, of) {
        return Ok(None);
    }
    let duties = assigned::duties_of(db, of, whole, (visitor.id, today)).await?;
    Ok(duties.refusal(visitor.id, place))
}

/// Refuses, with the reason, whoever does not rate the criterion at a place.
pub async fn require_rater(
    db: &impl ConnectionTrait,
    (visitor, today): (&Visitor, NaiveDate),
    of: &assessment::Model,
    at: (&Whole, usize),
) -> Result<()> {
    let language = visitor.language;
    match refusal(db, (visitor, today), of, at).await? {
        None => Ok(()),
        Some(it) => {
            Err(Error::NotTaken(StatusCode::FORBIDDEN, "refused-rating", language.text(it.key())))
        }
    }
}

/// Refuses whatever is about a criterion that a conflict of interest keeps from somebody.
pub fn require_open(visitor: &Visitor, of: AssessmentId, criterion: CriterionId) -> Result<()> {
    if !visitor.withheld(of).covers(criterion) {
        return Ok(());
    }
    let said = visitor.language.text("refused-conflict");
    Err(Error::NotTaken(StatusCode::FORBIDDEN, "refused-rating", said))
}

/// The names of the others who are rating a criterion now; with `rates`, the page says that this person is too, once it is looked at.
pub async fn at_work(
    app: &App,
    visitor: &Visitor,
    of: &assessment::Model,
    criterion: CriterionId,
    rates: bool,
) -> Result<Markup> {
    if of.stage.reviewed().is_none() || !visitor.may_on(Action::RateReview, of) {
        return Ok(html! {});
    }
    let asked = (visitor.id, app.now());
    let others = claims::others(&app.db.read, of.id, criterion, asked).await?;
    let language = visitor.language;
    let said = [("count", others.len().into()), ("people", others.join(", ").into())];
    let claim = rates.then_some(ClaimCriterion { assessment: of.id, criterion });
    Ok(html! {
        @if let Some(claim) = claim { span data-claim=(claim) {} }
        @if !others.is_empty() { p.notice { (language.with("claim-others", said)) } }
    })
}

/// Says that somebody is rating a criterion.
pub async fn claim(
    ClaimCriterion { assessment, criterion }: ClaimCriterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<StatusCode> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::RateReview, &it)?;
    let whole = tailoring::store::whole(db, &it, edition).await?;
    let place = whole.criteria.iter().position(|it| it.id == criterion);
    let place = place.ok_or(Error::NotFound)?;
    require_rater(db, (&visitor, app.today()), &it, (&whole, place)).await?;
    if let Some(round) = it.stage.reviewed()
        && !is_closed_to(db, assessment, round, visitor.id).await?
    {
        claims::renew(&app, assessment, criterion, visitor.id).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
