//! The tables, one file each: columns and relations, no behaviour. Their ids are types, so that one kind cannot be passed for another.

pub mod accepted_check;
pub mod action;
pub mod assessment;
pub mod assessment_criterion;
pub mod assessment_member;
pub mod assessment_supplement;
pub mod assignment;
pub mod audit_event;
pub mod audit_head;
pub mod blob;
pub mod calibration;
pub mod calibration_criterion;
pub mod calibration_lock;
pub mod calibration_rating;
pub mod calibration_remark;
pub mod calibration_rule;
pub mod claim;
pub mod comment;
pub mod confirmation;
pub mod conflict;
pub mod criterion;
pub mod crosswalk;
pub mod crosswalk_relation;
pub mod deadline;
pub mod deadline_move;
pub mod decision;
pub mod declaration;
pub mod determination;
pub mod dossier;
pub mod dossier_pin;
pub mod dossier_text;
pub mod edition;
pub mod evidence_item;
pub mod evidence_past;
pub mod evidence_reader;
pub mod evidence_request;
pub mod evidence_type;
pub mod exclusion;
pub mod finding;
pub mod finding_proof;
pub mod finding_step;
pub mod finding_wording;
pub mod framework;
pub mod import_batch;
pub mod institution;
mod kinds;
pub mod learning_outcome;
pub mod link;
pub mod membership;
pub mod mention;
pub mod milestone;
pub mod note;
pub mod note_criterion;
pub mod occupational_task;
pub mod qualification;
pub mod qualification_unit;
pub mod rating;
pub mod recommendation;
pub mod recommendation_criterion;
pub mod recommendation_progress;
pub mod recommendation_proof;
pub mod recommendation_wording;
pub mod revision;
pub mod round_lock;
pub mod sample_item;
pub mod sampling_plan;
pub mod session;
pub mod sign_in_failure;
pub mod sign_off;
pub mod stage_move;
pub mod task_outcome;
pub mod user;
mod values;
pub mod verification;
pub mod waiting_file;

pub use kinds::*;
pub use values::*;

use sea_orm::prelude::*;
use serde::{Deserialize, Serialize};

/// Declares the type of a table's id.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// Id of a row of `user`.
    UserId,
    /// Id of a row of `institution`.
    InstitutionId,
    /// Id of a row of `membership`.
    MembershipId,
    /// Id of a row of `session`.
    SessionId,
    /// Id of a row of `sign_in_failure`.
    SignInFailureId,
    /// Id of a row of `framework`.
    FrameworkId,
    /// Id of a row of `edition`.
    EditionId,
    /// Id of a row of `criterion`.
    CriterionId,
    /// Id of a row of `evidence_type`.
    EvidenceTypeId,
    /// Id of a row of `evidence_item`.
    EvidenceId,
    /// Id of a row of `evidence_past`.
    EvidencePastId,
    /// Id of a row of `evidence_reader`.
    EvidenceReaderId,
    /// Id of a row of `evidence_request`.
    EvidenceRequestId,
    /// Id of a row of `waiting_file`.
    WaitingFileId,
    /// Id of a row of `revision`.
    RevisionId,
    /// Id of a row of `link`.
    LinkId,
    /// Id of a row of `qualification`.
    QualificationId,
    /// Id of a row of `qualification_unit`.
    QualificationUnitId,
    /// Id of a row of `learning_outcome`.
    LearningOutcomeId,
    /// Id of a row of `assessment_criterion`.
    AssessmentCriterionId,
    /// Id of a row of `occupational_task`.
    OccupationalTaskId,
    /// Id of a row of `task_outcome`.
    TaskOutcomeId,
    /// Id of a row of `assessment`.
    AssessmentId,
    /// Id of a row of `assessment_member`.
    AssessmentMemberId,
    /// Id of a row of `declaration`.
    DeclarationId,
    /// Id of a row of `conflict`.
    ConflictId,
    /// Id of a row of `assignment`.
    AssignmentId,
    /// Id of a row of `claim`.
    ClaimId,
    /// Id of a row of `accepted_check`.
    AcceptedCheckId,
    /// Id of a row of `note`.
    NoteId,
    /// Id of a row of `note_criterion`.
    NoteCriterionId,
    /// Id of a row of `comment`.
    CommentId,
    /// Id of a row of `mention`.
    MentionId,
    /// Id of a row of `rating`.
    RatingId,
    /// Id of a row of `round_lock`.
    RoundLockId,
    /// Id of a row of `sign_off`.
    SignOffId,
    /// Id of a row of `stage_move`.
    StageMoveId,
    /// Id of a row of `milestone`.
    MilestoneId,
    /// Id of a row of `deadline`.
    DeadlineId,
    /// Id of a row of `deadline_move`.
    DeadlineMoveId,
    /// Id of a row of `decision`.
    DecisionId,
    /// Id of a row of `confirmation`.
    ConfirmationId,
    /// Id of a row of `dossier`.
    DossierId,
    /// Id of a row of `dossier_pin`.
    DossierPinId,
    /// Id of a row of `determination`.
    DeterminationId,
    /// Id of a row of `sampling_plan`.
    SamplingPlanId,
    /// Id of a row of `sample_item`.
    SampleItemId,
    /// Id of a row of `verification`.
    VerificationId,
    /// Id of a row of `calibration`.
    CalibrationId,
    /// Id of a row of `calibration_criterion`.
    CalibrationCriterionId,
    /// Id of a row of `calibration_lock`.
    CalibrationLockId,
    /// Id of a row of `calibration_rating`.
    CalibrationRatingId,
    /// Id of a row of `calibration_remark`.
    CalibrationRemarkId,
    /// Id of a row of `calibration_rule`.
    CalibrationRuleId,
    /// Id of a row of `assessment_supplement`.
    AssessmentSupplementId,
    /// Id of a row of `exclusion`.
    ExclusionId,
    /// Id of a row of `crosswalk`.
    CrosswalkId,
    /// Id of a row of `crosswalk_relation`.
    CrosswalkRelationId,
    /// Id of a row of `action`.
    ActionId,
    /// Id of a row of `finding`.
    FindingId,
    /// Id of a row of `finding_wording`.
    FindingWordingId,
    /// Id of a row of `finding_step`.
    FindingStepId,
    /// Id of a row of `finding_proof`.
    FindingProofId,
    /// Id of a row of `recommendation`.
    RecommendationId,
    /// Id of a row of `recommendation_wording`.
    RecommendationWordingId,
    /// Id of a row of `recommendation_criterion`.
    RecommendationCriterionId,
    /// Id of a row of `recommendation_progress`.
    RecommendationProgressId,
    /// Id of a row of `recommendation_proof`.
    RecommendationProofId,
    /// Id of a row of `import_batch`.
    ImportBatchId,
    /// Id of a row of `audit_event`.
    AuditEventId,
    /// Id of a row of `audit_head`.
    AuditHeadId,
}
