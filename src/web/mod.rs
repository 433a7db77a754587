//! What all pages are made of; knows nothing of accreditation.

pub mod assets;
pub mod components;
pub mod disposition;
pub mod error;
pub mod flash;
mod head;
pub mod headers;
pub mod page;
pub mod range;
pub mod scan;
pub mod sending;
pub mod sent;
pub mod upload;
pub mod visitor;
pub mod ways;

use axum::response::{IntoResponse, Redirect, Response};

pub use error::{Error, Result};
pub use page::Page;
pub use visitor::{Guest, Visitor};

/// Goes on to another page: 303.
pub fn see(path: impl std::fmt::Display) -> Response {
    Redirect::to(&path.to_string()).into_response()
}

/// Goes on to another page, which opens with a sentence: a message key.
pub fn see_with(path: impl std::fmt::Display, message: &'static str) -> Response {
    (flash::set(message), Redirect::to(&path.to_string())).into_response()
}
