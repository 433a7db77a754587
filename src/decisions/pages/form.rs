//! The form for a decision, or for one that takes the place of another.

use maud::{Markup, html};

use crate::access::Action;
use crate::app::App;
use crate::check::Problems;
use crate::decisions::forms::DecisionForm;
use crate::entities::{DecisionKind, assessment, decision};
use crate::paths::DecisionOf;
use crate::standards::pack::Head;
use crate::web::Visitor;
use crate::web::components::{Fields, options, submit};
use crate::web::scan::scan_note;

/// What the form shows at first: for a correction, what holds.
fn fresh(held: Option<&decision::Model>) -> DecisionForm {
    let day = |it: Option<chrono::NaiveDate>| it.map(|it| it.to_string()).unwrap_or_default();
    let Some(held) = held else {
        return DecisionForm {
            kind: DecisionKind::Granted.code().into(),
            ..DecisionForm::default()
        };
    };
    DecisionForm {
        kind: held.kind.code().to_owned(),
        outcome: held.outcome.clone(),
        number: held.number.clone(),
        decided_on: held.decided_on.to_string(),
        valid_from: day(held.valid_from),
        valid_until: day(held.valid_until),
        scope: held.scope.clone(),
        conditions: held.conditions.clone(),
        quotas: held.quotas.clone(),
        ..DecisionForm::default()
    }
}

/// The form, open where it was refused or where nothing is decided yet.
pub(super) fn form(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    (head, held): (&Head, Option<&decision::Model>),
    typed: Option<(&DecisionForm, &Problems)>,
) -> Markup {
    let language = visitor.language;
    let none = Problems::default();
    let fresh = fresh(held);
    let (form, problems) = typed.unwrap_or((&fresh, &none));
    let field = Fields { language, problems };
    let outcomes: Vec<_> = std::iter::once((String::new(), "–".to_owned()))
        .chain(head.outcomes.iter().map(|it| (it.code.clone(), it.title.get(language).to_owned())))
        .collect();
    let key = if held.is_some() { "decision-correct" } else { "decision-enter" };
    let why = if held.is_some() { "decision-why" } else { "stage-reason-all-the-same" };
    let reason = field.area("reason", why, &form.reason).hint("stage-reason-hint");
    let reason = if held.is_some() { reason.required() } else { reason };
    let keeps = visitor.may(Action::KeepEvidence, it.institution_id);
    html! {
        details.panel open[held.is_none() || typed.is_some()] {
            summary { (language.text(key)) }
            form method="post" action=(DecisionOf { assessment: it.id }) enctype=[keeps.then_some("multipart/form-data")] data-guard {
                input type="hidden" name="seen" value=(held.map(|it| it.id.to_string()).unwrap_or_default());
                p.hint { (language.text("decision-hint")) }
                div.row {
                    (field.choice("kind", "decision-kind", &options(language, DecisionKind::ALL, DecisionKind::code), &form.kind))
                    (field.choice("outcome", "decision-outcome", &outcomes, &form.outcome))
                }
                div.row {
                    (field.text("number", "decision-number", &form.number).required())
                    (field.date("decided_on", "decision-day", &form.decided_on).required())
                    (field.date("valid_from", "decision-from", &form.valid_from))
                    (field.date("valid_until", "decision-until", &form.valid_until))
                }
                (field.area("scope", "decision-scope", &form.scope).hint("decision-scope-hint"))
                (field.area("conditions", "decision-conditions", &form.conditions))
                (field.area("quotas", "decision-quotas", &form.quotas).hint("decision-quotas-hint"))
                @if keeps { (file(app, field)) }
                (field.text("document", if keeps { "decision-document-held" } else { "decision-document" }, &form.document).hint("decision-document-hint"))
                (reason)
                (submit(language.text(key)))
            }
        }
    }
}

/// The document as a file, for those who keep the register.
fn file(app: &App, field: Fields<'_>) -> Markup {
    let language = field.language;
    html! {
        div.field {
            label for="file" { (language.text("decision-document")) }
            input #file type="file" name="file" aria-describedby="file-note";
            @if let Some(problem) = field.problems.get("file") { p.problem #file-note { (problem.text(language)) } }
            @else { p.hint #file-note { (language.text("decision-file-hint")) } }
            (scan_note(language, app))
        }
    }
}
