//! Whom a text mentions: `@` and a name of those who can be mentioned. Pure.

use std::collections::BTreeSet;

use crate::entities::UserId;

/// The people whose names follow an `@`; the longest name that fits counts, and where two have it, both.
pub(super) fn named<'a>(
    text: &str,
    people: impl IntoIterator<Item = (UserId, &'a str)> + Clone,
) -> BTreeSet<UserId> {
    let text = text.to_lowercase();
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices('@') {
        // An address of mail is no mention.
        if text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + 1..];
        let length = |name: &str| -> Option<usize> {
            let name = name.to_lowercase();
            let after = rest.strip_prefix(name.as_str()).filter(|_| !name.is_empty())?;
            let ends = !after.chars().next().is_some_and(char::is_alphanumeric);
            ends.then_some(name.len())
        };
        let fits: Vec<(usize, UserId)> =
            people.clone().into_iter().filter_map(|(id, name)| Some((length(name)?, id))).collect();
        let longest = fits.iter().map(|it| it.0).max();
        found.extend(fits.iter().filter(|it| Some(it.0) == longest).map(|it| it.1));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_a_whole_name_behind_an_at_sign() {
        let people = [
            (UserId(1), "Ana"),
            (UserId(2), "Ana Krasniqi"),
            (UserId(3), "Ben"),
            (UserId(4), "ben"),
            (UserId(5), "Çlirim Đukić"),
        ];
        for (text, expected) in [
            ("@Ana Krasniqi, please look", &[2][..]),
            ("@Ana, please look", &[1]),
            ("@Anabel", &[]),
            ("mail to x@ana.example", &[]),
            ("(@BEN)", &[3, 4]),
            ("@çlirim đukić\n@Ana", &[1, 5]),
            ("@", &[]),
            ("@@Ana", &[1]),
            ("no one", &[]),
        ] {
            let found: Vec<i64> = named(text, people).into_iter().map(|it| it.0).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
