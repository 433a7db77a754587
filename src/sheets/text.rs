//! Delimited text: the delimiter and the encoding are found out.

use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1250, WINDOWS_1252};

use super::dates::parse_date;
use super::escape::unescape;
use super::guard::Limits;
use super::layout::Grid;
use super::model::{Cell, column_letter};
use super::refusal::Refusal;

/// The one sheet of a delimited text.
pub(super) fn grid(path: &Path, limits: &Limits) -> Result<Grid, Refusal> {
    let bytes = std::fs::read(path).map_err(|it| Refusal::Unreadable(it.to_string()))?;
    let text = decode(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut grid = Grid { name: "CSV".into(), rows: Vec::new() };
    let mut cells = 0;
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|it| Refusal::Damaged(it.to_string()))?;
        for (column, field) in (0_u32..).zip(record.iter()) {
            if field.trim().is_empty() {
                continue;
            }
            if column >= limits.columns {
                return Err(Refusal::TooFarOut(format!("{}{}", column_letter(column), row + 1)));
            }
            cells += 1;
            if cells > limits.cells {
                return Err(Refusal::TooManyCells(limits.cells));
            }
            grid.put(row, column, cell(clean(field.to_owned(), limits.cell_text)));
        }
        row += 1;
    }
    Ok(grid)
}

/// Bytes as text: by byte order mark, else UTF-8 if it is, else the likeliest of the older encodings.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            match detector.guess(None, Utf8Detection::Allow) {
                // ë and ç are the same in both; č, ć and đ, which readers here need, are in this one only.
                it if it == WINDOWS_1252 => WINDOWS_1250,
                other => other,
            }
        }
    };
    encoding.decode(bytes).0.into_owned()
}

/// The delimiter that splits the first lines most evenly; quoted ones do not count.
fn delimiter(text: &str) -> u8 {
    let count = |delimiter: char| -> usize {
        let mut quoted = false;
        let mut counts = vec![0_usize];
        for letter in text.chars().take(64 * 1024) {
            match letter {
                '"' => quoted = !quoted,
                '\n' if !quoted => {
                    if counts.len() == 20 {
                        break;
                    }
                    counts.push(0);
                }
                it if it == delimiter && !quoted => *counts.last_mut().unwrap_or(&mut 0) += 1,
                _ => {}
            }
        }
        // A delimiter stands in most lines; a comma in one sentence is none.
        let filled = counts.iter().filter(|it| **it > 0).count();
        counts.iter().copied().max().unwrap_or_default() * filled
    };
    let best = [';', '\t', ',', '|'].into_iter().max_by_key(|it| count(*it));
    best.filter(|it| count(*it) > 0).and_then(|it| u8::try_from(it).ok()).unwrap_or(b',')
}

/// A field: a day or a number where it can be nothing else; else text, so that no code loses its zeros.
fn cell(field: String) -> Cell {
    let trimmed = field.trim();
    if let Ok(day) = parse_date(trimmed) {
        return Cell::Date(day);
    }
    let number = trimmed.parse::<f64>().ok().filter(|it| it.is_finite() && trimmed.len() <= 15);
    match number {
        Some(number) if format!("{number}") == trimmed => {
            Cell::Number(number, Some(trimmed.into()))
        }
        _ => Cell::Text(unescape(&field).to_owned()),
    }
}

/// Text without control characters but line ends and tabs, with one kind of line end, of `most` characters at most.
pub(super) fn clean(text: String, most: usize) -> String {
    let is_clean =
        text.len() <= most && !text.chars().any(|it| it.is_control() && it != '\n' && it != '\t');
    if is_clean {
        return text;
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_zeros_and_numbers_are_numbers() {
        assert_eq!(cell("4.10".into()), Cell::Text("4.10".into()));
        assert_eq!(cell("007".into()), Cell::Text("007".into()));
        assert_eq!(cell("180".into()), Cell::Number(180.0, Some("180".into())));
        assert_eq!(cell("'=1+1".into()), Cell::Text("=1+1".into()));
        assert_eq!(cell("NaN".into()), Cell::Text("NaN".into()));
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(delimiter("a;b;c\n1;2,5;3\n"), b';');
        assert_eq!(delimiter("a,b\n\"x;y;z\",2\n"), b',');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("only\none\n"), b',');
    }

    #[test]
    fn older_encodings_are_read() {
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode("Čćšžđ; Prishtinë, përgatitje, çështje");
        assert_eq!(decode(&bytes), "Čćšžđ; Prishtinë, përgatitje, çështje");
        assert_eq!(decode(b"\xff\xfeA\0;\0"), "A;");
    }
}
