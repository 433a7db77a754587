//! The findings of one criterion, for the workbench.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{beginning, due, kind, state};
use crate::entities::{CriterionId, assessment};
use crate::findings::held::Held;
use crate::paths::{Finding, Findings, NewFinding};
use crate::web::Visitor;

/// The panel, from what this person may see of an assessment's findings and whether they raise some here; nothing where they
/// neither see one nor raise any.
pub fn panel(
    visitor: &Visitor,
    today: NaiveDate,
    of: &assessment::Model,
    (findings, criterion): (&[Held], CriterionId),
    raises: bool,
) -> Markup {
    let (language, assessment) = (visitor.language, of.id);
    let found: Vec<_> =
        findings.iter().filter(|it| it.head.criterion_id == Some(criterion)).collect();
    let new = format!("{}?criterion={criterion}", NewFinding { assessment });
    html! {
        @if raises || !found.is_empty() {
            div.panel #findings {
                h2 { (language.text("findings")) }
                @if !found.is_empty() {
                    ul { @for it in &found { li {
                        a href=(Finding { assessment, finding: it.head.id }) { (it.name()) } " "
                        (kind(language, it.wording.kind)) " " (state(language, it.state())) " "
                        (beginning(&it.wording.statement))
                        @if it.wording.due_on.is_some() {
                            " " span.faint { (language.text("finding-due")) ": " (due(language, today, it)) }
                        }
                    } } }
                }
                p.actions {
                    @if raises { a href=(new) data-key="f" { (language.text("finding-new")) } }
                    @else { a href=(Findings { assessment }) data-key="f" { (language.text("findings-all")) } }
                }
            }
        }
    }
}
