//! What can be verified in a round, and what speaks for looking at it: rated, open to all, not withheld, and by somebody who did
//! not rate it.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;

use super::draw::{Candidate, Why};
use super::history::{self, Past};
use crate::entities::{Round, UserId, assessment, edition};
use crate::readiness::facts::Options;
use crate::readiness::result::{GapKind, Status};
use crate::readiness::store::{Assessed, assess_for};
use crate::rounds::ground::Ground;
use crate::team::assigned::{Duties, Refusal, duties};
use crate::team::store::members;
use crate::web::Visitor;

/// What a sample is drawn from.
pub struct Pool<'a> {
    pub ground: &'a Ground,
    /// Those who may verify something: the lead and the reviewers of the team, by name.
    pub people: Vec<(UserId, String)>,
    duties: Duties,
    assessed: Assessed,
    past: HashMap<UserId, Past>,
}

/// Criteria that can be verified by some people.
#[derive(Debug, Default)]
pub struct Candidates {
    pub list: Vec<Candidate>,
    /// For each, its place in the tree.
    pub places: Vec<usize>,
    /// For each, who of those people may verify it, by their places.
    pub may: Vec<Vec<usize>>,
    /// Criteria that none of them may verify, as they rated them or are in conflict.
    pub left_out: usize,
}

impl<'a> Pool<'a> {
    /// Reads it; twenty-seven queries at most, however much was rated.
    pub async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        (of, edition): (&assessment::Model, edition::Model),
        (ground, now): (&'a Ground, DateTime<Utc>),
    ) -> Result<Self, DbErr> {
        let today = now.date_naive();
        let options = Options::on(today);
        let assessed = assess_for(db, visitor, of.clone(), edition, options).await?;
        let duties = duties(db, of, &ground.tailored.whole, today).await?;
        let members = members(db, of).await?;
        let people = members.into_iter().filter(|it| it.rates(today));
        let people = people.map(|it| (it.user.id, it.user.name)).collect();
        let past = history::of_raters(db, visitor, of.institution_id).await?;
        Ok(Self { ground, people, duties, assessed, past })
    }

    /// All who rated something that is open, each once.
    pub fn raters(&self) -> Vec<UserId> {
        let voices = self.ground.standings.iter().flat_map(|it| &it.voices);
        voices.filter_map(|it| it.user).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Of a rater's earlier ratings: how many somebody else said something of, and how many of those otherwise.
    pub fn past(&self, user: UserId) -> (i64, i64) {
        let past = self.past.get(&user).copied().unwrap_or_default();
        (past.compared, past.overridden)
    }

    /// Whether somebody may verify the criterion at a place.
    pub fn may_verify(&self, user: UserId, at: usize) -> bool {
        let rated = self.ground.standings[at].voices.iter().any(|it| it.user == Some(user));
        let refusal = self.duties.refusal(user, at);
        !rated && !matches!(refusal, Some(Refusal::NotOnTeam | Refusal::Conflict))
    }

    /// What somebody who draws may draw from, to be verified by these people.
    pub fn candidates(&self, visitor: &Visitor, verifiers: &[UserId]) -> Candidates {
        let of = &self.assessed;
        let withheld = visitor.withheld(of.assessment.id);
        let criteria = &self.ground.tailored.whole.criteria;
        let tops = of.edition.tops();
        let heavy = mean_weight(of);
        let changed: HashSet<usize> = {
            let gaps = of.readiness.gaps.iter();
            gaps.filter(|it| it.kind == GapKind::ChangedSinceRated).map(|it| it.criterion).collect()
        };
        let mut found = Candidates::default();
        for at in self.ground.counted() {
            let voices = &self.ground.standings[at].voices;
            let is_kept = withheld.covers(criteria[at].id);
            if voices.is_empty() || is_kept || !self.ground.is_open(at) {
                continue;
            }
            let may: Vec<usize> =
                (0..verifiers.len()).filter(|it| self.may_verify(verifiers[*it], at)).collect();
            if may.is_empty() {
                found.left_out += 1;
                continue;
            }
            let mut risks = self.of_raters(at);
            risks.extend(self.of_rating(at));
            risks.extend(changed.contains(&at).then_some(Why::Changed));
            risks.extend((of.edition.criteria[at].weight > heavy).then_some(Why::Heavy));
            let raters: BTreeSet<Option<UserId>> = voices.iter().map(|it| it.user).collect();
            let raters = raters.into_iter().collect();
            found.list.push(Candidate { id: criteria[at].id.0, area: tops[at], raters, risks });
            found.places.push(at);
            found.may.push(may);
        }
        found
    }

    /// What is to be said of those who rated it. Where the institution rates itself, people speak for it in turn.
    fn of_raters(&self, at: usize) -> BTreeSet<Why> {
        let standing = &self.ground.standings[at];
        let mut risks = BTreeSet::new();
        if self.ground.round != Round::Own && standing.voices.len() > 1 {
            risks.extend(standing.agreed().is_none().then_some(Why::Differ));
        }
        for user in standing.voices.iter().filter_map(|it| it.user) {
            let past = self.past.get(&user).copied().unwrap_or_default();
            risks.extend((past.compared == 0).then_some(Why::NewRater));
            risks.extend(past.is_often().then_some(Why::Overridden));
        }
        risks
    }

    /// What is to be said of the rating and of what proves it.
    fn of_rating(&self, at: usize) -> BTreeSet<Why> {
        let status: &Status = &self.assessed.readiness.criteria[at];
        let full = self.assessed.edition.full();
        let rank = |code: &str| self.assessed.edition.rank(code);
        let levels = self.ground.standings[at].voices.iter().filter_map(|it| rank(&it.said.level));
        let near = |it: u8| it < full && (it == status.needed || it + 1 == status.needed);
        let is_edge = levels.into_iter().any(near);
        let is_mandatory = self.assessed.edition.criteria[at].mandatory;
        let mut risks = BTreeSet::new();
        risks.extend(is_edge.then_some(Why::Edge));
        risks.extend(is_mandatory.then_some(Why::Mandatory));
        risks.extend((status.usable == 0).then_some(Why::NoEvidence));
        risks.extend((status.usable == 1).then_some(Why::LittleEvidence));
        risks
    }
}

/// The mean weight of what is assessed.
fn mean_weight(of: &Assessed) -> f64 {
    let weights = of.edition.criteria.iter().filter(|it| it.assessable).map(|it| it.weight);
    let (sum, count) = weights.fold((0.0, 0.0), |held, it| (held.0 + it, held.1 + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
