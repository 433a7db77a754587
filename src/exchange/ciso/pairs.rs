//! A workbook of nothing but pairs, as older mappings are: the frameworks are told by the name of the file that it was made
//! of.

use super::mapping::{self, Side};
use super::table::Table;
use super::urn;
use super::workbook::sheet;
use crate::exchange::Brought;
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::{Cell, PlainBook, PlainSheet};
use crate::standards::crosswalk::Crosswalk;

/// Columns with the ends of URNs, or all of them.
const COLUMNS: [&str; 2] = ["source_requirement_urn", "target_requirement_urn"];

/// The sheet of pairs.
pub(super) fn sheet_of(book: &PlainBook) -> Option<&PlainSheet> {
    let sheet = sheet(book, "mappings")?;
    let table = Table::of(sheet, "en");
    COLUMNS.iter().all(|it| table.has(it)).then_some(sheet)
}

/// Reads it.
pub(super) fn read(book: &PlainBook, sheet: &PlainSheet) -> Result<Brought, Vec<Notice>> {
    let mut notices = Vec::new();
    let table = Table::of(sheet, "en");
    let origin = origin(book);
    let by_urn = by_urn(&table);
    let (from, to) =
        by_urn.clone().or_else(|| origin.as_deref().and_then(split)).unwrap_or_else(|| {
            let [from, to] = ["source", "target"];
            (from.to_owned(), to.to_owned())
        });
    let (from, to) = (Side::named(from), Side::named(to));
    if by_urn.is_none() {
        let detail = format!("{} – {}", from.edition, to.edition);
        notices.push(Notice::new(NoticeKind::Assumed, &sheet.name, detail));
    }
    let Some(relations) = mapping::relations(&table, COLUMNS, &from, &to, &mut notices) else {
        return Err(notices);
    };
    let crosswalk = Crosswalk {
        id: mapping::id_of(&from, &to),
        title: mapping::title_of(&from, &to),
        from: from.edition,
        to: to.edition,
        source: origin.unwrap_or_else(|| sheet.name.clone()),
        licence_note: String::new(),
        relations,
    };
    Ok(Brought { packs: Vec::new(), crosswalks: vec![crosswalk], notices })
}

/// Name of the file that the workbook was made of.
fn origin(book: &PlainBook) -> Option<String> {
    let cells = sheet(book, "info")?.rows.iter().flat_map(|it| &it.cells);
    let texts = cells.map(|it| it.1.text());
    let words: Vec<String> =
        texts.flat_map(|it| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    words.into_iter().find(|it| {
        let ending = std::path::Path::new(it).extension();
        ending.is_some_and(|it| it.eq_ignore_ascii_case("yaml") || it.eq_ignore_ascii_case("yml"))
    })
}

/// The frameworks of whole URNs: what stands before the end.
fn by_urn(table: &Table<'_>) -> Option<(String, String)> {
    let record = table.records().next()?;
    let framework = |column: &str| {
        let urn = record.cell(column).map(Cell::text).filter(|it| it.starts_with("urn:"))?;
        urn::id(urn::tail(urn.rsplit_once(':')?.0))
    };
    Some((framework(COLUMNS[0])?, framework(COLUMNS[1])?))
}

/// The two frameworks of a file's name: `map-nist-csf-1.1-nist-csf-2.0.yaml`. Where both begin alike, they are parted
/// there, else at "to" or "and", else in the middle.
fn split(file: &str) -> Option<(String, String)> {
    let name = file.rsplit_once('.')?.0;
    let name = name.trim_start_matches("mapping-").trim_start_matches("map-");
    let words: Vec<&str> = name.split(['-', '_']).filter(|it| !it.is_empty()).collect();
    let (before, after) = match words.iter().position(|it| matches!(*it, "to" | "and")) {
        Some(at) if at > 0 => (&words[..at], &words[at + 1..]),
        _ => {
            let again = (1..words.len()).find(|it| words[*it] == words[0]);
            words.split_at(again.unwrap_or(words.len() / 2))
        }
    };
    let id = |it: &[&str]| urn::id(&it.join("-"));
    Some((id(before)?, id(after)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_tells_both_frameworks() {
        for (file, from, to) in [
            ("map-nist-csf-1.1-nist-csf-2.0.yaml", "nist-csf-1-1", "nist-csf-2-0"),
            ("mapping-dora-to-iso27001-2022.yaml", "dora", "iso27001-2022"),
            ("map-a-b.yml", "a", "b"),
        ] {
            assert_eq!(split(file), Some((from.to_owned(), to.to_owned())), "{file}");
        }
        assert_eq!(split("x.yaml"), None);
    }
}
