//! The place of a text where the words were found, in the text's own letters.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use super::Words;
use crate::entities::{EvidenceId, blob, revision};

/// Words before the first one found.
const BEFORE: usize = 8;
/// Words in all.
const LENGTH: usize = 30;
/// Letters of a file's text that are looked through for a place to show: some hundred pages.
const LOOKED_THROUGH: i32 = 256 * 1024;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// It is one of the words looked for.
    pub is_found: bool,
}

/// A whole text with the words found in it.
pub fn marked(text: &str, words: &Words) -> Vec<Piece> {
    pieces(text, &spans(text, words), 0..text.len())
}

/// The first place where a text has one of the words, with some words around it.
pub fn snippet(text: &str, words: &Words) -> Option<Vec<Piece>> {
    let spans = spans(text, words);
    let first = spans.iter().position(|it| it.is_found)?;
    let from = first.saturating_sub(BEFORE);
    let to = (from + LENGTH).min(spans.len());
    let (begin, end) = (spans[from].from, spans[to - 1].to);
    let mut found = pieces(text, &spans[from..to], begin..end);
    let plain = |text: &str| Piece { text: text.to_owned(), is_found: false };
    if from > 0 {
        found.insert(0, plain("… "));
    }
    if to < spans.len() {
        found.push(plain(" …"));
    }
    Some(found)
}

/// Whether a text has any of the words.
pub fn said(text: &str, words: &Words) -> bool {
    spans(text, words).iter().any(|it| it.is_found)
}

/// A word of a text, by its bytes.
struct Span {
    from: usize,
    to: usize,
    is_found: bool,
}

/// The words of a text. Those behind a snippet's end are not looked at.
fn spans(text: &str, words: &Words) -> Vec<Span> {
    let is_letter = |it: char| it.is_alphanumeric() || matches!(it, '\u{300}'..='\u{36f}');
    let mut spans = Vec::new();
    let mut begun = None;
    let mut first_found = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_letter(letter) {
            begun = begun.or(Some(at));
        } else if let Some(from) = begun.take() {
            let is_found = words.are_met_by(&text[from..at]);
            if is_found {
                first_found = first_found.or(Some(spans.len()));
            }
            spans.push(Span { from, to: at, is_found });
            if first_found.is_some_and(|it| spans.len() > it + 4 * LENGTH) {
                break;
            }
        }
    }
    spans
}

/// A part of a text, cut where words were found.
fn pieces(text: &str, spans: &[Span], part: std::ops::Range<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = part.start;
    let mut push = |text: &str, is_found| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), is_found });
        }
    };
    for it in spans.iter().filter(|it| it.is_found) {
        push(&text[at..it.from], false);
        push(&text[it.from..it.to], true);
        at = it.to;
    }
    push(&text[at..part.end], false);
    pieces
}

/// Item, part, when it was taken away, name, beginning of the text.
type Row = (EvidenceId, i32, Option<DateTimeUtc>, String, Option<String>);

/// Names and beginnings of the texts of the parts of some items that hold.
#[derive(Clone, Debug, Default)]
pub struct Texts(HashMap<EvidenceId, Vec<(String, Option<String>)>>);

impl Texts {
    /// Reads them; one query.
    pub async fn of(
        db: &impl ConnectionTrait,
        items: impl IntoIterator<Item = EvidenceId>,
    ) -> Result<Self, DbErr> {
        let beginning = Func::cust("substr")
            .arg(Expr::col((blob::Entity, blob::Column::Text)))
            .arg(1)
            .arg(LOOKED_THROUGH);
        let to_blob = revision::Entity::belongs_to(blob::Entity)
            .from(revision::Column::Sha256)
            .to(blob::Column::Sha256)
            .into();
        let rows: Vec<Row> = revision::Entity::find()
            .select_only()
            .columns([revision::Column::EvidenceId, revision::Column::Part])
            .column(revision::Column::RemovedAt)
            .column(revision::Column::Place)
            .expr_as(Expr::expr(beginning), "beginning")
            .join(JoinType::LeftJoin, to_blob)
            .filter(revision::Column::EvidenceId.is_in(items))
            .order_by_asc(revision::Column::EvidenceId)
            .order_by_asc(revision::Column::Part)
            .order_by_desc(revision::Column::Number)
            .into_tuple()
            .all(db)
            .await?;
        let mut texts = Self::default();
        let mut before = None;
        for (item, part, removed_at, name, text) in rows {
            if before.replace((item, part)) != Some((item, part)) && removed_at.is_none() {
                texts.0.entry(item).or_default().push((name, text));
            }
        }
        Ok(texts)
    }

    /// The place in the parts of an item where words were found: the name of the part, unless that is the place, and the
    /// words around it.
    pub fn found(&self, item: EvidenceId, words: &Words) -> Option<(Option<&str>, Vec<Piece>)> {
        let parts = self.0.get(&item)?;
        let in_text = parts.iter().find_map(|(name, text)| {
            Some((Some(name.as_str()), snippet(text.as_deref()?, words)?))
        });
        in_text.or_else(|| parts.iter().find_map(|it| Some((None, snippet(&it.0, words)?))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let one = |it: &Piece| if it.is_found { format!("[{}]", it.text) } else { it.text.clone() };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn words_are_marked_in_the_letters_of_the_text() {
        for (text, words, expected) in [
            ("Правилник о раду <b>", "pravilnik rad", "[Правилник] о [раду] <b>"),
            ("Përgjegjësi, çështje", "ceshtj", "Përgjegjësi, [çështje]"),
            ("C\u{307}e\u{301}lik Đorđe", "djordje", "C\u{307}e\u{301}lik [Đorđe]"),
            ("nothing", "other", "nothing"),
            ("", "other", ""),
        ] {
            assert_eq!(shown(&marked(text, &Words::of(words))), expected, "{text}");
        }
    }

    #[test]
    fn a_snippet_is_cut_around_the_first_word_found() {
        let text = format!("{}needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let found = shown(&snippet(&text, &Words::of("needle")).unwrap());
        assert!(found.starts_with("… hay hay ") && found.ends_with("straw …"), "{found}");
        assert!(found.contains("[needle]") && found.len() < 300, "{found}");
        assert_eq!(snippet(&text, &Words::of("wheat")), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_of_a_marked_text_is_lost(text in ".{0,60}", words in ".{0,10}") {
            let found: String = marked(&text, &Words::of(&words)).into_iter().map(|it| it.text).collect();
            proptest::prop_assert_eq!(found, text);
        }
    }
}
