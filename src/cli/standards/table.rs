//! What a user says of a plain table on the command line.

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::exchange::file::{self, TableAsked};
use crate::exchange::table::{self, Columns, Levels};
use crate::sheets::{self, Limits, Sheet};

/// Which column is what, and what the levels follow from; guessed where nothing is said.
#[derive(Debug, Args)]
pub(super) struct TableArgs {
    /// Of a plain table: the sheet.
    #[arg(long)]
    sheet: Option<String>,
    /// Of a plain table: whether its first row holds headings; else told by what is in it.
    #[arg(long, value_name = "true|false")]
    headings: Option<bool>,
    /// Of a plain table: which column is what, by its letter or heading, for example `code=A`. Names: code, title, summary,
    /// guidance, typical-evidence, kind, assessable, mandatory, importance, weight, groups.
    #[arg(long = "column", value_name = "NAME=COLUMN")]
    columns: Vec<String>,
    /// Of a plain table: what the levels follow from: numbering, indentation, flat, depth=COLUMN, parent=COLUMN or
    /// columns=COLUMN,COLUMN.
    #[arg(long)]
    levels: Option<String>,
    /// Of a plain table: title of the edition; else the file's name.
    #[arg(long)]
    title: Option<String>,
    /// Of a plain table: version of the edition.
    #[arg(long)]
    edition_version: Option<String>,
    /// Of a plain table: who publishes it.
    #[arg(long)]
    issuer: Option<String>,
    /// Of a plain table: tag of the language it is in.
    #[arg(long)]
    language: Option<String>,
}

impl TableArgs {
    /// What was said, with the columns found in the file where some were named.
    pub(super) fn asked(&self, path: &Path, name: &str) -> anyhow::Result<TableAsked> {
        let mut about = file::named(name);
        for (field, told) in [
            (&mut about.title, &self.title),
            (&mut about.version, &self.edition_version),
            (&mut about.issuer, &self.issuer),
            (&mut about.language, &self.language),
        ] {
            if let Some(told) = told {
                field.clone_from(told);
            }
        }
        let columns = if self.columns.is_empty() && self.levels.is_none() {
            None
        } else {
            let book = sheets::read(path, name, &Limits::default())?;
            let sheet = table::sheet(book.sheets, self.sheet.as_deref(), self.headings);
            Some(self.columns(&sheet.context("there is no such table in the file")?)?)
        };
        Ok(TableAsked {
            sheet: self.sheet.clone(),
            headings: self.headings,
            columns,
            about: Some(about),
        })
    }

    fn columns(&self, sheet: &Sheet) -> anyhow::Result<Columns> {
        let mut columns = table::guess(sheet);
        for told in &self.columns {
            let (name, column) = told.split_once('=').context("--column wants NAME=COLUMN")?;
            let place = place(sheet, column)?;
            let field = match name {
                "code" => &mut columns.code,
                "title" => &mut columns.title,
                "summary" => &mut columns.summary,
                "guidance" => &mut columns.guidance,
                "typical-evidence" => &mut columns.typical_evidence,
                "kind" => &mut columns.kind,
                "assessable" => &mut columns.assessable,
                "mandatory" => &mut columns.mandatory,
                "importance" => &mut columns.importance,
                "weight" => &mut columns.weight,
                "groups" => &mut columns.groups,
                other => bail!("--column: there is nothing called {other}"),
            };
            *field = Some(place);
        }
        if let Some(told) = &self.levels {
            columns.levels = levels(sheet, told)?;
        }
        Ok(columns)
    }
}

fn levels(sheet: &Sheet, told: &str) -> anyhow::Result<Levels> {
    Ok(match told.split_once('=') {
        None if told == "numbering" => Levels::Numbering,
        None if told == "indentation" => Levels::Indentation,
        None if told == "flat" => Levels::Flat,
        Some(("depth", column)) => Levels::Depth(place(sheet, column)?),
        Some(("parent", column)) => Levels::Parent(place(sheet, column)?),
        Some(("columns", several)) => Levels::Columns(
            several.split(',').map(|it| place(sheet, it)).collect::<anyhow::Result<_>>()?,
        ),
        _ => bail!(
            "--levels: {told} is none of numbering, indentation, flat, depth=, parent=, columns="
        ),
    })
}

/// The place of a column that is named by its letter or its heading.
fn place(sheet: &Sheet, column: &str) -> anyhow::Result<usize> {
    let column = column.trim();
    let by_heading = sheet.columns.iter().position(|it| it.title.eq_ignore_ascii_case(column));
    let by_letter = || sheet.columns.iter().position(|it| it.letter().eq_ignore_ascii_case(column));
    let headings: Vec<_> = sheet.columns.iter().map(|it| it.title.as_str()).collect();
    by_heading
        .or_else(by_letter)
        .with_context(|| format!("there is no column {column}; there are: {}", headings.join(", ")))
}
