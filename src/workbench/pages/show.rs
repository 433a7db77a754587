//! The page of a criterion.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use maud::html;

use super::{ask, beside, form, proofs, reader};
use crate::app::App;
use crate::assessments::pages::within;
use crate::calibration::pages::rule;
use crate::check::Problems;
use crate::comments;
use crate::entities::{AssessmentId, CriterionId};
use crate::findings;
use crate::paths::{Workbench, WorkbenchAt};
use crate::readiness::result::GapKind;
use crate::readiness::store::Assessed;
use crate::recommendations::pages::here::{self as recommendations, Place};
use crate::team::pages::bench as team;
use crate::web::headers::Policy;
use crate::web::{Error, Page, Result, Visitor, assets, see};
use crate::workbench::bench::{Bench, assessed, form_of};
use crate::workbench::forms::RatingForm;

/// Goes to the first criterion that is not rated in the current round, else to the first.
pub async fn start(
    Workbench { assessment }: Workbench,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let bench = assessed(&app, &visitor, assessment).await?;
    let open =
        bench.readiness.gaps.iter().find(|it| it.kind == GapKind::NotRated).map(|it| it.criterion);
    let place = open.or_else(|| bench.edition.criteria.iter().position(|it| it.assessable));
    let criterion = place.map(|it| bench.whole.criteria[it].id);
    let criterion = criterion.ok_or(Error::NotFound)?;
    Ok(see(WorkbenchAt { assessment, criterion }))
}

/// The workbench at a criterion.
pub async fn show(
    WorkbenchAt { assessment, criterion }: WorkbenchAt,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    if visitor.withheld(assessment).covers(criterion) {
        let page = withheld(&app, &visitor, assessment, criterion).await?;
        return Ok(page.into_response());
    }
    let mut bench = Bench::of(&app, &visitor, assessment, criterion).await?;
    let at = bench.at;
    let gaps: Vec<_> =
        bench.of.readiness.gaps.iter().filter(|it| it.criterion == at).copied().collect();
    bench.of.opened_by(&app.db.read, &visitor, &gaps).await?;
    let form = form_of(bench.of.whole.head.scale.as_ref(), bench.own(&visitor));
    let page = page(&app, &visitor, &bench, (&form, &Problems::default())).await?;
    Ok((Extension(Policy::Frames), page).into_response())
}

/// The page, with what is in the form.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    it: &Bench,
    (form, problems): (&RatingForm, &Problems),
) -> Result<Page> {
    let language = visitor.language;
    let (bench, at) = (&it.of, it.at);
    let row = &bench.whole.criteria[at];
    let (db, of, today) = (&app.db.read, &bench.assessment, app.today());
    let (line, place) = (lineage(bench, at), Place::In(of.institution_id));
    let proofs = async { Ok(proofs::Proofs::of(db, visitor, bench, &line).await?) };
    let (proofs, refusal, rule, said, asked_before) = tokio::try_join!(
        Box::pin(proofs),
        team::refusal(db, (visitor, today), of, (&bench.whole, at)),
        rule::panel(db, visitor, of, row.id),
        Box::pin(comments::pages::panel(app, visitor, of, (&bench.whole, at))),
        recommendations::panel(db, (visitor, today), place, &line),
    )?;
    let raises = refusal.is_none() || visitor.leads(of);
    let raises = raises && findings::pages::can_raise(db, visitor, of).await?;
    // At a stage at which nothing is rated, that is what the form says.
    let refusal = refusal.filter(|_| it.round.is_some());
    let rates = refusal.is_none() && !it.closed;
    let at_work = team::at_work(app, visitor, of, row.id, rates).await?;
    let here = (bench.findings.as_slice(), row.id);
    let findings = findings::pages::here::panel(visitor, today, of, here, raises);
    let body = html! {
        div.bench {
            (ask::tree(language, bench, at))
            section {
                (ask::walk(language, bench, at))
                @if !bench.scope[at].is_in() { p.notice { (language.text("scope-out-here")) } }
                div.panel { (ask::asked(language, bench, row)) }
                (rule)
                (ask::gap_panel(language, it))
                div.panel #proofs tabindex="-1" { (proofs.shown(visitor, app.today(), bench, row)) }
                (beside::beside(visitor, it))
                (findings)
                (asked_before)
                (form::still_to_confirm(visitor, it))
                (at_work)
                @if let Some(it) = refusal { div.panel { p.faint { (language.text(it.key())) } } }
                @else { div.panel { (form::rating_form(visitor, it, form, problems)) } }
                (beside::past(language, it))
                (said)
            }
            (reader::place(language))
        }
        script src=(assets::address("workbench.js")) defer {}
    };
    let title = format!("{} {}", row.code, row.title.get(language));
    Ok(within(visitor, &bench.assessment, title, body))
}

/// The place of a criterion that a conflict of interest keeps from this person.
async fn withheld(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Page> {
    let bench = assessed(app, visitor, assessment).await?;
    let at = bench.whole.criteria.iter().position(|it| it.id == criterion);
    let at = at.ok_or(Error::NotFound)?;
    let language = visitor.language;
    let body = html! {
        div.bench {
            (ask::tree(language, &bench, at))
            section { (ask::walk(language, &bench, at)) (team::withheld(language)) }
        }
    };
    Ok(within(visitor, &bench.assessment, bench.code(at).to_owned(), body))
}

/// The criterion and all above it, as evidence above counts too.
fn lineage(bench: &Assessed, at: usize) -> Vec<CriterionId> {
    let above = |at: &usize| bench.edition.heir_of(*at);
    std::iter::successors(Some(at), above).map(|it| bench.whole.criteria[it].id).collect()
}
