//! What each rater says of each criterion, where a rating of a clause holds of what is below it and has none of its own. Pure.

use super::standing::Voice;

/// Adds to each criterion what its raters said of the criterion whose ratings hold for it too, unless they said something of
/// it themselves. `heirs` gives the place of that criterion, which comes before; `voices` are what was said of each.
pub(super) fn effective(heirs: &[Option<usize>], mut voices: Vec<Vec<Voice>>) -> Vec<Vec<Voice>> {
    for at in 0..voices.len() {
        let Some(above) = heirs[at] else { continue };
        let inherited: Vec<Voice> = voices[above]
            .iter()
            .filter(|it| voices[at].iter().all(|own| own.user != it.user))
            .cloned()
            .collect();
        voices[at].extend(inherited);
    }
    voices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{RatingId, UserId};
    use crate::rounds::standing::Said;

    #[test]
    fn a_clause_speaks_for_what_its_rater_left_unsaid_below_it() {
        let voice = |user, level: &str| Voice {
            rating: RatingId(0),
            user: Some(UserId(user)),
            said: Said { level: level.to_owned(), second: None, score: None },
            rationale: String::new(),
        };
        let heirs = [None, Some(0), Some(1), None];
        let said =
            vec![vec![voice(1, "full")], vec![voice(2, "none")], vec![voice(1, "partial")], vec![]];
        let found: Vec<Vec<(i64, String)>> = effective(&heirs, said)
            .into_iter()
            .map(|it| it.into_iter().map(|it| (it.user.unwrap().0, it.said.level)).collect())
            .collect();
        let one = |user, level: &str| (user, level.to_owned());
        assert_eq!(found[1], [one(2, "none"), one(1, "full")]);
        assert_eq!(found[2], [one(1, "partial"), one(2, "none")]);
        assert!(found[3].is_empty());
    }
}
