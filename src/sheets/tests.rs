//! Files as people really have them, and files that are meant to hurt.

use std::io::Write as _;
use std::path::PathBuf;

use rust_xlsxwriter::{Format as CellFormat, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

#[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
/// A real file, or none where the samples are not beside the project.
fn sample(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples").join(name);
    if !path.exists() {
        eprintln!("SKIPPED: the sample {name} is not here");
        return None;
    }
    Some(path)
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Book, Refusal> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    read(&path, name, &Limits::default())
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_real_gap_tracker_is_read_with_its_header_and_sections() {
    let Some(path) = sample("registers/iso17025_gap_tracker.xlsx") else { return };
    let book = read(&path, "tracker.xlsx", &Limits::default()).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!((sheet.header_row, sheet.rows.len(), sheet.headings.len()), (Some(4), 109, 6));
    assert_eq!(sheet.headings[0].row, 5);
    assert_eq!(sheet.rows[0].number, 6);
    assert_eq!(sheet.columns[1].title, "Clause");
    assert!(sheet.problems.is_empty(), "{:?}", sheet.problems);
}

#[test]
fn the_same_register_in_four_formats_reads_the_same() {
    let names = ["xlsx", "xls", "ods"].map(|it| format!("kaa_programmes_2025_2026.{it}"));
    let csv = "kaa_programmes_2025_2026_semicolon_cp1250.csv".to_owned();
    let mut first: Option<(String, Vec<String>)> = None;
    for name in names.iter().chain([&csv]) {
        let Some(path) = sample(&format!("registers/{name}")) else { return };
        let sheet = read(&path, name, &Limits::default()).unwrap().sheets.remove(0);
        let rows: Vec<String> = sheet
            .rows
            .iter()
            .map(|it| format!("{:?}", it.cells.iter().map(Cell::text).collect::<Vec<_>>()))
            .collect();
        assert_eq!(rows.len(), 390, "{name}");
        let kinds = format!(
            "{:?}",
            sheet.columns.iter().map(|it| (&it.title, it.kind)).collect::<Vec<_>>()
        );
        match &first {
            None => first = Some((kinds, rows)),
            Some((expected, first)) => {
                assert_eq!(&kinds, expected, "{name}");
                // The text file was written without the few Cyrillic letters that slipped into the register.
                let written = |text: &String| {
                    if *name == csv { text.replace(['ё', 'Ё'], "?") } else { text.clone() }
                };
                for (ours, theirs) in rows.iter().zip(first.iter().map(written)) {
                    assert_eq!(ours, &theirs, "{name}");
                }
            }
        }
    }
}

#[test]
fn an_evidence_register_with_long_cells_is_read() {
    let Some(path) = sample("registers/evidences.csv") else { return };
    let sheet = read(&path, "evidences.csv", &Limits::default()).unwrap().sheets.remove(0);
    assert_eq!(
        sheet.columns.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(),
        ["name", "description"]
    );
    assert!(sheet.rows.len() > 300, "{}", sheet.rows.len());
}

#[test]
fn damaged_headings_are_named_by_their_cell() {
    for (name, code) in [
        ("duplicate_column_heading", "header_duplicate"),
        ("missing_column_heading", "header_missing"),
    ] {
        let Some(path) = sample(&format!("damaged/{name}.xlsx")) else { return };
        let book = read(&path, name, &Limits::default()).unwrap();
        let problems: Vec<_> = book.sheets.iter().flat_map(|it| &it.problems).collect();
        assert!(
            problems.iter().any(|it| it.code == code && it.column.is_some()),
            "{name}: {problems:?}"
        );
    }
}

#[test]
fn what_is_no_spreadsheet_is_told_what_it_is() {
    for (name, bytes, expected) in [
        ("a.xlsx", &b""[..], Refusal::NoContent),
        ("a.csv", b"\n\n  \n", Refusal::Empty),
        (
            "a.xls",
            b"<html><table><tr><td>1</td></tr></table>",
            Refusal::OtherFormat("text/html".into()),
        ),
        ("a.xlsx", b"%PDF-1.7 ...", Refusal::OtherFormat("application/pdf".into())),
        ("a.xlsx", b"name;value\n1;2\n", Refusal::OtherFormat("text/plain".into())),
    ] {
        assert_eq!(read_bytes(name, bytes).unwrap_err(), expected, "{name}");
    }
    let word = archive(&[("word/document.xml", b"<w/>")]);
    assert_eq!(read_bytes("a.xlsx", &word).unwrap_err(), Refusal::OtherFormat("Word".into()));
    let broken = &workbook(|sheet| {
        sheet.write(0, 0, "Title").unwrap();
    })[..300];
    assert!(matches!(read_bytes("a.xlsx", broken).unwrap_err(), Refusal::Damaged(_)));
    let hollow = archive(&[("xl/workbook.xml", b"nonsense")]);
    assert!(matches!(
        read_bytes("a.xlsx", &hollow).unwrap_err(),
        Refusal::Damaged(_) | Refusal::Empty
    ));
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read_bytes("a.xlsx", &locked).unwrap_err(), Refusal::Encrypted);
}

#[test]
fn a_small_file_that_becomes_huge_is_refused_before_it_is_parsed() {
    let bomb =
        archive(&[("xl/workbook.xml", b"<x/>"), ("xl/sharedStrings.xml", &vec![b' '; 500 << 20])]);
    assert!(bomb.len() < 600_000, "{}", bomb.len());
    assert!(matches!(read_bytes("a.xlsx", &bomb).unwrap_err(), Refusal::Expands(_)));
}

#[test]
fn a_cell_in_the_last_corner_is_refused_by_its_address() {
    let far = workbook(|sheet| {
        sheet.write(0, 0, "Title").unwrap();
        sheet.write(1_048_575, 16_383, "far").unwrap();
    });
    assert_eq!(read_bytes("a.xlsx", &far).unwrap_err(), Refusal::TooFarOut("XFD1048576".into()));
}

#[test]
fn a_row_repeated_a_million_times_is_refused() {
    let content = br#"<d xmlns:table="t" xmlns:office="o"><table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" office:value-type="string"/></table:table-row></table:table></d>"#;
    let bomb = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ]);
    assert!(matches!(read_bytes("a.ods", &bomb).unwrap_err(), Refusal::TooManyCells(_)));
}

