//! Crosswalks and their relations in the database. Nothing is kept beside them: what is changed is read at once.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{Condition, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Confidence, CriterionId, CrosswalkId, CrosswalkRelationId, EditionId, InstitutionId, Relation,
    Titles, criterion, crosswalk, crosswalk_relation, edition, institution,
};
use crate::files::hex;
use crate::web::visitor::Scope;

/// The crosswalks that a person may see: those of everybody and those of their institutions.
fn visible(scope: &Scope) -> Condition {
    let own: Vec<InstitutionId> =
        scope.institutions.iter().chain(&scope.assigned).copied().collect();
    Condition::any()
        .add(crosswalk::COLUMN.institution_id.is_null())
        .add(crosswalk::Column::InstitutionId.is_in(own))
}

/// A crosswalk with what a list says of it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub crosswalk: crosswalk::Model,
    pub from: edition::Model,
    pub to: edition::Model,
    pub relations: i64,
    /// Whose it is; nobody's where it is for everybody.
    pub owner: Option<institution::Model>,
}

/// The crosswalks that a person may see, by code; four queries.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Listed>, DbErr> {
    let mut rows = crosswalk::Entity::find()
        .filter(visible(scope))
        .find_also_related(institution::Entity)
        .all(db)
        .await?;
    // Each database has an order of its own for signs; that of the bytes is the same everywhere.
    rows.sort_by(|a, b| a.0.code.cmp(&b.0.code));
    let of = rows.iter().flat_map(|it| [it.0.from_edition_id, it.0.to_edition_id]);
    let editions = editions(db, of).await?;
    let counts: Vec<(CrosswalkId, i64)> = crosswalk_relation::Entity::find()
        .select_only()
        .column(crosswalk_relation::Column::CrosswalkId)
        .column_as(crosswalk_relation::Column::Id.count(), "relations")
        .group_by(crosswalk_relation::Column::CrosswalkId)
        .into_tuple()
        .all(db)
        .await?;
    let counts: HashMap<CrosswalkId, i64> = counts.into_iter().collect();
    let listed = |(crosswalk, owner): (crosswalk::Model, Option<institution::Model>)| {
        Some(Listed {
            from: editions.get(&crosswalk.from_edition_id)?.clone(),
            to: editions.get(&crosswalk.to_edition_id)?.clone(),
            relations: counts.get(&crosswalk.id).copied().unwrap_or_default(),
            owner,
            crosswalk,
        })
    };
    Ok(rows.into_iter().filter_map(listed).collect())
}

/// Editions by their ids; one query.
pub async fn editions(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = EditionId>,
) -> Result<HashMap<EditionId, edition::Model>, DbErr> {
    let mut ids: Vec<EditionId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = edition::Entity::find().filter(edition::COLUMN.id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|it| (it.id, it)).collect())
}

/// A crosswalk, if this person may see it; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: CrosswalkId,
) -> Result<crosswalk::Model, DbErr> {
    crosswalk::Entity::find_by_id(id).filter(visible(scope)).require_one(db).await
}

/// The relations of a crosswalk, in the order in which they came; one query.
pub async fn relations(
    db: &impl ConnectionTrait,
    of: CrosswalkId,
) -> Result<Vec<crosswalk_relation::Model>, DbErr> {
    crosswalk_relation::Entity::find()
        .filter(crosswalk_relation::COLUMN.crosswalk_id.eq(of))
        .order_by_asc(crosswalk_relation::COLUMN.id)
        .all(db)
        .await
}

