//! What a criterion asks, what stands between it and the target, and the tree around it.

use maud::{Markup, html};

use crate::entities::criterion;
use crate::language::Language;
use crate::paths::{Workbench, WorkbenchAt};
use crate::readiness::pages::gaps::closes;
use crate::readiness::store::Assessed;
use crate::standards::pages::provenance;
use crate::web::components::badge;
use crate::workbench::bench::Bench;

pub(super) fn tree(language: Language, bench: &Assessed, at: usize) -> Markup {
    // Thousands of addresses that differ at their end.
    let workbench = Workbench { assessment: bench.assessment.id }.to_string();
    html! {
        nav.tree tabindex="0" aria-label=(language.text("edition-tree")) {
            ul {
                @for (place, it) in bench.whole.criteria.iter().enumerate() {
                    @let status = bench.readiness.criteria[place];
                    @let tone = status.level.map_or("", |it| bench.tone(it));
                    @let current = (place == at).then_some("true");
                    @let apart = if bench.scope[place].is_in() { "" } else { "out" };
                    li class=(format!("depth-{} {apart}", it.depth.clamp(0, 6))) {
                        a href={ (workbench) "/" (it.id) } aria-current=[current] {
                            @if bench.edition.criteria[place].assessable { span class={ "dot " (tone) } {} }
                            span.code { (it.code) }
                            span { (it.title.get(language)) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn walk(language: Language, bench: &Assessed, at: usize) -> Markup {
    let assessment = bench.assessment.id;
    let to = |at: usize| WorkbenchAt { assessment, criterion: bench.whole.criteria[at].id };
    let assessable = |it: &usize| bench.edition.criteria[*it].assessable;
    let before = (0..at).rev().find(assessable);
    let after = (at + 1..bench.whole.criteria.len()).find(assessable);
    html! {
        div.walk {
            @if let Some(it) = before { a rel="prev" href=(to(it)) { "← " (bench.code(it)) } } @else { span {} }
            span.faint { (language.text("workbench-keys")) }
            @if let Some(it) = after { a rel="next" href=(to(it)) { (bench.code(it)) " →" } } @else { span {} }
        }
    }
}

pub(super) fn asked(language: Language, bench: &Assessed, it: &criterion::Model) -> Markup {
    let summary = it.summary.get(language);
    let expected = bench.types.iter().filter(|kind| it.expects.0.contains(&kind.code));
    let guidance = it.details.guidance.as_ref().map_or("", |it| it.get(language));
    html! {
        @if let Some(source) = bench.whole.source(it) {
            p { (badge("plain", source.title.get(language))) }
        }
        @if !summary.is_empty() { p.text { (summary) } }
        @if !guidance.is_empty() { details { summary { (language.text("criterion-guidance")) } p.text { (guidance) } } }
        p { (provenance(language, &it.provenance)) @if it.mandatory { " " (badge("poor", language.text("criterion-mandatory"))) } }
        @if !it.expects.0.is_empty() {
            p { strong { (language.text("criterion-expects")) ": " }
                (expected.map(|it| it.title.get(language)).collect::<Vec<_>>().join(", ")) }
        }
    }
}

pub(super) fn gap_panel(language: Language, it: &Bench) -> Markup {
    let (bench, at) = (&it.of, it.at);
    let gaps: Vec<_> = bench.readiness.gaps.iter().filter(|it| it.criterion == at).collect();
    html! {
        @if !gaps.is_empty() {
            div.panel {
                h2 { (language.text("gaps")) }
                ul { @for gap in gaps { li {
                    (badge(gap.severity.tone(), language.word(&gap.severity))) " "
                    (language.word(&gap.kind)) ": " (closes(language, bench, gap))
                } } }
            }
        }
    }
}
