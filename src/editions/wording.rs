//! Which words of a text went and which came.

use serde::Serialize;

/// Most comparisons of one word with one other; a text beyond that is shown as replaced as a whole.
const MOST_COMPARED: usize = 4_000_000;
/// Most of them for all texts of a page.
const MOST_IN_ALL: usize = 40_000_000;

/// Words in a row with the same fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum Piece {
    /// They stayed.
    Same(String),
    /// They went.
    Gone(String),
    /// They came.
    Come(String),
}

/// How many comparisons of one word with one other are left for a whole page.
#[derive(Clone, Copy, Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_IN_ALL)
    }
}

impl Budget {
    /// Whether so many comparisons may still be made; then they are counted.
    fn takes(&mut self, comparisons: usize) -> bool {
        let fits = comparisons <= MOST_COMPARED.min(self.0);
        if fits {
            self.0 -= comparisons;
        }
        fits
    }
}

/// From one text to another, word by word; space between words does not count. Where the budget is spent, what is between
/// the words that both begin and end with is shown as replaced as a whole.
pub fn pieces(from: &str, to: &str, budget: &mut Budget) -> Vec<Piece> {
    let from: Vec<&str> = from.split_whitespace().collect();
    let to: Vec<&str> = to.split_whitespace().collect();
    let head = from.iter().zip(&to).take_while(|it| it.0 == it.1).count();
    let (from_rest, to_rest) = (&from[head..], &to[head..]);
    let tail = from_rest.iter().rev().zip(to_rest.iter().rev()).take_while(|it| it.0 == it.1);
    let tail = tail.count();
    let (gone, come) = (&from_rest[..from_rest.len() - tail], &to_rest[..to_rest.len() - tail]);

    let mut pieces = Pieces::default();
    for it in &from[..head] {
        pieces.same(it);
    }
    if budget.takes(gone.len().saturating_mul(come.len())) {
        pieces.middle(gone, come);
    } else {
        for it in gone {
            pieces.gone(it);
        }
        for it in come {
            pieces.come(it);
        }
    }
    for it in &from[from.len() - tail..] {
        pieces.same(it);
    }
    pieces.finish()
}

/// Puts words of the same fate together: what went before what came in its place.
#[derive(Default)]
struct Pieces<'a> {
    done: Vec<Piece>,
    same: Vec<&'a str>,
    gone: Vec<&'a str>,
    come: Vec<&'a str>,
}

impl<'a> Pieces<'a> {
    fn same(&mut self, word: &'a str) {
        self.close_change();
        self.same.push(word);
    }

    fn gone(&mut self, word: &'a str) {
        self.close_same();
        self.gone.push(word);
    }

    fn come(&mut self, word: &'a str) {
        self.close_same();
        self.come.push(word);
    }

    fn close_same(&mut self) {
        if !self.same.is_empty() {
            self.done.push(Piece::Same(std::mem::take(&mut self.same).join(" ")));
        }
    }

    fn close_change(&mut self) {
        if !self.gone.is_empty() {
            self.done.push(Piece::Gone(std::mem::take(&mut self.gone).join(" ")));
        }
        if !self.come.is_empty() {
            self.done.push(Piece::Come(std::mem::take(&mut self.come).join(" ")));
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close_same();
        self.close_change();
        self.done
    }

    /// By the longest row of words that both have in common.
    fn middle(&mut self, from: &[&'a str], to: &[&'a str]) {
        let width = to.len() + 1;
        // At (left, right): words in common of from[left..] and to[right..].
        let mut common = vec![0_u32; (from.len() + 1) * width];
        for left in (0..from.len()).rev() {
            for right in (0..to.len()).rev() {
                common[left * width + right] = if from[left] == to[right] {
                    common[(left + 1) * width + right + 1] + 1
                } else {
                    common[(left + 1) * width + right].max(common[left * width + right + 1])
                };
            }
        }
        let (mut left, mut right) = (0, 0);
        while left < from.len() && right < to.len() {
            if from[left] == to[right] {
                self.same(from[left]);
                left += 1;
                right += 1;
            } else if common[(left + 1) * width + right] >= common[left * width + right + 1] {
                self.gone(from[left]);
                left += 1;
            } else {
                self.come(to[right]);
                right += 1;
            }
        }
        for it in &from[left..] {
            self.gone(it);
        }
        for it in &to[right..] {
            self.come(it);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, to: &str) -> String {
        let show = |it: &Piece| match it {
            Piece::Same(text) => text.clone(),
            Piece::Gone(text) => format!("-{text}-"),
            Piece::Come(text) => format!("+{text}+"),
        };
        pieces(from, to, &mut Budget::default()).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_that_went_and_came_are_marked() {
        for (from, to, expected) in [
            ("a b c", "a b c", "a b c"),
            ("a b c", "a x c", "a -b- +x+ c"),
            ("a  b\nc", "a b c", "a b c"),
            ("", "new text", "+new text+"),
            ("old text", "", "-old text-"),
            (
                "staff is competent",
                "all staff is competent and kept so",
                "+all+ staff is competent +and kept so+",
            ),
            ("a b c d e", "b x d", "-a- b -c- +x+ d -e-"),
        ] {
            assert_eq!(shown(from, to), expected);
        }
    }

    #[test]
    fn a_book_is_replaced_as_a_whole() {
        let book = |word: &str| format!("{word} ").repeat(3_000);
        assert_eq!(pieces(&book("a"), &book("b"), &mut Budget::default()).len(), 2);
    }

    #[test]
    fn once_a_page_has_compared_enough_texts_are_shown_whole() {
        let mut budget = Budget(10);
        assert_eq!(pieces("x a b c", "x b d", &mut budget).len(), 5);
        assert_eq!(budget.0, 4);
        let whole = pieces("x a b c", "x b d", &mut budget);
        let expected =
            [Piece::Same("x".into()), Piece::Gone("a b c".into()), Piece::Come("b d".into())];
        assert_eq!(whole, expected);
        assert_eq!(pieces("a b", "a b", &mut Budget(0)), [Piece::Same("a b".into())]);
    }

    proptest::proptest! {
        #[test]
        fn both_texts_can_be_read_in_the_pieces(from in "[ab ]{0,20}", to in "[abc ]{0,20}") {
            let pieces = pieces(&from, &to, &mut Budget::default());
            let read = |kept: fn(&Piece) -> Option<&String>| {
                pieces.iter().filter_map(kept).cloned().collect::<Vec<_>>().join(" ")
            };
            let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(words(&from), read(|it| match it {
                Piece::Same(it) | Piece::Gone(it) => Some(it),
                Piece::Come(_) => None,
            }));
            proptest::prop_assert_eq!(words(&to), read(|it| match it {
                Piece::Same(it) | Piece::Come(it) => Some(it),
                Piece::Gone(_) => None,
            }));
        }
    }
}
