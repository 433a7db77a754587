//! What was done in an institution, newest first.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use sea_orm::prelude::DateTimeUtc;

use super::store;
use super::veil::Veil;
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::entities::{UserId, audit_event};
use crate::language::Language;
use crate::paths::AuditLog;
use crate::web::components::{Paging, badge, nothing};
use crate::web::{Page, Result, Visitor};

/// The audit log of an institution.
pub async fn list(
    AuditLog { institution }: AuditLog,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    visitor.require(Action::ReadAudit, institution)?;
    let language = visitor.language;
    let events = store::recent(&app.db.read, institution, paging.number(), Paging::SIZE).await?;
    let veil = Veil::over(&app.db.read, &visitor, institution, &events).await?;
    let people = accounts::store::names(&app.db.read, events.iter().filter_map(actor)).await?;
    let total = store::count(&app.db.read, institution).await?;
    let body = html! {
        @if events.is_empty() { (nothing(language.text("audit-empty"), None)) }
        @else {
            div.scroll tabindex="0" {
                table.stack {
                    thead { tr {
                        th scope="col" { "№" }
                        th scope="col" { (language.text("audit-when")) }
                        th scope="col" { (language.text("audit-who")) }
                        th scope="col" { (language.text("audit-what")) }
                        th scope="col" { (language.text("audit-details")) }
                    } }
                    tbody { @for event in &events { (row(language, (&veil, &people), event)) } }
                }
            }
            (paging.pager(language, total, ""))
        }
    };
    Ok(Page::new(&visitor, language.text("nav-audit"), body)
        .in_institution(&visitor, institution)
        .wide())
}

/// The person who did it, where it was not the program.
fn actor(event: &audit_event::Model) -> Option<UserId> {
    event.actor.strip_prefix("user:")?.parse().ok()
}

fn row(
    language: Language,
    (veil, people): (&Veil, &HashMap<UserId, String>),
    event: &audit_event::Model,
) -> Markup {
    let who = match actor(event) {
        Some(id) => people.get(&id).unwrap_or(&event.actor).clone(),
        None => language.text("audit-by-program"),
    };
    let action = language.text(&format!("audit-{}", event.action));
    let when = event.happened_at.parse::<DateTimeUtc>().map(|it| language.moment(it));
    html! {
        tr {
            th scope="row" { (event.sequence) }
            td { (when.unwrap_or_else(|_| event.happened_at.clone())) }
            td data-label=(language.text("audit-who")) { (who) }
            @if veil.hides(event) {
                td { (action) }
                td { (badge("plain", language.text("confidentiality-restricted"))) }
            } @else {
                td { (action) " " code { (event.object) } }
                td { code { (event.details) } }
            }
        }
    }
}
