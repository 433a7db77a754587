//! Reading a level out of the words that people write in their sheets.

use super::fold::fold;
use super::pack::{Level, Scale};

/// What a cell says of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A level's code, or the not-applicable code.
    Level(String),
    /// Nothing is rated yet.
    NotRated,
    Unknown,
}

/// Words for "not rated yet", folded.
const NOT_RATED: [&str; 12] = [
    "",
    "not yet assessed",
    "not assessed",
    "not rated",
    "not started",
    "to be assessed",
    "n r",
    "tbd",
    "ende e pavleresuar",
    "i pavleresuar",
    "nije ocenjeno",
    "jos nije ocenjeno",
];

impl Scale {
    /// The level with this code.
    pub fn level(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|it| it.code == code)
    }

    /// Place of a level, from the worst, 0.
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.levels.iter().position(|it| it.code == code)
    }

    /// Whether this code says that a criterion does not apply.
    pub fn is_not_applicable(&self, code: &str) -> bool {
        self.not_applicable.as_ref().is_some_and(|it| it.code == code)
    }

    /// Whether a rating may carry this code.
    pub fn has(&self, code: &str) -> bool {
        self.rank(code).is_some() || self.is_not_applicable(code)
    }

    /// The level that a cell names, by code, title or another word for it.
    pub fn recognise(&self, text: &str) -> Recognised {
        let wanted = fold(text);
        if NOT_RATED.contains(&wanted.as_str()) {
            return Recognised::NotRated;
        }
        let levels = self.levels.iter().map(|it| (&it.code, &it.title, &it.aliases));
        let apart = self.not_applicable.iter().map(|it| (&it.code, &it.title, &it.aliases));
        for (code, title, aliases) in levels.chain(apart) {
            let titles = [Some(&title.en), title.sq.as_ref(), title.sr.as_ref()];
            let words = titles.into_iter().flatten().chain(aliases).chain([code]);
            if words.into_iter().any(|it| fold(it) == wanted) {
                return Recognised::Level(code.clone());
            }
        }
        Recognised::Unknown
    }
}
