//! The pages of dossiers.

pub mod changes;
pub mod list;
mod parts;
mod sight;
pub mod version;

use axum::http::StatusCode;

use super::seal::{Absent, Unsealed};
use crate::language::Language;
use crate::web::Error;

/// Most files that are named in a refusal.
const NAMED: usize = 20;

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "dossier-refused", sentence)
}

/// Why nothing was sealed, in words.
pub fn unsealed(language: Language, it: &Unsealed) -> String {
    match it {
        Unsealed::Unchanged(version) => {
            language.with("problem-dossier-unchanged", [("version", (*version).into())])
        }
        Unsealed::Missing(absent) => {
            let named = |it: &Absent| match (&it.reference, &it.name) {
                (Some(reference), Some(name)) => format!("{reference} ({name})"),
                _ => language.text("confidentiality-restricted"),
            };
            let mut names: Vec<String> = absent.iter().take(NAMED).map(named).collect();
            names.dedup();
            let count = language.count(i64::try_from(absent.len()).unwrap_or(i64::MAX));
            let words = [("count", count.into()), ("files", names.join(", ").into())];
            language.with("problem-dossier-missing", words)
        }
    }
}
