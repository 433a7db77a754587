//! What a catalogue file holds, and taking it in as an edition of the institution's own.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::table::TableForm;
use crate::access::Action;
use crate::app::App;
use crate::catalogues::bring::{self, Outcome};
use crate::entities::{BatchState, ImportKind, import_batch};
use crate::exchange::file::{self, Refused};
use crate::exchange::{Brought, Notice};
use crate::files::Digest;
use crate::imports::plan::Counts;
use crate::imports::store;
use crate::language::Language;
use crate::paths::{CataloguePreview, Crosswalks, Edition, Imports};
use crate::sheets::Sheet;
use crate::standards::pack::Pack;
use crate::web::components::submit;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Rows of the tree that are shown before it is taken in.
const SHOWN: usize = 40;
/// Notices that are shown; the command line tells all.
const TOLD: usize = 200;

/// A file as it was read, and for a plain table the columns it may be read by.
struct Read {
    brought: Result<Brought, Refused>,
    table: Option<Sheet>,
}

/// Reads the file of a batch.
async fn read(app: &App, batch: &import_batch::Model, form: &TableForm) -> Result<Read> {
    let digest =
        Digest::parse(&batch.sha256).ok_or_else(|| anyhow::anyhow!("a batch without a file"))?;
    let scratch = app.scratch();
    std::fs::create_dir_all(&scratch).map_err(anyhow::Error::new)?;
    let path = scratch.join(format!("{:032x}", rand::random::<u128>()));
    app.files.copy_to(&digest, &path).await?;
    let (name, form, kept) = (batch.file_name.clone(), form.clone(), path.clone());
    let read = tokio::task::spawn_blocking(move || {
        let opened = match file::open(&kept, &name, None) {
            Ok(opened) => opened,
            Err(refused) => return Read { brought: Err(refused), table: None },
        };
        let table = opened.tables().and_then(|it| form.table(it));
        let asked = form.asked(table.as_ref(), &name);
        Read { brought: opened.read(&asked), table }
    })
    .await;
    std::fs::remove_file(&path).map_err(anyhow::Error::new)?;
    Ok(read.map_err(anyhow::Error::from)?)
}

async fn batch(app: &App, visitor: &Visitor, at: CataloguePreview) -> Result<import_batch::Model> {
    let batch = store::find(&app.db.read, &visitor.scope(), at.batch).await?;
    visitor.require(Action::KeepStandards, batch.institution_id)?;
    if batch.kind == ImportKind::Catalogue { Ok(batch) } else { Err(Error::NotFound) }
}

/// The page.
pub async fn show(
    at: CataloguePreview,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<TableForm>,
) -> Result<Page> {
    let batch = batch(&app, &visitor, at).await?;
    let read = read(&app, &batch, &form).await?;
    let language = visitor.language;
    let is_done = batch.state == BatchState::Committed;
    let body = html! {
        @if is_done { p.notice.good { (language.text("catalogue-done")) } }
        @if let Some(sheet) = &read.table { (form.fields(language, sheet, &batch.file_name)) }
        @match &read.brought {
            Ok(brought) => (preview(language, at, brought, &form, is_done)),
            Err(refused) => (refusals(language, refused)),
        }
    };
    Ok(frame(&visitor, &batch, body))
}

fn frame(visitor: &Visitor, batch: &import_batch::Model, body: Markup) -> Page {
    let institution = batch.institution_id;
    Page::new(visitor, batch.file_name.clone(), body)
        .in_institution(visitor, institution)
        .under(Imports { institution }, visitor.language.text("nav-imports"))
        .wide()
}

fn refusals(language: Language, refused: &Refused) -> Markup {
    let texts = refused.texts(language);
    html! {
        div.notice.bad role="alert" {
            p { (language.text("catalogue-refused")) }
            ul { @for text in texts.iter().take(TOLD) { li { (text) } } }
        }
    }
}

fn preview(
    language: Language,
    at: CataloguePreview,
    brought: &Brought,
    form: &TableForm,
    is_done: bool,
) -> Markup {
    html! {
        @for pack in &brought.packs { (edition(language, pack)) }
        @if is_empty(brought) { p.notice { (language.text("catalogue-no-edition")) } }
        (notices(language, &brought.notices))
        @if !brought.crosswalks.is_empty() {
            p { (language.with("catalogue-relations", [("count", brought.crosswalks.iter().map(|it| it.relations.len()).sum::<usize>().into())])) }
        }
        @if !is_empty(brought) && !is_done {
            form method="post" action=(at) {
                (form.hidden())
                p.hint { (language.text("catalogue-take-in-hint")) }
                (submit(language.text("catalogue-take-in")))
            }
        }
    }
}

