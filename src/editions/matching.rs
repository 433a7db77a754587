//! Which criterion of one edition is which of another.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::likeness::{self, Likeness};
use super::view::Criterion;
use crate::standards::fold::fold;
use crate::standards::key::key;

/// From here on two texts under one code say the same in other words.
pub(super) const ALIKE_BY_CODE: f64 = 0.3;
/// From here on two texts under different codes do.
const ALIKE: f64 = 0.6;
/// How many of the most alike are looked at for each.
const CANDIDATES: usize = 5;

/// By what two criteria were found to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// They have the same code.
    Code,
    /// They have the same text.
    Text,
    /// Their texts are much alike.
    Likeness,
}

/// A criterion of one edition and what it is in the other, by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) by: By,
    /// How alike their texts are.
    pub(super) likeness: f64,
}

/// Finds the pairs, in the order of the new edition. Which edition is the old one does not matter for what is found.
pub(super) fn matches(from: &[Criterion], to: &[Criterion]) -> Vec<Match> {
    let tag = language(from, to);
    let mut matching = Matching::new(from, to, &tag);
    matching.by_code(|texts| texts.0 == texts.1);
    matching.by_own_text();
    matching.by_text_below_the_same();
    let likeness = likeness::index_beside(&matching.to.texts, &matching.from.texts);
    matching.by_code_if_alike(&likeness);
    matching.by_likeness();
    matching.by_code(|_| true);
    matching.finish(&likeness)
}

/// The language in which the most of both can be compared.
fn language(from: &[Criterion], to: &[Criterion]) -> String {
    let count = |criteria: &[Criterion]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for criterion in criteria {
            let tags = criterion.title.iter().chain(criterion.summary.iter());
            for tag in tags.map(|it| it.0).collect::<HashSet<_>>() {
                *counts.entry(tag.to_owned()).or_default() += 1;
            }
        }
        counts
    };
    let (from, to) = (count(from), count(to));
    let common = from
        .into_iter()
        .filter_map(|(tag, count)| to.get(&tag).map(|other| (count.min(*other), tag == "en", tag)));
    common.max().map_or_else(|| "en".to_owned(), |it| it.2)
}

/// One side of the comparison.
struct Side {
    codes: Vec<String>,
    texts: Vec<String>,
    /// Place of the one above.
    parents: Vec<Option<usize>>,
    /// Place in the other edition, once it is found.
    partner: Vec<Option<usize>>,
}

impl Side {
    fn new(criteria: &[Criterion], tag: &str) -> Self {
        let codes: Vec<_> = criteria.iter().map(|it| it.code.clone()).collect();
        let places: HashMap<&str, usize> =
            codes.iter().enumerate().map(|(place, code)| (code.as_str(), place)).collect();
        let above = |it: &Criterion| places.get(it.parent.as_deref()?).copied();
        Self {
            parents: criteria.iter().map(above).collect(),
            texts: criteria.iter().map(|it| fold(&it.words(tag))).collect(),
            partner: vec![None; criteria.len()],
            codes,
        }
    }

    fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.codes.len()).filter(|it| self.partner[*it].is_none())
    }

    /// Open places by their text; those without any are left out.
    fn by_text(&self) -> HashMap<&str, Vec<usize>> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for place in self.open().filter(|it| !self.texts[*it].is_empty()) {
            places.entry(&self.texts[place]).or_default().push(place);
        }
        places
    }
}

struct Matching {
    from: Side,
    to: Side,
    found: Vec<(usize, usize, By)>,
}

impl Matching {
    fn new(from: &[Criterion], to: &[Criterion], tag: &str) -> Self {
        Self { from: Side::new(from, tag), to: Side::new(to, tag), found: Vec::new() }
    }

    fn pair(&mut self, from: usize, to: usize, by: By) {
        if self.from.partner[from].is_none() && self.to.partner[to].is_none() {
            self.from.partner[from] = Some(to);
            self.to.partner[to] = Some(from);
            self.found.push((from, to, by));
        }
    }

