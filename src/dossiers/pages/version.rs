//! One sealed version: its evidence with the pinned revisions, its ratings, its manifest as a file.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::sight::Shown;
use super::{parts, sight};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::dossiers::manifest::{Evidence, Manifest, Rated};
use crate::dossiers::store;
use crate::entities::{assessment, dossier, edition};
use crate::language::Language;
use crate::paths::{DossierChanges, DossierFile, DossierVersion, Dossiers};
use crate::standards;
use crate::standards::pack::Scale;
use crate::web::components::Paging;
use crate::web::disposition::attachment;
use crate::web::{Error, Page, Result, Visitor};

/// What is shown of it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
}

/// The page.
pub async fn show(
    DossierVersion { assessment, version }: DossierVersion,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let language = visitor.language;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let row = store::find(db, assessment, version).await?;
    let scale = standards::store::head_of(&edition)?.scale;
    let mut manifest = store::manifest(db, row.id).await?;
    sight::open(&visitor, &it, &mut manifest);
    let rated = wanted.show == "ratings";
    let part = if rated { &[][..] } else { paging.part(&manifest.evidence) };
    let shown = Shown::of(db, &visitor, &it, part).await?;
    let body = html! {
        (facts(&visitor, (&it, &edition), &row))
        (choice(language, &manifest, rated))
        @if rated {
            (ratings(language, scale.as_ref(), paging.part(&manifest.ratings)))
            (paging.pager(language, rows(manifest.ratings.len()), "show=ratings"))
        } @else {
            (evidence(language, part, &shown))
            (paging.pager(language, rows(manifest.evidence.len()), ""))
        }
    };
    let title = language.with("dossier-title", [("version", version.into())]);
    Ok(within(&visitor, &it, title, body).under(Dossiers { assessment }, language.text("dossiers")))
}

fn rows(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn facts(
    visitor: &Visitor,
    (it, edition): (&assessment::Model, &edition::Model),
    row: &dossier::Model,
) -> Markup {
    let language = visitor.language;
    let (assessment, version) = (it.id, row.version);
    html! {
        dl.facts {
            dt { (language.text("dossier-sealed")) } dd { (language.moment(row.sealed_at)) }
            dt { (language.text("edition")) } dd { (edition.title.get(language)) }
            dt { (language.text("dossier-hash")) } dd { code { (row.sha256) } }
            @if !row.reason.is_empty() { dt { (language.text("stage-reason")) } dd { (row.reason) } }
        }
        p.actions {
            @if version > 1 {
                a.button.second href=(DossierChanges { assessment, version }) { (language.text("dossier-changes")) }
            }
            @if visitor.may_on(Action::Export, it) {
                a.button.second href=(DossierFile { assessment, version }) download { (language.text("dossier-manifest")) }
            }
        }
        p.hint { (language.text("dossier-hash-hint")) }
    }
}

fn choice(language: Language, manifest: &Manifest, rated: bool) -> Markup {
    let shown = |is: bool| is.then_some("page");
    html! {
        nav.tabs aria-label=(language.text("dossiers")) {
            a href="?" aria-current=[shown(!rated)] {
                (language.text("dossier-evidence")) " " (parts::count(language, manifest.evidence.len()))
            }
            a href="?show=ratings" aria-current=[shown(rated)] {
                (language.text("dossier-ratings")) " " (parts::count(language, manifest.ratings.len()))
            }
        }
    }
}

fn evidence(language: Language, rows: &[Evidence], shown: &Shown) -> Markup {
    html! {
        @if rows.is_empty() { p.faint { (language.text("dossier-no-evidence")) } }
        @else {
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("dossier-item")) }
                    th scope="col" { (language.text("dossier-pinned")) }
                    th scope="col" { (language.text("dossier-criteria")) }
                } }
                tbody { @for it in rows { tr {
                    th scope="row" { (parts::name(language, it, shown)) }
                    td { @if !shown.is_closed(it.id) {
                        ul.plain { @for it in &it.revisions { li { (parts::revision(language, it)) } } }
                    } }
                    td data-label=(language.text("dossier-criteria")) { (parts::codes(it)) }
                } } }
            } }
        }
    }
}

fn ratings(language: Language, scale: Option<&Scale>, rows: &[Rated]) -> Markup {
    html! {
        @if rows.is_empty() { p.faint { (language.text("dossier-no-ratings")) } }
        @else {
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("round")) }
                    th scope="col" { (language.text("level")) }
                    th scope="col" { (language.text("rating-rationale")) }
                } }
                tbody { @for it in rows { tr {
                    th scope="row" { (it.code) }
                    td { (language.word(&it.round)) }
                    td { (parts::level(language, scale, it)) }
                    td { (it.rationale) }
                } } }
            } }
        }
    }
}

/// Sends the manifest, byte for byte as it was hashed, to those from whom nothing of it is kept.
pub async fn download(
    DossierFile { assessment, version }: DossierFile,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let db = &app.db.read;
    let (it, _) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::Export, &it)?;
    let row = store::find(db, assessment, version).await?;
    let text = store::text(db, row.id).await?;
    let manifest = Manifest::read(&text).map_err(anyhow::Error::new)?;
    let closed = sight::closed(db, &visitor, &it, &manifest.evidence).await?;
    if !closed.is_empty() || !visitor.withheld(assessment).is_empty() {
        let said = visitor.language.text("problem-dossier-closed");
        return Err(Error::NotTaken(StatusCode::FORBIDDEN, "dossier-refused", said));
    }
    let name = format!("{} {version}.json", it.name);
    let headers =
        [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, attachment(&name))];
    Ok((headers, text).into_response())
}
