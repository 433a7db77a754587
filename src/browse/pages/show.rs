//! An edition, and one of its criteria beside the tree.

use axum::extract::State;
use maud::{Markup, html};

use super::facts::{extras, facts};
use super::search_form;
use crate::app::App;
use crate::browse::store::{self, Open};
use crate::catalogues;
use crate::crosswalks::{self, Related};
use crate::editions::ground;
use crate::editions::pages::compare_form;
use crate::entities::{CriterionId, EditionId, Titles, criterion, edition, evidence_type};
use crate::language::Language;
use crate::paths::{Criterion, Edition, ExportEdition, PrintEdition, Standards};
use crate::recommendations::pages::here::{self as recommendations, Place};
use crate::standards::pack::Question;
use crate::standards::pages::provenance;
use crate::standards::store::{self as standards, head_of};
use crate::web::components::badge;
use crate::web::{Page, Result, Visitor};

/// Formats that an edition can be had in, and how people call them.
const FORMATS: [(&str, &str); 4] =
    [("xlsx", "Excel"), ("yaml", "YAML"), ("oscal", "OSCAL"), ("case", "CASE")];

/// The edition.
pub async fn edition(
    Edition { edition }: Edition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let counted = standards::one(&app.db.read, &visitor.scope(), edition).await?;
    let open = store::open(&app.db.read, edition, None).await?;
    let head = head_of(&counted.edition)?;
    let language = visitor.language;
    let others = ground::comparable(&app.db.read, &visitor.scope(), &counted.edition).await?;
    let about = html! {
        div.panel { (facts(language, app.today(), &counted, &head)) }
        (compare_form(language, &others, edition))
    };
    let title = counted.edition.title.get(language).to_owned();
    Ok(frame(&visitor, title, &counted.edition, &open, &about))
}

/// A criterion.
pub async fn criterion(
    Criterion { edition, criterion }: Criterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let db = &app.db.read;
    let of = standards::seen(db, &visitor.scope(), edition).await?;
    let open = store::open(db, edition, Some(criterion)).await?;
    let Some(it) = open.path.last() else { return Err(crate::web::Error::NotFound) };
    let types = standards::evidence_types(db).await?;
    let beside = store::beside(db, it).await?;
    let others = crosswalks::related(db, &visitor.scope(), it.id).await?;
    let above: Vec<CriterionId> = open.path.iter().map(|it| it.id).collect();
    let who = (&visitor, app.today());
    let asked_before = recommendations::panel(db, who, Place::Anywhere, &above).await?;
    let language = visitor.language;
    let about = html! {
        (walk(language, edition, &beside))
        div.panel { (asked(language, it, &types)) }
        (related(language, &others))
        (asked_before)
    };
    let title = format!("{} {}", it.code, it.title.get(language));
    let name = of.title.get(language).to_owned();
    Ok(frame(&visitor, title, &of, &open, &about).under(Edition { edition }, name))
}

fn frame(
    visitor: &Visitor,
    title: String,
    of: &edition::Model,
    open: &Open,
    about: &Markup,
) -> Page {
    let (language, edition) = (visitor.language, of.id);
    let body = html! {
        (search_form(language, "", Some(edition)))
        div.bench { (tree(language, edition, open)) section { (about) } }
    };
    let actions = html! {
        a.button.second href=(PrintEdition { edition }) { (language.text("browse-print")) }
        @for (format, name) in FORMATS {
            a.button.second href=(ExportEdition { edition, format: format.to_owned() }) { (name) }
        }
        (catalogues::pages::actions(visitor, of))
    };
    Page::new(visitor, title, body)
        .under(Standards, language.text("nav-standards"))
        .actions(actions)
        .wide()
}

fn tree(language: Language, edition: EditionId, open: &Open) -> Markup {
    let at = open.path.last().map(|it| it.id);
    let is_open = |id: CriterionId| open.path.iter().any(|it| it.id == id);
    html! {
        nav.tree tabindex="0" aria-label=(language.text("edition-tree")) data-walk {
            ul {
                @for it in &open.rows {
                    @let is_parent = open.parents.contains(&it.id);
                    @let expanded = is_parent.then_some(if is_open(it.id) { "true" } else { "false" });
                    li class=(format!("depth-{}", it.depth.clamp(0, 6))) {
                        a #(format!("c-{}", it.id)) href=(Criterion { edition, criterion: it.id })
                            aria-current=[(Some(it.id) == at).then_some("true")] aria-expanded=[expanded] data-depth=(it.depth) {
                            span.fold aria-hidden="true" { @match expanded { Some("true") => "▾", Some(_) => "▸", None => "·" } }
                            @if !it.details.unnumbered { span.code { (it.code) } }
                            span { (it.title.get(language)) }
                        }
                    }
                }
            }
            @if open.is_cut() { p.hint { (language.text("browse-cut")) } }
        }
    }
}

