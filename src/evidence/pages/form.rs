//! New evidence, and changing what an item says.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;
use sea_orm::prelude::*;
use serde::Deserialize;

use super::fields::{fields, places};
use crate::access::Action;
use crate::app::{App, Change};
use crate::check::{Problem, Problems};
use crate::entities::{
    Confidentiality, CriterionId, EvidenceId, EvidenceStatus, InstitutionId, criterion,
    evidence_item, evidence_type,
};
use crate::evidence::facts::Facts;
use crate::evidence::forms::{EvidenceForm, title_of};
use crate::evidence::revisions::{self, NewRevision};
use crate::evidence::{links, moves, numbers, readers, store};
use crate::paths::{self, EditEvidence, Evidence, EvidenceRegister, NewEvidence};
use crate::standards;
use crate::web::components::{Fields, submit};
use crate::web::scan::scan_note;
use crate::web::upload::{Upload, Uploaded};
use crate::web::{Page, Result, Visitor, see_with};

/// What the form is opened for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    criterion: Option<String>,
    back: Option<String>,
    covers_from: Option<String>,
    covers_to: Option<String>,
}

/// The form for new evidence.
pub async fn new(
    NewEvidence { institution }: NewEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    let form = EvidenceForm {
        criterion: wanted.criterion,
        back: wanted.back,
        covers_from: wanted.covers_from,
        covers_to: wanted.covers_to,
        ..EvidenceForm::of(&Facts::default())
    };
    let types = standards::store::evidence_types(&app.db.read).await?;
    Ok(new_page(&app, &visitor, institution, &types, &form, &Problems::default()))
}

