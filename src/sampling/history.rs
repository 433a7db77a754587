//! How often what somebody rated was overridden: by what a round determined, or by a verification.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{JoinType, QuerySelect, RelationDef};

use crate::assessments;
use crate::entities::{AssessmentId, InstitutionId, UserId, determination, rating, verification};
use crate::web::Visitor;

/// What is known of a rater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// Ratings that somebody else said something of.
    pub(super) compared: i64,
    /// Those of them of which it was another level.
    pub(super) overridden: i64,
}

impl Past {
    fn add(&mut self, count: i64, is_like: bool) {
        self.compared += count;
        if !is_like {
            self.overridden += count;
        }
    }

    /// Whether it was so for more than one in five.
    pub(super) fn is_often(self) -> bool {
        self.overridden * 5 > self.compared
    }
}

/// Of each rater, in the assessments of an institution that somebody may see and without what is withheld from them there;
/// three queries.
pub(super) async fn of_raters(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
) -> Result<HashMap<UserId, Past>, DbErr> {
    let seen = assessments::store::of_institution(db, &visitor.scope(), institution).await?;
    let seen: Vec<AssessmentId> = seen.into_iter().map(|it| it.0.id).collect();
    let mut found: HashMap<UserId, Past> = HashMap::new();
    for (user, level, second, other, other_second, count) in determined(db, visitor, &seen).await? {
        let Some(user) = user else { continue };
        let is_like = level.as_ref() == Some(&other) && second == other_second;
        found.entry(user).or_default().add(count, is_like);
    }
    for (user, level, count) in verified(db, visitor, &seen).await? {
        let Some(user) = user else { continue };
        found.entry(user).or_default().add(count, level.is_none());
    }
    Ok(found)
}

/// Rater, what they said, what was determined, how often.
type Compared = (Option<UserId>, Option<String>, Option<String>, String, Option<String>, i64);

async fn determined(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    seen: &[AssessmentId],
) -> Result<Vec<Compared>, DbErr> {
    rating::Entity::find()
        .select_only()
        .columns([rating::Column::UserId, rating::Column::Level, rating::Column::SecondLevel])
        .columns([determination::Column::Level, determination::Column::SecondLevel])
        .column_as(rating::Column::Id.count(), "times")
        .join(JoinType::InnerJoin, same_criterion())
        .filter(rating::COLUMN.assessment_id.is_in(seen.iter().copied()))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::Column::Level.is_not_null())
        .filter(determination::COLUMN.superseded_at.is_null())
        .filter(open(visitor, rating::Column::CriterionId))
        .group_by(rating::Column::UserId)
        .group_by(rating::Column::Level)
        .group_by(rating::Column::SecondLevel)
        .group_by(determination::Column::Level)
        .group_by(determination::Column::SecondLevel)
        .into_tuple()
        .all(db)
        .await
}

async fn verified(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    seen: &[AssessmentId],
) -> Result<Vec<(Option<UserId>, Option<String>, i64)>, DbErr> {
    verification::Entity::find()
        .select_only()
        .columns([rating::Column::UserId])
        .columns([verification::Column::Level])
        .column_as(verification::Column::Id.count(), "times")
        .join(JoinType::InnerJoin, verification::Relation::Rating.def())
        .filter(rating::COLUMN.assessment_id.is_in(seen.iter().copied()))
        .filter(verification::COLUMN.superseded_at.is_null())
        .filter(open(visitor, verification::Column::CriterionId))
        .group_by(rating::Column::UserId)
        .group_by(verification::Column::Level)
        .into_tuple()
        .all(db)
        .await
}

/// Without what conflicts of interest keep from somebody.
fn open(visitor: &Visitor, criterion: impl ColumnTrait) -> Condition {
    let mut open = Condition::all();
    for it in visitor.scope().on.iter().filter(|it| !it.withheld.is_empty()) {
        let kept = Condition::all()
            .add(rating::COLUMN.assessment_id.eq(it.assessment))
            .add(criterion.is_in(it.withheld.criteria()));
        open = open.add(kept.not());
    }
    open
}

/// From a rating to what its round determined of the criterion.
fn same_criterion() -> RelationDef {
    use determination::Column as To;
    use rating::Column as From;
    rating::Entity::belongs_to(determination::Entity)
        .from((From::AssessmentId, From::CriterionId, From::Round))
        .to((To::AssessmentId, To::CriterionId, To::Round))
        .into()
}
