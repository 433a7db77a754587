//! A sheet on its way into the file: rows of fields, whose columns are known when all rows are.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::cells::{Notes, lines, pairs, shield};
use super::parts::{EXTRA, SPOKEN, heading};
use crate::titles::Titles;

/// What a cell holds.
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

/// A sheet; of a column it is known which field it is, and which language or extra.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    fields: &'static [&'static str],
    columns: BTreeSet<(usize, &'a str)>,
    rows: Vec<Vec<(usize, &'a str, Value<'a>)>>,
}

impl<'a> Table<'a> {
    pub(super) fn new(name: &'static str, fields: &'static [&'static str]) -> Self {
        let always = |it: &(usize, &&str)| *it.1 != EXTRA && !SPOKEN.contains(it.1);
        let columns = fields.iter().enumerate().filter(always).map(|it| (it.0, "")).collect();
        Self { name, fields, columns, rows: Vec::new() }
    }

    pub(super) fn row(&mut self) -> &mut Self {
        self.rows.push(Vec::new());
        self
    }

    /// Makes a column, even if nothing comes into it.
    pub(super) fn head(&mut self, field: &str, sub: &'a str) -> Option<usize> {
        let at = self.fields.iter().position(|it| *it == field)?;
        self.columns.insert((at, sub));
        Some(at)
    }

    /// Puts a value into the last row.
    pub(super) fn put(&mut self, field: &str, sub: &'a str, value: Value<'a>) -> &mut Self {
        if let (Some(at), Some(row)) = (self.head(field, sub), self.rows.last_mut()) {
            row.push((at, sub, value));
        }
        self
    }

    pub(super) fn text(&mut self, field: &str, text: &'a str) -> &mut Self {
        if text.is_empty() { self } else { self.put(field, "", Value::Text(text.into())) }
    }

    pub(super) fn option(&mut self, field: &str, text: Option<&'a str>) -> &mut Self {
        match text {
            Some(text) => self.put(field, "", Value::Text(text.into())),
            None => self,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
    pub(super) fn count(&mut self, field: &str, count: usize) -> &mut Self {
        self.put(field, "", Value::Number(count as f64))
    }

    pub(super) fn number(&mut self, field: &str, number: Option<f64>) -> &mut Self {
        match number {
            Some(number) => self.put(field, "", Value::Number(number)),
            None => self,
        }
    }

    pub(super) fn yes_if(&mut self, field: &str, is_so: bool) -> &mut Self {
        self.text(field, if is_so { "yes" } else { "" })
    }

    pub(super) fn titles(&mut self, field: &str, titles: &'a Titles) -> &mut Self {
        for (tag, text) in titles.iter() {
            self.put(field, tag, Value::Text(text.into()));
        }
        self
    }

    pub(super) fn list(&mut self, field: &str, items: &'a [String]) -> &mut Self {
        if items.is_empty() {
            return self;
        }
        self.put(field, "", Value::Text(lines(items.iter().map(String::as_str)).into()))
    }

    pub(super) fn pairs<'b>(
        &mut self,
        field: &str,
        named: impl IntoIterator<Item = (&'b String, &'b String)>,
    ) -> &mut Self {
        let text = pairs(named.into_iter().map(|it| (it.0.as_str(), it.1.as_str())));
        if text.is_empty() { self } else { self.put(field, "", Value::Text(text.into())) }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Writes the sheet; what is too long goes on in the notes, which themselves never are. Tells the
    /// first cell of which something cannot be kept.
    pub(super) fn write(
        self,
        book: &mut Workbook,
        mut notes: Option<&mut Notes>,
    ) -> Result<Option<String>, XlsxError> {
        // Cells are texts to those who type into them too, so that 1.10 stays 1.10.
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        let number = Format::new().set_align(FormatAlign::Top);
        let head = Format::new().set_num_format("@").set_bold().set_background_color(0x00E8_EEF4);
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(self.name)?;
        sheet.set_freeze_panes(1, 0)?;
        let mut places = HashMap::new();
        for (place, (field, sub)) in (0_u16..).zip(&self.columns) {
            places.insert((*field, *sub), place);
            let field = self.fields[*field];
            sheet.set_column_format(place, &text)?.set_column_width(place, width(field))?;
            sheet.write_string_with_format(0, place, heading(field, sub), &head)?;
        }
        let mut damaged = None;
        for (row, cells) in (1_u32..).zip(self.rows) {
            let mut cells: Vec<_> =
                cells.into_iter().map(|it| (places[&(it.0, it.1)], it.2)).collect();
            cells.sort_by_key(|it| it.0);
            for (column, value) in cells {
                match value {
                    Value::Number(it) => {
                        sheet.write_number_with_format(row, column, it, &number)?;
                    }
                    Value::Text(it) => {
                        let is_damaged = it.chars().any(is_lost);
                        if is_damaged && damaged.is_none() {
                            let letter = crate::sheets::column_letter(column.into());
                            damaged = Some(format!("{}!{letter}{}", self.name, row + 1));
                        }
                        let it = if is_damaged { it.replace(is_lost, "").into() } else { it };
                        let it = shield(it);
                        let it = match notes.as_deref_mut() {
                            Some(notes) => notes.fit(it),
                            None => it,
                        };
                        sheet.write_string_with_format(row, column, it, &text)?;
                    }
                }
            }
        }
        Ok(damaged)
    }
}

/// What no workbook can hold.
fn is_lost(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t'))
        || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// Width of a column in characters.
fn width(field: &str) -> f64 {
    match field {
        "summary" | "guidance" | "typical evidence" | "description" | "value" => 60.0,
        "title" | "text" | "note" | "aliases" | "choice text" | "second description" => 40.0,
        "depth" | "weight" | "score" | "share" | "part" | "choice" | "language" => 9.0,
        _ => 16.0,
    }
}
