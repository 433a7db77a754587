//! What readiness says, in the reader's language and as JSON.

use serde_json::{Value, json};

use super::result::{About, Decision, Gap, GapKind, Summary};
use super::store::Assessed;
use crate::entities::rating;
use crate::language::{Language, Worded as _};
use crate::standards::pack::Rule;
use crate::standards::scale::{called, words};

/// At most so many criteria are named one by one.
pub(super) const NAMED: usize = 50;

/// Key of the sentence that says what would close a gap.
fn closing(gap: &Gap) -> String {
    match (gap.kind, gap.about) {
        (GapKind::ChangedSinceRated, About::Criterion) => "gap-changed_since_rated-self".into(),
        (GapKind::ChangedSinceRated, About::Wording) => "gap-changed_since_rated-text".into(),
        (GapKind::ChangedSinceRated, About::Evidence(_, Some(_))) => {
            "gap-changed_since_rated-gone".into()
        }
        (kind, _) => format!("{}-close", kind.key()),
    }
}

impl Assessed {
    /// Title of a level.
    pub fn level(&self, language: Language, level: u8) -> &str {
        let scale = self.whole.head.scale.as_ref();
        scale
            .and_then(|it| it.levels.get(usize::from(level)))
            .map_or("", |it| it.title.get(language))
    }

