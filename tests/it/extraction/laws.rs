//! What holds of any bytes at all.

use std::time::{Duration, Instant};

use kriter::extraction::{Hint, Limits, Outcome, ending_differs};
use proptest::prelude::*;

use super::made::{docx, drawing, open_document, pages, paragraph, pptx, xls, xlsx};
use super::{found, outcome};

const NAMES: [&str; 12] = [
    "a.pdf", "a.docx", "a.xlsx", "a.xls", "a.odt", "a.ods", "a.pptx", "a.odp", "a.html", "a.txt",
    "a.csv", "a.eml",
];

/// Valid files of every kind.
fn valid() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.docx", docx(&paragraph("Çështje"))),
        ("a.xlsx", xlsx("Đak")),
        ("a.xls", xls("Đak")),
        ("a.odt", open_document("text", "<text:p>Çështje</text:p>")),
        ("a.ods", open_document("spreadsheet", "<table:table><table:table-row/></table:table>")),
        ("a.odp", open_document("presentation", "<draw:page><text:p>x</text:p></draw:page>")),
        ("a.pptx", pptx(&["one", "two"])),
        ("a.html", b"<html><title>x</title><p a=b>&amp;<script>y</script></html>".to_vec()),
        ("a.txt", "Извештај".as_bytes().to_vec()),
        ("a.csv", b"a;b\n1;2\n".to_vec()),
        ("a.eml", b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ny\n--x--\n".to_vec()),
        ("a.pdf", pages(&[&drawing("čć", "Text")])),
    ]
}

/// Changes to bytes: where, and what stands there then; a byte may also go or come twice.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..12)
}

fn change(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) {
    for (at, how, byte) in changes {
        if bytes.is_empty() {
            return;
        }
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = *byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, *byte),
        }
    }
}

/// What every text is.
fn is_plain(text: &str) -> bool {
    text == text.trim()
        && !text.chars().any(|it| it.is_control() && it != '\n')
        && !text.contains("  ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(
        mut bytes in prop::collection::vec(any::<u8>(), 0..2_000),
        name in prop::sample::select(&NAMES[..]),
        head in prop::sample::select(vec!["", "PK\x03\x04", "<html>", "From: a\nTo: b\nDate: c\n\n", "%PDF-1.4\n"]),
    ) {
        bytes.splice(0..0, head.bytes());
        let began = Instant::now();
        let found = found(name, &bytes);
        prop_assert!(is_plain(&found.text), "{:?}", found.text);
        prop_assert!(began.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn changed_files_are_read_or_refused(which in 0..11_usize, changes in changes()) {
        let (name, mut bytes) = valid().swap_remove(which);
        change(&mut bytes, &changes);
        let began = Instant::now();
        let found = found(name, &bytes);
        prop_assert!(is_plain(&found.text), "{:?}", found.text);
        prop_assert!(began.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn no_name_and_no_media_type_is_too_odd(name in ".*", media_type in ".*") {
        ending_differs(&name, &media_type);
    }
}

proptest! {
    // Each starts a process.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_pdf_gives_an_outcome(changes in changes(), name in ".{0,20}") {
        let mut bytes = valid().pop().unwrap().1;
        change(&mut bytes, &changes);
        let limits = Limits { time: Duration::from_secs(5), ..Limits::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let began = Instant::now();
        match runtime.block_on(outcome(&name, &bytes, limits)) {
            Outcome::Read(found) => prop_assert!(is_plain(&found.text), "{:?}", found.text),
            failed @ Outcome::Failed(_) => prop_assert!(
                failed.hints() == [Hint::Damaged] || failed.hints() == [Hint::TooLarge],
                "{failed:?}"
            ),
        }
        prop_assert!(began.elapsed() < Duration::from_secs(10));
    }
}
