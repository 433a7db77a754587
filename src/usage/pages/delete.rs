//! Deleting an item so that it can be restored. What is in a dossier that was handed over stays, and what something else refers to.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;

use super::{consequences, page};
use crate::access::Action;
use crate::app::App;
use crate::evidence::pages::life::{StateForm, now_alone};
use crate::evidence::sight::opened;
use crate::evidence::{life, revisions};
use crate::language::Language;
use crate::paths::{DeleteEvidence, DeletedEvidence, ReplaceEvidence, WithdrawEvidence};
use crate::usage::store::{self, Uses};
use crate::web::components::submit;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Why it cannot be deleted, if it cannot.
fn refusal(language: Language, uses: &Uses) -> Option<String> {
    if let Some((of, dossier)) = &uses.sealed {
        let words = [("assessment", of.name.as_str().into()), ("version", dossier.version.into())];
        return Some(language.with("delete-pinned", words));
    }
    if let Some(it) = uses.dossier() {
        let stage = language.word(&it.stage).into();
        let words = [("assessment", it.name.as_str().into()), ("stage", stage)];
        return Some(language.with("delete-refused", words));
    }
    uses.is_referred_to.then(|| language.text("delete-referred-to"))
}

/// What would follow, and the form.
pub async fn ask(
    DeleteEvidence { evidence }: DeleteEvidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    visitor.require(Action::KeepEvidence, item.institution_id)?;
    let language = visitor.language;
    let uses = store::everywhere(&app.db.read, &visitor.scope(), &item).await?;
    let refused = refusal(language, &uses);
    let seen = life::stamp(&item, &revisions::all(&app.db.read, item.id).await?);
    let body = html! {
        @if let Some(refused) = &refused {
            p.notice.bad role="alert" { (refused) }
            p {
                a.button.second href=(ReplaceEvidence { evidence }) { (language.text("move-supersede")) } " "
                a.button.second href=(WithdrawEvidence { evidence }) { (language.text("move-withdraw")) }
            }
        } @else { p { (language.text("delete-lead")) } }
        (consequences(&app, &visitor, &uses, (item.id, None)).await?)
        @if refused.is_none() {
            form.panel method="post" action=(DeleteEvidence { evidence }) {
                input type="hidden" name="seen" value=(seen);
                (submit(language.text("delete-do")))
            }
        }
    };
    Ok(page(&visitor, &item, language.text("delete"), body))
}

/// Deletes it.
pub async fn delete(
    DeleteEvidence { evidence }: DeleteEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StateForm>,
) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    let action = (Action::KeepEvidence, form.seen.as_str());
    let held = now_alone(&change, &visitor, evidence, action).await?;
    // Within the change: an assessment may be submitted at this moment.
    let uses = store::everywhere(change.tx(), &visitor.scope(), &held).await?;
    if let Some(refused) = refusal(visitor.language, &uses) {
        return Err(Error::Refused(refused));
    }
    life::delete(&mut change, &held).await?;
    change.commit().await?;
    let institution = held.institution_id;
    Ok(see_with(DeletedEvidence { institution }, "done-evidence-deleted"))
}
