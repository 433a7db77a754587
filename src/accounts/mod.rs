//! People: signing in and out, their sessions, their roles.

pub mod forms;
pub mod pages;
pub mod password;
pub mod session;
pub mod store;
pub mod users;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::sign_in_form)
        .typed_post(pages::sign_in)
        .typed_post(pages::sign_out)
        .typed_post(pages::choose_language)
        .typed_get(pages::account)
        .typed_post(pages::change_password)
        .typed_get(users::list)
        .typed_post(users::create)
}
