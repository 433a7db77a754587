//! What is different between two editions, to be read.

use axum::extract::State;
use maud::{Markup, html};

use super::{count, figure};
use crate::app::App;
use crate::editions::carry::Reason;
use crate::editions::difference::{By, Change, Counts, Difference, Pair, Wording, difference};
use crate::editions::words::{change, entry, name, percent};
use crate::editions::{Criterion, Edition, Piece};
use crate::entities::{EditionId, edition};
use crate::language::Language;
use crate::paths;
use crate::standards::store;
use crate::web::components::{badge, nothing};
use crate::web::{Error, Page, Result, Visitor};

/// Most rows of a section; the command line shows the rest.
const MOST_ROWS: usize = 1_000;

/// Links to what is different between this edition and each of the others.
pub fn compare_form(language: Language, editions: &[edition::Model], this: EditionId) -> Markup {
    let others: Vec<_> = editions.iter().filter(|it| it.id != this).collect();
    html! {
        @if !others.is_empty() {
            details.panel {
                summary { (language.text("difference-choose")) }
                ul { @for it in others { li {
                    a href=(paths::Difference { edition: this, other: it.id }) { (it.title.get(language)) }
                } } }
            }
        }
    }
}

/// From one edition to another; four queries.
pub async fn show(
    paths::Difference { edition, other }: paths::Difference,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let (language, scope) = (visitor.language, visitor.scope());
    let from = store::shown(&app.db.read, &scope, edition).await?;
    let to = store::shown(&app.db.read, &scope, other).await?;
    let (old, new) = (Edition::from(&from), Edition::from(&to));
    // Large editions take a while; others are answered meanwhile.
    let it = tokio::task::spawn_blocking(move || difference(old, new));
    let it = it.await.map_err(|it| Error::Internal(it.into()))?;
    let titles = (from.edition.title.get(language), to.edition.title.get(language));
    let body = html! {
        p { (titles.0) " → " (titles.1) " · "
            a href=(paths::Difference { edition: other, other: edition }) { (language.text("difference-turn")) } }
        (figures(language, it.counts()))
        @if it.is_none() { (nothing(language.text("difference-none"), None)) }
        (head(language, &it))
        (alone(language, "difference-added", &it.to.criteria, &it.added))
        (alone(language, "difference-removed", &it.from.criteria, &it.removed))
        (moved(language, &it))
        (reworded(language, &it))
        (changed(language, &it))
    };
    Ok(Page::new(&visitor, language.text("difference"), body)
        .under(paths::Standards, language.text("nav-standards"))
        .under(paths::Edition { edition }, titles.0)
        .wide())
}

fn figures(language: Language, counts: Counts) -> Markup {
    html! {
        div.figures {
            @for (key, number) in [
                ("difference-added", counts.added),
                ("difference-removed", counts.removed),
                ("difference-moved", counts.moved),
                ("difference-reworded", counts.reworded),
                ("difference-changed", counts.changed),
                ("difference-same", counts.same),
            ] { (figure(&language.text(key), count(language, number))) }
        }
    }
}

fn head(language: Language, it: &Difference) -> Markup {
    html! {
        @if !it.head.is_none() {
            h2 { (language.text("difference-head")) }
            ul {
                @for it in &it.head.entries { li { (entry(it, language)) } }
                @if let Some(target) = &it.head.target { li { (change(target, language)) } }
            }
        }
    }
}

/// Criteria that only one of the editions has.
fn alone(language: Language, key: &str, criteria: &[Criterion], places: &[usize]) -> Markup {
    let row = |place: &usize| {
        let it = &criteria[*place];
        html! { tr {
            th scope="row" { (it.code) }
            td { (it.title.get(language))
                @let summary = it.summary.get(language);
                @if !summary.is_empty() { p.hint { (summary) } } }
        } }
    };
    let headings = ["criterion", "criterion-title"];
    section(language, key, &headings, places.iter().map(row).collect())
}

/// A heading and a table; nothing where there are no rows.
fn section(language: Language, key: &str, headings: &[&str], rows: Vec<Markup>) -> Markup {
    let more = rows.len().saturating_sub(MOST_ROWS);
    html! {
        @if !rows.is_empty() {
            h2 { (language.text(key)) }
            div.scroll tabindex="0" { table {
                thead { tr { @for it in headings { th scope="col" { (language.text(it)) } } } }
                tbody { @for row in rows.iter().take(MOST_ROWS) { (row) } }
            } }
            @if more > 0 { p.hint { (language.with("difference-more", [("count", count(language, more).into())])) } }
        }
    }
}

fn pairs(it: &Difference, kept: fn(&Pair) -> bool) -> impl Iterator<Item = (&Pair, &Criterion)> {
    let criteria = &it.to.criteria;
    it.pairs.iter().filter(move |it| kept(it)).map(|pair| (pair, &criteria[pair.to]))
}

fn moved(language: Language, it: &Difference) -> Markup {
    let above = |it: &Criterion| it.parent.clone().unwrap_or_else(|| "–".to_owned());
    let row = |(pair, to): (&Pair, &Criterion)| {
        let from = &it.from.criteria[pair.from];
        html! { tr {
            th scope="row" { (from.code) " → " (to.code) }
            td { (to.title.get(language)) }
            td { @if pair.moved { (above(from)) " → " (above(to)) } @else { "–" } }
            td { (found(language, pair)) }
        } }
    };
    let headings = ["criterion", "criterion-title", "difference-above", "difference-found"];
    let rows = pairs(it, Pair::is_elsewhere).map(row).collect();
    section(language, "difference-moved", &headings, rows)
}

/// By what two criteria were found to be one.
fn found(language: Language, pair: &Pair) -> Markup {
    let tone = if pair.by == By::Likeness { "fair" } else { "plain" };
    html! {
        (badge(tone, language.word(&pair.by)))
        @if pair.likeness < 1.0 { " " (percent(pair.likeness)) " %" }
    }
}

fn reworded(language: Language, it: &Difference) -> Markup {
    let row = |(pair, to): (&Pair, &Criterion)| {
        html! { tr {
            th scope="row" { (to.code) @if pair.is_doubtful() { " " (badge("poor", language.word(&Reason::CodeOnly))) } }
            td { @for it in &pair.wording { (wording(language, it)) } }
        } }
    };
    let rows = pairs(it, |it| !it.wording.is_empty()).map(row).collect();
    section(language, "difference-reworded", &["criterion", "difference-text"], rows)
}

/// A text with what went and what came marked.
pub(super) fn wording(language: Language, it: &Wording) -> Markup {
    let piece = |it: &Piece| match it {
        Piece::Same(text) => html! { (text) " " },
        Piece::Gone(text) => html! { del { (text) } " " },
        Piece::Come(text) => html! { ins { (text) } " " },
    };
    html! {
        p lang=(it.language) {
            span.faint { (language.word(&it.part)) " (" (it.language) "): " }
            @for it in &it.pieces { (piece(it)) }
        }
    }
}

fn changed(language: Language, it: &Difference) -> Markup {
    let one = |it: &Change| html! { li { (change(it, language)) } };
    let row = |(pair, to): (&Pair, &Criterion)| {
        html! { tr {
            th scope="row" { (name(to, language)) }
            td { ul { @for it in &pair.changes { (one(it)) } } }
        } }
    };
    let rows = pairs(it, |it| !it.changes.is_empty()).map(row).collect();
    section(language, "difference-changed", &["criterion", "difference-what"], rows)
}
