//! Assessments and ratings as they are typed.

use serde::Deserialize;

use super::cycle::{Cycle, sent_cycle};
use super::ratings::NewRating;
use super::store::{AssessmentEdit, NewAssessment};
use crate::check::{Problem, Problems};
use crate::entities::{
    Answers, CriterionId, EditionId, InstitutionId, QualificationId, Round, Settings, UserId,
    qualification,
};
use crate::standards::pack::{Head, Scale};
use crate::web::sent::sent;

/// A new assessment.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AssessmentForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub visit_date: String,
    #[serde(default)]
    pub qualification: String,
}

impl AssessmentForm {
    /// The assessment, or every problem at once. `editions` are those on offer, with the outcome usually aimed at.
    pub fn check(
        &self,
        institution: InstitutionId,
        editions: &[(EditionId, String)],
        qualifications: &[qualification::Model],
    ) -> Result<NewAssessment, Problems> {
        let mut problems = Problems::default();
        let wanted = self.edition.parse::<EditionId>().ok();
        let edition = editions.iter().find(|it| Some(it.0) == wanted);
        if edition.is_none() {
            problems.add("edition", Problem::NotAnOption);
        }
        let wanted = self.qualification.parse::<QualificationId>().ok();
        let qualification = qualifications.iter().find(|it| Some(it.id) == wanted).map(|it| it.id);
        if qualification.is_none() && !self.qualification.is_empty() {
            problems.add("qualification", Problem::NotAnOption);
        }
        let new = NewAssessment {
            institution,
            edition: edition.map_or(EditionId(0), |it| it.0),
            qualification,
            name: problems.text("name", &self.name, 200),
            target: edition.map(|it| it.1.clone()).unwrap_or_default(),
            visit_date: problems.optional_date("visit_date", &self.visit_date),
        };
        problems.or(new)
    }
}

/// What may be changed of an assessment; what was not sent stays.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SettingsForm {
    pub name: Option<String>,
    pub target: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub visit_date: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub period_from: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub period_to: Option<String>,
    /// Names of the settings that the accreditor leaves open, and the percentages typed for them, in the same order.
    #[serde(default)]
    pub setting: Vec<String>,
    #[serde(default)]
    pub number: Vec<String>,
}

impl SettingsForm {
    /// The changes of an assessment with these settings and this cycle, or every problem at once.
    pub fn check(
        &self,
        head: &Head,
        held: &Settings,
        cycle: Cycle,
    ) -> Result<AssessmentEdit, Problems> {
        let mut problems = Problems::default();
        let edit = AssessmentEdit {
            name: self.name.as_ref().map(|it| problems.text("name", it, 200)),
            target: self.target.clone(),
            visit_date: self.visit_date.as_ref().map(|it| problems.optional_date("visit_date", it)),
            period: sent_cycle(
                cycle,
                self.period_from.as_deref(),
                self.period_to.as_deref(),
                &mut problems,
            ),
            settings: (!self.setting.is_empty()).then(|| self.settings(head, held, &mut problems)),
        };
        if edit
            .target
            .as_ref()
            .is_some_and(|it| !head.outcomes.iter().any(|outcome| &outcome.code == it))
        {
            problems.add("target", Problem::NotAnOption);
        }
        problems.or(edit)
    }
}

impl SettingsForm {
    /// The held numbers with those that were filled in, from percentages; an empty field leaves its setting open.
    fn settings(&self, head: &Head, held: &Settings, problems: &mut Problems) -> Settings {
        let mut settings = held.clone();
        for (name, typed) in self.setting.iter().zip(&self.number) {
            let typed = typed.trim().trim_end_matches('%').trim_end().replace(',', ".");
            if typed.is_empty() {
                settings.0.remove(name);
                continue;
            }
            let Some(setting) = head.settings().find(|it| it.name == name) else {
                problems.add("number", Problem::NotAnOption);
                continue;
            };
            match typed.parse::<f64>().ok().filter(|it| (0.0..=100.0).contains(it)) {
                Some(percent) => {
                    settings.0.insert(name.clone(), percent * setting.most / 100.0);
                }
                None => problems.add("number", Problem::Other("problem-score")),
            }
        }
        settings
    }
}

/// Chosen on a scale in percent to say that nothing is rated yet, as an empty choice leaves the level to the score.
pub const NOT_RATED: &str = "-";

