//! Identifiers as OSCAL wants them, and what its kinds of text may hold.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};

use crate::standards::fold::fold;
use crate::standards::pack::Pack;

/// A UUID that is the same whenever it is made of the same names; made as version 5 is, with another hash.
pub(super) fn uuid(names: &[&str]) -> String {
    let mut sha = Sha256::new();
    for name in names {
        sha.update(name.as_bytes());
        sha.update([0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Whether it is a UUID of version 4 or 5.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, it)| match at {
            8 | 13 | 18 | 23 => it == b'-',
            14 => it == b'4' || it == b'5',
            19 => b"89abAB".contains(&it),
            _ => it.is_ascii_hexdigit(),
        })
}

/// Whether it is a token: a letter or a low line, then letters, digits and `. - _`.
pub(super) fn is_token(text: &str) -> bool {
    let first = |it: char| it.is_ascii_alphabetic() || it == '_';
    let rest = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    text.chars().next().is_some_and(first) && text.chars().all(rest)
}

/// Whether it is a string: one line that neither begins nor ends with space.
pub(super) fn is_string(text: &str) -> bool {
    let is_space = |it: char| it.is_whitespace() || it == '\u{feff}';
    !text.is_empty()
        && !text.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
        && !text.starts_with(is_space)
        && !text.ends_with(is_space)
}

/// Whether it is a line.
pub(super) fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\n', '\r'])
}

/// Whether it is a reference: no space, nothing that an address has to escape.
pub(super) fn is_reference(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&it))
        && text.matches('#').count() <= 1
        && !text.contains(['[', ']'])
        && text
            .split('%')
            .skip(1)
            .all(|it| it.len() > 1 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit()))
}

/// Whether it is an address with a scheme.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
        && !rest.is_empty()
        && is_reference(text)
}

/// A token out of a code: what does not fit becomes a low line, and one goes before a digit.
pub(super) fn token(code: &str) -> String {
    let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    let token: String = code.chars().map(|it| if fits(it) { it } else { '_' }).collect();
    if is_token(&token) { token } else { format!("_{token}") }
}

/// The OSCAL id of every node of a pack, in preorder, each once: the one that it came with, else one out of its code.
pub(super) fn of_pack(pack: &Pack) -> Vec<String> {
    let nodes = pack.preorder();
    let given = |it: &Option<String>| it.clone().filter(|it| is_token(it));
    let mut taken = HashSet::new();
    let mut ids: Vec<Option<String>> = nodes
        .iter()
        .map(|it| given(&it.node.identifier).filter(|it| taken.insert(it.clone())))
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (id, placed) in ids.iter_mut().zip(&nodes) {
        if id.is_some() {
            continue;
        }
        let plain = token(&placed.node.code);
        let mut own = plain.clone();
        while !taken.insert(own.clone()) {
            let count = counts.entry(plain.clone()).or_insert(1);
            *count += 1;
            own = format!("{plain}_{count}");
        }
        *id = Some(own);
    }
    ids.into_iter().flatten().collect()
}

/// An id out of a title; empty where no letter of it is a Latin one.
pub(super) fn slug(title: &str, most: usize) -> String {
    let folded = fold(title);
    let words = folded.split(|it: char| !it.is_ascii_alphanumeric());
    let mut slug = String::new();
    for word in words.filter(|it| !it.is_empty()) {
        if slug.len() + word.len() >= most {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}
