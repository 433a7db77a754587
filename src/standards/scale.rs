//! Reading a level out of the words that people write in their sheets.

use super::fold::fold;
use super::pack::{Level, Scale};
use crate::language::Language;
use crate::titles::Titles;

/// What a cell says of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A level's code, or the code of what does not apply (`Scale::is_not_applicable` tells).
    Level(String),
    /// Nothing is rated yet.
    NotRated,
    /// It is none of the scale's words.
    Unknown,
}

/// Words for "not rated yet", folded.
const NOT_RATED: [&str; 25] = [
    "not yet assessed",
    "not assessed",
    "not yet rated",
    "not rated",
    "not evaluated",
    "not reviewed",
    "not started",
    "to be assessed",
    "to be determined",
    "pending",
    "n r",
    "tbd",
    "ende e pavleresuar",
    "ende i pavleresuar",
    "ende pa vleresuar",
    "e pavleresuar",
    "i pavleresuar",
    "pa vleresuar",
    "nuk eshte vleresuar",
    "nije ocenjeno",
    "jos nije ocenjeno",
    "neocenjeno",
    "nije procenjeno",
    "jos nije procenjeno",
    "nije pregledano",
];

/// Whether a word says that nothing is rated yet: one of the known words, nothing at all, or a dash.
pub(crate) fn is_not_rated(text: &str) -> bool {
    let is_blank = |it: char| it.is_whitespace() || "-–—−_./?…".contains(it);
    text.chars().all(is_blank) || NOT_RATED.contains(&fold(text).as_str())
}

impl Scale {
    /// The level with this code.
    pub fn level(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|it| it.code == code)
    }

    /// Place of a level, from the worst, 0.
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.levels.iter().position(|it| it.code == code)
    }

    /// What a code is called: that of a level, or the mark that a criterion does not apply.
    pub fn title_of(&self, code: &str) -> Option<&Titles> {
        let apart = self.not_applicable.as_ref().filter(|it| it.code == code).map(|it| &it.title);
        self.level(code).map(|it| &it.title).or(apart)
    }

    /// Whether this code says that a criterion does not apply.
    pub fn is_not_applicable(&self, code: &str) -> bool {
        self.not_applicable.as_ref().is_some_and(|it| it.code == code)
    }

    /// Whether a rating may carry this code.
    pub fn has(&self, code: &str) -> bool {
        self.rank(code).is_some() || self.is_not_applicable(code)
    }

    /// Whether its levels, or their scores, add up to an index.
    pub fn has_index(&self) -> bool {
        self.percent || self.levels.iter().any(|it| it.weight.is_some())
    }

    /// Share of a full score, 0 to 1, that a level stands for: its weight; in percent, its least score.
    pub fn share(&self, level: &Level) -> Option<f64> {
        if self.percent { level.from.map(|it| it / 100.0) } else { level.weight }
    }

    /// The level that a score in percent gives; none where the scale is not in percent or the score is no such number.
    pub fn level_of_score(&self, score: f64) -> Option<&Level> {
        if !self.percent || !(0.0..=100.0).contains(&score) {
            return None;
        }
        self.levels.iter().rev().find(|it| it.from.is_some_and(|from| score >= from))
    }

    /// The level that a cell names, by code, title in any language or another word for it; nothing is guessed.
    pub fn recognise(&self, text: &str) -> Recognised {
        if is_not_rated(text) {
            return Recognised::NotRated;
        }
        let wanted = fold(text);
        // A tick or a cross: a sign whose meaning would be a guess.
        if wanted.is_empty() {
            return Recognised::Unknown;
        }
        let levels = self.levels.iter().map(|it| (&it.code, &it.title, &it.aliases));
        let apart = self.not_applicable.iter().map(|it| (&it.code, &it.title, &it.aliases));
        for (code, title, aliases) in levels.chain(apart) {
            let titles = title.iter().map(|it| it.1);
            let words = titles.chain(aliases.iter().map(String::as_str)).chain([code.as_str()]);
            if words.into_iter().any(|it| fold(it) == wanted) {
                return Recognised::Level(code.clone());
            }
        }
        Recognised::Unknown
    }
}

/// What a code is called; itself, where no scale has it any more.
pub fn called<'a>(language: Language, scale: Option<&'a Scale>, code: &'a str) -> &'a str {
    scale.and_then(|it| it.title_of(code)).map_or(code, |it| it.get(language))
}

