//! The closed lists that columns draw from. Each is stored by its code, and worded by its message key.

use sea_orm::prelude::*;
use serde::{Deserialize, Serialize};

use crate::language::Worded;

/// A code that is in none of the lists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown code: {0}")]
pub struct UnknownCode(String);

/// Declares a closed list: stored as its code, worded in Fluent under `prefix-code`.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $prefix:literal { $($variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[sea_orm(value_type = "String")]
        pub enum $name {
            $(#[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// How it is stored and sent.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::from_code(code).ok_or_else(|| UnknownCode(code.to_owned()))
            }
        }

        impl Worded for $name {
            fn key(&self) -> &'static str {
                match self { $(Self::$variant => concat!($prefix, "-", $code),)* }
            }
        }
    )*};
}

kinds! {
    /// What a person may do in an institution; see `access`.
    Role "role" {
        Administrator = "administrator", Reviewer = "reviewer", LeadReviewer = "lead_reviewer",
        Manager = "manager", Observer = "observer", Contributor = "contributor",
    }
    /// Who may see an evidence item.
    Confidentiality "confidentiality" { Public = "public", Internal = "internal", Restricted = "restricted" }
    /// How far an evidence item has come.
    EvidenceStatus "evidence-status" {
        Draft = "draft", Submitted = "submitted", Accepted = "accepted", Returned = "returned", Withdrawn = "withdrawn",
        Superseded = "superseded",
    }
    /// What kind of proof an evidence item is.
    Proof "proof" {
        Document = "document", Record = "record", Interview = "interview", Observation = "observation",
        Statistic = "statistic", Certificate = "certificate",
    }
    /// How far the text of a stored content has come: waiting, read, has none, could not be read.
    TextState "text-state" { Pending = "pending", Read = "read", Nothing = "nothing", Failed = "failed" }
    /// How far a request for evidence has come.
    RequestState "request-state" {
        Open = "open", Answered = "answered", Accepted = "accepted", Returned = "returned", Cancelled = "cancelled",
    }
    /// What a revision is.
    RevisionKind "revision-kind" { File = "file", Web = "web", Physical = "physical" }
    /// How far an assessment has come.
    Stage "stage" {
        Preparing = "preparing", InternalReview = "internal_review", Submitted = "submitted",
        ExternalReview = "external_review", Decided = "decided", FollowUp = "follow_up", Closed = "closed",
    }
    /// Who rates: the institution itself, its internal reviewers, or the accreditor's.
    Round "round" { Own = "self", Internal = "internal", External = "external" }
    /// A day in the life of an accreditation that deadlines count from.
    Anchor "anchor" {
        Applied = "applied", Visit = "visit", Report = "report", Decided = "decided", Notified = "notified",
        Start = "start", Expiry = "expiry",
    }
    /// In what a deadline is counted.
    CountUnit "count-unit" { Days = "days", WorkingDays = "working_days", Months = "months" }
    /// What an accreditor decided.
    DecisionKind "decision-kind" {
        Granted = "granted", Conditional = "conditional", Refused = "refused", Deferred = "deferred",
        Withdrawn = "withdrawn",
    }
    /// What a person does on the team of an assessment.
    Part "part" { Lead = "lead", Reviewer = "reviewer", Observer = "observer" }
    /// From where somebody speaks of an assessment: for the institution, or as one of its reviewers.
    Side "side" { Institution = "institution", Team = "team" }
    /// Who reads a comment: the author's own side, or the other one too.
    Audience "audience" { Own = "own", Both = "both" }
    /// What does not go together in an assessment; `docs/checks.md` has the table.
    CheckKind "check" {
        RatedUnproved = "rated_unproved", AboveEvidence = "above_evidence", AcceptedExpired = "accepted_expired",
        AcceptedEmpty = "accepted_empty", ReturnedLinked = "returned_linked", ChangedSinceRated = "changed_since_rated",
        NotApplicableUnexplained = "not_applicable_unexplained", RatedUnexplained = "rated_unexplained",
        RatedExcluded = "rated_excluded", MandatoryExcluded = "mandatory_excluded", BelowUnplanned = "below_unplanned",
        DoneStillBelow = "done_still_below", SelfFarAbove = "self_far_above", DeterminedApart = "determined_apart",
        DatedLater = "dated_later", ProvesMuch = "proves_much", SelfChanged = "self_changed",
        RatedReworded = "rated_reworded",
    }
    /// What a note was written at.
    NoteKind "note-kind" { Interview = "interview", Observation = "observation", Tour = "tour" }
    /// What kind of finding it is.
    FindingKind "finding-kind" {
        Major = "major", Minor = "minor", Observation = "observation", Recommendation = "recommendation",
        Commendation = "commendation",
    }
    /// How far a finding has come; `findings::course` says how it gets there.
    FindingState "finding-state" {
        Open = "open", Answered = "answered", Agreed = "agreed", Done = "done", Closed = "closed",
        Effective = "effective", Withdrawn = "withdrawn", Noted = "noted",
    }
    /// What is done to a finding.
    FindingStep "finding-step" {
        Answer = "answer", Agree = "agree", Return = "return", Complete = "complete", Verify = "verify",
        Reject = "reject", Confirm = "confirm", Doubt = "doubt", Close = "close", Withdraw = "withdraw", Reopen = "reopen",
    }
    /// What an earlier decision or an outside monitor asked for, and how binding it is.
    RecommendationKind "recommendation-kind" { Recommendation = "recommendation", Condition = "condition" }
    /// Who asked for it.
    Origin "origin" {
        Decision = "decision", HumanRights = "human_rights", Oversight = "oversight", Other = "other",
    }
    /// How far a recommendation is fulfilled.
    Fulfilment "fulfilment" {
        NotBegun = "not_begun", Partly = "partly", Largely = "largely", Fully = "fully",
        NotApplicable = "not_applicable",
    }
    /// What kind of thing a learning outcome describes.
    Domain "domain" { Knowledge = "knowledge", Skills = "skills", Responsibility = "responsibility" }
    /// Whether an edition may still be changed.
    EditionState "edition-state" { Draft = "draft", Published = "published" }
    /// What the first criterion of a relation is to the second.
    Relation "relation" { Equal = "equal", Subset = "subset", Superset = "superset", Intersects = "intersects" }
    /// How sure one is of a relation.
    Confidence "confidence" { Low = "low", Medium = "medium", High = "high" }
    /// What a workbook is read as.
    ImportKind "import-kind" { Evidence = "evidence", Worksheet = "worksheet", Qualification = "qualification", Catalogue = "catalogue" }
    /// How far an import has come.
    BatchState "batch-state" { Previewed = "previewed", Committed = "committed" }
}

