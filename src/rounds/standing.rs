//! How a round stands with each criterion: what its raters said, whether they agree, what was determined. Pure.

use crate::entities::{RatingId, UserId, determination};

/// A level as it is stored: on the first axis, on the second, the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub level: String,
    pub second: Option<String>,
    pub score: Option<f64>,
}

impl Said {
    /// Whether two say the same; scores within one level do.
    pub fn is_like(&self, other: &Self) -> bool {
        self.level == other.level && self.second == other.second
    }
}

/// What a rater said of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// The rating in which they said it, of the criterion or of one above it.
    pub rating: RatingId,
    pub user: Option<UserId>,
    pub said: Said,
    pub rationale: String,
}

/// How a round stands with a criterion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// What may be shown of what was said, in the order in which it was.
    pub voices: Vec<Voice>,
    pub determined: Option<determination::Model>,
}

impl Standing {
    /// What all say, if they say the same; of their scores, the lowest.
    pub fn agreed(&self) -> Option<Said> {
        let (first, rest) = self.voices.split_first()?;
        let lowest = self.voices.iter().filter_map(|it| it.said.score).reduce(f64::min);
        let same = rest.iter().all(|it| it.said.is_like(&first.said));
        same.then(|| Said { score: lowest, ..first.said.clone() })
    }

    /// Whether the raters differ and nothing was determined yet.
    pub fn is_to_resolve(&self) -> bool {
        self.determined.is_none() && self.voices.len() > 1 && self.agreed().is_none()
    }

    /// Whether all say the same and nothing was determined yet.
    pub fn is_to_adopt(&self) -> bool {
        self.determined.is_none() && self.agreed().is_some()
    }

    /// Whether something was determined that not all raters said, as far as what they said may be shown.
    pub fn is_resolved(&self) -> bool {
        let differs = |it: &determination::Model| {
            let agreed = self.agreed();
            agreed.is_none_or(|said| said.level != it.level || said.second != it.second_level)
        };
        !self.voices.is_empty() && self.determined.as_ref().is_some_and(differs)
    }

    /// Levels between the lowest and the highest; as many as there are where one says that it does not apply.
    pub fn distance(&self, rank: impl Fn(&str) -> Option<usize>, levels: usize) -> usize {
        let ranks: Vec<_> = self.voices.iter().map(|it| rank(&it.said.level)).collect();
        let known: Vec<usize> = ranks.iter().copied().flatten().collect();
        let widest = match (known.iter().min(), known.iter().max()) {
            (Some(low), Some(high)) => high - low,
            _ => 0,
        };
        if known.len() < ranks.len() && !known.is_empty() { levels } else { widest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(said: &[(&str, Option<f64>)]) -> Standing {
        let voice = |(at, (level, score)): (usize, &(&str, Option<f64>))| Voice {
            rating: RatingId(0),
            user: Some(UserId(i64::try_from(at).unwrap())),
            said: Said { level: (*level).to_owned(), second: None, score: *score },
            rationale: String::new(),
        };
        let voices = said.iter().enumerate().map(voice).collect();
        Standing { voices, determined: None }
    }

    fn rank(code: &str) -> Option<usize> {
        ["none", "partial", "full"].iter().position(|it| *it == code)
    }

    #[test]
    fn raters_agree_on_a_level_whatever_their_scores_and_the_lowest_counts() {
        let found = standing(&[("full", Some(92.0)), ("full", Some(81.0))]);
        let score = found.agreed().and_then(|it| it.score);
        assert_eq!((score, found.is_to_adopt(), found.is_to_resolve()), (Some(81.0), true, false));
        assert!(standing(&[("full", None), ("none", None)]).is_to_resolve());
        assert_eq!(standing(&[]).agreed(), None);
    }

    #[test]
    fn one_rater_alone_differs_from_nobody() {
        let found = standing(&[("none", None)]);
        assert!(found.is_to_adopt() && !found.is_to_resolve());
    }

    #[test]
    fn what_does_not_apply_is_as_far_away_as_can_be() {
        assert_eq!(standing(&[("none", None), ("full", None)]).distance(rank, 3), 2);
        assert_eq!(standing(&[("full", None), ("na", None)]).distance(rank, 3), 3);
        assert_eq!(standing(&[("na", None), ("na", None)]).distance(rank, 3), 0);
    }
}
