//! A note as one text: what is signed, and what its hash is of.

use sha2::{Digest as _, Sha256};

use crate::entities::note;
use crate::files::hex;
use crate::language::Language;

/// Who is named in a note.
pub(super) struct Named<'a> {
    pub(super) author: &'a str,
    pub(super) counterpart: &'a str,
    /// Codes of the criteria, in order.
    pub(super) codes: &'a [String],
}

/// The whole note, in the language of who signs first.
pub(super) fn frozen(language: Language, it: &note::Model, named: &Named<'_>) -> String {
    let lines = [
        (language.text("note-kind"), language.word(&it.kind)),
        (language.text("note-title"), it.title.clone()),
        (language.text("note-held-on"), it.held_on.to_string()),
        (language.text("note-place"), it.place.clone()),
        (language.text("note-people"), it.people.clone()),
        (language.text("note-criteria"), named.codes.join(", ")),
        (language.text("note-author"), named.author.to_owned()),
        (language.text("note-counterpart"), named.counterpart.to_owned()),
    ];
    let head = lines.map(|(name, value)| format!("{name}: {value}")).join("\n");
    format!("{head}\n\n{}\n", it.text)
}

/// The hash of a text.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_the_bytes() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(""), empty);
        assert_ne!(sha256("Signed"), sha256("signed"));
    }
}
