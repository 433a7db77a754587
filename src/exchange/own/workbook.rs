//! A pack as a workbook with a sheet for each of its parts, which people can read, fill in and bring back. The same pack
//! makes the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};
use serde::Serialize;

use super::cells::Notes;
use super::parts::*;
use super::table::{Table, Value};
use crate::exchange::{Notice, NoticeKind, Written};
use crate::standards::pack::{Head, Node, Pack, Question, Rule};
use crate::titles::Titles;

/// Rows of a sheet at most, below its headings.
const MOST_ROWS: usize = 1_048_575;
/// Columns of a sheet at most; `sheets` reads no more.
const MOST_COLUMNS: usize = 1_024;
/// Extras that get a column of their own.
const MOST_EXTRAS: usize = 200;
/// Characters of the heading of such a column.
const LONGEST_NAME: usize = 200;

/// The pack as a workbook. `read` reads it back.
pub fn write(pack: &Pack) -> Result<Written, Vec<Notice>> {
    let texts = Edition::of(pack);
    let tables = vec![
        texts.table(),
        criteria(pack),
        scale(&pack.about),
        outcomes(pack)?,
        groups(&pack.about),
        questions(pack),
    ];
    bytes(tables)
}

/// The sheets as a file.
pub(super) fn bytes(tables: Vec<Table<'_>>) -> Result<Written, Vec<Notice>> {
    for table in &tables {
        if table.rows() > MOST_ROWS || table.columns() > MOST_COLUMNS {
            let detail = format!("{MOST_ROWS} × {MOST_COLUMNS}");
            return Err(vec![Notice::new(NoticeKind::TooMuch, table.name, detail)]);
        }
    }
    let mut notices = Vec::new();
    let bytes = book(tables, &mut notices);
    let refused = |it: XlsxError| vec![Notice::new(NoticeKind::TooMuch, "xlsx", it.to_string())];
    Ok(Written { bytes: bytes.map_err(refused)?, notices })
}

fn book(tables: Vec<Table<'_>>, notices: &mut Vec<Notice>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day of writing would make every file another one.
    let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    let day = day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let mut notes = Notes::default();
    for table in tables {
        if let Some(place) = table.write(&mut book, Some(&mut notes))? {
            notices.push(Notice::new(NoticeKind::LeftOut, place, "U+0000–U+001F, U+007F–U+009F"));
        }
    }
    if !notes.parts.is_empty() {
        let mut table = Table::new(NOTES, NOTES_COLUMNS);
        for (note, part, text) in &notes.parts {
            table.row().count("note", *note).count("part", *part);
            table.put("more", "", Value::Text(text.into()));
        }
        table.write(&mut book, None)?;
    }
    book.save_to_buffer()
}

/// How a value of a small vocabulary is written in a pack.
fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|it| it.as_str()).unwrap_or_default().to_owned()
}

fn owned<'a>(text: String) -> Value<'a> {
    Value::Text(text.into())
}

/// Fields of the edition as a whole.
struct Edition<'a> {
    plain: Vec<(String, String)>,
    spoken: Vec<(&'static str, &'a Titles)>,
}

