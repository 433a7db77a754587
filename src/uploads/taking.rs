//! Making evidence of files that wait: all of those that are ticked, or none.

use std::collections::{HashMap, HashSet};

use sea_orm::prelude::*;
use serde_json::json;

use super::forms::{Becomes, Row};
use super::ground::{self, Ground, Unresolved};
use super::store;
use crate::app::Change;
use crate::audit::Event;
use crate::check::{Problem, Problems};
use crate::entities::{
    CriterionId, EditionId, InstitutionId, WaitingFileId, criterion, evidence_item, waiting_file,
};
use crate::evidence::facts::Facts;
use crate::evidence::revisions::{self, NewRevision};
use crate::evidence::{links, numbers, register, sight, store as items};
use crate::files::{Digest, Kept};
use crate::web::upload::Uploaded;
use crate::web::{Error, Result, Visitor};

/// What shall be made of one file.
#[derive(Clone, Debug)]
pub struct Wish {
    pub file: WaitingFileId,
    pub becomes: Becomes,
    pub facts: Facts,
    pub criteria: Vec<CriterionId>,
}

/// What a row means, or every problem at once.
pub fn check(
    (file, row): (WaitingFileId, &Row),
    ground: &Ground,
    types: &[String],
    is_together: bool,
) -> Result<Wish, Problems> {
    let mut problems = Problems::default();
    let becomes = problems.choice("becomes", Becomes::parse(&row.becomes), Becomes::New);
    let is_new = becomes == Becomes::New;
    let title = match (is_new, is_together) {
        (true, false) => problems.text("title", &row.title, 300),
        _ => problems.optional_text("title", &row.title, 300),
    };
    if !row.kind.is_empty() && !types.contains(&row.kind) {
        problems.add("kind", Problem::NotAnOption);
    }
    let facts = Facts {
        title,
        type_code: Some(row.kind.clone()).filter(|it| !it.is_empty()),
        document_date: problems.optional_date("document_date", &row.document_date),
        covers_from: problems.optional_date("covers_from", &row.covers_from),
        covers_to: problems.optional_date("covers_to", &row.covers_to),
        ..Facts::default()
    };
    if facts.covers_from.zip(facts.covers_to).is_some_and(|(from, to)| to < from) {
        problems.add("covers_to", Problem::Other("problem-valid-until"));
    }
    let mut criteria = row.criteria.clone();
    match ground.resolve(&row.more) {
        Ok(more) => criteria.extend(more),
        Err(Unresolved::Unknown) => problems.add("more", Problem::Other("uploads-problem-unknown")),
        Err(Unresolved::Several) => problems.add("more", Problem::Other("uploads-problem-several")),
    }
    let mut seen = HashSet::new();
    criteria.retain(|it| seen.insert(*it));
    if criteria.is_empty() && matches!(becomes, Becomes::Link(_)) {
        problems.add("more", Problem::Other("uploads-problem-nothing-to-link"));
    }
    if !row.sure && is_outside(&facts, &criteria, ground) {
        problems.add("sure", Problem::Other("uploads-problem-period"));
    }
    problems.or(Wish { file, becomes, facts, criteria })
}

/// Whether what the file proves is outside of the period that is assessed.
fn is_outside(facts: &Facts, criteria: &[CriterionId], ground: &Ground) -> bool {
    let editions: HashSet<EditionId> =
        criteria.iter().filter_map(|it| ground.edition_of(*it)).collect();
    let period = match (facts.covers_from, facts.covers_to) {
        (None, None) => (facts.document_date, facts.document_date),
        (from, to) => (from, to),
    };
    ground.is_outside(&editions, period)
}

