//! The life of an item on its page: how it stands, what was accepted, and the moves that are open to who looks at it.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;
use serde::Deserialize;

use super::register::status;
use crate::access::{Action, is_by_part};
use crate::app::{App, Change};
use crate::check::Problems;
use crate::entities::{EvidenceId, EvidenceStatus, evidence_item, revision};
use crate::evidence::life::{self, Acceptance};
use crate::evidence::moves::{self, Move};
use crate::evidence::sight::{self, Sight};
use crate::evidence::{history, register, revisions};
use crate::language::Language;
use crate::paths::{
    self, BringBackEvidence, DeleteEvidence, Evidence, EvidenceState, EvidenceUse, ReplaceEvidence,
    WithdrawEvidence,
};
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor, see_with};

/// Most characters of a reason.
const MOST_REASON: usize = 2_000;

/// The section on an item's page.
pub async fn section(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
    revisions: &[revision::Model],
) -> Result<Markup> {
    let language = visitor.language;
    let db = &app.db.read;
    let accepted = match item.status {
        EvidenceStatus::Accepted => life::acceptance(db, item.id).await?,
        _ => None,
    };
    let names = history::names(db, accepted.iter().map(|it| it.actor.as_str())).await?;
    let by = match item.superseded_by_id {
        Some(id) => evidence_item::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let replaced = life::replaced_by(db, item).await?;
    let sight = Sight::of(db, visitor, by.iter().chain(&replaced)).await?;
    let name = |actor: &str| history::name(language, &names, actor);
    Ok(html! {
        h2 { (language.text("life")) }
        div.panel {
            p { (status(language, item.status)) " " (language.text(meaning(item.status))) }
            @if !item.reason.is_empty() { p.text { strong { (language.text("life-reason")) ": " } (item.reason) } }
            @if let Some(by) = &by { p { (language.text("life-superseded-by")) " " (named(language, &sight, by)) } }
            @for it in &replaced { p { (language.text("life-supersedes")) " " (named(language, &sight, it)) } }
            @if item.status == EvidenceStatus::Accepted {
                (acceptance(language, accepted.as_ref(), revisions, name))
                @if visitor.may(Action::KeepEvidence, item.institution_id) {
                    p.notice { (language.text("life-reopens")) }
                }
            }
            (moves(visitor, item, revisions))
            p { a href=(EvidenceUse { evidence: item.id }) { (language.text("use-link")) } }
        }
    })
}

/// Key of what a state means for what is counted.
fn meaning(status: EvidenceStatus) -> &'static str {
    match status {
        EvidenceStatus::Draft => "life-draft",
        EvidenceStatus::Submitted => "life-submitted",
        EvidenceStatus::Accepted => "life-accepted",
        EvidenceStatus::Returned => "life-returned",
        EvidenceStatus::Withdrawn => "life-withdrawn",
        EvidenceStatus::Superseded => "life-superseded",
    }
}

/// An item as a link, or that there is one.
pub fn named(language: Language, sight: &Sight, item: &evidence_item::Model) -> Markup {
    html! {
        @if item.deleted_at.is_some() { (badge("bad", language.text("life-deleted"))) }
        @else if sight.opens(item) { a href=(Evidence { evidence: item.id }) { (item.reference) " " (item.title) } }
        @else { (badge("plain", language.text("confidentiality-restricted"))) }
    }
}

fn acceptance(
    language: Language,
    accepted: Option<&Acceptance>,
    revisions: &[revision::Model],
    name: impl Fn(&str) -> String,
) -> Markup {
    let Some(it) = accepted else {
        return html! { p { (language.text("life-accepted-unknown")) } };
    };
    let when = it.at.map(|it| language.moment(it)).unwrap_or_default();
    let said = [("when", when.into()), ("who", name(&it.actor).into())];
    let place = |number: i32| {
        revisions.iter().find(|it| it.number == number).map_or("–", |it| it.place.as_str())
    };
    html! {
        p { (language.with("life-accepted-by", said)) }
        @if it.contents.is_empty() { p.faint { (language.text("life-accepted-nothing")) } }
        @else { ul { @for content in &it.contents { li {
            "№ " (content.number) " " (place(content.number)) " "
            @if let Some(sha256) = &content.sha256 { code { (sha256) } }
        } } } }
        @if life::contents(revisions) == it.contents { p { (badge("good", language.text("life-unchanged"))) } }
        @else { p { (badge("bad", language.text("life-changed"))) } }
    }
}

/// What this person may do now.
fn moves(visitor: &Visitor, item: &evidence_item::Model, revisions: &[revision::Model]) -> Markup {
    let language = visitor.language;
    let evidence = item.id;
    let role = visitor.role_in(item.institution_id);
    let open = role.map(|it| moves::open_to(it, item.status)).unwrap_or_default();
    let seen = life::stamp(item, revisions);
    html! {
        div.actions {
            @for step in &open {
                @match step {
                    Move::Withdraw => a.button.second href=(WithdrawEvidence { evidence }) { (language.word(step)) },
                    Move::Supersede => a.button.second href=(ReplaceEvidence { evidence }) { (language.word(step)) },
                    Move::BringBack => form method="post" action=(BringBackEvidence { evidence }) {
                        input type="hidden" name="seen" value=(seen);
                        button.second { (language.word(step)) }
                    },
                    _ => (button(language, evidence, *step, &seen, "")),
                }
            }
            @if visitor.may(Action::KeepEvidence, item.institution_id) {
                a.button.second href=(DeleteEvidence { evidence }) { (language.text("life-delete")) }
            }
        }
    }
}

