//! Puts the slices together, and the layers around them.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Router, middleware};
use axum_extra::routing::RouterExt as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::app::App;
use crate::web::{assets, headers};
use crate::{
    accounts, assessments, audit, browse, calendar, calibration, catalogues, checks, comments,
    crosswalks, deadlines, decisions, dossiers, editions, evidence, findings, imports,
    institutions, linking, notes, qualifications, readiness, reading, recommendations, reports,
    requests, rounds, sampling, stages, tailoring, team, uploads, usage, work, workbench,
};

/// Most bytes of a form that brings no file; uploads set their own limit.
const MOST_FORM: usize = 1024 * 1024;

/// The whole site.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .typed_get(institutions::pages::home)
        .typed_get(audit::pages::list)
        .merge(accounts::routes())
        .merge(browse::routes())
        .merge(editions::routes())
        .merge(assessments::routes())
        .merge(readiness::routes())
        .merge(rounds::routes())
        .merge(findings::routes())
        .merge(recommendations::routes())
        .merge(sampling::routes())
        .merge(calibration::routes())
        .merge(stages::routes())
        .merge(deadlines::routes())
        .merge(dossiers::routes())
        .merge(linking::routes())
        .merge(calendar::routes())
        .merge(crosswalks::routes())
        .merge(reports::routes())
        .merge(qualifications::routes())
        .merge(tailoring::routes())
        .merge(catalogues::routes())
        .merge(usage::routes())
        .merge(workbench::routes())
        .merge(comments::routes())
        .merge(work::routes())
        .merge(checks::routes())
        .merge(reading::routes())
        .merge(team::routes())
        .layer(DefaultBodyLimit::max(MOST_FORM))
        .merge(evidence::routes(app.config.max_upload()))
        .merge(imports::routes(app.config.max_upload()))
        .merge(requests::routes(app.config.max_upload()))
        .merge(notes::routes(app.config.max_upload()))
        .merge(decisions::routes(app.config.max_upload()))
        .merge(uploads::routes(app.config.max_upload()))
        .layer(CsrfLayer::new())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), headers::dress))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_ours)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_mins(5)))
        .layer(TraceLayer::new_for_http());
    Router::new()
        .route("/assets/{version}/{name}", get(assets::show))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .merge(pages)
        .layer(middleware::from_fn(headers::secure))
        .with_state(app)
}

/// Whether an answer was made here. Files are sent as they are, so that a part of one can be asked for.
fn is_ours(
    _: StatusCode,
    _: axum::http::Version,
    _: &axum::http::HeaderMap,
    extensions: &axum::http::Extensions,
) -> bool {
    extensions.get() != Some(&headers::Policy::File)
}

/// Whether the database answers.
async fn ready(axum::extract::State(app): axum::extract::State<App>) -> StatusCode {
    if app.db.read.ping().await.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}
