//! How alike two short texts are, 0 to 1: by the words that they share, rare words counting more.
//!
//! Words are compared folded, and by their beginning too, for Albanian and Serbian words change at the end.

use std::collections::{BTreeMap, HashMap};

use super::stop_words::is_stop_word;
use crate::standards::fold::fold;

/// Letters of a word's beginning that count as its stem.
const STEM: usize = 5;
/// What a shared stem counts beside a shared word.
const STEM_SHARE: f64 = 0.5;
/// Entries of the index that one question looks at, at most: what keeps large catalogues bounded.
const MOST_LOOKED_AT: usize = 6_000;
/// Candidates whose likeness is worked out in full, at least.
const LEAST_WEIGHED: usize = 32;

/// Texts that others are compared with.
#[derive(Debug)]
pub struct Likeness {
    /// Number and rarity of each feature.
    vocabulary: HashMap<String, (u32, f64)>,
    /// Rarity of a feature that is in no text.
    unknown: f64,
    /// Features of each text with their weights, by number; of length 1 as vectors.
    texts: Vec<Vec<(u32, f64)>>,
    /// Places of the texts that have a feature, with its weight there.
    places: Vec<Vec<(u32, f64)>>,
}

/// Makes texts comparable with others.
pub fn index<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Likeness {
    index_beside(texts, std::iter::empty::<&str>())
}

/// Makes texts comparable with others, where how rare a word is shows in those and in further texts.
pub fn index_beside<T: AsRef<str>, U: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
    beside: impl IntoIterator<Item = U>,
) -> Likeness {
    let texts: Vec<_> = texts.into_iter().map(|it| features(it.as_ref())).collect();
    // Sorted, so that the same texts give the same sums whichever side they come from.
    let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = texts.len();
    for feature in texts.iter().flat_map(BTreeMap::keys) {
        *frequency.entry(feature.clone()).or_default() += 1;
    }
    for text in beside {
        count += 1;
        for feature in features(text.as_ref()).into_keys() {
            *frequency.entry(feature).or_default() += 1;
        }
    }
    let vocabulary: HashMap<String, (u32, f64)> = frequency
        .into_iter()
        .zip(0..)
        .map(|((feature, in_texts), number)| (feature, (number, rarity(count, in_texts))))
        .collect();
    let mut likeness = Likeness {
        places: vec![Vec::new(); vocabulary.len()],
        vocabulary,
        unknown: rarity(count, 1),
        texts: Vec::new(),
    };
    for (text, place) in texts.iter().zip(0..) {
        let weighed = likeness.weigh(text);
        for (feature, weight) in &weighed {
            likeness.places[*feature as usize].push((place, *weight));
        }
        likeness.texts.push(weighed);
    }
    likeness
}

impl Likeness {
    /// The places of the texts most like this one with their likeness, best first; none that shares nothing.
    pub fn best(&self, text: &str, most: usize) -> Vec<(usize, f64)> {
        let asked = self.weigh(&features(text));
        let mut candidates: Vec<(u32, f64)> = self.candidates(&asked).into_iter().collect();
        candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(LEAST_WEIGHED.max(most.saturating_mul(4)));
        let mut best: Vec<(usize, f64)> = candidates
            .into_iter()
            .map(|(place, _)| (place as usize, product(&asked, &self.texts[place as usize])))
            .filter(|it| it.1 > 0.0)
            .collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(most);
        best
    }

    /// How alike a text and the one at a place are.
    pub fn with(&self, text: &str, place: usize) -> f64 {
        self.texts.get(place).map_or(0.0, |held| product(&self.weigh(&features(text)), held))
    }

    /// Places that share a feature, with what the rarest ones come to.
    fn candidates(&self, asked: &[(u32, f64)]) -> HashMap<u32, f64> {
        let mut rarest: Vec<_> = asked.iter().map(|it| (&self.places[it.0 as usize], it)).collect();
        rarest.sort_by_key(|(places, _)| places.len());
        let mut found: HashMap<u32, f64> = HashMap::new();
        let mut left = MOST_LOOKED_AT;
        for (places, (_, weight)) in rarest {
            for (place, held) in places.iter().take(left) {
                *found.entry(*place).or_default() += weight * held;
            }
            left = left.saturating_sub(places.len());
        }
        found
    }

    /// The known features of a text, scaled so that the whole text has length 1.
    fn weigh(&self, features: &BTreeMap<String, f64>) -> Vec<(u32, f64)> {
        let mut square = 0.0;
        let mut weighed: Vec<(u32, f64)> = Vec::with_capacity(features.len());
        for (feature, weight) in features {
            let known = self.vocabulary.get(feature);
            let weight = weight * known.map_or(self.unknown, |it| it.1);
            square += weight * weight;
            weighed.extend(known.map(|it| (it.0, weight)));
        }
        for it in &mut weighed {
            it.1 /= square.sqrt();
        }
        weighed.sort_unstable_by_key(|it| it.0);
        weighed
    }
}