impl<'a> Edition<'a> {
    fn of(pack: &'a Pack) -> Self {
        let Pack { framework, id, title, version, kind, supplements, about, criteria: _ } = pack;
        let mut plain: Vec<(String, String)> = Vec::new();
        let mut put = |field: &str, value: &str| {
            if !value.is_empty() {
                plain.push((field.to_owned(), value.to_owned()));
            }
        };
        put("format", VERSION);
        put("id", id);
        put("version", version);
        put("kind", &word(kind));
        put("framework id", &framework.id);
        put("issuer", &framework.issuer);
        put("supplements", supplements.as_deref().unwrap_or_default());
        put("original language", about.language.as_deref().unwrap_or_default());
        put("status", &about.status);
        if let Some(it) = &about.transition {
            put("recognised until", &it.recognised_until.to_string());
            put("successor", &it.successor);
            put("transition note", &it.note);
        }
        for source in &about.sources {
            put("source", source);
        }
        put("licence note", &about.licence_note);
        put("completeness", &about.completeness);
        put("target", about.target.as_deref().unwrap_or_default());
        put("scale note", about.scale.as_ref().map_or("", |it| &it.note));
        let is_percent = about.scale.as_ref().is_some_and(|it| it.percent);
        put("percent", if is_percent { "yes" } else { "" });
        for (name, value) in &about.extras {
            plain.push((heading(EXTRA, name), value.clone()));
        }
        let second = about.scale.as_ref().and_then(|it| it.second.as_ref());
        let spoken = [
            ("title", Some(title)),
            ("framework title", Some(&framework.title)),
            ("description", about.description.as_ref()),
            ("first axis", second.map(|it| &it.first)),
            ("second axis", second.map(|it| &it.title)),
        ];
        let spoken = spoken.into_iter().filter_map(|it| Some((it.0, it.1?))).collect();
        Self { plain, spoken }
    }

    fn table(&self) -> Table<'_> {
        let mut table = Table::new(EDITION, EDITION_COLUMNS);
        for (field, language, value) in self.rows() {
            table.row().text("field", field).text("language", language);
            table.put("value", "", Value::Text(value.into()));
        }
        table
    }

    /// All fields in the order of the format, then the extras.
    fn rows(&self) -> Vec<(&str, &str, &str)> {
        let named = |field: &str| {
            let plain: Vec<_> = self.plain.iter().filter(|it| it.0 == field).collect();
            plain
        };
        let mut rows = Vec::new();
        for field in ["format"].into_iter().chain(EDITION_FIELDS.iter().map(|it| it.0)) {
            rows.extend(named(field).into_iter().map(|it| (it.0.as_str(), "", it.1.as_str())));
            let spoken = self.spoken.iter().filter(|it| it.0 == field);
            rows.extend(spoken.flat_map(|it| it.1.iter().map(|(tag, text)| (it.0, tag, text))));
        }
        let extras = self.plain.iter().filter(|it| it.0.starts_with("extra:"));
        rows.extend(extras.map(|it| (it.0.as_str(), "", it.1.as_str())));
        rows
    }
}

fn criteria(pack: &Pack) -> Table<'_> {
    let nodes = pack.preorder();
    let names: BTreeSet<&String> = nodes.iter().flat_map(|it| it.node.extras.keys()).collect();
    let names: BTreeSet<&String> =
        names.into_iter().filter(|it| it.len() <= LONGEST_NAME).take(MOST_EXTRAS).collect();
    let mut table = Table::new(CRITERIA, CRITERIA_COLUMNS);
    for (tag, _) in pack.title.iter() {
        table.head("title", tag);
        table.head("summary", tag);
    }
    for placed in nodes {
        table.row().count("depth", placed.depth + 1);
        criterion(&mut table, placed.node, &names);
    }
    table
}

fn criterion<'a>(table: &mut Table<'a>, node: &'a Node, columns: &BTreeSet<&String>) {
    let Node { code, numbered, under, kind, title, summary, guidance, typical_evidence, .. } = node;
    let Node { provenance, assessable, mandatory, importance, weight, groups, expects, .. } = node;
    let Node { references, identifier, extras, questions: _, children: _, .. } = node;
    table.text("code", code).text("kind", kind).titles("title", title);
    let spoken =
        [("summary", summary), ("guidance", guidance), ("typical evidence", typical_evidence)];
    for (field, titles) in spoken {
        if let Some(titles) = titles {
            table.titles(field, titles);
        }
    }
    table.option("assessable", assessable.map(|it| if it { "yes" } else { "no" }));
    table.yes_if("mandatory", *mandatory).option("importance", importance.as_deref());
    table.number("weight", (weight.to_bits() != 1.0_f64.to_bits()).then_some(*weight));
    table.list("groups", groups).list("expects", expects).pairs("references", references);
    table.text("provenance", provenance.code()).option("under", under.as_deref());
    table.option("identifier", identifier.as_deref());
    table.text("numbered", if *numbered { "" } else { "no" });
    for (name, value) in extras.iter().filter(|it| columns.contains(it.0)) {
        table.put(EXTRA, name, Value::Text(value.into()));
    }
    table.pairs(EXTRAS, extras.iter().filter(|it| !columns.contains(it.0)));
}

