//! Search over the criteria of all editions, in all languages.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::search_form;
use crate::app::App;
use crate::browse::store;
use crate::entities::{EditionId, criterion, edition};
use crate::language::Language;
use crate::paths::{Criterion, SearchStandards, Standards};
use crate::web::components::{Paging, nothing, query};
use crate::web::{Page, Result, Visitor};

/// What is searched.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    edition: Option<EditionId>,
}

/// The page.
pub async fn search(
    _: SearchStandards,
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let language = visitor.language;
    let typed: String = asked.q.chars().take(200).collect();
    let (db, scope) = (&app.db.read, visitor.scope());
    let (offset, most) = (paging.offset(), Paging::SIZE);
    let (count, rows) = store::search(db, &scope, &typed, asked.edition, offset, most).await?;
    let edition = asked.edition.map(|it| format!("&edition={it}")).unwrap_or_default();
    let kept = format!("q={}{edition}", query(&typed));
    let body = html! {
        (search_form(language, &typed, asked.edition))
        @if typed.trim().is_empty() { p.faint { (language.text("browse-search-hint")) } }
        @else if rows.is_empty() { (nothing(language.text("browse-search-none"), None)) }
        @else {
            p.faint { (language.with("browse-found", [("count", count.into())])) }
            ul.found { @for (it, of) in &rows { (hit(language, it, of)) } }
            (paging.pager(language, count, &kept))
        }
    };
    Ok(Page::new(&visitor, language.text("browse-search"), body)
        .under(Standards, language.text("nav-standards")))
}

fn hit(language: Language, it: &criterion::Model, of: &edition::Model) -> Markup {
    html! {
        li.panel {
            a href=(Criterion { edition: of.id, criterion: it.id }) { strong { (it.code) } " " (it.title.get(language)) }
            div.faint { (of.title.get(language)) }
        }
    }
}
