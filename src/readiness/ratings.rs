//! What the ratings say of each criterion. A rating of a clause holds of everything below it that is not rated itself.

use chrono::{DateTime, Utc};

use super::facts::{Facts, Options, Standing};
use super::model::Edition;
use super::result::place;

/// What the raters of one round say of one criterion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    /// None where all say that it does not apply.
    pub(super) level: Option<u8>,
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
        *voice = Some(merge(*voice, rating.standing, rating.span.recorded_at));
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
fn merge(held: Option<Voice>, standing: Standing, at: DateTime<Utc>) -> Voice {
    let level = match standing {
        Standing::Level(level) => Some(level),
        Standing::NotApplicable => None,
    };
    let Some(held) = held else {
        return Voice { level, highest: level.unwrap_or_default(), last: at };
    };
    Voice {
        level: match (held.level, level) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        },
        highest: held.highest.max(level.unwrap_or_default()),
        last: held.last.max(at),
    }
}
