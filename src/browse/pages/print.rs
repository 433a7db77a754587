//! An edition on paper: every criterion with its texts. A large edition is printed an area at a time.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::facts::facts;
use crate::app::App;
use crate::browse::store;
use crate::entities::{CriterionId, criterion};
use crate::language::Language;
use crate::paths::{Criterion, Edition, PrintEdition, Standards};
use crate::standards::pages::provenance;
use crate::standards::store::{self as standards, head_of};
use crate::web::{Error, Page, Result, Visitor};

/// Most criteria on one page.
const MOST: i64 = 3_000;

/// Which part.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Part {
    area: Option<CriterionId>,
}

/// The page.
pub async fn print(
    PrintEdition { edition }: PrintEdition,
    State(app): State<App>,
    visitor: Visitor,
    Query(part): Query<Part>,
) -> Result<Page> {
    let db = &app.db.read;
    let counted = standards::one(db, &visitor.scope(), edition).await?;
    let language = visitor.language;
    let title = counted.edition.title.get(language).to_owned();
    let head = head_of(&counted.edition)?;
    let tops = store::top(db, edition).await?;
    let rows = match part.area {
        Some(area) => {
            let top = tops.iter().find(|it| it.id == area).ok_or(Error::NotFound)?;
            Some(store::area(db, top).await?)
        }
        None if counted.nodes <= MOST => {
            Some(standards::tree_of(db, counted.edition.clone()).await?.criteria)
        }
        None => None,
    };
    let body = html! {
        (facts(language, app.today(), &counted, &head))
        @match &rows {
            Some(rows) => (table(language, rows)),
            None => {
                p { (language.text("browse-print-areas")) }
                ul { @for it in &tops { li {
                    a href=(format!("{}?area={}", PrintEdition { edition }, it.id)) { (it.code) " " (it.title.get(language)) }
                } } }
            },
        }
    };
    Ok(Page::new(&visitor, title.clone(), body)
        .under(Standards, language.text("nav-standards"))
        .under(Edition { edition }, title)
        .wide())
}

fn table(language: Language, rows: &[criterion::Model]) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("criterion-title")) }
                th scope="col" { (language.text("criterion-expects")) }
                th scope="col" { (language.text("criterion-provenance")) }
            } }
            tbody { @for it in rows { (row(language, it)) } }
        } }
    }
}

fn row(language: Language, it: &criterion::Model) -> Markup {
    let summary = it.summary.get(language);
    html! {
        tr {
            th scope="row" { a href=(Criterion { edition: it.edition_id, criterion: it.id }) { (it.code) } }
            td {
                @if it.assessable { (it.title.get(language)) } @else { strong { (it.title.get(language)) } }
                @if !summary.is_empty() { p.hint.text { (summary) } }
            }
            td { (it.expects.0.join(", ")) }
            td { (provenance(language, &it.provenance)) }
        }
    }
}
