//! All comments on a criterion of an assessment.

use axum::extract::{Query, State};
use maud::html;

use super::said::{Shown, Typed};
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::comments::threads::{Place, threads};
use crate::entities::{AssessmentId, CriterionId, assessment};
use crate::paths::{Comments, WorkbenchAt};
use crate::standards::store::Whole;
use crate::tailoring;
use crate::team::pages::bench as team;
use crate::web::components::{Paging, nothing};
use crate::web::{Error, Page, Result, Visitor};

/// An assessment that somebody may see, with its criteria and the place of one that is not kept from them.
pub(super) async fn find(
    app: &App,
    visitor: &Visitor,
    (assessment, criterion): (AssessmentId, CriterionId),
) -> Result<(assessment::Model, Whole, usize)> {
    let db = &app.db.read;
    let (of, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    team::require_open(visitor, assessment, criterion)?;
    let whole = tailoring::store::whole(db, &of, edition).await?;
    let at = whole.criteria.iter().position(|it| it.id == criterion).ok_or(Error::NotFound)?;
    Ok((of, whole, at))
}

/// The comments, a page of threads at a time.
pub async fn show(
    Comments { assessment, criterion }: Comments,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let (of, whole, at) = find(&app, &visitor, (assessment, criterion)).await?;
    page(&app, &visitor, Place { of: &of, whole: &whole, at }, paging, &Typed::default()).await
}

/// The page, with what was typed and not taken.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    place: Place<'_>,
    paging: Paging,
    typed: &Typed,
) -> Result<Page> {
    let language = visitor.language;
    let all = threads(app, visitor, place).await?;
    // What is typed goes with the thread that it belongs to.
    let part: Vec<_> =
        if typed.problems.is_empty() { paging.part(&all).to_vec() } else { all.clone() };
    let shown = Shown::of(app, visitor, place, &part).await?;
    let row = place.criterion();
    let bench = WorkbenchAt { assessment: place.of.id, criterion: row.id };
    let body = html! {
        p { a href=(bench) { (row.code) " " (row.title.get(language)) } }
        @if all.is_empty() { (nothing(language.text("comments-empty"), None)) }
        (shown.threads(&part, typed))
        @if typed.problems.is_empty() { (paging.pager(language, all.len() as u64, "")) }
        (shown.box_for_new(typed))
    };
    let title = language.with("comments-of", [("criterion", row.code.clone().into())]);
    Ok(within(visitor, place.of, title, body))
}
