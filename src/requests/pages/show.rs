//! One request: what is asked, what was answered, what can be done.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::answer::may_answer;
use super::{due, state};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::check::Problems;
use crate::entities::{
    RequestState, criterion, evidence_item, evidence_request, evidence_type, revision,
};
use crate::evidence::pages::text_state::ending;
use crate::evidence::{register, revisions, sight};
use crate::language::Language;
use crate::paths::{AnswerRequest, Evidence, Request, Requests};
use crate::requests::forms::DecideForm;
use crate::requests::moves::{Move, after};
use crate::requests::store;
use crate::standards;
use crate::web::components::{Fields, badge, submit};
use crate::web::scan::scan_note;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What belongs to a request.
struct Around {
    kind: Option<evidence_type::Model>,
    criterion: Option<criterion::Model>,
    item: Option<evidence_item::Model>,
    /// Whether this person may open the item as a whole.
    opens: bool,
    parts: Vec<revision::Model>,
    person: Option<String>,
}

impl Around {
    /// Reads it; seven queries at most.
    async fn of(app: &App, visitor: &Visitor, it: &evidence_request::Model) -> Result<Self> {
        let db = &app.db.read;
        let types = standards::store::evidence_types(db).await?;
        let criterion = match it.criterion_id {
            Some(id) => criterion::Entity::find_by_id(id).one(db).await?,
            None => None,
        };
        let item = match it.evidence_id {
            Some(id) => evidence_item::Entity::find_by_id(id).one(db).await?,
            None => None,
        };
        let (mut opens, mut parts) = (false, Vec::new());
        if let Some(item) = &item {
            let listed = item.deleted_at.is_none()
                && register::among(db, &visitor.scope(), [item]).await?.contains(&item.id);
            opens = listed && sight::may_open(db, visitor, item).await?;
            // Who answered sees what they handed in.
            if opens || it.asked_user_id == Some(visitor.id) {
                let all = revisions::all(db, item.id).await?;
                let own = |it: &&revision::Model| opens || it.user_id == Some(visitor.id);
                parts = revisions::current(&all).filter(own).cloned().collect();
            }
        }
        let mut names = accounts::store::names(db, it.asked_user_id).await?;
        Ok(Self {
            kind: types.into_iter().find(|kind| Some(&kind.code) == it.type_code.as_ref()),
            criterion,
            item,
            opens,
            parts,
            person: it.asked_user_id.and_then(|id| names.remove(&id)),
        })
    }
}

