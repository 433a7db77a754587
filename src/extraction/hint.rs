//! What a person should know of a file, as far as it can be known without guessing.

use serde::{Deserialize, Serialize};

use crate::language::Worded;

/// What a person should know of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// It has no bytes.
    Empty,
    /// Nobody can read it without a password.
    PasswordProtected,
    /// It has pages but not one letter or digit: pictures of pages.
    NoText,
    /// The ending of its name tells of another kind of file than its content does.
    EndingDiffers,
    /// It breaks off or contradicts itself.
    Damaged,
    /// Reading it costs more than the limits allow.
    TooLarge,
}

impl Hint {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Empty,
        Self::PasswordProtected,
        Self::NoText,
        Self::EndingDiffers,
        Self::Damaged,
        Self::TooLarge,
    ];

    /// Stable name.
    pub fn code(self) -> &'static str {
        &self.key()["extraction-".len()..]
    }

    /// The hint of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

impl Worded for Hint {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "extraction-empty",
            Self::PasswordProtected => "extraction-password_protected",
            Self::NoText => "extraction-no_text",
            Self::EndingDiffers => "extraction-ending_differs",
            Self::Damaged => "extraction-damaged",
            Self::TooLarge => "extraction-too_large",
        }
    }
}

/// An old office document, or a newer one under a password.
pub(super) const COMPOUND: &str = "application/x-ole-storage";
pub(super) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(super) const PPTX: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
pub(super) const ODF: &str = "application/vnd.oasis.opendocument.";
pub(super) const ZIP: &str = "application/zip";
pub(super) const OCTETS: &str = "application/octet-stream";

/// Whether the ending of a name tells of another kind of file than its content, given as a media type, is. Unknown endings
/// and unknown content differ from nothing.
pub fn ending_differs(name: &str, media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    if media_type.is_empty() {
        return false;
    }
    let is = |fitting: &[&str]| !fitting.iter().any(|it| media_type.starts_with(it));
    match super::ending(name).as_str() {
        "pdf" => is(&["application/pdf"]),
        "docx" | "docm" | "dotx" => is(&[DOCX, ZIP, COMPOUND]),
        "xlsx" | "xlsm" | "xlsb" | "xltx" => is(&[XLSX, ZIP, COMPOUND, "application/vnd.ms-excel"]),
        "pptx" | "pptm" | "ppsx" | "potx" => is(&[PPTX, ZIP, COMPOUND]),
        "doc" | "dot" => is(&["application/msword", COMPOUND]),
        "xls" => is(&["application/vnd.ms-excel", COMPOUND]),
        "ppt" | "pps" => is(&["application/vnd.ms-powerpoint", COMPOUND]),
        "msg" => is(&["application/vnd.ms-outlook", COMPOUND]),
        "odt" | "ott" => is(&[&format!("{ODF}text"), ZIP]),
        "ods" | "ots" => is(&[&format!("{ODF}spreadsheet"), ZIP]),
        "odp" | "otp" => is(&[&format!("{ODF}presentation"), ZIP]),
        "rtf" => is(&["application/rtf", "text/rtf", "text/plain"]),
        // Pieces of pages, mails that some programs begin oddly and files in old encodings are not always told.
        "html" | "htm" | "xhtml" => is(&["text/", OCTETS]),
        "txt" | "md" | "csv" | "tsv" => is(&["text/", "message/", OCTETS]),
        "eml" => is(&["message/", "text/", OCTETS]),
        "png" => is(&["image/png"]),
        "jpg" | "jpeg" => is(&["image/jpeg"]),
        "gif" => is(&["image/gif"]),
        "webp" => is(&["image/webp"]),
        "tif" | "tiff" => is(&["image/tiff"]),
        "bmp" => is(&["image/bmp"]),
        "heic" | "heif" => is(&["image/hei"]),
        "mp4" | "m4v" | "mov" => is(&["video/"]),
        "json" => is(&["text/", "application/json", OCTETS]),
        "svg" => is(&["image/svg", "text/"]),
        "zip" => {
            is(&[ZIP, ODF, "application/vnd.openxmlformats-officedocument", "application/epub"])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn an_ending_differs_where_the_content_is_surely_something_else() {
        for (name, media_type, expected) in [
            ("a.pdf", "application/pdf", false),
            ("a.PDF", DOCX, true),
            ("a.pdf", "image/png", true),
            ("a.pdf", "text/html", true),
            ("a.pdf", "text/plain; charset=utf-8", true),
            ("a.pdf", OCTETS, true),
            ("a.pdf", "", false),
            ("pdf", "image/png", false),
            ("a.b.docx", DOCX, false),
            ("a.docx", COMPOUND, false),
            ("a.docx", "application/msword", true),
            ("a.xls", "text/html", true),
            ("a.odt", "application/vnd.oasis.opendocument.text-template", false),
            ("a.odt", "application/vnd.oasis.opendocument.spreadsheet", true),
            ("a.txt", "text/html", false),
            ("a.txt", OCTETS, false),
            ("a.txt", "application/pdf", true),
            ("a.jpeg", "image/jpeg", false),
            ("a.jpg", "image/png", true),
            ("a.unknown", "image/png", false),
            ("a", "image/png", false),
            ("", "image/png", false),
        ] {
            assert_eq!(ending_differs(name, media_type), expected, "{name} {media_type}");
        }
    }

    #[test]
    fn every_hint_has_a_code_and_a_sentence_in_every_language() {
        for hint in Hint::ALL {
            assert_eq!(Hint::from_code(hint.code()), Some(hint));
            let json = serde_json::to_string(&hint).unwrap();
            assert_eq!(json, format!("\"{}\"", hint.code()));
            for language in Language::ALL {
                assert_ne!(language.word(&hint), hint.key());
            }
        }
        assert_eq!(Hint::from_code("other"), None);
    }
}
