//! What reviewers said and found, as far as a viewer may see it.

use chrono::NaiveDate;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use crate::entities::{Round, UserId, assessment, rating};
use crate::findings;
use crate::findings::held::Held;
use crate::rounds::sight::Sight;
use crate::standards::store::Whole;

/// What was said and found.
pub(super) struct Heard {
    pub(super) ratings: Vec<rating::Model>,
    pub(super) findings: Vec<Held>,
    /// Of the ratings those that answer what their criteria ask.
    pub(super) answered: Vec<rating::Model>,
}

impl Heard {
    /// Reads what a viewer may see, or everybody; ten queries at most, two where only the institution rated itself.
    pub(super) async fn by(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        (whole, today): (&Whole, NaiveDate),
        viewer: Option<UserId>,
    ) -> Result<Self, DbErr> {
        let mut ratings = rating::Entity::find()
            .filter(rating::COLUMN.assessment_id.eq(of.id))
            .order_by_asc(rating::COLUMN.id)
            .all(db)
            .await?;
        let mut findings = findings::store::all(db, of.id).await?;
        let is_blind = ratings.iter().any(|it| it.round != Round::Own)
            || findings.iter().any(|it| it.head.round != Round::Own);
        if is_blind {
            let sight = Sight::of(db, of, whole, today).await?;
            sight.retain(&mut ratings, |it| it, viewer);
            findings::sight::retain(&sight, &mut findings, viewer);
        }
        let answers = |it: &&rating::Model| it.level.is_some() && !it.answers.0.is_empty();
        let answered = ratings.iter().filter(answers).cloned().collect();
        Ok(Self { ratings, findings, answered })
    }
}
