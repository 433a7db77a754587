//! The text of files: each format, files that mean harm, and the process that reads them.

mod child;
mod formats;
pub mod hostile;
mod laws;
pub mod made;
mod shown;

use std::path::PathBuf;

use kriter::extraction::{Extracted, Extractor, Hint, Limits, Outcome, read};

/// A file of these bytes that is gone after the test.
pub fn kept(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

/// What is found in bytes under a name, by the readers themselves.
pub fn found(name: &str, bytes: &[u8]) -> Extracted {
    read(kept(bytes).path(), name, &Limits::default()).unwrap()
}

/// How reading bytes in a process of its own ends.
pub async fn outcome(name: &str, bytes: &[u8], limits: Limits) -> Outcome {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_kriter"));
    Extractor { program, limits }.run(kept(bytes).path(), name).await
}

/// The hints of an outcome that was read.
pub fn hints(outcome: &Outcome) -> Vec<Hint> {
    match outcome {
        Outcome::Read(found) => found.hints.clone(),
        Outcome::Failed(failure) => panic!("{failure:?}"),
    }
}
