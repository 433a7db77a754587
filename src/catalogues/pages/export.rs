//! An edition as a file.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use maud::html;
use serde::Deserialize;

use crate::app::App;
use crate::crosswalks;
use crate::entities::EditionId;
use crate::exchange::outgoing::{self, Target};
use crate::exchange::{Notice, oscal, own};
use crate::paths::{CrosswalkFile, Edition, ExportEdition, StandardsTemplate};
use crate::standards::crosswalk::Crosswalk;
use crate::standards::store;
use crate::web::disposition::attachment;
use crate::web::{Error, Page, Result, Visitor};

/// Notices that are shown; the command line tells all.
const TOLD: usize = 200;

/// Whether the file is wanted although it lacks something.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    anyway: Option<String>,
}

/// Says what the format cannot hold before the file is had.
fn lossy(
    visitor: &Visitor,
    title: &str,
    (edition, format): (EditionId, String),
    notices: &[Notice],
) -> Page {
    let language = visitor.language;
    let body = html! {
        p { (language.text("catalogue-lossy")) }
        ul { @for it in notices.iter().take(TOLD) { li { (it.text(language)) } } }
        p { a.button href=(format!("{}?anyway=yes", ExportEdition { edition, format })) download { (language.text("catalogue-anyway")) } }
    };
    Page::new(visitor, title, body).under(Edition { edition }, title)
}

/// Sends it.
pub async fn export(
    ExportEdition { edition, format }: ExportEdition,
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let target = Target::from_code(&format).ok_or(Error::NotFound)?;
    let whole = store::shown(&app.db.read, &visitor.scope(), edition).await?;
    let pack = store::pack_of(&app.db.read, &whole).await?;
    let crosswalks = leading_from(&app, &visitor, edition, target).await?;
    let whole_title = whole.edition.title.get(visitor.language).to_owned();
    let (name, at) = (format!("{}.{}", pack.id, target.ending()), whole.edition.loaded_at);
    let language = visitor.language;
    let written =
        tokio::task::spawn_blocking(move || outgoing::write(&pack, &crosswalks, target, at))
            .await
            .map_err(anyhow::Error::from)?
            .map_err(|notices| {
                let texts: Vec<_> = notices.iter().map(|it| it.text(language)).collect();
                Error::Refused(texts.join("\n"))
            })?;
    if !written.notices.is_empty() && asked.anyway.is_none() {
        return Ok(
            lossy(&visitor, &whole_title, (edition, format), &written.notices).into_response()
        );
    }
    let headers =
        [(CONTENT_TYPE, target.media_type().to_owned()), (CONTENT_DISPOSITION, attachment(&name))];
    Ok((headers, written.bytes).into_response())
}

/// The crosswalks that lead from an edition, for the format that takes them along.
async fn leading_from(
    app: &App,
    visitor: &Visitor,
    edition: EditionId,
    target: Target,
) -> Result<Vec<Crosswalk>> {
    if target != Target::Case {
        return Ok(Vec::new());
    }
    let held = crosswalks::store::seen_by(&app.db.read, &visitor.scope()).await?;
    let held: Vec<_> = held.into_iter().filter(|it| it.from_edition_id == edition).collect();
    Ok(crosswalks::file::files_of(&app.db.read, &held).await?)
}

/// Sends a crosswalk as a mapping of OSCAL.
pub async fn mapping(
    CrosswalkFile { crosswalk }: CrosswalkFile,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let db = &app.db.read;
    let held = crosswalks::store::find(db, &visitor.scope(), crosswalk).await?;
    let at = held.loaded_at;
    let files = crosswalks::file::files_of(db, &[held]).await?;
    let file = files.into_iter().next().ok_or(Error::NotFound)?;
    let language = visitor.language;
    let written = oscal::write_mapping(&file, None, None, at).map_err(|notices| {
        let texts: Vec<_> = notices.iter().map(|it| it.text(language)).collect();
        Error::Refused(texts.join("\n"))
    })?;
    let headers = [
        (CONTENT_TYPE, Target::Oscal.media_type().to_owned()),
        (CONTENT_DISPOSITION, attachment(&format!("{}.oscal.json", file.id))),
    ];
    Ok((headers, written.bytes).into_response())
}

/// Sends an empty workbook to write an edition in, explained in the reader's language.
pub async fn template(_: StandardsTemplate, visitor: Visitor) -> Result<Response> {
    let language = visitor.language;
    let written = tokio::task::spawn_blocking(move || own::template(language));
    let written = written.await.map_err(anyhow::Error::from)?.map_err(|notices| {
        let texts: Vec<_> = notices.iter().map(|it| it.text(language)).collect();
        anyhow::anyhow!(texts.join("\n"))
    })?;
    let headers = [
        (CONTENT_TYPE, Target::Xlsx.media_type().to_owned()),
        (CONTENT_DISPOSITION, attachment("template.xlsx")),
    ];
    Ok((headers, written.bytes).into_response())
}
