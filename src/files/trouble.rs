//! Why a file was not taken in or could not be read.

use std::io::ErrorKind;

use super::Digest;
use crate::scanner::Refusal;

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the file is empty")]
    Empty,
    #[error("the upload broke off")]
    BrokeOff,
    /// The virus scanner found what this names.
    #[error("the virus scanner found {0}")]
    Infected(String),
    /// The virus scanner did not look at it, and why.
    #[error(transparent)]
    NotScanned(Refusal),
    #[error("there is no space left for the file")]
    Full,
    /// Its digest; another one was claimed.
    #[error("the content is another one: {}", .0.as_str())]
    AnotherContent(Digest),
    #[error(transparent)]
    Store(object_store::Error),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Infected(found) => Self::Infected(found),
            Refusal::BrokeOff => Self::BrokeOff,
            other => Self::NotScanned(other),
        }
    }
}

impl From<object_store::Error> for Refused {
    fn from(error: object_store::Error) -> Self {
        if is_full(&error) { Self::Full } else { Self::Store(error) }
    }
}

/// Whether something failed because a disk or a quota is full: a disk here, a bucket there, or the database's.
pub fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    let words = ["507 Insufficient Storage", "No space left on device", "disk is full"];
    causes(error).any(|it| {
        matches!(it.downcast_ref(), Some(Refused::Full))
            || it.downcast_ref::<std::io::Error>().is_some_and(|it| full.contains(&it.kind()))
            || words.iter().any(|word| it.to_string().contains(word))
    })
}

/// Whether something failed because the content of a file is not in the store.
pub fn is_missing(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error)
        .filter_map(|it| it.downcast_ref::<object_store::Error>())
        .any(|it| matches!(it, object_store::Error::NotFound { .. }))
}

fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |it| it.source())
}

/// What went wrong in a local folder, in the words of `object_store`.
pub(super) fn io(error: std::io::Error) -> object_store::Error {
    if error.kind() == ErrorKind::NotFound {
        return object_store::Error::NotFound { path: "a file".into(), source: error.into() };
    }
    object_store::Error::Generic { store: "folder", source: error.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_troubles() {
        assert!(is_full(&io(ErrorKind::StorageFull.into())));
        assert!(is_full(&io(ErrorKind::QuotaExceeded.into())));
        assert!(!is_full(&io(ErrorKind::PermissionDenied.into())));
        assert!(is_full(&Refused::Full));
        assert!(matches!(Refused::from(io(ErrorKind::StorageFull.into())), Refused::Full));
        assert!(is_missing(&io(ErrorKind::NotFound.into())));
        assert!(!is_missing(&io(ErrorKind::StorageFull.into())));
    }
}
