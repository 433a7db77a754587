//! The findings of one criterion, for the workbench.

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::{beginning, due, kind, raises, state};
use crate::entities::{assessment, criterion};
use crate::findings::{sight, store};
use crate::paths::{Finding, Findings, NewFinding};
use crate::standards::store::Whole;
use crate::web::Visitor;

/// The panel; one query where nothing was found, nine at most.
pub async fn panel(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    today: NaiveDate,
    (of, whole): (&assessment::Model, &Whole),
    criterion: &criterion::Model,
) -> Result<Markup, DbErr> {
    let language = visitor.language;
    let mut all = store::about(db, of.id, criterion.id).await?;
    if visitor.withheld(of.id).covers(criterion.id) {
        all.clear();
    }
    let found = sight::shown(db, of, (whole, today), all, Some(visitor.id)).await?;
    let assessment = of.id;
    let new = format!("{}?criterion={}", NewFinding { assessment }, criterion.id);
    let raises = raises(visitor, of);
    Ok(html! {
        @if raises || !found.is_empty() {
            div.panel #findings {
                h2 { (language.text("findings")) }
                @if !found.is_empty() {
                    ul { @for it in &found { li {
                        a href=(Finding { assessment, finding: it.head.id }) { (it.name()) } " "
                        (kind(language, it.wording.kind)) " " (state(language, it.state())) " "
                        (beginning(&it.wording.statement)) " " span.faint { (due(language, today, it)) }
                    } } }
                }
                p {
                    @if raises { a href=(new) data-key="f" { (language.text("finding-new")) } }
                    @else { a href=(Findings { assessment }) data-key="f" { (language.text("findings-all")) } }
                }
            }
        }
    })
}
