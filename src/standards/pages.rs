//! The editions that are loaded, and the tree of one.

use axum::extract::State;
use maud::{Markup, html};

use super::store::{self, Counted, Whole};
use crate::app::App;
use crate::entities::criterion;
use crate::language::Language;
use crate::paths::{Edition, Standards};
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// All editions.
pub async fn list(_: Standards, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    let language = visitor.language;
    let editions = store::all(&app.db.read, &visitor.scope()).await?;
    let body = html! {
        @if editions.is_empty() { (nothing(language.text("standards-empty"), None)) }
        @else {
            div.scroll tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (language.text("edition")) }
                        th scope="col" { (language.text("edition-version")) }
                        th.number scope="col" { (language.text("edition-nodes")) }
                        th.number scope="col" { (language.text("edition-assessable")) }
                        th.number scope="col" { (language.text("edition-checked")) }
                    } }
                    tbody { @for it in &editions { (edition_row(language, it)) } }
                }
            }
        }
    };
    Ok(Page::new(&visitor, language.text("nav-standards"), body).wide())
}

fn edition_row(language: Language, it: &Counted) -> Markup {
    html! {
        tr {
            th scope="row" { a href=(Edition { edition: it.edition.id }) { (it.edition.title.get(language)) } }
            td { (it.edition.version) }
            td.number { (language.count(it.nodes)) }
            td.number { (language.count(it.assessable)) }
            td.number { (language.count(it.checked * 100 / it.nodes.max(1))) " %" }
        }
    }
}

/// One edition with its tree.
pub async fn show(
    Edition { edition }: Edition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let language = visitor.language;
    let whole = store::shown(&app.db.read, &visitor.scope(), edition).await?;
    let title = whole.edition.title.get(language).to_owned();
    let body = html! {
        (facts(language, &whole))
        h2 { (language.text("edition-tree")) }
        div.scroll tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("criterion-title")) }
                    th scope="col" { (language.text("criterion-expects")) }
                    th scope="col" { (language.text("criterion-provenance")) }
                } }
                tbody { @for it in &whole.criteria { (criterion_row(language, it)) } }
            }
        }
    };
    Ok(Page::new(&visitor, title, body).under(Standards, language.text("nav-standards")).wide())
}

fn facts(language: Language, whole: &Whole) -> Markup {
    let head = &whole.head;
    html! {
        dl.facts {
            dt { (language.text("edition-id")) } dd { code { (whole.edition.code) } }
            dt { (language.text("edition-version")) } dd { (whole.edition.version) }
            @if !head.status.is_empty() { dt { (language.text("edition-status")) } dd { (head.status) } }
            @if !head.completeness.is_empty() { dt { (language.text("edition-completeness")) } dd { (head.completeness) } }
            @if !head.licence_note.is_empty() { dt { (language.text("edition-licence")) } dd { (head.licence_note) } }
            @if let Some(scale) = &head.scale {
                dt { (language.text("edition-scale")) }
                dd {
                    @for level in scale.levels.iter().rev() { (badge(level.role.tone(), level.title.get(language))) " " }
                    @if let Some(apart) = &scale.not_applicable { (badge("plain", apart.title.get(language))) }
                    @if !scale.note.is_empty() { p.hint { (scale.note) } }
                }
            }
            @if !head.outcomes.is_empty() {
                dt { (language.text("edition-outcomes")) }
                dd { ul { @for outcome in &head.outcomes { li {
                    (outcome.title.get(language))
                    @if !outcome.note.is_empty() { span.faint { " – " (outcome.note) } }
                } } } }
            }
        }
    }
}

fn criterion_row(language: Language, it: &criterion::Model) -> Markup {
    let summary = it.summary.get(language);
    html! {
        tr #(format!("c-{}", it.id)) {
            th scope="row" { (it.code) }
            td {
                @if it.assessable { (it.title.get(language)) } @else { strong { (it.title.get(language)) } }
                @if !summary.is_empty() { p.hint { (summary) } }
            }
            td { (it.expects.0.join(", ")) }
            td { (provenance(language, &it.provenance)) }
        }
    }
}

/// How sure the pack is of a node, as a reader needs to know it.
pub fn provenance(language: Language, code: &str) -> Markup {
    if code == "checked" {
        badge("good", language.text("provenance-checked"))
    } else {
        badge("poor", language.text("provenance-recalled"))
    }
}
