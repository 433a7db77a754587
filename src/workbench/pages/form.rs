//! The form that rates a criterion, and how it is used by keyboard.

use maud::{Markup, html};

use super::beside::said;
use super::questions;
use crate::assessments::pages::choices::choices;
use crate::check::{Problem, Problems};
use crate::entities::rating;
use crate::language::Language;
use crate::paths::{RoundOf, ToConfirm, WorkbenchAt};
use crate::web::Visitor;
use crate::web::components::{Fields, badge, submit};
use crate::workbench::bench::Bench;
use crate::workbench::forms::RatingForm;

/// The form, or why there is none.
pub(super) fn rating_form(
    visitor: &Visitor,
    it: &Bench,
    form: &RatingForm,
    problems: &Problems,
) -> Markup {
    let language = visitor.language;
    let bench = &it.of;
    let assessment = bench.assessment.id;
    let (Some(scale), Some(round)) = (&bench.whole.head.scale, it.round) else {
        let is_rated = bench.assessment.stage.rated().is_some();
        let said = if is_rated { "workbench-read-only" } else { "problem-round-stage" };
        return html! { p.faint { (language.text(said)) } };
    };
    let row = &bench.whole.criteria[it.at];
    if it.closed {
        return html! {
            h2 { (language.text("rating")) " – " (language.word(&round)) }
            @if let Some(own) = it.own(visitor) { (said(language, bench, own)) } @else { p { "–" } }
            p.notice { (language.text("round-locked-here")) " " a href=(RoundOf { assessment }) { (language.text("round")) } }
        };
    }
    let field = Fields { language, problems };
    html! {
        h2 { (language.text("rating")) " – " (language.word(&round)) }
        @if !row.assessable { p.hint { (language.text("workbench-inherited")) } }
        (theirs(language, it, visitor, problems))
        @if let Some(own) = it.own(visitor) { div.paper { (said(language, bench, own)) } }
        form #rating method="post" action=(WorkbenchAt { assessment, criterion: row.id }) data-guard
            data-autosave=(format!("{}{assessment}-{}", visitor.shelf(), row.id)) data-refused[!problems.is_empty()] {
            input type="hidden" name="seen" value=(form.seen);
            (questions::fields(language, row, form, problems))
            (choices(language, scale, form, problems))
            (field.area("rationale", "rating-rationale", &form.rationale))
            (field.area("recommendation", "rating-recommendation", &form.recommendation))
            p.hint.saved role="status" hidden
                data-saved=(language.text("autosave-saved")) data-saving=(language.text("autosave-saving"))
                data-failed=(language.text("autosave-failed")) data-signed-out=(language.text("autosave-signed-out"))
                data-meanwhile=(language.text("autosave-meanwhile")) data-kept=(language.text("autosave-kept")) {}
            (submit(language.text("rating-save")))
        }
        (kept(language))
        (keys(language))
    }
}

/// What stands in the way of saving: the other version, where somebody rated meanwhile.
fn theirs(language: Language, it: &Bench, visitor: &Visitor, problems: &Problems) -> Markup {
    let meanwhile = problems.get("level") == Some(&Problem::Other("problem-rated-meanwhile"));
    let held = it.own(visitor).filter(|_| meanwhile);
    let name = |held: &rating::Model| {
        let by = it.history.iter().find(|row| row.0.id == held.id).and_then(|row| row.1.as_ref());
        by.map_or("–", |it| it.name.as_str())
    };
    html! {
        @if let Some(held) = held {
            div.notice {
                p { strong { (language.text("workbench-theirs")) } " " (name(held)) ", " (language.moment(held.recorded_at)) ": " (it.of.rated(language, held)) }
                @if !held.rationale.is_empty() { p.text { (held.rationale) } }
                @if !held.recommendation.is_empty() { p.text { (held.recommendation) } }
                p { strong { (language.text("workbench-yours")) } }
            }
        }
    }
}

/// What the script shows where this browser still holds words that were typed over another version.
fn kept(language: Language) -> Markup {
    html! {
        template #kept {
            div.notice {
                p { strong { (language.text("kept-title")) } " " time {} }
                p { (language.text("kept-hint")) }
                div data-part { p { strong {} } p.text {} }
                div.actions {
                    button type="button" data-use { (language.text("kept-use")) }
                    button.quiet type="button" data-drop { (language.text("kept-drop")) }
                }
            }
        }
    }
}

/// The keys, told when `?` is pressed or the summary is opened.
fn keys(language: Language) -> Markup {
    let keys = [
        ("j", "key-next"),
        ("k", "key-previous"),
        ("1 … 9", "key-level"),
        ("e", "key-evidence"),
        ("r", "key-rationale"),
        ("f", "key-finding"),
        ("c", "key-comment"),
        ("Ctrl + Enter", "key-save"),
        ("?", "key-help"),
    ];
    html! {
        details #keys {
            summary { (language.text("workbench-keyboard")) }
            dl.facts { @for (key, what) in keys { dt { kbd { (key) } } dd { (language.text(what)) } } }
        }
    }
}

/// That the rating of the current round was carried here and is still to be confirmed, with the way to do so.
pub(super) fn still_to_confirm(visitor: &Visitor, it: &Bench) -> Markup {
    let language = visitor.language;
    let (bench, assessment) = (&it.of, it.of.assessment.id);
    let open = |it: &&rating::Model| it.confirm && it.superseded_at.is_none();
    let mine = it.own(visitor).filter(open);
    let any = it.history.iter().map(|it| &it.0).find(open);
    html! {
        @if let Some(it) = mine.or(any) {
            div.panel {
                p { (badge("poor", language.text("confirm-title"))) " " (bench.rated(language, it)) }
                p { (language.text("workbench-confirm")) }
                @if mine.is_some() {
                    form method="post" action=(ToConfirm { assessment }) {
                        input type="hidden" name="rating" value=(it.id);
                        button.primary type="submit" { (language.text("confirm")) }
                    }
                }
                p { a href=(ToConfirm { assessment }) { (language.text("workbench-confirm-all")) } }
            }
        }
    }
}
