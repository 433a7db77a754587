//! What the pages of a dossier are made of: items with their pinned revisions, what changed, what was rated.

use maud::{Markup, html};

use super::sight::Shown;
use crate::dossiers::difference::{Changed, Difference, Rerated};
use crate::dossiers::manifest::{Evidence, Rated, Revision};
use crate::language::Language;
use crate::paths::{Evidence as EvidenceAt, RevisionFile};
use crate::standards::pack::Scale;
use crate::standards::scale::words;
use crate::web::components::{Paging, badge};

/// Most criteria that are named where their texts changed.
const NAMED: usize = 50;

/// What an item is called, or that it is restricted.
pub(super) fn name(language: Language, it: &Evidence, shown: &Shown) -> Markup {
    html! {
        @if shown.is_closed(it.id) { (badge("plain", language.text("confidentiality-restricted"))) }
        @else if !shown.is_in_register(it.id) { (it.reference) " " (it.title) }
        @else { a href=(EvidenceAt { evidence: it.id }) { (it.reference) " " (it.title) } }
    }
}

/// Codes of the criteria that an item is offered for.
pub(super) fn codes(it: &Evidence) -> String {
    it.links.iter().map(|it| it.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// A pinned revision with the beginning of its hash.
pub(super) fn revision(language: Language, it: &Revision) -> Markup {
    html! {
        @match &it.sha256 {
            Some(sha256) => {
                a href=(RevisionFile { revision: it.id }) download { (it.name) }
                " " span.faint {
                    (language.with("dossier-revision", [("number", it.number.into())])) " · "
                    @if let Some(size) = it.size { (language.bytes(size)) " · " }
                    code title=(sha256) { (sha256.get(..12).unwrap_or_default()) "…" }
                }
            }
            None => { (it.name) " " span.faint { (language.word(&it.kind)) } }
        }
    }
}

/// A level in words, with its score.
pub(super) fn level(language: Language, scale: Option<&Scale>, it: &Rated) -> String {
    words(language, scale, (Some(&it.level), it.second.as_deref(), it.score))
}

/// What is different between two dossiers, a page of it.
pub(super) fn difference(
    language: Language,
    scale: Option<&Scale>,
    it: &Difference,
    (shown, paging, query): (&Shown, Paging, &str),
) -> Markup {
    let rows = it.evidence.len().max(it.ratings.len());
    let total = u64::try_from(rows).unwrap_or(u64::MAX);
    html! {
        @if !it.evidence.is_empty() {
            h3 { (language.text("dossier-evidence")) " " span.faint { (count(language, it.evidence.len())) } }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("dossier-item")) }
                    th scope="col" { (language.text("dossier-change")) }
                    th scope="col" { (language.text("dossier-criteria")) }
                } }
                tbody { @for it in paging.part(&it.evidence) { (changed(language, it, shown)) } }
            } }
        }
        @if !it.ratings.is_empty() {
            h3 { (language.text("dossier-ratings")) " " span.faint { (count(language, it.ratings.len())) } }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("round")) }
                    th scope="col" { (language.text("dossier-before")) }
                    th scope="col" { (language.text("dossier-after")) }
                } }
                tbody { @for it in paging.part(&it.ratings) { (rerated(language, scale, it)) } }
            } }
        }
        @if !it.criteria.is_empty() {
            @let codes: Vec<&str> = it.criteria.iter().take(NAMED).map(|it| it.1.as_str()).collect();
            h3 { (language.text("dossier-texts")) " " span.faint { (count(language, it.criteria.len())) } }
            p { (codes.join(", ")) @if it.criteria.len() > NAMED { " …" } }
        }
        (paging.pager(language, total, query))
    }
}

fn changed(language: Language, it: &Changed, shown: &Shown) -> Markup {
    html! {
        tr {
            th scope="row" { (name(language, &it.item, shown)) }
            td { @for kind in &it.kinds { (badge("plain", language.word(kind))) " " } }
            td { (codes(&it.item)) }
        }
    }
}

fn rerated(language: Language, scale: Option<&Scale>, it: &Rerated) -> Markup {
    let said =
        |it: &Option<Rated>| it.as_ref().map_or("–".into(), |it| level(language, scale, it));
    let (before, after) = (said(&it.before), said(&it.after));
    html! {
        tr {
            th scope="row" { (it.code) }
            td { (language.word(&it.round)) }
            td { (before) }
            td { (after) @if before == after { " " span.faint { (language.text("dossier-reworded")) } } }
        }
    }
}

/// A number of things.
pub(super) fn count(language: Language, count: usize) -> String {
    language.count(i64::try_from(count).unwrap_or(i64::MAX))
}
