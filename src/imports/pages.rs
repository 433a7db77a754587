//! Choose a file, see what it would do, carry it out.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::plan::{Counts, Effect, Prepared, Shown};
use super::problem::Problem;
use super::run::{self, Refused, Target};
use super::store::{self, NewBatch};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{
    AssessmentId, BatchState, ImportKind, InstitutionId, assessment, edition, import_batch,
};
use crate::files::Digest;
use crate::language::{Language, Worded as _};
use crate::paths::{Assessment, EvidenceRegister, Import, Imports};
use crate::standards::store::{Whole, tree_of};
use crate::web::components::{badge, submit};
use crate::web::upload::Upload;
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// The kinds that this page offers.
const KINDS: &[ImportKind] = ImportKind::ALL;
/// Problems that a page lists; all of them are in the command line's answer.
const LISTED: usize = 300;

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
        (upload_form(language, institution, &found))
        h2 { (language.text("imports-so-far")) }
        @if batches.is_empty() { p.faint { (language.text("imports-none")) } }
        @else { (batch_table(language, &batches)) }
    };
    Ok(Page::new(visitor, language.text("nav-imports"), body).in_institution(visitor, institution))
}

fn upload_form(
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
                input #file type="file" name="file" required accept=".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv";
                p.hint { (language.text("import-file-hint")) }
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
                th scope="row" { a href=(Import { batch: it.id }) { (it.file_name) } }
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
    Ok(see(Import { batch: batch.id }))
}

/// Where a batch goes, loaded.
struct Place {
    editions: Vec<Whole>,
    assessment: Option<assessment::Model>,
}

impl Place {
    async fn of(app: &App, visitor: &Visitor, batch: &import_batch::Model) -> Result<Self> {
        if let Some(id) = batch.assessment_id {
            let (it, edition) =
                assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
            let whole = tree_of(&app.db.read, edition).await?;
            return Ok(Self { editions: vec![whole], assessment: Some(it) });
        }
        let editions = run::editions_of(&app.db.read, batch.institution_id).await?;
        Ok(Self { editions, assessment: None })
    }

    fn target(&self, institution: InstitutionId) -> Target<'_> {
        match (&self.assessment, self.editions.first()) {
            (Some(assessment), Some(whole)) => Target::Assessment { assessment, whole },
            _ => Target::Register { institution, editions: &self.editions },
        }
    }
}

/// Reads the file of a batch again and works out what it would do.
async fn prepare(
    app: &App,
    batch: &import_batch::Model,
    place: &Place,
) -> Result<Prepared, Refused> {
    let digest =
        Digest::parse(&batch.sha256).ok_or_else(|| anyhow::anyhow!("a batch without a file"))?;
    let scratch = app.scratch();
    std::fs::create_dir_all(&scratch).map_err(anyhow::Error::new)?;
    let path = scratch.join(format!("{:032x}", rand::random::<u128>()));
    app.files.copy_to(&digest, &path).await?;
    let book = run::read(path.clone(), batch.file_name.clone()).await;
    std::fs::remove_file(&path).map_err(anyhow::Error::new)?;
    let book = book?;
    run::prepare(&app.db.read, batch.kind, place.target(batch.institution_id), &book).await
}

