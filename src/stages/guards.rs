//! What has to be done before an assessment moves on. Pure.
//!
//! What only the institution risks (a gap in its dossier) may be left as it is, with a reason that all can read. What others
//! rely on (declared conflicts of interest, a round that is signed off) may not.

use super::moves::Move;
use crate::entities::Stage;

/// Criteria of which something is to be said: how many, and the code of the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub count: usize,
    pub first: String,
}

/// How far a round of reviewers has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has rated anything.
    #[default]
    Untouched,
    /// Somebody has rated, and it is not signed off.
    Open,
    SignedOff,
}

/// What the guards look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub stage: Option<Stage>,
    /// Criteria that the institution has not rated itself.
    pub unrated: Counted,
    /// Criteria without evidence that counts, or without evidence of a kind that they expect.
    pub unproved: Counted,
    /// Criteria with evidence that nobody has accepted.
    pub unaccepted: Counted,
    /// How many people rate.
    pub raters: usize,
    /// Names of those who rate and have not declared their conflicts of interest.
    pub undeclared: Vec<String>,
    pub internal: Progress,
    pub external: Progress,
    pub has_visit: bool,
    /// Whether a dossier is sealed.
    pub sealed: bool,
    /// Whether the decision is entered with the move.
    pub decided: bool,
    /// Major nonconformities that are not closed, without those that are still blind.
    pub open_majors: usize,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    SelfRating,
    Evidence,
    Acceptance,
    InternalReview,
    InternalSignOff,
    Raters,
    Declarations,
    Visit,
    Dossier,
    Decision,
    ExternalRound,
    ExternalSignOff,
    OpenMajor,
}

impl Lack {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::SelfRating,
        Self::Evidence,
        Self::Acceptance,
        Self::InternalReview,
        Self::InternalSignOff,
        Self::Raters,
        Self::Declarations,
        Self::Visit,
        Self::Dossier,
        Self::Decision,
        Self::ExternalRound,
        Self::ExternalSignOff,
        Self::OpenMajor,
    ];

    /// How it is stored where it was overridden.
    pub fn code(self) -> &'static str {
        match self {
            Self::SelfRating => "self-rating",
            Self::Evidence => "evidence",
            Self::Acceptance => "acceptance",
            Self::InternalReview => "internal-review",
            Self::InternalSignOff => "internal-sign-off",
            Self::Raters => "raters",
            Self::Declarations => "declarations",
            Self::Visit => "visit",
            Self::Dossier => "dossier",
            Self::Decision => "decision",
            Self::ExternalRound => "external-round",
            Self::ExternalSignOff => "external-sign-off",
            Self::OpenMajor => "open-major",
        }
    }
}

/// Something that is missing before a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub lack: Lack,
    /// It cannot be overridden.
    pub blocks: bool,
    /// Of what there are several.
    pub count: usize,
    /// The first criterion, or names.
    pub what: String,
}

/// Everything that is missing before a move: first what blocks it.
pub fn missing(step: Move, facts: &Facts) -> Vec<Missing> {
    let mut found = match step {
        Move::BeginReview => before_internal(facts),
        Move::Submit => before_handing_over(facts),
        Move::BeginExternal => before_external(facts),
        Move::Decide => before_deciding(facts),
        Move::Close => before_closing(facts),
        Move::Rework
        | Move::TakeBack
        | Move::SendBack
        | Move::Reconsider
        | Move::FollowUp
        | Move::Reopen => Vec::new(),
    };
    found.sort_by_key(|it| !it.blocks);
    found
}

fn warns(lack: Lack) -> Missing {
    Missing { lack, blocks: false, count: 1, what: String::new() }
}

fn blocks(lack: Lack) -> Missing {
    Missing { blocks: true, ..warns(lack) }
}

/// A warning about criteria, if there are any.
fn criteria(lack: Lack, of: &Counted) -> Option<Missing> {
    let it = Missing { count: of.count, what: of.first.clone(), ..warns(lack) };
    (of.count > 0).then_some(it)
}

