//! The rules of `docs/readiness.md` as examples, and what must hold of any facts.

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::analyse;
use super::facts::{Action, Evidence, Facts, Link, Options, Rating, Span, Standing, State};
use super::model::{Criterion, Edition, Level, Outcome, Types};
use super::result::{GapKind, Readiness, Severity};
use crate::entities::{EvidenceStatus, Round};
use crate::standards::pack::Rule;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T09:00:00Z").parse().unwrap()
}

fn since(text: &str) -> Span {
    Span { recorded_at: at(text), superseded_at: None }
}

const TODAY: &str = "2026-11-24";

/// Two areas: 1 with 1.1 and 1.2 (which expects a policy), 2 with 2.1. Levels none, part, full.
fn edition() -> Edition {
    let criterion = |code: &str, parent, assessable| Criterion {
        code: code.into(),
        parent,
        assessable,
        weight: 1.0,
        ..Criterion::default()
    };
    let mut policy = Types::default();
    policy.insert(3);
    let level = |code: &str, weight| Level { code: code.into(), weight };
    Edition {
        criteria: vec![
            criterion("1", None, false),
            criterion("1.1", Some(0), true),
            Criterion { expects: policy, ..criterion("1.2", Some(0), true) },
            criterion("2", None, false),
            criterion("2.1", Some(3), true),
        ],
        levels: vec![level("none", 0.0), level("part", 0.5), level("full", 1.0)],
        outcomes: vec![
            Outcome {
                code: "yes".into(),
                rules: vec![Rule::NoCriterionBelow { level: "full".into() }],
            },
            Outcome {
                code: "maybe".into(),
                rules: vec![Rule::OverallAtLeast { level: "part".into() }],
            },
            Outcome { code: "no".into(), rules: vec![] },
        ],
    }
}

fn rating(criterion: u32, level: u8) -> Rating {
    Rating {
        criterion,
        round: Round::Own,
        standing: Standing::Level(level),
        span: since("2026-10-01"),
    }
}

fn accepted(until: Option<&str>) -> Evidence {
    let state = State {
        status: EvidenceStatus::Accepted,
        kind: Some(3),
        document_date: None,
        valid_until: until.map(day),
        review_months: None,
        span: since("2026-09-01"),
    };
    Evidence { reference: "EV-1".into(), states: vec![state], revised_at: None }
}

fn link(evidence: u32, criterion: u32) -> Link {
    Link { evidence, criterion, span: since("2026-09-01") }
}

/// Everything rated in full and proved by one item linked to both areas.
fn ready() -> Facts {
    Facts {
        visit: Some(day("2027-03-01")),
        round: Some(Round::Own),
        ratings: vec![rating(1, 2), rating(2, 2), rating(4, 2)],
        evidence: vec![accepted(None)],
        links: vec![link(0, 0), link(0, 4)],
        ..Facts::default()
    }
}

fn on(facts: &Facts, today: &str) -> Readiness {
    analyse(&edition(), facts, Options::on(day(today)))
}

fn gaps(facts: &Facts) -> Vec<(String, GapKind, Severity)> {
    let found = on(facts, TODAY).gaps;
    found
        .iter()
        .map(|it| (edition().criteria[it.criterion].code.clone(), it.kind, it.severity))
        .collect()
}

fn gap(code: &str, kind: GapKind, severity: Severity) -> (String, GapKind, Severity) {
    (code.into(), kind, severity)
}

#[test]
fn where_all_is_met_and_proved_nothing_is_missing() {
    let found = on(&ready(), TODAY);
    assert_eq!(found.gaps, []);
    assert_eq!(
        (found.whole.index, found.whole.coverage, found.whole.evidenced),
        (100.0, 100.0, 100.0)
    );
    assert_eq!(found.projected.map(|it| (it.outcome, it.decided_by)), Some((0, None)));
    assert!(found.path.is_empty());
}

#[test]
fn nothing_at_all_is_not_rated_and_not_proved() {
    let found = gaps(&Facts::default());
    let both = |code| {
        [
            gap(code, GapKind::NotRated, Severity::Major),
            gap(code, GapKind::NoEvidence, Severity::Major),
        ]
    };
    assert_eq!(found, [both("1.1"), both("1.2"), both("2.1")].concat());
}

#[test]
fn a_rating_below_the_target_is_critical_where_a_rule_asks_for_more() {
    let facts = Facts { ratings: vec![rating(1, 1), rating(2, 2), rating(4, 2)], ..ready() };
    assert_eq!(gaps(&facts), [gap("1.1", GapKind::BelowTarget, Severity::Critical)]);
    let found = on(&facts, TODAY);
    let projected = found.projected.unwrap();
    assert_eq!(projected.outcome, 1);
    assert_eq!(projected.decided_by.unwrap().in_the_way, [1]);
    assert_eq!(found.path, [1]);
}

