//! What a crosswalk file must hold beyond its shape: texts that are there, editions and codes that are known, each pair once.

use std::collections::{BTreeSet, HashMap};

use super::crosswalk::Crosswalk;
use super::pack::Pack;
use super::places::Place;
use super::problems::Notes;
use super::texts::{LONGEST_LINE, LONGEST_TEXT, full_text, id, line, text, titles};

/// The codes of an edition, exactly as they are written.
pub(super) type Codes = BTreeSet<String>;

/// The codes of a pack.
pub(super) fn codes(pack: &Pack) -> Codes {
    pack.preorder().into_iter().map(|it| it.node.code.clone()).collect()
}

/// Notes all that is wrong with a crosswalk of the right shape, as far as the file itself tells.
pub(super) fn check(notes: &mut Notes<'_>, crosswalk: &Crosswalk, root: &Place) {
    id(notes, root.field("id"), &crosswalk.id);
    titles(notes, root.field("title"), "title", &crosswalk.title, LONGEST_LINE);
    line(notes, root.field("from"), "from", &crosswalk.from);
    line(notes, root.field("to"), "to", &crosswalk.to);
    if crosswalk.from == crosswalk.to {
        let message = format!("leads from {:?} to itself", crosswalk.from);
        notes.add(root.field("to"), "same-edition", message);
    }
    full_text(notes, root.field("source"), "source", &crosswalk.source, LONGEST_TEXT);
    text(notes, root.field("licence_note"), "licence_note", &crosswalk.licence_note, LONGEST_TEXT);
    if crosswalk.relations.is_empty() {
        notes.add(&root.heading("relations"), "empty", "there is no relation".into());
    }
    let mut seen = HashMap::new();
    for (index, it) in crosswalk.relations.iter().enumerate() {
        let place = root.field("relations").item(index);
        line(notes, place.field("from"), "from", &it.from);
        line(notes, place.field("to"), "to", &it.to);
        text(notes, place.field("note"), "note", &it.note, LONGEST_TEXT);
        if let Some(strength) = it.strength.filter(|it| !(0.0..=1.0).contains(it)) {
            let message = format!("strength {strength} is not between 0 and 1");
            notes.add(place.field("strength"), "out-of-range", message);
        }
        if let Some(first) = seen.insert((&it.from, &it.to), place.line) {
            let message =
                format!("{:?} and {:?} are related already, in line {first}", it.from, it.to);
            notes.add(place.field("from"), "duplicate-code", message);
        }
    }
}

/// Notes every edition and code that a crosswalk names and nobody knows.
pub(super) fn check_ends(
    notes: &mut Notes<'_>,
    crosswalk: &Crosswalk,
    root: &Place,
    codes_of: impl Fn(&str) -> Option<Codes>,
) {
    for (end, edition) in [("from", &crosswalk.from), ("to", &crosswalk.to)] {
        let Some(codes) = codes_of(edition) else {
            let message = format!("{end}: there is no edition {edition:?}");
            notes.add(root.field(end), "unknown-edition", message);
            continue;
        };
        for (index, it) in crosswalk.relations.iter().enumerate() {
            let code = if end == "from" { &it.from } else { &it.to };
            if !codes.contains(code) {
                let message = format!("{edition} has no criterion {code:?}");
                let place = root.field("relations").item(index).field(end);
                notes.add(place, "unknown-code", message);
            }
        }
    }
}