/// A rating in words: its level, its level on the second axis, its score, as far as there are any.
pub fn words(
    language: Language,
    scale: Option<&Scale>,
    (level, second, score): (Option<&str>, Option<&str>, Option<f64>),
) -> String {
    let word = |code| called(language, scale, code).to_owned();
    let score = score.map(|it| format!("{} %", language.tenths(it)));
    let parts = [level.map(word), second.map(word), score];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::check;

    fn scale(edition: &str) -> Scale {
        let types = check::known_evidence_types();
        let packs = check::builtin();
        let mut packs = packs.iter().filter_map(|it| check::parse(it, &types).ok());
        packs.find(|it| it.id == edition).and_then(|it| it.about.scale).unwrap()
    }

    #[test]
    fn what_trackers_write_is_recognised() {
        let (iso, kaa, nqa) = (
            scale("iso-iec-17025-2017"),
            scale("xk-kaa-programme-2021"),
            scale("xk-nqa-validation"),
        );
        for (scale, typed, code) in [
            (&iso, "Compliant", "conforms"),
            (&iso, "conform", "conforms"),
            (&iso, "YES", "conforms"),
            (&iso, "Fully  implemented", "conforms"),
            (&iso, "Në përputhje", "conforms"),
            (&iso, "ne perputhje", "conforms"),
            (&iso, "Усаглашено", "conforms"),
            (&iso, "Partially compliant", "minor"),
            (&iso, "Partially implemented", "minor"),
            (&iso, "Delimično usaglašeno", "minor"),
            (&iso, "Minor", "minor"),
            (&iso, "Non-compliant", "major"),
            (&iso, "Noncompliant", "major"),
            (&iso, "Nije usaglašeno", "major"),
            (&iso, "Jokonformitet i madh", "major"),
            (&iso, "OFI", "observation"),
            (&iso, "n/a", "na"),
            (&iso, "N.A.", "na"),
            (&iso, "Not applicable", "na"),
            (&iso, "Nuk aplikohet", "na"),
            (&iso, "Nije primenjivo", "na"),
            (&kaa, "Fully compliant", "fully"),
            (&kaa, "Plotësisht në përputhje", "fully"),
            (&kaa, "substantially", "substantially"),
            (&kaa, "Kryesisht", "substantially"),
            (&kaa, "Partially compliant", "partially"),
            (&kaa, "Non compliant", "non"),
            (&nqa, "Met", "met"),
            (&nqa, "Partially met", "partly"),
            (&nqa, "Not met", "notmet"),
            (&nqa, "Nuk plotësohet", "notmet"),
        ] {
            assert_eq!(scale.recognise(typed), Recognised::Level(code.into()), "{typed}");
        }
    }

    #[test]
    fn a_rating_is_told_by_what_its_scale_calls_it() {
        let scale = scale("iso-iec-17025-2017");
        let told =
            |level, second, score| words(Language::English, Some(&scale), (level, second, score));
        assert_eq!(
            told(Some("conforms"), Some("na"), Some(82.5)),
            "Conforms · Not applicable (justified) · 82.5 %"
        );
        assert_eq!(told(Some("gone"), None, None), "gone");
        assert_eq!(told(None, None, None), "");
    }

    #[test]
    fn what_is_not_rated_yet_is_no_level() {
        let scale = scale("iso-iec-17025-2017");
        for typed in [
            "",
            " ",
            "-",
            "–",
            "?",
            "Not Yet Assessed",
            "n/r",
            "Ende e pavlerësuar",
            "Nije ocenjeno",
        ] {
            assert_eq!(scale.recognise(typed), Recognised::NotRated, "{typed}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let scale = scale("iso-iec-17025-2017");
        for typed in ["✓", "x", "3", "compliant?? ask Arta", "major or minor", "conformsxx"] {
            assert_eq!(scale.recognise(typed), Recognised::Unknown, "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn case_and_space_do_not_count(index in 0_usize..4, pad in " {0,3}") {
            static SCALE: std::sync::LazyLock<Scale> =
                std::sync::LazyLock::new(|| scale("iso-iec-17025-2017"));
            let level = &SCALE.levels[index];
            let typed = format!("{pad}{}{pad}", level.title.en().to_uppercase());
            let expected = Recognised::Level(level.code.clone());
            proptest::prop_assert_eq!(SCALE.recognise(&typed), expected);
        }
    }
}
