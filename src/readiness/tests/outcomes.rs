//! Decision rules, and the path to the target.

use super::*;

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
fn the_shortest_path_to_a_median_is_half_of_the_way() {
    let facts =
        Facts { target: 1, ratings: vec![rating(1, 0), rating(2, 0), rating(4, 0)], ..ready() };
    assert_eq!(on(&facts, TODAY).path, [1, 2]);
}

/// What one rule makes of three ratings (1.1, 1.2, 2.1; 2.1 is mandatory): whether it holds, and the path to it.
fn under(rule: Rule, levels: [Option<u8>; 3]) -> (bool, Vec<usize>) {
    let mut edition = edition();
    edition.criteria[4].mandatory = true;
    edition.outcomes[0].rules = vec![rule];
    edition.outcomes.remove(1);
    let rated = [1, 2, 4].into_iter().zip(levels);
    let ratings = rated.filter_map(|(at, level)| Some(rating(at, level?))).collect();
    let found = analyse(&edition, &Facts { ratings, ..ready() }, Options::on(day(TODAY)));
    (found.projected.unwrap().outcome == 0, found.path)
}

#[test]
fn each_rule_says_when_it_holds_and_which_criteria_to_lift() {
    let level = || "part".to_owned();
    let no_criterion_below = || Rule::NoCriterionBelow { level: level() };
    let mandatory = || Rule::MandatoryAtLeast { level: level() };
    let half = || Rule::share(level(), 0.5);
    let areas = || Rule::AreaAtLeast { level: level() };
    let overall = || Rule::OverallAtLeast { level: level() };
    let index = Rule::index;
    let (a, b, c) = (Some(0), Some(1), Some(2));
    for (rule, levels, expected) in [
        (no_criterion_below(), [b, c, b], (true, vec![])),
        (no_criterion_below(), [a, c, None], (false, vec![1, 4])),
        (mandatory(), [a, None, b], (true, vec![])),
        (mandatory(), [c, c, a], (false, vec![4])),
        (mandatory(), [c, c, None], (false, vec![4])),
        (half(), [a, b, b], (true, vec![])),
        // Two of three are needed; rated ones lack less than unrated ones.
        (half(), [None, a, b], (false, vec![2])),
        (areas(), [b, c, b], (true, vec![])),
        // The lower median of two is the lower one.
        (areas(), [a, c, b], (false, vec![1])),
        (areas(), [c, c, a], (false, vec![4])),
        (overall(), [a, b, b], (true, vec![])),
        (overall(), [None, a, c], (false, vec![2])),
        (Rule::OverallAtLeast { level: "none".into() }, [None, None, None], (true, vec![])),
        (index(50.0), [b, b, b], (true, vec![])),
        // The one that gains most is enough.
        (index(60.0), [b, b, a], (false, vec![4])),
        (index(100.0), [b, c, b], (false, vec![1, 4])),
    ] {
        assert_eq!(under(rule.clone(), levels), expected, "{rule:?} {levels:?}");
    }
}

#[test]
fn a_criterion_that_must_rise_anyway_is_not_lifted_beside_another() {
    let mut edition = edition();
    edition.criteria[4].mandatory = true;
    let level = || "full".to_owned();
    edition.outcomes[0].rules =
        vec![Rule::share(level(), 0.6), Rule::MandatoryAtLeast { level: level() }];
    let ratings = vec![rating(1, 2), rating(2, 1), rating(4, 0)];
    let found = analyse(&edition, &Facts { ratings, ..ready() }, Options::on(day(TODAY)));
    assert_eq!(found.path, [4]);
}

#[test]
fn an_index_that_single_levels_do_not_reach_is_still_reached_by_the_path() {
    let mut edition = edition();
    edition.outcomes[0].rules =
        vec![Rule::NoCriterionBelow { level: "part".into() }, Rule::index(80.0)];
    let ratings = vec![rating(1, 1), rating(2, 1), rating(4, 1)];
    let found = analyse(&edition, &Facts { ratings, ..ready() }, Options::on(day(TODAY)));
    assert_eq!(found.path, [1, 2]);
    let decision = found.projected.unwrap().decided_by.unwrap();
    assert_eq!((decision.outcome, decision.in_the_way), (0, vec![1, 2, 4]));
}
