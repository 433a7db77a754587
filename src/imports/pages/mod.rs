//! Choose a file, see what it would do, carry it out.

mod preview;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{
    AssessmentId, BatchState, ImportKind, InstitutionId, assessment, edition, import_batch,
};
use crate::files::Digest;
use crate::imports::plan::Prepared;
use crate::imports::run::{self, Refused, Target};
use crate::imports::store::{self, NewBatch};
use crate::language::{Language, Worded as _};
use crate::paths::{CataloguePreview, Import, Imports, StandardsTemplate};
use crate::sheets::Book;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::web::components::{badge, submit};
use crate::web::scan::scan_note;
use crate::web::upload::Upload;
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// The kinds that this page offers.
const KINDS: &[ImportKind] = ImportKind::ALL;

/// The form, and the imports so far.
pub async fn list(
    Imports { institution }: Imports,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    page(&app, &visitor, institution, None).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
    refusal: Option<&str>,
) -> Result<Page> {
    let language = visitor.language;
    let batches = store::recent(&app.db.read, institution).await?;
    let found =
        assessments::store::of_institution(&app.db.read, &visitor.scope(), institution).await?;
    let body = html! {
        @if let Some(refusal) = refusal { p.notice.bad role="alert" { (refusal) } }
        (upload_form(app, language, institution, &found))
        h2 { (language.text("imports-so-far")) }
        @if batches.is_empty() { p.faint { (language.text("imports-none")) } }
        @else { (batch_table(language, &batches)) }
    };
    Ok(Page::new(visitor, language.text("nav-imports"), body).in_institution(visitor, institution))
}

fn upload_form(
    app: &App,
    language: Language,
    institution: InstitutionId,
    found: &[(assessment::Model, Option<edition::Model>)],
) -> Markup {
    html! {
        form.panel method="post" action=(Imports { institution }) enctype="multipart/form-data" data-drop {
            fieldset.choices {
                legend { (language.text("import-what")) }
                @for (place, kind) in KINDS.iter().enumerate() {
                    label {
                        input type="radio" name="kind" value=(kind.code()) checked[place == 0];
                        span { (language.word(kind)) br; span.faint { (language.text(&format!("{}-help", kind.key()))) } }
                    }
                }
            }
            div.field {
                label for="assessment" { (language.text("import-assessment")) }
                select #assessment name="assessment" {
                    option value="" { "–" }
                    @for (it, _) in found { option value=(it.id) { (it.name) } }
                }
            }
            div.field {
                label for="file" { (language.text("import-file")) }
                input #file type="file" name="file" required accept=".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.json,.yaml,.yml";
                p.hint { (language.text("import-file-hint")) }
                (scan_note(language, app))
                p.hint { a href=(StandardsTemplate) download { (language.text("catalogue-template")) } }
            }
            (submit(language.text("import-look")))
        }
    }
}

fn batch_table(language: Language, batches: &[import_batch::Model]) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("import-file")) }
                th scope="col" { (language.text("gap-kind")) }
                th scope="col" { (language.text("evidence-status")) }
                th scope="col" { (language.text("audit-when")) }
                th.number scope="col" { (language.text("import-created")) }
                th.number scope="col" { (language.text("import-updated")) }
                th.number scope="col" { (language.text("import-rejected")) }
            } }
            tbody { @for it in batches { tr {
                th scope="row" { a href=(page_of(it)) { (it.file_name) } }
                td { (language.word(&it.kind)) }
                td { (badge(if it.state == BatchState::Committed { "good" } else { "plain" }, language.word(&it.state))) }
                td.date { (language.moment(it.created_at)) }
                td.number { (language.count(it.created)) }
                td.number { (language.count(it.updated)) }
                td.number { (language.count(it.rejected)) }
            } } }
        } }
    }
}

/// What is sent with a file.
#[derive(Debug, Default, Deserialize)]
pub struct UploadForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    assessment: String,
}

/// Takes the file in and goes on to what it would do.
pub async fn upload(
    Imports { institution }: Imports,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<UploadForm>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let language = visitor.language;
    let kind = KINDS
        .iter()
        .copied()
        .find(|it| it.code() == upload.form.kind)
        .unwrap_or(ImportKind::Evidence);
    let assessment = upload
        .form
        .assessment
        .parse::<AssessmentId>()
        .ok()
        .filter(|_| kind == ImportKind::Worksheet);
    let refuse = |key: &'static str| language.text(key);
    let refusal = if !upload.empty.is_empty() {
        Some(refuse("problem-file-empty"))
    } else if upload.files.is_empty() {
        Some(refuse("import-no-file"))
    } else if kind == ImportKind::Worksheet && assessment.is_none() {
        Some(refuse("import-no-assessment"))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return Ok(page(&app, &visitor, institution, Some(&refusal)).await?.refused());
    }
    if let Some(id) = assessment {
        let (it, _) = assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
        if it.institution_id != institution {
            return Err(Error::NotFound);
        }
    }
    let file = upload.files.into_iter().next().ok_or(Error::NotFound)?;
    let new = NewBatch {
        institution,
        assessment,
        kind,
        file_name: file.name,
        sha256: file.kept.digest.as_str().to_owned(),
    };
    let mut change = app.change(visitor.actor()).await?;
    let batch = store::open(&mut change, new).await?;
    change.commit().await?;
    Ok(see(page_of(&batch)))
}

