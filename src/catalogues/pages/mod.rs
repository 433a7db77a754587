//! The pages of catalogues: files in and out, and the editor.

pub mod adding;
pub mod begin;
pub mod export;
mod fields;
pub mod grading;
mod grading_form;
mod grading_list;
pub mod head;
pub mod import;
pub mod list;
pub mod moving;
pub mod node;
pub mod publishing;
mod questions;
pub mod table;
mod tree;

use std::collections::{BTreeSet, HashSet};

use maud::{Markup, html};
use sea_orm::{ConnectionTrait, DbErr};

use super::forms::node::Around;
use super::store;
use crate::access::Action;
use crate::app::{App, Change};
use crate::entities::{
    CriterionId, EditionId, EditionState, criterion, edition, evidence_type, framework,
};
use crate::paths::{Catalogues, CloneEdition, DeriveEdition, Draft, PublishDraft};
use crate::standards::pack::Node;
use crate::standards::store::{self as standards, Whole};
use crate::standards::{draft, rows};
use crate::web::components::badge;
use crate::web::{Error, Page, Result, Visitor};

/// A draft with its tree.
struct View {
    whole: Whole,
    types: Vec<evidence_type::Model>,
    /// Codes of the edition that it adds to, in lower case; none where it adds to none.
    base: HashSet<String>,
    framework: framework::Model,
    /// Whether the draft may change its framework.
    is_framework_free: bool,
}

impl View {
    async fn load(db: &impl ConnectionTrait, edition: edition::Model) -> Result<Self, DbErr> {
        let base = match &edition.supplements {
            Some(code) => store::codes_of(db, code).await?,
            None => HashSet::new(),
        };
        let (framework, is_framework_free) = draft::edition::framework_of(db, &edition).await?;
        let whole = standards::tree_of(db, edition).await?;
        let types = standards::evidence_types(db).await?;
        Ok(Self { whole, types, base, framework, is_framework_free })
    }

    fn draft(&self) -> EditionId {
        self.whole.edition.id
    }

    fn row(&self, id: CriterionId) -> Result<&criterion::Model> {
        self.whole.criteria.iter().find(|it| it.id == id).ok_or(Error::NotFound)
    }

    fn node(&self, row: &criterion::Model) -> Node {
        rows::node(rows::kind(&self.whole.edition), row)
    }

    /// Codes of all criteria but one, in lower case.
    fn taken(&self, but: Option<CriterionId>) -> HashSet<String> {
        let others = self.whole.criteria.iter().filter(|it| Some(it.id) != but);
        others.map(|it| it.code.trim().to_lowercase()).collect()
    }

    fn type_codes(&self) -> BTreeSet<String> {
        self.types.iter().map(|it| it.code.clone()).collect()
    }

    fn around<'a>(&'a self, taken: &'a HashSet<String>, types: &'a BTreeSet<String>) -> Around<'a> {
        let kind = rows::kind(&self.whole.edition);
        Around { kind, taken, types, groups: &self.whole.head.groups, base: &self.base }
    }
}

/// A draft, for somebody who may change it.
async fn kept(app: &App, visitor: &Visitor, id: EditionId) -> Result<edition::Model> {
    let it = store::draft(&app.db.read, &visitor.scope(), id).await?;
    visitor.require(Action::KeepStandards, it.institution_id.ok_or(Error::NotFound)?)?;
    Ok(it)
}

/// A draft with its tree, to be looked at.
async fn shown(app: &App, visitor: &Visitor, id: EditionId) -> Result<View> {
    let edition = kept(app, visitor, id).await?;
    Ok(View::load(&app.db.read, edition).await?)
}

/// A draft with its tree, to be changed: nobody else changes it until the change ends.
async fn open(app: &App, visitor: &Visitor, id: EditionId) -> Result<(Change, View)> {
    let edition = kept(app, visitor, id).await?;
    let change = app.change(visitor.actor()).await?;
    let (edition, _) = draft::hold(&change, &edition).await?;
    let view = View::load(change.tx(), edition).await?;
    Ok((change, view))
}

/// A page of a draft: its trail, and the ways to its other pages.
fn within(visitor: &Visitor, it: &edition::Model, title: String, body: Markup) -> Page {
    let language = visitor.language;
    let draft = it.id;
    let page = Page::new(visitor, title, body);
    let Some(institution) = it.institution_id else { return page };
    page.in_institution(visitor, institution)
        .under(Catalogues { institution }, language.text("nav-catalogues"))
        .under(Draft { draft }, it.title.get(language))
        .wide()
}

/// The way to the end of a draft.
fn to_publish(visitor: &Visitor, draft: EditionId) -> Markup {
    html! {
        a.button href=(PublishDraft { draft }) { (visitor.language.text("editor-publish")) }
    }
}

/// What a visitor may do with an edition, for pages that show one: edit it while it is a draft, copy it, add to it. Nothing
/// for those who keep no standards.
pub fn actions(visitor: &Visitor, edition: &edition::Model) -> Markup {
    let language = visitor.language;
    let (draft, is_draft) = (edition.id, edition.state == EditionState::Draft);
    let may = |it: &&crate::web::visitor::Membership| {
        let owner = edition.institution_id;
        let fits = owner.map_or(!is_draft, |owner| owner == it.institution);
        fits && visitor.may(Action::KeepStandards, it.institution)
    };
    let places: Vec<_> = visitor.memberships.iter().filter(may).collect();
    let named = |key: &str, code: &str| {
        let word = language.text(key);
        if places.len() > 1 { format!("{word} ({code})") } else { word }
    };
    html! {
        @for it in &places {
            @let (institution, id) = (it.institution, edition.id);
            @if is_draft { a.button href=(Draft { draft }) { (named("editor-edit", &it.code)) } }
            a.button.second href=(CloneEdition { institution, edition: id }) { (named("editor-clone", &it.code)) }
            @if may_be_base(edition) {
                a.button.second href=(DeriveEdition { institution, base: id }) { (named("editor-derive", &it.code)) }
            }
        }
    }
}

/// Whether a supplement may add to an edition: an assessment takes supplements of published criteria only.
fn may_be_base(it: &edition::Model) -> bool {
    it.state == EditionState::Published && it.kind == "criteria" && it.supplements.is_none()
}

fn state(visitor: &Visitor, it: &edition::Model) -> Markup {
    let tone = if it.state == EditionState::Draft { "poor" } else { "good" };
    badge(tone, visitor.language.word(&it.state))
}