/// The crosswalks that an institution goes by: those of everybody and its own; one query.
pub async fn used_by(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<crosswalk::Model>, DbErr> {
    let owner = Condition::any()
        .add(crosswalk::COLUMN.institution_id.is_null())
        .add(crosswalk::COLUMN.institution_id.eq(institution));
    let rows = crosswalk::Entity::find().filter(owner);
    rows.order_by_asc(crosswalk::COLUMN.id).all(db).await
}

/// The crosswalks that a person may see, without what a list says of them; one query.
pub async fn seen_by(
    db: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<Vec<crosswalk::Model>, DbErr> {
    let rows = crosswalk::Entity::find().filter(visible(scope));
    rows.order_by_asc(crosswalk::COLUMN.id).all(db).await
}

/// SHA-256 of every file that was loaded; one query.
pub async fn digests(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    crosswalk::Entity::find()
        .select_only()
        .column(crosswalk::Column::Digest)
        .filter(crosswalk::COLUMN.institution_id.is_null())
        .into_tuple()
        .all(db)
        .await
}

/// A crosswalk to be made.
#[derive(Clone, Debug)]
pub struct NewCrosswalk {
    pub institution: InstitutionId,
    pub from: EditionId,
    pub to: EditionId,
    pub title: Titles,
    pub source: String,
}

/// Makes a crosswalk of an institution, without relations. Its code is that of its editions, numbered where that is taken.
pub async fn create(change: &mut Change, new: NewCrosswalk) -> Result<crosswalk::Model, DbErr> {
    change.alone_in(new.institution).await?;
    let owner = institution::Entity::find_by_id(new.institution).require_one(change.tx()).await?;
    let row = crosswalk::ActiveModel {
        id: NotSet,
        code: Set(free_code(change, &owner, &new).await?),
        title: Set(new.title),
        from_edition_id: Set(new.from),
        to_edition_id: Set(new.to),
        source: Set(new.source),
        licence_note: Set(String::new()),
        institution_id: Set(Some(new.institution)),
        digest: Set(String::new()),
        loaded_at: Set(change.now()),
    };
    let held = row.insert(change.tx()).await?;
    let object = format!("crosswalk:{}", held.id);
    let details = json!({ "code": held.code });
    change.record(Event::of(new.institution, "crosswalk-made", object, details));
    Ok(held)
}

async fn free_code(
    change: &Change,
    owner: &institution::Model,
    new: &NewCrosswalk,
) -> Result<String, DbErr> {
    let editions = editions(change.tx(), [new.from, new.to]).await?;
    let id = |it: EditionId| {
        let code = editions.get(&it).map_or("", |it| it.code.as_str());
        code.rsplit('/').next().unwrap_or_default().to_owned()
    };
    let code = format!("{}/{}-{}", owner.code.to_lowercase(), id(new.from), id(new.to));
    let held: Vec<String> = crosswalk::Entity::find()
        .select_only()
        .column(crosswalk::Column::Code)
        .filter(crosswalk::COLUMN.institution_id.eq(new.institution))
        .into_tuple()
        .all(change.tx())
        .await?;
    let numbered = (2..).map(|it| format!("{code}-{it}"));
    let mut free = std::iter::once(code.clone()).chain(numbered).filter(|it| !held.contains(it));
    Ok(free.next().unwrap_or(code))
}

/// A crosswalk that may be changed, as it belongs to an institution.
#[derive(Clone, Debug)]
pub struct Own {
    pub crosswalk: crosswalk::Model,
    pub institution: InstitutionId,
}

impl Own {
    /// The crosswalk, unless it is everybody's: that is never changed.
    pub fn of(crosswalk: crosswalk::Model) -> Option<Self> {
        crosswalk.institution_id.map(|institution| Self { crosswalk, institution })
    }
}

/// What is said of two criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRelation {
    pub relation: Relation,
    pub strength: Option<f64>,
    pub confidence: Confidence,
    pub note: String,
}

impl NewRelation {
    /// What is held of two criteria.
    pub fn of(it: &crosswalk_relation::Model) -> Self {
        Self {
            relation: it.relation,
            strength: it.strength,
            confidence: it.confidence,
            note: it.note.clone(),
        }
    }

    /// What is sent along with a form, to know again what was held when it was shown.
    pub fn seen(held: Option<&Self>) -> String {
        let digest = |it: &Self| hex(&Sha256::digest(it.told().to_string()))[..16].to_owned();
        held.map_or_else(|| UNRELATED.to_owned(), digest)
    }

    /// All of it, as the audit log tells of it.
    fn told(&self) -> Json {
        json!({
            "relation": self.relation, "strength": self.strength, "confidence": self.confidence,
            "note": self.note,
        })
    }
}

/// What was seen of two criteria that are not related.
pub const UNRELATED: &str = "none";

/// What came of saying what one criterion is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related {
    Saved,
    /// It was said already.
    Same,
    /// What is held is not what was seen, so nothing was saved.
    Meanwhile,
}

