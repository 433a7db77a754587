//! A file as `kriter sheet --json` prints it.

use serde_json::{Value, json};

use super::model::{Book, Cell, Sheet};

impl Book {
    /// What `kriter sheet --json` prints. Dates are `YYYY-MM-DD`.
    pub fn json(&self, file: &str) -> Value {
        json!({
            "file": file,
            "format": self.format.code(),
            "encoding": self.delimited.map(|it| it.encoding),
            "delimiter": self.delimited.map(|it| it.delimiter),
            "mended": self.mended,
            "sheets": self.sheets.iter().map(Sheet::json).collect::<Vec<_>>(),
        })
    }
}

impl Sheet {
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "header_row": self.header_row,
            "columns": self.columns.iter().map(|it| json!({
                "letter": it.letter(), "title": it.title, "type": it.kind.code(),
            })).collect::<Vec<_>>(),
            "rows_read": self.rows.len(),
            "rows": self.rows.iter().map(|it| json!({
                "row": it.number, "cells": it.cells.iter().map(Cell::json).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "headings": self.headings.iter().map(|it| json!({ "row": it.row, "text": it.text })).collect::<Vec<_>>(),
            "problems": self.problems.iter().map(|it| json!({
                "sheet": self.name, "row": it.row, "column": it.column, "code": it.code, "message": it.message,
            })).collect::<Vec<_>>(),
        })
    }
}

impl Cell {
    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            Self::Number(number, _) if number.fract() == 0.0 && number.abs() < 9e15 => {
                json!(*number as i64)
            }
            Self::Number(number, _) => json!(number),
            Self::Boolean(yes) => json!(yes),
            other => json!(other.text()),
        }
    }
}
