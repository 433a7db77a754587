//! The file of a revision, always as an attachment.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sea_orm::prelude::*;

use crate::app::App;
use crate::entities::revision;
use crate::files::Digest;
use crate::paths::RevisionFile;
use crate::web::{Error, Result, Visitor};

/// Sends the file.
pub async fn download(
    RevisionFile { revision }: RevisionFile,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let revision = revision::Entity::find_by_id(revision).require_one(&app.db.read).await?;
    super::opened(&app.db.read, &visitor, revision.evidence_id).await?;
    let digest = revision.sha256.as_deref().and_then(Digest::parse).ok_or(Error::NotFound)?;
    let held = app.files.size(&digest).await.map_err(anyhow::Error::new)?;
    if held.is_none() || held != revision.size.and_then(|it| u64::try_from(it).ok()) {
        return Err(Error::FileMissing);
    }
    let body = app.files.read(&digest).await.map_err(anyhow::Error::new)?;
    let headers = [
        (CONTENT_TYPE, safe_type(revision.media_type.as_deref().unwrap_or_default()).to_owned()),
        (CONTENT_DISPOSITION, attachment(&revision.place)),
        (CONTENT_LENGTH, revision.size.unwrap_or_default().to_string()),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// What a browser might run is sent as mere bytes.
fn safe_type(media_type: &str) -> &str {
    let runs = ["html", "xml", "svg", "javascript", "ecmascript"];
    if media_type.is_empty() || runs.iter().any(|it| media_type.contains(it)) {
        "application/octet-stream"
    } else {
        media_type
    }
}

/// RFC 6266: the name in plain letters for old browsers, and in full for all others.
pub fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | ' ') { it } else { '_' }
        })
        .collect();
    let full: String = name
        .bytes()
        .map(|it| match it {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(it).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_the_header() {
        assert_eq!(
            attachment("a\"b\r\n.pdf"),
            "attachment; filename=\"a_b__.pdf\"; filename*=UTF-8''a%22b%0D%0A.pdf"
        );
        assert_eq!(
            attachment("ë č.pdf"),
            "attachment; filename=\"_ _.pdf\"; filename*=UTF-8''%C3%AB%20%C4%8D.pdf"
        );
    }

    #[test]
    fn what_a_browser_might_run_is_mere_bytes() {
        for it in [
            "text/html",
            "image/svg+xml",
            "text/xml",
            "application/xhtml+xml",
            "text/javascript",
            "",
        ] {
            assert_eq!(safe_type(it), "application/octet-stream", "{it}");
        }
        assert_eq!(safe_type("application/pdf"), "application/pdf");
    }
}
