//! How far raters agree: the share of equal ratings, and weighted kappa with its interval. Pure.
//!
//! Cohen's weighted kappa (1968) with linear weights, and its large-sample error after Fleiss, Cohen and Everitt (1969). That something does
//! not apply is a category of its own, as far from every level as can be.

/// What two raters said of one criterion: places of levels, or none where it does not apply.
pub type Pair = (Option<u8>, Option<u8>);

/// The pairs of what was said of each thing: of one rater with the others, or of all with one another, always in the same
/// order of raters, so that it does not matter who spoke first.
pub fn pairs<W: Copy + Ord>(said: &[Vec<(W, Option<u8>)>], whose: Option<W>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for voices in said {
        let mut voices = voices.clone();
        voices.sort_by_key(|it| it.0);
        for (place, one) in voices.iter().enumerate() {
            match whose {
                // The one who is looked at comes first.
                Some(who) if one.0 == who => {
                    let others = voices.iter().filter(|it| it.0 != who);
                    pairs.extend(others.map(|it| (one.1, it.1)));
                }
                Some(_) => {}
                None => pairs.extend(voices[place + 1..].iter().map(|it| (one.1, it.1))),
            }
        }
    }
    pairs
}

/// How far two raters agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Criteria that both rated.
    pub criteria: usize,
    /// Equal ratings, 0 to 100.
    pub percent: f64,
    /// None where one of the two gave the same level to everything: no more can be said than how many are equal.
    pub kappa: Option<Kappa>,
}

/// Weighted kappa: 1 where all is equal, 0 where it is as chance would have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    pub value: f64,
    /// The interval that holds it in 95 of 100 samples.
    pub from: f64,
    pub to: f64,
}

