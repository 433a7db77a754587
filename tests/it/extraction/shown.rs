//! What is shown of a file in place of it: its pieces in order, one sheet, and of a hostile one no more than its text.

use std::path::PathBuf;

use kriter::extraction::{Body, Extractor, Failure, Hint, Limits, Piece, ROWS, Shown, show};

use super::hostile::bomb;
use super::kept;
use super::made::{docx, drawing, open_document, pages, paragraph, pptx, xlsx, zip};

fn shown(name: &str, bytes: &[u8]) -> Shown {
    show(kept(bytes).path(), name, 0, &Limits::default()).unwrap()
}

/// The pieces of a document, one line each.
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let found = shown(name, bytes);
    let Body::Document(pieces) = found.body else { panic!("{name}: {found:?}") };
    let one = |it: &Piece| match it {
        Piece::Heading(depth, text) => format!("h{depth} {text}"),
        Piece::Paragraph(text) => format!("p {text}"),
        Piece::Item(text) => format!("* {text}"),
        Piece::Table(rows) => {
            let rows: Vec<_> = rows.iter().map(|it| it.join("|")).collect();
            format!("t {}", rows.join("/"))
        }
        Piece::Page(number) => format!("page {number}"),
        Piece::Rule => "--".to_owned(),
    };
    pieces.iter().map(one).collect()
}

#[test]
fn a_document_is_shown_by_its_headings_lists_and_tables() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        styled("<w:pStyle w:val=\"Naslov1\"/>", "Pravilnik"),
        paragraph("Čl. 1"),
        styled("<w:numPr><w:ilvl w:val=\"0\"/></w:numPr>", "prvo"),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("Kod"),
            cell("Naziv"),
            cell("7.2"),
            cell("a &amp; b")
        ),
        paragraph("Kraj"),
    ];
    let styles = "<w:styles><w:style w:styleId=\"Naslov1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let with_styles = {
        let types = super::made::types(&[
            ("word/document.xml", "wordprocessingml.document.main"),
            ("word/styles.xml", "wordprocessingml.styles"),
        ]);
        let document = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
        zip(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ])
    };
    let expected = ["h1 Pravilnik", "p Čl. 1", "* prvo", "t Kod|Naziv/7.2|a & b", "p Kraj"];
    assert_eq!(told("a.docx", &with_styles), expected);
    // Without styles a heading is a paragraph; notes and headers stand apart.
    let plain = told("a.docx", &docx(&body.concat()));
    let expected = ["p Pravilnik", "p Čl. 1", "* prvo", "t Kod|Naziv/7.2|a & b", "p Kraj"];
    assert_eq!(plain[..5], expected);
    assert_eq!(plain[5..], ["--", "p A note", "--", "p In the header"]);
}

#[test]
fn other_documents_are_shown_by_theirs() {
    let text = "<text:h text:outline-level=\"2\">Titulli</text:h><text:p>Një</text:p>\
        <text:list><text:list-item><text:p>dy</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
        <table:table-cell><text:p>b</text:p><text:p>c</text:p></table:table-cell></table:table-row></table:table>";
    let found = told("a.odt", &open_document("text", text));
    assert_eq!(found, ["h2 Titulli", "p Një", "* dy", "t a|b\nc", "--", "p In the header"]);
    let page = "<!doctype html><title>T</title><h1>One</h1><p>two<ul><li>three<li>four</ul>\
        <table><tr><th>a<th>b<tr><td>1<td>2</table><p>five";
    let found = told("a.html", page.as_bytes());
    assert_eq!(found, ["p T", "h1 One", "p two", "* three", "* four", "t a|b/1|2", "p five"]);
    let found = told("a.pptx", &pptx(&["First", "Second"]));
    assert_eq!(found, ["page 1", "p First", "page 2", "p Second"]);
    let found = told("a.pdf", &pages(&[&drawing("č", "One"), &drawing("ć", "Two")]));
    assert_eq!(found, ["page 1", "p č", "p One", "page 2", "p ć", "p Two"]);
    let mail = "From: Ana <ana@a.example>\r\nTo: b@b.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\nSubject: =?utf-8?q?=C4=8Ca?=\r\n\r\nBody\r\n";
    let found = told("a.eml", mail.as_bytes());
    assert_eq!(found[0], "p Ča");
    assert_eq!(found.last().unwrap(), "p Body");
}

