//! Withdrawing an item: what would follow, and why it is done.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;

use super::{consequences, page};
use crate::app::App;
use crate::check::Problems;
use crate::evidence::moves::Move;
use crate::evidence::pages::life::{self as steps, StateForm, to_be_moved};
use crate::evidence::sight::opened;
use crate::evidence::{life, revisions};
use crate::paths::{Evidence, ReplaceEvidence, WithdrawEvidence};
use crate::usage::store;
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What would follow, and the form.
pub async fn ask(
    WithdrawEvidence { evidence }: WithdrawEvidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    visitor.require(Move::Withdraw.action(), item.institution_id)?;
    let language = visitor.language;
    if Move::Withdraw.from(item.status).is_none() {
        let words = [("status", language.word(&item.status).into())];
        return Err(Error::Refused(language.with(Move::Withdraw.refusal(), words)));
    }
    let uses = store::of(&app.db.read, &visitor.scope(), &item).await?;
    let seen = life::stamp(&item, &revisions::all(&app.db.read, item.id).await?);
    let problems = Problems::default();
    let field = Fields { language, problems: &problems };
    let body = html! {
        p { (language.text("withdraw-lead")) " "
            a href=(ReplaceEvidence { evidence }) { (language.text("withdraw-replace")) } }
        (consequences(&app, &visitor, &uses, (item.id, None)).await?)
        form.panel method="post" action=(WithdrawEvidence { evidence }) {
            input type="hidden" name="seen" value=(seen);
            (field.area("reason", "life-reason", "").required())
            (submit(language.text("withdraw-do")))
        }
    };
    Ok(page(&visitor, &item, language.text("withdraw"), body))
}

/// Withdraws it.
pub async fn withdraw(
    WithdrawEvidence { evidence }: WithdrawEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StateForm>,
) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    let step = Move::Withdraw;
    let (held, to) = to_be_moved(&change, &visitor, evidence, (step, &form.seen)).await?;
    let reason = steps::reason(visitor.language, &form.reason)?;
    life::make(&mut change, &held, (step, to), reason).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, steps::done(step)))
}
