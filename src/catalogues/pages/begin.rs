//! The beginning of a draft: from nothing, as a copy, or as a supplement.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;

use super::may_be_base;
use crate::access::Action;
use crate::app::{App, Change};
use crate::catalogues::forms::begin::{Begin, BeginForm};
use crate::catalogues::store::{self, Origin};
use crate::check::Problems;
use crate::entities::{EditionId, InstitutionId, edition};
use crate::paths::{Catalogues, CloneEdition, DeriveEdition, Draft, NewCatalogue};
use crate::standards::pack::Head;
use crate::standards::{rows, store as standards};
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The form for a catalogue from nothing.
pub async fn new(
    NewCatalogue { institution }: NewCatalogue,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepStandards, institution)?;
    let scales = scales(&app.db.read, institution).await?;
    let form = BeginForm { kind: "criteria".into(), version: "1".into(), ..BeginForm::default() };
    Ok(new_page(&visitor, institution, &form, &Problems::default(), &scales))
}

/// The editions whose scale may be taken.
async fn scales(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<(edition::Model, Head)>> {
    let mut found = Vec::new();
    for it in standards::usable(db, institution).await? {
        let head = standards::head_of(&it)?;
        if head.scale.is_some() {
            found.push((it, head));
        }
    }
    Ok(found)
}

/// Begins a catalogue from nothing.
pub async fn create(
    NewCatalogue { institution }: NewCatalogue,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    visitor.require(Action::KeepStandards, institution)?;
    let (mut change, taken) = begin(&app, &visitor, institution).await?;
    let scales = scales(change.tx(), institution).await?;
    let begin = Begin { institution, language: visitor.language, taken: &taken };
    let heads: Vec<(EditionId, Head)> = scales.iter().map(|it| (it.0.id, it.1.clone())).collect();
    let pack = match form.check_new(begin, &heads) {
        Ok(it) => it,
        Err(problems) => {
            return Ok(new_page(&visitor, institution, &form, &problems, &scales).refused());
        }
    };
    let added = store::begin(&mut change, &pack, institution, Origin::Nothing).await?;
    change.commit().await?;
    Ok(see_with(Draft { draft: added.id }, "done-drafted"))
}

/// A change in which nobody else of the institution writes, and the ids that are taken.
async fn begin(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
) -> Result<(Change, Vec<String>)> {
    let change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    let taken = store::taken(change.tx(), institution).await?;
    Ok((change, taken))
}

fn new_page(
    visitor: &Visitor,
    institution: InstitutionId,
    form: &BeginForm,
    problems: &Problems,
    scales: &[(edition::Model, Head)],
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let kinds = ["criteria", "levels"]
        .map(|it| (it.to_owned(), language.text(&format!("editor-kind-{it}"))));
    let mut offered = vec![(String::new(), language.text("editor-scale-usual"))];
    offered
        .extend(scales.iter().map(|it| (it.0.id.to_string(), it.0.title.get(language).to_owned())));
    let body = html! {
        form.panel.narrow method="post" action=(NewCatalogue { institution }) {
            (field.text("title", "criterion-title", &form.title).required())
            (field.text("id", "edition-id", &form.id).hint("editor-id-hint").required())
            (field.text("version", "edition-version", &form.version).hint("editor-version-hint").required())
            (field.text("issuer", "editor-issuer", &form.issuer).hint("editor-issuer-hint").required())
            (field.choice("kind", "editor-what", &kinds, &form.kind))
            (field.choice("scale", "edition-scale", &offered, &form.scale))
            (submit(language.text("editor-create")))
        }
    };
    page(visitor, institution, language.text("editor-new"), body)
}

fn page(visitor: &Visitor, institution: InstitutionId, title: String, body: Markup) -> Page {
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(Catalogues { institution }, visitor.language.text("nav-catalogues"))
}

/// The form for a copy.
pub async fn copy(
    CloneEdition { institution, edition }: CloneEdition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepStandards, institution)?;
    let from = store::source(&app.db.read, institution, edition).await?;
    let form = BeginForm {
        id: format!("{}-next", rows::own_id(&from.code)),
        version: from.version.clone(),
        ..BeginForm::default()
    };
    Ok(copy_page(&visitor, institution, &from, &form, &Problems::default()))
}