#[test]
fn text_stays_as_it_stands() {
    for (name, bytes) in [("a.txt", "ë\r\n\r\n  b\tc\n"), ("a.md", "# T\n\n- a\n")] {
        let expected = bytes.replace("\r\n", "\n");
        assert_eq!(shown(name, bytes.as_bytes()).body, Body::Text(expected), "{name}");
    }
    let old = encoding_rs::WINDOWS_1250.encode("Čišćenje, đak, žurba; përgatitja e çështjes").0;
    let found = shown("a.txt", &old).body;
    assert_eq!(found, Body::Text("Čišćenje, đak, žurba; përgatitja e çështjes".into()));
}

#[test]
fn a_sheet_is_shown_from_its_beginning_with_its_own_numbers() {
    let Body::Book(book) = shown("a.xlsx", &xlsx("Đak")).body else { panic!() };
    assert_eq!(
        (book.sheets.as_slice(), book.columns, book.all),
        (&["Lista".to_owned()][..], 2, (2, 2))
    );
    assert_eq!(book.rows[0], (1, vec!["Đak".to_owned()]));
    assert_eq!(book.rows[1], (2, vec![String::new(), "4.5".to_owned()]));
    let Body::Book(book) = shown("a.csv", "a;b\nç;2\n".as_bytes()).body else { panic!() };
    assert_eq!(book.rows[1], (2, vec!["ç".to_owned(), "2".to_owned()]));
    let mut made = rust_xlsxwriter::Workbook::new();
    made.add_worksheet().set_name("First").unwrap().write(0, 0, "x".repeat(9_000)).unwrap();
    let large = made.add_worksheet().set_name("Large").unwrap();
    for row in 0..2_000 {
        large.write(row, 0, row).unwrap();
    }
    large.write(0, 99, "far out").unwrap();
    let bytes = made.save_to_buffer().unwrap();
    let found = show(kept(&bytes).path(), "a.xlsx", 1, &Limits::default()).unwrap();
    let Body::Book(book) = found.body else { panic!() };
    assert!(found.truncated);
    assert_eq!((book.at, book.rows.len(), book.columns, book.all), (1, ROWS, 40, (2_000, 100)));
    let Body::Book(book) = shown("a.xlsx", &bytes).body else { panic!() };
    assert!(book.rows[0].1[0].len() < 1_000);
    // A sheet that is not there is the last one.
    let found = show(kept(&bytes).path(), "a.xlsx", 99, &Limits::default()).unwrap();
    assert!(matches!(found.body, Body::Book(book) if book.at == 1));
}

#[test]
fn what_has_no_reader_or_breaks_is_said() {
    for (name, bytes, hints) in [
        ("a.zip", zip(&[("a", b"b")]), vec![]),
        ("a.rtf", b"{\\rtf1 a}".to_vec(), vec![]),
        ("a.bin", b"a\0\0b".to_vec(), vec![]),
        ("a.pdf", b"%PDF-1.7 nothing".to_vec(), vec![Hint::Damaged]),
        ("a.docx", b"PK\x03\x04 nothing".to_vec(), vec![Hint::Damaged]),
        ("a.txt", Vec::new(), vec![]),
    ] {
        let found = shown(name, &bytes);
        assert_eq!((found.body, found.hints), (Body::Nothing, hints), "{name}");
    }
}

#[test]
fn rows_without_end_stay_few_and_depth_costs_nothing() {
    let many = format!("<w:tbl>{}", "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(300_000));
    let found = shown("a.docx", &docx(&format!("{}{many}", paragraph("before"))));
    assert!(found.truncated, "{:?}", found.hints);
    let deep = format!("{}deep", "<table><tr><td>".repeat(150_000));
    let found = shown("a.html", format!("<html>{deep}").as_bytes());
    assert_eq!((found.body, found.hints), (Body::Nothing, vec![Hint::TooLarge]));
}

#[tokio::test]
async fn the_process_shows_what_the_readers_show_and_its_limits_hold() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_kriter"));
    let reader = Extractor { program: program.clone(), limits: Limits::default() };
    let bytes = docx(&paragraph("Извештај \"x\" \\"));
    let found = reader.show(kept(&bytes).path(), "a.docx", 0).await;
    assert_eq!(found, Ok(shown("a.docx", &bytes)));
    let found = reader.show(kept(&bomb(200)).path(), "a.docx", 0).await.unwrap();
    assert_eq!((found.body, found.hints), (Body::Nothing, vec![Hint::TooLarge]));
    let limits = Limits { memory: 128 * 1024 * 1024, ..Limits::default() };
    let reader = Extractor { program, limits };
    let found = reader.show(kept(&bomb(120)).path(), "a.docx", 0).await;
    assert_eq!(found, Err(Failure::Memory));
    let reader = Extractor { program: "/nowhere/at/all".into(), limits: Limits::default() };
    let found = reader.show(kept(b"a").path(), "a.txt", 0).await;
    assert_eq!(found, Err(Failure::Unavailable));
}