/// A rating.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RatingForm {
    /// A level's code, the not-applicable code, or `NOT_RATED`.
    #[serde(default)]
    pub level: String,
    /// Level on the second axis.
    #[serde(default)]
    pub second: String,
    /// Score in percent.
    #[serde(default)]
    pub score: String,
    #[serde(default)]
    pub rationale: String,
    #[serde(default)]
    pub recommendation: String,
    #[serde(skip)]
    pub answers: Answers,
    /// Id of the newest rating that the rater saw, so that two at once are noticed.
    #[serde(default)]
    pub seen: String,
}

/// A rating as it was meant.
#[derive(Clone, Debug)]
pub struct TypedRating {
    pub level: Option<String>,
    pub second: Option<String>,
    pub score: Option<f64>,
    pub answers: Answers,
    pub rationale: String,
    pub recommendation: String,
}

impl TypedRating {
    /// As a rating of a criterion in a round.
    pub fn rating(self, criterion: CriterionId, round: Round, user: UserId) -> NewRating {
        NewRating {
            criterion,
            round,
            user: Some(user),
            level: self.level,
            second_level: self.second,
            score: self.score,
            answers: self.answers,
            rationale: self.rationale,
            recommendation: self.recommendation,
        }
    }
}

impl RatingForm {
    /// The rating in place of one with the level `held`, or every problem at once. That something does not apply needs a
    /// reason.
    pub fn check(&self, scale: &Scale, held: Option<&str>) -> Result<TypedRating, Problems> {
        let mut problems = Problems::default();
        let (level, score) = self.level_and_score(scale, held, &mut problems);
        let second = self.second_level(scale, level.as_deref(), &mut problems);
        let rationale = problems.optional_text("rationale", &self.rationale, 10_000);
        if level.as_ref().is_some_and(|it| scale.is_not_applicable(it)) && rationale.is_empty() {
            problems.add("rationale", Problem::Other("problem-reason"));
        }
        let recommendation = problems.optional_text("recommendation", &self.recommendation, 10_000);
        let answers = self.answers.clone();
        problems.or(TypedRating { level, second, score, answers, rationale, recommendation })
    }

    /// The level as it was chosen; on a scale in percent, the one that the score gives. A level of such a scale may be held
    /// without a score, from a worksheet's word: it stays until a score or another choice takes its place.
    fn level_and_score(
        &self,
        scale: &Scale,
        held: Option<&str>,
        problems: &mut Problems,
    ) -> (Option<String>, Option<f64>) {
        let typed = self.score.trim();
        if scale.percent && self.level.is_empty() && typed.is_empty() {
            let held = held.filter(|it| scale.rank(it).is_some());
            return (held.map(str::to_owned), None);
        }
        let unrated = scale.percent && self.level == NOT_RATED;
        let level = Some(self.level.clone()).filter(|it| !it.is_empty() && !unrated);
        let apart = level.as_ref().is_some_and(|it| scale.is_not_applicable(it));
        // In percent only what does not apply is chosen; the level follows from the score, here and nowhere else.
        let known = level.as_ref().is_none_or(|it| apart || !scale.percent && scale.has(it));
        if !known {
            problems.add("level", Problem::NotAnOption);
        }
        if typed.is_empty() {
            return (level, None);
        }
        if scale.percent && (apart || unrated) {
            problems.add("score", Problem::Other("problem-score-apart"));
            return (level, None);
        }
        let score = typed.replace(',', ".").parse::<f64>().ok();
        let scored = score.and_then(|it| Some((it, scale.level_of_score(it)?)));
        if let Some((score, given)) = scored {
            (Some(given.code.clone()), Some(score))
        } else {
            problems.add("score", Problem::Other("problem-score"));
            (level, None)
        }
    }

