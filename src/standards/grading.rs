//! The part of a pack that says how criteria are rated and what is decided then.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::titles::Titles;

/// How criteria are rated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// From the worst to the best.
    pub levels: Vec<Level>,
    /// Criteria are scored in percent, 0 to 100; the score gives the level.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub percent: bool,
    /// What is said of a criterion that does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<NotApplicable>,
    /// A second judgement beside the first, on the same levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondAxis>,
    /// What of it is published and what is ours.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Short name, unique in the scale.
    pub code: String,
    /// What the accreditor calls it.
    pub title: Titles,
    /// When it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Titles>,
    /// When it is given on the second axis, if that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_description: Option<Titles>,
    /// The accreditor's own number for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Share of a full score, 0 to 1; for the index only. All levels have one or none has; with none there is no index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// On a scale in percent: the least score, 0 to 100, that gives the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Its colour.
    pub role: Role,
    /// Other words for it in people's sheets, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A second judgement on the same levels: whether it is practised beside whether it is documented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondAxis {
    /// What the first axis asks: "practised".
    pub first: Titles,
    /// What the second axis asks: "documented".
    pub title: Titles,
}

/// The colour of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// All is well.
    Good,
    /// Well enough.
    Fair,
    /// Something is missing.
    Poor,
    /// It fails.
    Bad,
}

impl Role {
    /// Its class in the stylesheet.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
            Self::Bad => "bad",
        }
    }
}

/// The mark of a criterion that does not apply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// Short name, unlike that of any level.
    pub code: String,
    /// What the accreditor calls it.
    pub title: Titles,
    /// Other words for it in people's sheets, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// What an accreditor may decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Short name, unique in the edition.
    pub code: String,
    /// What the accreditor calls it.
    pub title: Titles,
    /// All must hold; none for the outcome that is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// How long it is valid, in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_months: Option<u32>,
    /// What it is bound to: conditions that come with it, each in its languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Titles>,
    /// What comes with it, and how sure we are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A decision rule, from a closed vocabulary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "rule", deny_unknown_fields)]
pub enum Rule {
    /// No assessable criterion is below the level.
    NoCriterionBelow { level: String },
    /// Every mandatory criterion has at least the level.
    MandatoryAtLeast { level: String },
    /// At least this share, 0 to 1, of the criteria has at least the level. Where the accreditor publishes no share, it is
    /// a setting that the institution fills in.
    ShareAtLeast {
        level: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<f64>,
        /// Name of the setting, once in the edition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        setting: Option<String>,
        /// What the setting is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Titles>,
    },
    /// In every area, the level of the area (lower median of its criteria) is at least the level.
    AreaAtLeast { level: String },
    /// The overall level is at least the level. Overall is the lower median of the levels of all assessable criteria,
    /// unrated ones counting as the lowest: our reading, where an accreditor does not say how it is found.
    OverallAtLeast { level: String },
    /// The readiness index, 0 to 100, is at least the score: a weighted score. Where the accreditor publishes no score, it
    /// is a setting that the institution fills in.
    IndexAtLeast {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        score: Option<f64>,
        /// Name of the setting, once in the edition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        setting: Option<String>,
        /// What the setting is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Titles>,
    },
    /// No major nonconformity that reviewers found is open.
    NoOpenMajor {},
}

/// A number that an accreditor does not publish, so that the institution fills it in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting<'a> {
    /// Its name, once in the edition.
    pub name: &'a str,
    /// What it is called.
    pub title: &'a Titles,
    /// The largest that it can be: 1 for a share, 100 for a score.
    pub most: f64,
}

impl Rule {
    /// At least this share, 0 to 1, at the level.
    pub fn share(level: impl Into<String>, share: f64) -> Self {
        Self::ShareAtLeast { level: level.into(), share: Some(share), setting: None, title: None }
    }

    /// An index of at least the score, 0 to 100.
    pub fn index(score: f64) -> Self {
        Self::IndexAtLeast { score: Some(score), setting: None, title: None }
    }

    /// The level it names, if it names one.
    pub fn level(&self) -> Option<&str> {
        match self {
            Self::NoCriterionBelow { level }
            | Self::MandatoryAtLeast { level }
            | Self::ShareAtLeast { level, .. }
            | Self::AreaAtLeast { level }
            | Self::OverallAtLeast { level } => Some(level),
            Self::IndexAtLeast { .. } | Self::NoOpenMajor {} => None,
        }
    }

    /// The setting that it takes its number from, if the accreditor publishes none.
    pub fn setting(&self) -> Option<Setting<'_>> {
        let (name, title, most) = match self {
            Self::ShareAtLeast { setting, title, .. } => (setting, title, 1.0),
            Self::IndexAtLeast { setting, title, .. } => (setting, title, 100.0),
            _ => return None,
        };
        Some(Setting { name: name.as_deref()?, title: title.as_ref()?, most })
    }

    /// Whether it lacks a number, so that nothing can be decided by it.
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            Self::ShareAtLeast { share: None, .. } | Self::IndexAtLeast { score: None, .. }
        )
    }

    /// The rule with its number taken from what the institution filled in. A number that is out of range counts as none.
    #[must_use]
    pub fn filled(&self, settings: &BTreeMap<String, f64>) -> Self {
        let mut rule = self.clone();
        let Some(setting) = self.setting() else { return rule };
        let filled = settings.get(setting.name).copied();
        let filled = filled.filter(|it| (0.0..=setting.most).contains(it));
        match &mut rule {
            Self::ShareAtLeast { share: number, .. } | Self::IndexAtLeast { score: number, .. } => {
                *number = number.or(filled);
            }
            _ => {}
        }
        rule
    }
}
