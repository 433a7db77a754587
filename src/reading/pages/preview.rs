//! A file in the frame of the house: what it belongs to, and as much of it as can be read here.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Query;
use maud::{Markup, html};
use serde::Deserialize;

use super::shown;
use crate::app::App;
use crate::entities::{RevisionKind, revision};
use crate::evidence::{register, revisions};
use crate::language::Language;
use crate::paths::{Evidence, EvidenceRegister, RevisionContent, RevisionFile, RevisionPreview};
use crate::reading::kind::Kind;
use crate::reading::store::{self, Held};
use crate::web::headers::Policy;
use crate::web::{Page, Result, Visitor};

/// What is asked for of a file.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The sheet of a workbook, from 1.
    sheet: Option<usize>,
    /// `text`: the text of a file that has another form.
    #[serde(rename = "as")]
    as_text: Option<String>,
}

/// The page.
pub async fn show(
    RevisionPreview { revision }: RevisionPreview,
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let held = Held::of(&app, &visitor, revision).await?;
    let mut all = revisions::all(&app.db.read, held.item.id).await?;
    let found = register::among(&app.db.read, &visitor.scope(), [&held.item]).await?;
    let listed = found.contains(&held.item.id);
    // To others belongs what an assessment stands on, not what came before or after it.
    all.retain(|it| listed || it.id == revision);
    let language = visitor.language;
    let as_text = asked.as_text.is_some();
    let inside = match Kind::of(held.media_type()) {
        Kind::Pdf if !as_text => pdf(language, &held.revision),
        Kind::Picture => picture(&held.revision),
        Kind::Other => shown::nothing(language, revision),
        Kind::Pdf | Kind::Text => {
            let sheet = asked.sheet.unwrap_or(1).saturating_sub(1);
            let found = store::shown(&app, &held, sheet).await?;
            shown::shown(language, revision, &found)
        }
    };
    // The workbench takes this part out of the page and shows it beside the rating.
    let body = html! {
        div data-reading=(held.revision.place) {
            (about(language, (&held, listed), &all))
            (others(language, &held.revision, &all))
            (inside)
        }
    };
    let institution = held.item.institution_id;
    let mut page = Page::new(&visitor, held.revision.place.clone(), body)
        .in_institution(&visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"));
    if listed {
        page = page.under(Evidence { evidence: held.item.id }, held.item.reference.clone());
    }
    let page = page.actions(actions(language, &held)).wide();
    Ok((Extension(Policy::Frames), page).into_response())
}

fn actions(language: Language, held: &Held) -> Markup {
    let revision = held.revision.id;
    let is_alone = matches!(Kind::of(held.media_type()), Kind::Pdf | Kind::Picture);
    html! {
        @if is_alone { a.button.second href=(RevisionContent { revision }) { (language.text("reading-alone")) } }
        a.button.second href=(RevisionFile { revision }) { (language.text("reading-download")) }
    }
}

/// What the file belongs to, and whether it still holds.
fn about(language: Language, (held, listed): (&Held, bool), all: &[revision::Model]) -> Markup {
    let it = &held.revision;
    let newest = revisions::current(all).find(|other| other.part == it.part);
    html! {
        p {
            @if listed { a href=(Evidence { evidence: held.item.id }) { (held.item.reference) " " (held.item.title) } " " }
            @else { (held.item.reference) " " (held.item.title) " " }
            span.faint {
                "№ " (it.number) " · " (language.moment(it.created_at))
                @if let Some(size) = it.size { " · " (language.bytes(size)) }
                " · " code title=(held.digest.as_str()) { (held.digest.as_str().get(..12).unwrap_or_default()) }
            }
        }
        @match newest {
            None => p.notice { (language.text("reading-taken-away")) },
            Some(newest) if newest.id != it.id => p.notice {
                (language.text("reading-earlier")) " "
                @if newest.kind == RevisionKind::File {
                    a href=(RevisionPreview { revision: newest.id }) { (language.text("reading-newest")) }
                }
            },
            Some(_) => {}
        }
    }
}

/// The other files of the item.
fn others(language: Language, shown: &revision::Model, all: &[revision::Model]) -> Markup {
    let files: Vec<_> =
        revisions::current(all).filter(|it| it.kind == RevisionKind::File).collect();
    html! {
        @if files.iter().any(|it| it.id != shown.id) {
            nav.tabs aria-label=(language.text("evidence-parts")) {
                @for it in files {
                    a href=(RevisionPreview { revision: it.id }) aria-current=[(it.id == shown.id).then_some("page")] { (it.place) }
                }
            }
        }
    }
}

fn pdf(language: Language, it: &revision::Model) -> Markup {
    let revision = it.id;
    html! {
        p.hint {
            (language.text("reading-pdf")) " "
            a href={ (RevisionPreview { revision }) "?as=text" } { (language.text("reading-as-text")) }
        }
        // Its own answer is the sandbox: browsers do not start their reader in a frame that is one.
        iframe.reading src=(RevisionContent { revision }) title=(it.place) {}
    }
}

fn picture(it: &revision::Model) -> Markup {
    html! { p.picture { img src=(RevisionContent { revision: it.id }) alt=(it.place); } }
}
