//! Whether the texts of a pack are texts: there, not too long, without stray signs, and codes only once.

use std::collections::HashMap;

use super::key::key;
use super::places::Place;
use super::problems::Notes;
use crate::titles::Titles;

/// Most characters of a title or another single line.
pub(super) const LONGEST_LINE: usize = 1_000;
/// Most characters of a summary or a note.
pub(super) const LONGEST_TEXT: usize = 200_000;

pub(super) fn id(notes: &mut Notes<'_>, place: &Place, id: &str) {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if id.is_empty() || id.len() > 80 || !id.bytes().all(fits) {
        let message = format!("id {id:?}: use lower-case letters, digits and hyphens, 80 at most");
        notes.add(place, "bad-id", message);
    }
}

pub(super) fn once(
    notes: &mut Notes<'_>,
    place: &Place,
    what: &str,
    code: &str,
    seen: &mut HashMap<String, u64>,
) {
    let key = key(code);
    if let Some(first) = seen.get(&key) {
        let message = format!("{what} {code:?} is there already, in line {first}");
        notes.add(place, "duplicate-code", message);
    } else {
        seen.insert(key, place.line);
    }
}

pub(super) fn titles(
    notes: &mut Notes<'_>,
    place: &Place,
    what: &str,
    given: &Titles,
    most: usize,
) {
    if given.iter().next().is_none() {
        notes.add(place, "empty", format!("{what} is in no language"));
    }
    for (language, it) in given.iter() {
        full_text(notes, place.field(language), what, it, most);
        tag(notes, place.field(language), what, language);
    }
}

/// The tag of a language.
pub(super) fn tag(notes: &mut Notes<'_>, place: &Place, what: &str, tag: &str) {
    let fits = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    if tag.len() < 2 || tag.len() > 20 || !tag.bytes().all(fits) {
        let message = format!("{what}: {tag:?} is no tag of a language, like en, sq or sr");
        notes.add(place, "unknown-language", message);
    }
}

/// A text of one line, which must be there and stand alone.
pub(super) fn line(notes: &mut Notes<'_>, place: &Place, what: &str, given: &str) {
    full_text(notes, place, what, given, LONGEST_LINE);
    if given.trim() != given || given.contains(['\n', '\t']) {
        let message = format!("{what} has a line end, a tab or space around it");
        notes.add(place, "stray-space", message);
    }
}

pub(super) fn full_text(
    notes: &mut Notes<'_>,
    place: &Place,
    what: &str,
    given: &str,
    most: usize,
) {
    if given.trim().is_empty() {
        notes.add(place, "empty", format!("{what} is empty"));
    }
    text(notes, place, what, given, most);
}

pub(super) fn text(notes: &mut Notes<'_>, place: &Place, what: &str, given: &str, most: usize) {
    if given.chars().count() > most {
        notes.add(place, "too-long", format!("{what} is longer than {most} characters"));
    }
    if given.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\t')) {
        notes.add(place, "control-character", format!("{what} has control characters"));
    }
}
