//! The checksum that may come with a piece of a file: `sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`.

use axum::body::Body;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::Digest as _;

use super::tus::Failure;

/// The protocol wants the first one.
pub const ALGORITHMS: &str = "sha1,sha256";

/// Most bytes of a piece with a checksum: not one of them is stored before all of them have come.
const MOST: usize = 16 * 1024 * 1024;

/// What a piece must hash to.
#[derive(Clone, Debug)]
pub struct Checksum {
    is_sha256: bool,
    expected: Vec<u8>,
}

impl Checksum {
    /// The checksum that is in a head, if there is one.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Failure> {
        let Some(sent) = headers.get("upload-checksum") else { return Ok(None) };
        let sent = sent.to_str().map_err(|_| Failure::Malformed)?;
        let (algorithm, sum) = sent.split_once(' ').ok_or(Failure::Malformed)?;
        let is_sha256 = match algorithm {
            "sha1" => false,
            "sha256" => true,
            _ => return Err(Failure::Malformed),
        };
        let expected = STANDARD.decode(sum.trim()).map_err(|_| Failure::Malformed)?;
        Ok(Some(Self { is_sha256, expected }))
    }

    /// The bytes of a piece, if they are those that were sent.
    pub async fn check(&self, body: Body) -> Result<Bytes, Failure> {
        let bytes = axum::body::to_bytes(body, MOST).await.map_err(|it| {
            let is_long = std::error::Error::source(&it)
                .is_some_and(|it| it.to_string().contains("length limit"));
            if is_long { Failure::TooLarge } else { Failure::BrokeOff }
        })?;
        let found = if self.is_sha256 {
            sha2::Sha256::digest(&bytes).to_vec()
        } else {
            sha1::Sha1::digest(&bytes).to_vec()
        };
        if found == self.expected { Ok(bytes) } else { Err(Failure::Checksum) }
    }
}
