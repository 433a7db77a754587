//! What there is to tell of a file by its name and its content's type alone, without a guess.

/// Something that a sender should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The ending says another type than the content.
    EndingDiffers,
    /// A word of the name has letters of several scripts, some of which look alike.
    MixedScripts,
    /// Some systems cannot keep a file of this name: CON, NUL and the like.
    DeviceName,
}

impl Hint {
    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::EndingDiffers => "uploads-hint-ending",
            Self::MixedScripts => "uploads-hint-scripts",
            Self::DeviceName => "uploads-hint-device",
        }
    }
}

/// What a file of an ending may be by its content: beginnings of media types.
const ENDINGS: [(&[&str], &[&str]); 14] = [
    (&["pdf"], &["application/pdf"]),
    (
        &["docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "dotx", "xltx", "ppsx"],
        // A document with a password is kept in a container of the older kind.
        &["application/vnd.openxmlformats", "application/zip", "application/x-ole-storage"],
    ),
    (&["odt", "ods", "odp"], &["application/vnd.oasis.opendocument", "application/zip"]),
    (
        &["doc", "xls", "ppt", "msg"],
        &[
            "application/msword",
            "application/vnd.ms-",
            "application/x-ole-storage",
            "application/x-cfb",
        ],
    ),
    (&["jpg", "jpeg"], &["image/jpeg"]),
    (&["png"], &["image/png"]),
    (&["gif"], &["image/gif"]),
    (&["tif", "tiff"], &["image/tiff"]),
    (&["webp"], &["image/webp"]),
    (&["heic", "heif"], &["image/hei"]),
    (&["mp4", "m4v", "mov"], &["video/"]),
    (&["zip"], &["application/zip", "application/vnd.", "application/epub", "application/java"]),
    (&["html", "htm"], &["text/"]),
    (&["csv", "md", "json", "eml"], &["text/", "application/json", "message/"]),
];

/// All that there is to tell.
pub fn of(name: &str, media_type: &str) -> Vec<Hint> {
    let mut hints = Vec::new();
    if ending_differs(name, media_type) {
        hints.push(Hint::EndingDiffers);
    }
    if mixes_scripts(name) {
        hints.push(Hint::MixedScripts);
    }
    if is_device(name) {
        hints.push(Hint::DeviceName);
    }
    hints
}

/// Whether the content cannot be what the ending says. An ending that is not known says nothing.
pub fn ending_differs(name: &str, media_type: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    let ending = ending.to_lowercase();
    let known = ENDINGS.iter().find(|it| it.0.contains(&ending.as_str()));
    known.is_some_and(|(_, types)| !types.iter().any(|it| media_type.starts_with(it)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

fn script(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            Some(Script::Latin)
        }
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        _ => None,
    }
}

/// Whether one word has letters of several of the scripts whose letters look alike.
pub fn mixes_scripts(name: &str) -> bool {
    name.split(|it: char| !it.is_alphabetic()).any(|word| {
        let mut scripts = word.chars().filter_map(script);
        let first = scripts.next();
        scripts.any(|it| Some(it) != first)
    })
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|it| {
        stem.strip_prefix(it).is_some_and(|it| it.len() == 1 && it.as_bytes()[0].is_ascii_digit())
    });
    numbered || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_held_to_the_content() {
        for (name, media_type, differs) in [
            ("a.pdf", "application/pdf", false),
            ("a.PDF", "image/png", true),
            ("a.pdf", "application/octet-stream", true),
            ("a.docx", "application/zip", false),
            ("a.docx", "text/plain; charset=utf-8", true),
            ("a.csv", "text/plain; charset=utf-8", false),
            ("a.xyz", "image/png", false),
            ("7.2.1", "application/pdf", false),
            ("a", "application/pdf", false),
        ] {
            assert_eq!(ending_differs(name, media_type), differs, "{name} {media_type}");
        }
    }

    #[test]
    fn look_alikes_and_devices_are_told() {
        assert!(mixes_scripts("p\u{430}ypal.pdf"));
        assert!(mixes_scripts("\u{410}BC.pdf"));
        for name in ["Правилник 2024.pdf", "Paanshmëria - Непристрасност.pdf", "", "7.2.1"]
        {
            assert!(!mixes_scripts(name), "{name}");
        }
        for (name, is) in
            [("CON", true), ("nul.txt", true), ("com1.pdf", true), ("console.txt", false)]
        {
            assert_eq!(is_device(name), is, "{name}");
        }
    }
}
