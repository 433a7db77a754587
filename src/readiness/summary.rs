//! Counts and figures of the whole and of each area.

use super::model::Edition;
use super::result::{Area, Gap, Status, Summary};

/// Of all criteria.
pub(super) fn of_all(edition: &Edition, criteria: &[Status], gaps: &[Gap]) -> Summary {
    let mut tally = Tallying::new(edition);
    for (at, status) in criteria.iter().enumerate() {
        tally.criterion(edition, at, *status);
    }
    for gap in gaps {
        tally.gap(gap);
    }
    tally.summary()
}

/// Of each criterion at the top with all that is below it; `tops` are those of `Edition::tops`.
pub(super) fn by_area(
    edition: &Edition,
    criteria: &[Status],
    gaps: &[Gap],
    tops: &[usize],
) -> Vec<Area> {
    let mut tallies: Vec<Tallying> = Vec::new();
    let mut slots = vec![0; edition.criteria.len()];
    let mut heads = Vec::new();
    for (at, top) in tops.iter().enumerate() {
        if *top == at {
            slots[at] = heads.len();
            heads.push(at);
            tallies.push(Tallying::new(edition));
        }
        tallies[slots[*top]].criterion(edition, at, criteria[at]);
    }
    for gap in gaps {
        tallies[slots[tops[gap.criterion]]].gap(gap);
    }
    let area = |(criterion, tally): (usize, Tallying)| Area { criterion, summary: tally.summary() };
    heads.into_iter().zip(tallies).map(area).collect()
}

/// A summary in the making.
struct Tallying {
    summary: Summary,
    weight: f64,
    score: f64,
    evidenced: usize,
    has_index: bool,
}

impl Tallying {
    fn new(edition: &Edition) -> Self {
        let summary = Summary { levels: vec![0; edition.levels.len()], ..Summary::default() };
        let has_index = edition.has_index();
        Self { summary, weight: 0.0, score: 0.0, evidenced: 0, has_index }
    }

    fn criterion(&mut self, edition: &Edition, at: usize, status: Status) {
        let criterion = &edition.criteria[at];
        if !criterion.assessable {
            return;
        }
        if status.not_applicable {
            self.summary.not_applicable += 1;
            return;
        }
        self.summary.counted += 1;
        self.weight += criterion.weight;
        if let Some(count) =
            status.level.and_then(|it| self.summary.levels.get_mut(usize::from(it)))
        {
            *count += 1;
            self.summary.rated += 1;
            self.score += criterion.weight * edition.share(status.level, status.score);
        }
        if status.usable > 0 {
            self.evidenced += 1;
        }
    }

    fn gap(&mut self, gap: &Gap) {
        self.summary.gaps[gap.severity as usize] += 1;
    }

    fn summary(self) -> Summary {
        let counted = self.summary.counted;
        Summary {
            index: self.has_index.then(|| match self.weight {
                weight if weight > 0.0 => (100.0 * self.score / weight).clamp(0.0, 100.0),
                _ => 0.0,
            }),
            coverage: share(self.summary.rated, counted),
            evidenced: share(self.evidenced, counted),
            lowest: self.summary.levels.iter().position(|it| *it > 0),
            ..self.summary
        }
    }
}

/// A share in percent; of nothing, all.
fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}
