//! The register of an institution, and the search in it.

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::register_filters::{Choices, filters, nothing_fits};
use crate::access::Action;
use crate::app::App;
use crate::entities::{EvidenceStatus, InstitutionId, evidence_item};
use crate::evidence::filter::Filter;
use crate::evidence::finding::{self, Found, MOST, MOST_LEAFED};
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::paths::{
    DeletedEvidence, Evidence, EvidenceRegister, Imports, NewEvidence, Tus, UnopenedEvidence,
    Uploads,
};
use crate::search::{Piece, Texts, Words, marked, said, snippet};
use crate::standards;
use crate::web::components::{Paging, badge, nothing};
use crate::web::sending::{Sending, panel};
use crate::web::{Page, Result, Visitor};

/// A page of the register, by words and filters.
pub async fn list(
    EvidenceRegister { institution }: EvidenceRegister,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    visitor.require(Action::Read, institution)?;
    let (language, db) = (visitor.language, &app.db.read);
    let place = (institution, app.today());
    let found = finding::page(db, &visitor, place, &filter, paging).await?;
    let sight = Sight::of(db, &visitor, &found.items).await?;
    let words = filter.words();
    let is_searched = !words.is_empty() && !found.items.is_empty();
    let texts = if is_searched {
        let opened = found.items.iter().filter(|it| sight.opens(it)).map(|it| it.id);
        Texts::of(db, opened).await?
    } else {
        Texts::default()
    };
    let mut helpful = Vec::new();
    if found.items.is_empty() && filter.parts().len() > 1 {
        for part in filter.parts() {
            if finding::any(db, &visitor, place, &filter.without(part)).await? {
                helpful.push(part);
            }
        }
    }
    let keeps = visitor.may(Action::KeepEvidence, institution);
    let choices = Choices {
        today: app.today(),
        types: standards::store::evidence_types(db).await?,
        editions: standards::store::usable(db, institution).await?,
        knows_restricted: visitor.may(Action::ReadRestricted, institution),
    };
    let to_import = keeps.then(|| html! { a.button href=(Uploads { institution }) { (language.text("uploads")) } " " a.button.second href=(NewEvidence { institution }) { (language.text("evidence-new")) } " " a.button.second href=(Imports { institution }) { (language.text("evidence-import")) } });
    let rows = Rows {
        visitor: &visitor,
        sight: &sight,
        today: app.today(),
        keeps,
        words: &words,
        texts: &texts,
    };
    let is_too_far = paging.offset() >= MOST_LEAFED;
    let body = html! {
        (filters(language, institution, &filter, &choices))
        @if keeps { (dropping(&app, language, institution)) }
        @if is_too_far { (nothing(language.text("search-too-far"), None)) }
        @else if !found.items.is_empty() { (table(&rows, &found, &filter, paging)) }
        @else if !filter.parts().is_empty() { (nothing_fits(language, &filter, &helpful)) }
        @else { (nothing(language.text("evidence-empty"), to_import.clone())) }
        @if keeps { (put_away(language, institution)) }
    };
    let page = Page::new(&visitor, language.text("evidence-register"), body)
        .in_institution(&visitor, institution)
        .wide();
    Ok(match to_import.filter(|_| !found.items.is_empty()) {
        Some(actions) => page.actions(actions),
        None => page,
    })
}

/// The way to what the register does not show.
fn put_away(language: Language, institution: InstitutionId) -> Markup {
    html! {
        p {
            a href=(DeletedEvidence { institution }) { (language.text("deleted")) } " · "
            a href=(UnopenedEvidence { institution }) { (language.text("unopened")) }
        }
    }
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
    html! { details { summary { (language.text("uploads")) } (panel(app, language, &sending)) } }
}

/// What the rows of the table need to know.
struct Rows<'a> {
    visitor: &'a Visitor,
    sight: &'a Sight,
    today: NaiveDate,
    /// Whether the institution's own notes are for them.
    keeps: bool,
    words: &'a Words,
    texts: &'a Texts,
}