fn undeclared(facts: &Facts) -> Option<Missing> {
    let names = &facts.undeclared;
    let it = Missing { count: names.len(), what: names.join(", "), ..blocks(Lack::Declarations) };
    (!names.is_empty()).then_some(it)
}

/// What nobody can look at again, nobody reviews or decides on.
fn unsealed(facts: &Facts) -> Option<Missing> {
    (!facts.sealed).then(|| blocks(Lack::Dossier))
}

fn before_internal(facts: &Facts) -> Vec<Missing> {
    // A review that nobody makes is none; who means to do without one submits at once.
    let nobody = (facts.raters == 0).then(|| blocks(Lack::Raters));
    [nobody, criteria(Lack::SelfRating, &facts.unrated)].into_iter().flatten().collect()
}

fn before_handing_over(facts: &Facts) -> Vec<Missing> {
    let review = match (facts.stage, facts.internal) {
        (_, Progress::SignedOff) => None,
        (Some(Stage::InternalReview), _) | (_, Progress::Open) => {
            Some(warns(Lack::InternalSignOff))
        }
        (_, Progress::Untouched) => Some(warns(Lack::InternalReview)),
    };
    [
        criteria(Lack::SelfRating, &facts.unrated),
        criteria(Lack::Evidence, &facts.unproved),
        criteria(Lack::Acceptance, &facts.unaccepted),
        review,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn before_external(facts: &Facts) -> Vec<Missing> {
    // Accreditors often work outside of Kriter: then nobody rates here.
    let nobody = (facts.raters == 0).then(|| warns(Lack::Raters));
    let visit = (!facts.has_visit).then(|| warns(Lack::Visit));
    [undeclared(facts), unsealed(facts), nobody, visit].into_iter().flatten().collect()
}

fn before_deciding(facts: &Facts) -> Vec<Missing> {
    let round = match facts.external {
        Progress::SignedOff => None,
        Progress::Open => Some(blocks(Lack::ExternalSignOff)),
        // The accreditor decided outside of Kriter.
        Progress::Untouched => Some(warns(Lack::ExternalRound)),
    };
    // An accreditor may decide all the same.
    let open = facts.open_majors > 0;
    let majors = open.then(|| Missing { count: facts.open_majors, ..warns(Lack::OpenMajor) });
    let decision = (!facts.decided).then(|| blocks(Lack::Decision));
    [undeclared(facts), unsealed(facts), decision, round, majors].into_iter().flatten().collect()
}

fn before_closing(facts: &Facts) -> Vec<Missing> {
    // An outcome with conditions may leave some open; what is closed leaves none.
    let open = facts.open_majors > 0;
    let majors = open.then(|| Missing { count: facts.open_majors, ..blocks(Lack::OpenMajor) });
    majors.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stages::moves::WAYS;

    fn ready() -> Facts {
        Facts {
            stage: Some(Stage::InternalReview),
            raters: 2,
            internal: Progress::SignedOff,
            external: Progress::SignedOff,
            has_visit: true,
            sealed: true,
            decided: true,
            ..Facts::default()
        }
    }

    fn some(first: &str) -> Counted {
        Counted { count: 3, first: first.to_owned() }
    }

    /// Codes of what is missing; what blocks has a mark.
    fn found(step: Move, facts: &Facts) -> Vec<String> {
        let code = |it: &Missing| format!("{}{}", if it.blocks { "!" } else { "" }, it.lack.code());
        missing(step, facts).iter().map(code).collect()
    }

    #[test]
    fn where_all_is_done_nothing_is_in_the_way() {
        for way in WAYS {
            assert_eq!(found(way.step, &ready()), [""; 0], "{:?}", way.step);
        }
    }

    #[test]
    fn each_lack_stands_before_the_moves_that_it_matters_for() {
        let unrated = Facts { unrated: some("1.1"), ..ready() };
        assert_eq!(found(Move::BeginReview, &unrated), ["self-rating"]);
        assert_eq!(found(Move::Submit, &unrated), ["self-rating"]);
        assert_eq!(found(Move::Decide, &unrated), [""; 0]);
        let unproved = Facts { unproved: some("2"), unaccepted: some("3"), ..ready() };
        assert_eq!(found(Move::Submit, &unproved), ["evidence", "acceptance"]);
        let alone = Facts { raters: 0, has_visit: false, ..ready() };
        assert_eq!(found(Move::BeginReview, &alone), ["!raters"]);
        assert_eq!(found(Move::BeginExternal, &alone), ["raters", "visit"]);
        let silent = Facts { undeclared: vec!["Ana".into(), "Ben".into()], ..ready() };
        assert_eq!(found(Move::BeginExternal, &silent), ["!declarations"]);
        assert_eq!(missing(Move::Decide, &silent)[0].what, "Ana, Ben");
        assert_eq!(found(Move::Submit, &silent), [""; 0]);
        let unsealed = Facts { sealed: false, ..ready() };
        assert_eq!(found(Move::BeginExternal, &unsealed), ["!dossier"]);
        assert_eq!(found(Move::Decide, &unsealed), ["!dossier"]);
    }

    #[test]
    fn a_round_that_was_begun_is_signed_off_before_the_decision() {
        let round = |external| Facts { external, ..ready() };
        assert_eq!(found(Move::Decide, &round(Progress::Open)), ["!external-sign-off"]);
        assert_eq!(found(Move::Decide, &round(Progress::Untouched)), ["external-round"]);
    }

    #[test]
    fn open_majors_are_told_before_the_decision_and_closed_before_the_end() {
        let open = Facts { open_majors: 2, ..ready() };
        assert_eq!(found(Move::Decide, &open), ["open-major"]);
        assert_eq!(missing(Move::Decide, &open)[0].count, 2);
        assert_eq!(found(Move::Close, &open), ["!open-major"]);
        assert_eq!(found(Move::BeginExternal, &open), [""; 0]);
    }

    #[test]
    fn who_submits_without_a_review_says_why() {
        let facts = |stage, internal| Facts { stage: Some(stage), internal, ..ready() };
        for (stage, internal, expected) in [
            (Stage::Preparing, Progress::Untouched, "internal-review"),
            (Stage::Preparing, Progress::Open, "internal-sign-off"),
            (Stage::InternalReview, Progress::Untouched, "internal-sign-off"),
        ] {
            assert_eq!(found(Move::Submit, &facts(stage, internal)), [expected]);
        }
    }

    fn counted() -> impl Strategy<Value = Counted> {
        (0_usize..4).prop_map(|count| Counted { count, first: "1".into() })
    }

    fn progress() -> impl Strategy<Value = Progress> {
        prop::sample::select(vec![Progress::Untouched, Progress::Open, Progress::SignedOff])
    }

    proptest! {
        #[test]
        fn nothing_is_missing_twice_and_what_blocks_comes_first(
            counts in (counted(), counted(), counted()),
            names in prop::collection::vec("[a-z]{1,5}", 0..3),
            rounds in (progress(), progress()),
            (raters, has_visit, sealed, decided, stage) in
                (0_usize..3, any::<bool>(), any::<bool>(), any::<bool>(), prop::sample::select(Stage::ALL)),
        ) {
            let facts = Facts {
                stage: Some(stage), unrated: counts.0, unproved: counts.1, unaccepted: counts.2,
                raters, undeclared: names, internal: rounds.0, external: rounds.1, has_visit,
                sealed, decided, open_majors: raters,
            };
            for way in WAYS {
                let found = missing(way.step, &facts);
                let lacks: std::collections::HashSet<_> = found.iter().map(|it| it.lack).collect();
                prop_assert_eq!(lacks.len(), found.len());
                prop_assert!(found.windows(2).all(|it| it[0].blocks >= it[1].blocks));
                prop_assert!(found.iter().all(|it| it.count > 0));
                // Whoever goes back is never kept from it.
                prop_assert!(!way.needs_reason || found.is_empty());
            }
        }
    }
}
