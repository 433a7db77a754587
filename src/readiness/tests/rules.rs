//! Rules as data: scales without weights, in percent or with two axes, numbers that are filled in, and how it is all explained.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::properties::{any_edition, any_facts};
use super::*;
use crate::readiness::result::{Decided, Measured};

fn weightless() -> Edition {
    let mut edition = edition();
    for level in &mut edition.levels {
        level.weight = None;
    }
    edition
}

/// None from 0, part from 40, full from 90.
fn in_percent() -> Edition {
    let mut edition = Edition { percent: true, ..edition() };
    for (level, from) in edition.levels.iter_mut().zip([0.0, 0.4, 0.9]) {
        level.weight = Some(from);
    }
    edition
}

fn scored(criterion: u32, level: u8, score: f64) -> Rating {
    Rating { score: Some(score), ..rating(criterion, level) }
}

fn open_share(level: &str) -> Rule {
    Rule::ShareAtLeast {
        level: level.into(),
        share: None,
        setting: Some("enough".into()),
        title: serde_json::from_str(r#"{"en":"Share"}"#).unwrap(),
    }
}

fn of(edition: &Edition, ratings: Vec<Rating>) -> Readiness {
    analyse(edition, &Facts { ratings, ..ready() }, Options::on(day(TODAY)))
}

#[test]
fn without_weights_there_is_no_index_but_the_rules_are_decided() {
    let found = of(&weightless(), vec![rating(1, 2), rating(2, 2), rating(4, 1)]);
    assert_eq!(found.whole.index, None);
    assert!(found.areas.iter().all(|it| it.summary.index.is_none()));
    assert_eq!(found.projected.unwrap().outcome, 1);
    assert_eq!((found.path, found.criteria[1].needed), (vec![4], 2));
    let mut edition = weightless();
    edition.outcomes[0].rules = vec![Rule::index(0.0)];
    assert_eq!(of(&edition, ready().ratings).verdicts[0].decided, Decided::Fails);
}

#[test]
fn an_open_major_bars_an_outcome_and_no_level_lifts_it_away() {
    let mut edition = edition();
    edition.outcomes[0].rules.push(Rule::NoOpenMajor {});
    let finding = |criterion, is_major| Finding {
        id: FindingId(1),
        criterion,
        name: "F-1".into(),
        is_major,
        due_on: None,
        span: since("2026-11-01"),
    };
    let with =
        |findings| analyse(&edition, &Facts { findings, ..ready() }, Options::on(day(TODAY)));
    assert_eq!(with(vec![finding(Some(1), false)]).projected.unwrap().outcome, 0);
    let barred = with(vec![finding(Some(4), true), finding(None, true), finding(Some(1), true)]);
    let projected = barred.projected.unwrap();
    let decision = projected.decided_by.unwrap();
    assert_eq!((projected.outcome, decision.rule), (1, Rule::NoOpenMajor {}));
    assert_eq!((decision.in_the_way, barred.path.len()), (vec![1, 4], 0));
    assert_eq!(barred.verdicts[0].rules.last().unwrap().measured, Measured::Majors(3));
    let severities: Vec<_> = barred.gaps.iter().map(|it| it.severity).collect();
    assert_eq!(severities, [Severity::Critical; 3]);
}

#[test]
fn the_lower_of_two_axes_counts_and_both_are_told() {
    let both =
        |criterion, first, second| Rating { second: Some(second), ..rating(criterion, first) };
    let found = of(&edition(), vec![both(1, 2, 1), both(2, 1, 2), both(4, 2, 2)]);
    let levels: Vec<_> = [1, 2, 4].map(|it: usize| found.criteria[it].level).into();
    assert_eq!(levels, [Some(1), Some(1), Some(2)]);
    assert_eq!(found.criteria[1].axes, [Some(2), Some(1)]);
    let about: Vec<_> = found.gaps.iter().map(|it| it.about).collect();
    assert_eq!(
        about,
        [
            About::Axes { first: 2, second: 1, needed: 2 },
            About::Axes { first: 1, second: 2, needed: 2 }
        ]
    );
}

#[test]
fn in_percent_the_index_is_made_of_scores_and_the_rules_go_by_levels() {
    let found = of(&in_percent(), vec![scored(1, 2, 95.0), scored(2, 1, 50.0), rating(4, 2)]);
    // A level without a score counts the least score of the level.
    assert!((index(&found.whole) - (95.0 + 50.0 + 90.0) / 3.0).abs() < 1e-9);
    assert_eq!((found.whole.levels.clone(), found.path.clone()), (vec![0, 1, 2], vec![2]));
    let mut edition = in_percent();
    edition.outcomes[0].rules = vec![Rule::index(97.0)];
    assert_eq!(
        of(&edition, vec![scored(1, 2, 95.0), scored(2, 2, 95.0), rating(4, 2)]).path,
        [1, 4]
    );
}

#[test]
fn scales_of_1_to_5_and_of_0_to_100_give_the_same_index_and_unscored_rows_are_unrated() {
    let mut five = edition();
    five.levels = (0..5)
        .zip([0.0, 0.25, 0.5, 0.75, 1.0])
        .map(|(it, weight)| Level { code: it.to_string(), weight: Some(weight) })
        .collect();
    let graded = of(&five, vec![rating(1, 3), rating(2, 1)]);
    let scored = of(&in_percent(), vec![scored(1, 1, 75.0), scored(2, 0, 25.0)]);
    assert_eq!(graded.whole.index, scored.whole.index);
    assert_eq!((graded.whole.rated, scored.whole.rated, scored.criteria[4].level), (2, 2, None));
    assert!((scored.whole.coverage - 200.0 / 3.0).abs() < 1e-9);
}

#[test]
fn a_number_that_nobody_filled_in_leaves_its_outcome_open_and_is_no_guess() {
    let mut edition = edition();
    edition.outcomes[0].rules.push(open_share("full"));
    let found = of(&edition, ready().ratings);
    assert!(found.projected.is_none() && found.path.is_empty());
    let decided: Vec<_> = found.verdicts.iter().map(|it| it.decided).collect();
    assert_eq!(decided, [Decided::Undecidable, Decided::Holds, Decided::Holds]);
    assert_eq!(found.verdicts[0].rules[1].measured, Measured::Criteria { held: 3, of: 3 });
    // What fails already is decided without it.
    let found = of(&edition, vec![rating(1, 1), rating(2, 2), rating(4, 2)]);
    assert_eq!(found.projected.unwrap().outcome, 1);
}

#[test]
fn a_setting_is_filled_in_only_by_a_number_in_its_range() {
    for (number, is_open) in
        [(0.0, false), (1.0, false), (-0.01, true), (1.01, true), (f64::NAN, true)]
    {
        let settings = BTreeMap::from([("enough".to_owned(), number)]);
        assert_eq!(open_share("full").filled(&settings).is_open(), is_open, "{number}");
    }
    let published = Rule::share("full", 0.5);
    assert_eq!(published.filled(&BTreeMap::from([("enough".into(), 0.9)])), published);
}

#[test]
fn every_rule_says_what_it_measured_and_what_is_in_its_way() {
    let mut edition = edition();
    let level = || "full".to_owned();
    edition.criteria[4].mandatory = true;
    edition.outcomes[0].rules = vec![
        Rule::NoCriterionBelow { level: level() },
        Rule::MandatoryAtLeast { level: level() },
        Rule::share(level(), 0.6),
        Rule::AreaAtLeast { level: level() },
        Rule::OverallAtLeast { level: level() },
        Rule::index(90.0),
    ];
    let found = of(&edition, vec![rating(1, 2), rating(2, 2), rating(4, 1)]);
    let rules = &found.verdicts[0].rules;
    let told: Vec<_> = rules.iter().map(|it| (it.decided, &it.measured)).collect();
    let (yes, no) = (Decided::Holds, Decided::Fails);
    let (two, none) =
        (Measured::Criteria { held: 2, of: 3 }, Measured::Criteria { held: 0, of: 1 });
    let areas = Measured::Areas { held: 1, of: 2, below: vec![(3, 1)] };
    let (overall, index) = (Measured::Overall(2), rules[5].measured.clone());
    assert_eq!(
        told,
        [(no, &two), (no, &none), (yes, &two), (no, &areas), (yes, &overall), (no, &index)]
    );
    assert!(matches!(index, Measured::Index(it) if (it - 250.0 / 3.0).abs() < 1e-9));
    let way: Vec<_> = rules.iter().map(|it| it.in_the_way.clone()).collect();
    assert_eq!(way, [vec![4], vec![4], vec![], vec![4], vec![], vec![4]]);
}

#[test]
fn an_empty_framework_and_one_of_which_nothing_applies_have_no_verdicts() {
    let mut ratings = ready().ratings;
    for it in &mut ratings {
        it.standing = Standing::NotApplicable;
    }
    for edition in [edition(), weightless(), in_percent()] {
        assert!(of(&edition, ratings.clone()).verdicts.is_empty());
    }
    let empty = analyse(&Edition::default(), &Facts::default(), Options::on(day(TODAY)));
    assert!(empty.verdicts.is_empty() && empty.projected.is_none() && empty.whole.index.is_none());
}

proptest! {
    #[test]
    fn filling_a_setting_in_only_makes_it_decidable(
        mut edition in any_edition(), facts in any_facts(), share in 0.0..1.0, first in any::<bool>()
    ) {
        let outcome = usize::from(!first);
        edition.outcomes[outcome].rules.push(open_share("part"));
        let on = |edition: &Edition| analyse(edition, &facts, Options::on(day(TODAY)));
        let before = on(&edition);
        let settings = BTreeMap::from([("enough".to_owned(), share)]);
        for rule in &mut edition.outcomes[outcome].rules {
            *rule = rule.filled(&settings);
        }
        let after = on(&edition);
        prop_assert!(after.verdicts.iter().all(|it| it.decided != Decided::Undecidable));
        for (then, now) in before.verdicts.iter().zip(&after.verdicts) {
            prop_assert!(then.decided == Decided::Undecidable || then.decided == now.decided);
        }
        if let Some(then) = before.projected {
            prop_assert_eq!(after.projected.map(|it| it.outcome), Some(then.outcome));
        }
    }

    #[test]
    fn scores_keep_every_figure_between_0_and_100(scores in proptest::collection::vec((0_u32..6, 0.0..=100.0), 0..8)) {
        let level = |score: f64| if score >= 90.0 { 2 } else { u8::from(score >= 40.0) };
        let found = of(&in_percent(), scores.into_iter().map(|(at, it)| scored(at, level(it), it)).collect());
        for it in found.areas.iter().map(|it| &it.summary).chain([&found.whole]) {
            prop_assert!((0.0..=100.0).contains(&index(it)));
        }
    }

    #[test]
    fn what_is_in_the_way_is_told_of_what_fails_and_of_nothing_else(edition in any_edition(), facts in any_facts()) {
        let found = analyse(&edition, &facts, Options::on(day(TODAY)));
        for rule in found.verdicts.iter().flat_map(|it| &it.rules) {
            prop_assert_eq!(rule.decided == Decided::Fails, !rule.in_the_way.is_empty());
        }
    }
}
