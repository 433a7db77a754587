//! The requests of an institution, or those of who answers.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{due, require, state};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::entities::RequestState;
use crate::language::Language;
use crate::paths::{NewRequest, Request, Requests};
use crate::requests::store;
use crate::web::components::{Paging, nothing};
use crate::web::{Page, Result, Visitor};

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
}

/// A page of them, what is due first on top.
pub async fn list(
    Requests { institution }: Requests,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    require(&visitor, institution)?;
    let language = visitor.language;
    let wanted = RequestState::from_code(&filter.state);
    let db = &app.db.read;
    let (found, total) = store::page(db, &visitor, institution, wanted, paging).await?;
    let people = accounts::store::names(db, found.iter().filter_map(|it| it.asked_user_id)).await?;
    let new = visitor.may(Action::KeepEvidence, institution).then(
        || html! { a.button href=(NewRequest { institution }) { (language.text("request-new")) } },
    );
    let today = app.today();
    let kept = wanted.map(|it| format!("state={it}")).unwrap_or_default();
    let body = html! {
        (filters(language, wanted))
        @if found.is_empty() {
            @let key = match (wanted, new.is_some()) {
                (Some(_), _) => "requests-none-found",
                (None, true) => "requests-empty",
                (None, false) => "requests-nothing-asked",
            };
            (nothing(language.text(key), new.clone().filter(|_| wanted.is_none())))
        } @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { "№" }
                    th scope="col" { (language.text("request-title")) }
                    th scope="col" { (language.text("request-state")) }
                    th scope="col" { (language.text("request-due")) }
                    th scope="col" { (language.text("request-asked")) }
                } }
                tbody { @for it in &found { tr {
                    td.number { (language.count(it.number)) }
                    th scope="row" { a href=(Request { request: it.id }) { (it.title) } }
                    td { (state(language, it.state)) }
                    td { (due(language, today, it)) }
                    td {
                        @let person = it.asked_user_id.and_then(|id| people.get(&id)).map(String::as_str);
                        (super::show::asked(&it.asked_unit, person))
                    }
                } } }
            } }
            (paging.pager(language, total, &kept))
        }
    };
    let page =
        Page::new(&visitor, language.text("requests"), body).in_institution(&visitor, institution);
    Ok(match new.filter(|_| !found.is_empty()) {
        Some(new) => page.actions(new),
        None => page,
    })
}

fn filters(language: Language, wanted: Option<RequestState>) -> Markup {
    html! {
        form.filters method="get" {
            div.field {
                label for="state" { (language.text("request-state")) }
                select #state name="state" data-submit {
                    option value="" { (language.text("any")) }
                    @for it in RequestState::ALL {
                        option value=(it.code()) selected[Some(*it) == wanted] { (language.word(it)) }
                    }
                }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}
