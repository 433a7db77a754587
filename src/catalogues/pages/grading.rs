//! The scale, the outcomes and the decision rules of a draft, changed part by part.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form as Posted;
use maud::html;

use super::fields::Form;
use super::grading_form::inputs;
use super::grading_list::{lists, name};
use super::head::about;
use super::{View, open, shown, within};
use crate::app::App;
use crate::catalogues::forms::grading::check;
use crate::catalogues::forms::part::Part;
use crate::catalogues::forms::sent::Sent;
use crate::check::Problems;
use crate::paths::{Grading, GradingPart, MoveGradingPart, RemoveGradingPart};
use crate::standards::draft::edition::{self, About};
use crate::standards::pack::PackKind;
use crate::standards::rows;
use crate::web::components::submit;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The lists.
pub async fn show(
    Grading { draft }: Grading,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    graded(&view)?;
    lists(&visitor, &view, None)
}

/// Only what is rated by itself has a scale: a supplement is rated on that of the edition it adds to.
fn graded(view: &View) -> Result<()> {
    if is_graded(view) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether a draft has a scale and outcomes of its own.
pub(super) fn is_graded(view: &View) -> bool {
    let edition = &view.whole.edition;
    rows::kind(edition) == PackKind::Criteria && edition.supplements.is_none()
}

/// The form of a part.
pub async fn form(
    GradingPart { draft, part }: GradingPart,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let part = part_of(&view, &part)?;
    let problems = Problems::default();
    let form = Form { language: visitor.language, typed: None, problems: &problems };
    page(&visitor, &view, part, form, false)
}

fn part_of(view: &View, address: &str) -> Result<Part> {
    graded(view)?;
    Part::of(address, &view.whole.head).ok_or(Error::NotFound)
}

/// Changes a part, or adds it.
pub async fn save(
    GradingPart { draft, part }: GradingPart,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let part = part_of(&view, &part)?;
    let current = about(&view);
    let is_stale = sent.get("mark") != Some(current.mark()?.as_str());
    match check(&sent, part, &current.head) {
        Ok(head) if !is_stale => {
            if head != current.head {
                let after = About { head, ..current };
                edition::change(&mut change, &view.whole.edition, &after).await?;
                change.commit().await?;
            }
            Ok(see_with(Grading { draft }, "done-saved"))
        }
        other => {
            let problems = other.err().unwrap_or_default();
            let form = Form { language: visitor.language, typed: Some(&sent), problems: &problems };
            Ok(page(&visitor, &view, part, form, is_stale)?.refused())
        }
    }
}

/// Moves a part one step up or down.
pub async fn relocate(
    MoveGradingPart { draft, part }: MoveGradingPart,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let part = part_of(&view, &part)?;
    let current = about(&view);
    if sent.get("mark") != Some(current.mark()?.as_str()) {
        return Ok(lists(&visitor, &view, Some("grading-changed-meanwhile"))?.refused());
    }
    let up = sent.get("step") == Some("up");
    let Some(head) = part.moved(&current.head, up) else {
        return Ok(see_with(Grading { draft }, "done-no-room"));
    };
    edition::change(&mut change, &view.whole.edition, &About { head, ..current }).await?;
    change.commit().await?;
    Ok(see_with(Grading { draft }, "done-criterion-moved"))
}

/// Asks before a part is taken out.
pub async fn ask(
    RemoveGradingPart { draft, part }: RemoveGradingPart,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let part = held(&view, &part)?;
    question(&visitor, &view, part, None)
}

/// A part that is there.
fn held(view: &View, address: &str) -> Result<Part> {
    let part = part_of(view, address)?;
    if part.is_new(&view.whole.head) == Some(false) { Ok(part) } else { Err(Error::NotFound) }
}

/// Takes a part out.
pub async fn remove(
    RemoveGradingPart { draft, part }: RemoveGradingPart,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let current = about(&view);
    if sent.get("mark") != Some(current.mark()?.as_str()) {
        graded(&view)?;
        return Ok(lists(&visitor, &view, Some("grading-changed-meanwhile"))?.refused());
    }
    let part = held(&view, &part)?;
    let head = match part.removed(&current.head) {
        Ok(head) => head,
        Err(key) => return Ok(question(&visitor, &view, part, Some(key))?.refused()),
    };
    edition::change(&mut change, &view.whole.edition, &About { head, ..current }).await?;
    change.commit().await?;
    Ok(see_with(Grading { draft }, "done-criteria-removed"))
}

fn question(visitor: &Visitor, view: &View, part: Part, refusal: Option<&str>) -> Result<Page> {
    let language = visitor.language;
    let draft = view.draft();
    let action = RemoveGradingPart { draft, part: part.to_string() };
    let body = html! {
        @if let Some(key) = refusal { p.notice.bad role="alert" { (language.text(key)) } }
        p { (language.text("grading-remove-question")) }
        form method="post" action=(action) {
            input type="hidden" name="mark" value=(about(view).mark()?);
            div.actions {
                button.primary type="submit" { (language.text("editor-remove")) }
                a.button.second href=(Grading { draft }) { (language.text("cancel")) }
            }
        }
    };
    let named = name(language, &view.whole.head, part);
    let title = language.with("editor-remove-title", [("criterion", named.into())]);
    Ok(within(visitor, &view.whole.edition, title, body))
}

fn page(
    visitor: &Visitor,
    view: &View,
    part: Part,
    form: Form<'_>,
    is_stale: bool,
) -> Result<Page> {
    let language = visitor.language;
    let draft = view.draft();
    let head = &view.whole.head;
    let action = GradingPart { draft, part: part.to_string() };
    let is_new = part.is_new(head) == Some(true);
    let body = html! {
        @if is_stale { p.notice.bad role="alert" { (language.text("grading-stale")) } }
        form.panel method="post" action=(action) data-guard {
            input type="hidden" name="mark" value=(about(view).mark()?);
            (inputs(head, part, form))
            (submit(language.text(if is_new { "editor-add" } else { "save" })))
        }
        p { a href=(Grading { draft }) { (language.text("cancel")) } }
    };
    let page = within(visitor, &view.whole.edition, name(language, head, part), body);
    Ok(page.under(Grading { draft }, language.text("grading")))
}
