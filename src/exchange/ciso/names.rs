//! Threats and controls that rows refer to: their sheets cannot be held, their names stay with the rows.

use std::collections::HashMap;

use super::room::Room;
use super::table::Table;
use super::urn;
use super::workbook::Workbook;
use crate::exchange::notice::{Notice, NoticeKind};

/// What short references stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Beginning of a URN by its short form.
    prefixes: HashMap<String, String>,
    /// What is shown, by URN.
    shown: HashMap<String, String>,
}

impl Names {
    /// All that a workbook gives names to.
    pub(super) fn of(workbook: &Workbook<'_>, own: &str, notices: &mut Vec<Notice>) -> Self {
        let mut names = Self::default();
        for sheet in workbook.of_kind("urn_prefix").filter_map(|it| it.content) {
            for record in Table::of(sheet, own).records() {
                let (short, value) = (record.text("prefix_id"), record.text("prefix_value"));
                names.prefixes.insert(short, value);
            }
        }
        for block in &workbook.blocks {
            let Some(sheet) = block.content else { continue };
            if !matches!(block.kind.as_str(), "threats" | "reference_controls") {
                continue;
            }
            let base = block.meta.get("base_urn").unwrap_or_default();
            let table = Table::of(sheet, own);
            let mut count = 0;
            for record in table.records() {
                let code = record.text("ref_id");
                let Some(id) = [record.text("node_id"), urn::suffix(&code)]
                    .into_iter()
                    .find(|it| !it.is_empty())
                else {
                    continue;
                };
                count += 1;
                let titles = record.titles("name", own);
                let shown = [code.as_str(), titles.own(own).unwrap_or_else(|| titles.en())];
                let shown: Vec<&str> = shown.into_iter().filter(|it| !it.is_empty()).collect();
                names.shown.insert(format!("{base}:{id}").to_lowercase(), shown.join(" - "));
            }
            notices.push(left_out(&sheet.name, &block.kind, count));
        }
        names
    }

    /// The names of a list of references, one a line; what stands for nothing stays as it is.
    pub(super) fn spoken(&self, list: &str, room: &mut Room) -> String {
        let references = list.split(|it: char| it.is_whitespace() || it == ',');
        let names = references.filter(|it| !it.is_empty()).map(|it| self.one(it));
        names.take_while(|it| room.take(it.len())).collect::<Vec<_>>().join("\n")
    }

    fn one(&self, reference: &str) -> String {
        if let Some(shown) = self.shown.get(&reference.to_lowercase()) {
            return shown.clone();
        }
        let Some((short, rest)) = reference.split_once(':') else { return reference.to_owned() };
        let Some(base) = self.prefixes.get(short) else { return reference.to_owned() };
        let urn = format!("{base}:{}", urn::suffix(rest));
        self.shown.get(&urn.to_lowercase()).cloned().unwrap_or(urn)
    }
}

/// That a sheet of so many rows has no place here.
pub(super) fn left_out(sheet: &str, kind: &str, rows: usize) -> Notice {
    Notice::new(NoticeKind::LeftOut, sheet, format!("{kind} ({rows})"))
}
