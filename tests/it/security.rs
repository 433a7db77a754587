//! What every answer carries, what no page contains, and what is turned away before a handler sees it.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use kriter::entities::Role;

use crate::app::{Answer, TestApp, encode};
use crate::sources::addresses;

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_safe() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    for address in
        ["/account", "/nowhere", "/standards", "/healthz", "/users", "/assets/0/site.css"]
    {
        let answer = app.get(address).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{address}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{address}: {policy}");
        assert!(policy.contains("base-uri 'none'"), "{address}: {policy}");
        for wide in ["unsafe", "*", "http:", "https:", "data:", "blob:"] {
            assert!(!policy.contains(wide), "{address}: {policy}");
        }
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
    }
}

#[tokio::test]
async fn only_assets_are_kept_by_the_browser() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    assert_eq!(app.get("/account").await.headers[CACHE_CONTROL], "no-store");
    let page = app.get("/account").await.html();
    let style = page.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let style = app.get(format!("/assets/{style}")).await;
    assert_eq!(style.headers[CONTENT_TYPE], "text/css");
    assert!(style.headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    for address in ["/assets/0/..%2fsite.css", "/assets/0/..%2f..%2fCargo.toml", "/assets/0/none"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

/// The first tag that the content policy would refuse, or that would run if it did not.
fn inline(html: &str) -> Option<String> {
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        // Names and values in turn: what is in quotes is no attribute.
        let mut names = String::new();
        let mut values = Vec::new();
        let mut quoted = false;
        let mut end = tag.len();
        for (at, it) in tag.char_indices() {
            match it {
                '"' if quoted => quoted = false,
                '"' => {
                    quoted = true;
                    values.push(String::new());
                }
                '>' if !quoted => {
                    end = at;
                    break;
                }
                other if quoted => values.last_mut().unwrap().push(other.to_ascii_lowercase()),
                other => names.push(other.to_ascii_lowercase()),
            }
        }
        let script =
            names.starts_with("script") && !values.iter().any(|it| it.starts_with("/assets/"));
        let own = names.starts_with("style") || names.contains(" style=");
        let handler = names.split_whitespace().any(|it| it.starts_with("on") && it.ends_with('='));
        let address = values.iter().any(|it| it.trim_start().starts_with("javascript:"));
        if script || own || handler || address {
            return Some(tag[..end].to_owned());
        }
        rest = &tag[end..];
    }
    None
}

#[test]
fn what_is_inline_is_found() {
    for html in
        ["<p style=\"x\">", "<style>", "<script>", "<a onclick=\"x\">", "<a href=\"javascript:x\">"]
    {
        assert!(inline(html).is_some(), "{html}");
    }
    let clean = "<p class=\"on\" title=\"&quot; style=x onclick=\">style=</p><script src=\"/assets/1/site.js\" defer>";
    assert_eq!(inline(clean), None);
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_of_its_own() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("xk-nqa-validation").await;
    let register = format!("/institutions/{}/evidence/new", app.institution);
    let hostile = "\"><script>alert(1)</script><img src=x onerror=\"alert(1)\" style=\"x\">";
    let fields = [("title", hostile), ("description", hostile), ("owner_unit", hostile)];
    app.upload(&register, &fields, &[("files", &format!("{hostile}.pdf"), b"%PDF-1.7")]).await;
    let mut seen = 0;
    for address in addresses() {
        let mut answer = app.get(&address).await;
        if answer.status == StatusCode::SEE_OTHER {
            let to = answer.location().to_owned();
            answer = app.get(to).await;
        }
        if is_page(&answer) {
            seen += 1;
            assert_eq!(inline(&answer.html()), None, "{address}");
        }
    }
    assert!(seen > 15, "{seen}");
    assert!(app.get("/evidence/1").await.html().contains("&lt;script&gt;"));
}

fn is_page(answer: &Answer) -> bool {
    let kind = answer.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html")
}

/// A form that arrives from a site, as a browser says it.
async fn from_site(app: &mut TestApp, headers: &[(&str, &str)]) -> StatusCode {
    let session = format!("kriter_session={}", app.cookie("kriter_session").unwrap_or_default());
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/language")
        .header("host", "kriter.example")
        .header(COOKIE, session)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::from(encode(&[("language", "sq")]))).unwrap()).await.status
}

#[tokio::test]
async fn a_form_from_another_site_is_turned_away() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://kriter.example")],
    ] {
        assert_eq!(from_site(&mut app, headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for headers in [
        &[("sec-fetch-site", "same-origin"), ("origin", "https://kriter.example")][..],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://kriter.example")],
        // No browser: nobody's cookies are at stake.
        &[],
    ] {
        assert_eq!(from_site(&mut app, headers).await, StatusCode::SEE_OTHER, "{headers:?}");
    }
}

#[tokio::test]
async fn the_session_is_out_of_reach_of_scripts_and_demands_https_where_told() {
    for secure in [false, true] {
        let mut app = TestApp::new().await;
        app.user("manager@example.org", Some(Role::Manager)).await;
        app.secure(secure);
        let fields = [("email", "manager@example.org"), ("password", crate::app::PASSWORD)];
        let answer = app.post("/sign-in", &fields).await;
        let cookies = answer.headers.get_all(SET_COOKIE).iter().map(|it| it.to_str().unwrap());
        let session = cookies.into_iter().find(|it| it.contains("session")).unwrap();
        assert!(session.contains("HttpOnly"), "{session}");
        assert!(session.contains("SameSite="), "{session}");
        assert_eq!(session.contains("Secure"), secure, "{session}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_frame_and_in_the_readers_language() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    for (language, tag, words) in [
        ("sq", "sq", "Nuk ka faqe"),
        ("sr", "sr-Latn", "Takva stranica ne postoji"),
        ("en", "en", "There is no such page"),
    ] {
        app.post("/language", &[("language", language)]).await;
        for address in ["/nowhere", "/assessments/99", "/evidence/0"] {
            let answer = app.get(address).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
            let html = answer.html();
            assert!(html.contains(&format!("<html lang=\"{tag}\"")), "{address}: {html}");
            assert!(answer.text().contains(words), "{address}: {}", answer.text());
            assert!(html.contains("<nav class=\"main\""), "{address}: {html}");
        }
        let odd = app.get("/assessments/notanumber").await;
        assert!(odd.status.is_client_error() && odd.html().contains("<main"), "{}", odd.html());
    }
}

#[tokio::test]
async fn a_stranger_is_refused_in_the_language_of_the_browser() {
    let mut app = TestApp::new().await;
    let request = Request::get("/nowhere").header("accept-language", "sq-XK,en;q=0.5");
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.html().contains("<html lang=\"sq\""), "{}", answer.html());
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let answer = app.post("/account", &[("current", &"x".repeat(1_100_000)), ("new", "y")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("too large"), "{}", answer.text());
}

#[tokio::test]
async fn health_is_told_without_signing_in_and_tells_nothing_else() {
    let mut app = TestApp::new().await;
    for address in ["/healthz", "/readyz"] {
        let answer = app.get(address).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.len() <= 2, "{}", answer.html());
    }
}
