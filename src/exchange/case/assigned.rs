//! Identifiers: UUIDs that are the same whenever the same thing is written, and ids made of titles.

use sha2::{Digest as _, Sha256};

use crate::standards::fold::fold;

/// A UUID out of a name, made as version 5 is, with the hash of today.
pub(super) fn uuid(name: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in name {
        sha.update(part.as_bytes());
        sha.update([0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}

/// The UUID of an edition.
pub(super) fn of_edition(edition: &str) -> String {
    uuid(&["edition", edition])
}

/// The UUID of a criterion.
pub(super) fn of_criterion(edition: &str, code: &str) -> String {
    uuid(&["criterion", edition, code])
}

/// Whether it is a UUID as CASE wants it: lower case, with hyphens.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, it)| match at {
            8 | 13 | 18 | 23 => it == b'-',
            _ => it.is_ascii_digit() || (b'a'..=b'f').contains(&it),
        })
}

/// The UUID that an identifier is, in whichever letters it is written.
pub(super) fn as_uuid(identifier: &str) -> Option<String> {
    let bare = identifier.trim().to_lowercase();
    let bare = bare.strip_prefix("urn:uuid:").unwrap_or(&bare);
    is_uuid(bare).then(|| bare.to_owned())
}

/// The address of something that has none but its identifier.
pub(super) fn urn(identifier: &str) -> String {
    format!("urn:uuid:{identifier}")
}

/// An id out of a title; empty where no letter of it is a Latin one.
pub(super) fn slug(title: &str) -> String {
    let folded: String =
        fold(title).chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    let mut slug = String::new();
    for word in folded.split_whitespace() {
        if slug.len() + word.len() >= 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}
