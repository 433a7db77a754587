//! Files that mean harm, given to the readers themselves: they stay small and end.

use std::fmt::Write as _;

use kriter::extraction::{Hint, Limits, read};

use super::made::{docx, drawing, open_document, pages, paragraph, pdf, types, zip};
use super::{found, kept};

/// A document whose body unpacks to so many mebibytes of spaces, in a part of its own.
pub fn bomb(mebibytes: usize) -> Vec<u8> {
    let body = format!("<w:document><w:p>{}", " ".repeat(mebibytes * 1024 * 1024));
    let types = types(&[("word/document.xml", "wordprocessingml.document.main")]);
    zip(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())])
}

#[test]
fn a_document_that_unpacks_to_too_much_is_left() {
    let limits = Limits { unpacked: 4 * 1024 * 1024, ..Limits::default() };
    let bomb = bomb(20);
    assert!(bomb.len() < 100_000);
    let found = read(kept(&bomb).path(), "a.docx", &limits).unwrap();
    assert_eq!((found.text.as_str(), found.hints), ("", vec![Hint::TooLarge]));
    let sheet = open_document("spreadsheet", &format!("<text:p>{}", " ".repeat(5 * 1024 * 1024)));
    let found = read(kept(&sheet).path(), "a.ods", &limits).unwrap();
    assert_eq!(found.hints, [Hint::TooLarge]);
}

#[test]
fn more_text_than_is_kept_is_cut_and_says_so() {
    let limits = Limits { text: 1_000, ..Limits::default() };
    let long = "një dy tre ".repeat(10_000);
    for (name, bytes) in [
        ("a.docx", docx(&paragraph(&long))),
        ("a.odt", open_document("text", &format!("<text:p>{long}</text:p>"))),
        ("a.html", format!("<html>{long}").into_bytes()),
        ("a.txt", long.clone().into_bytes()),
        ("a.pdf", pages(&[&drawing("č", &"një dy tre ".repeat(1_000))])),
    ] {
        let found = read(kept(&bytes).path(), name, &limits).unwrap();
        assert!(found.truncated && found.hints.is_empty(), "{name} {:?}", found.hints);
        assert!((900..=1_000).contains(&found.text.len()), "{name} {}", found.text.len());
    }
}

#[test]
fn depth_costs_nothing() {
    let deep = |open: &str, close: &str, text: &str| {
        format!("{}{text}{}", open.repeat(200_000), close.repeat(200_000))
    };
    let word = docx(&deep("<w:p>", "</w:p>", "<w:t>deep</w:t>"));
    assert!(found("a.docx", &word).text.starts_with("deep"));
    let text = open_document("text", &deep("<text:p>", "</text:p>", "deep"));
    assert!(found("a.odt", &text).text.starts_with("deep"));
    let page = format!("<html>{}", deep("<div>", "</div>", "deep"));
    assert_eq!(found("a.html", page.as_bytes()).text, "deep");
}

#[test]
fn entities_that_laugh_stay_small() {
    let mut laughs = "<!DOCTYPE w:document [<!ENTITY a0 \"ha\">".to_owned();
    for at in 1..40 {
        let before = format!("&a{};", at - 1).repeat(10);
        write!(laughs, "<!ENTITY a{at} \"{before}\">").unwrap();
    }
    laughs.push_str("<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
    let body = format!("{laughs}<w:document><w:p><w:t>one &a39;&x; two</w:t></w:p></w:document>");
    let types = types(&[("word/document.xml", "wordprocessingml.document.main")]);
    let word =
        zip(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())]);
    let word = found("a.docx", &word);
    assert_eq!((word.text.as_str(), word.hints), ("one two", vec![]));
    let page = found("a.html", format!("{laughs}<html><p>one &a39;&x; two").as_bytes());
    assert!(page.text.ends_with("one &a39;&x; two") && page.text.len() < 20_000, "{}", page.text);
}

#[test]
fn sizes_that_are_only_declared_are_not_believed() {
    // The size of the unpacked part, in the archive's list and before the part itself, becomes two thousand million.
    let mut bytes = zip(&[("word/document.xml", b"<w:document><w:t>text</w:t></w:document>")]);
    for (mark, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let place = bytes.windows(4).position(|it| it == mark).unwrap() + at;
        bytes[place..place + 4].copy_from_slice(&2_000_000_000_u32.to_le_bytes());
    }
    assert!(found("a.docx", &bytes).text.len() <= 4);
    // A stream of a PDF that says it goes on for two thousand million bytes.
    let page = pages(&[&drawing("čć", "Text")]);
    let page = String::from_utf8_lossy(&page).replace("/Length ", "/Length 2000000000");
    assert!(found("a.pdf", page.as_bytes()).text.len() < 100);
}

#[test]
fn a_file_that_is_two_kinds_is_read_as_one() {
    let page = [b"<html><p>Seen</p><!-- ".as_slice(), &docx(&paragraph("Hidden"))].concat();
    let found_page = found("a.docx", &page);
    assert!(found_page.text.starts_with("Seen") && !found_page.text.contains("Hidden"));
    assert!(found_page.hints.contains(&Hint::EndingDiffers));
    let both = [pages(&[&drawing("č", "Seen")]), docx(&paragraph("Hidden"))].concat();
    let found = found("a.docx", &both);
    assert_eq!(found.media_type, "application/pdf");
    assert!(found.hints.contains(&Hint::EndingDiffers) && !found.text.contains("Hidden"));
}

#[test]
fn broken_files_are_damaged_and_keep_what_came_before() {
    let whole = docx(&paragraph("Beginning"));
    assert_eq!(found("a.docx", &whole[..whole.len() / 2]).hints, [Hint::Damaged]);
    let broken = docx(&format!("{}<!-- ", paragraph("Beginning")));
    let broken = found("a.docx", &broken);
    assert_eq!((broken.text.as_str(), broken.hints), ("Beginning", vec![Hint::Damaged]));
    assert_eq!(found("a.pdf", b"%PDF-1.7\nnothing else").hints, [Hint::Damaged]);
    assert_eq!(found("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").hints, [Hint::Damaged]);
    let whole = pages(&[&drawing("č", "Text")]);
    for cut in (0..whole.len()).step_by(97) {
        found("a.pdf", &whole[..cut]);
    }
}

#[test]
fn trees_of_pages_that_go_in_circles_end() {
    let catalog = || b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    for tree in [
        "<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
        "<< /Type /Pages /Count 1 /Kids [2 0 R 2 0 R 2 0 R] >>",
        "<< /Type /Pages /Count 9999999 /Kids [1 0 R] /Parent 2 0 R >>",
        "2 0 R",
    ] {
        let found = found("a.pdf", &pdf(&[catalog(), tree.as_bytes().to_vec()]));
        assert_eq!((found.text.as_str(), found.hints), ("", vec![Hint::Damaged]), "{tree}");
    }
}
