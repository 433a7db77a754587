//! Which stage follows which, and who moves an assessment on. Pure.

use crate::entities::{Round, Stage};
use crate::language::Worded;

/// A step from one stage to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// The institution has rated itself; its reviewers begin.
    BeginReview,
    /// What the reviewers found is mended first.
    Rework,
    /// The dossier is handed over to the accreditor.
    Submit,
    /// It is taken back to be worked on.
    TakeBack,
    /// The accreditor's reviewers begin.
    BeginExternal,
    /// The accreditor wants the dossier completed first.
    SendBack,
    /// The accreditor has decided.
    Decide,
    /// An appeal led to another review.
    Reconsider,
    /// Conditions and recommendations are followed up.
    FollowUp,
    /// Nothing is left to do.
    Close,
    /// Something is left to do after all.
    Reopen,
}

/// Who makes a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The administrator of the institution.
    Keeper,
    /// They, or who leads the review of this assessment.
    KeeperOrLead,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub step: Move,
    pub from: &'static [Stage],
    pub to: Stage,
    pub who: Who,
    /// It goes back, so that all others want to know why.
    pub needs_reason: bool,
}

const fn way(step: Move, from: &'static [Stage], to: Stage, who: Who, needs_reason: bool) -> Way {
    Way { step, from, to, who, needs_reason }
}

impl Way {
    /// The round that begins with it: also where it was rated before, all is looked at again.
    pub fn begins(&self) -> Option<Round> {
        let begins =
            matches!(self.step, Move::BeginReview | Move::BeginExternal | Move::Reconsider);
        begins.then(|| self.to.round())
    }
}

/// The table. What is not in it is not possible.
pub const WAYS: [Way; 11] = {
    use Stage::{Closed, Decided, ExternalReview, FollowUp, InternalReview, Preparing, Submitted};
    use Who::{Keeper, KeeperOrLead};
    [
        way(Move::BeginReview, &[Preparing], InternalReview, Keeper, false),
        way(Move::Submit, &[Preparing, InternalReview], Submitted, Keeper, false),
        way(Move::Rework, &[InternalReview], Preparing, KeeperOrLead, true),
        way(Move::BeginExternal, &[Submitted], ExternalReview, Keeper, false),
        way(Move::TakeBack, &[Submitted], Preparing, Keeper, true),
        way(Move::Decide, &[ExternalReview], Decided, KeeperOrLead, false),
        way(Move::SendBack, &[ExternalReview], Preparing, KeeperOrLead, true),
        way(Move::FollowUp, &[Decided], FollowUp, Keeper, false),
        way(Move::Close, &[Decided, FollowUp], Closed, Keeper, false),
        way(Move::Reconsider, &[Decided], ExternalReview, Keeper, true),
        way(Move::Reopen, &[Closed], FollowUp, Keeper, true),
    ]
};

/// What may follow a stage, in the order of the table.
pub fn ways_from(stage: Stage) -> impl Iterator<Item = &'static Way> {
    WAYS.iter().filter(move |it| it.from.contains(&stage))
}

/// The row of a move, if it is possible at a stage.
pub fn after(stage: Stage, step: Move) -> Option<&'static Way> {
    ways_from(stage).find(|it| it.step == step)
}

impl Move {
    /// How it is sent and stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::BeginReview => "begin-review",
            Self::Rework => "rework",
            Self::Submit => "submit",
            Self::TakeBack => "take-back",
            Self::BeginExternal => "begin-external",
            Self::SendBack => "send-back",
            Self::Decide => "decide",
            Self::Reconsider => "reconsider",
            Self::FollowUp => "follow-up",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        WAYS.iter().map(|it| it.step).find(|it| it.code() == code)
    }

    /// Message key of the sentence that says what it means.
    pub fn hint(self) -> String {
        format!("{}-hint", self.key())
    }
}

impl Worded for Move {
    fn key(&self) -> &'static str {
        match self {
            Self::BeginReview => "stage-move-begin-review",
            Self::Rework => "stage-move-rework",
            Self::Submit => "stage-move-submit",
            Self::TakeBack => "stage-move-take-back",
            Self::BeginExternal => "stage-move-begin-external",
            Self::SendBack => "stage-move-send-back",
            Self::Decide => "stage-move-decide",
            Self::Reconsider => "stage-move-reconsider",
            Self::FollowUp => "stage-move-follow-up",
            Self::Close => "stage-move-close",
            Self::Reopen => "stage-move-reopen",
        }
    }
}

impl Worded for Who {
    fn key(&self) -> &'static str {
        match self {
            Self::Keeper => "stage-who-keeper",
            Self::KeeperOrLead => "stage-who-lead",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;

    #[test]
    fn an_assessment_goes_these_ways_and_no_others() {
        let mut ways = Vec::new();
        for from in Stage::ALL {
            for it in ways_from(*from) {
                ways.push(format!("{from} {} {}", it.step.code(), it.to));
            }
        }
        assert_eq!(
            ways,
            [
                "preparing begin-review internal_review",
                "preparing submit submitted",
                "internal_review submit submitted",
                "internal_review rework preparing",
                "submitted begin-external external_review",
                "submitted take-back preparing",
                "external_review decide decided",
                "external_review send-back preparing",
                "decided follow-up follow_up",
                "decided close closed",
                "decided reconsider external_review",
                "follow_up close closed",
                "closed reopen follow_up",
            ]
        );
    }

    #[test]
    fn whoever_goes_back_says_why() {
        let order = |it: Stage| Stage::ALL.iter().position(|other| *other == it);
        for it in WAYS {
            let back = it.from.iter().any(|from| order(it.to) < order(*from));
            assert_eq!(back, it.needs_reason, "{:?}", it.step);
        }
    }

    #[test]
    fn every_move_has_a_code_of_its_own_and_words() {
        let codes: HashSet<_> = WAYS.iter().map(|it| it.step.code()).collect();
        assert_eq!(codes.len(), WAYS.len());
        for it in WAYS {
            assert_eq!(Move::from_code(it.step.code()), Some(it.step));
            for language in Language::ALL {
                assert_ne!(language.word(&it.step), it.step.key());
                assert_ne!(language.text(&it.step.hint()), it.step.hint());
                assert_ne!(language.word(&it.who), it.who.key());
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_is_decided_that_was_not_handed_over_and_reviewed(
            steps in prop::collection::vec(0..WAYS.len(), 0..40)
        ) {
            let mut stage = Stage::Preparing;
            let mut passed = vec![stage];
            for it in steps {
                if let Some(way) = after(stage, WAYS[it].step) {
                    prop_assert!(way.to != stage);
                    stage = way.to;
                    passed.push(stage);
                }
            }
            if let Some(decided) = passed.iter().position(|it| *it == Stage::Decided) {
                prop_assert_eq!(passed[decided - 1], Stage::ExternalReview);
                prop_assert!(passed[..decided].contains(&Stage::Submitted));
            }
            prop_assert!(ways_from(stage).next().is_some(), "no stage is a dead end");
        }
    }
}
