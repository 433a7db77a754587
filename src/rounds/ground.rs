//! Everything that a round's pages and guards are worked out from, read in a number of queries that does not grow.

use std::collections::HashSet;

use rustc_hash::FxHashSet;
use sea_orm::prelude::*;

use super::effective::effective;
use super::opening::Opening;
use super::sight::{RatedBy, Sight, Uttered, rated_by};
use super::standing::{Said, Standing, Voice};
use super::store;
use crate::entities::{CriterionId, Round, UserId, assessment, edition, rating};
use crate::standards::preorder::{Places, heirs, places};
use crate::tailoring;
use crate::tailoring::store::Tailored;
use crate::team;
use crate::team::sight::Withheld;

/// A round of an assessment.
#[derive(Debug)]
pub struct Ground {
    pub round: Round,
    pub tailored: Tailored,
    pub opening: Opening,
    /// Names of those who rate and have not declared their conflicts of interest.
    pub undeclared: Vec<String>,
    /// Everything that holds of what was said, also what is not open yet: for counting, never for showing.
    all: Vec<rating::Model>,
    rated: RatedBy,
    sight: Sight,
    /// For each criterion, in the order of the edition: what is open of what was said, and what was determined.
    pub standings: Vec<Standing>,
    /// For each criterion, what the institution says of it.
    pub own: Vec<Option<Said>>,
    /// For each criterion, the place of the one whose ratings hold for it too.
    heirs: Vec<Option<usize>>,
}

impl Ground {
    /// Reads it; sixteen queries at most.
    pub async fn of(
        db: &impl ConnectionTrait,
        assessment: &assessment::Model,
        edition: edition::Model,
        round: Round,
        now: DateTimeUtc,
    ) -> Result<Self, DbErr> {
        let tailored = tailoring::store::of(db, assessment, edition, now).await?;
        let sight = Sight::of(db, assessment, &tailored.whole, now.date_naive()).await?;
        let undeclared = team::store::undeclared(db, assessment, now.date_naive()).await?;
        let undeclared = undeclared.into_iter().map(|it| it.name).collect();
        let all = store::ratings(db, assessment.id, round).await?;
        let own = store::ratings(db, assessment.id, Round::Own).await?;
        let determined = store::determinations(db, assessment.id, round).await?;
        let criteria = &tailored.whole.criteria;
        let places = places(criteria);
        let heirs = heirs(criteria);
        let mut open = all.clone();
        sight.retain(&mut open, |it| it.into(), None);
        let mut standings: Vec<Standing> = voices(&places, &heirs, &open)
            .into_iter()
            .map(|voices| Standing { voices, determined: None })
            .collect();
        for it in determined {
            if let Some(at) = places.get(&it.criterion_id) {
                standings[*at].determined = Some(it);
            }
        }
        let own = voices(&places, &heirs, &own);
        let own = own.into_iter().map(|it| it.into_iter().next().map(|it| it.said)).collect();
        let rated = rated_by(all.iter().map(Uttered::from));
        let opening = sight.opening(round).cloned().unwrap_or_default();
        Ok(Self { round, tailored, opening, undeclared, all, rated, sight, standings, own, heirs })
    }

    /// Places of the criteria that are rated: assessable, and in the scope.
    pub fn counted(&self) -> impl Iterator<Item = usize> {
        let criteria = &self.tailored.whole.criteria;
        (0..criteria.len())
            .filter(|it| criteria[*it].assessable && self.tailored.scope[*it].is_in())
    }

    /// A criterion and those above it whose ratings hold for it too.
    fn lineage(&self, at: usize) -> impl Iterator<Item = CriterionId> {
        let chain = std::iter::successors(Some(at), |it| self.heirs[*it]);
        chain.map(|it| self.tailored.whole.criteria[it].id)
    }

    /// Who rated a criterion itself.
    fn rated_by(&self, criterion: CriterionId) -> Option<&FxHashSet<UserId>> {
        self.rated.get(&(self.round, criterion))
    }

    /// Whether nobody is waited for before what was said of a criterion, there or above it, is shown to all.
    pub fn is_open(&self, at: usize) -> bool {
        let own = self.tailored.whole.criteria[at].id;
        let mut said = self.lineage(at).filter(|it| *it == own || self.rated_by(*it).is_some());
        said.all(|it| self.sight.is_open(&self.rated, self.round, it))
    }