/// The agreement over pairs of ratings on a scale of `levels`; none where there are no pairs.
pub fn agreement(pairs: &[Pair], levels: usize) -> Option<Agreement> {
    if pairs.is_empty() || levels == 0 {
        return None;
    }
    let equal = pairs.iter().filter(|(a, b)| a == b).count();
    Some(Agreement {
        criteria: pairs.len(),
        percent: 100.0 * share(equal, pairs.len()),
        kappa: kappa(pairs, levels),
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
fn share(of: usize, whole: usize) -> f64 {
    of as f64 / whole as f64
}

/// How near two categories are, 0 to 1; the last category is what does not apply.
fn nearness(a: usize, b: usize, levels: usize) -> f64 {
    match (a, b) {
        _ if a == b => 1.0,
        _ if a == levels || b == levels || levels < 2 => 0.0,
        _ => 1.0 - share(a.abs_diff(b), levels - 1),
    }
}

fn kappa(pairs: &[Pair], levels: usize) -> Option<Kappa> {
    let size = levels + 1;
    let category = |it: Option<u8>| it.map_or(levels, |it| usize::from(it).min(levels - 1));
    let mut counts = vec![vec![0_usize; size]; size];
    for (a, b) in pairs {
        counts[category(*a)][category(*b)] += 1;
    }
    let cells = || (0..size).flat_map(|i| (0..size).map(move |j| (i, j)));
    let part = |i: usize, j: usize| share(counts[i][j], pairs.len());
    let near = |i, j| nearness(i, j, levels);
    let rows: Vec<f64> = (0..size).map(|i| (0..size).map(|j| part(i, j)).sum()).collect();
    let columns: Vec<f64> = (0..size).map(|j| (0..size).map(|i| part(i, j)).sum()).collect();
    let found: f64 = cells().map(|(i, j)| near(i, j) * part(i, j)).sum();
    let chance: f64 = cells().map(|(i, j)| near(i, j) * rows[i] * columns[j]).sum();
    // Then it is 0 whatever the other said, and its interval 0 to 0.
    let is_at_one = |shares: &[f64]| shares.iter().any(|it| *it > 1.0 - 1e-9);
    if is_at_one(&rows) || is_at_one(&columns) {
        return None;
    }
    let value = (found - chance) / (1.0 - chance);
    let of_row: Vec<f64> =
        (0..size).map(|i| (0..size).map(|j| columns[j] * near(i, j)).sum()).collect();
    let of_column: Vec<f64> =
        (0..size).map(|j| (0..size).map(|i| rows[i] * near(i, j)).sum()).collect();
    let spread: f64 = cells()
        .map(|(i, j)| {
            let off = near(i, j) * (1.0 - chance) - (of_row[i] + of_column[j]) * (1.0 - found);
            part(i, j) * off * off
        })
        .sum();
    let middle = found * chance - 2.0 * chance + found;
    // Rounding may leave a hair below zero.
    let variance = (spread - middle * middle).max(0.0);
    let error = (variance * share(1, pairs.len())).sqrt() / (1.0 - chance).powi(2);
    let half = 1.96 * error;
    Some(Kappa { value, from: (value - half).max(-1.0), to: (value + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pairs as pairs_of, *};

    /// Rows are what the first rater said, columns the second.
    fn pairs(table: &[&[usize]]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (i, row) in table.iter().enumerate() {
            for (j, count) in row.iter().enumerate() {
                let level = |it: usize| Some(u8::try_from(it).unwrap());
                pairs.extend(std::iter::repeat_n((level(i), level(j)), *count));
            }
        }
        pairs
    }

    /// Agresti, Categorical Data Analysis (2002), table 10.10, from Hout and others (1987): kappa 0.237, standard error 0.078.
    #[test]
    fn a_published_table_gives_its_published_kappa() {
        let table: [&[usize]; 4] = [&[7, 7, 2, 3], &[2, 8, 3, 7], &[1, 5, 4, 9], &[2, 8, 9, 14]];
        let found = agreement(&pairs(&table), 4).unwrap();
        assert_eq!(found.criteria, 91);
        assert!((found.percent - 100.0 * 33.0 / 91.0).abs() < 1e-9);
        let kappa = found.kappa.unwrap();
        assert!((kappa.value - 0.2374).abs() < 5e-5, "{kappa:?}");
        let error = (kappa.to - kappa.from) / 2.0 / 1.96;
        assert!((error - 0.0783).abs() < 5e-5, "{error}");
    }

    #[test]
    fn where_all_say_the_same_of_everything_kappa_says_nothing() {
        let found = agreement(&[(Some(1), Some(1)); 5], 3).unwrap();
        assert_eq!((found.percent, found.kappa), (100.0, None));
        assert_eq!(agreement(&[], 3), None);
    }

    #[test]
    fn where_one_gives_the_same_level_to_everything_kappa_says_nothing_either() {
        let said = [(Some(2), Some(2)), (Some(2), Some(2)), (Some(0), Some(2)), (None, Some(2))];
        let turned = said.map(|(a, b)| (b, a));
        for it in [&said, &turned] {
            let found = agreement(it, 3).unwrap();
            assert_eq!((found.criteria, found.percent, found.kappa), (4, 50.0, None));
        }
    }

    #[test]
    fn what_does_not_apply_is_far_from_every_level() {
        let near = [(Some(0), Some(1)), (Some(2), Some(2)), (Some(0), Some(0))];
        let apart = [(Some(0), None), (Some(2), Some(2)), (Some(0), Some(0))];
        let kappa = |it: &[Pair]| agreement(it, 3).unwrap().kappa.unwrap().value;
        assert!(kappa(&near) > kappa(&apart));
    }

    /// Two who rate in their own order each time: the whole says what the line of each says.
    #[test]
    fn it_does_not_matter_who_saved_first() {
        let said = [
            vec![("ana", Some(0)), ("ben", Some(1))],
            vec![("ben", Some(1)), ("ana", Some(0))],
            vec![("ben", Some(0)), ("ana", Some(1))],
        ];
        let kappa = |whose| agreement(&pairs_of(&said, whose), 2).unwrap().kappa.unwrap().value;
        for whose in [None, Some("ana"), Some("ben")] {
            // Nothing is equal, and by chance 4 of 9 would be.
            assert!((kappa(whose) + 0.8).abs() < 1e-9, "{whose:?}: {}", kappa(whose));
        }
    }

    proptest! {
        #[test]
        fn kappa_is_one_only_where_all_is_equal_and_does_not_mind_the_order(
            said in prop::collection::vec((prop::option::of(0_u8..4), prop::option::of(0_u8..4)), 1..60)
        ) {
            let found = agreement(&said, 4).unwrap();
            let turned: Vec<Pair> = said.iter().map(|(a, b)| (*b, *a)).collect();
            let back = agreement(&turned, 4).unwrap();
            prop_assert!((found.percent - back.percent).abs() < 1e-9);
            prop_assert_eq!(found.kappa.is_some(), back.kappa.is_some());
            if let (Some(it), Some(back)) = (found.kappa, back.kappa) {
                prop_assert!((it.value - back.value).abs() < 1e-9);
                prop_assert!(it.from <= it.value && it.value <= it.to);
                prop_assert_eq!(it.value > 1.0 - 1e-9, found.percent > 100.0 - 1e-9);
            }
        }
    }
}
