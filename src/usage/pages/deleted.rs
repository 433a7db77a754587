//! Deleted evidence, and restoring it.

use axum::extract::State;
use axum::response::Response;
use maud::html;

use crate::access::Action;
use crate::app::App;
use crate::entities::evidence_item;
use crate::evidence::life;
use crate::evidence::sight::{Sight, may_open};
use crate::language::Language;
use crate::paths::{DeletedEvidence, Evidence, EvidenceRegister, RestoreEvidence};
use crate::web::components::{badge, nothing};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What was deleted in an institution.
pub async fn list(
    DeletedEvidence { institution }: DeletedEvidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    let language = visitor.language;
    let items = life::deleted(&app.db.read, institution).await?;
    let sight = Sight::of(&app.db.read, &visitor, &items).await?;
    let body = html! {
        p { (language.text("deleted-lead")) }
        @if items.is_empty() { (nothing(language.text("deleted-none"), None)) }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("evidence-reference")) }
                    th scope="col" { (language.text("evidence-title")) }
                    th scope="col" { (language.text("deleted-at")) }
                    th scope="col" { (language.text("change")) }
                } }
                tbody { @for it in &items { (row(language, &sight, it)) } }
            } }
        }
    };
    Ok(Page::new(&visitor, language.text("deleted"), body)
        .in_institution(&visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register")))
}

fn row(language: Language, sight: &Sight, it: &evidence_item::Model) -> maud::Markup {
    let when = it.deleted_at.map(|it| language.moment(it)).unwrap_or_default();
    html! {
        @if sight.opens(it) {
            tr {
                th scope="row" { (it.reference) }
                td { (it.title) }
                td.date { (when) }
                td { form method="post" action=(RestoreEvidence { evidence: it.id }) {
                    button.quiet aria-label=(format!("{} {}", language.text("deleted-restore"), it.reference)) {
                        (language.text("deleted-restore"))
                    }
                } }
            }
        } @else {
            tr { th scope="row" { "–" } td colspan="3" { (badge("plain", language.text("confidentiality-restricted"))) } }
        }
    }
}

/// Restores an item as it was.
pub async fn restore(
    RestoreEvidence { evidence }: RestoreEvidence,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut change = app.change(visitor.actor()).await?;
    let before = life::deleted_item(change.tx(), &visitor.scope(), evidence).await?;
    visitor.require(Action::KeepEvidence, before.institution_id)?;
    change.alone_in(before.institution_id).await?;
    let held = life::deleted_item(change.tx(), &visitor.scope(), evidence).await?;
    if !may_open(change.tx(), &visitor, &held).await? {
        return Err(Error::Forbidden);
    }
    life::restore(&mut change, &held).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, "done-evidence-restored"))
}
