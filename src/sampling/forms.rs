//! What is typed to draw a sample, and what a verifier says.

use serde::Deserialize;

use super::draw::Wanted;
use super::standing::Item;
use crate::assessments::forms::RatingForm;
use crate::check::{Problem, Problems};
use crate::entities::{RatingId, UserId};
use crate::rounds::standing::Said;
use crate::standards::pack::Scale;

/// How a sample is drawn, as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DrawForm {
    #[serde(default)]
    pub share: String,
    #[serde(default)]
    pub tolerance: String,
    /// Nothing: by chance.
    #[serde(default)]
    pub seed: String,
    #[serde(default)]
    pub verifier: Vec<String>,
    #[serde(default)]
    pub whole_of: Vec<String>,
    #[serde(default)]
    pub reason: String,
    /// The plan that was seen when this was typed.
    #[serde(default)]
    pub seen: String,
    /// The mark of the preview that was seen.
    #[serde(default)]
    pub preview: String,
}

/// How a sample is drawn, as it was meant.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) wanted: Wanted,
    pub(super) tolerance: u32,
    pub(super) verifiers: Vec<UserId>,
}

impl DrawForm {
    /// What was meant, or every problem at once; `seed` is taken where none was typed.
    pub(super) fn check(
        &self,
        people: &[(UserId, String)],
        raters: &[UserId],
        seed: u32,
    ) -> Result<Typed, Problems> {
        let mut problems = Problems::default();
        let share = percent(&mut problems, "share", &self.share, 1);
        let tolerance = percent(&mut problems, "tolerance", &self.tolerance, 0);
        let seed = match self.seed.trim() {
            "" => seed,
            typed => typed.parse().unwrap_or_else(|_| {
                problems.add("seed", Problem::Other("problem-sample-seed"));
                seed
            }),
        };
        let known: Vec<UserId> = people.iter().map(|it| it.0).collect();
        let verifiers = those(&mut problems, "verifier", &self.verifier, &known);
        if self.verifier.is_empty() {
            problems.add("verifier", Problem::Other("problem-sample-verifier"));
        }
        let whole_of = those(&mut problems, "whole_of", &self.whole_of, raters);
        let wanted = Wanted { share, seed: seed.into(), whole_of };
        problems.or(Typed { wanted, tolerance, verifiers })
    }
}

fn percent(problems: &mut Problems, field: &'static str, typed: &str, least: u32) -> u32 {
    let typed = typed.trim().trim_end_matches('%').trim_end();
    typed.parse().ok().filter(|it| (least..=100).contains(it)).unwrap_or_else(|| {
        problems.add(field, Problem::Other("problem-sample-percent"));
        least
    })
}

/// The people that were ticked, each once; all must be on offer.
fn those(
    problems: &mut Problems,
    field: &'static str,
    typed: &[String],
    offered: &[UserId],
) -> Vec<UserId> {
    let mut found: Vec<UserId> = Vec::new();
    for it in typed {
        match it.parse().ok().filter(|it| offered.contains(it)) {
            Some(it) if found.contains(&it) => {}
            Some(it) => found.push(it),
            None => problems.add(field, Problem::NotAnOption),
        }
    }
    found.sort_unstable();
    found
}

/// For each rating another level, or none where it is confirmed.
pub(super) type Verdicts = Vec<(RatingId, Option<Said>)>;

/// What a verifier says: the level as it was rated, or another with a note.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct VerifyForm {
    /// Sent by the button that confirms.
    #[serde(default)]
    pub confirm: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub second: String,
    #[serde(default)]
    pub score: String,
    #[serde(default)]
    pub note: String,
    /// Id of the newest finding that the verifier saw.
    #[serde(default)]
    pub seen: String,
}

impl VerifyForm {
    /// The level part of the form.
    pub(super) fn rating(&self) -> RatingForm {
        RatingForm {
            level: self.level.clone(),
            second: self.second.clone(),
            score: self.score.clone(),
            rationale: self.note.clone(),
            ..RatingForm::default()
        }
    }

    /// For each rating another level, or none where it is confirmed; and the note. Where something differs, a note says why.
    pub(super) fn check(
        &self,
        scale: &Scale,
        items: &[&Item],
    ) -> Result<(Verdicts, String), Problems> {
        let mut problems = Problems::default();
        let note = problems.optional_text("note", &self.note, 10_000);
        let first = items.first().map(|it| &it.rated.said);
        let alike = items.iter().all(|it| first.is_some_and(|said| said.is_like(&it.rated.said)));
        if !self.confirm.is_empty() {
            // Of ratings that differ not all can be right.
            if !alike {
                problems.add("level", Problem::Other("problem-round-level"));
            }
            let all = items.iter().map(|it| (it.row.rating_id, None)).collect();
            return problems.or((all, note));
        }
        let said = match self.rating().check(scale, None) {
            Ok(it) => it.level.map(|level| Said { level, second: it.second, score: it.score }),
            Err(found) => {
                for (field, problem) in found.iter().filter(|it| it.0 != "rationale") {
                    problems.add(field, problem.clone());
                }
                None
            }
        };
        if said.is_none() && problems.is_empty() {
            problems.add("level", Problem::Other("problem-round-level"));
        }
        let other = |it: &&Item| said.clone().filter(|said| !said.is_like(&it.rated.said));
        let found: Vec<_> = items.iter().map(|it| (it.row.rating_id, other(it))).collect();
        if note.is_empty() && found.iter().any(|it| it.1.is_some()) {
            problems.add("note", Problem::Other("problem-sample-note"));
        }
        problems.or((found, note))
    }
}