    /// Of the criteria that somebody rates: how many, and places of those that they have not rated.
    pub fn missing(&self, user: UserId) -> (usize, Vec<usize>) {
        let rated: Vec<bool> = {
            let own = |it: &&rating::Model| it.user_id == Some(user) && it.level.is_some();
            let ids: HashSet<_> = self.all.iter().filter(own).map(|it| it.criterion_id).collect();
            let mut rated: Vec<bool> =
                self.tailored.whole.criteria.iter().map(|it| ids.contains(&it.id)).collect();
            for at in 0..rated.len() {
                rated[at] |= self.heirs[at].is_some_and(|it| rated[it]);
            }
            rated
        };
        let raters = |at: &usize| self.opening.raters.of(self.tailored.whole.criteria[*at].id);
        let theirs: Vec<usize> = self.counted().filter(|it| raters(it).contains(&user)).collect();
        (theirs.len(), theirs.iter().copied().filter(|it| !rated[*it]).collect())
    }

    /// Places of the criteria whose raters differ, the furthest apart first.
    pub fn to_resolve(&self) -> Vec<usize> {
        let scale = self.tailored.whole.head.scale.as_ref();
        let levels = scale.map_or(0, |it| it.levels.len());
        let rank = |code: &str| scale.and_then(|it| it.rank(code));
        let mut found: Vec<usize> =
            self.counted().filter(|it| self.standings[*it].is_to_resolve()).collect();
        found.sort_by_key(|it| std::cmp::Reverse(self.standings[*it].distance(rank, levels)));
        found
    }

    /// Places of the criteria of which something was determined that not all raters said.
    pub fn resolved(&self) -> Vec<usize> {
        self.counted().filter(|it| self.standings[*it].is_resolved()).collect()
    }

    /// Criteria that all agree on and that nothing was determined of yet, with what they say; without those that a conflict of
    /// interest keeps from who adopts them.
    pub fn to_adopt(&self, withheld: &Withheld) -> Vec<(usize, Said)> {
        let agreed = |at: usize| {
            let standing = &self.standings[at];
            let ready = standing.is_to_adopt() && self.is_open(at) && self.is_complete(at);
            ready.then(|| standing.agreed()).flatten().map(|it| (at, it))
        };
        let kept = |at: &usize| withheld.covers(self.tailored.whole.criteria[*at].id);
        self.counted().filter(|it| !kept(it)).filter_map(agreed).collect()
    }

    /// All who rate something, each once.
    pub fn raters(&self) -> Vec<UserId> {
        self.opening.raters.all.clone()
    }

    /// Whether nobody who counts has said anything of a criterion, and nothing was determined.
    pub fn is_unheard(&self, at: usize) -> bool {
        let standing = &self.standings[at];
        let raters = self.opening.raters.of(self.tailored.whole.criteria[at].id);
        let mut said = self.lineage(at).filter_map(|it| self.rated_by(it)).flatten();
        let is_heard = !standing.voices.is_empty() || said.any(|it| raters.contains(it));
        standing.determined.is_none() && !is_heard
    }

    /// Whether nobody rates a criterion now either.
    pub fn is_vacant(&self, at: usize) -> bool {
        let raters = self.opening.raters.of(self.tailored.whole.criteria[at].id);
        raters.is_empty() && self.is_unheard(at)
    }

    /// Whether all who rate a criterion have said something of it.
    pub fn is_complete(&self, at: usize) -> bool {
        let voices = &self.standings[at].voices;
        let raters = self.opening.raters.of(self.tailored.whole.criteria[at].id);
        raters.iter().all(|it| voices.iter().any(|voice| voice.user == Some(*it)))
    }
}

fn voices(places: &Places, heirs: &[Option<usize>], rows: &[rating::Model]) -> Vec<Vec<Voice>> {
    let mut said = vec![Vec::new(); heirs.len()];
    for it in rows {
        let (Some(at), Some(level)) = (places.get(&it.criterion_id), it.level.clone()) else {
            continue;
        };
        said[*at].push(Voice {
            rating: it.id,
            user: it.user_id,
            said: Said { level, second: it.second_level.clone(), score: it.score },
            rationale: it.rationale.clone(),
        });
    }
    effective(heirs, said)
}