    /// Colour of a level.
    pub fn tone(&self, level: u8) -> &'static str {
        let scale = self.whole.head.scale.as_ref();
        scale.and_then(|it| it.levels.get(usize::from(level))).map_or("plain", |it| it.role.tone())
    }

    /// Title of the level with this code, or of the not-applicable mark.
    pub fn level_by_code(&self, language: Language, code: &str) -> String {
        called(language, self.whole.head.scale.as_ref(), code).to_owned()
    }

    /// What a rating says; a dash where it says nothing yet.
    pub fn rated(&self, language: Language, it: &rating::Model) -> String {
        let said = (it.level.as_deref(), it.second_level.as_deref(), it.score);
        let said = words(language, self.whole.head.scale.as_ref(), said);
        if said.is_empty() { "–".to_owned() } else { said }
    }

    /// Title of an outcome.
    pub fn outcome(&self, language: Language, outcome: usize) -> &str {
        self.whole.head.outcomes.get(outcome).map_or("", |it| it.title.get(language))
    }

    /// Code of a criterion.
    pub fn code(&self, criterion: usize) -> &str {
        &self.whole.criteria[criterion].code
    }

    /// The sentence that says what would close a gap. Evidence is named by its number only, and what is restricted
    /// not even by that, but to those who may open it.
    pub fn sentence(&self, language: Language, gap: &Gap) -> String {
        let key = closing(gap);
        match gap.about {
            About::Criterion | About::Wording => language.text(&key),
            About::Levels { held, needed } => {
                let (held, needed) = (self.level(language, held), self.level(language, needed));
                language.with(&key, [("held", held.into()), ("needed", needed.into())])
            }
            About::Axes { first, second, needed } => {
                let scale = self.whole.head.scale.as_ref();
                let axes = scale.and_then(|it| it.second.as_ref());
                let words = [
                    ("first-axis", axes.map_or("", |it| it.first.get(language)).into()),
                    ("first", self.level(language, first).into()),
                    ("second-axis", axes.map_or("", |it| it.title.get(language)).into()),
                    ("second", self.level(language, second).into()),
                    ("needed", self.level(language, needed).into()),
                ];
                language.with("gap-below_target-axes", words)
            }
            About::Type(kind) => {
                let kind =
                    self.types.get(usize::from(kind)).map_or("", |it| it.title.get(language));
                language.with(&key, [("type", kind.into())])
            }
            About::Evidence(at, day) => {
                let at = at as usize;
                let is_hidden = self.items.get(at).is_none_or(|it| it.is_hidden);
                let reference = if is_hidden {
                    language.text("gap-restricted")
                } else {
                    self.facts.evidence[at].reference.clone()
                };
                let day = day.map(|it| language.date(it)).unwrap_or_default();
                language.with(&key, [("evidence", reference.into()), ("day", day.into())])
            }
            About::Finding(at) => {
                let finding = &self.facts.findings[at as usize];
                let day = finding.due_on.map(|it| language.date(it));
                let key = match (finding.is_major, day.is_some()) {
                    (true, true) => "gap-open_finding-major-due",
                    (true, false) => "gap-open_finding-major",
                    (false, true) => "gap-open_finding-minor-due",
                    (false, false) => "gap-open_finding-minor",
                };
                let name = finding.name.clone();
                let day = day.unwrap_or_default();
                language.with(key, [("finding", name.into()), ("day", day.into())])
            }
            About::Action(at) => {
                let action = &self.facts.actions[at as usize];
                let day = action.due_on.map(|it| language.date(it)).unwrap_or_default();
                let title = action.title.chars().take(120).collect::<String>();
                language.with(&key, [("action", title.into()), ("day", day.into())])
            }
        }
    }

    /// What keeps a better outcome away.
    pub fn decision(&self, language: Language, decision: &Decision) -> String {
        let level =
            decision.rule.level().map(|it| self.level_by_code(language, it)).unwrap_or_default();
        let count = decision.in_the_way.len();
        let outcome = self.outcome(language, decision.outcome);
        let (key, number) = match decision.rule {
            Rule::NoCriterionBelow { .. } => ("rule-no_criterion_below", 0.0),
            Rule::MandatoryAtLeast { .. } => ("rule-mandatory_at_least", 0.0),
            Rule::ShareAtLeast { share, .. } => {
                ("rule-share_at_least", share.unwrap_or_default() * 100.0)
            }
            Rule::AreaAtLeast { .. } => ("rule-area_at_least", 0.0),
            Rule::OverallAtLeast { .. } => ("rule-overall_at_least", 0.0),
            Rule::IndexAtLeast { score, .. } => ("rule-index_at_least", score.unwrap_or_default()),
            Rule::NoOpenMajor {} => ("rule-no_open_major", 0.0),
        };
        language.with(
            key,
            [
                ("outcome", outcome.into()),
                ("level", level.into()),
                ("count", count.into()),
                ("number", language.tenths(number).into()),
            ],
        )
    }

    /// Everything, for scripts. Sentences are in `language`, codes are stable.
    pub fn json(&self, language: Language) -> Value {
        let readiness = &self.readiness;
        let projected = readiness.projected.as_ref();
        json!({
            "assessment": self.assessment.id,
            "edition": self.whole.edition.code,
            "as_of": readiness.as_of,
            "index": readiness.whole.index.map(tenths),
            "coverage": tenths(readiness.whole.coverage),
            "evidenced": tenths(readiness.whole.evidenced),
            "target_outcome": self.edition.outcomes.get(readiness.target).map(|it| &it.code),
            "projected_outcome": projected.map(|it| &self.edition.outcomes[it.outcome].code),
            "decided_by": projected.and_then(|it| it.decided_by.as_ref()).map(|it| self.decision_json(language, it)),
            "outcomes": readiness.verdicts.iter().map(|it| self.verdict_json(language, it)).collect::<Vec<_>>(),
            "missing_settings": self.missing().iter().map(|it| it.name).collect::<Vec<_>>(),
            "counted": readiness.whole.counted,
            "rated": readiness.whole.rated,
            "not_applicable": readiness.whole.not_applicable,
            "levels": self.levels_json(&readiness.whole),
            "gap_counts": gap_counts(&readiness.whole),
            "areas": readiness.areas.iter().map(|it| {
                let criterion = &self.whole.criteria[it.criterion];
                json!({
                    "code": criterion.code, "title": criterion.title.get(language),
                    "index": it.summary.index.map(tenths), "coverage": tenths(it.summary.coverage),
                    "evidenced": tenths(it.summary.evidenced), "counted": it.summary.counted,
                    "lowest": it.summary.lowest.map(|it| &self.edition.levels[it].code),
                    "levels": self.levels_json(&it.summary), "gap_counts": gap_counts(&it.summary),
                })
            }).collect::<Vec<_>>(),
            "path": readiness.path.iter().map(|it| self.code(*it)).collect::<Vec<_>>(),
            "gaps": readiness.gaps.iter().map(|it| json!({
                "criterion": self.code(it.criterion), "kind": it.kind, "severity": it.severity,
                "message": self.sentence(language, it),
            })).collect::<Vec<_>>(),
        })
    }

    fn levels_json(&self, summary: &Summary) -> Value {
        let levels = self.edition.levels.iter().zip(&summary.levels);
        levels
            .map(|(level, count)| (level.code.clone(), json!(count)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    fn decision_json(&self, language: Language, decision: &Decision) -> Value {
        json!({
            "outcome": self.edition.outcomes[decision.outcome].code,
            "rule": decision.rule,
            "message": self.decision(language, decision),
            "in_the_way": decision.in_the_way.iter().take(NAMED).map(|it| self.code(*it)).collect::<Vec<_>>(),
            "in_the_way_total": decision.in_the_way.len(),
        })
    }
}

fn gap_counts(summary: &Summary) -> Value {
    let counts = super::result::Severity::ALL.iter().zip(summary.gaps);
    counts
        .map(|(severity, count)| (severity.code().to_owned(), json!(count)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