/// Makes evidence of files; they wait no longer. Gives how many items were made, changed or linked.
pub async fn take(
    change: &mut Change,
    visitor: &Visitor,
    institution: InstitutionId,
    wishes: &[Wish],
    together: Option<&str>,
) -> Result<usize> {
    let ids: Vec<_> = wishes.iter().map(|it| it.file).collect();
    let files = store::remove(change.tx(), (visitor.id, institution), &ids).await?;
    let mut files: HashMap<_, _> = files.into_iter().map(|it| (it.id, it)).collect();
    let wanted = wishes.iter().flat_map(|it| it.criteria.iter().copied());
    let criteria = ground::criteria(change.tx(), institution, wanted).await?;
    let fresh = wishes.iter().filter(|it| it.becomes == Becomes::New).count();
    let count = if together.is_some() { fresh.min(1) } else { fresh };
    let mut numbers = numbers::take(change, institution, count).await?.into_iter();
    let mut shared: Option<evidence_item::Model> = None;
    let mut done = 0;
    for wish in wishes {
        // Somebody may have sorted it in from another window.
        let file = files.remove(&wish.file).ok_or(Error::NotFound)?;
        let content = NewRevision::File(uploaded(&file)?);
        let item = match (wish.becomes, &shared) {
            (Becomes::New, Some(item)) => {
                revisions::add(change, item, None, content).await?;
                item.clone()
            }
            (Becomes::New, None) => {
                let facts = match together {
                    Some(title) => all_in_one(wishes, title),
                    None => wish.facts.clone(),
                };
                let reference = numbers.next().unwrap_or_default();
                done += 1;
                items::add(change, institution, Facts { reference, ..facts }, vec![content]).await?
            }
            (Becomes::Link(id) | Becomes::Revision(id, ..), _) => {
                let item = register::find(change.tx(), &visitor.scope(), id).await?;
                let opens = sight::may_open(change.tx(), visitor, &item).await?;
                if item.institution_id != institution || !opens {
                    return Err(Error::NotFound);
                }
                still(change, visitor, &item, wish.becomes, &file).await?;
                if let Becomes::Revision(_, part, _) = wish.becomes {
                    revisions::add(change, &item, Some(part), content).await?;
                }
                done += 1;
                item
            }
        };
        link(change, &item, wish, &criteria).await?;
        if together.is_some() && wish.becomes == Becomes::New {
            shared = Some(item);
        }
    }
    let details = json!({ "files": wishes.len(), "items": done });
    let object = format!("institution:{institution}");
    change.record(Event::of(institution, "uploads-sorted", object, details));
    Ok(done)
}

/// Says no where what was offered no longer holds: the item has not this content, or somebody else has put a newer file in
/// the place.
async fn still(
    change: &Change,
    visitor: &Visitor,
    item: &evidence_item::Model,
    becomes: Becomes,
    file: &waiting_file::Model,
) -> Result<()> {
    let held = revisions::all(change.tx(), item.id).await?;
    let holds = match becomes {
        Becomes::New => true,
        Becomes::Link(_) => held.iter().any(|it| it.sha256 == file.sha256),
        Becomes::Revision(_, part, seen) => {
            revisions::current(&held).any(|it| it.part == part && it.number == seen)
        }
    };
    if holds {
        return Ok(());
    }
    let about = [("place", item.title.as_str().into())];
    Err(Error::Refused(visitor.language.with("problem-part-changed", about)))
}

async fn link(
    change: &mut Change,
    item: &evidence_item::Model,
    wish: &Wish,
    criteria: &HashMap<CriterionId, criterion::Model>,
) -> Result<()> {
    for id in &wish.criteria {
        let to = criteria.get(id).ok_or(Error::NotFound)?;
        links::add(change, item, to, String::new(), String::new()).await?;
    }
    Ok(())
}

/// What one item of many files says of itself: what the first says, over the whole period of all.
fn all_in_one(wishes: &[Wish], title: &str) -> Facts {
    let all = || wishes.iter().filter(|it| it.becomes == Becomes::New).map(|it| &it.facts);
    let first_title = all().map(|it| it.title.as_str()).find(|it| !it.is_empty());
    Facts {
        title: if title.is_empty() { first_title.unwrap_or_default() } else { title }.to_owned(),
        type_code: all().find_map(|it| it.type_code.clone()),
        document_date: all().filter_map(|it| it.document_date).max(),
        covers_from: all().filter_map(|it| it.covers_from).min(),
        covers_to: all().filter_map(|it| it.covers_to).max(),
        ..Facts::default()
    }
}

/// A file that waits, as one that just came.
pub fn uploaded(file: &waiting_file::Model) -> Result<Uploaded, DbErr> {
    let digest = file.sha256.as_deref().and_then(Digest::parse);
    let digest = digest.ok_or_else(|| DbErr::RecordNotFound(format!("file {}", file.id)))?;
    let size = u64::try_from(file.size).unwrap_or_default();
    let media_type = file.media_type.clone().unwrap_or_default();
    Ok(Uploaded { name: file.name.clone(), kept: Kept { digest, size, media_type } })
}
