//! What every answer carries, and the page that stands in for a bare refusal.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::error::Sentence;
use super::{Guest, Page, Visitor};
use crate::app::App;

/// No script, style or image but our own files; nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that shows a file of ours in a frame.
const FRAMES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A stranger's file: whatever it holds, it runs nothing, loads nothing, sends nothing and is nobody's origin. Only pages of ours
/// show it in a frame.
const FILE: &str =
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What an answer is, where it is no ordinary page: an extension of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A page that shows a file of ours in a frame.
    Frames,
    /// A file that somebody uploaded.
    File,
}

const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// Adds the security headers.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let (policy, framed) = match response.extensions().get::<Policy>() {
        None => (POLICY, "DENY"),
        Some(Policy::Frames) => (FRAMES, "DENY"),
        Some(Policy::File) => (FILE, "SAMEORIGIN"),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static(framed));
    headers.insert(REFERRER_POLICY, SAME_ORIGIN);
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), SAME_ORIGIN);
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), SAME_ORIGIN);
    // What is behind a sign-in stays out of shared caches and off the back button of the next person.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Gives a refusal without a page of its own (ours, axum's, tower's) the frame and a sentence in the reader's language.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(guest) = Guest::from_request_parts(&mut parts, &app).await;
    let mut for_visitor = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|it| {
        it.as_bytes().starts_with(b"text/html") || it.as_bytes().starts_with(b"application/json")
    });
    if is_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let visitor = Visitor::from_request_parts(&mut for_visitor, &app).await.ok();
    let language = visitor.as_ref().map_or(guest.language, |it| it.language);
    let key = match status.as_u16() {
        403 => "error-forbidden",
        404 | 405 => "error-not-found",
        410 => "error-file-missing",
        413 => "error-too-large",
        429 => "error-too-many",
        408 | 504 => "error-timeout",
        507 => "error-full",
        500.. => "error-internal",
        _ => "error-bad-request",
    };
    let (key, sentence) = match response.extensions().get::<Sentence>() {
        Some(own) => (own.heading, own.text.clone()),
        None => (key, language.text(&format!("{key}-help"))),
    };
    let body = html! {
        p.lead { (sentence) }
        p { a href="/" { (language.text("error-home")) } }
    };
    let page = match &visitor {
        Some(visitor) => Page::new(visitor, language.text(key), body),
        None => Page::for_guest(&guest, language.text(key), body),
    };
    page.status(status).into_response()
}
