//! What somebody sees of a dossier: not what a conflict of interest keeps from them, and of restricted evidence only that it is there.

use std::collections::HashSet;

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use crate::dossiers::difference::{Changed, Difference};
use crate::dossiers::manifest::{Evidence, Manifest};
use crate::entities::{Confidentiality, EvidenceId, assessment, evidence_item};
use crate::evidence::register;
use crate::evidence::sight::among;
use crate::web::Visitor;

/// Ids that one query asks for.
const CHUNK: usize = 10_000;

/// Leaves of a dossier what somebody may know of.
pub(super) fn open(visitor: &Visitor, of: &assessment::Model, manifest: &mut Manifest) {
    let withheld = visitor.withheld(of.id);
    if withheld.is_empty() {
        return;
    }
    manifest.criteria.retain(|it| !withheld.covers(it.id));
    manifest.ratings.retain(|it| !withheld.covers(it.criterion));
    for it in &mut manifest.evidence {
        it.links.retain(|it| !withheld.covers(it.criterion));
    }
    // What is offered for nothing else is not there.
    manifest.evidence.retain(|it| !it.links.is_empty());
}

/// How far somebody is shown some items of a dossier.
pub(super) struct Shown {
    closed: HashSet<EvidenceId>,
    in_register: HashSet<EvidenceId>,
}

impl Shown {
    /// Looks it up; three queries for ten thousand items.
    pub(super) async fn of<'a>(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        of: &assessment::Model,
        items: impl IntoIterator<Item = &'a Evidence> + Clone,
    ) -> Result<Self, DbErr> {
        let ids: Vec<EvidenceId> = items.clone().into_iter().map(|it| it.id).collect();
        let in_register = register::among_ids(db, &visitor.scope(), &ids).await?;
        Ok(Self { closed: closed(db, visitor, of, items).await?, in_register })
    }

    /// Whether they learn no more of an item than that it is there.
    pub(super) fn is_closed(&self, item: EvidenceId) -> bool {
        self.closed.contains(&item)
    }

    /// Whether they find it in the register too; what was taken away since is theirs as it was pinned, and no more.
    pub(super) fn is_in_register(&self, item: EvidenceId) -> bool {
        self.in_register.contains(&item)
    }
}

/// The items of some that stay closed to somebody: restricted when they were sealed or now, and not for them. Two queries for ten
/// thousand of them.
pub(super) async fn closed<'a>(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    items: impl IntoIterator<Item = &'a Evidence>,
) -> Result<HashSet<EvidenceId>, DbErr> {
    let (mut restricted, mut ids) = (HashSet::new(), Vec::new());
    for it in items {
        ids.push(it.id);
        if it.confidentiality == Confidentiality::Restricted {
            restricted.insert(it.id);
        }
    }
    for some in ids.chunks(CHUNK) {
        let now: Vec<EvidenceId> = evidence_item::Entity::find()
            .select_only()
            .column(evidence_item::Column::Id)
            .filter(evidence_item::Column::Id.is_in(some.iter().copied()))
            .filter(evidence_item::Column::Confidentiality.eq(Confidentiality::Restricted))
            .into_tuple()
            .all(db)
            .await?;
        restricted.extend(now);
    }
    let asked: Vec<EvidenceId> = restricted.iter().copied().collect();
    let opened = among(db, visitor, of.institution_id, asked).await?;
    restricted.retain(|it| !opened.contains(it));
    Ok(restricted)
}

/// The items that a difference tells of.
pub(super) fn told(difference: &Difference) -> impl Iterator<Item = &Evidence> + Clone {
    difference.evidence.iter().map(|it: &Changed| &it.item)
}
