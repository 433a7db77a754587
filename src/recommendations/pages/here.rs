//! What earlier decisions and outside monitors asked of a criterion, wherever it is read.

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::{degree, due};
use crate::entities::{CriterionId, InstitutionId};
use crate::findings::pages::beginning;
use crate::language::Language;
use crate::paths::{Recommendation, Recommendations};
use crate::recommendations::held::Held;
use crate::recommendations::store;
use crate::web::components::badge;
use crate::web::{Result, Visitor};

/// Most that are shown; the register has all of them.
const MOST: usize = 8;

/// Where the criterion is read: in one institution, or in the edition that all of them may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    In(InstitutionId),
    Anywhere,
}

/// The panel, of a criterion with all above it, for who reads the register; nothing where nothing was asked. Four queries at most,
/// one where there is nothing.
pub async fn panel(
    db: &impl ConnectionTrait,
    (visitor, today): (&Visitor, NaiveDate),
    place: Place,
    criteria: &[CriterionId],
) -> Result<Markup> {
    let mut institutions = visitor.scope().institutions;
    if let Place::In(it) = place {
        institutions.retain(|of| *of == it);
    }
    if institutions.is_empty() {
        return Ok(html! {});
    }
    let mut found = store::about(db, &institutions, criteria).await?;
    // What is left to be done first.
    found.sort_by_key(Held::is_settled);
    let language = visitor.language;
    Ok(html! {
        @if !found.is_empty() {
            div.panel #recommendations {
                h2 { (language.text("recommendations")) }
                ul { @for it in found.iter().take(MOST) { li { (line(visitor, today, it, institutions.len() > 1)) } } }
                @if found.len() > MOST { (rest(language, &institutions, found.len())) }
            }
        }
    })
}

fn line(visitor: &Visitor, today: NaiveDate, it: &Held, names_institution: bool) -> Markup {
    let language = visitor.language;
    let of = visitor.memberships.iter().find(|of| of.institution == it.head.institution_id);
    html! {
        @if let Some(of) = of.filter(|_| names_institution) { (of.code) " " }
        a href=(Recommendation { recommendation: it.head.id }) { (it.name()) } " "
        (badge("plain", language.word(&it.wording.kind))) " " (degree(language, it.degree())) " "
        (beginning(&it.wording.text)) " "
        span.faint { (it.wording.source) @if it.wording.due_on.is_some() { " · " (due(language, today, it)) } }
    }
}

fn rest(language: Language, institutions: &[InstitutionId], all: usize) -> Markup {
    let said = language.with("recommendations-more", [("count", (all - MOST).into())]);
    html! {
        p {
            (said) " "
            @if let [institution] = institutions {
                a href=(Recommendations { institution: *institution }) { (language.text("recommendations-all")) }
            }
        }
    }
}
