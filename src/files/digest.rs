//! The name of a content: its SHA-256.

use object_store::path::Path as Key;

/// SHA-256 of a file's content, 64 lower-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Takes only what is a digest, so that no path can be smuggled in.
    pub fn parse(text: &str) -> Option<Self> {
        let hex =
            text.len() == 64 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        hex.then(|| Self(text.to_owned()))
    }

    /// Of a hash that was counted here.
    pub(super) fn of(sha: sha2::Sha256) -> Self {
        Self(hex(&sha2::Digest::finalize(sha)))
    }

    /// The hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the content is, in every kind of store: `sha256/ab/abcd...`.
    pub(super) fn key(&self) -> Key {
        Key::from(format!("{ACCEPTED}/{}/{}", &self.0[..2], self.0))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folder of what was accepted.
pub(super) const ACCEPTED: &str = "sha256";
/// Folder of what is on its way in.
pub(super) const INCOMING: &str = "incoming";

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_digest_is_a_digest() {
        assert!(Digest::parse(&"a1".repeat(32)).is_some());
        for text in ["", "../../etc/passwd", &"A1".repeat(32), &"a1".repeat(33), &"g1".repeat(32)] {
            assert!(Digest::parse(text).is_none(), "{text}");
        }
    }
}
