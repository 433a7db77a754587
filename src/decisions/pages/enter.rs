//! Entering a decision, or one that takes the place of another.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{publish, refused, show};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::check::{Problem, Problems};
use crate::decisions::entering::{self, Document, New, Unentered};
use crate::decisions::forms::DecisionForm;
use crate::decisions::store;
use crate::entities::{DecisionId, assessment};
use crate::evidence::sight::readable;
use crate::language::Language;
use crate::paths::DecisionOf;
use crate::stages::moves::Who;
use crate::stages::moving::Refusal;
use crate::stages::rights::may;
use crate::stages::words;
use crate::standards;
use crate::web::upload::{MaybeUpload, Upload};
use crate::web::{Error, Result, Visitor, see_with};

/// Enters it.
pub async fn enter(
    DecisionOf { assessment }: DecisionOf,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    MaybeUpload(upload): MaybeUpload<DecisionForm>,
) -> Result<Response> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    if !may(&visitor, &it, Who::KeeperOrLead) {
        return Err(Error::Forbidden);
    }
    let head = standards::store::head_of(&edition)?;
    let corrects = store::held(&app.db.read, it.id).await?.is_some()
        && it.stage != crate::entities::Stage::ExternalReview;
    let mut problems = Problems::default();
    let document = document(&app, &visitor, &it, &upload, &mut problems).await?;
    let form = upload.form;
    let checked = match form.check(&head, app.today(), corrects) {
        Ok(checked) => problems.or(checked),
        Err(mut found) => {
            problems.iter().for_each(|it| found.add(it.0, it.1.clone()));
            Err(found)
        }
    };
    let site = publish::site(&app, &headers);
    let (facts, reason) = match checked {
        Ok(checked) => checked,
        Err(problems) => {
            let typed = (site.as_str(), Some((&form, &problems)));
            return Ok(show::page(&app, &visitor, (it, edition), typed).await?.refused());
        }
    };
    let seen = form.seen.parse::<DecisionId>().ok();
    let number = ("number", facts.number.as_str().into());
    let title = visitor.language.with("decision-document-title", [number]);
    let new = New { facts, document, title, reason, seen };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let (held, _) = assessments::store::find(change.tx(), &visitor.scope(), assessment).await?;
    let entered = entering::enter(&mut change, &app.files, (&held, edition.clone()), new).await?;
    match entered {
        Ok(_) => {
            change.commit().await?;
            Ok(see_with(DecisionOf { assessment }, "done-decision"))
        }
        Err(Unentered::Kept(Refusal::Reason(_))) => {
            drop(change);
            let mut problems = Problems::default();
            problems.add("reason", Problem::Other("problem-decision-reason"));
            let typed = (site.as_str(), Some((&form, &problems)));
            Ok(show::page(&app, &visitor, (it, edition), typed).await?.refused())
        }
        Err(other) => Err(refused(unentered(visitor.language, &other))),
    }
}

/// The document: a file that was sent, or the evidence item that was named.
async fn document(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    upload: &Upload<DecisionForm>,
    problems: &mut Problems,
) -> Result<Option<Document>> {
    let reference = upload.form.document.trim();
    if !upload.empty.is_empty() {
        problems.add("file", Problem::Other("problem-file-empty"));
    }
    if upload.files.len() + usize::from(!reference.is_empty()) > 1 {
        problems.add("file", Problem::Other("problem-decision-one-document"));
        return Ok(None);
    }
    if let Some(file) = upload.files.first() {
        visitor.require(Action::KeepEvidence, it.institution_id)?;
        return Ok(Some(Document::File(file.clone())));
    }
    if reference.is_empty() {
        return Ok(None);
    }
    let db = &app.db.read;
    let found = entering::document(db, it.institution_id, reference).await?;
    // What they may not read is for them as if it were not there.
    if let Some((_, revision)) = found
        && readable(db, visitor, &revision).await?.is_some()
    {
        return Ok(Some(Document::Held(revision.id)));
    }
    problems.add("document", Problem::Other("problem-decision-document"));
    Ok(None)
}

fn unentered(language: Language, it: &Unentered) -> String {
    match it {
        Unentered::Meanwhile => language.text("problem-decision-meanwhile"),
        Unentered::NoDossier => language.text("stage-lacks-dossier"),
        Unentered::Stage(stage) => {
            language.with("problem-decision-stage", [("stage", language.word(stage).into())])
        }
        Unentered::Kept(refusal) => words::refused(language, refusal),
    }
}
