//! Signing in and out, one's own account, the language.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use maud::html;
use serde::Deserialize;
use serde_json::json;

use super::forms::{PasswordForm, SignInForm};
use super::{password, session, store};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::check::{Problem, Problems};
use crate::language::Language;
use crate::paths::{self, Account, ChooseLanguage, SignIn, SignOut};
use crate::web::components::{Fields, submit};
use crate::web::visitor::LANGUAGE_COOKIE;
use crate::web::{Guest, Page, Result, Visitor, see, see_with};

/// Where on the way somebody signs in.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    to: String,
}

/// The form to sign in.
pub async fn sign_in_form(_: SignIn, guest: Guest, Query(wanted): Query<Wanted>) -> Page {
    let form = SignInForm { to: wanted.to, ..SignInForm::default() };
    sign_in_page(&guest, &form, None)
}

fn sign_in_page(guest: &Guest, form: &SignInForm, refusal: Option<&str>) -> Page {
    let language = guest.language;
    let problems = Problems::default();
    let field = Fields { language, problems: &problems };
    let body = html! {
        @if let Some(key) = refusal { p.problem role="alert" { (language.text(key)) } }
        form.narrow method="post" action=(SignIn) {
            input type="hidden" name="to" value=(form.to);
            (field.typed("email", "email", "email", &form.email).required())
            (field.typed("password", "password", "password", "").required())
            (submit(language.text("sign-in")))
        }
    };
    Page::for_guest(guest, language.text("sign-in"), body)
}

/// Address of the browser; unknown in tests that run without a socket.
pub struct Peer(String);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or_else(String::new, |it| it.0.ip().to_string())))
    }
}

/// Signs in: a new session each time, so that no token from before it counts.
pub async fn sign_in(
    _: SignIn,
    State(app): State<App>,
    guest: Guest,
    Peer(peer): Peer,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let now = app.now();
    let account = store::subject("account", &form.email);
    let subjects = [account.clone(), store::subject("address", &peer)];
    if store::must_wait(&app.db.read, &subjects, now).await? {
        let page = sign_in_page(&guest, &form, Some("sign-in-wait"));
        return Ok(page.status(StatusCode::TOO_MANY_REQUESTS));
    }
    let user = store::by_email(&app.db.read, &form.email).await?.filter(|it| it.active);
    let hash = user.as_ref().map(|it| it.password_hash.clone());
    let fits = form.password.len() <= 4 * password::LONGEST
        && password::fits(form.password.clone(), hash).await?;
    let Some(user) = user.filter(|_| fits) else {
        store::note_failure(&app.db.write, &subjects, now).await?;
        return Ok(sign_in_page(&guest, &form, Some("sign-in-refused")).refused());
    };
    let mut change = app.change(Actor::User(user.id)).await?;
    store::forget_failures(change.tx(), &account).await?;
    let token = session::begin(change.tx(), user.id, now).await?;
    change.record(Event::of_instance("signed-in", format!("user:{}", user.id), json!({})));
    change.commit().await?;
    let jar = CookieJar::new().add(session::cookie(token, app.secure_cookies));
    Ok((jar, see(paths::local(&form.to))).into_response())
}

/// Signs out.
pub async fn sign_out(_: SignOut, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    session::end(change.tx(), visitor.session).await?;
    change.record(Event::of_instance("signed-out", format!("user:{}", visitor.id), json!({})));
    change.commit().await?;
    let jar = CookieJar::new().add(Cookie::build((session::COOKIE, "")).path("/").removal());
    Ok((jar, see(SignIn)).into_response())
}

/// A language and where to go back to.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    language: String,
    #[serde(default)]
    back: String,
}

/// Chooses the language: kept in a cookie, and with the person where one is signed in.
pub async fn choose_language(
    _: ChooseLanguage,
    State(app): State<App>,
    visitor: Result<Visitor, crate::web::Error>,
    Form(form): Form<LanguageForm>,
) -> Result<Response> {
    let language = Language::from_code(&form.language).unwrap_or_default();
    if let Ok(visitor) = visitor {
        let mut change = app.change(visitor.actor()).await?;
        store::set_language(&mut change, visitor.id, language.code()).await?;
        change.commit().await?;
    }
    let cookie = Cookie::build((LANGUAGE_COOKIE, language.code()))
        .path("/")
        .same_site(SameSite::Lax)
        .permanent();
    Ok((CookieJar::new().add(cookie), see(paths::local(&form.back))).into_response())
}

/// One's own account.
pub async fn account(_: Account, visitor: Visitor) -> Page {
    account_page(&visitor, &Problems::default())
}

fn account_page(visitor: &Visitor, problems: &Problems) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let body = html! {
        dl.facts {
            dt { (language.text("name")) } dd { (visitor.name) }
            dt { (language.text("roles")) }
            dd {
                ul {
                    @for it in &visitor.memberships { li { (it.code) ": " (language.word(&it.role)) } }
                    @if visitor.system_administrator { li { (language.text("role-system")) } }
                }
            }
        }
        h2 { (language.text("password-change")) }
        form.narrow method="post" action=(Account) {
            (field.typed("password", "current", "password-current", "").required())
            (field.typed("password", "new", "password-new", "").required().hint("password-hint"))
            (submit(language.text("password-change")))
        }
    };
    Page::new(visitor, language.text("account"), body)
}

/// Changes the password and ends every session of the person, this one too.
pub async fn change_password(
    _: Account,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let mut problems = form.problems();
    let user = store::by_id(&app.db.read, visitor.id).await?;
    if !password::fits(form.current.clone(), Some(user.password_hash.clone())).await? {
        problems.add("current", Problem::Other("problem-password-wrong"));
    }
    if !problems.is_empty() {
        return Ok(account_page(&visitor, &problems).refused());
    }
    let hash = password::hash(form.new).await?;
    let mut change = app.change(visitor.actor()).await?;
    store::set_password(&mut change, user, hash).await?;
    change.commit().await?;
    Ok(see_with(SignIn, "done-password"))
}
