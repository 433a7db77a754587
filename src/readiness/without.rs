//! What would be if an evidence item no longer counted, or another took its place: the same facts but for it, analysed again.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;

use super::analyse;
use super::facts::{Link, Options, Span, State};
use super::result::{About, Gap, Readiness};
use super::store::Assessed;
use crate::entities::{EvidenceId, EvidenceStatus};
use crate::evidence::sight;
use crate::web::Visitor;

impl Assessed {
    /// Readiness if an item were withdrawn now; with `instead`, if that item had its links.
    pub fn without(
        &self,
        gone: EvidenceId,
        instead: Option<EvidenceId>,
        now: DateTime<Utc>,
    ) -> Readiness {
        let Some(place) = self.place_of(gone) else { return self.readiness.clone() };
        let mut facts = self.facts.clone();
        let states = &mut facts.evidence[place as usize].states;
        let current = |it: &State| it.span.superseded_at.is_none();
        let since = Span { recorded_at: now, superseded_at: None };
        let withdrawn = |it: State| State { status: EvidenceStatus::Withdrawn, span: since, ..it };
        if let Some(it) = states.iter_mut().find(|it| current(it)) {
            let after = withdrawn(*it);
            it.span.superseded_at = Some(now);
            states.push(after);
        }
        if let Some(other) = instead.and_then(|it| self.place_of(it)) {
            let there: HashSet<u32> = facts
                .links
                .iter()
                .filter(|it| it.evidence == other && it.span.superseded_at.is_none())
                .map(|it| it.criterion)
                .collect();
            let mut moved = Vec::new();
            for it in &mut facts.links {
                if it.evidence != place || it.span.superseded_at.is_some() {
                    continue;
                }
                it.span.superseded_at = Some(now);
                if !there.contains(&it.criterion) {
                    moved.push(Link { evidence: other, criterion: it.criterion, span: since });
                }
            }
            facts.links.extend(moved);
        }
        analyse(&self.edition, &facts, Options::on(self.readiness.as_of))
    }

    fn place_of(&self, item: EvidenceId) -> Option<u32> {
        self.items.iter().position(|it| it.id == item)?.try_into().ok()
    }

    /// Lets the sentences of some gaps name the restricted items that a person may open; one query, none where they are about
    /// none. Without it nothing restricted is named.
    pub async fn opened_by(
        &mut self,
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        gaps: &[Gap],
    ) -> Result<(), DbErr> {
        let about = |it: &Gap| match it.about {
            About::Evidence(at, _) => Some(at as usize),
            _ => None,
        };
        let places: HashSet<usize> = gaps.iter().filter_map(about).collect();
        let hidden: Vec<EvidenceId> = places
            .iter()
            .map(|at| &self.items[*at])
            .filter(|it| it.is_hidden)
            .map(|it| it.id)
            .collect();
        let institution = self.assessment.institution_id;
        let opened = sight::among(db, visitor, institution, hidden).await?;
        for it in self.items.iter_mut().filter(|it| opened.contains(&it.id)) {
            it.is_hidden = false;
        }
        Ok(())
    }
}
