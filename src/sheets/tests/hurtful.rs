//! Files that are meant to hurt: small ones that would take all the memory, and broken ones.

use super::*;

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<d xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table table:name="a">{rows}</table:table></d>"#
    );
    archive(&[
        ("mimetype", ODS),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", content.as_bytes()),
    ])
}

fn refusal(name: &str, bytes: &[u8]) -> Refusal {
    read_bytes(name, bytes).unwrap_err()
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
fn a_sheet_that_is_begun_anew_between_the_rows_is_measured_whole() {
    let row = r#"<table:table-row table:number-rows-repeated="2000"><table:table-cell table:number-columns-repeated="1000" office:value-type="float" office:value="1"/></table:table-row>"#;
    let rows = format!("{row}<x:table/><table:table>").repeat(10);
    assert!(matches!(refusal("a.ods", &ods(&rows)), Refusal::TooManyCells(_)));
}

#[test]
fn a_thousand_million_blanks_are_refused() {
    let cell = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert!(matches!(refusal("a.ods", &ods(cell)), Refusal::Expands(_)));
    let formulas = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" table:formula="=1"/></table:table-row>"#;
    assert!(matches!(refusal("a.ods", &ods(formulas)), Refusal::TooManyCells(_)));
    let empty = r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"/><table:table-cell/></table:table-row>"#;
    assert!(matches!(refusal("a.ods", &ods(&empty.repeat(400))), Refusal::TooManyCells(_)));
}

#[test]
fn one_long_text_in_every_cell_is_refused() {
    let row = format!(
        r#"<table:table-row table:number-rows-repeated="4000"><table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row>"#,
        "x".repeat(30_000)
    );
    assert!(matches!(refusal("a.ods", &ods(&row)), Refusal::Expands(_)));
    let shared = workbook(|sheet| {
        let text = "x".repeat(32_000);
        for row in 0..6_000 {
            sheet.write(row, 0, &text).unwrap();
        }
    });
    assert!(shared.len() < 100_000, "{}", shared.len());
    assert!(matches!(refusal("a.xlsx", &shared), Refusal::Expands(_)));
}

#[test]
fn a_thousand_columns_of_which_each_row_fills_one_are_refused() {
    let titles: Vec<_> = (0..1_000).map(|it| format!("h{it}")).collect();
    let text = format!("{}\n{}", titles.join(","), ",x\n".repeat(20_000));
    assert!(matches!(refusal("a.csv", text.as_bytes()), Refusal::TooManyCells(_)));
}

#[test]
fn a_row_beyond_the_last_one_is_refused() {
    let book = workbook(|sheet| {
        sheet.write(0, 0, "Title").unwrap();
    });
    let far = changed(&book, "xl/worksheets/sheet1.xml", |it| {
        it.replace("r=\"A1\"", "r=\"A4294967295\"")
    });
    assert!(matches!(refusal("a.xlsx", &far), Refusal::TooFarOut(_) | Refusal::Damaged(_)));
}

#[test]
fn millions_of_empty_strings_and_styles_are_refused() {
    for (part, entry) in [("xl/sharedStrings.xml", "<si/>"), ("xl/styles.xml", "<xf/>")] {
        let many = entry.repeat(11_000_000);
        let bomb = archive(&[("xl/workbook.xml", b"<x/>"), (part, many.as_bytes())]);
        assert!(matches!(refusal("a.xlsx", &bomb), Refusal::Expands(_)), "{part}");
    }
}

#[test]
fn a_sheet_that_breaks_off_is_damaged_and_not_left_out() {
    let book = workbook(|sheet| {
        sheet.write(0, 0, "Title").unwrap();
    });
    for cut in ["<sheetData", "</sheetData", "</row>"] {
        let broken = changed(&book, "xl/worksheets/sheet1.xml", |it| {
            it.split(cut).next().unwrap_or_default().to_owned()
        });
        assert!(matches!(refusal("a.xlsx", &broken), Refusal::Damaged(_)), "{cut}");
    }
}

/// A compound file with one stream.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// An old workbook with `sheets` names for one and the same sheet.
fn old_workbook(sheets: usize, strings: &[u8], sheet: &[u8]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let strings = record(0x00fc, strings);
    let name =
        |place: u32| record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat());
    let end = record(0x000a, &[]);
    let head = begin.len() + strings.len() + sheets * name(0).len() + end.len();
    let place = u32::try_from(head).unwrap();
    let mut stream = begin.clone();
    stream.extend(strings);
    stream.extend((0..sheets).flat_map(|_| name(place)));
    stream.extend(&end);
    stream.extend(begin);
    stream.extend(sheet);
    stream.extend(end);
    // The format wants a stream of a page at least.
    stream.resize(stream.len().max(5_000), 0);
    compound("Workbook", &stream)
}