/// Says what one criterion is to another, in place of what was said before, if that is still what was seen.
pub async fn relate(
    change: &mut Change,
    own: &Own,
    (from, to): (&criterion::Model, &criterion::Model),
    new: NewRelation,
    seen: &str,
) -> Result<Related, DbErr> {
    change.alone_in(own.institution).await?;
    let held = crosswalk_relation::Entity::find()
        .filter(crosswalk_relation::COLUMN.crosswalk_id.eq(own.crosswalk.id))
        .filter(crosswalk_relation::COLUMN.from_criterion_id.eq(from.id))
        .filter(crosswalk_relation::COLUMN.to_criterion_id.eq(to.id))
        .one(change.tx())
        .await?;
    let before = held.as_ref().map(NewRelation::of);
    if before.as_ref() == Some(&new) {
        return Ok(Related::Same);
    }
    if NewRelation::seen(before.as_ref()) != seen {
        return Ok(Related::Meanwhile);
    }
    let mut details = new.told();
    details["crosswalk"] = own.crosswalk.code.clone().into();
    details["from"] = from.code.clone().into();
    details["to"] = to.code.clone().into();
    details["before"] = before.as_ref().map_or(Json::Null, NewRelation::told);
    let row = crosswalk_relation::ActiveModel {
        id: held.as_ref().map_or(NotSet, |it| Set(it.id)),
        crosswalk_id: Set(own.crosswalk.id),
        from_criterion_id: Set(from.id),
        to_criterion_id: Set(to.id),
        relation: Set(new.relation),
        strength: Set(new.strength),
        confidence: Set(new.confidence),
        note: Set(new.note),
    };
    let is_new = held.is_none();
    let row = if is_new { row.insert(change.tx()).await? } else { row.update(change.tx()).await? };
    let object = format!("crosswalk_relation:{}", row.id);
    change.record(if is_new {
        Event::of(own.institution, "relation-added", object, details)
    } else {
        Event::of(own.institution, "relation-changed", object, details)
    });
    Ok(Related::Saved)
}

/// A relation of a crosswalk; one query.
pub async fn relation(
    db: &impl ConnectionTrait,
    of: CrosswalkId,
    id: CrosswalkRelationId,
) -> Result<crosswalk_relation::Model, DbErr> {
    crosswalk_relation::Entity::find_by_id(id)
        .filter(crosswalk_relation::COLUMN.crosswalk_id.eq(of))
        .require_one(db)
        .await
}

/// Takes a relation away, if it still says what was seen. Tells of which criterion of the first edition it was; nothing where
/// it says something else by now.
pub async fn remove(
    change: &mut Change,
    own: &Own,
    id: CrosswalkRelationId,
    seen: &str,
) -> Result<Option<CriterionId>, DbErr> {
    change.alone_in(own.institution).await?;
    let held = relation(change.tx(), own.crosswalk.id, id).await?;
    if NewRelation::seen(Some(&NewRelation::of(&held))) != seen {
        return Ok(None);
    }
    let ends = [held.from_criterion_id, held.to_criterion_id];
    let ends =
        criterion::Entity::find().filter(criterion::COLUMN.id.is_in(ends)).all(change.tx()).await?;
    let code = |id| ends.iter().find(|it| it.id == id).map(|it| it.code.clone());
    let mut details = NewRelation::of(&held).told();
    details["crosswalk"] = own.crosswalk.code.clone().into();
    details["from"] = code(held.from_criterion_id).into();
    details["to"] = code(held.to_criterion_id).into();
    crosswalk_relation::Entity::delete_by_id(id).exec(change.tx()).await?;
    let object = format!("crosswalk_relation:{id}");
    change.record(Event::of(own.institution, "relation-removed", object, details));
    Ok(Some(held.from_criterion_id))
}
