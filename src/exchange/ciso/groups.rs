//! Implementation groups: those that a sheet defines, and those that rows name without it.

use std::collections::{HashMap, HashSet};

use super::room::Room;
use super::table::Table;
use super::urn;
use super::workbook::{Block, Workbook};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::standards::pack::Group;
use crate::titles::Titles;

/// Groups of a framework.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    /// Where each stands, by its code in lower case.
    places: HashMap<String, usize>,
}

impl Groups {
    /// Those that a framework names the sheet of.
    pub(super) fn of(
        workbook: &Workbook<'_>,
        framework: &Block<'_>,
        own: &str,
        notices: &mut Vec<Notice>,
    ) -> Self {
        const KEY: &str = "implementation_groups_definition";
        let mut groups = Self::default();
        let Some(name) = framework.meta.get(KEY) else { return groups };
        let block = workbook.named("implementation_groups", name);
        let Some(sheet) = block.and_then(|it| it.content) else {
            let place = &framework.meta.sheet;
            notices.push(Notice::new(NoticeKind::ValueUnknown, place, format!("{KEY}: {name}")));
            return groups;
        };
        let table = Table::of(sheet, own);
        for column in table.unknown(&["ref_id", "default_selected"], &["name", "description"]) {
            notices.push(Notice::new(NoticeKind::LeftOut, &sheet.name, column.written));
        }
        for record in table.records() {
            let code = urn::line(&record.text("ref_id"));
            if code.is_empty() || groups.place(&code).is_some() {
                let kind = NoticeKind::ValueUnknown;
                notices.push(Notice::new(kind, record.place(), format!("ref_id: {code}")));
                continue;
            }
            let mut title = record.titles("name", own);
            if title.is_empty() {
                title.set(own, code.as_str());
            }
            let description = record.titles("description", own);
            groups.add(Group {
                title: title.iter().map(|it| (it.0, urn::line(it.1))).collect(),
                description: (!description.is_empty()).then_some(description),
                chosen: !matches!(
                    record.text("default_selected").to_lowercase().as_str(),
                    "" | "0" | "false" | "no"
                ),
                code,
            });
        }
        groups
    }

    /// Codes of a list of groups; one that is not defined is added.
    pub(super) fn named(
        &mut self,
        list: &str,
        (own, place): (&str, &str),
        room: &mut Room,
        notices: &mut Vec<Notice>,
    ) -> Vec<String> {
        let mut places: Vec<usize> = Vec::new();
        for written in list.split([',', '\n', ';']).map(urn::line).filter(|it| !it.is_empty()) {
            let at = self.place(&written).unwrap_or_else(|| {
                notices.push(Notice::new(NoticeKind::Assumed, place, &written));
                self.add(Group {
                    title: Titles::of(own, &written),
                    description: None,
                    chosen: false,
                    code: written,
                })
            });
            places.push(at);
        }
        let mut seen = HashSet::new();
        places.retain(|it| seen.insert(*it));
        let codes = places.into_iter().map(|it| &self.all[it].code);
        codes.take_while(|it| room.take(it.len())).cloned().collect()
    }

    fn place(&self, code: &str) -> Option<usize> {
        self.places.get(&code.to_lowercase()).copied()
    }

    fn add(&mut self, group: Group) -> usize {
        let place = self.all.len();
        self.places.insert(group.code.to_lowercase(), place);
        self.all.push(group);
        place
    }
}
