//! An edition on paper: every criterion with its texts. A large edition is printed an area at a time.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::facts::facts;
use crate::app::App;
use crate::browse::store;
use crate::entities::{CriterionId, criterion, evidence_type};
use crate::language::Language;
use crate::paths::{Criterion, Edition, PrintEdition, Standards};
use crate::standards::pages::provenance;
use crate::standards::store::{self as standards, head_of};
use crate::web::{Error, Page, Result, Visitor};

/// Most criteria on one page.
const MOST: i32 = 3_000;
/// Most areas that are offered to choose from; beyond it, an edition is printed by its parts.
const MOST_AREAS: usize = 500;

/// Which part.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Part {
    area: Option<CriterionId>,
    /// Place of the first criterion of a part of what is too large for one page.
    from: Option<i32>,
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
    let top = match part.area {
        Some(area) => Some(tops.iter().find(|it| it.id == area).ok_or(Error::NotFound)?),
        None => None,
    };
    let (count, begins) = store::parts(db, edition, top, MOST).await?;
    let by_area = top.is_none() && tops.len() > 1 && tops.len() <= MOST_AREAS;
    let first = top.map_or(0, |it| it.position);
    let rows = match part.from {
        Some(from) if begins.iter().any(|it| it.position == from) => {
            Some(store::run(db, edition, from, MOST.min(first + count - from)).await?)
        }
        Some(_) => return Err(Error::NotFound),
        None if count <= MOST => Some(store::run(db, edition, first, count).await?),
        None => None,
    };
    let types = standards::evidence_types(db).await?;
    let body = html! {
        (facts(language, app.today(), &counted, &head))
        @match &rows {
            Some(rows) => (table(language, rows, &types)),
            None if !by_area => (parts(language, part.area, &begins, count)),
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

/// The parts of what is too large for one page, each from the criterion that it begins with.
fn parts(
    language: Language,
    area: Option<CriterionId>,
    begins: &[criterion::Model],
    count: i32,
) -> Markup {
    let query = |it: &criterion::Model| match area {
        Some(area) => format!("?area={area}&from={}", it.position),
        None => format!("?from={}", it.position),
    };
    let numbers = [
        ("count", language.count(i64::from(count)).into()),
        ("most", language.count(i64::from(MOST)).into()),
    ];
    html! {
        p { (language.with("browse-print-parts", numbers)) }
        ol { @for it in begins { li {
            a href=(query(it)) { (language.with("browse-print-part", [("code", it.code.as_str().into())])) }
            " " (it.title.get(language))
        } } }
    }
}

fn table(language: Language, rows: &[criterion::Model], types: &[evidence_type::Model]) -> Markup {
    let names: HashMap<&str, &str> =
        types.iter().map(|it| (it.code.as_str(), it.title.get(language))).collect();
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("criterion-title")) }
                th scope="col" { (language.text("criterion-expects")) }
                th scope="col" { (language.text("criterion-provenance")) }
            } }
            tbody { @for it in rows { (row(language, it, &names)) } }
        } }
    }
}

fn row(language: Language, it: &criterion::Model, names: &HashMap<&str, &str>) -> Markup {
    let summary = it.summary.get(language);
    let expected = it.expects.0.iter();
    let expected: Vec<&str> =
        expected.map(|code| names.get(code.as_str()).copied().unwrap_or(code)).collect();
    html! {
        tr {
            th scope="row" { a href=(Criterion { edition: it.edition_id, criterion: it.id }) { (it.code) } }
            td {
                @if it.assessable { (it.title.get(language)) } @else { strong { (it.title.get(language)) } }
                @if !summary.is_empty() { p.hint.text { (summary) } }
            }
            td { (expected.join(", ")) }
            td { (provenance(language, &it.provenance)) }
        }
    }
}
