//! Where in a sheet the table is: its header row, its columns, the section rows between its data.

use std::collections::{HashMap, HashSet};

use super::grid::{Budget, Grid};
use super::headless;
use super::model::{Cell, Column, ColumnKind, Heading, Problem, Row, Sheet, column_letter};
use super::refusal::Refusal;

/// The header is looked for in the first rows only.
const SEARCHED: usize = 50;
/// A header fills at least this share, in tenths, of the widest row.
const FILLED: usize = 6;

/// Finds the table of a sheet.
pub(super) fn sheet(mut grid: Grid, budget: &mut Budget<'_>) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet {
        name: std::mem::take(&mut grid.name),
        header_row: None,
        columns: Vec::new(),
        rows: Vec::new(),
        headings: Vec::new(),
        from_1904: grid.from_1904,
        problems: std::mem::take(&mut grid.problems),
    };
    let Some(header) = header(&grid) else { return Ok(sheet) };
    sheet.header_row = Some(grid.rows[header].0 + 1);
    sheet.columns = columns(&grid, header, &mut sheet.problems);
    // A thousand columns of which each row fills one would still be set aside for every row.
    budget.take_extent(grid.rows.len() - header, sheet.columns.len())?;
    let data = grid.rows.split_off(header + 1);
    (sheet.rows, sheet.headings) = rows(data, &sheet.columns);
    if headless::begins_with_data(&sheet) {
        return Ok(headless::lowered(sheet));
    }
    tell_kinds(&mut sheet);
    Ok(sheet)
}

/// Tells what each column holds.
pub(super) fn tell_kinds(sheet: &mut Sheet) {
    for (place, column) in sheet.columns.iter_mut().enumerate() {
        column.kind = kind(sheet.rows.iter().filter_map(|it| it.cells.get(place)));
    }
}

/// Whether there is data under no heading; then it matters which headings are merged.
pub(super) fn has_gaps(grid: &Grid) -> bool {
    let Some(header) = header(grid) else { return false };
    let titles: HashSet<u32> = grid.rows[header].1.iter().map(|it| it.0).collect();
    grid.rows[header + 1..].iter().flat_map(|it| &it.1).any(|it| !titles.contains(&it.0))
}

/// The first row that is nearly as wide as the table and holds nothing but words.
fn header(grid: &Grid) -> Option<usize> {
    let widest = grid.rows.iter().take(200).map(|it| it.1.len()).max()?;
    let is_header = |cells: &[(u32, Cell)]| {
        let wide = cells.len() * 10 >= widest * FILLED && (cells.len() >= 2 || widest == 1);
        wide && cells.iter().all(|it| matches!(it.1, Cell::Text(_)))
    };
    let found = grid.rows.iter().take(SEARCHED).position(|it| is_header(&it.1));
    // A header may have years or numbers in it; then the first of the widest rows is taken.
    let wide = || (0..grid.rows.len().min(SEARCHED)).rev().max_by_key(|it| grid.rows[*it].1.len());
    found.or_else(wide)
}

fn columns(grid: &Grid, header: usize, problems: &mut Vec<Problem>) -> Vec<Column> {
    let row = grid.rows[header].0 + 1;
    let titles: HashMap<u32, String> =
        grid.rows[header].1.iter().map(|(at, cell)| (*at, cell.text())).collect();
    let mut used: Vec<u32> = titles.keys().copied().collect();
    // Notes far to the right of the table are columns too, or they would be lost in silence.
    let mut seen: HashSet<u32> = used.iter().copied().collect();
    for (at, _) in grid.rows[header + 1..].iter().flat_map(|it| &it.1) {
        if seen.insert(*at) {
            used.push(*at);
        }
    }
    used.sort_unstable();
    let merged_from = |index: u32| {
        let here = |it: &&(u32, u32, u32)| it.0 + 1 == row && it.1 < index && index <= it.2;
        grid.merged.iter().find(here).and_then(|it| titles.get(&it.1))
    };
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut columns = Vec::with_capacity(used.len());
    for index in used {
        let letter = column_letter(index);
        let title = titles.get(&index).filter(|it| !it.is_empty());
        let (title, problem) = match (title, merged_from(index)) {
            (Some(title), _) => {
                let other = first.insert(crate::standards::fold::fold(title), index);
                (title.clone(), other.map(|it| doubled(title, &column_letter(it), &letter, row)))
            }
            // A heading that is merged over several columns heads each of them.
            (None, Some(title)) => (title.clone(), None),
            (None, None) => (letter.clone(), Some(missing(&letter, row))),
        };
        problems.extend(problem);
        columns.push(Column { index, title, kind: ColumnKind::Empty });
    }
    columns
}

fn doubled(title: &str, other: &str, letter: &str, row: u32) -> Problem {
    let message =
        format!("columns {other} and {letter} are both headed {title:?}: rename one of them");
    let column = Some(letter.to_owned());
    Problem { row: Some(row), column, code: "header_duplicate", message }
}

/// A column without a heading.
pub(super) fn missing(letter: &str, row: u32) -> Problem {
    let message = format!("column {letter} has data but no heading: write one in row {row}");
    Problem { row: Some(row), column: Some(letter.to_owned()), code: "header_missing", message }
}

fn rows(data: Vec<(u32, Vec<(u32, Cell)>)>, columns: &[Column]) -> (Vec<Row>, Vec<Heading>) {
    let places: HashMap<u32, usize> =
        columns.iter().enumerate().map(|(place, it)| (it.index, place)).collect();
    // In a table of three columns or more, a row with only its first cell filled names a section.
    let is_heading = |cells: &[(u32, Cell)]| matches!(cells, [(at, Cell::Text(_))] if columns.len() >= 3 && columns.first().is_some_and(|it| it.index == *at));
    // Where most rows are so, the table is only half filled in, and they are its data.
    let has_sections = data.iter().filter(|it| is_heading(&it.1)).count() * 2 <= data.len();
    let (mut rows, mut headings) = (Vec::with_capacity(data.len()), Vec::new());
    for (number, cells) in data {
        let number = number + 1;
        if has_sections && is_heading(&cells) {
            let text = cells.first().map(|it| it.1.text()).unwrap_or_default();
            headings.push(Heading { row: number, text });
            continue;
        }
        let mut row = vec![Cell::Empty; columns.len()];
        for (at, cell) in cells {
            if let Some(place) = places.get(&at) {
                row[*place] = cell;
            }
        }
        rows.push(Row { number, cells: row });
    }
    (rows, headings)
}

fn kind<'a>(cells: impl Iterator<Item = &'a Cell>) -> ColumnKind {
    let mut found = ColumnKind::Empty;
    for cell in cells {
        let this = match cell {
            Cell::Empty => continue,
            Cell::Text(_) | Cell::Error(_) => ColumnKind::Text,
            Cell::Number(..) => ColumnKind::Number,
            Cell::Date(_) => ColumnKind::Date,
            Cell::Boolean(_) => ColumnKind::Boolean,
        };
        match found {
            ColumnKind::Empty => found = this,
            other if other == this => {}
            _ => return ColumnKind::Mixed,
        }
    }
    found
}
