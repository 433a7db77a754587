//! Switching the public page of a decision on and off; its address, also as a QR code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, PreEscaped, html};
use qrcode::QrCode;
use qrcode::render::svg;

use super::refused;
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::decisions::forms::SwitchForm;
use crate::decisions::{confirming, store};
use crate::entities::{confirmation, decision};
use crate::language::Language;
use crate::paths::{Confirm, ConfirmDecision, DecisionOf};
use crate::web::{Result, Visitor, see_with};

/// Where this site is, as the browser that asks sees it.
pub(super) fn site(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|it| it.to_str().ok()).unwrap_or("localhost");
    let scheme = if app.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// A QR code of an address, as a picture inside the page; none where the address is too long for one.
fn qr(address: &str) -> Option<PreEscaped<String>> {
    let code = QrCode::new(address).ok()?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(160, 160).build();
    // Only modules and their colours are in it; what comes before the picture is for files.
    picture.find("<svg").map(|at| PreEscaped(picture[at..].to_owned()))
}

/// The public page of the decision that holds: on or off, and where it is.
pub(super) fn section(
    language: Language,
    held: &decision::Model,
    confirmations: &[confirmation::Model],
    site: &str,
) -> Markup {
    let on = confirmations.iter().find(|it| it.decision_id == held.id && it.is_on);
    html! {
        div.panel {
            h2 { (language.text("confirm-public")) }
            p { (language.text("confirm-public-hint")) }
            @match on {
                Some(it) => {
                    @let address = format!("{site}{}", Confirm { token: it.token.clone() });
                    p { a href=(address) rel="noreferrer" { (address) } }
                    @if let Some(picture) = qr(&address) {
                        figure role="img" aria-label=(language.text("confirm-qr")) { (picture) }
                    }
                    (off(language, held))
                }
                None => (button(language, held, ("yes", "confirm-switch-on"))),
            }
        }
    }
}

/// The button that switches a public page off.
pub(super) fn off(language: Language, it: &decision::Model) -> Markup {
    button(language, it, ("", "confirm-switch-off"))
}

fn button(language: Language, it: &decision::Model, (on, key): (&str, &str)) -> Markup {
    html! {
        form method="post" action=(ConfirmDecision { assessment: it.assessment_id }) {
            input type="hidden" name="seen" value=(it.id);
            input type="hidden" name="on" value=(on);
            button.second type="submit" { (language.text(key)) }
        }
    }
}

/// Switches it; by who keeps the assessment. A decision whose place another took is no longer switched on.
pub async fn switch(
    ConfirmDecision { assessment }: ConfirmDecision,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SwitchForm>,
) -> Result<Response> {
    let (it, _) = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::KeepAssessments, &it)?;
    let on = form.on == "yes";
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let all = store::all(change.tx(), it.id).await?;
    let wanted = all.iter().find(|it| it.id.to_string() == form.seen);
    let wanted = wanted.filter(|it| !on || it.superseded_at.is_none());
    let wanted =
        wanted.ok_or_else(|| refused(visitor.language.text("problem-decision-meanwhile")))?;
    confirming::switch(&mut change, &it, wanted, on).await?;
    change.commit().await?;
    let done = if on { "done-confirm-on" } else { "done-confirm-off" };
    Ok(see_with(DecisionOf { assessment }, done))
}
