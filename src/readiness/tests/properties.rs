//! What must hold of any facts.

use proptest::prelude::*;

use super::*;

pub(super) fn any_facts() -> impl Strategy<Value = Facts> {
    let rating =
        (0_u32..6, 0_u8..4, 0..3_usize, 0_u32..90).prop_map(|(criterion, level, round, back)| {
            Rating {
                criterion,
                round: Round::ALL[round],
                standing: if level == 3 { Standing::NotApplicable } else { Standing::Level(level) },
                second: None,
                score: None,
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
                ..Facts::default()
            }
        })
}

fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
    let level = || (0..3_usize).prop_map(|it| ["none", "part", "full"][it].to_owned());
    let rule = prop_oneof![
        level().prop_map(|level| Rule::NoCriterionBelow { level }),
        level().prop_map(|level| Rule::MandatoryAtLeast { level }),
        (level(), 0.0..1.0).prop_map(|(level, share)| Rule::share(level, share)),
        level().prop_map(|level| Rule::AreaAtLeast { level }),
        level().prop_map(|level| Rule::OverallAtLeast { level }),
        (0.0..100.0).prop_map(Rule::index),
        Just(Rule::NoOpenMajor {}),
    ];
    proptest::collection::vec(rule, 0..4)
}

/// Uneven weights, something mandatory, and any rules.
pub(super) fn any_edition() -> impl Strategy<Value = Edition> {
    let weights = proptest::collection::vec(0.0..5.0, 5);
    (any_rules(), any_rules(), weights, 0..5_usize).prop_map(|(best, next, weights, mandatory)| {
        let mut edition = edition();
        edition.outcomes[0].rules = best;
        edition.outcomes[1].rules = next;
        edition.criteria[mandatory].mandatory = true;
        for (criterion, weight) in edition.criteria.iter_mut().zip(weights) {
            criterion.weight = weight;
        }
        edition
    })
}

fn figures(it: &Readiness) -> (f64, f64, f64) {
    (index(&it.whole), it.whole.coverage, it.whole.evidenced)
}

/// Place of an evidence item once all are reversed; the same where there is none.
fn last_first(facts: &Facts, place: u32) -> u32 {
    u32::try_from(facts.evidence.len()).unwrap().checked_sub(place + 1).unwrap_or(place)
}

