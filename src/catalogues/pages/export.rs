//! An edition as a file.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use maud::html;
use serde::Deserialize;

use crate::app::App;
use crate::entities::EditionId;
use crate::evidence::pages::file::attachment;
use crate::exchange::outgoing::{self, Target};
use crate::exchange::{Notice, own};
use crate::paths::{Edition, ExportEdition, StandardsTemplate};
use crate::standards::store;
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
    let whole_title = whole.edition.title.get(visitor.language).to_owned();
    let (name, at) = (format!("{}.{}", pack.id, target.ending()), whole.edition.loaded_at);
    let language = visitor.language;
    let written = tokio::task::spawn_blocking(move || outgoing::write(&pack, &[], target, at))
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
