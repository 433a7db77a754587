//! The fields in which an item says what it is.

use maud::{Markup, html};

use crate::entities::{Confidentiality, EvidenceStatus, Proof, evidence_type};
use crate::evidence::forms::{EvidenceForm, LANGUAGES};
use crate::language::Language;
use crate::web::components::{Fields, options};

fn held(it: Option<&String>) -> &str {
    it.map(String::as_str).unwrap_or_default()
}

/// The facts of an item; with `is_new`, the status may be chosen too: later it moves by its own buttons.
pub(super) fn fields(
    field: Fields<'_>,
    types: &[evidence_type::Model],
    form: &EvidenceForm,
    is_new: bool,
) -> Markup {
    html! {
        (what(field, types, form, is_new))
        (when(field, form))
        (whose(field, form, is_new))
    }
}

fn what(
    field: Fields<'_>,
    types: &[evidence_type::Model],
    form: &EvidenceForm,
    is_new: bool,
) -> Markup {
    let language = field.language;
    let title = field.text("title", "evidence-title", held(form.title.as_ref()));
    let code = field.text("reference", "evidence-reference", held(form.reference.as_ref()));
    html! {
        @if is_new { (title.hint("evidence-title-hint")) } @else { (title.required()) }
        div.row {
            (field.choice("kind", "evidence-type", &kinds(language, types), held(form.kind.as_ref())))
            (field.choice("proof", "evidence-proof", &or_none(options(language, Proof::ALL, Proof::code)), held(form.proof.as_ref())))
            (field.choice("language", "evidence-language", &languages(language, held(form.language.as_ref())), held(form.language.as_ref())))
        }
        (field.area("description", "evidence-description", held(form.description.as_ref())))
        div.row {
            @if is_new { (code.hint("evidence-reference-hint")) } @else { (code.required()) }
            (field.text("tags", "evidence-tags", held(form.tags.as_ref())).hint("evidence-tags-hint"))
        }
    }
}

fn when(field: Fields<'_>, form: &EvidenceForm) -> Markup {
    let language = field.language;
    html! {
        fieldset {
            legend { (language.text("evidence-when")) }
            div.row {
                (field.date("document_date", "evidence-document-date", held(form.document_date.as_ref())).hint("evidence-document-date-hint"))
                (field.date("covers_from", "evidence-covers-from", held(form.covers_from.as_ref())).hint("evidence-covers-hint"))
                (field.date("covers_to", "evidence-covers-to", held(form.covers_to.as_ref())))
            }
            div.row {
                (field.date("valid_from", "evidence-valid-from", held(form.valid_from.as_ref())))
                (field.date("valid_until", "evidence-valid-until", held(form.valid_until.as_ref())).hint("evidence-valid-until-hint"))
                (field.typed("number", "review_months", "evidence-review-months", held(form.review_months.as_ref())))
            }
        }
    }
}

fn whose(field: Fields<'_>, form: &EvidenceForm, is_new: bool) -> Markup {
    let language = field.language;
    let offered = [EvidenceStatus::Submitted, EvidenceStatus::Draft];
    html! {
        div.row {
            (field.text("owner_unit", "evidence-owner", held(form.owner_unit.as_ref())))
            (field.text("owner_person", "evidence-person", held(form.owner_person.as_ref())))
        }
        div.row {
            (field.choice("confidentiality", "evidence-confidentiality",
                &options(language, Confidentiality::ALL, Confidentiality::code), held(form.confidentiality.as_ref())))
            @if is_new {
                (field.choice("status", "evidence-status",
                    &options(language, &offered, EvidenceStatus::code), held(form.status.as_ref())))
            }
        }
        (field.area("notes", "evidence-notes", held(form.notes.as_ref())).hint("evidence-notes-hint"))
    }
}

/// Where it is, if it is no file.
pub(super) fn places(field: Fields<'_>, form: &EvidenceForm) -> Markup {
    let language = field.language;
    let parts = [
        ("building", "evidence-building", &form.building),
        ("room", "evidence-room", &form.room),
        ("shelf", "evidence-shelf", &form.shelf),
        ("binder", "evidence-binder", &form.binder),
    ];
    let is_open = parts.iter().any(|it| it.2.as_deref().is_some_and(|it| !it.is_empty()));
    html! {
        (field.text("place", "evidence-place", held(form.place.as_ref())).hint("evidence-place-hint"))
        details open[is_open] {
            summary { (language.text("evidence-location")) }
            div.row { @for (name, label, value) in parts { (field.text(name, label, held(value.as_ref()))) } }
        }
    }
}

fn or_none(mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    options.insert(0, (String::new(), "–".into()));
    options
}

fn kinds(language: Language, types: &[evidence_type::Model]) -> Vec<(String, String)> {
    let mut kinds: Vec<_> =
        types.iter().map(|it| (it.code.clone(), it.title.get(language).to_owned())).collect();
    kinds.sort_by(|a, b| a.1.cmp(&b.1));
    or_none(kinds)
}

/// The languages of documents, with one that a file brought.
fn languages(language: Language, held: &str) -> Vec<(String, String)> {
    let mut offered: Vec<_> =
        LANGUAGES.iter().map(|tag| ((*tag).to_owned(), tongue(language, tag))).collect();
    if !held.is_empty() && !LANGUAGES.contains(&held) {
        offered.push((held.to_owned(), held.to_owned()));
    }
    or_none(offered)
}

/// A language by its name, or by its tag where it has none here.
pub(super) fn tongue(language: Language, tag: &str) -> String {
    if LANGUAGES.contains(&tag) { language.text(&format!("tongue-{tag}")) } else { tag.to_owned() }
}
