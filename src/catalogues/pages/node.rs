//! A criterion of a draft: its form, beside the tree.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form as Posted;
use maud::{Markup, html};

use super::fields::Form;
use super::questions::questions;
use super::tree::{InHand, tree};
use super::{View, open, shown, to_publish, within};
use crate::app::App;
use crate::catalogues::forms::node::check;
use crate::catalogues::forms::sent::{Sent, pair_lines};
use crate::check::Problems;
use crate::entities::{CriterionId, criterion};
use crate::language::Language;
use crate::paths::{AddNode, DraftNode, MoveNode, RemoveNode};
use crate::standards::draft::nodes::{change, mark};
use crate::standards::draft::outline::Step;
use crate::standards::pack::{Node, PackKind, Provenance};
use crate::standards::rows;
use crate::titles::Titles;
use crate::web::components::submit;
use crate::web::{Page, Result, Visitor, see_with};

/// The editor at a criterion.
pub async fn show(
    DraftNode { draft, node }: DraftNode,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let problems = Problems::default();
    let form = Form { language: visitor.language, typed: None, problems: &problems };
    page(&visitor, &view, node, form, false)
}

/// Changes what a criterion says.
pub async fn save(
    DraftNode { draft, node }: DraftNode,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut writing, view) = open(&app, &visitor, draft).await?;
    let row = view.row(node)?;
    let current = view.node(row);
    let now = mark(&current)?;
    let is_stale = sent.get("mark").is_some_and(|it| it != now);
    let (taken, types) = (view.taken(Some(node)), view.type_codes());
    match check(&sent, &current, view.around(&taken, &types)) {
        Ok(after) if !is_stale => {
            if after != current {
                change(&mut writing, &view.whole.edition, row, &after).await?;
                writing.commit().await?;
            }
            Ok(see_with(DraftNode { draft, node }, "done-saved"))
        }
        other => {
            let problems = other.err().unwrap_or_default();
            let form = Form { language: visitor.language, typed: Some(&sent), problems: &problems };
            Ok(page(&visitor, &view, node, form, is_stale)?.refused())
        }
    }
}

fn page(
    visitor: &Visitor,
    view: &View,
    id: CriterionId,
    form: Form<'_>,
    is_stale: bool,
) -> Result<Page> {
    let language = visitor.language;
    let row = view.row(id)?;
    let node = view.node(row);
    let body = html! {
        div.bench {
            (tree(language, view, InHand::Criterion(Some(id))))
            section {
                @if is_stale { (meanwhile(language, &node)) }
                (steps(language, view, row))
                form.panel method="post" action=(DraftNode { draft: view.draft(), node: id }) data-guard {
                    input type="hidden" name="mark" value=(mark(&node)?);
                    (inputs(view, &node, form, row.parent_id.is_none()))
                    (submit(language.text("save")))
                }
            }
        }
    };
    let title = format!("{} {}", row.code, row.title.get(language));
    let page = within(visitor, &view.whole.edition, title, body);
    Ok(page.actions(to_publish(visitor, view.draft())))
}

/// What somebody else has written since the form was opened.
fn meanwhile(language: Language, now: &Node) -> Markup {
    let text = |it: Option<&Titles>| it.map(|it| it.get(language).to_owned()).unwrap_or_default();
    html! {
        div.notice.bad role="alert" {
            p { (language.text("editor-changed-meanwhile")) }
            dl.facts {
                dt { (language.text("criterion")) } dd { (now.code) " " (now.title.get(language)) }
                dt { (language.text("criterion-summary")) } dd.text { (text(now.summary.as_ref())) }
                dt { (language.text("criterion-guidance")) } dd.text { (text(now.guidance.as_ref())) }
            }
        }
    }
}

/// The ways to change the tree around a criterion.
fn steps(language: Language, view: &View, row: &criterion::Model) -> Markup {
    let (draft, node) = (view.draft(), row.id);
    let word = |step: Step| match step {
        Step::Up => ("↑", language.text("editor-up")),
        Step::Down => ("↓", language.text("editor-down")),
        Step::In => ("→", language.text("editor-in")),
        Step::Out => ("←", language.text("editor-out")),
    };
    html! {
        div.actions {
            a.button.second href={ (AddNode { draft }) "?below=" (node) } { "+ " (language.text("editor-add-below")) }
            a.button.second href={ (AddNode { draft }) "?after=" (node) } { "+ " (language.text("editor-add-after")) }
            a.button.second href=(RemoveNode { draft, node }) { (language.text("editor-remove")) }
        }
        form.steps method="post" action=(MoveNode { draft, node }) {
            div.actions {
                @for step in Step::ALL {
                    @let (sign, word) = word(step);
                    button.second type="submit" name="step" value=(step.code()) { span aria-hidden="true" { (sign) " " } (word) }
                }
            }
        }
        details {
            summary { (language.text("editor-move-below")) }
            form.filters method="post" action=(MoveNode { draft, node }) {
                div.field {
                    label for="below" { (language.text("editor-parent")) }
                    input #below name="below" type="text" aria-describedby="below-note";
                    p.hint #below-note { (language.text("editor-parent-hint")) }
                }
                button.second type="submit" { (language.text("editor-move")) }
            }
        }
    }
}

