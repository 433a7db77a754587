//! A form that brings a file: the file is streamed to the store, the fields are read as usual.

use axum::extract::{
    DefaultBodyLimit, FromRef, FromRequest, FromRequestParts as _, Multipart, Request,
};
use axum::http::header::CONTENT_TYPE;
use axum_extra::extract::Form;
use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;

use super::{Error, Result, Visitor, scan};
use crate::access::{Action, allowed};
use crate::app::App;
use crate::files::{Kept, Refused};

/// Most bytes of a field that is no file.
const MOST_TEXT: usize = 64 * 1024;
/// Most bytes of a form without files.
const MOST_FORM: usize = 1024 * 1024;
/// Most fields of a form.
const MOST_FIELDS: usize = 100;

/// A file as it came.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// Its name, cleaned: no path, no control characters, never empty.
    pub name: String,
    pub kept: Kept,
}

/// A form sent as `multipart/form-data`. Files that nothing was chosen for are left out; so is nothing else.
#[derive(Debug)]
pub struct Upload<T> {
    pub form: T,
    /// Files by the order in which they came.
    pub files: Vec<Uploaded>,
    /// Names of files that have no content; nothing of them was kept.
    pub empty: Vec<String>,
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Upload<T>
where
    App: FromRef<S>,
    S: Send,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let app = App::from_ref(state);
        let (mut head, body) = request.into_parts();
        // Not a byte of a file is kept for somebody who brings no evidence anywhere.
        let visitor = Visitor::from_request_parts(&mut head, state).await?;
        let brings =
            |role| allowed(role, Action::KeepEvidence) || allowed(role, Action::AnswerRequests);
        if !visitor.memberships.iter().any(|it| brings(it.role)) {
            return Err(Error::Forbidden);
        }
        let request = Request::from_parts(head.clone(), body);
        let bad = |it: axum::extract::multipart::MultipartError| Error::Refused(it.body_text());
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|it| Error::Refused(it.body_text()))?;
        let (mut fields, mut files, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(mut field) = parts.next_field().await.map_err(bad)? {
            if fields.len() + files.len() >= MOST_FIELDS {
                return Err(Error::Refused(format!("more than {MOST_FIELDS} fields")));
            }
            let key = field.name().unwrap_or_default().to_owned();
            if let Some(name) = field.file_name().map(|it| clean_name(&unescaped(it))) {
                let body = field.map_err(std::io::Error::other);
                match app.files.keep(Box::pin(body), app.config.max_upload()).await {
                    Ok(kept) => files.push(Uploaded { name, kept }),
                    // A browser sends an empty file where none was chosen; an empty file that was chosen has a name.
                    Err(Refused::Empty) if name == UNNAMED => {}
                    Err(Refused::Empty) => empty.push(name),
                    Err(refused) => {
                        scan::tell(&app, &visitor, &mut head, &name, &refused).await?;
                        return Err(scan::not_taken(visitor.language, &name, refused));
                    }
                }
            } else {
                let mut text = Vec::new();
                while let Some(chunk) = field.chunk().await.map_err(bad)? {
                    if text.len() + chunk.len() > MOST_TEXT {
                        return Err(Error::TooLarge(MOST_TEXT as u64));
                    }
                    text.extend_from_slice(&chunk);
                }
                fields.push((key, String::from_utf8_lossy(&text).into_owned()));
            }
        }
        let pairs = serde_json::Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key, serde_json::Value::String(value)))
                .collect(),
        );
        let form = serde_json::from_value(pairs).map_err(|it| Error::Refused(it.to_string()))?;
        Ok(Self { form, files, empty })
    }
}

/// The same of a form that people send without files too, also those who bring no evidence.
#[derive(Debug)]
pub struct MaybeUpload<T>(pub Upload<T>);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for MaybeUpload<T>
where
    App: FromRef<S>,
    S: Send,
{
    type Rejection = Error;

    async fn from_request(mut request: Request, state: &S) -> Result<Self> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        if kind.is_some_and(|it| it.starts_with("multipart/")) {
            return Ok(Self(Upload::from_request(request, state).await?));
        }
        DefaultBodyLimit::max(MOST_FORM).apply(&mut request);
        let Form(form) = Form::from_request(request, state)
            .await
            .map_err(|it| Error::Refused(it.to_string()))?;
        Ok(Self(Upload { form, files: Vec::new(), empty: Vec::new() }))
    }
}

/// A name as it was before a browser put it into the head of a part, where three characters have no place.
fn unescaped(sent: &str) -> String {
    sent.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

const UNNAMED: &str = "file";

/// A file name without folders, control characters or marks that turn the reading direction; at most 200 characters.
pub fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|it| !it.is_control() && !matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    let count = clean.chars().count();
    let short = if count <= 200 {
        clean.to_owned()
    } else {
        // The end is kept, as it holds the extension.
        let (head, tail) = (clean.chars().take(180), clean.chars().skip(count - 20));
        head.chain(tail).collect()
    };
    if short.is_empty() { UNNAMED.to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        for (sent, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Ana\\Pravilnik č.pdf", "Pravilnik č.pdf"),
            ("a\nb\r\"c\".pdf", "ab\"c\".pdf"),
            ("Правилник 😀.docx", "Правилник 😀.docx"),
            ("", "file"),
            ("..", "file"),
            (".htaccess", "htaccess"),
            ("evil\u{202e}fdp.exe", "evilfdp.exe"),
        ] {
            assert_eq!(clean_name(sent), expected, "{sent:?}");
        }
        assert_eq!(clean_name(&format!("{}.pdf", "ë".repeat(500))).chars().count(), 200);
    }
}
