//! The criteria that an item is linked to: the section on its page, and the page that changes links, many at once.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{criterion, edition, evidence_item, link};
use crate::evidence::link_forms::{Edited, LinkForm, LinksForm};
use crate::evidence::links;
use crate::language::Language;
use crate::paths::{AddLink, ChangeLinks, ChooseCriteria, Evidence, EvidenceRegister, RemoveLink};
use crate::standards;
use crate::web::components::{Fields, nothing, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What the section and the page show.
struct Held {
    links: Vec<(link::Model, criterion::Model)>,
    /// The editions that the institution may use.
    editions: Vec<edition::Model>,
}

impl Held {
    /// Two queries.
    async fn of(app: &App, item: &evidence_item::Model) -> Result<Self> {
        let links = links::of(&app.db.read, item.id).await?;
        let mut editions = standards::store::usable(&app.db.read, item.institution_id).await?;
        editions.retain(|it| it.kind == "criteria");
        Ok(Self { links, editions })
    }

    fn edition(&self, of: &criterion::Model, language: Language) -> &str {
        let found = self.editions.iter().find(|it| it.id == of.edition_id);
        found.map_or("", |it| it.title.get(language))
    }
}

/// The section of the item's page.
pub(super) async fn section(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
) -> Result<Markup> {
    let language = visitor.language;
    let held = Held::of(app, item).await?;
    let keeps = visitor.may(Action::KeepEvidence, item.institution_id);
    let evidence = item.id;
    Ok(html! {
        h2 #links { (language.text("evidence-links")) }
        (list(visitor, &held, keeps))
        @if keeps {
            p.actions {
                a.button.second href=(ChooseCriteria { evidence }) { (language.text("links-choose")) }
                @if !held.links.is_empty() { a.button.second href=(ChangeLinks { evidence }) { (language.text("links-change")) } }
            }
            (form(language, item, &held, &LinkForm::default(), &Problems::default()))
        }
    })
}

fn list(visitor: &Visitor, held: &Held, keeps: bool) -> Markup {
    let language = visitor.language;
    html! {
        @if held.links.is_empty() { p.faint { (language.text("evidence-no-link")) } }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("criterion-title")) }
                    th scope="col" { (language.text("edition")) }
                    th scope="col" { (language.text("evidence-relevance")) }
                    th scope="col" { (language.text("evidence-place-in")) }
                    @if keeps { th scope="col" { (language.text("change")) } }
                } }
                tbody { @for (link, it) in &held.links { tr {
                    @let is_open = !visitor.withholds(it.id);
                    th scope="row" { (it.code) }
                    td { @if is_open { (it.title.get(language)) } @else { (language.text("withheld")) } }
                    td { (held.edition(it, language)) }
                    td { @if is_open { (link.relevance) } }
                    td { @if is_open { (link.place) } }
                    @if keeps { td {
                        form method="post" action=(RemoveLink { link: link.id }) {
                            button.quiet aria-label=(format!("{} {}", language.text("evidence-unlink"), it.code)) { (language.text("evidence-unlink")) }
                        }
                    } }
                } } }
            } }
        }
    }
}

fn form(
    language: Language,
    item: &evidence_item::Model,
    held: &Held,
    form: &LinkForm,
    problems: &Problems,
) -> Markup {
    let field = Fields { language, problems };
    let titled = |it: &edition::Model| (it.code.clone(), it.title.get(language).to_owned());
    let offered: Vec<_> = held.editions.iter().map(titled).collect();
    html! {
        form.panel method="post" action=(AddLink { evidence: item.id }) {
            h3 { (language.text("evidence-add-link")) }
            div.row {
                (field.choice("edition", "edition", &offered, &form.edition))
                (field.text("code", "criterion", &form.code).required().hint("evidence-code-hint"))
            }
            div.row {
                (field.text("relevance", "evidence-relevance", &form.relevance))
                (field.text("place", "evidence-place-in", &form.place).hint("links-place-hint"))
            }
            (submit(language.text("evidence-add-link")))
        }
    }
}

fn under_item(visitor: &Visitor, item: &evidence_item::Model, title: String, body: Markup) -> Page {
    let (institution, evidence) = (item.institution_id, item.id);
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, visitor.language.text("evidence-register"))
        .under(Evidence { evidence }, item.reference.clone())
}

