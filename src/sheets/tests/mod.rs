//! Files as people really have them.

mod hurtful;

use std::io::Write as _;
use std::path::PathBuf;

use rust_xlsxwriter::{Format as CellFormat, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

/// A real file, or none where the samples are not beside the project.
fn sample(name: &str) -> Option<PathBuf> {
    let samples = std::env::var_os("KRITER_SAMPLES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        PathBuf::from,
    );
    let path = samples.join(name);
    if !path.exists() {
        #[expect(clippy::print_stderr, reason = "whoever runs the tests must see it")]
        {
            eprintln!("SKIPPED: the sample {name} is not here; set KRITER_SAMPLES");
        }
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

/// An archive with one part written anew.
fn changed(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..old.len() {
        let mut file = old.by_index(at).unwrap();
        let mut text = String::new();
        let name = file.name().unwrap().into_owned();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        parts.push((name.clone(), if name == part { change(&text) } else { text }));
    }
    let parts: Vec<_> = parts.iter().map(|it| (it.0.as_str(), it.1.as_bytes())).collect();
    archive(&parts)
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
    let mut first: Option<(serde_json::Value, Vec<String>)> = None;
    for name in names.iter().chain([&csv]) {
        let Some(path) = sample(&format!("registers/{name}")) else { return };
        let book = read(&path, name, &Limits::default()).unwrap().json(name);
        let sheet = &book["sheets"][0];
        let cells = |it: &serde_json::Value| it["cells"].to_string();
        let rows: Vec<String> = sheet["rows"].as_array().unwrap().iter().map(cells).collect();
        assert_eq!((rows.len(), &sheet["rows_read"]), (390, &390.into()), "{name}");
        let Some((columns, expected)) = &first else {
            first = Some((sheet["columns"].clone(), rows));
            continue;
        };
        assert_eq!(&sheet["columns"], columns, "{name}");
        for (ours, theirs) in rows.iter().zip(expected) {
            // The text file was written without the few Cyrillic letters that slipped into the register.
            let lacking = |it: &String| it.replace(['ё', 'Ё'], "?");
            if *name == csv {
                assert_eq!(ours, &lacking(theirs), "{name}");
            } else {
                assert_eq!(ours, theirs, "{name}");
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
        ("a.csv", b"{\n  \"a\": 1\n}\n", Refusal::OtherFormat("JSON".into())),
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
    assert_eq!(sheet.rows[0].cells[1].as_date(false), Ok(Some(day)));
    assert_eq!(sheet.rows[1].cells[1].as_date(false), Ok(Some(day)));
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
    // A misspelt heading goes to the field that it is likest to, whichever comes first.
    let fields = [
        Field { name: "reviewer", words: &["reviewed"] },
        Field { name: "date", words: &["review date"] },
    ];
    assert_eq!(match_columns(&[column("Review dat", 0)], &fields), [None, Some(0)]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_stumble(text in "[a-c0-9;,\"\n\t.=ëš]{0,200}") {
        let _ = read_bytes("a.csv", text.as_bytes());
    }

    #[test]
    fn no_bytes_make_the_reader_stumble(
        start in proptest::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"sep="]),
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600),
    ) {
        let _ = read_bytes("a.csv", &[start, &bytes[..]].concat());
    }

    #[test]
    fn what_is_written_safely_reads_back_the_same(
        texts in proptest::collection::vec("[=+@'a-zëš \n-]{0,6}[a-zč]", 3),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["A", "B", "C"]).unwrap();
        writer.write_record(texts.iter().map(|it| escape(it))).unwrap();
        let sheet = read_bytes("a.csv", &writer.into_inner().unwrap()).unwrap().sheets.remove(0);
        let expected: Vec<_> = texts.into_iter().map(Cell::Text).collect();
        proptest::prop_assert_eq!(&sheet.rows[0].cells, &expected);
    }
}

#[test]
fn the_rows_of_a_delimited_text_are_numbered_as_a_spreadsheet_program_shows_them() {
    let text = "sep=;\r\n\r\nName;Note;Due\r\na;\"two\nlines\";1.2.2026\r\n\r\n\r\nb;x;1.2.2026 or later\r\n";
    let book = read_bytes("a.csv", text.as_bytes()).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(book.delimited, Some(Delimited { encoding: "UTF-8", delimiter: ';' }));
    assert_eq!(sheet.header_row, Some(2));
    assert_eq!(sheet.rows.iter().map(|it| it.number).collect::<Vec<_>>(), [3, 6]);
    assert_eq!(sheet.rows[0].cells[1].text(), "two\nlines");
    // What stands after a day is not lost.
    assert_eq!(sheet.rows[1].cells[2], Cell::Text("1.2.2026 or later".into()));
}

#[test]
fn a_column_of_codes_is_text_throughout() {
    let text = "Clause,Count\n4.1,7\n4.10,12\n4.1.2,3\n";
    let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
    assert_eq!(
        sheet.columns.iter().map(|it| it.kind).collect::<Vec<_>>(),
        [ColumnKind::Text, ColumnKind::Number]
    );
    assert_eq!(sheet.rows[0].cells[0].code(), Code::Text("4.1".into()));
}

#[test]
fn a_heading_that_is_merged_over_columns_heads_each_of_them() {
    let book = workbook(|sheet| {
        let plain = CellFormat::new();
        sheet.write(0, 0, "Control").unwrap();
        sheet.merge_range(0, 1, 0, 2, "Mappings", &plain).unwrap();
        sheet.write(0, 3, "Owner").unwrap();
        for (column, text) in (0..5).zip(["a", "AC-1", "AC-2", "Arta", "stray"]) {
            sheet.write(1, column, text).unwrap();
        }
    });
    let sheet = read_bytes("a.xlsx", &book).unwrap().sheets.remove(0);
    let titles: Vec<_> = sheet.columns.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Control", "Mappings", "Mappings", "Owner", "E"]);
    let problems: Vec<_> =
        sheet.problems.iter().map(|it| (it.code, it.row, it.column.as_deref())).collect();
    assert_eq!(problems, [("header_missing", Some(1), Some("E"))]);
}

#[test]
fn a_first_row_that_reads_like_data_is_data() {
    let rows_of = |text: &str| {
        let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
        (sheet.header_row, sheet.rows.len())
    };
    for text in [
        "3.1.1,Limit access\n3.1.2,Limit functions\n3.10.1,Lock doors\n3.10.2,Watch doors\n",
        "AC-1,Policy\nAC-2,Accounts\nAT-1,Training\nAU-12,Records\n",
    ] {
        assert_eq!(rows_of(text), (None, 4), "{text}");
    }
    for text in [
        "Code,Title\n3.1.1,Limit access\n3.1.2,Limit functions\n3.10.1,Lock doors\n",
        "Unit,Q1,Q2\nPolice,12,14\nCustoms,9,8\nRescue,4,4\n",
        "Unit,2025,2026\nPolice,2101,2114\nCustoms,2009,2008\nRescue,2004,2005\n",
        "Shelf A-1,Room\nA-2,Store\nA-3,Store\nA-4,Office\n",
    ] {
        assert_eq!(rows_of(text), (Some(1), 3), "{text}");
    }
}

#[test]
fn headings_are_taken_for_data_and_back_without_loss() {
    let text = "Code,Title,\nx,One,note\ny,Two,\n";
    let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
    let titles = |it: &Sheet| it.columns.iter().map(|it| it.title.clone()).collect::<Vec<_>>();
    let codes = |it: &Sheet| it.problems.iter().map(|it| it.code).collect::<Vec<_>>();
    let headless = sheet.clone().with_headings(false);
    assert_eq!(titles(&headless), ["A", "B", "C"]);
    assert_eq!(codes(&headless), ["headings_missing"]);
    assert_eq!(
        headless.rows[0].cells,
        [Cell::Text("Code".into()), Cell::Text("Title".into()), Cell::Empty]
    );
    let back = headless.with_headings(true);
    assert_eq!((back.header_row, titles(&back)), (sheet.header_row, titles(&sheet)));
    assert_eq!((back.rows.len(), codes(&back)), (2, codes(&sheet)));
}

#[test]
fn a_table_is_found_even_below_and_beside_much_else() {
    let note = "see the notes\n".repeat(60);
    let text = format!("2025,2026\n1,2\n{note}a,b,c,d\n");
    let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
    assert_eq!(sheet.header_row, Some(1));
    assert!(!sheet.rows.is_empty());
}

#[test]
fn rows_with_only_a_name_are_data_where_most_rows_are_so() {
    let text = "Name,Owner,Due\nPolicy,,\nPlan,,\nRegister,Arta,1.2.2026\n";
    let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
    assert_eq!((sheet.rows.len(), sheet.headings.len()), (3, 0));
}

#[test]
fn a_workbook_that_counts_days_from_1904_has_the_same_days() {
    let book = workbook(|sheet| {
        let date = CellFormat::new().set_num_format("dd.mm.yyyy");
        let time = CellFormat::new().set_num_format("hh:mm");
        sheet.write(0, 0, "Due").unwrap();
        sheet.write(0, 1, "At").unwrap();
        sheet.write_with_format(1, 0, 46_387.0 - 1_462.0, &date).unwrap();
        sheet.write_with_format(1, 1, 0.5, &time).unwrap();
        sheet.write(0, 2, "Bare").unwrap();
        sheet.write(1, 2, 46_387.0 - 1_462.0).unwrap();
    });
    let book = changed(&book, "xl/workbook.xml", |it| {
        it.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    let sheet = read_bytes("a.xlsx", &book).unwrap().sheets.remove(0);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    assert_eq!(sheet.rows[0].cells[..2], [Cell::Date(day), Cell::Text("12:00:00".into())]);
    assert_eq!(sheet.rows[0].cells[2].as_date(sheet.from_1904), Ok(Some(day)));
}

#[test]
fn formulas_give_their_value_and_errors_stay_errors() {
    let book = workbook(|sheet| {
        for (column, title) in (0..3).zip(["Sum", "Found", "Is"]) {
            sheet.write(0, column, title).unwrap();
        }
        sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
        sheet
            .write_formula(1, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
        sheet.write(1, 2, true).unwrap();
    });
    let sheet = read_bytes("a.xlsx", &book).unwrap().sheets.remove(0);
    assert_eq!(
        sheet.rows[0].cells,
        [Cell::Number(2.0, None), Cell::Error("#N/A".into()), Cell::Boolean(true)]
    );
    assert_eq!(Cell::Number(0.1 + 0.2, None).text(), "0.3");
}

#[test]
fn a_text_that_is_too_long_is_cut_and_said_so() {
    let text = format!("Name,Note\na,{}\n", "ë".repeat(40_000));
    let sheet = read_bytes("a.csv", text.as_bytes()).unwrap().sheets.remove(0);
    assert_eq!(sheet.rows[0].cells[1].text().chars().count(), 32_767);
    let problem = &sheet.problems[0];
    assert_eq!(
        (problem.code, problem.row, problem.column.as_deref()),
        ("cell_too_long", Some(2), Some("B"))
    );
}
