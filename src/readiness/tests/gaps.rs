//! Each gap, and what closes it.

use super::*;

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
    facts.revisions.push(Revision { evidence: 0, recorded_at: at("2026-11-01") });
    let watched = |code| gap(code, GapKind::ChangedSinceRated, Severity::Watch);
    assert_eq!(gaps(&facts), [watched("1"), watched("2.1")]);
    // What came later was not known then.
    assert_eq!(on(&facts, "2026-10-31").gaps, []);
}

#[test]
fn what_was_said_of_other_words_is_watched_until_it_is_confirmed() {
    let reworded = |round, until| {
        let span = Span { recorded_at: at("2026-10-01"), superseded_at: until };
        let reworded = vec![Reworded { criterion: 1, round, span }];
        Facts { reworded, ..ready() }
    };
    let watched = [gap("1.1", GapKind::ChangedSinceRated, Severity::Watch)];
    assert_eq!(gaps(&reworded(Round::Own, None)), watched);
    assert_eq!(gaps(&reworded(Round::Own, Some(at("2026-10-02")))), []);
    assert_eq!(
        gaps(&reworded(Round::External, None)),
        [],
        "another round says nothing of this one"
    );
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

fn finding(criterion: Option<u32>, is_major: bool, span: Span) -> Finding {
    let due_on = Some(day("2026-12-01"));
    Finding { id: FindingId(1), criterion, name: "F-1".into(), is_major, due_on, span }
}

#[test]
fn a_nonconformity_is_a_gap_until_it_is_closed_and_again_when_it_is_opened_again() {
    let open = Span { recorded_at: at("2026-10-01"), superseded_at: Some(at("2026-10-20")) };
    let again = since("2026-11-01");
    let findings = vec![finding(Some(1), true, open), finding(Some(1), true, again)];
    let facts = Facts { findings, ..ready() };
    let gaps_on =
        |day| on(&facts, day).gaps.iter().filter(|it| it.kind == GapKind::OpenFinding).count();
    assert_eq!(
        ["2026-09-30", "2026-10-01", "2026-10-19", "2026-10-20", "2026-11-01"].map(gaps_on),
        [0, 1, 1, 0, 1]
    );
    assert_eq!(gaps(&facts), [gap("1.1", GapKind::OpenFinding, Severity::Major)]);
    let whole = Facts { findings: vec![finding(None, false, again)], ..ready() };
    assert_eq!(gaps(&whole), [gap("1", GapKind::OpenFinding, Severity::Minor)]);
}

#[test]
fn planned_work_closes_a_nonconformity_on_the_day_by_which_it_is_due() {
    let facts = Facts { findings: vec![finding(Some(1), true, since("2026-11-01"))], ..ready() };
    let planned = |it: &str| Options { planned_actions_done: true, ..Options::on(day(it)) };
    let gaps_on = |it: &str| analyse(&edition(), &facts, planned(it)).gaps.len();
    assert_eq!((gaps_on("2026-11-30"), gaps_on("2026-12-01")), (1, 0));
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
fn what_is_mandatory_is_critical_whatever_the_rules_ask() {
    let mut edition = edition();
    edition.criteria[1].mandatory = true;
    let severities = |ratings| {
        let facts = Facts { target: 1, ratings, ..ready() };
        let found = analyse(&edition, &facts, Options::on(day(TODAY)));
        found.gaps.iter().map(|it| (it.criterion, it.kind, it.severity)).collect::<Vec<_>>()
    };
    assert_eq!(
        severities(vec![rating(4, 0)]),
        [
            (1, GapKind::NotRated, Severity::Critical),
            (2, GapKind::NotRated, Severity::Major),
            (4, GapKind::BelowTarget, Severity::Major),
        ]
    );
    assert_eq!(
        severities(vec![rating(1, 0), rating(2, 1), rating(4, 1)]),
        [(1, GapKind::BelowTarget, Severity::Critical)]
    );
}

#[test]
fn a_rating_in_an_earlier_round_counts_but_is_no_rating_in_the_current_one() {
    let facts = Facts { round: Some(Round::Internal), ..ready() };
    let found = on(&facts, TODAY);
    assert_eq!(found.criteria[1].rounds, [Some(2), None, None]);
    assert_eq!((found.criteria[1].level, found.whole.rated), (Some(2), 3));
    assert_eq!(found.gaps.iter().filter(|it| it.kind == GapKind::NotRated).count(), 3);
}

#[test]
fn an_expired_item_weighs_less_where_another_still_holds() {
    let mut facts = ready();
    facts.evidence.push(accepted(Some("2026-01-31")));
    facts.links.push(link(1, 4));
    assert_eq!(gaps(&facts), [gap("2.1", GapKind::Expired, Severity::Minor)]);
    let about = on(&facts, TODAY).gaps[0].about;
    assert_eq!(about, About::Evidence(1, Some(day("2026-01-31"))));
}

#[test]
fn what_is_valid_only_later_is_no_evidence_yet() {
    let mut facts = ready();
    facts.evidence[0].states[0].valid_from = Some(day("2026-12-01"));
    let missing = |code| gap(code, GapKind::NoEvidence, Severity::Major);
    assert_eq!(gaps(&facts), [missing("1.1"), missing("1.2"), missing("2.1")]);
    assert_eq!(on(&facts, "2026-12-01").gaps, []);
}

#[test]
fn a_review_is_overdue_the_day_after_its_interval_ends() {
    let mut facts = ready();
    facts.links.pop();
    facts.links[0].criterion = 4;
    let state = &mut facts.evidence[0].states[0];
    (state.document_date, state.review_months) = (Some(day("2025-11-30")), Some(12));
    let overdue = |today| on(&facts, today).gaps.iter().any(|it| it.kind == GapKind::ReviewOverdue);
    assert!(!overdue("2026-11-30"));
    assert!(overdue("2026-12-01"));
}

#[test]
fn raters_one_level_apart_do_not_disagree() {
    let facts = Facts { ratings: [ready().ratings, vec![rating(4, 1)]].concat(), ..ready() };
    assert_eq!(gaps(&facts), [gap("2.1", GapKind::BelowTarget, Severity::Critical)]);
}

#[test]
fn a_change_is_told_where_the_item_is_linked_if_anything_below_was_rated_before_it() {
    let changed = |linked: &str, rated: [&str; 2], revised: &str| {
        let mut facts = ready();
        facts.links.pop();
        facts.links[0].span = since(linked);
        facts.ratings[0].span = since(rated[0]);
        facts.ratings[1].span = since(rated[1]);
        facts.revisions = vec![Revision { evidence: 0, recorded_at: at(revised) }];
        let found = on(&facts, TODAY).gaps;
        let told = found.iter().filter(|it| it.kind == GapKind::ChangedSinceRated);
        told.map(|it| it.criterion).collect::<Vec<_>>()
    };
    let none: [usize; 0] = [];
    assert_eq!(changed("2026-09-01", ["2026-10-01", "2026-10-01"], "2026-10-02"), [0]);
    assert_eq!(changed("2026-09-01", ["2026-10-01", "2026-11-01"], "2026-10-02"), [0]);
    assert_eq!(changed("2026-09-01", ["2026-11-01", "2026-11-01"], "2026-10-02"), none);
    // One was rated before the item was there to be seen, the other after it had changed.
    assert_eq!(changed("2026-10-01", ["2026-09-15", "2026-11-01"], "2026-10-02"), none);
}

#[test]
fn a_withdrawal_after_the_rating_is_watched_and_leaves_a_hole() {
    let mut facts = ready();
    facts.links.remove(0);
    let accepted = &mut facts.evidence[0].states[0];
    accepted.span.superseded_at = Some(at("2026-11-01"));
    let withdrawn =
        State { status: EvidenceStatus::Withdrawn, span: since("2026-11-01"), ..*accepted };
    facts.evidence[0].states.insert(0, withdrawn);
    let at_2_1 = |today| {
        let found = on(&facts, today).gaps;
        let there = found.iter().filter(|it| it.criterion == 4);
        there.map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(at_2_1("2026-10-31"), []);
    assert_eq!(at_2_1("2026-11-01"), [GapKind::NoEvidence, GapKind::ChangedSinceRated]);
}

#[test]
fn a_link_that_was_taken_back_proves_nothing() {
    let mut facts = ready();
    facts.links[1].span.superseded_at = Some(at("2026-11-01"));
    let gone = [
        gap("2.1", GapKind::NoEvidence, Severity::Major),
        gap("2.1", GapKind::ChangedSinceRated, Severity::Watch),
    ];
    assert_eq!(gaps(&facts), gone);
    assert_eq!(on(&facts, "2026-10-31").gaps, []);
    // Offered there again, in other words or later, it is what was rated.
    facts.links.push(Link { span: since("2026-11-05"), ..facts.links[1] });
    assert_eq!(gaps(&facts), []);
    assert_eq!(on(&facts, "2026-11-04").gaps.len(), 2);
    // Rated after it was gone, nobody has to look again.
    facts.links.pop();
    facts.ratings[2].span = since("2026-11-02");
    assert_eq!(gaps(&facts), [gone[0].clone()]);
}

#[test]
fn what_the_institution_says_anew_after_its_reviewers_rated_is_watched() {
    let external =
        |from: &str| Rating { round: Round::External, span: since(from), ..rating(4, 2) };
    let after = |from: &str| {
        let mut facts = Facts { round: Some(Round::External), ..ready() };
        facts.ratings.extend([1, 2].map(|it| Rating { criterion: it, ..external("2026-11-10") }));
        facts.ratings.push(external(from));
        facts.ratings[2].span = since("2026-11-01");
        gaps(&facts)
    };
    assert_eq!(after("2026-10-20"), [gap("2.1", GapKind::ChangedSinceRated, Severity::Watch)]);
    assert_eq!(after("2026-11-02"), []);
}
