//! The checks of an assessment as somebody may see it, read in a number of queries that does not grow.

use std::collections::HashMap;

use sea_orm::prelude::*;

use super::accepted;
use super::rules::{About, Check, Found, Ground, Place, Said, checks};
use crate::access::is_assigned;
use crate::app::App;
use crate::entities::{CriterionId, Side, accepted_check, assessment, edition, rating};
use crate::findings::held::Held;
use crate::readiness::facts::{Options, Standing};
use crate::readiness::result::{self, Gap, GapKind, Severity};
use crate::readiness::store::{Assessed, assess_for};
use crate::rounds;
use crate::standards::preorder::places;
use crate::web::Visitor;

/// What was found, and what of it was accepted with a reason.
pub struct Looked {
    pub it: Assessed,
    pub said: Vec<Said>,
    /// Those that wait for somebody.
    pub open: Vec<Check>,
    /// Those that may stand, each with who said so and why.
    pub accepted: Vec<(Check, accepted_check::Model)>,
}

/// From where somebody looks: the institution works through its checks as one, a reviewer each through their own, so that nobody
/// learns from what a colleague accepted how they rate.
pub(super) fn side(visitor: &Visitor, of: &assessment::Model) -> Side {
    let is_reviewer = visitor.role_in(of.institution_id).is_some_and(is_assigned);
    if is_reviewer { Side::Team } else { Side::Institution }
}

/// Looks at an assessment; thirty queries at most, however large it is.
pub async fn look(
    app: &App,
    visitor: &Visitor,
    of: assessment::Model,
    edition: edition::Model,
) -> Result<Looked, DbErr> {
    let db = &app.db.read;
    let options = Options::on(app.today());
    let it = assess_for(db, visitor, of, edition, options).await?;
    let said = said(app, visitor, &it).await?;
    let withheld = visitor.withheld(it.assessment.id);
    let places = it.whole.criteria.iter().zip(&it.scope).map(|(row, applies)| Place {
        is_in_scope: applies.is_in(),
        is_assessable: row.assessable,
        is_withheld: withheld.covers(row.id),
    });
    let places: Vec<Place> = places.collect();
    let told = checks(&Ground {
        edition: &it.edition,
        facts: &it.facts,
        criteria: &it.readiness.criteria,
        gaps: &it.readiness.gaps,
        places: &places,
        said: &said,
        findings: &found(&it),
        as_of: options.as_of,
    });
    let held = accepted::held(db, visitor, &it.assessment).await?;
    let mut looked = Looked { it, said, open: Vec::new(), accepted: Vec::new() };
    let mut by_place: HashMap<(CriterionId, &str, &str), &accepted_check::Model> = HashMap::new();
    for it in &held {
        by_place.insert((it.criterion_id, it.kind.code(), &it.about), it);
    }
    for check in told {
        let about = looked.about(&check);
        let criterion = looked.it.whole.criteria[check.criterion].id;
        let place = (criterion, check.kind.code(), about.as_str());
        match by_place.get(&place).filter(|it| it.stamp == check.stamp) {
            Some(held) => looked.accepted.push((check, (*held).clone())),
            None => looked.open.push(check),
        }
    }
    Ok(looked)
}

/// The findings of criteria, as far as this person may see them.
fn found(it: &Assessed) -> Vec<Found> {
    let places = places(&it.whole.criteria);
    let found = |it: &Held| {
        let criterion = *places.get(&it.head.criterion_id?)?;
        let changed = it.steps.last().map(|it| it.recorded_at);
        Some(Found { criterion, is_planned: it.is_planned(), changed })
    };
    it.findings.iter().filter_map(found).collect()
}

/// What was said and holds, as far as this person may see it; seven queries at most.
async fn said(app: &App, visitor: &Visitor, it: &Assessed) -> Result<Vec<Said>, DbErr> {
    let db = &app.db.read;
    let rows = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(it.assessment.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    let at = (&it.whole, app.today());
    let rows = rounds::sight::shown(db, &it.assessment, at, rows, Some(visitor.id)).await?;
    let places = places(&it.whole.criteria);
    let scale = it.whole.head.scale.as_ref();
    let said = |row: rating::Model| {
        let level = row.level.as_deref()?;
        let standing = if scale.is_some_and(|it| it.is_not_applicable(level)) {
            Standing::NotApplicable
        } else {
            Standing::Level(it.edition.rank(level)?)
        };
        Some(Said {
            criterion: *places.get(&row.criterion_id)?,
            round: row.round,
            user: row.user_id,
            standing,
            is_explained: !row.rationale.trim().is_empty(),
            recorded_at: row.recorded_at,
            edits: row.edits,
        })
    };
    Ok(rows.into_iter().filter_map(said).collect())
}

impl Looked {
    /// What a check is about, in a way that stays the same.
    pub fn about(&self, check: &Check) -> String {
        match check.about {
            About::Criterion | About::Levels(..) => String::new(),
            About::Evidence(at) | About::Proves(at, _) => {
                format!("evidence:{}", self.it.items[at as usize].id)
            }
            About::Said(at) => {
                let said = &self.said[at];
                let user = said.user.map(|it| it.to_string()).unwrap_or_default();
                format!("rating:{}:{user}", said.round)
            }
        }
    }

    /// Names the evidence of some checks to who may open it.
    pub async fn opened_by(
        &mut self,
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        shown: &[Check],
    ) -> Result<(), DbErr> {
        let gap = |it: &Check| {
            let (About::Evidence(at) | About::Proves(at, _)) = it.about else { return None };
            Some(Gap {
                criterion: it.criterion,
                kind: GapKind::NotAccepted,
                severity: Severity::Watch,
                about: result::About::Evidence(at, None),
            })
        };
        let gaps: Vec<Gap> = shown.iter().filter_map(gap).collect();
        self.it.opened_by(db, visitor, &gaps).await
    }
}
