//! Another criterion of a draft.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form as Posted;
use maud::html;
use serde::Deserialize;

use super::fields::Form;
use super::node::inputs;
use super::tree::{InHand, tree};
use super::{View, open, shown, to_publish, within};
use crate::app::App;
use crate::catalogues::forms::node::check;
use crate::catalogues::forms::sent::Sent;
use crate::catalogues::forms::suggest;
use crate::check::Problems;
use crate::entities::CriterionId;
use crate::paths::{AddNode, DraftNode};
use crate::standards::draft::nodes::insert;
use crate::standards::draft::outline::Beside;
use crate::standards::pack::{Node, PackKind, Provenance};
use crate::standards::rows;
use crate::titles::Titles;
use crate::web::components::submit;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What the new criterion stands beside; with neither, it comes at the end.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Spot {
    below: Option<CriterionId>,
    after: Option<CriterionId>,
}

impl Spot {
    fn of(sent: &Sent) -> Result<Self> {
        let id = |name| match sent.get(name).filter(|it| !it.is_empty()) {
            Some(it) => it.parse().map(Some).map_err(|_| Error::NotFound),
            None => Ok(None),
        };
        Ok(Self { below: id("below")?, after: id("after")? })
    }

    fn beside(self) -> Beside {
        match (self.below, self.after) {
            (Some(id), _) => Beside::Below(id),
            (None, Some(id)) => Beside::After(id),
            (None, None) => Beside::End,
        }
    }

    /// Whether the new criterion is one of the top.
    fn is_top(self, view: &View) -> Result<bool> {
        let after = self.after.map(|it| view.row(it)).transpose()?;
        Ok(self.below.is_none() && after.is_none_or(|it| it.parent_id.is_none()))
    }
}

/// The form.
pub async fn show(
    AddNode { draft }: AddNode,
    State(app): State<App>,
    Query(spot): Query<Spot>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let problems = Problems::default();
    let form = Form { language: visitor.language, typed: None, problems: &problems };
    page(&visitor, &view, spot, form)
}

/// Puts it into the draft.
pub async fn add(
    AddNode { draft }: AddNode,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let spot = Spot::of(&sent)?;
    let (taken, types) = (view.taken(None), view.type_codes());
    let mut fresh = suggested(&view, spot)?;
    fresh.code.clear();
    match check(&sent, &fresh, view.around(&taken, &types)) {
        Ok(node) => {
            let node = insert(&mut change, &view.whole.edition, &node, spot.beside()).await?;
            change.commit().await?;
            Ok(see_with(DraftNode { draft, node }, "done-criterion-drafted"))
        }
        Err(problems) => {
            let form = Form { language: visitor.language, typed: Some(&sent), problems: &problems };
            Ok(page(&visitor, &view, spot, form)?.refused())
        }
    }
}

/// A criterion with what it probably has: the next code, the kind of the one beside it.
fn suggested(view: &View, spot: Spot) -> Result<Node> {
    let criteria = &view.whole.criteria;
    let taken = view.taken(None);
    let (code, like) = match (spot.below, spot.after) {
        (Some(id), _) => {
            let parent = view.row(id)?;
            let like = criteria.iter().rfind(|it| it.parent_id == Some(id));
            let code = match like {
                Some(last) => suggest::after(&last.code, &taken),
                None => suggest::below(&parent.code, &taken),
            };
            (code, like)
        }
        (None, Some(id)) => {
            let before = view.row(id)?;
            (suggest::after(&before.code, &taken), Some(before))
        }
        (None, None) => {
            let last = criteria.iter().rfind(|it| it.parent_id.is_none());
            (last.map_or_else(|| "1".to_owned(), |it| suggest::after(&it.code, &taken)), last)
        }
    };
    let mut node = Node::new(code, like.map_or("criterion", |it| &it.kind), Titles::default());
    node.provenance = Provenance::Checked;
    let rated = rows::kind(&view.whole.edition) == PackKind::Criteria;
    node.assessable = rated.then_some(true);
    Ok(node)
}

fn page(visitor: &Visitor, view: &View, spot: Spot, form: Form<'_>) -> Result<Page> {
    let language = visitor.language;
    let beside = spot.below.or(spot.after);
    let node = suggested(view, spot)?;
    let place = match (spot.below, spot.after) {
        (Some(id), _) => language.with("editor-goes-below", [("code", code(view, id)?.into())]),
        (None, Some(id)) => language.with("editor-goes-after", [("code", code(view, id)?.into())]),
        (None, None) => language.text("editor-goes-last"),
    };
    let is_top = spot.is_top(view)?;
    let body = html! {
        div.bench {
            (tree(language, view, InHand::Criterion(beside)))
            section {
                p { (place) }
                form.panel method="post" action=(AddNode { draft: view.draft() }) data-guard {
                    @if let Some(id) = spot.below { input type="hidden" name="below" value=(id); }
                    @else if let Some(id) = spot.after { input type="hidden" name="after" value=(id); }
                    (inputs(view, &node, form, is_top))
                    (submit(language.text("editor-add")))
                }
            }
        }
    };
    let page = within(visitor, &view.whole.edition, language.text("editor-add"), body);
    Ok(page.actions(to_publish(visitor, view.draft())))
}

fn code(view: &View, id: CriterionId) -> Result<String> {
    Ok(view.row(id)?.code.clone())
}
