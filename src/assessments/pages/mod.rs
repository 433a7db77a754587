//! The pages of assessments.

pub mod choices;
pub mod form;
pub mod list;
pub mod settings;
mod ways;

use maud::Markup;

use crate::entities::assessment;
use crate::paths::{Assessment, Assessments};
use crate::web::{Page, Visitor};

/// A page of an assessment: its trail, and the ways to its other pages.
pub fn within(visitor: &Visitor, it: &assessment::Model, title: String, body: Markup) -> Page {
    let institution = it.institution_id;
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(Assessments { institution }, visitor.language.text("nav-assessments"))
        .under(Assessment { assessment: it.id }, it.name.clone())
        .ways(ways::of(visitor, it))
        .wide()
}
