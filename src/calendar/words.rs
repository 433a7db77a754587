//! How periods and cells are called.

use chrono::Datelike as _;

use super::cover::{By, Cell, Period, State};
use crate::language::Language;

/// A year, or a quarter of one.
pub fn period(language: Language, it: Period, by: By) -> String {
    let year = it.from.year().to_string();
    match by {
        By::Year => year,
        By::Quarter => language.with(
            "calendar-quarter-of",
            [("quarter", (it.from.month0() / 3 + 1).into()), ("year", year.into())],
        ),
    }
}

/// What a cell says: never only by its colour.
pub fn cell(language: Language, it: Cell) -> String {
    let word = language.text(key(it.state));
    if it.items == 0 { word } else { format!("{word} ({})", language.count(it.items)) }
}

/// Key of the word for a state.
pub fn key(state: State) -> &'static str {
    match state {
        State::Full => "calendar-full",
        State::Part => "calendar-part",
        State::Hole => "calendar-hole",
        State::Ahead => "calendar-ahead",
    }
}