/// Links the item to criteria, found by their codes as people write them.
pub async fn add(
    AddLink { evidence }: AddLink,
    State(app): State<App>,
    visitor: Visitor,
    Form(typed): Form<LinkForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let institution = item.institution_id;
    let edition = standards::store::usable_by_code(&app.db.read, institution, &typed.edition);
    let edition = edition.await?.ok_or(Error::NotFound)?;
    let whole = standards::store::tree_of(&app.db.read, edition).await?;
    let mut problems = Problems::default();
    let found = match whole.index().resolve(&typed.code) {
        standards::codes::Resolution::Found(found) => found,
        standards::codes::Resolution::Unknown => {
            problems.add("code", Problem::Other("problem-unknown-code"));
            Vec::new()
        }
    };
    let (relevance, place) = typed.words(&mut problems);
    if !problems.is_empty() {
        let held = Held::of(&app, &item).await?;
        let language = visitor.language;
        let body = form(language, &item, &held, &typed, &problems);
        let title = language.text("evidence-add-link");
        return Ok(under_item(&visitor, &item, title, body).refused());
    }
    let pair = |it: usize| links::NewLink {
        item: &item,
        criterion: &whole.criteria[it],
        relevance: relevance.clone(),
        place: place.clone(),
    };
    let mut change = app.change(visitor.actor()).await?;
    let added = links::add_many(&mut change, institution, found.into_iter().map(pair)).await?;
    if added > 0 {
        change.commit().await?;
    }
    Ok(see_with(Evidence { evidence }, "done-linked"))
}

/// Takes a link away.
pub async fn remove(
    RemoveLink { link }: RemoveLink,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let held = link::Entity::find_by_id(link).require_one(&app.db.read).await?;
    let item = super::kept(&app.db.read, &visitor, held.evidence_id).await?;
    let mut change = app.change(visitor.actor()).await?;
    links::remove(&mut change, &item, link).await?;
    change.commit().await?;
    Ok(see_with(Evidence { evidence: item.id }, "done-saved"))
}

/// The page that changes links.
pub async fn show(
    ChangeLinks { evidence }: ChangeLinks,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let held = Held::of(&app, &item).await?;
    Ok(page(&visitor, &item, &held, &LinksForm::default(), &Problems::default()))
}

fn page(
    visitor: &Visitor,
    item: &evidence_item::Model,
    held: &Held,
    form: &LinksForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let body = html! {
        @if held.links.is_empty() { (nothing(language.text("evidence-no-link"), None)) }
        @else {
            form method="post" action=(ChangeLinks { evidence: item.id }) data-guard {
                @if let Some(problem) = problems.get("links") { p.problem role="alert" { (problem.text(language)) } }
                p.hint { (language.text("links-change-hint")) }
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (language.text("links-tick")) }
                        th scope="col" { (language.text("criterion")) }
                        th scope="col" { (language.text("edition")) }
                        th scope="col" { (language.text("evidence-relevance")) }
                        th scope="col" { (language.text("evidence-place-in")) }
                    } }
                    tbody { @for (link, it) in &held.links { (row(language, held, link, it, form)) } }
                } }
                p.actions {
                    button.primary name="act" value="save" { (language.text("save")) }
                    button.second name="act" value="unlink" { (language.text("links-unlink-ticked")) }
                }
            }
        }
    };
    under_item(visitor, item, language.text("links-change"), body).wide()
}

fn row(
    language: Language,
    held: &Held,
    link: &link::Model,
    it: &criterion::Model,
    form: &LinksForm,
) -> Markup {
    let id = link.id;
    let named = |key: &str| format!("{}: {}", language.text(key), it.code);
    html! { tr {
        td { input type="checkbox" name="tick" value=(id) checked[form.ticks(id)] aria-label=(named("links-tick")); }
        th scope="row" { (it.code) " " (it.title.get(language)) }
        td { (held.edition(it, language)) }
        td { input name=(format!("relevance-{id}")) maxlength="1000" value=(form.typed("relevance", id).unwrap_or(&link.relevance)) aria-label=(named("evidence-relevance")); }
        td { input name=(format!("place-{id}")) maxlength="200" value=(form.typed("place", id).unwrap_or(&link.place)) aria-label=(named("evidence-place-in")); }
    } }
}

/// Changes notes and places, or takes what is ticked away: all of it or nothing.
pub async fn change(
    ChangeLinks { evidence }: ChangeLinks,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LinksForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(item.institution_id).await?;
    let held = links::of(change.tx(), item.id).await?;
    match form.check(&held) {
        Err(problems) => {
            drop(change);
            let held = Held::of(&app, &item).await?;
            return Ok(page(&visitor, &item, &held, &form, &problems).refused());
        }
        Ok(Edited::Unlink(ids)) => links::remove_many(&mut change, &item, &ids).await?,
        Ok(Edited::Words(words)) if words.is_empty() => {
            return Ok(see_with(Evidence { evidence }, "done-saved"));
        }
        Ok(Edited::Words(words)) => {
            for (link, relevance, place) in words {
                links::reword(&mut change, &item, link, relevance, place).await?;
            }
        }
    }
    change.commit().await?;
    Ok(see_with(Evidence { evidence }, "done-saved"))
}
