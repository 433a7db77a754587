//! What was rated, determined and found, as facts.

use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::facts::{Finding, Rating, Span, Standing};
use super::heard::Given;
use crate::entities::{FindingKind, Round, assessment, determination};
use crate::findings::held::Held;
use crate::standards::pack::Scale;
use crate::standards::preorder::Places;
use crate::standards::store::Whole;

/// Ratings as facts.
pub(super) fn ratings(
    rows: impl Iterator<Item = Given>,
    whole: &Whole,
    places: &Places<u32>,
) -> Vec<Rating> {
    let fact = |it: Given| {
        let level = it.level.as_deref()?;
        let said = Said { level, second: it.second.as_deref(), score: it.score };
        said.fact(whole.head.scale.as_ref()?, *places.get(&it.criterion)?, it.round, it.span)
    };
    rows.filter_map(fact).collect()
}

/// Nonconformities as facts, each while it was open.
pub(super) fn findings(all: &[Held], places: &Places<u32>) -> Vec<Finding> {
    let mut found = Vec::new();
    for it in all {
        let criterion = match it.head.criterion_id {
            None => None,
            Some(id) => match places.get(&id) {
                Some(place) => Some(*place),
                // It is of a criterion that is no longer part of the assessment.
                None => continue,
            },
        };
        found.extend(it.stretches().into_iter().map(|stretch| Finding {
            id: it.head.id,
            criterion,
            name: it.name(),
            is_major: stretch.kind == FindingKind::Major,
            due_on: stretch.due_on,
            span: Span { recorded_at: stretch.since, superseded_at: stretch.until },
        }));
    }
    found
}

/// What the rounds determined; one query.
pub(super) async fn determinations(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    whole: &Whole,
    places: &Places<u32>,
) -> Result<Vec<Rating>, DbErr> {
    let rows = determination::Entity::find()
        .filter(determination::COLUMN.assessment_id.eq(assessment.id))
        .order_by_asc(determination::COLUMN.id)
        .all(db)
        .await?;
    let fact = |it: determination::Model| {
        let said = Said { level: &it.level, second: it.second_level.as_deref(), score: it.score };
        let span = Span { recorded_at: it.recorded_at, superseded_at: it.superseded_at };
        said.fact(whole.head.scale.as_ref()?, *places.get(&it.criterion_id)?, it.round, span)
    };
    Ok(rows.into_iter().filter_map(fact).collect())
}

/// A level as it is stored.
struct Said<'a> {
    level: &'a str,
    second: Option<&'a str>,
    score: Option<f64>,
}

impl Said<'_> {
    /// As a fact; none where the scale knows no such level.
    fn fact(&self, scale: &Scale, criterion: u32, round: Round, span: Span) -> Option<Rating> {
        let rank = |code: &str| -> Option<u8> { scale.rank(code)?.try_into().ok() };
        // The score decides, if there is one: its level is worked out here and nowhere else.
        let scored = self.score.and_then(|it| Some((it, scale.level_of_score(it)?)));
        let standing = if scale.is_not_applicable(self.level) {
            Standing::NotApplicable
        } else {
            Standing::Level(rank(scored.map_or(self.level, |it| &it.1.code))?)
        };
        let second = self.second.filter(|_| scale.second.is_some()).and_then(rank);
        Some(Rating { criterion, round, standing, second, score: scored.map(|it| it.0), span })
    }
}