#[test]
fn a_rating_of_a_clause_holds_of_what_is_below_it_unless_that_is_rated_itself() {
    let facts = Facts { ratings: vec![rating(0, 1), rating(2, 2), rating(3, 2)], ..ready() };
    let found = on(&facts, TODAY);
    let levels: Vec<_> = found.criteria.iter().map(|it| it.level).collect();
    assert_eq!(levels, [Some(1), Some(1), Some(2), Some(2), Some(2)]);
    assert_eq!(found.whole.levels, [0, 1, 2]);
}

#[test]
fn evidence_expires_and_the_visit_is_foreseen() {
    let until = |it| Facts { evidence: vec![accepted(Some(it))], ..ready() };
    let kinds = |facts: &Facts| gaps(facts).into_iter().map(|it| (it.1, it.2)).collect::<Vec<_>>();
    let (expired, before) = (GapKind::Expired, GapKind::ExpiresBeforeVisit);
    let both = |kind, severity| vec![(kind, severity), (kind, severity)];
    assert_eq!(kinds(&until("2027-02-28")), both(before, Severity::Minor));
    assert_eq!(kinds(&until("2027-03-01")), []);
    let found = kinds(&until("2026-11-23"));
    assert_eq!(
        found.iter().filter(|it| **it == (expired, Severity::Major)).count(),
        2,
        "{found:?}"
    );
    assert_eq!(kinds(&until("2026-11-24")), both(before, Severity::Minor));
}

#[test]
fn a_draft_is_no_evidence_and_a_missing_type_is_named() {
    let mut facts = ready();
    facts.evidence[0].states[0].status = EvidenceStatus::Draft;
    let found = gaps(&facts);
    assert!(found.contains(&gap("1", GapKind::NotAccepted, Severity::Minor)), "{found:?}");
    assert!(found.contains(&gap("1.1", GapKind::NoEvidence, Severity::Major)), "{found:?}");
    let mut facts = ready();
    facts.evidence[0].states[0].kind = None;
    assert_eq!(gaps(&facts), [gap("1.2", GapKind::EvidenceTypeMissing, Severity::Minor)]);
}

#[test]
fn raters_two_levels_apart_disagree_and_the_lowest_counts() {
    let facts = Facts { ratings: [ready().ratings, vec![rating(4, 0)]].concat(), ..ready() };
    assert_eq!(
        gaps(&facts),
        [
            gap("2.1", GapKind::BelowTarget, Severity::Critical),
            gap("2.1", GapKind::Disagreement, Severity::Minor)
        ]
    );
}

#[test]
fn what_came_after_the_rating_is_watched() {
    let mut facts = ready();
    facts.evidence[0].revised_at = Some(at("2026-11-01"));
    let found = gaps(&facts);
    assert_eq!(found, [gap("2.1", GapKind::ChangedSinceRated, Severity::Watch)]);
}

#[test]
fn an_action_past_its_date_is_a_gap_until_it_is_done() {
    let action = |done_on| Action {
        criterion: 1,
        title: "Write it".into(),
        owner: String::new(),
        due_on: Some(day("2026-11-01")),
        done_on,
        span: since("2026-09-01"),
    };
    let with = |done_on| Facts { actions: vec![action(done_on)], ..ready() };
    assert_eq!(gaps(&with(None)), [gap("1.1", GapKind::OverdueAction, Severity::Minor)]);
    assert_eq!(gaps(&with(Some(day("2026-11-20")))), []);
}

#[test]
fn planned_actions_lift_what_they_mend_by_their_date() {
    let action = Action {
        criterion: 1,
        title: "Write it".into(),
        owner: String::new(),
        due_on: Some(day("2027-01-10")),
        done_on: None,
        span: since("2026-09-01"),
    };
    let facts = Facts {
        ratings: vec![rating(1, 0), rating(2, 2), rating(4, 2)],
        actions: vec![action],
        ..ready()
    };
    let planned = |as_of| {
        analyse(&edition(), &facts, Options { as_of: day(as_of), planned_actions_done: true })
    };
    assert!(planned("2027-01-09").whole.index < 100.0);
    assert!((planned("2027-01-10").whole.index - 100.0).abs() < f64::EPSILON);
}

#[test]
fn the_past_is_judged_by_what_was_known_then() {
    let mut facts = ready();
    let mut earlier = rating(1, 0);
    earlier.span = Span { recorded_at: at("2026-09-15"), superseded_at: Some(at("2026-10-01")) };
    facts.ratings.push(earlier);
    assert_eq!(on(&facts, "2026-09-20").criteria[1].level, Some(0));
    assert_eq!(on(&facts, "2026-09-14").criteria[1].level, None);
    assert_eq!(on(&facts, TODAY).criteria[1].level, Some(2));
}

#[test]
fn what_does_not_apply_counts_nowhere() {
    let mut facts = ready();
    facts.ratings[2].standing = Standing::NotApplicable;
    facts.links.pop();
    let found = on(&facts, TODAY);
    assert_eq!((found.whole.counted, found.whole.not_applicable, found.gaps.len()), (2, 1, 0));
}

