//! How an item came to be what it is: earlier states, revisions, links and whatever else the log tells of it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::life::object;
use crate::entities::{
    EvidenceStatus, UserId, criterion, evidence_item, evidence_past, link, revision,
};
use crate::language::Language;
use crate::{accounts, audit};

/// At most so many entries are shown.
pub const MOST: usize = 100;

/// Something that happened to an item.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: DateTime<Utc>,
    /// As the log names them: `user:7`; nobody known where the log says nothing of it alone.
    pub actor: Option<String>,
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// It came to stand so.
    State { status: EvidenceStatus, reason: String, valid_until: Option<Date> },
    /// A revision came, or its part went.
    Revision { number: i32, place: String, removed: bool },
    /// A link came or went.
    Link { code: String, removed: bool },
    /// What only the log tells; its action.
    Other(String),
}

/// What happened to an item, the newest first, and how many entries there are.
#[derive(Clone, Debug)]
pub struct History {
    pub entries: Vec<Entry>,
    pub total: usize,
    /// Names of the people in it.
    pub names: HashMap<String, String>,
}

/// The history of an item; four queries.
pub async fn of(
    db: &impl ConnectionTrait,
    item: &evidence_item::Model,
    revisions: &[revision::Model],
) -> Result<History, DbErr> {
    let past = evidence_past::Entity::find()
        .filter(evidence_past::COLUMN.evidence_id.eq(item.id))
        .order_by_desc(evidence_past::COLUMN.id)
        .all(db)
        .await?;
    let links = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(item.id))
        .find_also_related(criterion::Entity)
        .order_by_desc(link::Column::Id)
        .all(db)
        .await?;
    let mut objects = vec![object(item.id)];
    objects.extend(revisions.iter().take(MOST).map(|it| format!("revision:{}", it.id)));
    objects.extend(links.iter().take(MOST * 2).map(|it| format!("link:{}", it.0.id)));
    let events = audit::store::of_objects(db, objects).await?;
    let mut entries = states(item, &past);
    entries.extend(parts(revisions));
    entries.extend(linked(&links));
    // Whoever did something is known from the log, by the moment at which all rows of a change are written.
    let mut actors: BTreeMap<i64, String> = BTreeMap::new();
    for event in &events {
        let Ok(at) = event.happened_at.parse::<DateTime<Utc>>() else { continue };
        actors.entry(at.timestamp_millis()).or_insert_with(|| event.actor.clone());
        if ONLY_IN_THE_LOG.contains(&event.action.as_str()) {
            let what = What::Other(event.action.clone());
            entries.push(Entry { at, actor: Some(event.actor.clone()), what });
        }
    }
    for entry in &mut entries {
        if entry.actor.is_none() {
            entry.actor = actors.get(&entry.at.timestamp_millis()).cloned();
        }
    }
    entries.sort_by_key(|it| std::cmp::Reverse(it.at));
    let total = entries.len();
    entries.truncate(MOST);
    let names = names(db, entries.iter().filter_map(|it| it.actor.as_deref())).await?;
    Ok(History { entries, total, names })
}

/// Events that no table tells of.
const ONLY_IN_THE_LOG: [&str; 8] = [
    "evidence-changed",
    "evidence-deleted",
    "evidence-restored",
    "evidence-reopened",
    "evidence-brought-back",
    "reader-added",
    "reader-named",
    "reader-removed",
];

fn states(item: &evidence_item::Model, past: &[evidence_past::Model]) -> Vec<Entry> {
    let state = |at, status, reason: &str, valid_until| Entry {
        at,
        actor: None,
        what: What::State { status, reason: reason.to_owned(), valid_until },
    };
    let mut entries = vec![state(item.recorded_at, item.status, &item.reason, item.valid_until)];
    let earlier =
        |it: &evidence_past::Model| state(it.recorded_at, it.status, &it.reason, it.valid_until);
    entries.extend(past.iter().map(earlier));
    entries
}

fn parts(revisions: &[revision::Model]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for it in revisions {
        let what = |removed| What::Revision { number: it.number, place: it.place.clone(), removed };
        let actor = it.user_id.map(|it| format!("user:{it}"));
        entries.push(Entry { at: it.created_at, actor, what: what(false) });
        if let Some(at) = it.removed_at {
            entries.push(Entry { at, actor: None, what: what(true) });
        }
    }
    entries
}

fn linked(links: &[(link::Model, Option<criterion::Model>)]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (link, criterion) in links {
        let code = criterion.as_ref().map(|it| it.code.clone()).unwrap_or_default();
        let what = |removed| What::Link { code: code.clone(), removed };
        if let Some(at) = link.superseded_at {
            entries.push(Entry { at, actor: None, what: what(true) });
        }
        entries.push(Entry { at: link.recorded_at, actor: None, what: what(false) });
    }
    entries
}

/// Names of people as the log calls them; one query, none where nobody is named.
pub async fn names(
    db: &impl ConnectionTrait,
    actors: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, String>, DbErr> {
    let id = |it: &str| it.strip_prefix("user:")?.parse::<UserId>().ok();
    let ids: Vec<UserId> = actors.into_iter().filter_map(id).collect();
    let found = accounts::store::names(db, ids).await?;
    Ok(found.into_iter().map(|(id, name)| (format!("user:{id}"), name)).collect())
}

/// How somebody is called, whom the log names.
pub fn name(language: Language, names: &HashMap<String, String>, actor: &str) -> String {
    names.get(actor).cloned().unwrap_or_else(|| language.text("history-program"))
}
