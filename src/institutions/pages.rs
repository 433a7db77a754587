//! The page on which everybody starts.

use axum::response::{IntoResponse, Response};
use maud::html;

use crate::access::Action;
use crate::paths::{self, Home};
use crate::web::components::nothing;
use crate::web::{Page, Visitor, see};

/// One's institutions; who has only one goes straight there.
pub async fn home(_: Home, visitor: Visitor) -> Response {
    let start = |id| paths::start_of(visitor.may(Action::Read, id), id);
    if let [only] = visitor.memberships.as_slice() {
        return see(start(only.institution));
    }
    let language = visitor.language;
    if visitor.memberships.is_empty() && visitor.system_administrator {
        return see(paths::Users);
    }
    let body = html! {
        @if visitor.memberships.is_empty() { (nothing(language.text("no-institutions"), None)) }
        ul.cards {
            @for it in &visitor.memberships {
                li.card {
                    h2 { a href=(start(it.institution)) { (it.title.get(language)) } }
                    p { (it.code) " · " (language.word(&it.role)) }
                }
            }
        }
    };
    Page::new(&visitor, language.text("nav-institutions"), body).into_response()
}
