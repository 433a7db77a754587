//! An edition as a file.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::evidence::pages::file::attachment;
use crate::exchange::outgoing::{self, Target};
use crate::paths::ExportEdition;
use crate::standards::store;
use crate::web::{Error, Result, Visitor};

/// Sends it.
pub async fn export(
    ExportEdition { edition, format }: ExportEdition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let target = Target::from_code(&format).ok_or(Error::NotFound)?;
    let whole = store::shown(&app.db.read, &visitor.scope(), edition).await?;
    let pack = store::pack_of(&app.db.read, &whole).await?;
    let (name, at) = (format!("{}.{}", pack.id, target.ending()), whole.edition.loaded_at);
    let language = visitor.language;
    let written = tokio::task::spawn_blocking(move || outgoing::write(&pack, &[], target, at))
        .await
        .map_err(anyhow::Error::from)?
        .map_err(|notices| {
            let texts: Vec<_> = notices.iter().map(|it| it.text(language)).collect();
            Error::Refused(texts.join("\n"))
        })?;
    let headers =
        [(CONTENT_TYPE, target.media_type().to_owned()), (CONTENT_DISPOSITION, attachment(&name))];
    Ok((headers, written.bytes).into_response())
}
