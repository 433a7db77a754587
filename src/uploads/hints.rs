//! What there is to tell of a file by its name and its content's type alone, without a guess.

use crate::extraction::ending_differs;

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
