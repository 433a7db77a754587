//! Something that waits for a person. Pure.

use chrono::NaiveDate;

use crate::language::{Language, Worded};

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkKind {
    /// Declare conflicts of interest; before, nothing of the assessment is shown.
    Declare,
    /// Read what mentions one.
    Mention,
    /// Answer a request for evidence.
    Answer,
    /// Decide about the answer to a request.
    DecideRequest,
    /// Accept evidence or return it.
    DecideEvidence,
    /// Mend evidence that was returned.
    Mend,
    /// Answer a finding for the institution.
    AnswerFinding,
    /// Agree to the answer to a finding, or return it.
    JudgeAnswer,
    /// Show that what was agreed on for a finding is done.
    CompleteFinding,
    /// Verify that a finding is mended.
    VerifyFinding,
    /// Look whether what was done about a finding helped.
    ConfirmFinding,
    /// Finish a note and sign it.
    Write,
    /// Sign a note for the institution.
    Countersign,
    /// Rate criteria of a round.
    Rate,
    /// Lock one's ratings.
    Lock,
    /// Verify ratings of a sample.
    Verify,
    /// Rate for practice, and lock that.
    Practise,
    /// Assign criteria that nobody rates.
    Assign,
    /// Determine where raters differ.
    Resolve,
    /// Sign a round off.
    SignOff,
    /// An action that one owns.
    Act,
    /// Evidence that one sees to and that ends soon.
    Renew,
    /// A deadline of an assessment that one keeps.
    Deadline,
}

impl WorkKind {
    /// All of them, in the order in which they are listed for one day.
    pub const ALL: [Self; 23] = [
        Self::Declare,
        Self::Mention,
        Self::Answer,
        Self::DecideRequest,
        Self::DecideEvidence,
        Self::Mend,
        Self::AnswerFinding,
        Self::JudgeAnswer,
        Self::CompleteFinding,
        Self::VerifyFinding,
        Self::ConfirmFinding,
        Self::Write,
        Self::Countersign,
        Self::Rate,
        Self::Lock,
        Self::Verify,
        Self::Practise,
        Self::Assign,
        Self::Resolve,
        Self::SignOff,
        Self::Act,
        Self::Renew,
        Self::Deadline,
    ];

    /// How it is sent.
    pub fn code(self) -> &'static str {
        &self.key()["work-kind-".len()..]
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

impl Worded for WorkKind {
    fn key(&self) -> &'static str {
        match self {
            Self::Declare => "work-kind-declare",
            Self::Mention => "work-kind-mention",
            Self::Answer => "work-kind-answer",
            Self::DecideRequest => "work-kind-decide_request",
            Self::DecideEvidence => "work-kind-decide_evidence",
            Self::Mend => "work-kind-mend",
            Self::AnswerFinding => "work-kind-answer_finding",
            Self::JudgeAnswer => "work-kind-judge_answer",
            Self::CompleteFinding => "work-kind-complete_finding",
            Self::VerifyFinding => "work-kind-verify_finding",
            Self::ConfirmFinding => "work-kind-confirm_finding",
            Self::Write => "work-kind-write",
            Self::Countersign => "work-kind-countersign",
            Self::Rate => "work-kind-rate",
            Self::Lock => "work-kind-lock",
            Self::Verify => "work-kind-verify",
            Self::Practise => "work-kind-practise",
            Self::Assign => "work-kind-assign",
            Self::Resolve => "work-kind-resolve",
            Self::SignOff => "work-kind-sign_off",
            Self::Act => "work-kind-act",
            Self::Renew => "work-kind-renew",
            Self::Deadline => "work-kind-deadline",
        }
    }
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub kind: WorkKind,
    pub says: Says,
    /// What it belongs to: an assessment, an institution.
    pub of: String,
    pub due: Option<NaiveDate>,
    /// The address at which it is done.
    pub to: String,
}

/// What the link to it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// Words of the people's own.
    Words(String),
    /// Who mentions one, at which criterion.
    Mentioned { by: String, code: String },
    /// So many of so many criteria are left to be rated.
    Left { left: usize, of: usize },
    /// So many criteria are rated, all that one rates.
    AllRated(usize),
    /// So many criteria of a sample are to be verified.
    ToVerify(usize),
    /// Nobody rates so many criteria.
    Vacant(usize),
    /// On so many criteria the raters differ.
    Differ(usize),
    /// All have locked and nothing is left to be resolved.
    Ready,
    /// Nothing is shown before it is done.
    Undeclared,
}

impl Says {
    /// In the reader's language.
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Mentioned { by, code } => language.with(
                "work-mentioned",
                [("name", by.clone().into()), ("criterion", code.clone().into())],
            ),
            Self::Left { left, of } => {
                language.with("work-left", [("left", (*left).into()), ("all", (*of).into())])
            }
            Self::AllRated(count) => language.with("work-all-rated", [("count", (*count).into())]),
            Self::ToVerify(count) => language.with("work-to-verify", [("count", (*count).into())]),
            Self::Vacant(count) => language.with("work-vacant", [("count", (*count).into())]),
            Self::Differ(count) => language.with("work-differ", [("count", (*count).into())]),
            Self::Ready => language.text("work-ready"),
            Self::Undeclared => language.text("work-undeclared"),
        }
    }
}

/// In the order in which it is best done: what is due first on top, what has no day after that.
pub fn sorted(mut tasks: Vec<Task>) -> Vec<Task> {
    let place = |it: &Task| (it.due.is_none(), it.due, it.kind);
    tasks.sort_by(|a, b| {
        place(a).cmp(&place(b)).then_with(|| (&a.of, &a.says).cmp(&(&b.of, &b.says)))
    });
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_first_is_on_top_and_what_has_no_day_is_last() {
        let task = |kind, due: Option<&str>| Task {
            kind,
            says: Says::Ready,
            of: String::new(),
            due: due.map(|it| it.parse().unwrap()),
            to: String::new(),
        };
        let tasks = vec![
            task(WorkKind::Mention, None),
            task(WorkKind::Act, Some("2026-12-01")),
            task(WorkKind::Declare, None),
            task(WorkKind::Renew, Some("2026-11-01")),
            task(WorkKind::Answer, Some("2026-12-01")),
        ];
        let found: Vec<&str> = sorted(tasks).iter().map(|it| it.kind.code()).collect();
        assert_eq!(found, ["renew", "answer", "act", "declare", "mention"]);
    }

    #[test]
    fn every_kind_is_found_by_its_code() {
        for kind in WorkKind::ALL {
            assert_eq!(WorkKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(WorkKind::from_code("declare "), None);
    }
}
