//! What the editor of a crosswalk shows: both editions, the relations, and the criteria that are chosen.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::crosswalks::store;
use crate::crosswalks::suggest::suggestions;
use crate::entities::{CriterionId, CrosswalkId, criterion, crosswalk, crosswalk_relation};
use crate::paths::Crosswalk;
use crate::standards;
use crate::standards::store::Whole;
use crate::web::{Error, Result, Visitor};

/// Which criteria are chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
}

/// All that the editor shows.
pub(super) struct Bench {
    pub(super) crosswalk: crosswalk::Model,
    pub(super) left: Whole,
    pub(super) right: Whole,
    pub(super) relations: Vec<crosswalk_relation::Model>,
    /// Whether this person may change it.
    pub(super) keeps: bool,
    /// Places of the criteria that are chosen.
    pub(super) at: (Option<usize>, Option<usize>),
    /// Places in the other edition of what is most like the one criterion chosen, with how alike they are.
    pub(super) suggested: Vec<(usize, f64)>,
}

impl Bench {
    /// Six queries.
    pub(super) async fn open(
        app: &App,
        visitor: &Visitor,
        id: CrosswalkId,
        chosen: &Chosen,
    ) -> Result<Self> {
        let db = &app.db.read;
        let crosswalk = store::find(db, &visitor.scope(), id).await?;
        let left = standards::store::whole(db, crosswalk.from_edition_id).await?;
        let right = standards::store::whole(db, crosswalk.to_edition_id).await?;
        let relations = store::relations(db, id).await?;
        let keeps = crosswalk
            .institution_id
            .is_some_and(|institution| visitor.may(Action::KeepEvidence, institution));
        let at = (place(&left, &chosen.from), place(&right, &chosen.to));
        let suggested = Vec::new();
        Ok(Self { crosswalk, left, right, relations, keeps, at, suggested })
    }

    /// With suggestions, where one criterion is chosen by somebody who may relate it. They take a while in large editions;
    /// others are answered meanwhile.
    pub(super) async fn with_suggestions(mut self) -> Result<Self> {
        let (of, is_left) = match (self.chosen_left(), self.chosen_right()) {
            (Some(it), None) if self.keeps => (it.clone(), true),
            (None, Some(it)) if self.keeps => (it.clone(), false),
            _ => return Ok(self),
        };
        let other = |it: &crosswalk_relation::Model| {
            if is_left { it.to_criterion_id } else { it.from_criterion_id }
        };
        let related: BTreeSet<CriterionId> = self.shown().into_iter().map(other).collect();
        let found = move || {
            let among = if is_left { &self.right.criteria } else { &self.left.criteria };
            self.suggested = suggestions(&of, among, &related);
            self
        };
        tokio::task::spawn_blocking(found).await.map_err(|it| Error::Internal(it.into()))
    }

    /// The criterion chosen on the left.
    pub(super) fn chosen_left(&self) -> Option<&criterion::Model> {
        self.at.0.map(|it| &self.left.criteria[it])
    }

    /// The criterion chosen on the right.
    pub(super) fn chosen_right(&self) -> Option<&criterion::Model> {
        self.at.1.map(|it| &self.right.criteria[it])
    }

    /// The relation of the two criteria that are chosen.
    pub(super) fn held(&self) -> Option<&crosswalk_relation::Model> {
        let (left, right) = (self.chosen_left()?.id, self.chosen_right()?.id);
        let is_it = |it: &&crosswalk_relation::Model| {
            it.from_criterion_id == left && it.to_criterion_id == right
        };
        self.relations.iter().find(is_it)
    }

    /// The relations of the criterion chosen on the left, else of that on the right, else all.
    pub(super) fn shown(&self) -> Vec<&crosswalk_relation::Model> {
        let (left, right) = (self.chosen_left(), self.chosen_right());
        let is_of = |it: &&crosswalk_relation::Model| match (left, right) {
            (Some(left), _) => it.from_criterion_id == left.id,
            (None, Some(right)) => it.to_criterion_id == right.id,
            (None, None) => true,
        };
        self.relations.iter().filter(is_of).collect()
    }

    /// The editor with other criteria chosen.
    pub(super) fn address(&self, left: Option<CriterionId>, right: Option<CriterionId>) -> String {
        address(self.crosswalk.id, left, right)
    }
}

fn place(whole: &Whole, chosen: &str) -> Option<usize> {
    let wanted = chosen.parse::<CriterionId>().ok()?;
    whole.criteria.iter().position(|it| it.id == wanted)
}

/// The editor with criteria chosen.
pub(super) fn address(
    crosswalk: CrosswalkId,
    left: Option<CriterionId>,
    right: Option<CriterionId>,
) -> String {
    let of = |name: &str, id: Option<CriterionId>| id.map(|it| format!("{name}={it}"));
    let query: Vec<_> = of("from", left).into_iter().chain(of("to", right)).collect();
    let path = Crosswalk { crosswalk };
    if query.is_empty() { path.to_string() } else { format!("{path}?{}", query.join("&")) }
}
