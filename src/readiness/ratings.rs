//! What the ratings say of each criterion. A rating of a clause holds of everything below it that is not rated itself.

use chrono::{DateTime, Utc};

use super::facts::{Facts, Options, Rating, Standing};
use super::model::Edition;
use super::result::place;

/// What the raters of one round say of one criterion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    /// The lower of the two axes; none where all say that it does not apply.
    pub(super) level: Option<u8>,
    /// The levels on the first and on the second axis.
    pub(super) axes: [Option<u8>; 2],
    /// The score in percent.
    pub(super) score: Option<f64>,
    /// The highest level that anybody gave.
    pub(super) highest: u8,
    /// When the last of them rated.
    pub(super) last: DateTime<Utc>,
}

/// By criterion and round.
pub(super) fn voices(
    edition: &Edition,
    facts: &Facts,
    options: Options,
) -> Vec<[Option<Voice>; 3]> {
    let end = options.end();
    let mut voices = vec![[None; 3]; edition.criteria.len()];
    for rating in facts.ratings.iter().filter(|it| it.span.holds_before(end)) {
        let Some(rounds) = voices.get_mut(rating.criterion as usize) else { continue };
        let voice = &mut rounds[place(rating.round)];
        *voice = Some(merge(*voice, rating));
    }
    for determined in facts.determinations.iter().filter(|it| it.span.holds_before(end)) {
        let Some(rounds) = voices.get_mut(determined.criterion as usize) else { continue };
        rounds[place(determined.round)] = Some(merge(None, determined));
    }
    for at in 0..voices.len() {
        if let Some(above) = edition.heir_of(at) {
            let inherited = voices[above];
            for (own, above) in voices[at].iter_mut().zip(inherited) {
                *own = own.or(above);
            }
        }
    }
    voices
}

/// Where raters differ, the lowest level counts; that something does not apply, all have to say.
fn merge(held: Option<Voice>, rating: &Rating) -> Voice {
    let at = rating.span.recorded_at;
    let axes = match rating.standing {
        Standing::Level(level) => [Some(level), rating.second],
        Standing::NotApplicable => [None, None],
    };
    let level = lower(axes[0], axes[1]);
    let score = rating.score.filter(|_| level.is_some());
    let new = Voice { level, axes, score, highest: level.unwrap_or_default(), last: at };
    let Some(held) = held else { return new };
    Voice {
        level: lower(held.level, new.level),
        axes: std::array::from_fn(|it| lower(held.axes[it], new.axes[it])),
        score: match (held.score, score) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        },
        highest: held.highest.max(new.highest),
        last: held.last.max(at),
    }
}

/// The lower of two levels, or the only one.
fn lower(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
