//! What a browser says of a file that it is going to send: `filename cG9saWN5LnBkZg==,criterion MTI=`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::web::upload::clean_name;

/// Most bytes of it. A name of 255 letters of any script takes less.
const MOST: usize = 8 * 1024;

/// What is known of a file beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Its name, cleaned: no path, no control characters, never empty.
    pub name: String,
    /// The criterion that it was dropped on, as it was sent.
    pub criterion: Option<String>,
}

/// Reads the header; nothing where it is not as the protocol has it.
pub fn read(header: &str) -> Option<Metadata> {
    if header.len() > MOST {
        return None;
    }
    let (mut name, mut criterion) = (String::new(), None);
    for pair in header.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
        match key {
            "filename" => name = value,
            "criterion" => criterion = Some(value),
            _ => {}
        }
    }
    Some(Metadata { name: clean_name(&name), criterion })
}

/// The header for a name.
pub fn write(name: &str) -> String {
    format!("filename {}", STANDARD.encode(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Option<String> {
        read(&write(name)).map(|it| it.name)
    }

    #[test]
    fn a_name_is_kept_in_its_script_and_is_only_a_name() {
        for (sent, kept) in [
            ("Правилник о оцењивању.pdf", "Правилник о оцењивању.pdf"),
            ("Politika e paanshmërisë.docx", "Politika e paanshmërisë.docx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\CON", "CON"),
            ("NUL", "NUL"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("evil\u{202e}fdp.exe", "evilfdp.exe"),
            ("", "file"),
        ] {
            assert_eq!(named(sent).as_deref(), Some(kept), "{sent:?}");
        }
        assert_eq!(named(&"ш".repeat(255)).map(|it| it.chars().count()), Some(200));
        assert_eq!(named(&"a".repeat(4096)).map(|it| it.chars().count()), Some(200));
    }

    #[test]
    fn what_is_no_metadata_is_refused() {
        assert_eq!(read("filename !!!"), None);
        assert_eq!(read("filename /////w=="), None);
        assert_eq!(read(&write(&"a".repeat(9000))), None);
        assert_eq!(read("").map(|it| it.name).as_deref(), Some("file"));
        let both = read("is_confidential,criterion MTI=, filename YQ==").unwrap();
        assert_eq!(both, Metadata { name: "a".into(), criterion: Some("12".into()) });
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_it_stumble(header in ".{0,80}") {
            read(&header);
        }
    }
}
