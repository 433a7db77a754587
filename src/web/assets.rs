//! The stylesheet, the scripts and the icon, inside the binary; their addresses carry their hash, so browsers may keep them for ever.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::{Error, Result};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Address of an asset, with its version.
pub fn address(name: &str) -> String {
    let version = Assets::get(name)
        .map(|it| crate::files::hex(&it.metadata.sha256_hash()[..6]))
        .unwrap_or_default();
    format!("/assets/{version}/{name}")
}

/// `GET /assets/{version}/{name}`
pub async fn show(Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let asset = Assets::get(&name).ok_or(Error::NotFound)?;
    let kind = asset.metadata.mimetype().to_owned();
    let headers =
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable".into())];
    Ok((headers, asset.data.into_owned()).into_response())
}
