//! Each format gives its text, and the hints that can be known.

use kriter::extraction::{Hint, Limits, read};
use pdf_extract::{Document, EncryptionState, EncryptionVersion, Permissions};

use super::made::{
    compound, docx, drawing, open_document, open_document_with, pages, paragraph, pptx, xls, xlsx,
    zip,
};
use super::{found, kept};

const LETTERS: &str = "Çështje e përgatitur, čišćenje đaka, Извештај";

#[test]
fn a_document_gives_its_paragraphs_then_notes_and_headers() {
    let body = [
        paragraph(&format!("{LETTERS} &amp; &#x10d;")),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(),
        "<w:p><w:r><w:t>one</w:t></w:r><w:r><w:t>word</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>".into(),
        "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>".into(),
        "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><mc:Fallback><w:t>again</w:t></mc:Fallback></w:p>".into(),
    ]
    .concat();
    let found = found("report.docx", &docx(&body));
    let expected = format!("{LETTERS} & č\na\nb\noneword two\nthree\nA note\nIn the header");
    assert_eq!((found.text, found.hints), (expected, vec![]));
    assert!(found.media_type.ends_with("wordprocessingml.document"));
    assert_eq!((found.pages, found.truncated), (None, false));
}

#[test]
fn a_document_without_a_list_of_parts_is_read_by_their_names() {
    let body = b"<w:document><w:p><w:t>text</w:t></w:p></w:document>";
    let found = found("a.docx", &zip(&[("word\\document.xml", body)]));
    assert_eq!((found.text.as_str(), found.hints), ("text", vec![]));
}

#[test]
fn a_presentation_gives_its_slides_in_their_order() {
    let texts: Vec<_> = (1..=11).map(|it| format!("slide {it}")).collect();
    let slides: Vec<_> = texts.iter().map(String::as_str).collect();
    let whole = found("a.pptx", &pptx(&slides));
    assert_eq!((whole.text, whole.pages), (texts.join("\n"), Some(11)));
    let limits = Limits { pages: 2, ..Limits::default() };
    let part = read(kept(&pptx(&slides)).path(), "a.pptx", &limits).unwrap();
    assert_eq!((part.text.as_str(), part.truncated), ("slide 1\nslide 2", true));
    assert_eq!(part.pages, Some(11));
}

#[test]
fn open_documents_give_their_text() {
    let body = format!(
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>\
         <text:h>Title</text:h><text:p>{LETTERS}<text:s text:c=\"5\"/>a<text:span>b</text:span><text:line-break/>c</text:p>"
    );
    let text = found("a.odt", &open_document("text", &body));
    assert_eq!(text.text, format!("Title\n{LETTERS} ab\nc\nIn the header"));
    assert_eq!(text.media_type, "application/vnd.oasis.opendocument.text");
    let body =
        "<draw:page><text:p>one</text:p></draw:page><draw:page><text:p>two</text:p></draw:page>";
    let slides = found("a.odp", &open_document("presentation", body));
    assert_eq!((slides.text.as_str(), slides.pages), ("one\ntwo", Some(2)));
    let body = format!(
        "<table:table table:name=\"Lista\"><table:table-row><table:table-cell office:value-type=\"string\">\
         <text:p>{LETTERS}</text:p></table:table-cell></table:table-row></table:table>"
    );
    let sheet = found("a.ods", &open_document("spreadsheet", &body));
    assert_eq!((sheet.text, sheet.hints), (format!("Lista\n{LETTERS}"), vec![]));
}

#[test]
fn workbooks_give_their_cells() {
    let new = found("a.xlsx", &xlsx(LETTERS));
    assert_eq!((new.text, new.hints), (format!("Lista\n{LETTERS}\n4.5"), vec![]));
    let old = found("a.xls", &xls(LETTERS));
    assert_eq!((old.text, old.hints), (format!("a\n{LETTERS}"), vec![]));
    assert_eq!(old.media_type, "application/vnd.ms-excel");
}

#[test]
fn a_page_gives_what_is_seen_of_it() {
    let page = "<!DOCTYPE html><title>Politika &amp; rregullat</title><style>p { color: red }</style>\
        <script>if (a < b) document.write('<p>not this')</script><!-- nor this -->\
        <p>Për<b>gatitje</b><p>&#269;i&scaron;&cacute;enje<br>x<table><tr><td>a<td>b</table><p hidden>c\
        <textarea><i>typed</i></textarea>";
    let page = found("a.html", page.as_bytes());
    let expected = "Politika & rregullat\nPërgatitje\nčišćenje\nx\na b\nc\n<i>typed</i>";
    assert_eq!((page.text.as_str(), page.hints), (expected, vec![]));
    assert_eq!(page.media_type, "text/html");
    let old = "<html><meta http-equiv=Content-Type content=\"text/html; charset=windows-1250\"><p>Čišćenje";
    let (old, ..) = encoding_rs::WINDOWS_1250.encode(old);
    assert_eq!(found("a.htm", &old).text, "Čišćenje");
    let named = "<html><meta charset='windows-1251'><p>Чай";
    let (named, ..) = encoding_rs::WINDOWS_1251.encode(named);
    assert_eq!(found("a.htm", &named).text, "Чай");
}