impl DecisionKind {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Granted => "good",
            Self::Conditional => "fair",
            Self::Refused | Self::Withdrawn => "bad",
            Self::Deferred => "plain",
        }
    }
}

impl Part {
    /// Whether it rates; who rates declares conflicts of interest first.
    pub fn rates(self) -> bool {
        self != Self::Observer
    }
}

impl FindingKind {
    /// Whether it says that a requirement is not met.
    pub fn is_nonconformity(self) -> bool {
        matches!(self, Self::Major | Self::Minor)
    }
}

impl Stage {
    /// The round that counts at this stage: the one that is rated now, else the last one.
    pub fn round(self) -> Round {
        match self {
            Self::Preparing => Round::Own,
            Self::InternalReview | Self::Submitted => Round::Internal,
            Self::ExternalReview | Self::Decided | Self::FollowUp | Self::Closed => Round::External,
        }
    }

    /// The round that is rated at this stage; none where the dossier lies with the accreditor, and once it is decided.
    pub fn rated(self) -> Option<Round> {
        match self {
            Self::Preparing | Self::InternalReview | Self::ExternalReview => Some(self.round()),
            Self::Submitted | Self::Decided | Self::FollowUp | Self::Closed => None,
        }
    }

    /// The round of reviewers that is rated at this stage.
    pub fn reviewed(self) -> Option<Round> {
        self.rated().filter(|it| *it != Round::Own)
    }

    /// Whether the accreditor has decided.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Decided | Self::FollowUp | Self::Closed)
    }
}
