//! The page: where files are dropped, what is still coming, what waits to be sorted in.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::row::{self, Refusals};
use super::view::{View, Wanted};
use crate::access::Action;
use crate::app::App;
use crate::check::Problems;
use crate::entities::{InstitutionId, waiting_file};
use crate::language::Language;
use crate::paths::{EvidenceRegister, TakeUploads, Tus, Uploads};
use crate::uploads::forms::Sent;
use crate::uploads::ground;
use crate::uploads::store::{self, Announced};
use crate::web::components::{Paging, query};
use crate::web::sending::{Sending, panel};
use crate::web::upload::Upload;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What the page is opened for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Opened {
    #[serde(default)]
    pub(super) criterion: String,
    #[serde(default)]
    pub(super) back: String,
}

impl Opened {
    /// The page, opened for the same.
    fn address(&self, institution: InstitutionId) -> String {
        let page = Uploads { institution };
        if self.criterion.is_empty() && self.back.is_empty() {
            return page.to_string();
        }
        format!("{page}?criterion={}&back={}", query(&self.criterion), query(&self.back))
    }
}

/// `GET`: the page.
pub async fn show(
    Uploads { institution }: Uploads,
    State(app): State<App>,
    visitor: Visitor,
    Query(opened): Query<Opened>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    let view = View::load(&app, &visitor, institution, &Wanted::Page(paging)).await?;
    let form = Form { opened: &opened, ..Form::default() };
    Ok(page(&app, &visitor, &view, &form, Some(paging)))
}

/// What was sent with the table, and why it was refused.
#[derive(Debug)]
pub(super) struct Form<'a> {
    pub(super) opened: &'a Opened,
    pub(super) sent: Sent,
    pub(super) refused: Refusals,
    /// Problems of what holds for all rows.
    pub(super) problems: Problems,
    /// Names of files that have no content.
    pub(super) empty: Vec<String>,
}

impl Default for Form<'_> {
    fn default() -> Self {
        static NOTHING: Opened = Opened { criterion: String::new(), back: String::new() };
        Self {
            opened: &NOTHING,
            sent: Sent::default(),
            refused: Refusals::new(),
            problems: Problems::default(),
            empty: Vec::new(),
        }
    }
}

/// The page with a form as it was sent.
pub(super) fn page(
    app: &App,
    visitor: &Visitor,
    view: &View,
    form: &Form<'_>,
    paging: Option<Paging>,
) -> Page {
    let language = visitor.language;
    let institution = view.institution;
    let sending = Sending {
        page: form.opened.address(institution),
        tus: Tus { institution }.to_string(),
        most: app.config.max_upload(),
        criterion: &form.opened.criterion,
        back: &form.opened.back,
        is_here: true,
    };
    let kept =
        format!("criterion={}&back={}", query(&form.opened.criterion), query(&form.opened.back));
    let body = html! {
        @if !form.empty.is_empty() {
            div.notice.bad role="alert" { p { (language.text("uploads-empty")) }
                ul { @for name in &form.empty { li { (name) } } } }
        }
        (panel(app, language, &sending))
        form #sorting method="post" action=(TakeUploads { institution }) data-guard {
            input type="hidden" name="criterion" value=(form.opened.criterion);
            input type="hidden" name="back" value=(form.opened.back);
            (coming(language, &view.coming))
            h2 { (language.text("uploads-waiting")) }
            @if view.files.is_empty() { p.faint { (language.text("uploads-none")) } }
            @else {
                @if !form.refused.is_empty() || !form.problems.is_empty() {
                    p.notice.bad role="alert" { (language.text("uploads-refused")) }
                }
                p.faint { (language.with("uploads-count", [("count", view.total.into())])) }
                (row::table(language, view, &form.sent, &form.refused))
                (row::common(language, view, &form.sent, &form.problems))
                div.actions {
                    button.primary name="how" value="each" { (language.text("uploads-take")) }
                    button.second name="how" value="together" { (language.text("uploads-together")) }
                }
            }
        }
        @if let Some(paging) = paging { (paging.pager(language, view.total, &kept)) }
    };
    Page::new(visitor, language.text("uploads"), body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
        .wide()
}

/// Files that are not whole yet. The script takes names and sizes from here to go on with one that is chosen again.
fn coming(language: Language, files: &[waiting_file::Model]) -> Markup {
    html! {
        @if !files.is_empty() {
            section data-coming {
                h2 { (language.text("uploads-coming")) }
                p.hint { (language.text("uploads-coming-hint")) }
                ul.plain {
                    @for it in files {
                        @let so_far = language.with("uploads-so-far", [
                            ("received", language.bytes(it.received).into()),
                            ("size", language.bytes(it.size).into()),
                        ]);
                        li data-token=(it.token) data-name=(it.name) data-size=(it.size) {
                            span.grow { strong { (it.name) } " " span.faint { (so_far) } }
                            progress max=(it.size) value=(it.received) aria-label=(it.name) {}
                            button.second name="discard" value=(it.id) formnovalidate { (language.text("uploads-discard")) }
                        }
                    }
                }
            }
        }
    }
}

/// `POST`: files that come in a plain form, all at once.
pub async fn send(
    Uploads { institution }: Uploads,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<Opened>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let opened = upload.form;
    let criterion = match opened.criterion.parse() {
        Ok(id) => ground::usable(&app.db.read, institution, id).await?.then_some(id),
        Err(_) => None,
    };
    let held = store::count(&app.db.read, visitor.id, institution).await?;
    if held + upload.files.len() as u64 > store::MOST {
        return Err(Error::Refused(visitor.language.text("uploads-too-many")));
    }
    for file in &upload.files {
        let size = i64::try_from(file.kept.size).unwrap_or(i64::MAX);
        let user = visitor.id;
        let new = Announced { institution, user, name: file.name.clone(), size, criterion };
        store::add_whole(&app.db.write, new, &file.kept, app.now()).await?;
    }
    app.db.flush().await?;
    if upload.empty.is_empty() && !upload.files.is_empty() {
        return Ok(see_with(opened.address(institution), "done-uploads"));
    }
    let view = View::load(&app, &visitor, institution, &Wanted::Page(Paging::default())).await?;
    let form = Form { opened: &opened, empty: upload.empty, ..Form::default() };
    Ok(page(&app, &visitor, &view, &form, None).status(StatusCode::UNPROCESSABLE_ENTITY))
}
