//! Each check as an example: the facts that it follows from, and that it is gone without them.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::{About, Check, Found, Ground, Place, Said, checks};
use crate::entities::{CheckKind, EvidenceStatus, Round, UserId};
use crate::readiness::analyse;
use crate::readiness::facts::{
    Action, Evidence, Facts, Link, Options, Rating, Revision, Reworded, Span, Standing, State,
};
use crate::readiness::model::{Criterion, Edition, Level, Outcome, Types};
use crate::standards::pack::Rule;

const TODAY: &str = "2026-11-24";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn since(text: &str) -> Span {
    let recorded_at: DateTime<Utc> = format!("{text}T09:00:00Z").parse().unwrap();
    Span { recorded_at, superseded_at: None }
}

/// Facts about two criteria of which the first expects a type and is mandatory; the target needs the best of three levels.
struct Case {
    edition: Edition,
    facts: Facts,
    places: Vec<Place>,
    said: Vec<Said>,
    findings: Vec<Found>,
}

impl Case {
    fn new() -> Self {
        let mut expects = Types::default();
        expects.insert(3);
        let first = Criterion {
            assessable: true,
            mandatory: true,
            weight: 1.0,
            expects,
            ..Criterion::default()
        };
        let second = Criterion { assessable: true, weight: 1.0, ..Criterion::default() };
        let level = |code: &str, weight| Level { code: code.into(), weight: Some(weight) };
        let rules = vec![Rule::NoCriterionBelow { level: "full".into() }];
        let outcomes = vec![
            Outcome { code: "yes".into(), rules },
            Outcome { code: "no".into(), rules: Vec::new() },
        ];
        let levels = vec![level("none", 0.0), level("part", 0.5), level("full", 1.0)];
        let edition = Edition { criteria: vec![first, second], levels, outcomes, percent: false };
        let place = Place { is_in_scope: true, is_assessable: true, is_withheld: false };
        let facts = Facts { round: Some(Round::Own), ..Facts::default() };
        let (said, findings) = (Vec::new(), Vec::new());
        Self { edition, facts, places: vec![place; 2], said, findings }
    }

    /// Somebody says something of a criterion, with a word of why or without.
    fn said(&mut self, criterion: u32, round: Round, standing: Standing, is_explained: bool) {
        let span = since("2026-10-01");
        let rating = Rating { criterion, round, standing, second: None, score: None, span };
        self.facts.ratings.push(rating);
        self.said.push(Said {
            criterion: criterion as usize,
            round,
            user: None,
            standing,
            is_explained,
            recorded_at: span.recorded_at,
            edits: 0,
        });
    }

    /// An item that is linked to a criterion, with a file that came on a day.
    fn item(&mut self, criterion: u32, status: EvidenceStatus, file: Option<&str>) -> &mut State {
        let evidence = u32::try_from(self.facts.evidence.len()).unwrap();
        let span = since("2026-09-01");
        let state = State {
            status,
            kind: None,
            document_date: None,
            valid_from: None,
            valid_until: None,
            review_months: None,
            span,
        };
        self.facts.evidence.push(Evidence { reference: "E".into(), states: vec![state] });
        self.facts.links.push(Link { evidence, criterion, span });
        if let Some(day) = file {
            let recorded_at = since(day).recorded_at;
            self.facts.revisions.push(Revision { evidence, recorded_at });
        }
        &mut self.facts.evidence[evidence as usize].states[0]
    }

    fn checks(&self) -> Vec<Check> {
        let mut edition = self.edition.clone();
        for (it, place) in edition.criteria.iter_mut().zip(&self.places) {
            it.assessable &= place.is_in_scope && !place.is_withheld;
        }
        let readiness = analyse(&edition, &self.facts, Options::on(day(TODAY)));
        checks(&Ground {
            edition: &edition,
            facts: &self.facts,
            criteria: &readiness.criteria,
            gaps: &readiness.gaps,
            places: &self.places,
            said: &self.said,
            findings: &self.findings,
            as_of: day(TODAY),
        })
    }

    fn has(&self, kind: CheckKind) -> bool {
        self.checks().iter().any(|it| it.kind == kind)
    }
}

const FULL: Standing = Standing::Level(2);
const NONE: Standing = Standing::Level(0);