#[test]
fn an_old_workbook_is_measured_before_anything_is_set_aside() {
    let number = |row: u16, column: u16| {
        let at = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[&at[..], &1.0_f64.to_le_bytes()].concat())
    };
    let dimensions = |first: u32, last: u32| {
        let rows = [first.to_le_bytes(), last.to_le_bytes()].concat();
        record(0x0200, &[&rows[..], &[0, 0, 255, 0, 0, 0]].concat())
    };
    let corners = [number(0, 0), number(65_535, 255)].concat();
    let many = |it: &Refusal| matches!(it, Refusal::TooManyCells(_));
    assert!(many(&refusal("a.xls", &old_workbook(1, &[0; 8], &corners))));
    assert!(many(&refusal("a.xls", &old_workbook(1, &[0; 8], &dimensions(0, 1_000_000_000)))));
    let backwards = old_workbook(1, &[0; 8], &dimensions(1_000, 10));
    assert!(matches!(refusal("a.xls", &backwards), Refusal::Damaged(_)));
    let overlapping = old_workbook(5_000, &[0; 8], &number(1, 1).repeat(9_000));
    assert!(matches!(refusal("a.xls", &overlapping), Refusal::Damaged(_)));
    let mut strings = vec![0; 8];
    strings.extend(8_000_u16.to_le_bytes());
    strings.push(0);
    strings.extend([b'x'; 8_000]);
    let label = record(0x00fd, &[0; 10]);
    let repeated = old_workbook(1, &strings, &label.repeat(40_000));
    assert!(matches!(refusal("a.xls", &repeated), Refusal::Expands(_)));
}

#[test]
fn a_compound_file_says_what_it_is() {
    assert_eq!(refusal("a.xlsx", &compound("EncryptedPackage", b"x")), Refusal::Encrypted);
    let locked = compound("Workbook", &record(0x002f, &[1, 0, 1, 0]));
    assert_eq!(refusal("a.xls", &locked), Refusal::Encrypted);
    for parts in [
        [("META-INF/manifest.xml", &b"<m:encryption-data/>"[..]), ("content.xml", b"\x01\x02<")],
        [("META-INF/manifest.xml", b"<m/>"), ("encrypted-package", b"x")],
    ] {
        let locked = archive(&[&[("mimetype", ODS)], &parts[..]].concat());
        assert_eq!(refusal("a.ods", &locked), Refusal::Encrypted);
    }
    let word = compound("WordDocument", b"x");
    assert_eq!(refusal("a.xls", &word), Refusal::OtherFormat("Word".into()));
    assert!(matches!(refusal("a.xls", &word[..700]), Refusal::Damaged(_)));
}

#[test]
fn a_file_that_is_cut_anywhere_never_makes_the_reader_stumble() {
    for name in ["xlsx", "xls", "ods"] {
        let Some(path) = sample(&format!("registers/kaa_programmes_2025_2026.{name}")) else {
            return;
        };
        let bytes = std::fs::read(path).unwrap();
        for part in 1..20 {
            let cut = &bytes[..bytes.len() * part / 20];
            assert!(read_bytes(&format!("a.{name}"), cut).is_err(), "{name} {part}");
        }
    }
}

#[test]
fn a_sheet_that_is_padded_with_empty_rows_to_its_end_is_read() {
    let row = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16383"/></table:table-row>"#;
    let rows = format!(
        "{row}\n<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\n"
    );
    let sheet = read_bytes("a.ods", &ods(&rows)).unwrap().sheets.remove(0);
    assert_eq!(sheet.columns[0].title, "Name");
}
