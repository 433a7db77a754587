//! What would become of the assessments in which an item is used, if it were gone or another took its place.

use std::collections::HashSet;

use sea_orm::prelude::*;

use super::store::Use;
use crate::app::App;
use crate::entities::EvidenceId;
use crate::readiness::facts::Options;
use crate::readiness::result::{Gap, Readiness};
use crate::readiness::store::{Assessed, assess_for};
use crate::web::Visitor;

/// An assessment as it is, and as it would be.
#[derive(Clone, Debug)]
pub struct Effect {
    pub now: Assessed,
    pub then: Readiness,
    /// Gaps that would open.
    pub opened: Vec<Gap>,
    /// How many would close.
    pub closed: usize,
}

impl Effect {
    fn of(now: Assessed, then: Readiness) -> Self {
        let key = |it: &Gap| (it.criterion, it.kind, it.about);
        let before: HashSet<_> = now.readiness.gaps.iter().map(key).collect();
        let after: HashSet<_> = then.gaps.iter().map(key).collect();
        let opened = then.gaps.iter().filter(|it| !before.contains(&key(it))).copied().collect();
        let closed = now.readiness.gaps.iter().filter(|it| !after.contains(&key(it))).count();
        Self { now, then, opened, closed }
    }

    /// Place of the outcome that would follow, now and then.
    pub fn outcomes(&self) -> [Option<usize>; 2] {
        [&self.now.readiness, &self.then].map(|it| it.projected.as_ref().map(|it| it.outcome))
    }
}

/// The effect on each assessment; so many queries an assessment as its overview asks.
pub async fn effects(
    app: &App,
    visitor: &Visitor,
    uses: &[Use],
    (gone, instead): (EvidenceId, Option<EvidenceId>),
) -> Result<Vec<Effect>, DbErr> {
    let db = &app.db.read;
    let mut effects = Vec::with_capacity(uses.len());
    for it in uses {
        let options = Options::on(app.today());
        let now =
            assess_for(db, visitor, it.assessment.clone(), it.edition.clone(), options).await?;
        let then = now.without(gone, instead, app.now());
        let mut effect = Effect::of(now, then);
        let opened = effect.opened.clone();
        effect.now.opened_by(db, visitor, &opened).await?;
        effects.push(effect);
    }
    Ok(effects)
}
