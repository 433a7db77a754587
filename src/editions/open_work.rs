//! What is still to be done in an assessment that goes to another edition: open actions and open findings.

use sea_orm::prelude::*;
use sea_orm::{IntoActiveModel as _, NotSet, QueryOrder as _, Set};

use super::ground::Ground;
use super::store::places;
use crate::app::Change;
use crate::entities::{CriterionId, action, assessment};
use crate::findings;
use crate::findings::held::Held;

/// What goes along, and what has no place in the new edition.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    pub actions: Vec<action::Model>,
    pub findings: Vec<Held>,
    /// Codes in the old edition of what stays behind, with what it says.
    pub left: Vec<(String, String)>,
    /// Whether findings of the round that reviewers are at are hidden still, so that they would be left behind.
    pub is_blind: bool,
}

impl OpenWork {
    /// Reads it; ten queries at most. Of the findings only what everybody may see goes along: what is blind is not told by it.
    pub async fn of(
        db: &impl ConnectionTrait,
        ground: &Ground,
        today: chrono::NaiveDate,
    ) -> Result<Self, DbErr> {
        let of = &ground.assessment;
        let actions = action::Entity::find()
            .filter(action::COLUMN.assessment_id.eq(of.id))
            .filter(action::COLUMN.superseded_at.is_null())
            .filter(action::COLUMN.done_on.is_null())
            .order_by_asc(action::COLUMN.id)
            .all(db)
            .await?;
        let all = findings::store::all(db, of.id).await?;
        let reviewed = of.stage.reviewed();
        let is_reviewed = |it: &&Held| Some(it.head.round) == reviewed;
        let raised = all.iter().filter(is_reviewed).count();
        let mut shown = findings::sight::shown(db, of, (&ground.from, today), all, None).await?;
        let is_blind = shown.iter().filter(is_reviewed).count() < raised;
        shown.retain(Held::is_open);
        let places = places(ground);
        let mut work = Self { is_blind, ..Self::default() };
        let code = |id: CriterionId| {
            let found = ground.from.criteria.iter().find(|it| it.id == id);
            found.map(|it| it.code.clone()).unwrap_or_default()
        };
        for it in actions {
            if places.contains_key(&it.criterion_id) {
                work.actions.push(it);
            } else {
                work.left.push((code(it.criterion_id), it.title));
            }
        }
        let is_akin = ground.from.edition.framework_id == ground.to.edition.framework_id;
        for it in shown {
            let criterion = it.head.criterion_id;
            if criterion.map_or(is_akin, |id| places.contains_key(&id)) {
                work.findings.push(it);
            } else {
                work.left.push((criterion.map(code).unwrap_or_default(), it.name()));
            }
        }
        Ok(work)
    }

    /// Brings it into the new assessment. The old one keeps its own.
    pub(super) async fn carry(
        &self,
        change: &mut Change,
        ground: &Ground,
        to: &assessment::Model,
    ) -> Result<(), DbErr> {
        let places = places(ground);
        for it in &self.actions {
            let Some(criterion) = places.get(&it.criterion_id) else { continue };
            let mut row = it.clone().into_active_model().reset_all();
            row.id = NotSet;
            row.assessment_id = Set(to.id);
            row.criterion_id = Set(*criterion);
            row.recorded_at = Set(change.now());
            row.insert(change.tx()).await?;
        }
        let place = |it: CriterionId| places.get(&it).copied();
        findings::carry::carry(change, to, &self.findings, place).await?;
        Ok(())
    }
}
