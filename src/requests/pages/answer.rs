//! Answering a request.

use axum::extract::State;
use axum::response::Response;

use crate::access::Action;
use crate::app::App;
use crate::check::Problems;
use crate::entities::evidence_request;
use crate::evidence::revisions::NewRevision;
use crate::paths::{AnswerRequest, Request};
use crate::requests::forms::AnswerForm;
use crate::requests::moves::{Move, after};
use crate::requests::store;
use crate::web::upload::Upload;
use crate::web::{Error, Result, Visitor, see_with};

/// Whether a person may answer: who is asked, and who keeps the evidence, for them.
pub(super) fn may_answer(visitor: &Visitor, it: &evidence_request::Model) -> bool {
    let is_asked = it.asked_user_id == Some(visitor.id);
    visitor.may(Action::KeepEvidence, it.institution_id)
        || (is_asked && visitor.may(Action::AnswerRequests, it.institution_id))
}

/// Takes the files of an answer.
pub async fn answer(
    AnswerRequest { request }: AnswerRequest,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<AnswerForm>,
) -> Result<Response> {
    let language = visitor.language;
    let shown = store::find(&app.db.read, &visitor, request).await?;
    if !may_answer(&visitor, &shown) {
        return Err(Error::Forbidden);
    }
    if !upload.empty.is_empty() {
        return Err(Error::Refused(language.text("problem-file-empty")));
    }
    let mut problems = Problems::default();
    let note = problems.optional_text("note", &upload.form.note, 10_000);
    let typed = upload.form.place.trim();
    let place = match typed {
        "" => None,
        it if it.contains("://") => Some(NewRevision::Web(problems.web_address("place", it))),
        it => Some(NewRevision::Physical(problems.optional_text("place", it, 500), None)),
    };
    for field in ["note", "place"] {
        if let Some(problem) = problems.get(field) {
            return Err(Error::Refused(problem.text(language)));
        }
    }
    let files: Vec<_> = upload.files.into_iter().map(NewRevision::File).chain(place).collect();
    if files.is_empty() {
        return Err(Error::Refused(language.text("problem-revision-nothing")));
    }
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.institution_id).await?;
    let now = store::find(change.tx(), &visitor, request).await?;
    if after(now.state, Move::Answer).is_none() {
        return Err(Error::Refused(super::show::stands(language, now.state)));
    }
    super::answer_within(&change, &visitor, &now).await?;
    store::answer(&mut change, now, note, files).await?;
    change.commit().await?;
    Ok(see_with(Request { request }, "done-request-answered"))
}
