//! The rules of `docs/readiness.md` as examples, and what must hold of any facts: here, what all of them begin with.

use chrono::{DateTime, NaiveDate, Utc};

mod figures;
mod gaps;
mod outcomes;
mod properties;
mod rules;

use super::analyse;
use super::facts::{
    Action, Evidence, Facts, Finding, Link, Options, Rating, Revision, Reworded, Span, Standing,
    State,
};
use super::model::{Criterion, Edition, Level, Outcome, Types};
use super::result::{About, GapKind, Readiness, Severity, Summary};
use crate::entities::{EvidenceStatus, FindingId, Round};
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
    let level = |code: &str, weight| Level { code: code.into(), weight: Some(weight) };
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
        percent: false,
    }
}

fn rating(criterion: u32, level: u8) -> Rating {
    Rating {
        criterion,
        round: Round::Own,
        standing: Standing::Level(level),
        second: None,
        score: None,
        span: since("2026-10-01"),
    }
}

fn accepted(until: Option<&str>) -> Evidence {
    let state = State {
        status: EvidenceStatus::Accepted,
        kind: Some(3),
        document_date: None,
        valid_from: None,
        valid_until: until.map(day),
        review_months: None,
        span: since("2026-09-01"),
    };
    Evidence { reference: "EV-1".into(), states: vec![state] }
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

fn index(summary: &Summary) -> f64 {
    summary.index.unwrap()
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
