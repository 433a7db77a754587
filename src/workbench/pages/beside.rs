//! What others say of a criterion: the institution, the round before, the other raters once that is open, what was determined.

use maud::{Markup, html};

use super::questions;
use crate::editions::earlier::Earlier;
use crate::entities::{Round, determination, rating};
use crate::language::Language;
use crate::paths::{RoundOf, WorkbenchAt};
use crate::readiness::store::Assessed;
use crate::web::Visitor;
use crate::web::components::badge;
use crate::workbench::bench::Bench;

/// The panel; nothing where nobody else has said anything.
pub(super) fn beside(visitor: &Visitor, it: &Bench) -> Markup {
    let language = visitor.language;
    let bench = &it.of;
    let assessment = bench.assessment.id;
    let own = it.own(visitor).map(|it| it.id);
    let others: Vec<_> = it
        .history
        .iter()
        .filter(|row| {
            row.0.superseded_at.is_none() && Some(row.0.id) != own && row.0.level.is_some()
        })
        .collect();
    html! {
        @if !others.is_empty() || !it.determined.is_empty() || it.before.is_some() {
            div.panel {
                h2 { (language.text("round-others")) }
                dl.facts {
                    @if let Some(before) = &it.before {
                        dt { (language.text("workbench-before")) }
                        dd { (earlier(language, bench, before)) }
                    }
                    @for (row, rater) in &others {
                        dt { (language.word(&row.round)) @if row.round != Round::Own { ": " (rater.as_ref().map_or("–", |it| it.name.as_str())) } }
                        dd { (said(language, bench, row)) }
                    }
                    @for row in &it.determined {
                        dt { (language.text("round-determined")) " – " (language.word(&row.round)) }
                        dd { (determined(language, bench, row)) }
                    }
                }
                @if bench.assessment.stage.round() != Round::Own {
                    p.actions { a href=(RoundOf { assessment }) { (language.text("round-differences")) } }
                }
            }
        }
    }
}

/// What was said in an earlier assessment, and of what, where that was against another edition.
fn earlier(language: Language, bench: &Assessed, it: &Earlier) -> Markup {
    let to = WorkbenchAt { assessment: it.assessment.id, criterion: it.criterion };
    html! {
        a href=(to) { (it.assessment.name) } ": "
        @match &it.elsewhere {
            None => (bench.level_by_code(language, &it.level)),
            Some(at) => {
                (at.level(language, &it.level))
                p.hint {
                    (language.with("workbench-before-elsewhere", [
                        ("code", at.code().into()),
                        ("edition", at.whole.edition.title.get(language).into()),
                        ("why", language.word(&at.reason).into()),
                    ]))
                }
            },
        }
    }
}

/// The level of a rating in its colour.
fn level(language: Language, bench: &Assessed, it: &rating::Model) -> Markup {
    let level = it.level.as_deref().and_then(|it| bench.edition.rank(it));
    badge(level.map_or("plain", |it| bench.tone(it)), bench.rated(language, it))
}

/// A rating with its words.
pub(super) fn said(language: Language, bench: &Assessed, it: &rating::Model) -> Markup {
    html! {
        (level(language, bench, it))
        (questions::told(language, bench, it))
        @if !it.rationale.is_empty() { p.text { (it.rationale) } }
        @if !it.recommendation.is_empty() { p.text { (it.recommendation) } }
    }
}

fn determined(language: Language, bench: &Assessed, it: &determination::Model) -> Markup {
    let tone = bench.edition.rank(&it.level).map_or("plain", |it| bench.tone(it));
    html! {
        (badge(tone, bench.level_by_code(language, &it.level)))
        @if !it.rationale.is_empty() { p.text { (it.rationale) } }
    }
}

/// Everything that was said, as far as it may be seen.
pub(super) fn past(language: Language, it: &Bench) -> Markup {
    let (bench, history) = (&it.of, &it.history);
    let heads = ["audit-when", "audit-who", "round", "level", "rating-rationale"];
    let [when, who, round, says, why] = heads.map(|it| language.text(it));
    html! {
        @if !history.is_empty() {
            details.panel {
                summary { (language.text("rating-history")) }
                div.scroll tabindex="0" { table.stack {
                    thead { tr { @for head in [&when, &who, &round, &says, &why] { th scope="col" { (head) } } } }
                    tbody { @for (it, rater) in history { tr {
                        td.date data-label=(when) { (language.moment(it.recorded_at)) }
                        td data-label=(who) { (rater.as_ref().map_or("–", |it| it.name.as_str())) }
                        td data-label=(round) { (language.word(&it.round)) }
                        td data-label=(says) { (level(language, bench, it)) }
                        td.text data-label=(why) { (it.rationale) }
                    } } }
                } }
            }
        }
    }
}
