//! Levels, the index, coverage and what counts at all.

use super::*;

#[test]
fn where_all_is_met_and_proved_nothing_is_missing() {
    let found = on(&ready(), TODAY);
    assert_eq!(found.gaps, []);
    assert_eq!(
        (found.whole.index, found.whole.coverage, found.whole.evidenced),
        (Some(100.0), 100.0, 100.0)
    );
    assert_eq!(found.projected.map(|it| (it.outcome, it.decided_by)), Some((0, None)));
    assert!(found.path.is_empty());
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
        analyse(
            &edition(),
            &facts,
            Options { planned_actions_done: true, ..Options::on(day(as_of)) },
        )
    };
    assert!(index(&planned("2027-01-09").whole) < 100.0);
    assert!((index(&planned("2027-01-10").whole) - 100.0).abs() < f64::EPSILON);
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
fn the_index_is_the_weighted_mean_and_an_area_has_its_own() {
    let mut edition = edition();
    edition.criteria[1].weight = 3.0;
    let facts = Facts { ratings: vec![rating(1, 1), rating(4, 2)], ..ready() };
    let found = analyse(&edition, &facts, Options::on(day(TODAY)));
    // (3 x 0.5 + 1 x 0 + 1 x 1) / 5, and (3 x 0.5 + 1 x 0) / 4.
    assert!((index(&found.whole) - 50.0).abs() < 1e-9);
    let areas: Vec<_> = found.areas.iter().map(|it| (it.criterion, it.summary.lowest)).collect();
    assert_eq!(areas, [(0, Some(1)), (3, Some(2))]);
    assert!((index(&found.areas[0].summary) - 37.5).abs() < 1e-9);
    assert!((found.areas[0].summary.coverage - 50.0).abs() < 1e-9);
    assert_eq!(found.areas[0].summary.gaps.iter().sum::<usize>(), 2);
}

#[test]
fn evidence_supports_as_high_a_level_as_it_is_complete() {
    let mut edition = edition();
    for kind in [4, 5, 6] {
        edition.criteria[4].expects.insert(kind);
    }
    let mut facts = ready();
    facts.evidence[0].states[0].kind = Some(4);
    for kind in [5, 6] {
        let mut more = accepted(None);
        more.states[0].kind = Some(kind);
        facts.evidence.push(more);
    }
    let supported = |facts: &Facts| {
        let status = analyse(&edition, facts, Options::on(day(TODAY))).criteria[4];
        (status.provided, status.supported)
    };
    assert_eq!(supported(&facts), (1, 0));
    facts.links.push(link(1, 4));
    assert_eq!(supported(&facts), (2, 1));
    facts.links.push(link(2, 3));
    assert_eq!(supported(&facts), (3, 2));
}

#[test]
fn a_planned_action_lifts_what_is_below_it_but_not_what_is_done_or_does_not_apply() {
    let action = |criterion, done_on| Action {
        criterion,
        title: "Write it".into(),
        owner: String::new(),
        due_on: Some(day("2026-11-01")),
        done_on,
        span: since("2026-09-01"),
    };
    let mut ratings = vec![rating(1, 0), rating(2, 0), rating(4, 0)];
    ratings[1].standing = Standing::NotApplicable;
    let actions = vec![action(0, None), action(4, Some(day("2026-10-15")))];
    let facts = Facts { ratings, actions, ..ready() };
    let options = Options { planned_actions_done: true, ..Options::on(day(TODAY)) };
    let found = analyse(&edition(), &facts, options);
    let levels: Vec<_> = found.criteria.iter().map(|it| it.level).collect();
    assert_eq!((levels[1], levels[2], levels[4]), (Some(2), None, Some(0)));
    assert_eq!((found.whole.counted, found.whole.not_applicable), (2, 1));
}

#[test]
fn that_it_does_not_apply_all_raters_have_to_say() {
    let apart = Rating { standing: Standing::NotApplicable, ..rating(4, 0) };
    let facts = Facts { ratings: [ready().ratings, vec![apart]].concat(), ..ready() };
    let status = on(&facts, TODAY).criteria[4];
    assert_eq!((status.level, status.not_applicable), (Some(2), false));
}

#[test]
fn where_nothing_counts_no_outcome_is_foretold() {
    let mut ratings = ready().ratings;
    for it in &mut ratings {
        it.standing = Standing::NotApplicable;
    }
    let found = on(&Facts { ratings, ..ready() }, TODAY);
    assert!(found.projected.is_none());
    assert_eq!((found.whole.counted, found.path.len(), found.gaps.len()), (0, 0, 0));
}
