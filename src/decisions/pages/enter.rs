//! Entering a decision, or one that takes the place of another.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::Form;

use super::{publish, refused, show};
use crate::app::App;
use crate::assessments;
use crate::check::{Problem, Problems};
use crate::decisions::entering::{self, New, Unentered};
use crate::decisions::forms::DecisionForm;
use crate::decisions::store;
use crate::entities::{DecisionId, RevisionId, assessment};
use crate::evidence::sight::may_open;
use crate::language::Language;
use crate::paths::DecisionOf;
use crate::stages::moves::Who;
use crate::stages::moving::Refusal;
use crate::stages::rights::may;
use crate::stages::words;
use crate::standards;
use crate::web::{Error, Result, Visitor, see_with};

/// Enters it.
pub async fn enter(
    DecisionOf { assessment }: DecisionOf,
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<DecisionForm>,
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
    let document = document(&app, &visitor, &it, &form, &mut problems).await?;
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
    let new = New { facts, document, reason, seen };
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

/// The revision of the evidence item that was named as the document.
async fn document(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    form: &DecisionForm,
    problems: &mut Problems,
) -> Result<Option<RevisionId>> {
    let reference = form.document.trim();
    if reference.is_empty() {
        return Ok(None);
    }
    let db = &app.db.read;
    let found = entering::document(db, it.institution_id, reference).await?;
    // What they may not open is for them as if it were not there.
    if let Some((item, revision)) = found
        && may_open(db, visitor, &item).await?
    {
        return Ok(Some(revision.id));
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
