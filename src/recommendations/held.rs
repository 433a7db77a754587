//! A recommendation with everything that was said of it. Pure.

use chrono::NaiveDate;

use crate::entities::{
    CriterionId, Fulfilment, recommendation, recommendation_progress, recommendation_wording,
};

/// A recommendation.
#[derive(Clone, Debug)]
pub struct Held {
    pub head: recommendation::Model,
    /// What it says now.
    pub wording: recommendation_wording::Model,
    /// What it said before, oldest first.
    pub past: Vec<recommendation_wording::Model>,
    /// In their order.
    pub progress: Vec<recommendation_progress::Model>,
    /// What it is about.
    pub criteria: Vec<CriterionId>,
}

impl Held {
    /// What it is called: R-7.
    pub fn name(&self) -> String {
        format!("R-{}", self.head.number)
    }

    /// How far it is fulfilled.
    pub fn degree(&self) -> Fulfilment {
        self.progress.last().map_or(Fulfilment::NotBegun, |it| it.degree)
    }

    /// Whether nothing is left to be done.
    pub fn is_settled(&self) -> bool {
        matches!(self.degree(), Fulfilment::Fully | Fulfilment::NotApplicable)
    }

    /// Whether it should have been fulfilled before a day.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.is_settled() && self.wording.due_on.is_some_and(|it| it < today)
    }

    /// Says that it was seen as it is.
    pub fn stamp(&self) -> String {
        let last = self.progress.last().map_or(0, |it| it.id.0);
        format!("{}.{last}", self.wording.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{
        InstitutionId, Origin, RecommendationId, RecommendationKind, RecommendationProgressId,
        RecommendationWordingId,
    };

    #[test]
    fn it_is_late_until_it_is_fulfilled_or_no_longer_asked() {
        let day = |it: &str| it.parse::<NaiveDate>().unwrap();
        let said = |degree| recommendation_progress::Model {
            id: RecommendationProgressId(4),
            recommendation_id: RecommendationId(1),
            degree,
            note: String::new(),
            user_id: None,
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        };
        let held = |progress| Held {
            head: recommendation::Model {
                id: RecommendationId(1),
                institution_id: InstitutionId(1),
                number: 7,
                user_id: None,
                recorded_at: chrono::DateTime::UNIX_EPOCH,
            },
            wording: recommendation_wording::Model {
                id: RecommendationWordingId(2),
                recommendation_id: RecommendationId(1),
                kind: RecommendationKind::Condition,
                origin: Origin::Decision,
                source: "Decision 12".into(),
                issued_on: None,
                text: "A quality office".into(),
                due_on: Some(day("2026-03-31")),
                user_id: None,
                recorded_at: chrono::DateTime::UNIX_EPOCH,
                superseded_at: None,
            },
            past: Vec::new(),
            progress,
            criteria: Vec::new(),
        };
        for (degree, late) in [
            (Fulfilment::NotBegun, true),
            (Fulfilment::Partly, true),
            (Fulfilment::Largely, true),
            (Fulfilment::Fully, false),
            (Fulfilment::NotApplicable, false),
        ] {
            let it = held(vec![said(Fulfilment::Fully), said(degree)]);
            assert_eq!(it.is_overdue(day("2026-04-01")), late, "{degree}");
            assert!(!it.is_overdue(day("2026-03-31")), "the last day is not late");
        }
        let bare = held(Vec::new());
        assert_eq!((bare.degree(), bare.name().as_str()), (Fulfilment::NotBegun, "R-7"));
        assert_eq!(
            (bare.stamp(), held(vec![said(Fulfilment::Partly)]).stamp()),
            ("2.0".into(), "2.4".into())
        );
    }
}
