//! Rating a criterion: from the form, or from the page itself while somebody types.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use axum_extra::extract::Form;
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::show::page;
use crate::app::App;
use crate::assessments::{ratings, store};
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, assessment, criterion};
use crate::paths::WorkbenchAt;
use crate::rounds;
use crate::standards::pack::Question;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::tailoring::store::Tailored;
use crate::team::pages::bench as team;
use crate::web::headers::Policy;
use crate::web::{Error, Result, Visitor, see_with};
use crate::workbench::bench::{Bench, form_of, own_rating, stamp};
use crate::workbench::forms::{RatingForm, SentRating};
use crate::workbench::questions;

/// Rates the criterion and goes on to the next; sent by the page itself, it stays and says what was saved.
pub async fn rate(
    WorkbenchAt { assessment, criterion }: WorkbenchAt,
    State(app): State<App>,
    visitor: Visitor,
    Form(sent): Form<SentRating>,
) -> Result<Response> {
    let (it, edition) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_round(&it)?;
    let whole = tailoring::store::whole(&app.db.read, &it, edition).await?;
    let criteria = &whole.criteria;
    let at = criteria.iter().position(|it| it.id == criterion).ok_or(Error::NotFound)?;
    team::require_open(&visitor, assessment, criterion)?;
    let scale = whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    let mut change = app.change(visitor.actor()).await?;
    // Looked at within the change: what somebody rates at this moment must not be overwritten unseen, and meanwhile the
    // assessment may have moved on, or the criterion may be another's.
    change.alone_in(it.institution_id).await?;
    let (it, _) = store::find(change.tx(), &visitor.scope(), assessment).await?;
    let round = visitor.require_round(&it)?;
    let who = (&visitor, app.today());
    team::require_rater(change.tx(), who, &it, (&whole, at)).await?;
    if rounds::store::is_closed_to(change.tx(), assessment, round, visitor.id).await? {
        return Err(Error::Refused(visitor.language.text("round-locked-here")));
    }
    let history = ratings::history(change.tx(), assessment, criterion).await?;
    let held = own_rating(&history, &visitor, round);
    let asked = Question::all_of(&criteria[at]);
    let mut form = sent.over(form_of(Some(scale), held));
    questions::score(&asked, scale, held, &mut form);
    let checked = form.check(scale, held.and_then(|it| it.level.as_deref())).and_then(|typed| {
        let mut problems = Problems::default();
        questions::check(&asked, &typed.answers, &mut problems);
        if stamp(held) != form.seen {
            problems.add("level", Problem::Other("problem-rated-meanwhile"));
        }
        problems.or(typed)
    });
    let typed = match checked {
        Ok(typed) => typed,
        Err(problems) if sent.autosave.is_some() => return Ok(not_saved(&visitor, &problems)),
        Err(problems) => {
            let form = RatingForm { seen: stamp(held), ..form };
            drop(change);
            let bench = Bench::of(&app, &visitor, assessment, criterion).await?;
            let page = page(&app, &visitor, &bench, (&form, &problems)).await?;
            return Ok((Extension(Policy::Frames), page.refused()).into_response());
        }
    };
    let new = typed.rating(criterion, round, visitor.id);
    let said = ratings::say(&mut change, &it, &criteria[at], held, new).await?;
    let when = change.now();
    let saved = stamp(said.as_ref().or(held));
    let saved = Saved { seen: saved, when, stays: sent.autosave.is_some() };
    if said.is_none() {
        drop(change);
        return answer(&app, &it, (&whole, at), saved).await;
    }
    rounds::store::undetermine(&mut change, &it, round, from(criteria, at)).await?;
    change.commit().await?;
    answer(&app, &it, (&whole, at), saved).await
}

/// What was saved, and when.
struct Saved {
    seen: String,
    when: DateTime<Utc>,
    /// The page sent it by itself and stays.
    stays: bool,
}

/// Says what was saved, or goes on. Where to is asked only once it is stored, so that nobody else waits for it.
async fn answer(
    app: &App,
    of: &assessment::Model,
    (whole, at): (&Whole, usize),
    Saved { seen, when, stays }: Saved,
) -> Result<Response> {
    if stays {
        return Ok(Json(json!({ "seen": seen, "saved": when })).into_response());
    }
    let criterion = following(&app.db.read, of, whole, at, when).await?;
    Ok(see_with(WorkbenchAt { assessment: of.id, criterion }, "done-rated"))
}

/// The next criterion that is rated; the same where it is the last.
async fn following(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    at: usize,
    when: DateTime<Utc>,
) -> Result<CriterionId> {
    let Tailored { whole, scope, .. } =
        tailoring::store::of_whole(db, of, whole.clone(), when).await?;
    let counts = |it: &usize| whole.criteria[*it].assessable && scope[*it].is_in();
    let next = (at + 1..whole.criteria.len()).find(counts).unwrap_or(at);
    Ok(whole.criteria[next].id)
}

/// A criterion and all below it.
pub(super) fn from(criteria: &[criterion::Model], at: usize) -> &[criterion::Model] {
    let below = criteria[at + 1..].iter().take_while(|it| it.depth > criteria[at].depth).count();
    &criteria[at..=at + below]
}

/// Why the page could not save what is typed: somebody was quicker, or it is not complete.
fn not_saved(visitor: &Visitor, problems: &Problems) -> Response {
    let meanwhile = problems.get("level") == Some(&Problem::Other("problem-rated-meanwhile"));
    let status = if meanwhile { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let said: Vec<String> = problems.iter().map(|it| it.1.text(visitor.language)).collect();
    (status, Json(json!({ "problems": said }))).into_response()
}