/// The fields of a criterion.
pub(super) fn inputs(view: &View, node: &Node, form: Form<'_>, is_top: bool) -> Markup {
    let language = form.language;
    let fields = form.fields();
    let none = Titles::default();
    let weight = node.weight.to_string();
    let references = pair_lines(&node.references);
    let rated = rows::kind(&view.whole.edition) == PackKind::Criteria;
    let sources = [
        Provenance::Checked,
        Provenance::Recalled,
        Provenance::Reconstructed,
        Provenance::Imported,
    ];
    let sources = sources
        .map(|it| (it.code().to_owned(), language.text(&format!("provenance-{}", it.code()))));
    let source = form.value("provenance", node.provenance.code());
    html! {
        div.row {
            (fields.text("code", "criterion-code", form.value("code", &node.code)).required())
            (fields.text("kind", "editor-kind", form.value("kind", &node.kind)).hint("editor-kind-hint").required())
        }
        (form.spoken("title", language.text("criterion-title"), &node.title, 2))
        (form.spoken("summary", language.text("criterion-summary"), node.summary.as_ref().unwrap_or(&none), 5))
        (form.spoken("guidance", language.text("criterion-guidance"), node.guidance.as_ref().unwrap_or(&none), 4))
        @if is_top && view.whole.edition.supplements.is_some() {
            (fields.text("under", "scope-under", form.value("under", node.under.as_deref().unwrap_or_default())).hint("editor-under-hint"))
        }
        fieldset.choices {
            legend { (language.text("editor-counting")) }
            @if rated { (form.tick("assessable", language.text("editor-assessable"), node.assessable.unwrap_or(node.children.is_empty()))) }
            (form.tick("mandatory", language.text("editor-mandatory"), node.mandatory))
            (fields.text("weight", "editor-weight", form.value("weight", &weight)).hint("editor-weight-hint"))
        }
        (groups(view, node, form))
        (expects(view, node, form))
        (form.spoken("typical_evidence", language.text("criterion-typical-evidence"), node.typical_evidence.as_ref().unwrap_or(&none), 3))
        (questions(&node.questions, form))
        (fields.area("references", "grading-references", form.value("references", &references)).hint("grading-references-hint"))
        (fields.choice("provenance", "criterion-provenance", &sources, source))
    }
}

fn groups(view: &View, node: &Node, form: Form<'_>) -> Markup {
    let language = form.language;
    let offered = &view.whole.head.groups;
    let unknown = node.groups.iter().filter(|it| offered.iter().all(|group| group.code != **it));
    let unknown = unknown.map(|it| (it.as_str(), ""));
    let all: Vec<(&str, &str)> = offered
        .iter()
        .map(|it| (it.code.as_str(), it.title.get(language)))
        .chain(unknown)
        .collect();
    html! {
        @if !all.is_empty() {
            fieldset.choices {
                legend { (language.text("scope-groups")) }
                input type="hidden" name="groups" value="";
                @for (code, title) in all {
                    @let is_in = node.groups.iter().any(|it| it == code);
                    label { input type="checkbox" name="groups" value=(code) checked[form.chosen("groups", code, is_in)]; (code) " " (title) }
                }
            }
        }
    }
}

/// The evidence types by their codes, with the list to look them up in.
fn expects(view: &View, node: &Node, form: Form<'_>) -> Markup {
    let language = form.language;
    let codes = node.expects.join(", ");
    let field = form.fields();
    html! {
        (field.area("expects", "criterion-expects", form.value("expects", &codes)).hint("editor-expects-hint"))
        details {
            summary { (language.text("editor-evidence-types")) }
            ul.types { @for it in &view.types { li { code { (it.code) } " " (it.title.get(language)) } } }
        }
    }
}
