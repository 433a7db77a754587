//! The filled cells of a sheet as they come out of a file, before anything is known of its table.

use super::guard::Limits;
use super::model::{Cell, Problem, column_letter};
use super::refusal::Refusal;

/// Rows that any spreadsheet program can show.
const MOST_ROWS: u32 = 1_048_576;

/// The cells of a sheet that hold something, row by row from the top, each row from the left.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) rows: Vec<(u32, Vec<(u32, Cell)>)>,
    /// Merged cells that lie in one row: the row, the first column, the last one.
    pub(super) merged: Vec<(u32, u32, u32)>,
    /// What could not be kept whole.
    pub(super) problems: Vec<Problem>,
}

/// What of the limits is used up, over all sheets of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget<'a> {
    pub(super) limits: &'a Limits,
    cells: u64,
    text: u64,
    extent: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text: 0, extent: 0 }
    }

    /// Takes a whole table, empty cells and all.
    pub(super) fn take_extent(&mut self, rows: usize, columns: usize) -> Result<(), Refusal> {
        self.extent = self.extent.saturating_add((rows as u64).saturating_mul(columns as u64));
        if self.extent > self.limits.extent {
            return Err(Refusal::TooManyCells(self.limits.extent));
        }
        Ok(())
    }

    fn take(&mut self, row: u32, column: u32, cell: &Cell) -> Result<(), Refusal> {
        if column >= self.limits.columns || row >= MOST_ROWS {
            return Err(Refusal::TooFarOut(format!(
                "{}{}",
                column_letter(column),
                u64::from(row) + 1
            )));
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Refusal::TooManyCells(self.limits.cells));
        }
        // One text that a workbook keeps once may be shown by every cell of it.
        if let Cell::Text(text) = cell {
            self.text += text.len() as u64;
            if self.text > self.limits.text {
                return Err(Refusal::Expands(self.limits.text / (1024 * 1024)));
            }
        }
        Ok(())
    }
}

impl Grid {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Puts a cell after those that are there; empty ones are left out. Text is cleaned and cut at the limit.
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        cell: Cell,
        budget: &mut Budget<'_>,
    ) -> Result<(), Refusal> {
        if cell.is_empty() {
            return Ok(());
        }
        let cell = match cell {
            Cell::Text(text) => {
                let (text, is_cut) = clean(text, budget.limits.cell_text);
                if is_cut {
                    self.problems.push(cut(row, column, budget.limits.cell_text));
                }
                Cell::Text(text)
            }
            other => other,
        };
        budget.take(row, column, &cell)?;
        match self.rows.last_mut() {
            Some(last) if last.0 == row => last.1.push((column, cell)),
            _ => self.rows.push((row, vec![(column, cell)])),
        }
        Ok(())
    }

    /// Brings everything into order; of two cells at one place the later one counts. Files mostly are in order.
    pub(super) fn sorted(mut self) -> Self {
        if !self.rows.is_sorted_by(|a, b| a.0 < b.0) {
            self.rows.sort_by_key(|it| it.0);
            self.rows.dedup_by(|later, earlier| {
                let is_same = later.0 == earlier.0;
                if is_same {
                    earlier.1.append(&mut later.1);
                }
                is_same
            });
        }
        for (_, cells) in &mut self.rows {
            if !cells.is_sorted_by(|a, b| a.0 < b.0) {
                cells.sort_by_key(|it| it.0);
                cells.dedup_by(|later, earlier| {
                    let is_same = later.0 == earlier.0;
                    if is_same {
                        std::mem::swap(later, earlier);
                    }
                    is_same
                });
            }
        }
        self
    }
}

fn cut(row: u32, column: u32, most: usize) -> Problem {
    let letter = column_letter(column);
    Problem {
        message: format!(
            "cell {letter}{} has more than {most} characters: the rest was left out",
            row + 1
        ),
        row: Some(row + 1),
        column: Some(letter),
        code: "cell_too_long",
    }
}

/// Text without control characters but line ends and tabs, with one kind of line end, of `most` characters at most; and
/// whether anything but control characters is gone.
pub(super) fn clean(text: String, most: usize) -> (String, bool) {
    let is_clean =
        text.len() <= most && !text.chars().any(|it| it.is_control() && it != '\n' && it != '\t');
    if is_clean {
        return (text, false);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut letters = text.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t'));
    let kept = letters.by_ref().take(most).collect();
    (kept, letters.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_any_order_come_into_order_and_the_later_one_counts() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut grid = Grid::new("a");
        for (at, text) in
            [((2, 1), "c"), ((0, 1), "b"), ((0, 0), "a"), ((2, 0), "x"), ((2, 1), "later")]
        {
            grid.put(at, Cell::Text(text.into()), &mut budget).unwrap();
        }
        let text = |it: &str| Cell::Text(it.into());
        assert_eq!(
            grid.sorted().rows,
            [
                (0, vec![(0, text("a")), (1, text("b"))]),
                (2, vec![(0, text("x")), (1, text("later"))])
            ]
        );
    }

    #[test]
    fn text_is_cleaned_and_cut_only_where_it_must() {
        assert_eq!(clean("a\r\nb\u{7}\tc\0".into(), 10), ("a\nb\tc".into(), false));
        assert_eq!(clean("ëëë".into(), 3), ("ëëë".into(), false));
        assert_eq!(clean("ëëëë".into(), 3), ("ëëë".into(), true));
    }
}
