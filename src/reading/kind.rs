//! What a browser may be given of a file, by its content. Pure.

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By the reader of the browser, in a frame.
    Pdf,
    Picture,
    /// By its text, if it has any that can be read.
    Text,
    /// Not at all: film, sound, and pictures that browsers do not know or that may hold a script.
    Other,
}

impl Kind {
    /// Of a file whose content is of this type.
    pub(super) fn of(media_type: &str) -> Self {
        match media_type {
            "application/pdf" => Self::Pdf,
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" => Self::Picture,
            it if ["image/", "video/", "audio/", "font/"]
                .iter()
                .any(|kind| it.starts_with(kind)) =>
            {
                Self::Other
            }
            _ => Self::Text,
        }
    }
}

/// The type under which a file may be shown by itself; none where it is only ever kept.
pub(super) fn shown_as(media_type: &str) -> Option<&str> {
    match Kind::of(media_type) {
        Kind::Pdf | Kind::Picture => Some(media_type),
        _ if media_type == PLAIN => Some(PLAIN),
        _ => None,
    }
}

const PLAIN: &str = "text/plain; charset=utf-8";

/// The type under which a file is kept: what a browser might run is mere bytes.
pub(super) fn kept_as(media_type: &str) -> &str {
    let runs = ["html", "xml", "svg", "javascript", "ecmascript"];
    let is_office = media_type.starts_with("application/vnd.openxmlformats-officedocument.");
    if media_type.is_empty() || (runs.iter().any(|it| media_type.contains(it)) && !is_office) {
        "application/octet-stream"
    } else {
        media_type
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_might_run_is_shown_or_named() {
        for it in [
            "text/html",
            "text/html; charset=utf-8",
            "image/svg+xml",
            "text/xml",
            "application/xhtml+xml",
            "text/javascript",
            "multipart/x-mixed-replace",
            "application/octet-stream",
            "text/plain",
            "",
        ] {
            assert_eq!(shown_as(it), None, "{it}");
        }
        for it in ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", ""] {
            assert_eq!(kept_as(it), "application/octet-stream", "{it}");
        }
        for it in ["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", PLAIN] {
            assert_eq!((shown_as(it), kept_as(it)), (Some(it), it));
        }
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        assert_eq!((shown_as(word), kept_as(word)), (None, word));
        assert_eq!((Kind::of(word), Kind::of("video/mp4")), (Kind::Text, Kind::Other));
    }
}
