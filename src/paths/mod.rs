//! Every address of the site, one struct each: the site map.

mod back;
mod calibration;
mod catalogues;
mod checks;
mod comments;
mod crosswalks;
mod deadlines;
mod decisions;
mod dossiers;
mod evidence;
mod findings;
mod life;
mod linking;
mod notes;
mod recommendations;
mod requests;
mod rounds;
mod sampling;
mod stages;
mod team;
mod uploads;
mod work;

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{
    AssessmentId, CriterionId, EditionId, ImportBatchId, InstitutionId, QualificationId,
};

pub use back::*;
pub use calibration::*;
pub use catalogues::*;
pub use checks::*;
pub use comments::*;
pub use crosswalks::*;
pub use deadlines::*;
pub use decisions::*;
pub use dossiers::*;
pub use evidence::*;
pub use findings::*;
pub use life::*;
pub use linking::*;
pub use notes::*;
pub use recommendations::*;
pub use requests::*;
pub use rounds::*;
pub use sampling::*;
pub use stages::*;
pub use team::*;
pub use uploads::*;
pub use work::*;

/// Where everybody starts: their institutions.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/")]
pub struct Home;

/// The form to sign in.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/sign-in")]
pub struct SignIn;

/// Ends the session.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/sign-out")]
pub struct SignOut;

/// Chooses the language of the interface.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/language")]
pub struct ChooseLanguage;

/// A person's own account: name, language, password.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/account")]
pub struct Account;

/// All people, for system administrators.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/users")]
pub struct Users;

/// The editions that are loaded.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards")]
pub struct Standards;

/// One edition: its tree.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/{edition}")]
pub struct Edition {
    pub edition: EditionId,
}

/// What is different between an edition and another.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/{edition}/difference/{other}")]
pub struct Difference {
    pub edition: EditionId,
    pub other: EditionId,
}

/// One criterion of an edition, beside its tree.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/{edition}/{criterion}")]
pub struct Criterion {
    pub edition: EditionId,
    pub criterion: CriterionId,
}

/// Search over the criteria of all editions.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/search")]
pub struct SearchStandards;

/// An edition, or one part of it, on paper.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/{edition}/print")]
pub struct PrintEdition {
    pub edition: EditionId,
}

/// An empty workbook to write an edition in.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/template.xlsx")]
pub struct StandardsTemplate;

/// An edition as a file.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/standards/{edition}/export/{format}")]
pub struct ExportEdition {
    pub edition: EditionId,
    pub format: String,
}

/// Assessments of an institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/assessments")]
pub struct Assessments {
    pub institution: InstitutionId,
}

/// The form for a new assessment.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/assessments/new")]
pub struct NewAssessment {
    pub institution: InstitutionId,
}

/// Imports of an institution, and the form for the next.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/imports")]
pub struct Imports {
    pub institution: InstitutionId,
}

/// What an import would do, or has done.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/imports/{batch}")]
pub struct Import {
    pub batch: ImportBatchId,
}

/// What a catalogue file holds; posting takes it in.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogue-imports/{batch}")]
pub struct CataloguePreview {
    pub batch: ImportBatchId,
}

/// Qualifications of an institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/qualifications")]
pub struct Qualifications {
    pub institution: InstitutionId,
}

/// One qualification: units, outcomes, coverage matrix.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/qualifications/{qualification}")]
pub struct Qualification {
    pub qualification: QualificationId,
}

/// What was done in an institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/audit")]
pub struct AuditLog {
    pub institution: InstitutionId,
}

/// The readiness of an assessment.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}")]
pub struct Assessment {
    pub assessment: AssessmentId,
}

/// Visit date, target and cycle.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/settings")]
pub struct AssessmentSettings {
    pub assessment: AssessmentId,
}

/// Carries an assessment to another edition.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/move")]
pub struct MoveAssessment {
    pub assessment: AssessmentId,
}

/// The carried ratings that nobody has confirmed yet.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/to-confirm")]
pub struct ToConfirm {
    pub assessment: AssessmentId,
}

/// What the assessment is about: supplements, groups, exclusions, own criteria.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope")]
pub struct AssessmentScope {
    pub assessment: AssessmentId,
}

/// Puts a criterion out of scope.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope/exclude")]
pub struct ExcludeCriterion {
    pub assessment: AssessmentId,
}

/// Takes a criterion into scope again.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope/include/{criterion}")]
pub struct IncludeCriterion {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// Adds a criterion of the institution's own.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope/own")]
pub struct AddCriterion {
    pub assessment: AssessmentId,
}

/// Takes a criterion of the institution's own away again.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope/own/{criterion}/withdraw")]
pub struct WithdrawCriterion {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// The statement of applicability.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope/statement")]
pub struct AssessmentStatement {
    pub assessment: AssessmentId,
}

/// The statement of applicability as a workbook.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/scope.xlsx")]
pub struct ApplicabilityReport {
    pub assessment: AssessmentId,
}

/// The gap list.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/gaps")]
pub struct Gaps {
    pub assessment: AssessmentId,
}

/// Tree, criterion, evidence, rating.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench")]
pub struct Workbench {
    pub assessment: AssessmentId,
}

/// The workbench at a criterion; posting rates it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench/{criterion}")]
pub struct WorkbenchAt {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// Many criteria in a table; posting rates those that were changed.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench/table")]
pub struct WorkbenchTable {
    pub assessment: AssessmentId,
}

/// The readiness report as a workbook.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/readiness.xlsx")]
pub struct Report {
    pub assessment: AssessmentId,
}