    /// Open pairs with the same code: exactly so first, then whatever the size of its letters.
    fn same_codes(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for form in [str::to_owned as fn(&str) -> String, key] {
            let open: HashMap<String, usize> =
                self.to.open().map(|it| (form(&self.to.codes[it]), it)).collect();
            let pair = |from: usize| open.get(&form(&self.from.codes[from])).map(|to| (from, *to));
            pairs.extend(self.from.open().filter_map(pair));
        }
        pairs
    }

    fn by_code(&mut self, fits: impl Fn((&str, &str)) -> bool) {
        for (from, to) in self.same_codes() {
            if fits((&self.from.texts[from], &self.to.texts[to])) {
                self.pair(from, to, By::Code);
            }
        }
    }

    fn by_code_if_alike(&mut self, likeness: &Likeness) {
        for (from, to) in self.same_codes() {
            if likeness.with(&self.from.texts[from], to) >= ALIKE_BY_CODE {
                self.pair(from, to, By::Code);
            }
        }
    }

    /// Texts that only one criterion has on either side.
    fn by_own_text(&mut self) {
        let (from, to) = (self.from.by_text(), self.to.by_text());
        let single = |(text, places): (&str, Vec<usize>)| {
            let others = to.get(text)?;
            (places.len() == 1 && others.len() == 1).then(|| (places[0], others[0]))
        };
        for (from, to) in from.into_iter().filter_map(single).collect::<Vec<_>>() {
            self.pair(from, to, By::Text);
        }
    }

    /// Texts that several have, like "General", under criteria that were found to be one; parents come first.
    fn by_text_below_the_same(&mut self) {
        let mut below: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for place in self.to.open().filter(|it| !self.to.texts[*it].is_empty()) {
            if let Some(parent) = self.to.parents[place] {
                below.entry((parent, self.to.texts[place].clone())).or_default().push(place);
            }
        }
        for place in self.from.open().collect::<Vec<_>>() {
            let parent = self.from.parents[place].and_then(|it| self.from.partner[it]);
            let Some(parent) = parent else { continue };
            let twins = below.get_mut(&(parent, self.from.texts[place].clone()));
            if let Some(twin) = twins.filter(|it| !it.is_empty()).map(|it| it.remove(0)) {
                self.pair(place, twin, By::Text);
            }
        }
    }

    /// The most alike first, from either side, so that it is the same whichever is asked.
    fn by_likeness(&mut self) {
        let (from, to): (Vec<_>, Vec<_>) = (self.from.open().collect(), self.to.open().collect());
        if from.is_empty() || to.is_empty() {
            return;
        }
        let mut found = edges((&self.from, &from), (&self.to, &to));
        for (to, from, likeness) in edges((&self.to, &to), (&self.from, &from)) {
            found.push((from, to, likeness));
        }
        let key = |it: &(usize, usize, f64)| {
            let (one, other) = (&self.from.codes[it.0], &self.to.codes[it.1]);
            (it.0.abs_diff(it.1), one.min(other), one.max(other))
        };
        found.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| key(a).cmp(&key(b))));
        for (from, to, _) in found {
            self.pair(from, to, By::Likeness);
        }
    }

    fn finish(mut self, likeness: &Likeness) -> Vec<Match> {
        self.found.sort_unstable_by_key(|it| it.1);
        let of = |(from, to, by): (usize, usize, By)| {
            let (one, other) = (&self.from.texts[from], &self.to.texts[to]);
            let likeness = if one == other { 1.0 } else { likeness.with(one, to) };
            Match { from, to, by, likeness }
        };
        self.found.iter().copied().map(of).collect()
    }
}

/// For each open place of one side the most alike of the other, where they are alike enough.
fn edges(one: (&Side, &[usize]), other: (&Side, &[usize])) -> Vec<(usize, usize, f64)> {
    let texts = other.1.iter().map(|it| &other.0.texts[*it]);
    let beside = one.1.iter().map(|it| &one.0.texts[*it]);
    let index = likeness::index_beside(texts, beside);
    let of = |place: &usize| {
        let best = index.best(&one.0.texts[*place], CANDIDATES);
        let alike = best.into_iter().filter(|it| it.1 >= ALIKE);
        let edge = |(it, likeness): (usize, f64)| (*place, other.1[it], likeness);
        alike.map(edge).collect::<Vec<_>>()
    };
    one.1.iter().flat_map(of).collect()
}
