//! Where in a sheet the table is: its header row, its columns, the section rows between its data.

use std::collections::HashMap;

use super::model::{Cell, Column, ColumnKind, Heading, Problem, Row, Sheet, column_letter};

/// The header is looked for in the first rows only.
const SEARCHED: usize = 50;
/// A header fills at least this share, in tenths, of the widest row.
const FILLED: usize = 6;

/// The cells of a sheet that hold something, row by row from the top, each row from the left.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) rows: Vec<(u32, Vec<(u32, Cell)>)>,
}

impl Grid {
    /// Puts a cell where it belongs; cells mostly come in order.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        let at = match self.rows.last() {
            Some(last) if last.0 == row => self.rows.len() - 1,
            Some(last) if last.0 > row => match self.rows.binary_search_by_key(&row, |it| it.0) {
                Ok(at) => at,
                Err(at) => {
                    self.rows.insert(at, (row, Vec::new()));
                    at
                }
            },
            _ => {
                self.rows.push((row, Vec::new()));
                self.rows.len() - 1
            }
        };
        let cells = &mut self.rows[at].1;
        match cells.last() {
            Some(last) if last.0 >= column => {
                match cells.binary_search_by_key(&column, |it| it.0) {
                    Ok(place) => cells[place].1 = cell,
                    Err(place) => cells.insert(place, (column, cell)),
                }
            }
            _ => cells.push((column, cell)),
        }
    }
}

/// Finds the table of a sheet.
pub(super) fn sheet(grid: Grid) -> Sheet {
    let Some(header) = header(&grid) else {
        return Sheet {
            name: grid.name,
            header_row: None,
            columns: Vec::new(),
            rows: Vec::new(),
            headings: Vec::new(),
            problems: Vec::new(),
        };
    };
    let mut problems = Vec::new();
    let mut columns = columns(&grid, header, &mut problems);
    let (rows, headings) = rows(&grid, header, &columns);
    for (place, column) in columns.iter_mut().enumerate() {
        column.kind = kind(rows.iter().filter_map(|it| it.cells.get(place)));
    }
    Sheet {
        name: grid.name,
        header_row: Some(grid.rows[header].0 + 1),
        columns,
        rows,
        headings,
        problems,
    }
}

/// The first row that is nearly as wide as the table and holds nothing but words.
fn header(grid: &Grid) -> Option<usize> {
    let widest = grid.rows.iter().take(200).map(|it| it.1.len()).max()?;
    let is_header = |cells: &[(u32, Cell)]| {
        let wide = cells.len() * 10 >= widest * FILLED && (cells.len() >= 2 || widest == 1);
        wide && cells.iter().all(|it| matches!(it.1, Cell::Text(_)))
    };
    let found = grid.rows.iter().take(SEARCHED).position(|it| is_header(&it.1));
    // A header may have years or numbers in it; then the widest row that comes first is taken.
    found.or_else(|| grid.rows.iter().take(SEARCHED).position(|it| it.1.len() == widest))
}

fn columns(grid: &Grid, header: usize, problems: &mut Vec<Problem>) -> Vec<Column> {
    let row = grid.rows[header].0 + 1;
    let titles: HashMap<u32, String> =
        grid.rows[header].1.iter().map(|(at, cell)| (*at, cell.text())).collect();
    let mut used: Vec<u32> = titles.keys().copied().collect();
    // Notes far to the right of the table are columns too, or they would be lost in silence.
    let mut seen: std::collections::HashSet<u32> = used.iter().copied().collect();
    for (at, _) in grid.rows[header + 1..].iter().flat_map(|it| &it.1) {
        if seen.insert(*at) {
            used.push(*at);
        }
    }
    used.sort_unstable();
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut columns = Vec::with_capacity(used.len());
    for index in used {
        let letter = column_letter(index);
        let title = titles.get(&index).cloned().unwrap_or_default();
        if title.is_empty() {
            problems.push(Problem {
                row: Some(row),
                column: Some(letter.clone()),
                code: "header_missing",
                message: format!("column {letter} has data but no heading: write one in row {row}"),
            });
        } else if let Some(other) = first.insert(crate::standards::fold::fold(&title), index) {
            let other = column_letter(other);
            problems.push(Problem {
                row: Some(row),
                column: Some(letter.clone()),
                code: "header_duplicate",
                message: format!(
                    "columns {other} and {letter} are both headed {title:?}: rename one of them"
                ),
            });
        }
        columns.push(Column { index, title, kind: ColumnKind::Empty });
    }
    columns
}

fn rows(grid: &Grid, header: usize, columns: &[Column]) -> (Vec<Row>, Vec<Heading>) {
    let places: HashMap<u32, usize> =
        columns.iter().enumerate().map(|(place, it)| (it.index, place)).collect();
    let (mut rows, mut headings) = (Vec::new(), Vec::new());
    for (number, cells) in &grid.rows[header + 1..] {
        // In a table of three columns or more, a row with only its first cell filled names a section.
        if let [(at, Cell::Text(text))] = cells.as_slice()
            && columns.len() >= 3
            && columns.first().is_some_and(|it| it.index == *at)
        {
            headings.push(Heading { row: number + 1, text: text.trim().to_owned() });
            continue;
        }
        let mut row = vec![Cell::Empty; columns.len()];
        for (at, cell) in cells {
            if let Some(place) = places.get(at) {
                row[*place] = cell.clone();
            }
        }
        rows.push(Row { number: number + 1, cells: row });
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
