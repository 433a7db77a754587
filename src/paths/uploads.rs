//! Addresses of uploading.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::InstitutionId;

/// Files to sort in; posting sends some, all at once.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/uploads")]
pub struct Uploads {
    pub institution: InstitutionId,
}

/// Makes evidence of files that wait, or throws some away.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/uploads/take")]
pub struct TakeUploads {
    pub institution: InstitutionId,
}

/// Announces a file that will come in pieces, by the tus protocol.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/uploads/tus")]
pub struct Tus {
    pub institution: InstitutionId,
}

/// A file that is coming in pieces.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/uploads/tus/{token}")]
pub struct TusFile {
    pub institution: InstitutionId,
    pub token: String,
}
