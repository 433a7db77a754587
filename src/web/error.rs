//! Why a request failed, as far as the person who made it is concerned. It becomes a page in `headers::dress`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;

use crate::entities::AssessmentId;
use crate::files;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or not for this person.
    #[error("not found")]
    NotFound,
    /// The role does not allow it.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in; where they wanted to go.
    #[error("not signed in")]
    SignIn(String),
    /// They have not yet declared their conflicts of interest in an assessment; where they wanted to go.
    #[error("not declared")]
    Declare(AssessmentId, String),
    /// What was asked cannot be done; a sentence in the reader's language says why.
    #[error("{0}")]
    Refused(String),
    /// What was sent is too large: most bytes.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// No space is left for what was sent.
    #[error("no space left")]
    Full,
    /// A file is registered, but its content is not in the store.
    #[error("the content of a file is missing")]
    FileMissing,
    /// A file is not taken: the answer's status, a message key for its heading, a sentence in the reader's language.
    #[error("{2}")]
    NotTaken(StatusCode, &'static str, String),
    /// Our fault.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// What a handler returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::RecordNotFound(_) => Self::NotFound,
            other => anyhow::Error::new(other).into(),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        if files::is_full(error.as_ref()) {
            tracing::error!("no space left: {error:#}");
            Self::Full
        } else if files::is_missing(error.as_ref()) {
            tracing::error!("`kriter storage verify` tells more: {error:#}");
            Self::FileMissing
        } else {
            Self::Internal(error)
        }
    }
}

/// The sentence that an error page says, and the message key of its heading.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) heading: &'static str,
    pub(super) text: String,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignIn(wanted) => return super::see(crate::paths::sign_in_for(wanted)),
            Self::Declare(assessment, wanted) => {
                return super::see(crate::paths::declaration_for(*assessment, wanted));
            }
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotTaken(status, ..) => *status,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::FileMissing => StatusCode::GONE,
            Self::Internal(cause) => {
                tracing::error!("request failed: {cause:#}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = status.into_response();
        let sentence = match self {
            Self::Refused(text) => Some(Sentence { heading: "error-refused", text }),
            Self::NotTaken(_, heading, text) => Some(Sentence { heading, text }),
            _ => None,
        };
        if let Some(sentence) = sentence {
            response.extensions_mut().insert(sentence);
        }
        response
    }
}
