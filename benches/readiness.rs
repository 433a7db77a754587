//! How long `analyse` takes over 10,000 criteria, 100,000 evidence items and 120,000 links, beside a bare walk over the same facts.
//!
//! `cargo bench --bench readiness`

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use kriter::entities::{EvidenceStatus, Round};
use kriter::readiness::analyse;
use kriter::readiness::facts::{
    Action, Evidence, Facts, Link, Options, Rating, Revision, Span, Standing, State,
};
use kriter::readiness::model::{Criterion, Edition, Level, Outcome, Types};
use kriter::standards::pack::Rule;

const CRITERIA: u32 = 10_000;
const EVIDENCE: u32 = 100_000;
const LINKS: u32 = 120_000;
const RUNS: usize = 51;

fn main() {
    let (edition, facts) = (edition(), facts());
    let options = Options::on(today());
    let found = analyse(&edition, &facts, options);
    println!(
        "{} criteria counted, {} gaps, {} on the path, index {:.1}",
        found.whole.counted,
        found.gaps.len(),
        found.path.len(),
        found.whole.index.unwrap_or_default()
    );
    let floor = median(|| walk(&edition, &facts));
    let time = median(|| analyse(&edition, &facts, options));
    let ratio = time.as_secs_f64() / floor.as_secs_f64();
    println!("bare walk over the facts  {floor:>10.2?}   median of {RUNS}");
    println!("analyse                   {time:>10.2?}   {ratio:.1} times the walk");
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// Touches every fact once.
fn walk(edition: &Edition, facts: &Facts) -> i64 {
    let days = |it: NaiveDate| i64::from(it.num_days_from_ce());
    let ratings = facts.ratings.iter().map(|it| it.span.recorded_at.timestamp());
    let links = facts.links.iter().map(|it| it.span.recorded_at.timestamp());
    let revisions = facts.revisions.iter().map(|it| it.recorded_at.timestamp());
    let states = facts.evidence.iter().flat_map(|it| &it.states);
    let ends = states.filter_map(|it| it.valid_until).map(days);
    let due = facts.actions.iter().filter_map(|it| it.due_on).map(days);
    let expected = edition.criteria.iter().map(|it| i64::from(it.expects.count()));
    ratings.chain(links).chain(revisions).chain(ends).chain(due).chain(expected).sum()
}

/// 20 areas of 10 standards of 49 indicators, the indicators being rated.
fn edition() -> Edition {
    let mut criteria: Vec<Criterion> = Vec::new();
    for place in 0..CRITERIA {
        let (area, standard) = (place / 500 * 500, place / 50 * 50);
        let parent = if place == area {
            None
        } else if place == standard {
            Some(area)
        } else {
            Some(standard)
        };
        let mut expects = Types::default();
        for kind in 0..place % 4 {
            expects.insert(u16::try_from((place + kind * 7) % 60).expect("below 60"));
        }
        criteria.push(Criterion {
            apart: false,
            code: place.to_string(),
            parent: parent.map(|it| it as usize),
            assessable: place % 50 != 0,
            mandatory: place % 11 == 0,
            weight: 1.0,
            expects,
        });
    }
    let level = |(code, weight): (&str, f64)| Level { code: code.to_owned(), weight: Some(weight) };
    let levels = [("none", 0.0), ("partly", 0.4), ("largely", 0.8), ("fully", 1.0)];
    let outcome = |(code, rules): (&str, Vec<Rule>)| Outcome { code: code.to_owned(), rules };
    let asked = vec![
        Rule::share("largely", 0.8),
        Rule::MandatoryAtLeast { level: "largely".to_owned() },
        Rule::AreaAtLeast { level: "largely".to_owned() },
        Rule::index(75.0),
    ];
    let outcomes = [
        ("accredited", asked),
        ("with conditions", vec![Rule::OverallAtLeast { level: "partly".to_owned() }]),
        ("not accredited", Vec::new()),
    ];
    Edition {
        criteria,
        levels: levels.map(level).to_vec(),
        outcomes: outcomes.map(outcome).to_vec(),
        percent: false,
    }
}

fn facts() -> Facts {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let rating = |place: u32, chance: &mut Chance| Rating {
        criterion: place % CRITERIA,
        round: if place < CRITERIA { Round::Own } else { Round::Internal },
        standing: match chance.below(20) {
            0 => Standing::NotApplicable,
            it => Standing::Level(u8::try_from(it % 4).expect("below 4")),
        },
        second: None,
        score: None,
        span: since(chance.below(200)),
    };
    let ratings = (0..CRITERIA * 5 / 2).filter(|it| it % 9 != 0);
    let mut facts = Facts {
        visit: Some(today() + TimeDelta::days(120)),
        round: Some(Round::Internal),
        ratings: ratings.map(|it| rating(it, &mut chance)).collect(),
        evidence: (0..EVIDENCE).map(|it| evidence(it, &mut chance)).collect(),
        ..Facts::default()
    };
    for place in 0..LINKS {
        let (evidence, criterion) = (place % EVIDENCE, chance.below(CRITERIA));
        facts.links.push(Link { evidence, criterion, span: since(300 + chance.below(100)) });
        if evidence == place {
            let recorded_at = since(chance.below(400)).recorded_at;
            facts.revisions.push(Revision { evidence, recorded_at });
        }
    }
    facts.actions = (0..2_000)
        .map(|place| Action {
            criterion: chance.below(CRITERIA),
            title: format!("Action {place}"),
            owner: String::new(),
            due_on: Some(today() + TimeDelta::days(i64::from(chance.below(200)) - 100)),
            done_on: None,
            span: since(chance.below(100)),
        })
        .collect();
    facts
}

/// Most is accepted; a tenth is a draft, a tenth has expired, a tenth was something else before.
fn evidence(place: u32, chance: &mut Chance) -> Evidence {
    let status = match chance.below(10) {
        0 => EvidenceStatus::Draft,
        1 | 2 => EvidenceStatus::Submitted,
        _ => EvidenceStatus::Accepted,
    };
    let state = State {
        status,
        kind: u16::try_from(chance.below(70)).ok(),
        document_date: Some(today() - TimeDelta::days(chance.below(900).into())),
        valid_from: None,
        valid_until: Some(today() + TimeDelta::days(i64::from(chance.below(1_000)) - 100)),
        review_months: Some(24),
        span: since(400),
    };
    let mut history = vec![state];
    if chance.below(10) == 0 {
        history[0].span = since(350);
        let span = Span { superseded_at: Some(history[0].span.recorded_at), ..since(400) };
        history.push(State { status: EvidenceStatus::Draft, span, ..state });
    }
    Evidence { reference: format!("EV-{place:06}"), states: history }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar")
}

fn since(days_ago: u32) -> Span {
    let noon: DateTime<Utc> = today().and_hms_opt(12, 0, 0).expect("noon").and_utc();
    Span { recorded_at: noon - TimeDelta::days(days_ago.into()), superseded_at: None }
}

/// The same numbers on every run (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 33).map_or(0, |it| it % most)
    }
}
