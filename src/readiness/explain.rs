//! How outcomes are decided, in the reader's language and as JSON.

use serde_json::{Value, json};

use super::result::{Decided, Measured, Ruling, Verdict};
use super::store::Assessed;
use super::words::{NAMED, tenths};
use crate::language::Language;
use crate::standards::pack::{Outcome, Rule, Setting};

impl Assessed {
    /// What a rule asks for.
    pub fn asked(&self, language: Language, rule: &Rule) -> String {
        let level = rule.level().map(|it| self.level_by_code(language, it)).unwrap_or_default();
        let (key, number) = match rule {
            Rule::NoCriterionBelow { .. } => ("rule-asks-no_criterion_below", None),
            Rule::MandatoryAtLeast { .. } => ("rule-asks-mandatory_at_least", None),
            Rule::ShareAtLeast { share: None, .. } => ("rule-asks-share_at_least-open", None),
            Rule::ShareAtLeast { share, .. } => {
                ("rule-asks-share_at_least", share.map(|it| it * 100.0))
            }
            Rule::AreaAtLeast { .. } => ("rule-asks-area_at_least", None),
            Rule::OverallAtLeast { .. } => ("rule-asks-overall_at_least", None),
            Rule::IndexAtLeast { score: None, .. } => ("rule-asks-index_at_least-open", None),
            Rule::IndexAtLeast { score, .. } => ("rule-asks-index_at_least", *score),
            Rule::NoOpenMajor {} => ("rule-asks-no_open_major", None),
        };
        let number = language.tenths(number.unwrap_or_default());
        language.with(key, [("level", level.into()), ("number", number.into())])
    }

    /// What was found of it.
    pub fn found(&self, language: Language, measured: &Measured) -> String {
        match measured {
            Measured::Criteria { held, of } => language
                .with("rule-found-criteria", [("held", (*held).into()), ("of", (*of).into())]),
            Measured::Areas { held, of, below } => {
                let area = |it: &(usize, u8)| {
                    let (area, level) = (self.code(it.0), self.level(language, it.1));
                    let words = [("area", area.into()), ("level", level.into())];
                    language.with("rule-found-area", words)
                };
                let held = [("held", (*held).into()), ("of", (*of).into())];
                let mut parts = vec![language.with("rule-found-areas", held)];
                parts.extend(below.iter().take(NAMED).map(area));
                parts.join("; ")
            }
            Measured::Majors(open) => {
                language.with("rule-found-majors", [("count", (*open).into())])
            }
            Measured::Overall(level) => {
                let level = self.level(language, *level);
                language.with("rule-found-overall", [("level", level.into())])
            }
            Measured::Index(index) => {
                language.with("rule-found-index", [("number", language.tenths(*index).into())])
            }
        }
    }

    /// The numbers that have to be filled in before everything can be decided.
    pub fn missing(&self) -> Vec<Setting<'_>> {
        let rules = self.readiness.verdicts.iter().flat_map(|it| &it.rules);
        rules
            .filter(|it| it.decided == Decided::Undecidable)
            .filter_map(|it| it.rule.setting())
            .collect()
    }

    /// An outcome as the pack has it.
    pub fn pack_outcome(&self, outcome: usize) -> Option<&Outcome> {
        self.whole.head.outcomes.get(outcome)
    }

    pub(super) fn verdict_json(&self, language: Language, verdict: &Verdict) -> Value {
        let outcome = self.pack_outcome(verdict.outcome);
        let conditions = outcome.map_or(&[][..], |it| it.conditions.as_slice());
        json!({
            "outcome": self.edition.outcomes[verdict.outcome].code,
            "title": self.outcome(language, verdict.outcome),
            "decided": verdict.decided,
            "validity_months": outcome.and_then(|it| it.validity_months),
            "conditions": conditions.iter().map(|it| it.get(language)).collect::<Vec<_>>(),
            "rules": verdict.rules.iter().map(|it| self.ruling_json(language, it)).collect::<Vec<_>>(),
        })
    }

    fn ruling_json(&self, language: Language, ruling: &Ruling) -> Value {
        let setting = ruling.rule.setting();
        let missing = setting.filter(|_| ruling.decided == Decided::Undecidable);
        json!({
            "rule": ruling.rule,
            "decided": ruling.decided,
            "asked": self.asked(language, &ruling.rule),
            "found": self.found(language, &ruling.measured),
            "measured": self.measured_json(&ruling.measured),
            "missing_setting": missing.map(|it| it.name),
            "in_the_way": ruling.in_the_way.iter().take(NAMED).map(|it| self.code(*it)).collect::<Vec<_>>(),
            "in_the_way_total": ruling.in_the_way.len(),
        })
    }

    fn measured_json(&self, measured: &Measured) -> Value {
        let level = |it: u8| self.edition.levels.get(usize::from(it)).map(|it| &it.code);
        match measured {
            Measured::Criteria { held, of } => json!({ "criteria": held, "of": of }),
            Measured::Areas { held, of, below } => json!({
                "areas": held, "of": of,
                "below": below.iter().map(|it| json!({ "area": self.code(it.0), "level": level(it.1) })).collect::<Vec<_>>(),
            }),
            Measured::Overall(it) => json!({ "level": level(*it) }),
            Measured::Majors(open) => json!({ "open_major": open }),
            Measured::Index(it) => json!({ "index": tenths(*it) }),
        }
    }
}
