//! What a file is, by its content; the ending of its name helps only between kinds of text.

use super::hint::OCTETS;

/// Bytes at the beginning that are looked at.
pub(super) const HEAD: u64 = 8192;

/// Which reader takes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    /// A zip archive: a document of an office program, or something else.
    Package,
    /// An old office document, or a newer one under a password.
    Compound,
    Html,
    Mail,
    Csv,
    Text,
}

impl Kind {
    /// Empty where only the reader finds out.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Package | Self::Compound => "",
            Self::Html => "text/html",
            Self::Mail => "message/rfc822",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
        }
    }
}

/// The kind of a file, or the media type of one that has no reader.
pub(super) fn by_head(head: &[u8], ending: &str) -> Result<Kind, String> {
    if head.trim_ascii_start().starts_with(b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Package);
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(Kind::Compound);
    }
    let media_type = infer::get(head).map(|it| it.mime_type());
    match media_type {
        Some("text/html") => return Ok(Kind::Html),
        // Something stands before its mark, or it is a text that speaks of PDF.
        Some("application/pdf") if ending == "pdf" || std::str::from_utf8(head).is_err() => {
            return Ok(Kind::Pdf);
        }
        Some("application/pdf") => {}
        Some(other) if !other.starts_with("text/") => return Err(other.to_owned()),
        _ => {}
    }
    let text = super::plain::decode(head).0;
    if text.contains('\0') {
        return Err(OCTETS.to_owned());
    }
    Ok(text_by_head(text.trim_start(), ending))
}

/// Which text it is.
fn text_by_head(text: &str, ending: &str) -> Kind {
    let start: String = text.chars().take(2048).collect::<String>().to_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body", "<table"];
    // Before the first element of a page there may be comments, and a declaration if it is XML.
    let is_later = start.starts_with(['<']) && start.contains("<html");
    let is_piece = matches!(ending, "html" | "htm" | "xhtml") && start.contains('<');
    if is_page.iter().any(|it| start.starts_with(it)) || is_later || is_piece {
        Kind::Html
    } else if is_mail(&start, ending) {
        Kind::Mail
    } else if matches!(ending, "csv" | "tsv") {
        Kind::Csv
    } else {
        Kind::Text
    }
}

/// Whether text begins with the headers of a mail: nothing but headers, and some that every mail has.
fn is_mail(start: &str, ending: &str) -> bool {
    const USUAL: [&str; 9] = [
        "from",
        "to",
        "date",
        "subject",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "content-type",
    ];
    let mut usual = 0;
    for line in start.lines().take_while(|it| !it.is_empty()) {
        let Some((name, _)) = line.split_once(':') else {
            // The second line of a header, or one that the head cuts off.
            if line.starts_with([' ', '\t']) || start.ends_with(line) {
                continue;
            }
            return false;
        };
        if line.starts_with([' ', '\t']) {
            continue;
        }
        if name.is_empty() || !name.bytes().all(|it| it.is_ascii_graphic()) {
            return false;
        }
        usual += usize::from(USUAL.contains(&name));
    }
    usual >= if ending == "eml" { 1 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_content() {
        for (head, ending, expected) in [
            ("%PDF-1.7", "docx", Ok(Kind::Pdf)),
            ("\r\n%PDF-1.7", "", Ok(Kind::Pdf)),
            ("junk before %PDF-1.4", "pdf", Ok(Kind::Pdf)),
            ("a text on %PDF-1.4", "txt", Ok(Kind::Text)),
            ("GIF89a;%PDF-1.4", "pdf", Err("image/gif")),
            ("PK\x03\x04", "pdf", Ok(Kind::Package)),
            ("<!DOCTYPE html><p>", "txt", Ok(Kind::Html)),
            ("\u{feff}<!-- x -->\n<HTML>", "", Ok(Kind::Html)),
            ("<?xml version='1.0'?><html>", "", Ok(Kind::Html)),
            ("<?xml version='1.0'?><svg>", "", Ok(Kind::Text)),
            ("<p>a piece", "html", Ok(Kind::Html)),
            ("a <p>piece", "txt", Ok(Kind::Text)),
            ("From: a@b.example\r\nTo: c\r\n d\r\nSubject: x\r\n\r\ntext", "", Ok(Kind::Mail)),
            ("Subject: x\n\ntext", "eml", Ok(Kind::Mail)),
            ("Subject: x\n\ntext", "txt", Ok(Kind::Text)),
            ("To: do\nFrom: here\nwe go on\nDate: today", "txt", Ok(Kind::Text)),
            ("a;b\n1;2\n", "csv", Ok(Kind::Csv)),
            ("a;b\n1;2\n", "pdf", Ok(Kind::Text)),
            ("{\\rtf1", "doc", Err("application/rtf")),
            ("a\0\0b", "txt", Err(OCTETS)),
        ] {
            let found = by_head(head.as_bytes(), ending);
            assert_eq!(found, expected.map_err(str::to_owned), "{head:?} {ending}");
        }
    }
}