#[test]
fn text_is_read_in_any_encoding() {
    let cyrillic = "Извештај о самовредновању установе; за акредитацију програма";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(cyrillic);
    assert_eq!(found("a.txt", &bytes).text, cyrillic);
    let (bytes, ..) =
        encoding_rs::WINDOWS_1250.encode("Čistoća;Đak;Žurba;përgatitje e çështjes\r\n1;2;3;4");
    let sheet = found("a.csv", &bytes);
    assert_eq!(sheet.text, "Čistoća;Đak;Žurba;përgatitje e çështjes\n1;2;3;4");
    assert_eq!(sheet.media_type, "text/csv");
    let wide: Vec<u8> =
        format!("\u{feff}{LETTERS}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide = found("a.txt", &wide);
    assert_eq!((wide.text.as_str(), wide.hints), (LETTERS, vec![]));
}

#[test]
fn a_mail_gives_its_bodies_and_the_names_of_what_is_attached() {
    let mail = "From: =?UTF-8?Q?Arta_Kel=C3=ABmendi?= <arta@example.org>\r\nTo: b@example.org\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\
        Subject: =?windows-1250?Q?=C8i=9A=E6enje?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Në shtojcë <b>raporti</b></p><script>no</script>\r\n\
        --x\r\nContent-Type: application/pdf; name=\"=?UTF-8?B?xI1sYW4ucGRm?=\"\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Disposition: attachment\r\n\r\nJVBERi0xLjQK\r\n--x--\r\n";
    let mail = found("a.eml", mail.as_bytes());
    let expected = "Čišćenje\nArta Kelëmendi arta@example.org\nb@example.org\n2026-11-24T10:00:00+01:00\nNë shtojcë raporti\nčlan.pdf";
    assert_eq!((mail.text.as_str(), mail.hints), (expected, vec![]));
    assert_eq!(mail.media_type, "message/rfc822");
}

#[test]
fn a_pdf_gives_the_text_of_its_pages() {
    let (first, second) =
        (drawing("Извештај", "Përgatitja e çështjes"), drawing("čćšžđ", "Page two"));
    let whole = found("a.pdf", &pages(&[&first, &second]));
    assert_eq!(whole.text, "Извештај\nPërgatitja e çështjes\nčćšžđ\nPage two");
    assert_eq!((whole.pages, whole.hints), (Some(2), vec![]));
    let limits = Limits { pages: 1, ..Limits::default() };
    let part = read(kept(&pages(&[&first, &second])).path(), "a.pdf", &limits).unwrap();
    assert_eq!((part.text.as_str(), part.truncated), ("Извештај\nPërgatitja e çështjes", true));
}

#[test]
fn one_bad_page_does_not_cost_the_others() {
    let good = drawing("čć", "Good");
    let bytes = pages(&[&good, b"BT /None 12 Tf (x) Tj ET", &good]);
    let found = found("a.pdf", &bytes);
    assert_eq!((found.text.as_str(), found.pages), ("čć\nGood\nčć\nGood", Some(3)));
}

#[test]
fn pages_without_a_letter_are_a_scan() {
    let scan = found("a.pdf", &pages(&[b"0 0 100 100 re f", b"q Q"]));
    assert_eq!((scan.text.as_str(), scan.hints), ("", vec![Hint::NoText]));
    assert_eq!(scan.pages, Some(2));
}

/// A PDF under passwords.
fn locked(user: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&pages(&[&drawing("čć", "Secret")])).unwrap();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::empty(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_needs_a_password_says_so() {
    let package = compound(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"y")]);
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let text = open_document_with("text", "<text:p>&#8;</text:p>", manifest);
    let sheet = open_document_with("spreadsheet", "", manifest);
    for (name, bytes) in [
        ("a.pdf", locked("user")),
        ("a.xlsx", package.clone()),
        ("a.docx", package),
        ("a.odt", text),
        ("a.ods", sheet),
    ] {
        let found = found(name, &bytes);
        assert_eq!(
            (found.text.as_str(), found.hints),
            ("", vec![Hint::PasswordProtected]),
            "{name}"
        );
    }
}

#[test]
fn a_pdf_that_only_forbids_changes_is_read() {
    let found = found("a.pdf", &locked(""));
    assert_eq!((found.text.as_str(), found.hints), ("čć\nSecret", vec![]));
}

#[test]
fn a_name_that_promises_something_else_is_found_out() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    for (name, bytes, differs) in [
        ("a.pdf", docx(&paragraph("x")), true),
        ("a.pdf", png.clone(), true),
        ("a.pdf", b"<html><p>x".to_vec(), true),
        ("a.docx", pages(&[&drawing("č", "x")]), true),
        ("a.odt", docx(&paragraph("x")), true),
        ("a.docx", xlsx("x"), true),
        ("a.PNG", png.clone(), false),
        ("a", png, false),
        ("a.docx", docx(&paragraph("x")), false),
    ] {
        let found = found(name, &bytes);
        assert_eq!(
            found.hints.contains(&Hint::EndingDiffers),
            differs,
            "{name} {}",
            found.media_type
        );
    }
}

#[test]
fn a_file_without_bytes_is_empty_and_one_without_a_reader_is_no_fault() {
    assert_eq!(found("a.pdf", b"").hints, [Hint::Empty]);
    let picture = found("a.gif", b"GIF89a\x01\0\x01\0");
    assert_eq!((picture.hints, picture.media_type.as_str()), (vec![], "image/gif"));
    let archive = found("a.zip", &zip(&[("a.txt", b"text")]));
    assert_eq!((archive.text.as_str(), archive.media_type.as_str()), ("", "application/zip"));
    assert_eq!(archive.hints, []);
}
