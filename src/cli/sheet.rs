//! `kriter sheet`

use std::path::PathBuf;

use clap::Args;

use super::answer;
use crate::sheets::{self, Book, Limits};

/// What the reader sees in a file.
#[derive(Debug, Args)]
pub(super) struct SheetCommand {
    /// A workbook or delimited text.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(command: &SheetCommand) -> anyhow::Result<()> {
    let name = command.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let book = sheets::read(&command.file, &name, &Limits::default())?;
    answer(command.json, &book.json(&name), |_| plain(&book))
}

fn plain(book: &Book) -> String {
    let mut lines = Vec::new();
    for sheet in &book.sheets {
        let header =
            sheet.header_row.map_or("no header".into(), |it| format!("header in row {it}"));
        lines.push(format!(
            "{}: {header}, {} rows, {} headings",
            sheet.name,
            sheet.rows.len(),
            sheet.headings.len()
        ));
        lines.extend(
            sheet.columns.iter().map(|it| format!("  {} {}: {:?}", it.letter(), it.title, it.kind)),
        );
        lines.extend(sheet.problems.iter().map(|it| format!("  ! {}", it.message)));
    }
    lines.join("\n")
}
