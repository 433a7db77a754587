//! The register of an institution.

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};

use crate::access::Action;
use crate::app::App;
use crate::entities::{EvidenceStatus, InstitutionId, evidence_item};
use crate::evidence::register::{self, Filter};
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::paths::{Evidence, EvidenceRegister, Imports, NewEvidence, Tus, Uploads};
use crate::web::components::{Paging, badge, nothing};
use crate::web::sending::{Sending, panel};
use crate::web::{Page, Result, Visitor};

/// A page of the register, by words and status.
pub async fn list(
    EvidenceRegister { institution }: EvidenceRegister,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    visitor.require(Action::Read, institution)?;
    let language = visitor.language;
    let found = register::page(&app.db.read, &visitor, institution, &filter, paging).await?;
    let sight = Sight::of(&app.db.read, &visitor, &found.items).await?;
    let keeps = visitor.may(Action::KeepEvidence, institution);
    let is_filtered = !filter.q.is_empty() || !filter.status.is_empty();
    let to_import = keeps.then(|| html! { a.button href=(Uploads { institution }) { (language.text("uploads")) } " " a.button.second href=(NewEvidence { institution }) { (language.text("evidence-new")) } " " a.button.second href=(Imports { institution }) { (language.text("evidence-import")) } });
    let today = app.today();
    let kept = format!(
        "q={}&status={}",
        crate::web::components::query(&filter.q),
        crate::web::components::query(&filter.status)
    );
    let body = html! {
        (filters(language, &filter))
        @if keeps { (dropping(&app, language, institution)) }
        @if found.items.is_empty() && is_filtered { (nothing(language.text("evidence-none-found"), None)) }
        @else if found.items.is_empty() { (nothing(language.text("evidence-empty"), to_import.clone())) }
        @else {
            p.faint { (language.with("evidence-count", [("count", found.total.into())])) }
            div.scroll tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (language.text("evidence-reference")) }
                        th scope="col" { (language.text("evidence-title")) }
                        th scope="col" { (language.text("evidence-status")) }
                        th scope="col" { (language.text("evidence-owner")) }
                        th scope="col" { (language.text("evidence-valid-until")) }
                        th.number scope="col" { (language.text("evidence-links")) }
                    } }
                    tbody {
                        @for (item, links) in found.items.iter().zip(&found.links) {
                            (row(&visitor, &sight, today, item, *links))
                        }
                    }
                }
            }
            (paging.pager(language, found.total, &kept))
        }
    };
    let page = Page::new(&visitor, language.text("evidence-register"), body)
        .in_institution(&visitor, institution)
        .wide();
    Ok(match to_import.filter(|_| !found.items.is_empty()) {
        Some(actions) => page.actions(actions),
        None => page,
    })
}

/// Files that are dropped on the register are sent at once; they are sorted in on their own page.
fn dropping(app: &App, language: Language, institution: InstitutionId) -> Markup {
    let sending = Sending {
        page: Uploads { institution }.to_string(),
        tus: Tus { institution }.to_string(),
        most: app.config.max_upload(),
        criterion: "",
        back: "",
        is_here: false,
    };
    html! { details { summary { (language.text("uploads")) } (panel(language, &sending)) } }
}

fn filters(language: Language, filter: &Filter) -> Markup {
    html! {
        form.filters method="get" role="search" {
            div.field {
                label for="q" { (language.text("evidence-search")) }
                input #q type="search" name="q" value=(filter.q);
            }
            div.field {
                label for="status" { (language.text("evidence-status")) }
                select #status name="status" data-submit {
                    option value="" { (language.text("any")) }
                    @for it in EvidenceStatus::ALL {
                        option value=(it.code()) selected[it.code() == filter.status] { (language.word(it)) }
                    }
                }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}

fn row(
    visitor: &Visitor,
    sight: &Sight,
    today: NaiveDate,
    item: &evidence_item::Model,
    links: i64,
) -> Markup {
    let language = visitor.language;
    html! {
        @if sight.opens(item) {
            tr {
                th.keep scope="row" { a href=(Evidence { evidence: item.id }) { (item.reference) } }
                td { (item.title) }
                td { (status(language, item.status)) }
                td { (item.owner_unit) }
                td.date { (validity(language, today, item.valid_until)) }
                td.number { (language.count(links)) }
            }
        } @else {
            tr { th scope="row" { "–" } td colspan="5" { (badge("plain", language.text("confidentiality-restricted"))) } }
        }
    }
}

/// A status in its colour.
pub fn status(language: Language, status: EvidenceStatus) -> Markup {
    let tone = match status {
        EvidenceStatus::Accepted => "good",
        EvidenceStatus::Submitted => "fair",
        EvidenceStatus::Draft => "plain",
        EvidenceStatus::Returned => "poor",
        EvidenceStatus::Withdrawn | EvidenceStatus::Superseded => "bad",
    };
    badge(tone, language.word(&status))
}

/// The day to which something is valid, marked once it is over.
pub fn validity(language: Language, today: NaiveDate, until: Option<NaiveDate>) -> Markup {
    html! {
        @if let Some(day) = until {
            (language.date(day))
            @if day < today { " " (badge("bad", language.text("gap-expired"))) }
        } @else { "–" }
    }
}