/// The page of a request.
pub async fn show(
    Request { request }: Request,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let it = store::find(&app.db.read, &visitor, request).await?;
    page(&app, &visitor, &it, &DecideForm::default(), &Problems::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    it: &evidence_request::Model,
    form: &DecideForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let around = Around::of(app, visitor, it).await?;
    let institution = it.institution_id;
    let body = html! {
        dl.facts {
            dt { (language.text("request-state")) } dd {
                (state(language, it.state)) @if !it.reason.is_empty() { " " (it.reason) }
            }
            dt { (language.text("request-due")) } dd { (due(language, app.today(), it)) }
            dt { (language.text("request-asked")) } dd { (asked(&it.asked_unit, around.person.as_deref())) }
            @if let Some(kind) = &around.kind { dt { (language.text("evidence-type")) } dd { (kind.title.get(language)) } }
            @if let Some(criterion) = &around.criterion {
                dt { (language.text("request-for")) } dd { (criterion.code) " " (criterion.title.get(language)) }
            }
            @if !it.description.is_empty() { dt { (language.text("request-description")) } dd.text { (it.description) } }
        }
        h2 { (language.text("request-answer")) }
        (answered(language, &around))
        @if after(it.state, Move::Answer).is_some() && may_answer(visitor, it) { (answer_form(app, language, it)) }
        @if visitor.may(Action::KeepEvidence, institution) { (decisions(language, it, form, problems)) }
    };
    Ok(Page::new(visitor, format!("{}. {}", it.number, it.title), body)
        .in_institution(visitor, institution)
        .under(Requests { institution }, language.text("requests")))
}

/// Who is asked: a unit, a person of it.
pub(super) fn asked(unit: &str, person: Option<&str>) -> String {
    let said: Vec<&str> =
        [person.unwrap_or_default(), unit].into_iter().filter(|it| !it.is_empty()).collect();
    said.join(", ")
}

fn answered(language: Language, around: &Around) -> Markup {
    html! {
        @match &around.item {
            None => p.faint { (language.text("request-no-answer")) },
            Some(item) if around.opens => p {
                a href=(Evidence { evidence: item.id }) { (item.reference) " " (item.title) }
            },
            Some(_) if around.parts.is_empty() => p { (badge("plain", language.text("request-answer-kept"))) },
            Some(_) => p { (language.text("request-your-answer")) },
        }
        @if !around.parts.is_empty() {
            ul { @for it in &around.parts { li { (it.place) " " span.faint { (language.moment(it.created_at)) } (ending(language, it)) } } }
        }
    }
}

fn answer_form(app: &App, language: Language, it: &evidence_request::Model) -> Markup {
    html! {
        form.panel method="post" action=(AnswerRequest { request: it.id }) enctype="multipart/form-data" data-drop data-guard {
            div.field {
                label for="files" { (language.text("evidence-files")) }
                input #files type="file" name="files" multiple aria-describedby="files-note";
                p.hint #files-note { (language.text("request-files-hint")) }
                (scan_note(language, app))
            }
            div.field {
                label for="place" { (language.text("request-place")) }
                input #place name="place";
            }
            div.field {
                label for="note" { (language.text("request-note")) }
                textarea #note name="note" rows="3" {}
            }
            (submit(language.text("request-hand-in")))
        }
    }
}

fn decisions(
    language: Language,
    it: &evidence_request::Model,
    form: &DecideForm,
    problems: &Problems,
) -> Markup {
    let moves: Vec<Move> =
        Move::ASKER.into_iter().filter(|way| after(it.state, *way).is_some()).collect();
    let field = Fields { language, problems };
    html! {
        @if !moves.is_empty() {
            form.panel method="post" action=(Request { request: it.id }) {
                h2 { (language.text("request-decide")) }
                input type="hidden" name="seen" value=(it.state.code());
                @if moves.iter().any(|it| it.needs_reason()) {
                    (field.area("reason", "request-reason", &form.reason).hint("request-reason-hint"))
                }
                p.actions {
                    @for way in &moves {
                        button.second type="submit" name="move" value=(way.code()) {
                            (language.text(&format!("request-move-{}", way.code())))
                        }
                    }
                }
            }
        }
    }
}

/// That somebody else was quicker, and how it stands.
pub(super) fn stands(language: Language, state: RequestState) -> String {
    language.with("problem-request-stands", [("state", language.word(&state).into())])
}

/// Accepts, returns, cancels, opens anew.
pub async fn decide(
    Request { request }: Request,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<DecideForm>,
) -> Result<Response> {
    let shown = store::find(&app.db.read, &visitor, request).await?;
    visitor.require(Action::KeepEvidence, shown.institution_id)?;
    let (way, reason) = match form.check() {
        Ok(meant) => meant,
        Err(problems) => {
            return Ok(page(&app, &visitor, &shown, &form, &problems).await?.refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.institution_id).await?;
    let now = store::find(change.tx(), &visitor, request).await?;
    let is_seen = form.seen.is_empty() || form.seen == now.state.code();
    if !is_seen || after(now.state, way).is_none() {
        return Err(Error::Refused(stands(visitor.language, now.state)));
    }
    let answer = super::answer_within(&change, &visitor, &now).await?;
    if way == Move::Accept && answer.is_none() {
        return Err(Error::Refused(visitor.language.text("problem-answer-gone")));
    }
    store::decide(&mut change, now, way, reason).await?;
    change.commit().await?;
    Ok(see_with(Request { request }, "done-request-decided"))
}