#[test]
fn no_facts_no_checks() {
    assert!(Case::new().checks().is_empty());
}

#[test]
fn a_good_rating_needs_something_accepted_and_no_more_than_the_evidence_supports() {
    let mut case = Case::new();
    case.said(0, Round::Own, FULL, true);
    assert!(case.has(CheckKind::RatedUnproved));
    let before = case.checks();
    case.item(0, EvidenceStatus::Accepted, Some("2026-09-01"));
    assert!(!case.has(CheckKind::RatedUnproved));
    assert!(case.has(CheckKind::AboveEvidence), "it is of another type than the expected");
    case.facts.evidence[0].states[0].kind = Some(3);
    assert!(case.checks().is_empty(), "{:?}", case.checks());
    case.facts.evidence[0].states[0].valid_until = Some(day("2026-11-23"));
    let after = case.checks();
    let stamp = |all: &[Check]| {
        all.iter().find(|it| it.kind == CheckKind::RatedUnproved).map(|it| it.stamp.clone())
    };
    assert!(stamp(&before).is_some() && stamp(&before) != stamp(&after), "the facts changed");
    assert!(case.has(CheckKind::AcceptedExpired));
}

#[test]
fn what_is_below_the_target_needs_a_plan_and_a_done_plan_another_look() {
    let mut case = Case::new();
    case.said(1, Round::Own, NONE, true);
    assert!(case.has(CheckKind::BelowUnplanned));
    case.facts.actions.push(Action {
        criterion: 1,
        title: String::new(),
        owner: String::new(),
        due_on: None,
        done_on: None,
        span: since("2026-10-02"),
    });
    assert!(case.checks().is_empty(), "{:?}", case.checks());
    case.facts.actions[0].done_on = Some(day(TODAY));
    assert!(case.has(CheckKind::DoneStillBelow) && !case.has(CheckKind::BelowUnplanned));
    let changed = Some(since("2026-10-03").recorded_at);
    case.findings.push(Found { criterion: 1, is_planned: true, changed });
    assert!(case.checks().is_empty(), "a finding is worked off: {:?}", case.checks());
    case.findings[0].is_planned = false;
    assert!(case.has(CheckKind::DoneStillBelow));
}

#[test]
fn words_are_missing_below_the_best_level_and_where_it_does_not_apply() {
    for (standing, explained, kind) in [
        (NONE, false, Some(CheckKind::RatedUnexplained)),
        (NONE, true, None),
        (FULL, false, None),
        (Standing::NotApplicable, false, Some(CheckKind::NotApplicableUnexplained)),
        (Standing::NotApplicable, true, None),
    ] {
        let mut case = Case::new();
        case.said(1, Round::Own, standing, explained);
        for it in [CheckKind::RatedUnexplained, CheckKind::NotApplicableUnexplained] {
            assert_eq!(case.has(it), kind == Some(it), "{standing:?} {explained}");
        }
    }
}

#[test]
fn what_is_out_of_scope_is_neither_rated_nor_mandatory_and_what_is_withheld_tells_nothing() {
    let mut case = Case::new();
    case.said(0, Round::Own, FULL, true);
    case.places[0].is_in_scope = false;
    let found: Vec<CheckKind> = case.checks().iter().map(|it| it.kind).collect();
    assert_eq!(found, [CheckKind::RatedExcluded, CheckKind::MandatoryExcluded]);
    case.places[0].is_withheld = true;
    assert!(case.checks().is_empty(), "{:?}", case.checks());
}

#[test]
fn reviewers_and_determinations_are_held_against_what_others_say() {
    let mut case = Case::new();
    case.said(1, Round::Own, FULL, true);
    case.said(1, Round::Internal, NONE, true);
    assert!(case.has(CheckKind::SelfFarAbove));
    let span = since("2026-10-05");
    let round = Round::Internal;
    let mut determined = Rating {
        criterion: 1,
        round,
        standing: Standing::Level(1),
        second: None,
        score: None,
        span,
    };
    case.facts.determinations.push(determined);
    assert!(case.has(CheckKind::DeterminedApart) && !case.has(CheckKind::SelfFarAbove));
    determined.standing = NONE;
    case.facts.determinations[0] = determined;
    assert!(!case.has(CheckKind::DeterminedApart));
}

