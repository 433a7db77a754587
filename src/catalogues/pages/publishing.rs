//! The end of a draft: it is published, after which nobody can change it, or discarded.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::{View, kept, open, shown, within};
use crate::app::App;
use crate::catalogues::bring::digest;
use crate::language::Language;
use crate::paths::{Catalogues, DiscardDraft, Draft, DraftNode, Edition, PublishDraft};
use crate::standards::check::{PackProblem, problems_of, words_of};
use crate::standards::draft::edition;
use crate::standards::store::pack_of;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What is wrong with a draft, or the button that publishes it.
pub async fn show(
    PublishDraft { draft }: PublishDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let pack = pack_of(&app.db.read, &view.whole).await?;
    let problems = problems_of(&pack, &view.type_codes());
    Ok(page(&visitor, &view, &problems))
}

/// Publishes a draft in which nothing is wrong.
pub async fn publish(
    PublishDraft { draft }: PublishDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let pack = pack_of(change.tx(), &view.whole).await?;
    let problems = problems_of(&pack, &view.type_codes());
    if !problems.is_empty() {
        return Ok(page(&visitor, &view, &problems).refused());
    }
    let digest = digest(&pack).map_err(anyhow::Error::from)?;
    edition::publish(&mut change, &view.whole.edition, &pack, digest).await?;
    change.commit().await?;
    Ok(see_with(Edition { edition: draft }, "done-published"))
}

fn page(visitor: &Visitor, view: &View, problems: &[PackProblem]) -> Page {
    let language = visitor.language;
    let draft = view.draft();
    let count = i64::try_from(problems.len()).unwrap_or(i64::MAX);
    let body = html! {
        @if problems.is_empty() {
            p.notice { (language.text("editor-publish-warning")) }
            form method="post" action=(PublishDraft { draft }) {
                div.actions {
                    button.primary type="submit" { (language.text("editor-publish-now")) }
                    a.button.second href=(Draft { draft }) { (language.text("cancel")) }
                }
            }
        } @else {
            p { (language.with("editor-problems", [("count", count.into())])) }
            ul.panel.problems { @for it in problems { li { (line(language, view, it)) } } }
        }
    };
    let title = language.text("editor-publish");
    within(visitor, &view.whole.edition, title, body)
}

/// What is wrong, with the way to where it can be mended.
fn line(language: Language, view: &View, it: &PackProblem) -> Markup {
    let draft = view.draft();
    let word = language.text(words_of(it.code));
    let row = it.node.and_then(|it| view.whole.criteria.get(it));
    html! {
        @match row {
            Some(row) => a href=(DraftNode { draft, node: row.id }) { (row.code) " " (row.title.get(language)) },
            None => a href=(Draft { draft }) { (language.text("editor-head")) },
        }
        ": "
        // What exactly is wrong is said in English alone; the kind of it in every language.
        @if language == Language::English { (it.message) }
        @else { (word) " " span.hint lang="en" { (it.message) } }
    }
}

/// Asks before a draft is removed.
pub async fn ask(
    DiscardDraft { draft }: DiscardDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    Ok(question(&visitor, &view, None))
}

/// Removes it.
pub async fn discard(
    DiscardDraft { draft }: DiscardDraft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let it = kept(&app, &visitor, draft).await?;
    let institution = it.institution_id.ok_or(Error::NotFound)?;
    let mut change = app.change(visitor.actor()).await?;
    if !edition::discard(&mut change, &it).await? {
        drop(change);
        let view = shown(&app, &visitor, draft).await?;
        return Ok(question(&visitor, &view, Some("editor-discard-used")).refused());
    }
    change.commit().await?;
    Ok(see_with(Catalogues { institution }, "done-draft-removed"))
}

fn question(visitor: &Visitor, view: &View, refusal: Option<&str>) -> Page {
    let language = visitor.language;
    let draft = view.draft();
    let count = i64::try_from(view.whole.criteria.len()).unwrap_or(i64::MAX);
    let body = html! {
        @if let Some(key) = refusal { p.notice.bad role="alert" { (language.text(key)) } }
        p { (language.with("editor-discard-question", [("count", count.into())])) }
        form method="post" action=(DiscardDraft { draft }) {
            div.actions {
                button.primary type="submit" { (language.text("editor-discard")) }
                a.button.second href=(Draft { draft }) { (language.text("cancel")) }
            }
        }
    };
    within(visitor, &view.whole.edition, language.text("editor-discard"), body)
}
