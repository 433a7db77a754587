//! What the pages of reuse are made from.

use std::collections::HashMap;

use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::crosswalks::ground::{self, Counted, Criteria, Ground};
use crate::crosswalks::reuse::{Links, Reuse as Found, Standing, reuse};
use crate::entities::{EditionId, EvidenceId, InstitutionId, edition, evidence_item};
use crate::evidence;
use crate::standards;
use crate::web::components::query;
use crate::web::{Error, Result, Visitor};

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub(super) edition: String,
    #[serde(default)]
    pub(super) evidence: String,
    #[serde(default)]
    pub(super) show: String,
}

impl Wanted {
    /// Which evidence counts.
    pub(super) fn counted(&self) -> Counted {
        Counted::from_code(&self.evidence).unwrap_or_default()
    }

    /// Whether criteria with a standing are shown.
    pub(super) fn shows(&self, standing: Standing) -> bool {
        match self.show.as_str() {
            "answered" => standing >= Standing::Answered,
            "partly" => standing == Standing::Partly,
            "nothing" => standing == Standing::Nothing,
            _ => true,
        }
    }

    /// As the query of an address.
    pub(super) fn query(&self) -> String {
        let [edition, evidence, show] =
            [&self.edition, &self.evidence, &self.show].map(|it| query(it));
        format!("edition={edition}&evidence={evidence}&show={show}")
    }
}

/// All that the page is made from.
pub(super) struct Sight {
    pub(super) institution: InstitutionId,
    pub(super) editions: Vec<edition::Model>,
    /// The edition that is asked for.
    pub(super) edition: Option<edition::Model>,
    pub(super) ground: Ground,
    pub(super) criteria: Criteria,
    pub(super) items: HashMap<EvidenceId, evidence_item::Model>,
    pub(super) links: Links,
    /// Which of the items this person may open.
    pub(super) open: evidence::sight::Sight,
}

impl Sight {
    /// Reads it; eight queries.
    pub(super) async fn of(
        app: &App,
        visitor: &Visitor,
        institution: InstitutionId,
        wanted: &Wanted,
    ) -> Result<Self> {
        visitor.require(Action::Read, institution)?;
        let db = &app.db.read;
        let mut editions = standards::store::usable(db, institution).await?;
        editions.retain(|it| it.kind == "criteria");
        let asked = wanted.edition.parse::<EditionId>().ok();
        let edition = editions.iter().find(|it| Some(it.id) == asked).cloned();
        if edition.is_none() && !wanted.edition.is_empty() {
            return Err(Error::NotFound);
        }
        let ground = ground::of_institution(db, institution).await?;
        let known = ground.editions.keys().copied().chain(edition.as_ref().map(|it| it.id));
        let criteria = ground::criteria(db, known.collect::<Vec<_>>()).await?;
        let (items, mut links) =
            ground::evidence(db, &visitor.scope(), institution, wanted.counted(), app.today())
                .await?;
        links.retain(|it, _| !visitor.withholds(*it));
        let open = evidence::sight::Sight::of(db, visitor, items.values()).await?;
        Ok(Self { institution, editions, edition, ground, criteria, items, links, open })
    }

    /// What is there for an edition.
    pub(super) fn found(&self, edition: EditionId) -> Found {
        let asked = self.criteria.assessable.get(&edition).map(Vec::as_slice).unwrap_or_default();
        reuse(asked, &self.ground.graph, &self.criteria.trees, &self.links)
    }
}
