//! One sentence carried over a redirect, as the key of its message in a cookie.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

const NAME: &str = "kriter_flash";

/// A cookie that the next page says and clears.
pub fn set(message: &'static str) -> CookieJar {
    let cookie = Cookie::build((NAME, message)).path("/").http_only(true).same_site(SameSite::Lax);
    CookieJar::new().add(cookie)
}

/// The key that was carried over; only our own keys look like this.
pub(super) fn of(jar: &CookieJar) -> Option<String> {
    let key = jar.get(NAME)?.value();
    let known =
        key.starts_with("done-") && key.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    known.then(|| key.to_owned())
}

/// The header that clears it.
pub(super) fn clear() -> String {
    format!("{NAME}=; Path=/; Max-Age=0")
}
