//! The file itself: by itself in a sandbox where it is safe to be looked at, else to be kept.

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::paths::{RevisionContent, RevisionFile};
use crate::reading::kind::{kept_as, shown_as};
use crate::reading::store::Held;
use crate::web::headers::Policy;
use crate::web::range::{Wanted, wanted};
use crate::web::{Result, Visitor, disposition};

/// For a frame or a window of its own; what is not safe to be looked at is sent to be kept.
pub async fn inline(
    RevisionContent { revision }: RevisionContent,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response> {
    let held = Held::of(&app, &visitor, revision).await?;
    let name = &held.revision.place;
    let sent = if let Some(kind) = shown_as(held.media_type()) {
        (kind, disposition::inline(name))
    } else {
        (kept_as(held.media_type()), disposition::attachment(name))
    };
    send(&app, &held, &headers, sent).await
}

/// To be kept, under its own name.
pub async fn download(
    RevisionFile { revision }: RevisionFile,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response> {
    let held = Held::of(&app, &visitor, revision).await?;
    let sent = (kept_as(held.media_type()), disposition::attachment(&held.revision.place));
    send(&app, &held, &headers, sent).await
}

/// The content or the part of it that is asked for.
async fn send(
    app: &App,
    held: &Held,
    asked: &HeaderMap,
    (kind, disposition): (&str, String),
) -> Result<Response> {
    let tag = format!("\"{}\"", held.digest.as_str());
    let (status, part) = match wanted(asked, held.size, &tag) {
        Wanted::Whole => (StatusCode::OK, 0..held.size),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Nowhere => {
            let all = [(CONTENT_RANGE, format!("bytes */{}", held.size))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
        }
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_LENGTH, (part.end - part.start).to_string()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (ETAG, tag),
    ];
    let range = (status == StatusCode::PARTIAL_CONTENT)
        .then(|| [(CONTENT_RANGE, format!("bytes {}-{}/{}", part.start, part.end - 1, held.size))]);
    let body = app.files.read_part(&held.digest, part).await.map_err(anyhow::Error::new)?;
    let mut response =
        (status, Extension(Policy::File), headers, Body::from_stream(body)).into_response();
    response.headers_mut().extend(
        range.into_iter().flatten().filter_map(|(name, value)| Some((name, value.parse().ok()?))),
    );
    Ok(response)
}