#[test]
fn what_a_rater_said_of_the_clause_above_they_said_of_what_is_below() {
    let mut case = Case::new();
    case.edition.criteria[1].parent = Some(0);
    case.said(0, Round::Internal, NONE, true);
    let rating = case.facts.ratings[0];
    case.facts.determinations.push(Rating { criterion: 1, ..rating });
    assert!(!case.has(CheckKind::DeterminedApart));
    case.facts.determinations[0].standing = FULL;
    assert!(case.has(CheckKind::DeterminedApart));
    // Another rated it itself, and so.
    case.said(1, Round::Internal, FULL, true);
    case.said[1].user = Some(UserId(2));
    assert!(!case.has(CheckKind::DeterminedApart));
    // What one said of the criterion itself takes the place of what they said above.
    case.said[1].user = None;
    case.facts.determinations[0].standing = NONE;
    assert!(case.has(CheckKind::DeterminedApart));
}

#[test]
fn a_self_assessment_that_is_newer_than_the_review_is_told() {
    let mut case = Case::new();
    case.facts.round = Some(Round::External);
    case.said(1, Round::Own, FULL, true);
    case.said(1, Round::External, FULL, true);
    assert!(!case.has(CheckKind::SelfChanged));
    case.facts.ratings[0].span = since("2026-10-02");
    assert!(case.has(CheckKind::SelfChanged));
}

#[test]
fn what_was_rated_in_other_words_is_told_until_it_is_rated_anew() {
    let mut case = Case::new();
    case.said(1, Round::Own, FULL, true);
    case.item(1, EvidenceStatus::Accepted, Some("2026-09-01"));
    let span = since("2026-10-01");
    case.facts.reworded.push(Reworded { criterion: 1, round: Round::Own, span });
    let found = case.checks();
    let told: Vec<_> = found.iter().map(|it| (it.criterion, it.kind, it.about)).collect();
    assert_eq!(told, [(1, CheckKind::RatedReworded, About::Criterion)]);
    // What may stand may stand no longer once somebody rated anew.
    case.said[0].recorded_at = since("2026-10-02").recorded_at;
    assert_ne!(case.checks()[0].stamp, found[0].stamp);
    case.facts.reworded[0].span.superseded_at = Some(since("2026-10-03").recorded_at);
    assert!(case.checks().is_empty(), "{:?}", case.checks());
}

#[test]
fn evidence_is_told_once_for_what_is_strange_about_it() {
    let mut case = Case::new();
    case.item(1, EvidenceStatus::Accepted, None);
    case.item(1, EvidenceStatus::Returned, Some("2026-09-01")).document_date =
        Some(day("2026-11-25"));
    let twice = case.facts.links[1];
    case.facts.links.push(Link { criterion: 0, ..twice });
    let found: Vec<CheckKind> = case.checks().iter().map(|it| it.kind).collect();
    assert_eq!(found, [CheckKind::AcceptedEmpty, CheckKind::ReturnedLinked, CheckKind::DatedLater]);
    let mut case = Case::new();
    case.said(1, Round::Own, FULL, true);
    case.item(1, EvidenceStatus::Accepted, Some("2026-11-01"));
    assert!(case.has(CheckKind::ChangedSinceRated));
    case.facts.revisions[0].recorded_at = since("2026-09-01").recorded_at;
    assert!(case.checks().is_empty(), "{:?}", case.checks());
}

#[test]
fn one_item_for_very_many_criteria_is_asked_about() {
    let mut case = Case::new();
    let one = case.edition.criteria[1].clone();
    case.edition.criteria = vec![one; 21];
    case.places = vec![case.places[0]; 21];
    case.item(0, EvidenceStatus::Submitted, Some("2026-09-01"));
    for criterion in 1..20 {
        let link = Link { criterion, ..case.facts.links[0] };
        case.facts.links.push(link);
    }
    assert!(!case.has(CheckKind::ProvesMuch), "twenty are usual");
    let link = Link { criterion: 20, ..case.facts.links[0] };
    case.facts.links.push(link);
    assert!(case.has(CheckKind::ProvesMuch));
}
