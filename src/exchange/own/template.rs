//! An empty workbook of ours, with a sheet that explains how to fill it in.

use super::parts::*;
use super::table::{Table, Value};
use super::workbook::bytes;
use crate::exchange::{Notice, Written};
use crate::language::Language;

/// Fields of the edition without which nothing is read.
const NEEDED: &[&str] = &["id", "title", "version", "framework id", "framework title", "issuer"];
const HELP_COLUMNS: &[&str] = &["sheet", "column", "explanation"];

/// An empty workbook, explained in a language; its texts are to be in that language too.
pub fn template(language: Language) -> Result<Written, Vec<Notice>> {
    let tag = language.code();
    let mut edition = Table::new(EDITION, EDITION_COLUMNS);
    let fields = EDITION_FIELDS.iter().map(|it| (it.0, if it.1 { tag } else { "" }, ""));
    for (field, language, value) in [("format", "", VERSION)].into_iter().chain(fields) {
        edition.row().text("field", field).text("language", language).text("value", value);
    }
    let mut tables = vec![edition];
    for (name, fields) in [
        (CRITERIA, CRITERIA_COLUMNS),
        (SCALE, SCALE_COLUMNS),
        (OUTCOMES, OUTCOMES_COLUMNS),
        (GROUPS, GROUPS_COLUMNS),
        (QUESTIONS, QUESTIONS_COLUMNS),
    ] {
        let mut table = Table::new(name, fields);
        for field in fields.iter().filter(|it| SPOKEN.contains(it)) {
            table.head(field, tag);
        }
        tables.push(table);
    }
    tables.push(help(language));
    bytes(tables)
}

/// One row a sheet, and one for each column of the criteria.
fn help(language: Language) -> Table<'static> {
    let mut table = Table::new(HELP, HELP_COLUMNS);
    let mut explain = |sheet: &'static str, column: &'static str, text: String| {
        table.row().text("sheet", sheet).text("column", column);
        table.put("explanation", "", Value::Text(text.into()));
    };
    explain("", "", language.text("template-intro"));
    let needed = NEEDED.join(", ");
    let edition = language.with("template-edition", [("fields", needed.into())]);
    explain(EDITION, "", edition);
    explain(CRITERIA, "", language.text("template-criteria"));
    for field in CRITERIA_COLUMNS {
        let key = format!("template-column-{}", field.replace(' ', "-"));
        explain(CRITERIA, field, language.text(&key));
    }
    explain(SCALE, "", language.text("template-scale"));
    explain(OUTCOMES, "", language.text("template-outcomes"));
    explain(GROUPS, "", language.text("template-groups"));
    explain(QUESTIONS, "", language.text("template-questions"));
    explain(NOTES, "", language.text("template-notes"));
    table
}