/// Whether there is nothing to take in.
fn is_empty(brought: &Brought) -> bool {
    brought.packs.is_empty() && brought.crosswalks.is_empty()
}

fn edition(language: Language, pack: &Pack) -> Markup {
    let counts = pack.counts();
    let count = |it: usize| language.count(i64::try_from(it).unwrap_or(i64::MAX));
    let figure = |key: &str, value: String| {
        html! { div.figure { span.name { (language.text(key)) } span.value { (value) } } }
    };
    let nodes = pack.preorder();
    html! {
        h2 { (pack.title.get(language)) }
        p.faint { code { (pack.id) } " · " (pack.version) " · " (pack.framework.issuer) }
        div.figures {
            (figure("edition-nodes", count(counts.nodes)))
            (figure("edition-assessable", count(counts.assessable)))
            (figure("catalogue-depth", count(counts.deepest)))
        }
        div.tree.preview tabindex="0" {
            ul { @for it in nodes.iter().take(SHOWN) {
                li class=(format!("depth-{}", it.depth.min(6))) {
                    @if it.node.numbered { span.code { (it.node.code) } " " }
                    @if it.node.title.is_empty() { (it.node.summary.as_ref().map_or("", |it| it.get(language))) }
                    @else { (it.node.title.get(language)) }
                }
            } }
            @if nodes.len() > SHOWN { p.faint { "… " (language.with("catalogue-more", [("count", (nodes.len() - SHOWN).into())])) } }
        }
    }
}

fn notices(language: Language, notices: &[Notice]) -> Markup {
    html! {
        @if !notices.is_empty() {
            h2 { (language.text("catalogue-notices")) }
            ul { @for it in notices.iter().take(TOLD) { li { (it.text(language)) } } }
            @if notices.len() > TOLD { p.faint { "… " (language.with("catalogue-more", [("count", (notices.len() - TOLD).into())])) } }
        }
    }
}

/// Takes the editions in.
pub async fn take_in(
    at: CataloguePreview,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TableForm>,
) -> Result<Response> {
    let found = batch(&app, &visitor, at).await?;
    let language = visitor.language;
    let read = read(&app, &found, &form).await?;
    let brought = match read.brought {
        Ok(brought) if !is_empty(&brought) => brought,
        Ok(_) => return Err(Error::Refused(language.text("catalogue-no-edition"))),
        Err(refused) => {
            return Ok(frame(&visitor, &found, refusals(language, &refused)).refused());
        }
    };
    let institution = found.institution_id;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    let found = store::find(change.tx(), &visitor.scope(), at.batch).await?;
    let outcomes = bring::bring(&mut change, &brought, Some(institution)).await?;
    if let Some(code) = outcomes.iter().find_map(|it| match it {
        Outcome::Taken(code) => Some(code.clone()),
        _ => None,
    }) {
        let text = language.with("catalogue-taken", [("code", code.into())]);
        return Ok(
            frame(&visitor, &found, html! { p.notice.bad role="alert" { (text) } }).refused()
        );
    }
    let (_, left_out) = bring::relate(&mut change, &brought, Some(institution)).await?;
    let (mut counts, mut first) = (Counts::default(), None);
    for outcome in &outcomes {
        match outcome {
            Outcome::New(it) => {
                counts.created += 1;
                first = first.or(Some(it.id));
            }
            Outcome::Unchanged(it) => {
                counts.unchanged += 1;
                first = first.or(Some(it.id));
            }
            Outcome::Taken(_) => {}
        }
    }
    counts.rows_read = brought.packs.iter().map(|it| it.counts().nodes).sum();
    store::close(&mut change, found, &counts).await?;
    change.commit().await?;
    if left_out.is_empty() {
        return Ok(match first {
            Some(edition) => see_with(Edition { edition }, "done-catalogue"),
            None => see_with(Crosswalks, "done-catalogue"),
        });
    }
    let found = store::find(&app.db.read, &visitor.scope(), at.batch).await?;
    let body = html! {
        p.notice.good { (language.text("catalogue-done")) }
        @if let Some(edition) = first { p { a.button href=(Edition { edition }) { (language.text("catalogue-open")) } } }
        (notices(language, &left_out))
    };
    Ok(frame(&visitor, &found, body).into_response())
}
