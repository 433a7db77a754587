//! The pages of assessments.

pub mod choices;
pub mod form;
pub mod list;
pub mod settings;

use maud::{Markup, html};

use crate::access::Action;
use crate::entities::{Round, assessment};
use crate::paths::{
    Assessment, AssessmentScope, AssessmentSettings, Assessments, Calendar, Calibrations,
    CarryRatings, Checks, Deadlines, DecisionOf, Dossiers, Findings, Gaps, Notes, Report, RoundOf,
    Sampling, StageOf, Team, Workbench, WorkbenchTable,
};
use crate::web::{Page, Visitor};

/// A page of an assessment: its trail, and the ways to its other pages.
pub fn within(visitor: &Visitor, it: &assessment::Model, title: String, body: Markup) -> Page {
    let language = visitor.language;
    let (assessment, institution) = (it.id, it.institution_id);
    let is_own = it.stage.round() == Round::Own;
    let rating = if is_own { Action::RateSelf } else { Action::RateReview };
    let actions = html! {
        a.button href=(Workbench { assessment }) { (language.text("workbench")) }
        @if visitor.may(rating, institution) {
            a.button.second href=(WorkbenchTable { assessment }) { (language.text("workbench-table")) }
        }
        a.button.second href=(StageOf { assessment }) { (language.text("stage")) }
        a.button.second href=(Deadlines { assessment }) { (language.text("deadlines")) }
        @if it.stage.round() == Round::External {
            a.button.second href=(DecisionOf { assessment }) { (language.text("decision")) }
        }
        a.button.second href=(Dossiers { assessment }) { (language.text("dossiers")) }
        @if !is_own { a.button.second href=(RoundOf { assessment }) { (language.text("round")) } }
        a.button.second href=(Sampling { assessment }) { (language.text("sampling")) }
        a.button.second href=(Calibrations { assessment }) { (language.text("calibration")) }
        a.button.second href=(Gaps { assessment }) { (language.text("gap-list")) }
        a.button.second href=(Checks { assessment }) { (language.text("checks")) }
        a.button.second href=(Findings { assessment }) { (language.text("findings")) }
        @if visitor.may_on(rating, it) {
            a.button.second href=(CarryRatings { assessment }) { (language.text("assessment-carry")) }
        }
        a.button.second href=(Notes { assessment }) { (language.text("notes")) }
        a.button.second href=(Calendar { assessment }) { (language.text("calendar")) }
        a.button.second href=(AssessmentScope { assessment }) { (language.text("scope")) }
        a.button.second href=(Team { assessment }) { (language.text("team")) }
        @if visitor.may(Action::Export, institution) {
            a.button.second href=(Report { assessment }) download { (language.text("report-download")) }
        }
        @if visitor.may(Action::KeepAssessments, institution) {
            a.button.second href=(AssessmentSettings { assessment }) { (language.text("settings")) }
        }
    };
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(Assessments { institution }, language.text("nav-assessments"))
        .under(Assessment { assessment }, it.name.clone())
        .actions(actions)
        .wide()
}
