//! Findings that wait for a person: whose next step is theirs to take, in many assessments at once.

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::ground::Rights;
use super::held::Held;
use super::sight;
use crate::access::Action;
use crate::entities::{FindingStep, assessment};
use crate::rounds::sight::Sight;
use crate::web::Visitor;

/// A finding and what it waits for.
#[derive(Debug)]
pub struct Awaited<'a> {
    pub assessment: &'a assessment::Model,
    pub held: Held,
    pub step: FindingStep,
}

/// Those that a person may see and take further; twelve queries at most, none for who takes no step anywhere.
pub async fn by<'a>(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &[&'a assessment::Model],
    today: NaiveDate,
) -> Result<Vec<Awaited<'a>>, DbErr> {
    let acts = |it: &&&assessment::Model| {
        [Action::AnswerFindings, Action::RateReview].iter().any(|of| visitor.may_on(*of, it))
    };
    let of: Vec<&assessment::Model> = of.iter().filter(acts).copied().collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    // Who rates what is read only where it decides something.
    let is_wanted = |of: &assessment::Model, held: &Held| {
        let rights = Rights::known(visitor, of, held, true);
        held.awaited().is_some_and(|it| rights.may(it))
    };
    let seen = sight::seen_in_many(db, visitor, (&of, today), is_wanted).await?;
    let mut found = Vec::new();
    for (assessment, sight, all) in seen {
        for held in all {
            let theirs = rates(visitor, assessment, &sight, &held);
            let rights = Rights::known(visitor, assessment, &held, theirs);
            if let Some(step) = held.awaited().filter(|it| rights.may(*it)) {
                found.push(Awaited { assessment, held, step });
            }
        }
    }
    Ok(found)
}

/// Whether somebody rates what a finding is about; before reviewers are at work, nobody is asked.
fn rates(visitor: &Visitor, of: &assessment::Model, sight: &Sight, held: &Held) -> bool {
    let opening = sight.opening(of.stage.round());
    match (opening, held.head.criterion_id) {
        (Some(opening), Some(criterion)) => opening.raters.of(criterion).contains(&visitor.id),
        _ => true,
    }
}
