//! The editions that an institution may use, and its own drafts.

use axum::extract::State;
use maud::{Markup, html};

use super::{actions, state};
use crate::access::Action;
use crate::app::App;
use crate::catalogues::store;
use crate::entities::EditionState;
use crate::paths::{Catalogues, Draft, Edition, NewCatalogue};
use crate::standards::store::Counted;
use crate::web::components::nothing;
use crate::web::{Page, Result, Visitor};

/// The list.
pub async fn show(
    Catalogues { institution }: Catalogues,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::Read, institution)?;
    let language = visitor.language;
    let (own, shared) = store::all(&app.db.read, &visitor.scope(), institution).await?;
    let keeps = visitor.may(Action::KeepStandards, institution);
    let new =
        html! { a.button href=(NewCatalogue { institution }) { (language.text("editor-new")) } };
    let body = html! {
        h2 { (language.text("catalogues-own")) }
        @if own.is_empty() { (nothing(language.text("catalogues-own-none"), keeps.then(|| new.clone()))) }
        @else { (table(&visitor, &own)) }
        h2 { (language.text("catalogues-shared")) }
        @if shared.is_empty() { (nothing(language.text("standards-empty"), None)) }
        @else { (table(&visitor, &shared)) }
    };
    let page = Page::new(&visitor, language.text("nav-catalogues"), body);
    let page = page.in_institution(&visitor, institution).wide();
    Ok(if keeps { page.actions(new) } else { page })
}

fn table(visitor: &Visitor, editions: &[Counted]) -> Markup {
    let language = visitor.language;
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("edition")) }
                th scope="col" { (language.text("edition-version")) }
                th scope="col" { (language.text("edition-status")) }
                th.number scope="col" { (language.text("edition-nodes")) }
                th scope="col" { (language.text("editor-actions")) }
            } }
            tbody { @for it in editions { (row(visitor, it)) } }
        } }
    }
}

fn row(visitor: &Visitor, it: &Counted) -> Markup {
    let language = visitor.language;
    let edition = &it.edition;
    let institution = edition.institution_id;
    let is_draft = edition.state == EditionState::Draft;
    let edits = is_draft && institution.is_some_and(|it| visitor.may(Action::KeepStandards, it));
    let title = edition.title.get(language);
    html! {
        tr {
            th scope="row" {
                @if edits { a href=(Draft { draft: edition.id }) { (title) } }
                @else { a href=(Edition { edition: edition.id }) { (title) } }
                br; code { (edition.code) }
                @if let Some(base) = &edition.supplements { br; span.hint { (language.with("editor-supplements", [("base", base.as_str().into())])) } }
            }
            td data-label=(language.text("edition-version")) { (edition.version) }
            td { (state(visitor, edition)) }
            td.number data-label=(language.text("edition-nodes")) { (language.count(it.nodes)) }
            td { div.actions { (actions(visitor, edition)) } }
        }
    }
}
