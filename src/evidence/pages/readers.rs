//! Who needs to know a restricted item, on its page: the list, putting people on it and taking them off.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::check::Problems;
use crate::entities::{Confidentiality, UserId, evidence_item, user};
use crate::evidence::readers;
use crate::language::Language;
use crate::paths::{AddReader, Evidence, EvidenceOpeners, EvidenceRegister, RemoveReader};
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The section on the page of a restricted item, for those who keep evidence; nothing on others.
pub async fn section(app: &App, visitor: &Visitor, item: &evidence_item::Model) -> Result<Markup> {
    let is_restricted = item.confidentiality == Confidentiality::Restricted;
    if !is_restricted || !visitor.may(Action::KeepEvidence, item.institution_id) {
        return Ok(html! {});
    }
    let language = visitor.language;
    let listed = readers::of(&app.db.read, item.id).await?;
    let mut others = readers::candidates(&app.db.read, item.institution_id).await?;
    others.retain(|it| listed.iter().all(|one| one.id != it.id));
    Ok(html! {
        h2 { (language.text("readers")) }
        div.panel {
            @if listed.is_empty() { p { (language.text("readers-none")) } }
            @else {
                p { (language.text("readers-lead")) }
                ul { @for it in &listed { li { (it.name) " " (remove_form(language, item, it)) } } }
            }
            @if !others.is_empty() { (add_form(language, item, &others)) }
            @if listed.is_empty() { p.hint { (language.text("readers-first")) } }
            p { a href=(EvidenceOpeners { evidence: item.id }) { (language.text("openers")) } }
        }
    })
}

fn remove_form(language: Language, item: &evidence_item::Model, it: &user::Model) -> Markup {
    let label = format!("{} {}", language.text("readers-remove"), it.name);
    html! {
        form.inline method="post" action=(RemoveReader { evidence: item.id, user: it.id }) {
            button.quiet aria-label=(label) { (language.text("readers-remove")) }
        }
    }
}

fn add_form(language: Language, item: &evidence_item::Model, others: &[user::Model]) -> Markup {
    let problems = Problems::default();
    let field = Fields { language, problems: &problems };
    let options: Vec<_> = others
        .iter()
        .map(|it| (it.id.to_string(), format!("{} ({})", it.name, it.email)))
        .collect();
    html! {
        form method="post" action=(AddReader { evidence: item.id }) {
            (field.choice("reader", "readers-who", &options, ""))
            (submit(language.text("readers-add")))
        }
    }
}

/// Whom to put on the list.
#[derive(Debug, Default, Deserialize)]
pub struct ReaderForm {
    #[serde(default)]
    reader: String,
}

/// Puts somebody on the list. Whoever begins a list is on it too: nobody shuts themselves out by mistake.
pub async fn add(
    AddReader { evidence }: AddReader,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReaderForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(item.institution_id).await?;
    let item = super::kept(change.tx(), &visitor, evidence).await?;
    if item.confidentiality != Confidentiality::Restricted {
        return Err(Error::Refused(visitor.language.text("readers-not-restricted")));
    }
    let wanted: UserId = form.reader.parse().map_err(|_| Error::NotFound)?;
    let candidates = readers::candidates(change.tx(), item.institution_id).await?;
    if candidates.iter().all(|it| it.id != wanted) {
        return Err(Error::NotFound);
    }
    let is_first = readers::of(change.tx(), evidence).await?.is_empty();
    let mut any = readers::add(&mut change, &item, wanted).await?;
    if is_first {
        any |= readers::add(&mut change, &item, visitor.id).await?;
    }
    if any {
        change.commit().await?;
    }
    Ok(see_with(Evidence { evidence }, "done-saved"))
}

/// What is sent to take somebody off.
#[derive(Debug, Default, Deserialize)]
pub struct RemoveForm {
    /// That everybody whose role allows it may open the item from now on.
    #[serde(default)]
    everyone: String,
}

/// Takes somebody off the list; the last one only when it was said what follows.
pub async fn remove(
    RemoveReader { evidence, user }: RemoveReader,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemoveForm>,
) -> Result<Response> {
    let item = super::kept(&app.db.read, &visitor, evidence).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(item.institution_id).await?;
    let item = super::kept(change.tx(), &visitor, evidence).await?;
    let listed = readers::of(change.tx(), evidence).await?;
    let is_last = listed.len() == 1 && listed[0].id == user;
    if is_last && form.everyone.is_empty() {
        return Ok(last(&visitor, &item, user).into_response());
    }
    readers::remove(&mut change, &item, user).await?;
    change.commit().await?;
    let institution = item.institution_id;
    Ok(if user == visitor.id && !is_last {
        see_with(EvidenceRegister { institution }, "done-saved")
    } else {
        see_with(Evidence { evidence }, "done-saved")
    })
}

/// Asks whether really everybody whose role allows it shall open the item.
fn last(visitor: &Visitor, item: &evidence_item::Model, user: UserId) -> Page {
    let language = visitor.language;
    let evidence = item.id;
    let institution = item.institution_id;
    let body = html! {
        p.notice { (language.text("readers-last")) }
        form.panel method="post" action=(RemoveReader { evidence, user }) {
            input type="hidden" name="everyone" value="yes";
            (submit(language.text("readers-last-do")))
        }
        p { a href=(Evidence { evidence }) { (language.text("readers-keep")) } }
    };
    Page::new(visitor, language.text("readers"), body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
        .under(Evidence { evidence }, item.reference.clone())
}