/// Where a batch is looked at.
fn page_of(batch: &import_batch::Model) -> String {
    match batch.kind {
        ImportKind::Catalogue => CataloguePreview { batch: batch.id }.to_string(),
        _ => Import { batch: batch.id }.to_string(),
    }
}

/// Where a batch goes, loaded.
struct Place {
    /// Editions that a register may refer to.
    editions: Arc<[Whole]>,
    assessment: Option<(assessment::Model, Arc<Whole>)>,
}

impl Place {
    async fn of(app: &App, visitor: &Visitor, batch: &import_batch::Model) -> Result<Self> {
        if let Some(id) = batch.assessment_id {
            let (it, edition) =
                assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
            let whole = tailoring::store::whole(&app.db.read, &it, edition).await?;
            return Ok(Self { editions: Arc::default(), assessment: Some((it, whole.into())) });
        }
        let editions = tailoring::store::wholes_of(&app.db.read, batch.institution_id).await?;
        Ok(Self { editions: editions.into(), assessment: None })
    }

    fn target<'a>(&'a self, institution: InstitutionId, visitor: &'a Visitor) -> Target<'a> {
        match &self.assessment {
            Some((assessment, whole)) => Target::Assessment { assessment, whole },
            None => Target::Register { institution, editions: &self.editions, by: Some(visitor) },
        }
    }
}

/// Reads the file of a batch again.
async fn read(app: &App, batch: &import_batch::Model) -> Result<Book, Refused> {
    let digest =
        Digest::parse(&batch.sha256).ok_or_else(|| anyhow::anyhow!("a batch without a file"))?;
    let scratch = app.scratch();
    std::fs::create_dir_all(&scratch).map_err(anyhow::Error::new)?;
    let path = scratch.join(format!("{:032x}", rand::random::<u128>()));
    app.files.copy_to(&digest, &path).await?;
    let book = run::read(path.clone(), batch.file_name.clone()).await;
    std::fs::remove_file(&path).map_err(anyhow::Error::new)?;
    book
}

/// What the file of a batch would do.
async fn prepare(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    batch: &import_batch::Model,
    (place, book): (&Place, Book),
) -> Result<Prepared, Refused> {
    run::prepare(db, batch.kind, place.target(batch.institution_id, visitor), book).await
}

/// Why nothing can be imported, as a page says it.
fn refusal(language: Language, refused: Refused) -> Error {
    match refused.text(language) {
        Some(text) => Error::Refused(text),
        None => anyhow::Error::new(refused).into(),
    }
}

/// What an import would do, or has done.
pub async fn show(
    Import { batch }: Import,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let batch = store::find(&app.db.read, &visitor.scope(), batch).await?;
    visitor.require(Action::KeepEvidence, batch.institution_id)?;
    if batch.kind == ImportKind::Catalogue {
        return Err(Error::NotFound);
    }
    let language = visitor.language;
    let body = if batch.state == BatchState::Committed {
        preview::done(language, &batch)
    } else {
        let place = Place::of(&app, &visitor, &batch).await?;
        let prepared = match read(&app, &batch).await {
            Ok(book) => prepare(&app.db.read, &visitor, &batch, (&place, book)).await,
            Err(refused) => Err(refused),
        };
        match prepared {
            Ok(prepared) => preview::page(language, &batch, &prepared),
            Err(refused) => match refused.text(language) {
                Some(text) => html! { p.notice.bad role="alert" { (text) } },
                None => return Err(anyhow::Error::new(refused).into()),
            },
        }
    };
    let institution = batch.institution_id;
    Ok(Page::new(&visitor, batch.file_name.clone(), body)
        .in_institution(&visitor, institution)
        .under(Imports { institution }, language.text("nav-imports"))
        .wide())
}

/// Carries the import out: all of it or nothing.
pub async fn carry_out(
    Import { batch }: Import,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let batch = store::find(&app.db.read, &visitor.scope(), batch).await?;
    visitor.require(Action::KeepEvidence, batch.institution_id)?;
    let id = batch.id;
    if batch.kind == ImportKind::Catalogue {
        return Err(Error::NotFound);
    }
    if batch.state == BatchState::Committed {
        return Ok(see(Import { batch: id }));
    }
    let language = visitor.language;
    let place = Place::of(&app, &visitor, &batch).await?;
    let book = read(&app, &batch).await.map_err(|it| refusal(language, it))?;
    let institution = batch.institution_id;
    let mut change = app.change(visitor.actor()).await?;
    // Planned within the change: two clicks, or two people, must not both find the same rows missing.
    change.alone_in(institution).await?;
    let batch = store::find(change.tx(), &visitor.scope(), id).await?;
    if batch.state == BatchState::Committed {
        return Ok(see(Import { batch: id }));
    }
    let prepared = prepare(change.tx(), &visitor, &batch, (&place, book)).await;
    let prepared = prepared.map_err(|it| refusal(language, it))?;
    if prepared.is_empty() {
        return Err(Error::Refused(language.text("import-nothing")));
    }
    run::apply(&mut change, place.target(institution, &visitor), &prepared).await?;
    store::close(&mut change, batch, &prepared.counts).await?;
    change.commit().await?;
    Ok(see_with(Import { batch: id }, "done-import"))
}