proptest! {
    #[test]
    fn every_figure_is_between_0_and_100(facts in any_facts()) {
        let found = on(&facts, TODAY);
        for summary in found.areas.iter().map(|it| &it.summary).chain([&found.whole]) {
            for figure in [index(summary), summary.coverage, summary.evidenced] {
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
            prop_assert_eq!((found.whole.index.unwrap_or(0.0), found.whole.coverage, found.whole.evidenced), (0.0, 100.0, 100.0));
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
        turned.evidence.reverse();
        for link in &mut turned.links {
            link.evidence = last_first(&facts, link.evidence);
        }
        let (one, other) = (on(&facts, TODAY), on(&turned, TODAY));
        let mut gaps = other.gaps;
        for gap in &mut gaps {
            if let About::Evidence(it, _) = &mut gap.about {
                *it = last_first(&facts, *it);
            }
        }
        gaps.sort_by_key(|it| (it.criterion, it.severity, it.kind, it.about));
        prop_assert_eq!(one.gaps, gaps);
        prop_assert_eq!(one.criteria, other.criteria);
        prop_assert_eq!(one.whole, other.whole);
        prop_assert_eq!(one.path, other.path);
    }

    #[test]
    fn a_better_rating_never_leads_to_a_worse_outcome(edition in any_edition(), facts in any_facts(), which in 0..8_usize) {
        let on = |facts: &Facts| analyse(&edition, facts, Options::on(day(TODAY)));
        let before = on(&facts).projected.map(|it| it.outcome);
        let mut better = facts.clone();
        if let Some(it) = better.ratings.get_mut(which)
            && let Standing::Level(level) = it.standing
        {
            it.standing = Standing::Level((level + 1).min(2));
        }
        prop_assert!(on(&better).projected.map(|it| it.outcome) <= before);
    }

    #[test]
    fn a_nonconformity_never_leads_to_a_better_outcome(edition in any_edition(), facts in any_facts(), criterion in 0_u32..5, is_major in proptest::bool::ANY) {
        let on = |facts: &Facts| analyse(&edition, facts, Options::on(day(TODAY)));
        let before = on(&facts);
        let mut worse = facts.clone();
        let span = since("2026-11-01");
        worse.findings.push(Finding { id: FindingId(1), criterion: Some(criterion), name: "F-1".into(), is_major, due_on: None, span });
        let after = on(&worse);
        let outcome = |it: &Readiness| it.projected.as_ref().map(|it| it.outcome);
        prop_assert!(before.whole.counted == 0 || outcome(&after) >= outcome(&before));
        prop_assert_eq!(before.whole.index, after.whole.index);
        // What is lost with a better outcome may have to be made good in another way; what is still reached, not.
        let reached = |it: &Readiness| outcome(it).is_some_and(|it| it <= facts.target);
        prop_assert!(!(reached(&before) && reached(&after)) || after.path.is_empty());
        prop_assert_eq!(after.gaps.len(), before.gaps.len() + 1);
    }

    #[test]
    fn lifting_the_path_reaches_the_target(edition in any_edition(), facts in any_facts()) {
        let on = |facts: &Facts| analyse(&edition, facts, Options::on(day(TODAY)));
        let found = on(&facts);
        let mut lifted = facts.clone();
        let round = facts.round.unwrap();
        for at in &found.path {
            let criterion = u32::try_from(*at).unwrap();
            lifted.ratings.retain(|it| it.criterion != criterion || it.round != round);
            lifted.ratings.push(Rating { round, ..rating(criterion, 2) });
        }
        prop_assert!(found.whole.counted == 0 || on(&lifted).projected.is_some_and(|it| it.outcome <= facts.target));
    }

    #[test]
    fn a_later_day_never_mends_an_expiry(facts in any_facts(), later in 0_i64..120) {
        let expiring = |today: NaiveDate| {
            let found = analyse(&edition(), &facts, Options::on(today));
            let gaps = found.gaps.into_iter();
            gaps.filter(|it| matches!(it.kind, GapKind::Expired | GapKind::ExpiresBeforeVisit))
                .map(|it| (it.criterion, it.about))
                .collect::<Vec<_>>()
        };
        let then = expiring(day(TODAY) + chrono::Duration::days(later));
        for gap in expiring(day(TODAY)) {
            prop_assert!(then.contains(&gap), "{gap:?}");
        }
    }

    #[test]
    fn what_is_said_of_a_clause_is_said_of_each_below_it_that_is_silent(facts in any_facts(), level in 0_u8..3) {
        let mut silent = facts;
        silent.ratings.retain(|it| !(0..3).contains(&it.criterion));
        let mut above = silent.clone();
        above.ratings.push(rating(0, level));
        let mut each = silent;
        each.ratings.extend([rating(1, level), rating(2, level)]);
        let (above, each) = (on(&above, TODAY), on(&each, TODAY));
        prop_assert_eq!(above.whole, each.whole);
        prop_assert_eq!(above.path, each.path);
    }

    #[test]
    fn what_does_not_apply_leaves_every_denominator(facts in any_facts()) {
        let mut without = facts.clone();
        without.ratings.retain(|it| it.criterion != 4 && it.criterion != 3);
        let apart = Rating { round: facts.round.unwrap(), standing: Standing::NotApplicable, ..rating(4, 0) };
        without.ratings.push(apart);
        let mut smaller = edition();
        smaller.criteria[4].assessable = false;
        let less = analyse(&smaller, &without, Options::on(day(TODAY)));
        let found = on(&without, TODAY);
        prop_assert_eq!(figures(&found), figures(&less));
        prop_assert_eq!(found.whole.counted, 2 - found.criteria[1..3].iter().filter(|it| it.not_applicable).count());
    }

    #[test]
    fn gaps_come_by_criterion_and_the_heaviest_first(facts in any_facts()) {
        let found = on(&facts, TODAY).gaps;
        prop_assert!(found.is_sorted_by_key(|it| (it.criterion, it.severity, it.kind, it.about)));
    }
}
