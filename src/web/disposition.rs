//! How a file is named on its way to a browser, whatever script its name is in (RFC 6266, RFC 8187).

/// To be kept as a file under this name.
pub fn attachment(name: &str) -> String {
    named("attachment", name)
}

/// To be shown; under this name if it is kept.
pub fn inline(name: &str) -> String {
    named("inline", name)
}

/// The name in plain letters for old browsers, and in full for all others.
fn named(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | ' ') { it } else { '_' }
        })
        .collect();
    let full: String = name
        .bytes()
        .map(|it| match it {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(it).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_the_header_and_every_script_is_kept() {
        for (name, plain, full) in [
            ("a\"b\r\n.pdf", "a_b__.pdf", "a%22b%0D%0A.pdf"),
            ("ë č.pdf", "_ _.pdf", "%C3%AB%20%C4%8D.pdf"),
            ("Ќ.docx", "_.docx", "%D0%8C.docx"),
            ("a;filename=b\\%2e'.txt", "a_filename_b__2e_.txt", "a%3Bfilename%3Db%5C%252e%27.txt"),
            ("😀", "_", "%F0%9F%98%80"),
        ] {
            let said = format!("; filename=\"{plain}\"; filename*=UTF-8''{full}");
            assert_eq!(attachment(name), format!("attachment{said}"));
            assert_eq!(inline(name), format!("inline{said}"));
        }
    }
}
