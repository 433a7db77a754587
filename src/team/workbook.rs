//! The access report as a workbook: one row for each person.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::report::{Line, Report};
use crate::language::Language;
use crate::reports::table::{self, Cell, Column, Formats};

/// The workbook.
pub fn write(report: &Report, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(table::sheet_name(&language.text("access-report")))?;
    let rows: Vec<&Line> = report.team.iter().chain(&report.by_role).collect();
    table::write(sheet, &Formats::new(), &columns(report, language), rows.into_iter())?;
    workbook.save_to_buffer()
}

fn columns(report: &Report, language: Language) -> Vec<Column<'_, &Line>> {
    let is_assigned = report.is_assigned;
    let (yes, no) = (language.text("yes"), language.text("no"));
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
    let number = |key: &str, of: fn(&Line) -> usize| {
        Column::new(language.text(key), 12.0, move |it: &Line| {
            if it.rates() { Cell::Number(of(it) as f64) } else { Cell::Nothing }
        })
    };
    vec![
        Column::new(language.text("team-person"), 30.0, |it: &Line| Cell::Own(it.name.clone())),
        Column::new(language.text("team-part"), 20.0, move |it: &Line| {
            Cell::Own(part(language, it))
        }),
        Column::new(language.text("team-access"), 28.0, move |it: &Line| {
            Cell::Own(language.word(&it.access))
        }),
        Column::day(language.text("team-from"), |it: &Line| it.from),
        Column::day(language.text("team-until"), |it: &Line| it.until),
        Column::new(language.text("team-restricted"), 14.0, move |it: &Line| {
            Cell::Own(if it.restricted { yes.clone() } else { no.clone() })
        }),
        Column::new(language.text("team-withheld"), 30.0, move |it: &Line| {
            Cell::Own(withheld(language, it))
        }),
        Column::new(language.text("team-assigned"), 30.0, move |it: &Line| {
            Cell::Own(assigned(language, it, is_assigned))
        }),
        number("team-to-rate", |it| it.to_rate),
        number("team-rated", |it| it.rated),
        Column::new(language.text("team-declaration"), 26.0, move |it: &Line| {
            Cell::Own(declaration(language, it))
        }),
    ]
}

/// What somebody is on the team, or in the institution.
pub fn part(language: Language, it: &Line) -> String {
    match (it.part, it.role) {
        (Some(part), _) => language.word(&part),
        (None, Some(role)) => language.word(&role),
        (None, None) => String::new(),
    }
}

/// What is kept from somebody.
pub fn withheld(language: Language, it: &Line) -> String {
    if it.access == super::report::Access::Conflict {
        language.text("team-withheld-all")
    } else {
        it.withheld.join(", ")
    }
}

/// What is assigned to somebody, or that they rate everything.
pub fn assigned(language: Language, it: &Line, is_assigned: bool) -> String {
    match (it.rates(), is_assigned) {
        (false, _) => String::new(),
        (true, false) => language.text("team-assigned-all"),
        (true, true) if it.assigned.is_empty() => language.text("team-assigned-none"),
        (true, true) => it.assigned.join(", "),
    }
}

/// Whether and when somebody declared.
pub fn declaration(language: Language, it: &Line) -> String {
    match it.declared {
        _ if !it.rates() => String::new(),
        None => language.text("team-undeclared"),
        Some(at) => language.with("team-declared", [("when", language.moment(at).into())]),
    }
}
