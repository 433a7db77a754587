//! The table of files to sort in: a row for each.

use std::collections::HashMap;

use maud::{Markup, html};

use super::view::{Offer, View};
use crate::check::Problems;
use crate::entities::{WaitingFileId, waiting_file};
use crate::language::Language;
use crate::paths::Evidence;
use crate::uploads::forms::{Becomes, Row, Sent};
use crate::uploads::hints;
use crate::web::components::badge;

/// Why rows were refused, by their files.
pub(super) type Refusals = HashMap<WaitingFileId, Problems>;

/// Options of the evidence types: code and title.
type Kinds = Vec<(String, String)>;

/// All rows, as they were sent or as they are proposed.
pub(super) fn table(language: Language, view: &View, sent: &Sent, refused: &Refusals) -> Markup {
    let kinds = kinds(language, view);
    let none = Problems::default();
    html! {
        div.scroll tabindex="0" {
            table.sorting {
                thead { tr {
                    th scope="col" { span.sr { (language.text("uploads-tick")) } }
                    th scope="col" { (language.text("evidence-file")) }
                    th scope="col" { (language.text("uploads-becomes")) }
                    th scope="col" { (language.text("uploads-criteria")) }
                } }
                tbody {
                    @for file in &view.files {
                        @let row = sent.row(file.id).unwrap_or_else(|| proposed(view, file));
                        @let problems = refused.get(&file.id).unwrap_or(&none);
                        (one(language, view, file, &row, problems, &kinds))
                    }
                }
            }
        }
    }
}

/// A row before anybody touched it.
pub(super) fn proposed(view: &View, file: &waiting_file::Model) -> Row {
    let same = view.known.same_content(file).first();
    let is_second = view.twins(file).any(|it| it.id < file.id);
    let offers = view.offers.get(&file.id).map_or(&[][..], Vec::as_slice);
    let clear = offers.iter().filter(|it| it.reason.is_clear());
    Row {
        ticked: !is_second,
        becomes: same.map_or(Becomes::New, |it| Becomes::Link(it.item.id)).to_string(),
        title: title(&file.name),
        criteria: clear.map(|it| it.criterion).collect(),
        ..Row::default()
    }
}

/// A title for a file: its name without the ending.
fn title(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    let stem = if stem.is_empty() { name } else { stem };
    stem.replace('_', " ").trim().to_owned()
}

fn kinds(language: Language, view: &View) -> Kinds {
    let title = |it: &crate::entities::evidence_type::Model| {
        (it.code.clone(), it.title.get(language).to_owned())
    };
    let mut kinds: Kinds = view.types.iter().map(title).collect();
    kinds.sort_by(|a, b| a.1.cmp(&b.1));
    kinds
}

fn one(
    language: Language,
    view: &View,
    file: &waiting_file::Model,
    row: &Row,
    problems: &Problems,
    kinds: &Kinds,
) -> Markup {
    let id = file.id;
    let tick = language.with("uploads-tick-one", [("name", file.name.as_str().into())]);
    html! {
        tr data-file=(id) {
            td {
                input type="hidden" name="row" value=(id);
                input type="checkbox" name="tick" value=(id) checked[row.ticked] aria-label=(tick);
            }
            th scope="row" {
                span.name { (file.name) }
                p.hint { (language.bytes(file.size)) }
                (told(language, view, file))
                button.quiet name="discard" value=(id) formnovalidate { (language.text("uploads-discard")) }
            }
            td {
                (becomes(language, view, file, row))
                (problem(language, problems, "becomes"))
                label { (language.text("evidence-title"))
                    input name={ "title-" (id) } value=(row.title) aria-invalid=[invalid(problems, "title")]; }
                (problem(language, problems, "title"))
                label { (language.text("evidence-type")) (choice(&format!("kind-{id}"), kinds, &row.kind)) }
                (problem(language, problems, "kind"))
                div.row {
                    (date(language, problems, ("document_date", "evidence-document-date"), id, &row.document_date))
                    (date(language, problems, ("covers_from", "evidence-covers-from"), id, &row.covers_from))
                    (date(language, problems, ("covers_to", "evidence-covers-to"), id, &row.covers_to))
                }
                @if row.sure || problems.get("sure").is_some() {
                    (problem(language, problems, "sure"))
                    label.choice { input type="checkbox" name={ "sure-" (id) } value="yes" checked[row.sure];
                        " " (language.text("uploads-sure")) }
                }
            }
            td {
                (offers(language, view, file, row))
                label { (language.text("uploads-more"))
                    input name={ "more-" (id) } value=(row.more) aria-invalid=[invalid(problems, "more")]; }
                (problem(language, problems, "more"))
            }
        }
    }
}

fn invalid(problems: &Problems, name: &str) -> Option<&'static str> {
    problems.get(name).map(|_| "true")
}

fn problem(language: Language, problems: &Problems, name: &str) -> Markup {
    html! { @if let Some(it) = problems.get(name) { p.problem { (it.text(language)) } } }
}

fn date(
    language: Language,
    problems: &Problems,
    (name, label): (&str, &str),
    id: WaitingFileId,
    value: &str,
) -> Markup {
    html! {
        div.field {
            label { (language.text(label))
                input type="date" name={ (name) "-" (id) } value=(value) aria-invalid=[invalid(problems, name)]; }
            (problem(language, problems, name))
        }
    }
}