fn scale(about: &Head) -> Table<'_> {
    let mut table = Table::new(SCALE, SCALE_COLUMNS);
    let Some(scale) = &about.scale else { return table };
    for level in &scale.levels {
        table.row().text("code", &level.code).titles("title", &level.title);
        for (field, titles) in
            [("description", &level.description), ("second description", &level.second_description)]
        {
            if let Some(titles) = titles {
                table.titles(field, titles);
            }
        }
        table
            .number("score", level.score)
            .number("weight", level.weight)
            .number("from", level.from);
        table.text("role", level.role.tone()).list("aliases", &level.aliases);
    }
    if let Some(it) = &scale.not_applicable {
        table.row().text("code", &it.code).titles("title", &it.title);
        table.text("role", NOT_APPLICABLE).list("aliases", &it.aliases);
    }
    table
}

fn outcomes(pack: &Pack) -> Result<Table<'_>, Vec<Notice>> {
    let mut table = Table::new(OUTCOMES, OUTCOMES_COLUMNS);
    for outcome in &pack.about.outcomes {
        table.row().text("code", &outcome.code).titles("title", &outcome.title);
        table.number("valid months", outcome.validity_months.map(f64::from));
        table.text("note", &outcome.note);
        for (index, rule) in outcome.rules.iter().enumerate() {
            if index > 0 {
                table.row().text("code", &outcome.code);
            }
            let refused = |it: serde_json::Error| {
                vec![Notice::new(NoticeKind::TooMuch, OUTCOMES, it.to_string())]
            };
            let parts: BTreeMap<String, serde_json::Value> =
                serde_json::to_value(rule).and_then(serde_json::from_value).map_err(refused)?;
            if let Rule::ShareAtLeast { title: Some(title), .. }
            | Rule::IndexAtLeast { title: Some(title), .. } = rule
            {
                table.titles("setting title", title);
            }
            for (name, value) in parts.into_iter().filter(|it| it.0 != "title") {
                let value = match value {
                    serde_json::Value::Number(it) => Value::Number(it.as_f64().unwrap_or_default()),
                    other => owned(other.as_str().unwrap_or_default().to_owned()),
                };
                table.put(&name, "", value);
            }
        }
        for condition in &outcome.conditions {
            table.row().text("code", &outcome.code).titles("condition", condition);
        }
    }
    Ok(table)
}

fn groups(about: &Head) -> Table<'_> {
    let mut table = Table::new(GROUPS, GROUPS_COLUMNS);
    for group in &about.groups {
        table.row().text("code", &group.code).titles("title", &group.title);
        if let Some(titles) = &group.description {
            table.titles("description", titles);
        }
        table.yes_if("chosen", group.chosen);
    }
    table
}

fn questions(pack: &Pack) -> Table<'_> {
    let mut table = Table::new(QUESTIONS, QUESTIONS_COLUMNS);
    for placed in pack.preorder() {
        for (number, it) in (1..).zip(&placed.node.questions) {
            table.row();
            question(&mut table, &placed.node.code, number, it);
        }
    }
    table
}

fn question<'a>(table: &mut Table<'a>, code: &'a str, number: usize, question: &'a Question) {
    table.text("criterion", code).count("question", number);
    table.put("kind", "", owned(word(question.kind))).titles("text", &question.text);
    table.pairs(EXTRAS, &question.extras);
    for (at, choice) in (1..).zip(&question.choices) {
        if at > 1 {
            table.row().text("criterion", code).count("question", number);
        }
        table.count("choice", at).titles("choice text", &choice.text);
        table.number("score", choice.score).pairs("choice extras", &choice.extras);
    }
}