#[test]
fn the_shortest_path_to_a_median_is_half_of_the_way() {
    let facts =
        Facts { target: 1, ratings: vec![rating(1, 0), rating(2, 0), rating(4, 0)], ..ready() };
    assert_eq!(on(&facts, TODAY).path, [1, 2]);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let rating =
        (0_u32..6, 0_u8..4, 0..3_usize, 0_u32..90).prop_map(|(criterion, level, round, back)| {
            Rating {
                criterion,
                round: Round::ALL[round],
                standing: if level == 3 { Standing::NotApplicable } else { Standing::Level(level) },
                span: Span {
                    recorded_at: at(TODAY) - chrono::Duration::days(back.into()),
                    superseded_at: None,
                },
            }
        });
    let evidence = (0..5_usize, proptest::option::of(0_u16..6), -60_i64..60).prop_map(
        |(status, kind, until)| {
            let mut it = accepted(None);
            it.states[0].status = EvidenceStatus::ALL[status];
            it.states[0].kind = kind;
            it.states[0].valid_until = Some(day(TODAY) + chrono::Duration::days(until));
            it
        },
    );
    let links = proptest::collection::vec((0_u32..5, 0_u32..6).prop_map(|(e, c)| link(e, c)), 0..8);
    (
        proptest::collection::vec(rating, 0..8),
        proptest::collection::vec(evidence, 0..5),
        links,
        0..3_usize,
        0..3_usize,
    )
        .prop_map(|(ratings, mut evidence, links, round, target)| {
            for (number, it) in evidence.iter_mut().enumerate() {
                it.reference = format!("EV-{number}");
            }
            Facts {
                target,
                round: Some(Round::ALL[round]),
                ratings,
                evidence,
                links,
                visit: Some(day("2027-01-01")),
                actions: vec![],
            }
        })
}

fn figures(it: &Readiness) -> (f64, f64, f64) {
    (it.whole.index, it.whole.coverage, it.whole.evidenced)
}

proptest! {
    #[test]
    fn every_figure_is_between_0_and_100(facts in any_facts()) {
        let found = on(&facts, TODAY);
        for summary in found.areas.iter().map(|it| &it.summary).chain([&found.whole]) {
            for figure in [summary.index, summary.coverage, summary.evidenced] {
                prop_assert!((0.0..=100.0).contains(&figure), "{figure}");
            }
        }
    }

    #[test]
    fn an_edition_with_nothing_to_assess_divides_by_nothing(facts in any_facts()) {
        let mut nothing = edition();
        for it in &mut nothing.criteria {
            it.assessable = false;
        }
        for edition in [nothing, Edition::default()] {
            let facts = if edition.criteria.is_empty() { Facts::default() } else { facts.clone() };
            let found = analyse(&edition, &facts, Options::on(day(TODAY)));
            prop_assert_eq!(figures(&found), (0.0, 100.0, 100.0));
        }
    }

    #[test]
    fn more_evidence_never_lowers_a_figure(facts in any_facts(), criterion in 0_u32..5) {
        let before = figures(&on(&facts, TODAY));
        let mut more = facts.clone();
        more.evidence.push(accepted(None));
        more.links.push(link(u32::try_from(more.evidence.len() - 1).unwrap(), criterion));
        let after = figures(&on(&more, TODAY));
        prop_assert!(after.0 >= before.0 && after.1 >= before.1 && after.2 >= before.2);
    }

    #[test]
    fn the_order_of_what_is_told_does_not_count(facts in any_facts()) {
        let mut turned = facts.clone();
        turned.ratings.reverse();
        turned.links.reverse();
        let (one, other) = (on(&facts, TODAY), on(&turned, TODAY));
        prop_assert_eq!(one.gaps, other.gaps);
        prop_assert_eq!(one.criteria, other.criteria);
        prop_assert_eq!(one.whole, other.whole);
    }

    #[test]
    fn a_better_rating_never_leads_to_a_worse_outcome(facts in any_facts(), which in 0..8_usize) {
        let before = on(&facts, TODAY).projected.map(|it| it.outcome);
        let mut better = facts.clone();
        if let Some(it) = better.ratings.get_mut(which)
            && let Standing::Level(level) = it.standing
        {
            it.standing = Standing::Level((level + 1).min(2));
        }
        prop_assert!(on(&better, TODAY).projected.map(|it| it.outcome) <= before);
    }

    #[test]
    fn lifting_the_path_reaches_the_target(facts in any_facts()) {
        let found = on(&facts, TODAY);
        let mut lifted = facts.clone();
        let round = facts.round.unwrap();
        for at in &found.path {
            let criterion = u32::try_from(*at).unwrap();
            lifted.ratings.retain(|it| it.criterion != criterion || it.round != round);
            lifted.ratings.push(Rating { criterion, round, standing: Standing::Level(2), span: since("2026-10-01") });
        }
        prop_assert!(on(&lifted, TODAY).projected.is_some_and(|it| it.outcome <= facts.target));
    }
}