/// A form that makes a move, with the reason where one is needed, and goes back to `back` or the item.
pub fn button(
    language: Language,
    evidence: EvidenceId,
    step: Move,
    seen: &str,
    back: &str,
) -> Markup {
    let field = format!("reason-{}-{evidence}", step.code());
    let form = html! {
        form method="post" action=(EvidenceState { evidence }) {
            input type="hidden" name="step" value=(step.code());
            input type="hidden" name="seen" value=(seen);
            input type="hidden" name="back" value=(back);
            @if step.needs_reason() {
                div.field {
                    label for=(field) { (language.text("life-reason")) }
                    textarea #(field) name="reason" rows="2" required maxlength=(MOST_REASON) {}
                }
            }
            button.second type="submit" { (language.word(&step)) }
        }
    };
    html! {
        @if step.needs_reason() { details { summary { (language.word(&step)) } (form) } } @else { (form) }
    }
}

/// A move, as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct StateForm {
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub seen: String,
    #[serde(default)]
    pub back: String,
}

/// The item as it stands now, to be moved: nobody else changes it before the change ends, this person may make the move, and
/// it is still what they saw. Where a move leads comes with it.
pub async fn to_be_moved(
    change: &Change,
    visitor: &Visitor,
    evidence: EvidenceId,
    (step, seen): (Move, &str),
) -> Result<(evidence_item::Model, EvidenceStatus)> {
    let held = now_alone(change, visitor, evidence, (step.action(), seen)).await?;
    let language = visitor.language;
    let words = [("status", language.word(&held.status).into())];
    let to = step.from(held.status);
    let to = to.ok_or_else(|| Error::Refused(language.with(step.refusal(), words)))?;
    Ok((held, to))
}

/// The item as it stands now, as `to_be_moved` gives it, for what is no move.
pub async fn now_alone(
    change: &Change,
    visitor: &Visitor,
    evidence: EvidenceId,
    (action, seen): (Action, &str),
) -> Result<evidence_item::Model> {
    let before = sight::opened(change.tx(), visitor, evidence).await?;
    visitor.require(action, before.institution_id)?;
    if is_by_part(action) && visitor.observes_beside_rating() {
        // They decide where they rate, not where they only observe.
        let found = register::find(change.tx(), &visitor.scope_as_rater(), evidence).await;
        found.map_err(|_| Error::Forbidden)?;
    }
    change.alone_in(before.institution_id).await?;
    let held = sight::opened(change.tx(), visitor, evidence).await?;
    let language = visitor.language;
    if life::stamp(&held, &revisions::all(change.tx(), held.id).await?) != seen {
        let words =
            [("status", language.word(&held.status).into()), ("reason", held.reason.into())];
        return Err(Error::Refused(language.with("life-meanwhile", words)));
    }
    Ok(held)
}

/// The reason that was typed, or why it cannot be taken.
pub fn reason(language: Language, typed: &str) -> Result<String> {
    let mut problems = Problems::default();
    let reason = problems.text("reason", typed, MOST_REASON);
    match problems.get("reason") {
        None => Ok(reason),
        Some(it) => {
            let words = format!("{}: {}", language.text("life-reason"), it.text(language));
            Err(Error::Refused(words))
        }
    }
}

/// Submits, accepts, returns, makes a draft again. What has consequences to be shown first has pages of its own.
pub async fn make(
    EvidenceState { evidence }: EvidenceState,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StateForm>,
) -> Result<Response> {
    let step = Move::from_code(&form.step);
    let own_page = |it: &Move| matches!(it, Move::Withdraw | Move::Supersede | Move::BringBack);
    // A stranger finds nothing here, whatever they send.
    sight::opened(&app.db.read, &visitor, evidence).await?;
    let step = step.filter(|it| !own_page(it)).ok_or(Error::NotFound)?;
    let mut change = app.change(visitor.actor()).await?;
    let (held, to) = to_be_moved(&change, &visitor, evidence, (step, &form.seen)).await?;
    let why =
        if step.needs_reason() { reason(visitor.language, &form.reason)? } else { String::new() };
    life::make(&mut change, &held, (step, to), why).await?;
    change.commit().await?;
    let done = done(step);
    Ok(if form.back.is_empty() {
        see_with(Evidence { evidence }, done)
    } else {
        see_with(paths::local(&form.back), done)
    })
}

/// Key of the message after a move.
pub fn done(step: Move) -> &'static str {
    match step {
        Move::Submit => "done-evidence-submitted",
        Move::Accept => "done-evidence-accepted",
        Move::Return => "done-evidence-returned",
        Move::Withdraw => "done-evidence-withdrawn",
        Move::Redraft => "done-evidence-redrafted",
        Move::Supersede => "done-evidence-superseded",
        Move::BringBack => "done-evidence-brought-back",
    }
}

/// Key of the message after the contents of an item changed.
pub fn done_with_contents(before: &evidence_item::Model) -> &'static str {
    if before.status == EvidenceStatus::Accepted { "done-evidence-reopened" } else { "done-saved" }
}
