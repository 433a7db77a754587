//! Delimited text: the delimiter and the encoding are found out.

use std::collections::HashSet;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1250, WINDOWS_1252};

use super::dates::parse_date;
use super::escape::unescape;
use super::grid::{Budget, Grid};
use super::model::{Cell, Delimited};
use super::refusal::Refusal;

/// The one sheet of a delimited text.
pub(super) fn grid(path: &Path, budget: &mut Budget<'_>) -> Result<(Grid, Delimited), Refusal> {
    let bytes = std::fs::read(path).map_err(|it| Refusal::Unreadable(it.to_string()))?;
    let (text, encoding) = decode(&bytes);
    drop(bytes);
    let (text, delimiter) = match declared(&text) {
        Some((delimiter, rest)) => (rest, delimiter),
        None => (text.as_str(), delimiter(&text)),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut grid = Grid::new("CSV");
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    loop {
        // Blank lines are rows too, as spreadsheet programs count them; the reader passes over them.
        let at = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        row = row.saturating_add(blank_lines(text, at));
        if !reader.read_record(&mut record).map_err(|it| Refusal::Damaged(it.to_string()))? {
            break;
        }
        for (column, field) in (0_u32..).zip(record.iter()) {
            grid.put((row, column), cell(field, delimiter), budget)?;
        }
        row = row.saturating_add(1);
    }
    keep_codes(&mut grid);
    let delimiter = char::from(delimiter);
    Ok((grid, Delimited { encoding, delimiter }))
}

/// Blank lines that begin at a place in the text, behind the end of the line before.
fn blank_lines(text: &str, at: usize) -> u32 {
    let Some(mut rest) = text.as_bytes().get(at..) else { return 0 };
    // The end of the line before may be read by half.
    if at > 0 && text.as_bytes()[at - 1] == b'\r' && rest.first() == Some(&b'\n') {
        rest = &rest[1..];
    }
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}

/// A first line `sep=;`, by which some programs name the delimiter; and what follows it.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim_end_matches('\r');
    let sign = line.get(..4).filter(|it| it.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    let [sign] = sign.as_bytes() else { return None };
    sign.is_ascii().then_some((*sign, rest))
}

/// Bytes as text, and the name of their encoding: by byte order mark, else UTF-8 if it is, else the likeliest of the
/// older encodings.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
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
    (encoding.decode(bytes).0.into_owned(), encoding.name())
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
fn cell(field: &str, delimiter: u8) -> Cell {
    let trimmed = field.trim();
    if trimmed.is_empty() {
        return Cell::Empty;
    }
    if let Ok(day) = parse_date(trimmed) {
        return Cell::Date(day);
    }
    match number(trimmed, delimiter) {
        Some(number) => Cell::Number(number, Some(trimmed.into())),
        None => Cell::Text(unescape(field).to_owned()),
    }
}

/// A number that is written just as it would be shown. Where commas do not delimit, one may stand for the decimal point;
/// three digits after it may as well be thousands, so they stay text.
fn number(written: &str, delimiter: u8) -> Option<f64> {
    let point = match written.split_once(',') {
        Some((_, decimals)) if delimiter != b',' && decimals.len() != 3 => {
            written.replacen(',', ".", 1)
        }
        _ => written.to_owned(),
    };
    let number = point.parse::<f64>().ok().filter(|it| it.is_finite() && point.len() <= 15)?;
    (format!("{number}") == point).then_some(number)
}

/// In a column that has a `4.10`, a `007` or a `4.1.2`, a `4.1` is a code too and no number.
fn keep_codes(grid: &mut Grid) {
    let is_code = |cell: &Cell| {
        matches!(cell, Cell::Text(text) if text.starts_with(|it: char| it.is_ascii_digit())
            && text.bytes().all(|it| it.is_ascii_digit() || it == b'.'))
    };
    let cells = grid.rows.iter().flat_map(|it| &it.1);
    let columns: HashSet<u32> = cells.filter(|it| is_code(&it.1)).map(|it| it.0).collect();
    for (column, cell) in grid.rows.iter_mut().flat_map(|it| &mut it.1) {
        if let Cell::Number(_, Some(written)) = cell
            && columns.contains(column)
        {
            *cell = Cell::Text(written.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_zeros_and_numbers_are_numbers() {
        let text = |it: &str| Cell::Text(it.into());
        let number = |value, it: &str| Cell::Number(value, Some(it.into()));
        for (field, expected) in [
            ("4.10", text("4.10")),
            ("007", text("007")),
            ("12345678901234567890", text("12345678901234567890")),
            ("1E5", text("1E5")),
            ("3-4", text("3-4")),
            ("NaN", text("NaN")),
            ("'=1+1", text("=1+1")),
            ("180", number(180.0, "180")),
            ("-2.5", number(-2.5, "-2.5")),
            ("2,5", number(2.5, "2,5")),
            ("1,234", text("1,234")),
        ] {
            assert_eq!(cell(field, b';'), expected);
        }
        assert_eq!(cell("2,5", b','), text("2,5"));
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(delimiter("a;b;c\n1;2,5;3\n"), b';');
        assert_eq!(delimiter("a,b\n\"x;y;z\",2\n"), b',');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("a|b\n1|2\n"), b'|');
        assert_eq!(delimiter("only\none\n"), b',');
        assert_eq!(declared("sep=;\r\na;b\n"), Some((b';', "a;b\n")));
        assert_eq!(declared("separate\n"), None);
    }

    #[test]
    fn blank_lines_are_counted_wherever_the_line_before_ended() {
        assert_eq!(blank_lines("a\n\n\nb", 2), 2);
        assert_eq!(blank_lines("a\r\n\r\nb", 2), 1);
        assert_eq!(blank_lines("a\r\n\r\nb", 3), 1);
        assert_eq!(blank_lines("a\nb", 2), 0);
        assert_eq!(blank_lines("a", 9), 0);
    }

    #[test]
    fn older_encodings_are_read() {
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode("Čćšžđ; Prishtinë, përgatitje, çështje");
        let expected = "Čćšžđ; Prishtinë, përgatitje, çështje";
        assert_eq!(decode(&bytes), (expected.to_owned(), "windows-1250"));
        assert_eq!(decode(b"\xff\xfeA\0;\0").0, "A;");
        assert_eq!(decode(b"\xef\xbb\xbfA;").0, "A;");
    }
}
