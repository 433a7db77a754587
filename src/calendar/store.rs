//! The calendar of an assessment, read from the database in a number of queries that does not grow with the rows.

use chrono::{NaiveDate, Utc};
use sea_orm::prelude::*;
use sea_orm::{JoinType, QuerySelect};
use serde_json::{Value, json};

use super::cover::{By, Period, Span, periods, proves};
use super::grid::{Grid, Linked, Tree, grid};
use crate::entities::{
    CriterionId, EvidenceId, EvidenceStatus, InstitutionId, assessment, criterion, edition,
    evidence_item, link,
};
use crate::language::Language;
use crate::readiness::model::Edition;
use crate::readiness::store::model;
use crate::standards::preorder::places;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::tailoring::store::Tailored;
use crate::team::sight::Withheld;

/// The cycle of an assessment, where it is said.
pub fn cycle(of: &assessment::Model) -> Option<Period> {
    let (from, to) = of.period_from.zip(of.period_to)?;
    (from <= to).then_some(Period { from, to })
}

/// A calendar with what it is about.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub assessment: assessment::Model,
    pub whole: Whole,
    pub by: By,
    pub grid: Grid,
}

/// What an assessment counts, and from which criterion evidence is inherited.
pub struct Ground {
    pub whole: Whole,
    pub model: Edition,
    /// Whether each criterion is counted.
    pub counted: Vec<bool>,
}

/// The criteria of an assessment; four queries.
pub async fn ground(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    edition: edition::Model,
    now: chrono::DateTime<Utc>,
) -> Result<Ground, DbErr> {
    let Tailored { whole, scope, .. } = tailoring::store::of(db, assessment, edition, now).await?;
    let model = model(&whole, &[], &assessment.settings.0);
    let criteria = model.criteria.iter().zip(&scope);
    let counted = criteria.map(|(it, scope)| it.assessable && scope.is_in()).collect();
    Ok(Ground { whole, model, counted })
}

/// Works a calendar out; nothing where the assessment says no cycle. Five queries.
pub async fn of(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    edition: edition::Model,
    by: By,
    (now, withheld): (chrono::DateTime<Utc>, &Withheld),
) -> Result<Option<Calendar>, DbErr> {
    let Some(cycle) = cycle(&assessment) else { return Ok(None) };
    // A moment later, so that what was decided at this one counts.
    let Ground { mut whole, model, mut counted } =
        ground(db, &assessment, edition, now + chrono::TimeDelta::seconds(1)).await?;
    let links = links(db, assessment.institution_id, &whole).await?;
    // What a conflict of interest keeps from whoever looks is not in it.
    for (counted, it) in counted.iter_mut().zip(whole.criteria.iter()) {
        *counted &= !withheld.covers(it.id);
    }
    withheld.cover(&mut whole);
    let work = move || {
        let heirs: Vec<Option<usize>> =
            (0..model.criteria.len()).map(|it| model.heir_of(it)).collect();
        let tree = Tree { heirs: &heirs, counted: &counted };
        let grid = grid(tree, &links, periods(cycle, by), now.date_naive());
        Calendar { assessment, whole, by, grid }
    };
    // Large ones take a while; others are answered meanwhile.
    let made = tokio::task::spawn_blocking(work).await;
    made.map(Some).map_err(|it| DbErr::Custom(it.to_string()))
}

/// What is linked to the criteria of an assessment and usable: submitted or accepted, and not deleted; one query.
async fn links(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    whole: &Whole,
) -> Result<Vec<Linked>, DbErr> {
    type Day = Option<NaiveDate>;
    let places = places(&whole.criteria);
    let rows: Vec<(CriterionId, EvidenceId, Day, Day, Day)> = link::Entity::find()
        .select_only()
        .columns([link::Column::CriterionId, link::Column::EvidenceId])
        .column(evidence_item::Column::CoversFrom)
        .column(evidence_item::Column::CoversTo)
        .column(evidence_item::Column::DocumentDate)
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(criterion::Column::EditionId.is_in(whole.editions()))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::Column::Status.is_in(USABLE))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .filter(link::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let linked = |(criterion, item, from, to, written)| {
        let place = *places.get(&criterion)?;
        Some(Linked { place, item, span: proves((from, to), written) })
    };
    Ok(rows.into_iter().filter_map(linked).collect())
}

/// What proves something.
pub const USABLE: [EvidenceStatus; 2] = [EvidenceStatus::Submitted, EvidenceStatus::Accepted];

/// The days that an item proves; nothing where it proves none.
pub fn span(of: &evidence_item::Model) -> Option<Span> {
    let is_usable = USABLE.contains(&of.status) && of.deleted_at.is_none();
    proves((of.covers_from, of.covers_to), of.document_date).filter(|_| is_usable)
}

impl Calendar {
    /// The place of the uppermost criterion over one: its area.
    pub fn area(&self, place: usize) -> usize {
        let depth = self.whole.criteria[place].depth;
        let above = (0..place).rev().scan(depth, |depth, at| {
            let it = self.whole.criteria[at].depth;
            let is_above = it < *depth;
            if is_above {
                *depth = it;
            }
            Some(is_above.then_some(at))
        });
        above.flatten().last().unwrap_or(place)
    }

    /// As JSON, for other programs.
    pub fn json(&self, language: Language) -> Value {
        let figures = self.grid.figures();
        let periods = self.grid.periods.iter().zip(&figures).map(|(it, figure)| {
            json!({
                "from": it.from, "to": it.to, "full": figure.full, "part": figure.part,
                "hole": figure.hole, "ahead": figure.ahead,
                "percent_full": (figure.percent() * 10.0).round() / 10.0,
            })
        });
        let rows = self.grid.rows.iter().map(|row| {
            let it = &self.whole.criteria[row.place];
            json!({ "criterion": it.code, "title": it.title.get(language), "cells": row.cells })
        });
        json!({
            "assessment": self.assessment.id, "name": self.assessment.name, "by": self.by.code(),
            "periods": periods.collect::<Vec<_>>(), "criteria": rows.collect::<Vec<_>>(),
            "items_without_a_day": self.grid.undated,
        })
    }
}
