//! Going on to a page that was asked for before, and to no other site.

use super::{DeclareConflicts, SignIn};
use crate::entities::AssessmentId;

/// The form to sign in, on the way to a page.
pub fn sign_in_for(wanted: &str) -> String {
    format!("{SignIn}?to={}", escaped(wanted))
}

/// The page on which conflicts of interest are declared, on the way to another.
pub fn declaration_for(assessment: AssessmentId, wanted: &str) -> String {
    format!("{}?back={}", DeclareConflicts { assessment }, escaped(wanted))
}

fn escaped(wanted: &str) -> String {
    wanted
        .bytes()
        .map(|it| match it {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(it).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A page of ours, if `wanted` is one; else the start. Nobody is sent to another site.
pub fn local(wanted: &str) -> &str {
    let is_ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.contains(char::is_control);
    if is_ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local("/assessments/1?x=y"), "/assessments/1?x=y");
        for wanted in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:1",
            "/a\nb",
        ] {
            assert_eq!(local(wanted), "/", "{wanted:?}");
        }
        assert_eq!(sign_in_for("/a?b=ç&c"), "/sign-in?to=/a%3Fb%3D%C3%A7%26c");
    }
}