/// A choice of an evidence type, with none at its head.
pub(super) fn choice(name: &str, kinds: &[(String, String)], chosen: &str) -> Markup {
    html! {
        select name=(name) {
            option value="" { "–" }
            @for (code, title) in kinds { option value=(code) selected[code == chosen] { (title) } }
        }
    }
}

/// What holds for all that are ticked, where their rows say nothing.
pub(super) fn common(language: Language, view: &View, sent: &Sent, problems: &Problems) -> Markup {
    let row = sent.common();
    let day = |name: &str, label: &str, value: &str| {
        html! { div.field { label { (language.text(label)) input type="date" name=(name) value=(value); } } }
    };
    html! {
        fieldset {
            legend { (language.text("uploads-all")) }
            p.hint { (language.text("uploads-all-hint")) }
            div.row {
                div.field { label { (language.text("evidence-type")) (choice("all-kind", &kinds(language, view), &row.kind)) } }
                (day("all-document_date", "evidence-document-date", &row.document_date))
                (day("all-covers_from", "evidence-covers-from", &row.covers_from))
                (day("all-covers_to", "evidence-covers-to", &row.covers_to))
                div.field { label { (language.text("uploads-more")) input name="all-more" value=(row.more); } }
            }
            div.field {
                label { (language.text("uploads-together-title"))
                    input name="all-title" value=(row.title) aria-invalid=[invalid(problems, "all-title")]; }
                (problem(language, problems, "all-title"))
            }
        }
    }
}

/// New item, the one that has the content, or a newer state of the one that has the name.
fn becomes(language: Language, view: &View, file: &waiting_file::Model, row: &Row) -> Markup {
    let mut options = vec![(Becomes::New.to_string(), language.text("uploads-as-new"))];
    let named = |key: &str, reference: &str, title: &str| {
        language.with(key, [("reference", reference.into()), ("title", title.into())])
    };
    for it in view.known.same_content(file) {
        let said = named("uploads-as-link", &it.item.reference, &it.item.title);
        options.push((Becomes::Link(it.item.id).to_string(), said));
    }
    for it in view.known.same_name(file) {
        let said = named("uploads-as-revision", &it.item.reference, &it.item.title);
        options.push((Becomes::Revision(it.item.id, it.part, it.number).to_string(), said));
    }
    let name = format!("becomes-{}", file.id);
    html! {
        @if options.len() == 1 { input type="hidden" name=(name) value="new"; }
        @else {
            label { (language.text("uploads-becomes"))
                select name=(name) {
                    @for (value, said) in &options { option value=(value) selected[*value == row.becomes] { (said) } }
                }
            }
        }
    }
}

/// What there is to tell of a file: duplicates and hints.
fn told(language: Language, view: &View, file: &waiting_file::Model) -> Markup {
    let media_type = file.media_type.as_deref().unwrap_or_default();
    let mut said: Vec<String> =
        hints::of(&file.name, media_type).iter().map(|it| language.text(it.key())).collect();
    let found = file.sha256.as_ref().and_then(|it| view.hints.get(it));
    for code in found.into_iter().flatten().filter(|it| *it != "ending_differs") {
        let key = format!("extraction-{code}");
        let words = language.text(&key);
        // A hint that this version has no words for stays unsaid.
        if words != key {
            said.push(words);
        }
    }
    html! {
        @for it in view.known.same_content(file) {
            p { (badge("poor", language.text("uploads-known"))) " "
                a href=(Evidence { evidence: it.item.id }) { (it.item.reference) " " (it.item.title) } }
        }
        @if view.known.is_hidden(file) { p { (badge("poor", language.text("uploads-known-restricted"))) } }
        @for twin in view.twins(file) {
            p { (badge("poor", language.text("uploads-twin"))) " " (twin.name) }
        }
        @for it in view.known.same_name(file) {
            p { (badge("fair", language.text("uploads-same-name"))) " "
                a href=(Evidence { evidence: it.item.id }) { (it.item.reference) " " (it.item.title) } }
        }
        @for it in said { p.told { (it) } }
    }
}

fn offers(language: Language, view: &View, file: &waiting_file::Model, row: &Row) -> Markup {
    let offers = view.offers.get(&file.id).map_or(&[][..], Vec::as_slice);
    html! {
        @if !offers.is_empty() {
            fieldset.choices {
                legend { (language.text("uploads-suggested")) }
                @for it in offers { (offer(language, view, file, row, it)) }
            }
        }
    }
}

fn offer(
    language: Language,
    view: &View,
    file: &waiting_file::Model,
    row: &Row,
    it: &Offer,
) -> Markup {
    let Some(criterion) = view.criteria.get(&it.criterion) else { return html! {} };
    let edition = view.ground.editions.iter().find(|it| it.id == criterion.edition_id);
    let reason = language.with(it.reason.key(), [("code", it.said.as_str().into())]);
    html! {
        label {
            input type="checkbox" name={ "criterion-" (file.id) } value=(it.criterion)
                checked[row.criteria.contains(&it.criterion)];
            span {
                strong { (criterion.code) } " " (criterion.title.get(language))
                @if let Some(edition) = edition { span.faint { " · " (edition.title.get(language)) } }
                " " span.hint { (reason) }
            }
        }
    }
}
