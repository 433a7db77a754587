//! Moves criteria of a draft, and takes them out.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;
use serde::Deserialize;

use super::{View, open, shown, within};
use crate::app::App;
use crate::catalogues::forms::sent::Sent;
use crate::entities::{CriterionId, criterion};
use crate::paths::{Draft, DraftNode, MoveNode, RemoveNode};
use crate::standards::draft::nodes::{Outcome, Way, put, take_out};
use crate::standards::draft::outline::Step;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Most criteria that a question names.
const MOST_NAMED: usize = 20;

/// Moves a criterion with all below it: a step, or below the criterion with a code (an empty one is the top).
pub async fn relocate(
    MoveNode { draft, node }: MoveNode,
    State(app): State<App>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let row = view.row(node)?;
    let at = DraftNode { draft, node };
    let way = match (sent.get("step").and_then(Step::from_code), sent.get("below")) {
        (Some(step), _) => Way::Step(step),
        (None, Some(code)) if code.trim().is_empty() => Way::Below(None),
        (None, Some(code)) => match by_code(&view, code) {
            Some(parent) => Way::Below(Some(parent)),
            None => return Ok(see_with(at, "done-no-such-parent")),
        },
        (None, None) => return Err(Error::NotFound),
    };
    if put(&mut change, &view.whole.edition, row, way).await? != Outcome::Done {
        return Ok(see_with(at, "done-no-room"));
    }
    change.commit().await?;
    Ok(see_with(at, "done-criterion-moved"))
}

fn by_code(view: &View, code: &str) -> Option<CriterionId> {
    let code = code.trim().to_lowercase();
    view.whole.criteria.iter().find(|it| it.code.to_lowercase() == code).map(|it| it.id)
}

/// How many criteria below it the person was told of.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct RemoveForm {
    below: Option<usize>,
}

/// Asks before a criterion is taken out, and names what goes along.
pub async fn ask(
    RemoveNode { draft, node }: RemoveNode,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    question(&visitor, &view, node, None)
}

/// Takes it out.
pub async fn remove(
    RemoveNode { draft, node }: RemoveNode,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemoveForm>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let row = view.row(node)?;
    let told = form.below.unwrap_or_default();
    match take_out(&mut change, &view.whole.edition, row, told).await? {
        Outcome::Done => {}
        Outcome::Used => {
            let page = question(&visitor, &view, node, Some("editor-remove-used"))?;
            return Ok(page.refused());
        }
        Outcome::Otherwise(_) | Outcome::NoRoom => {
            let page = question(&visitor, &view, node, Some("editor-remove-otherwise"))?;
            return Ok(page.refused());
        }
    }
    change.commit().await?;
    Ok(match row.parent_id {
        Some(node) => see_with(DraftNode { draft, node }, "done-criteria-removed"),
        None => see_with(Draft { draft }, "done-criteria-removed"),
    })
}

fn question(
    visitor: &Visitor,
    view: &View,
    node: CriterionId,
    refusal: Option<&str>,
) -> Result<Page> {
    let language = visitor.language;
    let row = view.row(node)?;
    let below = below(view, row);
    let draft = view.draft();
    let count = i64::try_from(below.len()).unwrap_or(i64::MAX);
    let body = html! {
        @if let Some(key) = refusal { p.notice.bad role="alert" { (language.text(key)) } }
        @if below.is_empty() { p { (language.text("editor-remove-alone")) } }
        @else {
            p { (language.with("editor-remove-below", [("count", count.into())])) }
            ul {
                @for it in below.iter().take(MOST_NAMED) { li { (it.code) " " (it.title.get(language)) } }
                @if below.len() > MOST_NAMED { li { "…" } }
            }
        }
        form method="post" action=(RemoveNode { draft, node }) {
            input type="hidden" name="below" value=(below.len());
            div.actions {
                button.primary type="submit" { (language.text("editor-remove")) }
                a.button.second href=(DraftNode { draft, node }) { (language.text("cancel")) }
            }
        }
    };
    let code = format!("{} {}", row.code, row.title.get(language));
    let title = language.with("editor-remove-title", [("criterion", code.into())]);
    Ok(within(visitor, &view.whole.edition, title, body))
}

/// All that stands below a criterion.
fn below<'a>(view: &'a View, row: &criterion::Model) -> Vec<&'a criterion::Model> {
    let after = view.whole.criteria.iter().skip_while(|it| it.id != row.id).skip(1);
    after.take_while(|it| it.depth > row.depth).collect()
}
