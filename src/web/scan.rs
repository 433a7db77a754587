//! What the virus scanner means for people: a note at every upload, words for a refusal, an event in the audit log.

use axum::extract::{FromRequestParts as _, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use maud::{Markup, html};
use sea_orm::EntityTrait as _;

use super::{Error, Result, Visitor};
use crate::app::App;
use crate::audit::Event;
use crate::entities::{
    EvidenceId, EvidenceRequestId, InstitutionId, evidence_item, evidence_request,
};
use crate::files::Refused;
use crate::language::Language;
use crate::scanner::Refusal;

/// Whether files are scanned, in one line of an upload form.
pub fn scan_note(language: Language, app: &App) -> Markup {
    let key = if app.files.scanner().is_some() { "scan-on" } else { "scan-off" };
    html! { p.hint { (language.text(key)) } }
}

/// Why a file with this name was not taken, for the person who sent it.
pub fn not_taken(language: Language, name: &str, refused: Refused) -> Error {
    let file = || ("file", name.into());
    match refused {
        Refused::TooLarge(most) => Error::TooLarge(most),
        Refused::Infected(found) => Error::NotTaken(
            StatusCode::UNPROCESSABLE_ENTITY,
            "error-unsafe",
            language.with("scan-infected", [file(), ("found", found.into())]),
        ),
        Refused::NotScanned(Refusal::TooLarge) => Error::NotTaken(
            StatusCode::PAYLOAD_TOO_LARGE,
            "error-unsafe",
            language.with("scan-too-large", [file()]),
        ),
        Refused::NotScanned(_) => Error::NotTaken(
            StatusCode::SERVICE_UNAVAILABLE,
            "error-unscanned",
            language.with("scan-silent", [file()]),
        ),
        Refused::Empty | Refused::BrokeOff => Error::Refused(refused.to_string()),
        // How it is said is found from the cause.
        Refused::Full | Refused::AnotherContent(_) | Refused::Store(_) => {
            anyhow::Error::new(refused).into()
        }
    }
}

/// Tells those who look after the institution, or the program, that a file did not pass the scanner.
pub async fn tell(
    app: &App,
    visitor: &Visitor,
    head: &mut Parts,
    name: &str,
    refused: &Refused,
) -> Result<()> {
    let found = match refused {
        Refused::Infected(found) => found,
        Refused::NotScanned(why) => {
            tracing::warn!("an upload was refused: {why}");
            return Ok(());
        }
        _ => return Ok(()),
    };
    let about = about(app, head).await?;
    let own = about.filter(|it| visitor.role_in(it.0).is_some());
    let Some((institution, item)) = own else {
        tracing::warn!("{} sent {name:?}: {refused}", visitor.actor());
        return Ok(());
    };
    let details = serde_json::json!({ "file": name, "found": found });
    // Of a restricted item even the name of a file is told to nobody outside.
    let object = match item {
        Some(item) => format!("evidence:{item}"),
        None => format!("institution:{institution}"),
    };
    let mut change = app.change(visitor.actor()).await?;
    change.record(Event::of(institution, "file-refused", object, details));
    change.commit().await?;
    Ok(())
}

/// The institution that an address is about, directly or through an item or a request, and the item.
async fn about(app: &App, head: &mut Parts) -> Result<Option<(InstitutionId, Option<EvidenceId>)>> {
    let Ok(named) = RawPathParams::from_request_parts(head, &()).await else { return Ok(None) };
    let value = |name| named.iter().find(|it| it.0 == name).map(|it| it.1);
    if let Some(id) = value("institution") {
        return Ok(id.parse().ok().map(|it| (it, None)));
    }
    if let Some(Ok(id)) = value("evidence").map(str::parse::<EvidenceId>) {
        let item = evidence_item::Entity::find_by_id(id).one(&app.db.read).await?;
        return Ok(item.map(|it| (it.institution_id, Some(it.id))));
    }
    let Some(Ok(id)) = value("request").map(str::parse::<EvidenceRequestId>) else {
        return Ok(None);
    };
    let asked = evidence_request::Entity::find_by_id(id).one(&app.db.read).await?;
    Ok(asked.map(|it| (it.institution_id, it.evidence_id)))
}