#[test]
fn dates_codes_and_formulas_keep_what_they_are() {
    let book = workbook(|sheet| {
        for (column, title) in ["Criterion", "Due date", "Note"].iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), *title).unwrap();
        }
        let date = CellFormat::new().set_num_format("dd.mm.yyyy");
        sheet.write(1, 0, 4.1).unwrap();
        sheet.write_with_format(1, 1, 46_387.0, &date).unwrap();
        sheet.write_string(1, 2, "=HYPERLINK(\"http://evil\")").unwrap();
        sheet.write_string(2, 0, "4.10").unwrap();
        sheet.write_string(2, 1, "31.12.2026").unwrap();
        sheet.write(2, 2, 7.0).unwrap();
    });
    let sheet = read_bytes("a.xlsx", &book).unwrap().sheets.remove(0);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    assert_eq!(sheet.rows[0].cells[0].code(), Code::Number("4.1".into()));
    assert_eq!(sheet.rows[1].cells[0].code(), Code::Text("4.10".into()));
    assert_eq!(sheet.rows[0].cells[1].as_date(), Ok(Some(day)));
    assert_eq!(sheet.rows[1].cells[1].as_date(), Ok(Some(day)));
    assert_eq!(sheet.rows[0].cells[2].text(), "=HYPERLINK(\"http://evil\")");
}

#[test]
fn columns_are_found_by_what_they_are_called_in_any_language() {
    let column = |title: &str, index| Column { index, title: title.into(), kind: ColumnKind::Text };
    let columns =
        [column("Afati", 0), column("KRITERI", 1), column("Owners", 2), column("Due-date", 3)];
    let fields = [
        Field { name: "criterion", words: &["criterion", "kriteri"] },
        Field { name: "owner", words: &["owner"] },
        Field { name: "due", words: &["due date", "afati"] },
    ];
    assert_eq!(match_columns(&columns, &fields), [Some(1), Some(2), Some(3)]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_stumble(text in "[a-c0-9;,\"\n\t.=ëš]{0,200}") {
        let _ = read_bytes("a.csv", text.as_bytes());
    }
}