/// Copies an edition with its whole tree.
pub async fn create_copy(
    CloneEdition { institution, edition }: CloneEdition,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    visitor.require(Action::KeepStandards, institution)?;
    let (mut change, taken) = begin(&app, &visitor, institution).await?;
    let from = store::source(change.tx(), institution, edition).await?;
    let begin = Begin { institution, language: visitor.language, taken: &taken };
    let (id, version) = match form.check_copy(begin) {
        Ok(it) => it,
        Err(problems) => {
            return Ok(copy_page(&visitor, institution, &from, &form, &problems).refused());
        }
    };
    let whole = standards::tree_of(change.tx(), from.clone()).await?;
    let mut pack = standards::pack_of(change.tx(), &whole).await?;
    drop(whole);
    (pack.id, pack.version) = (id, version);
    let added = store::begin(&mut change, &pack, institution, Origin::Copy(&from)).await?;
    change.commit().await?;
    Ok(see_with(Draft { draft: added.id }, "done-drafted"))
}

fn copy_page(
    visitor: &Visitor,
    institution: InstitutionId,
    from: &edition::Model,
    form: &BeginForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let action = CloneEdition { institution, edition: from.id };
    let body = html! {
        p { (language.text("editor-clone-help")) }
        form.panel.narrow method="post" action=(action) {
            (field.text("id", "edition-id", &form.id).hint("editor-id-hint").required())
            (field.text("version", "edition-version", &form.version).hint("editor-version-hint").required())
            (submit(language.text("editor-clone")))
        }
    };
    let of = from.title.get(language).to_owned();
    page(visitor, institution, language.with("editor-clone-title", [("edition", of.into())]), body)
}

/// The form for a supplement.
pub async fn supplement(
    DeriveEdition { institution, base }: DeriveEdition,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepStandards, institution)?;
    let base = supplementable(&app.db.read, institution, base).await?;
    let form = BeginForm { version: "1".into(), ..BeginForm::default() };
    Ok(supplement_page(&visitor, institution, &base, &form, &Problems::default()))
}

/// An edition that a supplement may add to.
async fn supplementable(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    id: EditionId,
) -> Result<edition::Model> {
    let it = store::source(db, institution, id).await?;
    if may_be_base(&it) { Ok(it) } else { Err(Error::NotFound) }
}

/// Begins a supplement of an edition.
pub async fn create_supplement(
    DeriveEdition { institution, base }: DeriveEdition,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    visitor.require(Action::KeepStandards, institution)?;
    let (mut change, taken) = begin(&app, &visitor, institution).await?;
    let base = supplementable(change.tx(), institution, base).await?;
    let begin = Begin { institution, language: visitor.language, taken: &taken };
    let pack = match form.check_supplement(begin, &base.code) {
        Ok(it) => it,
        Err(problems) => {
            return Ok(supplement_page(&visitor, institution, &base, &form, &problems).refused());
        }
    };
    let added = store::begin(&mut change, &pack, institution, Origin::Base(&base)).await?;
    change.commit().await?;
    Ok(see_with(Draft { draft: added.id }, "done-drafted"))
}

fn supplement_page(
    visitor: &Visitor,
    institution: InstitutionId,
    base: &edition::Model,
    form: &BeginForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let action = DeriveEdition { institution, base: base.id };
    let body = html! {
        p { (language.text("editor-derive-help")) }
        form.panel.narrow method="post" action=(action) {
            (field.text("title", "criterion-title", &form.title).required())
            (field.text("id", "edition-id", &form.id).hint("editor-id-hint").required())
            (field.text("version", "edition-version", &form.version).hint("editor-version-hint").required())
            (field.text("issuer", "editor-issuer", &form.issuer).hint("editor-issuer-hint").required())
            (submit(language.text("editor-create")))
        }
    };
    let of = base.title.get(language).to_owned();
    page(visitor, institution, language.with("editor-derive-title", [("edition", of.into())]), body)
}