fn table(rows: &Rows<'_>, found: &Found, filter: &Filter, paging: Paging) -> Markup {
    let language = rows.visitor.language;
    let count = if found.is_more { "search-count-more" } else { "evidence-count" };
    html! {
        p.faint { (language.with(count, [("count", found.total.into())])) }
        @if found.is_cut && !rows.words.is_empty() {
            p.notice { (language.with("search-cut", [("count", MOST.into())])) }
        }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("evidence-reference")) }
                th scope="col" { (language.text("evidence-title")) }
                th scope="col" { (language.text("evidence-status")) }
                th scope="col" { (language.text("evidence-owner")) }
                th scope="col" { (language.text("evidence-valid-until")) }
                th.number scope="col" { (language.text("evidence-links")) }
            } }
            tbody { @for (item, links) in found.items.iter().zip(&found.links) { (row(rows, filter, item, *links)) } }
        } }
        @if found.is_more { (pager(language, paging, &filter.query())) }
        @else { (paging.pager(language, found.total, &filter.query())) }
    }
}

/// Leads on where nobody has counted how far.
fn pager(language: Language, paging: Paging, kept: &str) -> Markup {
    let at = paging.number();
    let to = |page: u64| {
        if kept.is_empty() { format!("?page={page}") } else { format!("?{kept}&page={page}") }
    };
    let place = language.with("search-page", [("page", at.into())]);
    html! {
        nav.pager aria-label=(language.text("pages")) {
            @if at > 1 { a rel="prev" href=(to(at - 1)) { (language.text("page-previous")) } }
            span aria-current="page" { (place) }
            a rel="next" href=(to(at + 1)) { (language.text("page-next")) }
        }
    }
}

fn row(rows: &Rows<'_>, filter: &Filter, item: &evidence_item::Model, links: i64) -> Markup {
    let language = rows.visitor.language;
    let unit = Filter { unit: item.owner_unit.clone(), ..filter.clone() };
    html! {
        @if rows.sight.opens(item) {
            tr {
                th.keep scope="row" { a href=(Evidence { evidence: item.id }) { (pieces(&marked(&item.reference, rows.words))) } }
                td {
                    (pieces(&marked(&item.title, rows.words)))
                    @for it in &item.tags.0 { " " (tag(filter, rows.words, it)) }
                    @if !rows.words.is_empty() { (place(rows, item)) }
                }
                td { (status(language, item.status)) }
                td { @if !item.owner_unit.is_empty() { a href={ "?" (unit.query()) } { (pieces(&marked(&item.owner_unit, rows.words))) } } }
                td.date { (validity(language, rows.today, item.valid_until)) }
                td.number { (language.count(links)) }
            }
        } @else {
            tr { th scope="row" { "–" } td colspan="5" { (badge("plain", language.text("confidentiality-restricted"))) } }
        }
    }
}

fn tag(filter: &Filter, words: &Words, tag: &str) -> Markup {
    let chosen = Filter { tag: tag.to_owned(), ..filter.clone() };
    html! { a.badge href={ "?" (chosen.query()) } { (pieces(&marked(tag, words))) } }
}

/// Where else than in its title an item says the words.
fn place(rows: &Rows<'_>, item: &evidence_item::Model) -> Markup {
    let words = rows.words;
    let notes = if rows.keeps { item.notes.as_str() } else { "" };
    let own = [item.description.as_str(), &item.owner_person, notes];
    let own = own.into_iter().find_map(|it| snippet(it, words));
    let in_part = if own.is_none() { rows.texts.found(item.id, words) } else { None };
    let is_called = said(&item.title, words) || said(&item.reference, words);
    let elsewhere = !is_called
        && !item.tags.0.iter().any(|it| said(it, words))
        && !said(&item.owner_unit, words);
    html! {
        @if let Some(found) = own { p.hint { (pieces(&found)) } }
        @else if let Some((name, found)) = in_part {
            p.hint { @if let Some(name) = name { (pieces(&marked(name, words))) ": " } (pieces(&found)) }
        } @else if elsewhere { p.hint { (rows.visitor.language.text("search-in-files")) } }
    }
}

/// Pieces of a text, those that were looked for marked.
fn pieces(pieces: &[Piece]) -> Markup {
    html! {
        @for it in pieces { @if it.is_found { mark { (it.text) } } @else { (it.text) } }
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