/// What an import would do, or has done.
pub async fn show(
    Import { batch }: Import,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let batch = store::find(&app.db.read, &visitor.scope(), batch).await?;
    visitor.require(Action::KeepEvidence, batch.institution_id)?;
    let language = visitor.language;
    let body = if batch.state == BatchState::Committed {
        done(language, &batch)
    } else {
        let place = Place::of(&app, &visitor, &batch).await?;
        match prepare(&app, &batch, &place).await {
            Ok(prepared) => preview(language, &batch, &prepared),
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

fn counts_table(language: Language, counts: &Counts) -> Markup {
    let figure = |key: &str, count: usize| {
        html! { div.figure { span.name { (language.text(key)) } span.value { (language.count(i64::try_from(count).unwrap_or(i64::MAX))) } } }
    };
    html! {
        div.figures {
            (figure("import-rows", counts.rows_read))
            (figure("import-created", counts.created))
            (figure("import-updated", counts.updated))
            (figure("import-unchanged", counts.unchanged))
            (figure("import-rejected", counts.rejected))
        }
    }
}

fn preview(language: Language, batch: &import_batch::Model, prepared: &Prepared) -> Markup {
    let counts = &prepared.counts;
    html! {
        p.lead { (language.text("import-preview")) }
        (counts_table(language, counts))
        @if prepared.is_empty() { p.notice { (language.text("import-nothing")) } }
        @else {
            form method="post" action=(Import { batch: batch.id }) {
                @if counts.rejected > 0 { p { (language.with("import-some-rejected", [("count", counts.rejected.into())])) } }
                (submit(language.text("import-carry-out")))
            }
        }
        @if !prepared.recognised.is_empty() { h2 { (language.text("import-columns")) } }
        ul { @for (field, heading) in &prepared.recognised { li { strong { (heading) } " → " (language.text(&format!("field-{field}"))) } } }
        @if !prepared.ignored.is_empty() { p.faint { (language.text("import-ignored")) " " (prepared.ignored.join(", ")) } }
        (preview_table(language, &prepared.preview))
        (problem_table(language, &prepared.problems))
    }
}

fn preview_table(language: Language, preview: &[Shown]) -> Markup {
    html! {
        @if !preview.is_empty() {
            h2 { (language.text("import-first-rows")) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("import-row")) }
                    th scope="col" { (language.text("import-about")) }
                    th scope="col" { (language.text("import-says")) }
                    th scope="col" { (language.text("import-effect")) }
                } }
                tbody { @for it in preview { tr {
                    td { (it.row) }
                    th scope="row" { (it.name) }
                    td { (it.says) }
                    td { @match it.effect {
                        Effect::New => (badge("good", language.text("import-created"))),
                        Effect::Changed => (badge("fair", language.text("import-updated"))),
                    } }
                } } }
            } }
        }
    }
}

fn problem_table(language: Language, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            h2 { (language.text("import-problems")) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("import-sheet")) }
                    th scope="col" { (language.text("import-cell")) }
                    th scope="col" { (language.text("import-problem")) }
                } }
                tbody { @for it in problems.iter().take(LISTED) { tr {
                    td { (it.sheet) }
                    th scope="row" { (it.column) (it.row) }
                    td { (it.text(language)) }
                } } }
            } }
            @if problems.len() > LISTED { p.faint { (language.with("import-more", [("count", (problems.len() - LISTED).into())])) } }
        }
    }
}

fn done(language: Language, batch: &import_batch::Model) -> Markup {
    let number = |it: i32| usize::try_from(it).unwrap_or_default();
    let counts = Counts {
        rows_read: number(batch.rows_read),
        headings: 0,
        created: number(batch.created),
        updated: number(batch.updated),
        unchanged: number(batch.unchanged),
        rejected: number(batch.rejected),
    };
    html! {
        p.lead { (language.text("import-done")) }
        (counts_table(language, &counts))
        p {
            @match batch.assessment_id {
                Some(assessment) => a.button href=(Assessment { assessment }) { (language.text("readiness")) },
                None => a.button href=(EvidenceRegister { institution: batch.institution_id }) { (language.text("evidence-register")) },
            }
        }
    }
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
    if batch.state == BatchState::Committed {
        return Ok(see(Import { batch: id }));
    }
    let language = visitor.language;
    let place = Place::of(&app, &visitor, &batch).await?;
    let prepared = match prepare(&app, &batch, &place).await {
        Ok(prepared) => prepared,
        Err(refused) => {
            return Err(match refused.text(language) {
                Some(text) => Error::Refused(text),
                None => anyhow::Error::new(refused).into(),
            });
        }
    };
    if prepared.is_empty() {
        return Err(Error::Refused(language.text("import-nothing")));
    }
    let institution = batch.institution_id;
    let mut change = app.change(visitor.actor()).await?;
    run::apply(&mut change, place.target(institution), &prepared).await?;
    store::close(&mut change, batch, &prepared.counts).await?;
    change.commit().await?;
    Ok(see_with(Import { batch: id }, "done-import"))
}
