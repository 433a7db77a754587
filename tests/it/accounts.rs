//! Signing in and out.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kriter::accounts::session::COOKIE;
use kriter::entities::Role;

use crate::app::{PASSWORD, TestApp, encode};

#[tokio::test]
async fn nobody_sees_a_page_without_signing_in() {
    let mut app = TestApp::new().await;
    let answer = app.get("/institutions/1/audit").await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/sign-in?to=/institutions/1/audit")
    );
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_person_are_refused_alike() {
    let mut app = TestApp::new().await;
    app.user("ana@example.org", Some(Role::Manager)).await;
    let wrong = app.post("/sign-in", &[("email", "ana@example.org"), ("password", "wrong")]).await;
    let unknown =
        app.post("/sign-in", &[("email", "eve@example.org"), ("password", "wrong")]).await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(wrong.text(), unknown.text());
    assert!(
        wrong.text().contains("The e-mail address or the password is wrong."),
        "{}",
        wrong.text()
    );
}

#[tokio::test]
async fn every_sign_in_has_a_token_of_its_own() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let first = app.cookie(COOKIE).unwrap().to_owned();
    app.sign_in("manager@example.org").await;
    assert_ne!(first, app.cookie(COOKIE).unwrap());
}

#[tokio::test]
async fn after_ten_failures_even_the_right_password_has_to_wait() {
    let mut app = TestApp::new().await;
    app.user("ana@example.org", Some(Role::Manager)).await;
    for _ in 0..10 {
        app.post("/sign-in", &[("email", "ana@example.org"), ("password", "wrong")]).await;
    }
    let answer =
        app.post("/sign-in", &[("email", "Ana@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let mut here = TestApp::signed_in_as(Role::Manager).await;
    let mut there = here.another(Role::Manager).await;
    assert_eq!(there.get("/account").await.status, StatusCode::OK);
    let answer =
        here.post("/account", &[("current", PASSWORD), ("new", "another long password")]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(there.get("/account").await.location(), "/sign-in?to=/account");
    assert_eq!(here.get("/account").await.location(), "/sign-in?to=/account");
}

#[tokio::test]
async fn a_short_or_mistaken_password_changes_nothing() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let answer = app.post("/account", &[("current", "wrong"), ("new", "short")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("This is not your current password."), "{}", answer.text());
    assert!(answer.text().contains("A password has at least 12 characters."), "{}", answer.text());
    assert_eq!(app.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_itself_not_only_the_cookie() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let token = app.cookie(COOKIE).unwrap().to_owned();
    app.post("/sign-out", &[]).await;
    app.set_cookie(COOKIE, &token);
    assert_eq!(app.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_on_another_site_cannot_sign_anybody_in_or_out() {
    let mut app = TestApp::new().await;
    let request = Request::post("/sign-in")
        .header("host", "kriter.example")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(encode(&[("email", "a@b.c"), ("password", "x")])))
        .unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_chosen_language_stays() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let answer = app.post("/language", &[("language", "sq"), ("back", "/account")]).await;
    assert_eq!(answer.location(), "/account");
    assert!(app.get("/account").await.html().contains("<html lang=\"sq\""));
    let answer = app.post("/language", &[("language", "sr"), ("back", "//evil.example")]).await;
    assert_eq!(answer.location(), "/");
    assert!(app.get("/account").await.html().contains("<html lang=\"sr-Latn\""));
}

#[tokio::test]
async fn only_a_system_administrator_adds_people() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    assert_eq!(app.get("/users").await.status, StatusCode::FORBIDDEN);
    app.user("root@example.org", None).await;
    app.sign_in("root@example.org").await;
    let place = format!("{}:manager", app.institution);
    let fields =
        [("email", "New@Example.org"), ("name", "Besa Krasniqi"), ("place", place.as_str())];
    let answer = app.post("/users", &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("new@example.org"), "{}", answer.text());
    let again = app.post("/users", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Somebody has this e-mail address already."), "{}", again.text());
}
