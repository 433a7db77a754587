//! What the log tells of restricted evidence is not for everybody who reads the log.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect as _};
use serde_json::Value;

use crate::entities::{
    Confidentiality, EvidenceId, InstitutionId, LinkId, RevisionId, audit_event, evidence_item,
    link, revision,
};
use crate::evidence::sight::Sight;
use crate::web::Visitor;

/// Hides events about items that a person may not open.
#[derive(Clone, Debug, Default)]
pub(super) struct Veil {
    /// Objects of such items: the items, their revisions, their links.
    objects: HashSet<String>,
    references: HashSet<String>,
}

impl Veil {
    /// Looks up what some events of an institution are about; five queries at most.
    pub(super) async fn over(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        institution: InstitutionId,
        events: &[audit_event::Model],
    ) -> Result<Self, DbErr> {
        let owners = owners(db, events).await?;
        let mut words = BTreeSet::new();
        for event in events {
            if let Ok(details) = serde_json::from_str(&event.details) {
                collect(&details, &mut words);
            }
        }
        let named = Condition::any()
            .add(evidence_item::Column::Id.is_in(owners.values().copied()))
            .add(evidence_item::Column::Reference.is_in(words));
        let restricted = evidence_item::Entity::find()
            .filter(evidence_item::COLUMN.institution_id.eq(institution))
            .filter(evidence_item::Column::Confidentiality.eq(Confidentiality::Restricted))
            .filter(named)
            .all(db)
            .await?;
        let sight = Sight::of(db, visitor, &restricted).await?;
        let hidden: HashMap<EvidenceId, String> = restricted
            .into_iter()
            .filter(|it| !sight.opens(it))
            .map(|it| (it.id, it.reference))
            .collect();
        let objects = owners.into_iter().filter(|it| hidden.contains_key(&it.1)).map(|it| it.0);
        Ok(Self { objects: objects.collect(), references: hidden.into_values().collect() })
    }

    /// Whether an event is about something that they may not open.
    pub(super) fn hides(&self, event: &audit_event::Model) -> bool {
        let mut words = BTreeSet::new();
        if let Ok(details) = serde_json::from_str(&event.details) {
            collect(&details, &mut words);
        }
        self.objects.contains(&event.object) || words.iter().any(|it| self.references.contains(it))
    }
}

/// All texts in what an event says.
fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            words.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|it| collect(it, words)),
        Value::Object(all) => all.values().for_each(|it| collect(it, words)),
        _ => {}
    }
}

/// The item that each object belongs to, as far as it belongs to one; two queries.
async fn owners(
    db: &impl ConnectionTrait,
    events: &[audit_event::Model],
) -> Result<HashMap<String, EvidenceId>, DbErr> {
    let ids = |kind: &str| -> Vec<i64> {
        let id = |it: &audit_event::Model| it.object.strip_prefix(kind)?.parse().ok();
        events.iter().filter_map(id).collect()
    };
    let mut owners: HashMap<String, EvidenceId> =
        ids("evidence:").into_iter().map(|it| (format!("evidence:{it}"), EvidenceId(it))).collect();
    let revisions: Vec<(RevisionId, EvidenceId)> = revision::Entity::find()
        .select_only()
        .columns([revision::Column::Id, revision::Column::EvidenceId])
        .filter(revision::Column::Id.is_in(ids("revision:")))
        .into_tuple()
        .all(db)
        .await?;
    owners.extend(revisions.into_iter().map(|it| (format!("revision:{}", it.0), it.1)));
    let links: Vec<(LinkId, EvidenceId)> = link::Entity::find()
        .select_only()
        .columns([link::Column::Id, link::Column::EvidenceId])
        .filter(link::Column::Id.is_in(ids("link:")))
        .into_tuple()
        .all(db)
        .await?;
    owners.extend(links.into_iter().map(|it| (format!("link:{}", it.0), it.1)));
    Ok(owners)
}
