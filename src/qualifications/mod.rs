//! Qualifications: units of learning outcomes, the criteria that judge them, and the occupational standard they answer to.

pub mod coverage;
pub mod pages;
pub mod sheet;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;
use crate::entities::{
    assessment_criterion, learning_outcome, occupational_task, qualification, qualification_unit,
};

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::list).typed_get(pages::show)
}

/// A qualification with everything that belongs to it, in the order of its workbook.
#[derive(Clone, Debug)]
pub struct Whole {
    pub qualification: qualification::Model,
    pub units: Vec<qualification_unit::Model>,
    pub outcomes: Vec<learning_outcome::Model>,
    pub criteria: Vec<assessment_criterion::Model>,
    pub tasks: Vec<occupational_task::Model>,
    /// Places of a task and of an outcome that prepares for it.
    pub links: Vec<(usize, usize)>,
}