fn walk(
    language: Language,
    edition: EditionId,
    [before, after]: &[Option<criterion::Model>; 2],
) -> Markup {
    html! {
        div.walk {
            @if let Some(it) = before { a rel="prev" href=(Criterion { edition, criterion: it.id }) { "← " (it.code) } } @else { span {} }
            span.faint { (language.text("browse-keys")) }
            @if let Some(it) = after { a rel="next" href=(Criterion { edition, criterion: it.id }) { (it.code) " →" } } @else { span {} }
        }
    }
}

fn asked(language: Language, it: &criterion::Model, types: &[evidence_type::Model]) -> Markup {
    let expected = types.iter().filter(|kind| it.expects.0.contains(&kind.code));
    let questions: Vec<Question> =
        serde_json::from_value(it.details.questions.clone()).unwrap_or_default();
    let text = |name: &str, titles: Option<&Titles>| {
        html! { @if let Some(titles) = titles.filter(|it| !it.is_empty()) {
            h2 { (language.text(name)) } p.text { (titles.get(language)) }
        } }
    };
    html! {
        @if !it.summary.is_empty() { p.text { (it.summary.get(language)) } }
        p {
            (provenance(language, &it.provenance)) " "
            (badge("plain", it.kind.as_str())) " "
            @if it.assessable { (badge("plain", language.text("edition-assessable"))) " " }
            @if it.mandatory { (badge("poor", language.text("criterion-mandatory"))) " " }
            @if let Some(importance) = &it.details.importance { (badge("plain", importance.as_str())) " " }
            @for group in &it.groups.0 { (badge("plain", group.as_str())) " " }
        }
        (text("criterion-guidance", it.details.guidance.as_ref()))
        (text("criterion-typical-evidence", it.details.typical_evidence.as_ref()))
        @if !it.expects.0.is_empty() {
            h2 { (language.text("criterion-expects")) }
            ul { @for kind in expected { li { (kind.title.get(language)) } } }
        }
        @if !questions.is_empty() { h2 { (language.text("criterion-questions")) } (asks(language, &questions)) }
        @if !it.details.references.is_empty() {
            h2 { (language.text("criterion-references")) }
            ul { @for (framework, code) in &it.details.references { li { (framework) " " (code) } } }
        }
        (languages(language, it))
        @if !it.details.extras.is_empty() || it.details.identifier.is_some() {
            h2 { (language.text("browse-extras")) }
            @if let Some(identifier) = &it.details.identifier { p { code { (identifier) } } }
            @if !it.details.extras.is_empty() { (extras(it.details.extras.iter())) }
        }
    }
}

/// Where other editions ask something of the same.
fn related(language: Language, others: &[Related]) -> Markup {
    html! {
        @if !others.is_empty() {
            div.panel {
                h2 { (language.text("criterion-references")) }
                ul { @for it in others { li {
                    a href=(Criterion { edition: it.edition.id, criterion: it.criterion }) { strong { (it.code) } " " (it.title.get(language)) }
                    " " (badge("plain", language.word(&it.path.bond.relation)))
                    div.faint { (it.edition.title.get(language)) }
                } } }
            }
        }
    }
}

fn asks(language: Language, questions: &[Question]) -> Markup {
    html! {
        ol { @for it in questions { li {
            (it.text.get(language))
            @if !it.choices.is_empty() { ul { @for choice in &it.choices { li { (choice.text.get(language)) } } } }
        } } }
    }
}

/// The texts in the languages that the reader does not read in.
fn languages(language: Language, it: &criterion::Model) -> Markup {
    let others: Vec<_> = it.title.iter().filter(|it| it.0 != language.code()).collect();
    html! {
        @if !others.is_empty() {
            details {
                summary { (language.text("browse-languages")) }
                dl.facts { @for (tag, title) in others {
                    dt { (tag) }
                    dd lang=(tag) { (title) @if let Some(summary) = it.summary.own(tag) { p.text { (summary) } } }
                } }
            }
        }
    }
}
