//! All crosswalks that a person may see.

use axum::extract::State;
use maud::{Markup, html};

use crate::access::Action;
use crate::app::App;
use crate::crosswalks::store::{self, Listed};
use crate::language::Language;
use crate::paths::{Crosswalk, Crosswalks, NewCrosswalk, Reuse};
use crate::web::components::nothing;
use crate::web::{Page, Result, Visitor};

/// The list.
pub async fn list(_: Crosswalks, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    let language = visitor.language;
    let found = store::list(&app.db.read, &visitor.scope()).await?;
    let keeps =
        visitor.memberships.iter().any(|it| visitor.may(Action::KeepEvidence, it.institution));
    let new =
        keeps.then(|| html! { a.button href=(NewCrosswalk) { (language.text("crosswalk-new")) } });
    let body = html! {
        p.lead { (language.text("crosswalks-lead")) }
        @if found.is_empty() { (nothing(language.text("crosswalks-empty"), new.clone())) }
        @else {
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("crosswalk")) }
                    th scope="col" { (language.text("crosswalk-from")) }
                    th scope="col" { (language.text("crosswalk-to")) }
                    th.number scope="col" { (language.text("crosswalk-relations")) }
                    th scope="col" { (language.text("crosswalk-owner")) }
                    th scope="col" { (language.text("crosswalk-source")) }
                } }
                tbody { @for it in &found { (row(language, it)) } }
            } }
        }
    };
    let actions = html! {
        @if !found.is_empty() { @if let Some(new) = &new { (new) } }
        @for it in &visitor.memberships {
            a.button.second href=(Reuse { institution: it.institution }) {
                (language.text("reuse"))
                @if visitor.memberships.len() > 1 { " (" (it.code) ")" }
            }
        }
    };
    Ok(Page::new(&visitor, language.text("nav-crosswalks"), body).actions(actions).wide())
}

fn row(language: Language, it: &Listed) -> Markup {
    let crosswalk = it.crosswalk.id;
    html! {
        tr {
            th scope="row" { a href=(Crosswalk { crosswalk }) { (it.crosswalk.title.get(language)) } }
            td data-label=(language.text("crosswalk-from")) { (it.from.title.get(language)) }
            td data-label=(language.text("crosswalk-to")) { (it.to.title.get(language)) }
            td.number data-label=(language.text("crosswalk-relations")) { (language.count(it.relations)) }
            td {
                @match &it.owner {
                    Some(owner) => (owner.code),
                    None => (language.text("crosswalk-everybody")),
                }
            }
            td { (it.crosswalk.source) }
        }
    }
}