fn new_page(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
    types: &[evidence_type::Model],
    form: &EvidenceForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let body = html! {
        form.panel method="post" action=(NewEvidence { institution }) enctype="multipart/form-data" data-drop data-guard {
            input type="hidden" name="criterion" value=(form.criterion.as_deref().unwrap_or_default());
            input type="hidden" name="back" value=(form.back.as_deref().unwrap_or_default());
            div.field {
                label for="files" { (language.text("evidence-files")) }
                input #files type="file" name="files" multiple aria-describedby="files-note";
                @if let Some(problem) = problems.get("files") { p.problem #files-note { (problem.text(language)) } }
                @else { p.hint #files-note { (language.text("evidence-files-hint")) } }
                (scan_note(language, app))
            }
            (places(field, form))
            (fields(field, types, form, true))
            label { input type="checkbox" name="only_me" value="yes" checked[form.only_me.is_some()]; " " (language.text("readers-only-me")) }
            p.hint { (language.text("readers-only-me-hint")) }
            (submit(language.text("evidence-add")))
        }
    };
    Page::new(visitor, language.text("evidence-new"), body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
}

/// Adds one item for each file, or one for a link or a place.
pub async fn create(
    NewEvidence { institution }: NewEvidence,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<EvidenceForm>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let codes = standards::store::evidence_type_codes(&app.db.read).await?;
    let new = match check(&upload, &codes) {
        Ok(new) => new,
        Err(problems) => return again(&app, &visitor, institution, &upload.form, &problems).await,
    };
    let known = is_known(&app.db.read, institution, &upload.files).await?;
    let done = if known { "done-evidence-known" } else { "done-evidence" };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    for (facts, _) in &new {
        if let Some(taken) = taken(change.tx(), institution, &facts.reference, None).await? {
            drop(change);
            return again(&app, &visitor, institution, &upload.form, &taken).await;
        }
    }
    let criterion = wanted_criterion(change.tx(), institution, &upload.form).await?;
    let mut first = None;
    for (facts, revision) in new {
        let item = add(&mut change, institution, facts, revision, criterion.as_ref()).await?;
        if upload.form.only_me.is_some() && item.confidentiality == Confidentiality::Restricted {
            readers::add(&mut change, &item, visitor.id).await?;
        }
        first.get_or_insert(item.id);
    }
    change.commit().await?;
    let back = upload.form.back.filter(|it| !it.is_empty());
    Ok(match (back, first) {
        (Some(back), _) => see_with(paths::local(&back), done),
        (None, Some(evidence)) if upload.files.len() <= 1 => see_with(Evidence { evidence }, done),
        _ => see_with(EvidenceRegister { institution }, done),
    })
}

/// The form as it was sent, with what is wrong with it.
async fn again(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
    form: &EvidenceForm,
    problems: &Problems,
) -> Result<Response> {
    let types = standards::store::evidence_types(&app.db.read).await?;
    Ok(new_page(app, visitor, institution, &types, form, problems).refused())
}

type Wish = (Facts, Option<NewRevision>);

/// What is to be added, or every problem at once.
fn check(upload: &Upload<EvidenceForm>, codes: &[String]) -> Result<Vec<Wish>, Problems> {
    if !upload.empty.is_empty() {
        let mut problems = Problems::default();
        problems.add("files", Problem::Other("problem-file-empty"));
        return Err(problems);
    }
    let place = upload.form.place()?;
    let of = |title: String, revision| -> Result<Wish, Problems> {
        let form = EvidenceForm { title: Some(title), ..upload.form.clone() };
        Ok((kept(&form, None, codes)?, revision))
    };
    let title_typed = upload.form.title.clone().unwrap_or_default();
    if upload.files.is_empty() {
        return Ok(vec![of(title_typed, place)?]);
    }
    if upload.files.len() > 1
        && upload.form.reference.as_ref().is_some_and(|it| !it.trim().is_empty())
    {
        let mut problems = Problems::default();
        problems.add("reference", Problem::Other("problem-one-reference"));
        return Err(problems);
    }
    if place.is_some() {
        let mut problems = Problems::default();
        problems.add("place", Problem::Other("problem-file-or-place"));
        return Err(problems);
    }
    let title = |file: &Uploaded| match (title_typed.trim(), upload.files.len()) {
        ("", _) => title_of(file),
        (typed, 1) => typed.to_owned(),
        (typed, _) => format!("{typed}: {}", title_of(file)),
    };
    upload.files.iter().map(|it| of(title(it), Some(NewRevision::File(it.clone())))).collect()
}

/// Whether the register holds one of the files already: its content, whatever its name.
async fn is_known(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    files: &[Uploaded],
) -> Result<bool> {
    for file in files {
        if !revisions::same_content(db, institution, file.kept.digest.as_str()).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn wanted_criterion(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    form: &EvidenceForm,
) -> Result<Option<criterion::Model>> {
    let id = form.criterion.as_deref().filter(|it| !it.is_empty());
    let Some(id) = id else { return Ok(None) };
    let id: CriterionId = id.parse().map_err(|_| crate::web::Error::NotFound)?;
    let criterion = criterion::Entity::find_by_id(id).require_one(db).await?;
    let usable = standards::store::usable(db, institution).await?;
    let is_usable = usable.iter().any(|it| it.id == criterion.edition_id);
    Ok(Some(criterion).filter(|_| is_usable))
}

/// The problem with a reference that another item of the institution has.
async fn taken(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    reference: &str,
    own: Option<EvidenceId>,
) -> Result<Option<Problems>> {
    if reference.is_empty() {
        return Ok(None);
    }
    let holder = numbers::holder(db, institution, reference).await?;
    Ok(holder.filter(|it| Some(it.id) != own).map(|it| {
        let key = if it.deleted_at.is_some() {
            "problem-reference-deleted"
        } else {
            "problem-reference-taken"
        };
        let mut problems = Problems::default();
        problems.add("reference", Problem::Other(key));
        problems
    }))
}

async fn add(
    change: &mut Change,
    institution: InstitutionId,
    facts: Facts,
    revision: Option<NewRevision>,
    criterion: Option<&criterion::Model>,
) -> Result<evidence_item::Model> {
    let item = store::add(change, institution, facts, Vec::from_iter(revision)).await?;
    if let Some(criterion) = criterion {
        links::add(change, &item, criterion, String::new(), String::new()).await?;
    }
    Ok(item)
}

/// The form to change an item.
pub async fn edit(
    EditEvidence { evidence }: EditEvidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let types = standards::store::evidence_types(&app.db.read).await?;
    Ok(edit_page(
        &visitor,
        &item,
        &types,
        &EvidenceForm::of(&Facts::of(&item)),
        &Problems::default(),
    ))
}

fn edit_page(
    visitor: &Visitor,
    item: &evidence_item::Model,
    types: &[evidence_type::Model],
    form: &EvidenceForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let body = html! {
        @if let Some(problem) = problems.get("seen") {
            p.notice.bad role="alert" {
                (problem.text(language)) " " a href=(Evidence { evidence: item.id }) { (item.reference) }
            }
        }
        form.panel method="post" action=(EditEvidence { evidence: item.id }) data-guard {
            input type="hidden" name="seen" value=(Facts::of(item).stamp());
            (fields(Fields { language, problems }, types, form, false))
            (submit(language.text("save")))
        }
    };
    Page::new(
        visitor,
        language.with("evidence-edit-of", [("reference", item.reference.as_str().into())]),
        body,
    )
    .in_institution(visitor, item.institution_id)
    .under(
        EvidenceRegister { institution: item.institution_id },
        language.text("evidence-register"),
    )
    .under(Evidence { evidence: item.id }, item.reference.clone())
}

/// Says no to a form that was opened before somebody else changed the item: it would put back what they changed.
fn fresh(form: &EvidenceForm, now: &evidence_item::Model) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if form.seen.as_ref().is_some_and(|it| *it != Facts::of(now).stamp()) {
        problems.add("seen", Problem::Other("problem-evidence-stale"));
    }
    problems.or(())
}

/// What was typed over what was held. A state is moved on the item's own page, where its reason and its consequences are; a
/// new item may begin as a draft or be handed in at once.
fn kept(form: &EvidenceForm, held: Option<Facts>, types: &[String]) -> Result<Facts, Problems> {
    let status = held.as_ref().map(|it| it.status);
    let facts = form.check(held.unwrap_or_default(), types)?;
    let mut problems = Problems::default();
    if status.map_or(!moves::may_begin(facts.status), |it| it != facts.status) {
        let decided = matches!(facts.status, EvidenceStatus::Accepted | EvidenceStatus::Returned);
        let why = if decided { "problem-status-reviewer" } else { "problem-status-moved" };
        problems.add("status", Problem::Other(why));
    }
    problems.or(facts)
}

/// Changes what was sent; what was not sent stays.
pub async fn update(
    EditEvidence { evidence }: EditEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<EvidenceForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let types = standards::store::evidence_types(&app.db.read).await?;
    let codes: Vec<String> = types.iter().map(|it| it.code.clone()).collect();
    let mut change = app.change(visitor.actor()).await?;
    // Read within the change: what somebody else changed meanwhile, and this form did not send, stays.
    change.alone_in(item.institution_id).await?;
    let now = super::kept(change.tx(), &visitor, evidence).await?;
    let checked = match fresh(&form, &now) {
        Ok(()) => kept(&form, Some(Facts::of(&now)), &codes),
        Err(stale) => Err(stale),
    };
    let facts = match checked {
        Ok(facts) => facts,
        Err(problems) => return Ok(edit_page(&visitor, &now, &types, &form, &problems).refused()),
    };
    let taken = taken(change.tx(), now.institution_id, &facts.reference, Some(now.id)).await?;
    if let Some(problems) = taken {
        return Ok(edit_page(&visitor, &now, &types, &form, &problems).refused());
    }
    if store::update(&mut change, now, facts).await? {
        change.commit().await?;
    }
    Ok(see_with(Evidence { evidence }, "done-saved"))
}
