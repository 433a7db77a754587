//! Names of things in this format, and the ids and tags that are made of them.

use std::collections::HashSet;

/// Most characters of an id.
const LONGEST: usize = 80;

/// What a URN ends with: `nist-csf-2.0` of `urn:intuitem:risk:framework:nist-csf-2.0`.
pub(super) fn tail(urn: &str) -> &str {
    urn.trim().rsplit(':').next().unwrap_or_default()
}

/// The end of a URN as the format makes it of a code: lower case, hyphens for spaces, `_` for what may not be there.
pub(super) fn suffix(text: &str) -> String {
    let kept = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_-.[]():".contains(it);
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .map(|it| if it == ' ' { '-' } else { it })
        .map(|it| if kept(it) { it } else { '_' })
        .collect()
}

/// An id of lower-case letters, digits and hyphens; nothing where the text has none of them.
pub(super) fn id(text: &str) -> Option<String> {
    let mut id = String::new();
    for letter in crate::standards::fold::fold(text).chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(LONGEST);
    id.truncate(id.trim_end_matches('-').len());
    (!id.is_empty()).then_some(id)
}

/// The id, with a number behind it where it is taken.
pub(super) fn free(id: String, taken: &mut HashSet<String>) -> String {
    let mut free = id.clone();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        let end = format!("-{number}");
        free = format!("{}{end}", &id[..id.len().min(LONGEST - end.len())]);
    }
    free
}

/// The tag of a language; nothing where it is none.
pub(super) fn language(text: &str) -> Option<String> {
    let tag = text.trim().to_lowercase().replace('_', "-");
    let fits = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    ((2..=20).contains(&tag.len()) && tag.bytes().all(fits)).then_some(tag)
}

/// A text of one line, without the spaces around it and of 1000 characters at most.
pub(super) fn line(text: &str) -> String {
    let text = if text.contains(['\n', '\t', '\r']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.trim().to_owned()
    };
    match text.char_indices().nth(1_000) {
        Some((end, _)) => text[..end].trim_end().to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_whatever_the_file_says() {
        for (text, made) in [
            ("3CF-v3.1", Some("3cf-v3-1")),
            ("Cyber Essentials: Requirements", Some("cyber-essentials-requirements")),
            ("Référentiel  n° 2 ", Some("referentiel-n-2")),
            ("—", None),
        ] {
            assert_eq!(id(text).as_deref(), made, "{text}");
        }
        let mut taken = HashSet::new();
        assert_eq!(free("a".into(), &mut taken), "a");
        assert_eq!(free("a".into(), &mut taken), "a-2");
        let long = "x".repeat(80);
        assert_eq!(free(long.clone(), &mut taken), long);
        assert_eq!(free(long, &mut taken).len(), 80);
    }

    #[test]
    fn suffixes_and_tags_are_those_of_the_format() {
        assert_eq!(suffix("Recital 1 é/x"), "recital-1-__x");
        assert_eq!(tail("urn:a:b:gdpr"), "gdpr");
        assert_eq!(language(" pt_BR").as_deref(), Some("pt-br"));
        assert_eq!(language("x"), None);
        assert_eq!(line(" a\n b "), "a b");
    }
}