    /// The level on the second axis, which only what is rated on the first may have.
    fn second_level(
        &self,
        scale: &Scale,
        first: Option<&str>,
        problems: &mut Problems,
    ) -> Option<String> {
        if self.second.is_empty() {
            return None;
        }
        if scale.second.is_none() || scale.rank(&self.second).is_none() {
            problems.add("second", Problem::NotAnOption);
        } else if first.is_none_or(|it| scale.rank(it).is_none()) {
            problems.add("second", Problem::Other("problem-second"));
        }
        Some(self.second.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_percent() -> Scale {
        serde_json::from_value(serde_json::json!({
            "percent": true,
            "levels": [
                { "code": "failed", "title": { "en": "Failed" }, "from": 0.0, "role": "bad" },
                { "code": "passed", "title": { "en": "Passed" }, "from": 70.0, "role": "good" },
            ],
            "second": { "first": { "en": "Practised" }, "title": { "en": "Documented" } },
        }))
        .unwrap()
    }

    fn typed(level: &str, score: &str, second: &str) -> RatingForm {
        let [level, score, second] = [level, score, second].map(str::to_owned);
        RatingForm { level, second, score, ..RatingForm::default() }
    }

    #[test]
    fn a_score_out_of_range_or_that_is_no_number_is_refused() {
        for score in ["-0.01", "100.01", "NaN", "inf", "-inf", "1e400", "seventy", "70 points"] {
            let problems = typed("", score, "").check(&in_percent(), None).unwrap_err();
            assert_eq!(problems.get("score"), Some(&Problem::Other("problem-score")), "{score}");
        }
    }

    #[test]
    fn the_score_alone_gives_the_level() {
        for (score, level) in
            [("0", "failed"), ("69,99", "failed"), ("70", "passed"), ("100", "passed")]
        {
            let rated = typed("", score, "failed").check(&in_percent(), None).unwrap();
            assert_eq!(rated.level.as_deref(), Some(level), "{score}");
            assert_eq!(rated.second.as_deref(), Some("failed"));
        }
        let problems = typed("passed", "10", "").check(&in_percent(), None).unwrap_err();
        assert_eq!(problems.get("level"), Some(&Problem::NotAnOption));
    }

    #[test]
    fn what_is_not_rated_on_the_first_axis_has_no_level_on_the_second() {
        let problems = typed("", "", "passed").check(&in_percent(), None).unwrap_err();
        assert_eq!(problems.get("second"), Some(&Problem::Other("problem-second")));
        let single = Scale { second: None, percent: false, ..in_percent() };
        assert!(typed("passed", "", "passed").check(&single, None).is_err());
        assert!(typed("passed", "50", "").check(&single, None).is_err());
    }

    #[test]
    fn a_level_without_a_score_stays_until_something_takes_its_place() {
        let mut scale = in_percent();
        scale.not_applicable = serde_json::from_value(serde_json::json!({
            "code": "na", "title": { "en": "Not applicable" },
        }))
        .unwrap();
        let level = |level: &str, score: &str, held: Option<&str>| {
            let form = RatingForm { rationale: "Seen".into(), ..typed(level, score, "") };
            form.check(&scale, held).map(|it| it.level).map_err(|it| it.get("score").cloned())
        };
        assert_eq!(level("", "", Some("passed")), Ok(Some("passed".into())));
        assert_eq!(level("", "10", Some("passed")), Ok(Some("failed".into())));
        assert_eq!(level("na", "", Some("passed")), Ok(Some("na".into())));
        assert_eq!(level(NOT_RATED, "", Some("passed")), Ok(None));
        assert_eq!(level("", "", Some("na")), Ok(None));
        assert_eq!(level("", "", None), Ok(None));
        for apart in ["na", NOT_RATED] {
            let problem = Problem::Other("problem-score-apart");
            assert_eq!(level(apart, "80", None), Err(Some(problem)), "{apart}");
        }
        scale.percent = false;
        let chosen = typed("", "", "").check(&scale, Some("passed")).unwrap();
        assert_eq!(chosen.level, None);
    }

    #[test]
    fn what_is_not_sent_of_the_settings_stays() {
        let head: Head = serde_json::from_value(serde_json::json!({
            "status": "in force", "sources": [], "licence_note": "free", "completeness": "whole",
            "target": "full",
            "outcomes": [
                { "code": "full", "title": { "en": "Full" }, "rules": [
                    { "rule": "index_at_least", "setting": "index", "title": { "en": "Index" } },
                    { "rule": "share_at_least", "level": "passed", "setting": "share", "title": { "en": "Share" } },
                ] },
            ],
        }))
        .unwrap();
        let held =
            Settings([("index", 70.0), ("share", 0.5)].map(|it| (it.0.to_owned(), it.1)).into());
        let after = |setting: &[&str], number: &[&str]| {
            let own = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
            let form = SettingsForm {
                setting: own(setting),
                number: own(number),
                ..SettingsForm::default()
            };
            let settings = form.check(&head, &held, (None, None)).unwrap().settings;
            settings.map(|it| [it.0.get("index").copied(), it.0.get("share").copied()])
        };
        assert_eq!(after(&["index"], &["80 %"]), Some([Some(80.0), Some(0.5)]));
        assert_eq!(after(&["share"], &[""]), Some([Some(70.0), None]));
        assert_eq!(after(&[], &[]), None);
    }
}
