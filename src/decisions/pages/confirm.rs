//! The public page that confirms a decision: whose, what, for how long. Nothing of the assessment is told.

use axum::extract::State;
use axum::http::header::{HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{outcome, validity};
use crate::app::App;
use crate::decisions::confirming::{self, Confirmed};
use crate::language::Language;
use crate::paths::Confirm;
use crate::standards;
use crate::standards::pack::Head;
use crate::web::components::badge;
use crate::web::{Error, Guest, Page, Result};

/// The page, for everybody who has its address.
pub async fn show(
    Confirm { token }: Confirm,
    State(app): State<App>,
    guest: Guest,
) -> Result<Response> {
    if !confirming::is_token(&token) {
        return Err(Error::NotFound);
    }
    let found = confirming::find(&app.db.read, &token).await?.ok_or(Error::NotFound)?;
    let head = standards::store::head_of(&found.edition)?;
    let language = guest.language;
    let state = confirming::state(&found.decision, found.later, app.today());
    let body = html! {
        div.panel {
            p { (badge(state.tone(), language.word(&state))) }
            (facts(language, &head, &found))
            p.hint { (language.with("confirm-asked", [("when", language.moment(app.now()).into())])) }
        }
    };
    let page = Page::for_guest(&guest, language.text("confirm-page-title"), body);
    let mut response = page.into_response();
    let robots = HeaderValue::from_static("noindex, nofollow, noarchive");
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), robots);
    Ok(response)
}

fn facts(language: Language, head: &Head, it: &Confirmed) -> Markup {
    let decision = &it.decision;
    html! {
        dl.facts {
            dt { (language.text("confirm-institution")) } dd { (it.institution.title.get(language)) }
            dt { (language.text("edition")) } dd { (it.edition.title.get(language)) }
            dt { (language.text("decision-outcome")) } dd { (outcome(language, head, decision)) }
            dt { (language.text("decision-number")) } dd { (decision.number) }
            dt { (language.text("decision-day")) } dd { (language.date(decision.decided_on)) }
            dt { (language.text("decision-validity")) } dd { (validity(language, decision)) }
            @if !decision.scope.is_empty() {
                dt { (language.text("decision-scope")) } dd.lines { (decision.scope) }
            }
        }
    }
}
