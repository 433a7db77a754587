//! The sheet of what holds for the edition as a whole, field by field.

use std::collections::BTreeMap;

use super::cells::Continued;
use super::parts::{EDITION, EDITION_COLUMNS, EDITION_FIELDS, VERSION};
use super::reading::{Part, Told};
use crate::exchange::NoticeKind;
use crate::sheets::PlainSheet;
use crate::standards::pack::{FrameworkHead, Head, Pack, PackKind, Scale, SecondAxis, Transition};
use crate::titles::Titles;

/// A value with the cell that it stands in.
type Placed = (String, String);

/// What the sheet says.
#[derive(Default)]
struct Fields {
    plain: BTreeMap<String, Vec<Placed>>,
    spoken: BTreeMap<String, Titles>,
    extras: BTreeMap<String, String>,
    /// Where a field stands that has no value.
    empty: BTreeMap<String, String>,
}

impl Fields {
    fn all(&mut self, field: &str) -> Vec<String> {
        self.plain.remove(field).into_iter().flatten().map(|it| it.0).collect()
    }

    fn placed(&mut self, field: &str) -> Option<Placed> {
        self.plain.remove(field).and_then(|it| it.into_iter().next())
    }

    fn text(&mut self, field: &str) -> Option<String> {
        self.placed(field).map(|it| it.0)
    }

    fn needed(&mut self, field: &str, told: &mut Told) -> String {
        self.text(field).unwrap_or_else(|| {
            self.missing(field, told);
            String::new()
        })
    }

    fn titles(&mut self, field: &str) -> Option<Titles> {
        self.spoken.remove(field)
    }

    fn needed_titles(&mut self, field: &str, told: &mut Told) -> Titles {
        self.titles(field).unwrap_or_else(|| {
            self.missing(field, told);
            Titles::default()
        })
    }

    fn missing(&self, field: &str, told: &mut Told) {
        let place = self.empty.get(field).cloned().unwrap_or_else(|| EDITION.to_owned());
        told.note(NoticeKind::Missing, place, field);
    }
}

/// The edition without its criteria, levels, outcomes and groups.
pub(super) fn edition(sheets: &[PlainSheet], notes: &Continued, told: &mut Told) -> Option<Pack> {
    let Some(part) = Part::of(sheets, EDITION, EDITION_COLUMNS, notes, told) else {
        told.note(NoticeKind::Missing, EDITION.to_owned(), EDITION);
        return None;
    };
    let mut fields = fields(&part, told);
    if let Some((version, place)) = fields.placed("format").filter(|it| it.0 != VERSION) {
        told.note(NoticeKind::VersionUnknown, place, version);
        return None;
    }
    let kind = kind(&mut fields, told);
    let id = fields.needed("id", told);
    let title = fields.needed_titles("title", told);
    let version = fields.needed("version", told);
    let framework = FrameworkHead {
        id: fields.needed("framework id", told),
        title: fields.needed_titles("framework title", told),
        issuer: fields.needed("issuer", told),
    };
    let supplements = fields.text("supplements");
    let about = about(fields, told);
    Some(Pack { framework, id, title, version, kind, supplements, about, criteria: Vec::new() })
}

fn kind(fields: &mut Fields, told: &mut Told) -> PackKind {
    match fields.placed("kind") {
        None => PackKind::Criteria,
        Some((word, place)) => match word.to_lowercase().as_str() {
            "criteria" => PackKind::Criteria,
            "levels" => PackKind::Levels,
            _ => {
                told.note(NoticeKind::Unreadable, place, word);
                PackKind::Criteria
            }
        },
    }
}

fn about(mut fields: Fields, told: &mut Told) -> Head {
    let second = match (fields.titles("first axis"), fields.titles("second axis")) {
        (None, None) => None,
        (first, title) => {
            Some(SecondAxis { first: first.unwrap_or_default(), title: title.unwrap_or_default() })
        }
    };
    Head {
        status: fields.text("status").unwrap_or_default(),
        language: fields.text("original language"),
        description: fields.titles("description"),
        transition: transition(&mut fields, told),
        sources: fields.all("source"),
        licence_note: fields.text("licence note").unwrap_or_default(),
        completeness: fields.text("completeness").unwrap_or_default(),
        groups: Vec::new(),
        scale: Some(Scale {
            levels: Vec::new(),
            percent: fields.text("percent").is_some_and(|it| it.eq_ignore_ascii_case("yes")),
            not_applicable: None,
            second,
            note: fields.text("scale note").unwrap_or_default(),
        }),
        outcomes: Vec::new(),
        target: fields.text("target"),
        extras: fields.extras,
    }
}

fn transition(fields: &mut Fields, told: &mut Told) -> Option<Transition> {
    let successor = fields.text("successor");
    let note = fields.text("transition note").unwrap_or_default();
    let Some((text, place)) = fields.placed("recognised until") else {
        if let Some(it) = successor {
            told.note(NoticeKind::ValueUnknown, EDITION.to_owned(), it);
        }
        return None;
    };
    let day = crate::sheets::parse_date(&text).ok();
    if day.is_none() {
        told.note(NoticeKind::Unreadable, place, text);
    }
    let successor = successor.unwrap_or_default();
    day.map(|recognised_until| Transition { recognised_until, successor, note })
}

fn fields(part: &Part<'_>, told: &mut Told) -> Fields {
    let mut fields = Fields::default();
    for row in part.rows(told) {
        let Some(name) = row.exact("field") else {
            told.note(
                NoticeKind::LeftOut,
                row.place("value"),
                row.text("value").unwrap_or_default(),
            );
            continue;
        };
        let place = row.place("value");
        if let Some(name) = name.trim_start().strip_prefix("extra:") {
            let name = name.strip_prefix(' ').unwrap_or(name).to_owned();
            fields.extras.insert(name, row.exact("value").unwrap_or_default());
            continue;
        }
        let name = name.trim().to_lowercase();
        let Some(value) = row.exact("value").filter(|it| !it.is_empty()) else {
            fields.empty.entry(name).or_insert(place);
            continue;
        };
        match EDITION_FIELDS.iter().find(|it| it.0 == name) {
            Some((_, true)) => {
                let tag = row.text("language").unwrap_or_else(|| "en".into());
                fields.spoken.entry(name).or_default().set(&tag, value);
            }
            None if name != "format" => {
                told.note(NoticeKind::KeptAside, row.place("field"), &name);
                fields.extras.insert(name, value);
            }
            _ => fields.plain.entry(name).or_default().push((value, place)),
        }
    }
    fields
}