/// How alike two texts are that stand alone.
pub fn between(one: &str, other: &str) -> f64 {
    index_beside([one], [other]).with(other, 0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of texts")]
fn rarity(texts: usize, having: usize) -> f64 {
    (1.0 + texts as f64 / having.max(1) as f64).ln()
}

/// Words and stems of a text with their weights.
fn features(text: &str) -> BTreeMap<String, f64> {
    let folded = fold(text);
    let telling: Vec<&str> = folded.split_whitespace().filter(|it| !is_stop_word(it)).collect();
    // A text of nothing but small words is compared by them.
    let words = if telling.is_empty() { folded.split_whitespace().collect() } else { telling };
    let mut counts: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for word in words {
        counts.entry(word.to_owned()).or_insert((1.0, 0.0)).1 += 1.0;
        if let Some((end, _)) = word.char_indices().nth(STEM - 1) {
            let end = word[end..].chars().next().map_or(word.len(), |it| end + it.len_utf8());
            counts.entry(format!("{}-", &word[..end])).or_insert((STEM_SHARE, 0.0)).1 += 1.0;
        }
    }
    counts.into_iter().map(|(it, (share, count))| (it, share * (1.0 + count.ln()))).collect()
}

/// The product of two vectors of length 1.
fn product(one: &[(u32, f64)], other: &[(u32, f64)]) -> f64 {
    let mut sum = 0.0;
    let (mut left, mut right) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        if a.0 == b.0 {
            sum += a.1 * b.1;
        }
        left += usize::from(a.0 <= b.0);
        right += usize::from(b.0 <= a.0);
    }
    sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = [
        "The laboratory shall be impartial.",
        "The laboratory shall identify risks to its impartiality.",
        "Equipment is calibrated before use.",
        "Institucioni ka politikë të sigurimit të cilësisë.",
        "Ustanova ima politiku obezbeđenja kvaliteta.",
        "Records of equipment are kept.",
    ];

    #[test]
    fn the_best_is_the_one_that_says_the_same_in_any_language_and_alphabet() {
        let index = index(TEXTS);
        for (asked, place) in [
            ("Laboratories are impartial", 0),
            ("Risks to impartiality are identified", 1),
            ("politikat e sigurimit të cilësisë të institucionit", 3),
            ("Politika obezbeđenja kvaliteta ustanove", 4),
            ("Политика обезбеђења квалитета установе", 4),
        ] {
            let best = index.best(asked, 3);
            assert_eq!(best.first().map(|it| it.0), Some(place), "{asked}: {best:?}");
            assert!(best[0].1 > 0.3, "{asked}: {best:?}");
        }
    }

    #[test]
    fn the_same_is_one_and_nothing_shared_is_none() {
        let index = index(TEXTS);
        for (place, text) in TEXTS.iter().enumerate() {
            let best = index.best(text, 1);
            assert_eq!(best[0].0, place);
            assert!(best[0].1 > 0.999_999, "{best:?}");
        }
        assert_eq!(index.best("zebra", 3), []);
        assert_eq!(index.best("", 3), []);
        assert!(between("of the", "of the") > 0.999);
        assert!(between("", "").abs() < f64::EPSILON);
    }

    #[test]
    fn a_rare_word_counts_more_than_a_common_one() {
        let index = index(["policy on fees", "policy on staff", "policy on safety", "fees"]);
        let best = index.best("policy fees", 4);
        assert_eq!(best[0].0, 0);
        assert_eq!(best[1].0, 3, "{best:?}");
    }

    #[test]
    fn a_large_catalogue_is_asked_in_bounded_time() {
        let texts: Vec<_> = (0..20_000).map(|it| format!("common policy number{it}")).collect();
        let index = index(&texts);
        for place in (0..texts.len()).step_by(500) {
            assert_eq!(index.best(&texts[place], 1)[0].0, place);
        }
    }

    proptest::proptest! {
        #[test]
        fn it_is_between_none_and_one_and_the_same_both_ways(
            one in "[a-dë ]{0,30}", other in "[a-dë ]{0,30}"
        ) {
            let (there, back) = (between(&one, &other), between(&other, &one));
            proptest::prop_assert!((0.0..=1.0).contains(&there));
            proptest::prop_assert!((there - back).abs() < 1e-9, "{} {}", there, back);
        }
    }
}
