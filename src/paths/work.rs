//! The address of what waits for somebody.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

/// What waits for the person who is signed in.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/work")]
pub struct Work;
