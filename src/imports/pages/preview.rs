//! What an import would do, or has done, as a page shows it.

use maud::{Markup, html};

use crate::entities::import_batch;
use crate::imports::plan::{Counts, Effect, Prepared, Shown};
use crate::imports::problem::Problem;
use crate::language::Language;
use crate::paths::{Assessment, EvidenceRegister, Import};
use crate::web::components::{badge, submit};

/// Problems that a page lists; all of them are in the command line's answer.
const LISTED: usize = 300;

fn counts_table(language: Language, counts: &Counts) -> Markup {
    let figure = |key: &str, count: usize| {
        html! { div.figure { span.name { (language.text(key)) } span.value { (language.count(i64::try_from(count).unwrap_or(i64::MAX))) } } }
    };
    html! {
        div.figures {
            (figure("import-rows", counts.rows_read))
            (figure("import-created", counts.created))
            (figure("import-updated", counts.updated))
            (figure("import-unchanged", counts.unchanged))
            (figure("import-rejected", counts.rejected))
        }
    }
}

/// What an import would do.
pub(super) fn page(language: Language, batch: &import_batch::Model, prepared: &Prepared) -> Markup {
    let counts = &prepared.counts;
    html! {
        p.lead { (language.text("import-preview")) }
        (counts_table(language, counts))
        @if prepared.is_empty() { p.notice { (language.text("import-nothing")) } }
        @else {
            form method="post" action=(Import { batch: batch.id }) {
                @if counts.rejected > 0 { p { (language.with("import-some-rejected", [("count", counts.rejected.into())])) } }
                (submit(language.text("import-carry-out")))
            }
        }
        @if !prepared.recognised.is_empty() { h2 { (language.text("import-columns")) } }
        ul { @for (field, heading) in &prepared.recognised { li { strong { (heading) } " → " (language.text(&format!("field-{field}"))) } } }
        @if !prepared.ignored.is_empty() { p.faint { (language.text("import-ignored")) " " (prepared.ignored.join(", ")) } }
        (preview_table(language, &prepared.preview))
        (problem_table(language, &prepared.problems))
    }
}

fn preview_table(language: Language, preview: &[Shown]) -> Markup {
    html! {
        @if !preview.is_empty() {
            h2 { (language.text("import-first-rows")) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("import-row")) }
                    th scope="col" { (language.text("import-about")) }
                    th scope="col" { (language.text("import-says")) }
                    th scope="col" { (language.text("import-effect")) }
                } }
                tbody { @for it in preview { tr {
                    td { (it.row) }
                    th scope="row" { (it.name) }
                    td { (it.says) }
                    td { @match it.effect {
                        Effect::New => (badge("good", language.text("import-created"))),
                        Effect::Changed => (badge("fair", language.text("import-updated"))),
                    } }
                } } }
            } }
        }
    }
}

fn problem_table(language: Language, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            h2 { (language.text("import-problems")) }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("import-sheet")) }
                    th scope="col" { (language.text("import-cell")) }
                    th scope="col" { (language.text("import-problem")) }
                } }
                tbody { @for it in problems.iter().take(LISTED) { tr {
                    td { (it.sheet) }
                    th scope="row" { (it.column) @if it.row > 0 { (it.row) } }
                    td { (it.text(language)) }
                } } }
            } }
            @if problems.len() > LISTED { p.faint { (language.with("import-more", [("count", (problems.len() - LISTED).into())])) } }
        }
    }
}

/// What an import has done.
pub(super) fn done(language: Language, batch: &import_batch::Model) -> Markup {
    let number = |it: i32| usize::try_from(it).unwrap_or_default();
    let counts = Counts {
        rows_read: number(batch.rows_read),
        headings: 0,
        created: number(batch.created),
        updated: number(batch.updated),
        unchanged: number(batch.unchanged),
        rejected: number(batch.rejected),
    };
    html! {
        p.lead { (language.text("import-done")) }
        (counts_table(language, &counts))
        p {
            @match batch.assessment_id {
                Some(assessment) => a.button href=(Assessment { assessment }) { (language.text("readiness")) },
                None => a.button href=(EvidenceRegister { institution: batch.institution_id }) { (language.text("evidence-register")) },
            }
        }
    }
}
