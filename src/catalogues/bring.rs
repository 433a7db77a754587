//! What a file holds, put into the database.

use std::collections::{HashMap, HashSet};

use sea_orm::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::app::Change;
use crate::crosswalks;
use crate::entities::{EditionState, InstitutionId, crosswalk, edition};
use crate::exchange::file::slug;
use crate::exchange::{Brought, Notice, NoticeKind};
use crate::files::hex;
use crate::standards::crosswalk::{Crosswalk, Relation};
use crate::standards::key::key;
use crate::standards::load::{self, Placing};
use crate::standards::pack::Pack;
use crate::standards::store;

/// Most characters of the note of a relation.
const LONGEST_NOTE: usize = 4_000;

/// What became of an edition that a file holds.
#[derive(Clone, Debug)]
pub enum Outcome {
    New(edition::Model),
    /// It is there already, word for word.
    Unchanged(edition::Model),
    /// Another edition has its id: the code.
    Taken(String),
}

/// SHA-256 of all that a pack says, however it was written.
pub fn digest(pack: &Pack) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json::to_vec(&pack.normal())?)))
}

/// Adds the editions that a file holds, for an institution or for everybody. An edition never changes: where the id is taken
/// by other contents, nothing is written of it.
pub async fn bring(
    change: &mut Change,
    brought: &Brought,
    institution: Option<InstitutionId>,
) -> anyhow::Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for pack in &brought.packs {
        let code = load::code_of(change.tx(), &pack.id, institution).await?;
        let digest = digest(pack)?;
        outcomes.push(match store::by_code(change.tx(), &code).await? {
            Some(held) if held.digest == digest || load::says(change.tx(), &held, pack).await? => {
                Outcome::Unchanged(held)
            }
            Some(_) => Outcome::Taken(code),
            None => {
                let placing = Placing { institution, state: EditionState::Published };
                Outcome::New(load::add(change, pack, digest, placing).await?)
            }
        });
    }
    Ok(outcomes)
}

/// Adds the crosswalks that a file holds, as far as both editions are there and have what is related. Tells how many
/// relations were added, and what was left out.
pub async fn relate(
    change: &mut Change,
    brought: &Brought,
    institution: Option<InstitutionId>,
) -> anyhow::Result<(usize, Vec<Notice>)> {
    let (mut added, mut notices) = (0, Vec::new());
    for told in &brought.crosswalks {
        let told = &sound(told);
        let code = load::code_of(change.tx(), &told.id, institution).await?;
        let held = crosswalk::Entity::find().filter(crosswalk::COLUMN.code.eq(code.as_str()));
        if held.one(change.tx()).await?.is_some() {
            notices.push(Notice::new(NoticeKind::LeftOut, &told.id, "crosswalk: already there"));
            continue;
        }
        let mut ends = Vec::new();
        for id in [&told.from, &told.to] {
            match codes(change, id, institution).await? {
                Some(codes) => ends.push(codes),
                None => notices.push(Notice::new(NoticeKind::Missing, &told.id, id)),
            }
        }
        let [from, to] = ends.as_slice() else { continue };
        if told.from == told.to {
            notices.push(Notice::new(NoticeKind::LeftOut, &told.id, &told.to));
            continue;
        }
        let known = known(told, from, to, &mut notices);
        if !known.relations.is_empty() {
            added += known.relations.len();
            let digest = hex(&Sha256::digest(serde_json::to_vec(&known)?));
            crosswalks::load::add(change, &known, digest, institution).await?;
        }
    }
    Ok((added, notices))
}

/// A crosswalk as it may be kept: an id that is one, strengths that are shares, notes of a reasonable length.
fn sound(told: &Crosswalk) -> Crosswalk {
    let mut sound = Crosswalk { id: slug(&told.id), ..told.clone() };
    for it in &mut sound.relations {
        it.strength = it.strength.filter(|it| (0.0..=1.0).contains(it));
        it.note = it.note.chars().take(LONGEST_NOTE).collect();
    }
    sound
}

/// The codes of an edition, by the key of each of them and of the identifier of its node.
async fn codes(
    change: &Change,
    id: &str,
    institution: Option<InstitutionId>,
) -> Result<Option<HashMap<String, String>>, DbErr> {
    let own = load::code_of(change.tx(), id, institution).await?;
    let found = match store::by_code(change.tx(), &own).await? {
        Some(it) => Some(it),
        None => store::by_code(change.tx(), id).await?,
    };
    let is_seen =
        |it: &edition::Model| it.institution_id.is_none() || it.institution_id == institution;
    let Some(edition) = found.filter(is_seen) else { return Ok(None) };
    let mut codes = HashMap::new();
    for it in store::tree_of(change.tx(), edition).await?.criteria.iter() {
        if let Some(identifier) = &it.details.identifier {
            codes.insert(key(identifier), it.code.clone());
        }
        codes.insert(key(&it.code), it.code.clone());
    }
    Ok(Some(codes))
}

/// A crosswalk with the relations of which both ends are known, each pair once.
fn known(
    told: &Crosswalk,
    from: &HashMap<String, String>,
    to: &HashMap<String, String>,
    notices: &mut Vec<Notice>,
) -> Crosswalk {
    let mut known = Crosswalk { relations: Vec::new(), ..told.clone() };
    let mut seen = HashSet::new();
    for it in &told.relations {
        let ends = (from.get(&key(&it.from)), to.get(&key(&it.to)));
        let (Some(from), Some(to)) = ends else {
            let detail = format!("{} – {}", it.from, it.to);
            notices.push(Notice::new(NoticeKind::LeftOut, &told.id, detail));
            continue;
        };
        if seen.insert((from, to)) {
            let (from, to) = (from.clone(), to.clone());
            known.relations.push(Relation { from, to, ..it.clone() });
        }
    }
    known
}
