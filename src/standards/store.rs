//! Editions in the database, read.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::codes::CodeIndex;
use super::kept::{self, Kept, Tree};
use super::pack::{Head, Pack};
use super::{overlay, preorder, rows};
use crate::database::packed;
use crate::entities::{
    EditionId, EditionState, EvidenceTypeId, Figures, InstitutionId, criterion, edition,
    evidence_type, framework,
};
use crate::web::visitor::Scope;

/// An edition with its tree.
#[derive(Clone, Debug)]
pub struct Whole {
    pub edition: edition::Model,
    pub head: Arc<Head>,
    /// In preorder; those of supplements too, each with the edition that it is from.
    pub criteria: Tree,
    /// What adds to the edition, in order.
    pub supplements: Vec<edition::Model>,
}

impl Whole {
    /// Finds criteria by what people write.
    pub fn index(&self) -> CodeIndex<'_> {
        let above = preorder::above(&self.criteria);
        CodeIndex::new(self.criteria.iter().map(|it| it.code.as_str()).zip(above))
            .of(rows::own_id(&self.edition.code))
            .with(self.supplements.iter().flat_map(|supplement| {
                let own = self.criteria.iter().enumerate();
                let own = own.filter(|(_, it)| it.edition_id == supplement.id);
                let name = overlay::name(&supplement.code);
                own.flat_map(move |(place, it)| {
                    [(it.code.clone(), place), (format!("{name} {}", it.code), place)]
                })
            }))
    }

    /// The editions that the tree is made of.
    pub fn editions(&self) -> impl Iterator<Item = EditionId> {
        [self.edition.id].into_iter().chain(self.supplements.iter().map(|it| it.id))
    }

    /// The supplement that a criterion is from, if it is not the edition's own.
    pub fn source(&self, it: &criterion::Model) -> Option<&edition::Model> {
        self.supplements.iter().find(|supplement| supplement.id == it.edition_id)
    }
}

/// The edition with this id of its own.
pub async fn by_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<edition::Model>, DbErr> {
    edition::Entity::find().filter(edition::COLUMN.code.eq(code)).one(db).await
}

/// An edition with its tree; two queries.
pub async fn whole(db: &impl ConnectionTrait, id: EditionId) -> Result<Whole, DbErr> {
    let edition = edition::Entity::find_by_id(id).require_one(db).await?;
    tree_of(db, edition).await
}

/// The tree of an edition; one query.
pub async fn tree_of(db: &impl ConnectionTrait, edition: edition::Model) -> Result<Whole, DbErr> {
    let mut trees = trees_of(db, vec![edition]).await?;
    trees.pop().ok_or_else(|| DbErr::RecordNotFound("edition".into()))
}

/// The trees of some editions; one query at most, none for those that are kept.
pub async fn trees_of(
    db: &impl ConnectionTrait,
    editions: Vec<edition::Model>,
) -> Result<Vec<Whole>, DbErr> {
    let mut held: HashMap<EditionId, Kept> =
        editions.iter().filter_map(|it| Some((it.id, kept::get(it)?))).collect();
    let unread: Vec<&edition::Model> =
        editions.iter().filter(|it| !held.contains_key(&it.id)).collect();
    if !unread.is_empty() {
        let mut read = criteria_of(db, unread.iter().map(|it| it.id)).await?;
        for it in unread {
            let tree = Tree::new(read.remove(&it.id).unwrap_or_default());
            let kept = Kept { head: Arc::new(head_of(it)?), tree };
            kept::put(it, &kept);
            held.insert(it.id, kept);
        }
    }
    let whole = |edition: edition::Model| {
        let Kept { head, tree: criteria } = held.get(&edition.id).cloned().unwrap_or_default();
        Whole { head, edition, criteria, supplements: Vec::new() }
    };
    Ok(editions.into_iter().map(whole).collect())
}

/// The criteria of some editions, each in preorder; one query.
async fn criteria_of(
    db: &impl ConnectionTrait,
    editions: impl Iterator<Item = EditionId>,
) -> Result<HashMap<EditionId, Vec<criterion::Model>>, DbErr> {
    let rows = criterion::Entity::find()
        .filter(criterion::Column::EditionId.is_in(editions))
        .order_by_asc(criterion::COLUMN.edition_id)
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await?;
    let mut of: HashMap<EditionId, Vec<criterion::Model>> = HashMap::new();
    for it in rows {
        of.entry(it.edition_id).or_default().push(it);
    }
    Ok(of)
}

/// Scale, outcomes and notes of an edition.
pub fn head_of(edition: &edition::Model) -> Result<Head, DbErr> {
    edition.pack.read().map_err(|it| DbErr::Json(it.to_string()))
}

/// Ids of editions that hold the own criteria of one assessment begin so; no other id can, as it has a dot. They are seen
/// with their assessment and nowhere else.
pub const OWN_CRITERIA: &str = "own.";

/// The editions that a person may see: those of everybody and those of their institutions.
pub fn visible(scope: &Scope) -> Condition {
    let members: Vec<InstitutionId> =
        scope.institutions.iter().chain(&scope.assigned).copied().collect();
    let seen = Condition::any()
        .add(edition::COLUMN.institution_id.is_null())
        .add(edition::Column::InstitutionId.is_in(members));
    let own = format!("%/{OWN_CRITERIA}%");
    Condition::all().add(seen).add(edition::Column::Code.not_like(own))
}

/// An edition that a person may see; one query.
pub async fn seen(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EditionId,
) -> Result<edition::Model, DbErr> {
    edition::Entity::find_by_id(id).filter(visible(scope)).require_one(db).await
}

/// The digests of all editions; one query.
pub async fn digests(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    edition::Entity::find().select_only().column(edition::Column::Digest).into_tuple().all(db).await
}

/// An edition that a person may see, with its tree; two queries.
pub async fn shown(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EditionId,
) -> Result<Whole, DbErr> {
    let edition = seen(db, scope, id).await?;
    tree_of(db, edition).await
}

/// An edition as the pack that it came from; one query beside those of the tree.
pub async fn pack_of(db: &impl ConnectionTrait, whole: &Whole) -> Result<Pack, DbErr> {
    let id = whole.edition.framework_id;
    let framework = framework::Entity::find_by_id(id).require_one(db).await?;
    Ok(rows::pack(&framework, whole))
}

/// An edition with its counts.
#[derive(Clone, Debug)]
pub struct Counted {
    pub edition: edition::Model,
    pub nodes: i64,
    pub assessable: i64,
    /// Nodes that were read in a source.
    pub checked: i64,
    /// Nodes with a title in Albanian, and in Serbian.
    pub translated: [i64; 2],
}

/// The published editions that an institution may use, by code; one query.
pub async fn usable(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<edition::Model>, DbErr> {
    Ok(in_order(edition::Entity::find().filter(usable_by(institution)).all(db).await?))
}

/// Editions by their codes. Not by the database: each has an order of its own for signs and letters beyond the English ones.
pub fn in_order(mut editions: Vec<edition::Model>) -> Vec<edition::Model> {
    editions.sort_by(|a, b| a.code.cmp(&b.code));
    editions
}

/// The published edition with a code that an institution may use.
pub async fn usable_by_code(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    code: &str,
) -> Result<Option<edition::Model>, DbErr> {
    let found = edition::Entity::find().filter(usable_by(institution));
    found.filter(edition::COLUMN.code.eq(code)).one(db).await
}

/// The published editions that an institution may use, as a condition on `edition`.
pub fn usable_by(institution: InstitutionId) -> Condition {
    let owner = Condition::any()
        .add(edition::COLUMN.institution_id.is_null())
        .add(edition::COLUMN.institution_id.eq(institution));
    Condition::all().add(edition::Column::State.eq(EditionState::Published)).add(owner)
}

/// All editions that a person may see, with their counts, by code; two queries.
pub async fn all(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Counted>, DbErr> {
    counted(db, edition::Entity::find().filter(visible(scope))).await
}

/// All editions with their counts, by code, for whoever has the machine; two queries.
pub async fn every(db: &impl ConnectionTrait) -> Result<Vec<Counted>, DbErr> {
    counted(db, edition::Entity::find()).await
}

async fn counted(
    db: &impl ConnectionTrait,
    editions: sea_orm::Select<edition::Entity>,
) -> Result<Vec<Counted>, DbErr> {
    let editions = in_order(editions.all(db).await?);
    // A published edition knows what it counts; only drafts are counted here.
    let uncounted = editions.iter().filter(|it| it.figures.is_none());
    let ids: Vec<EditionId> = uncounted.map(|it| it.id).collect();
    let sum = |condition: &str| {
        // A language's tag stands before its text; inside a text, the quotes would have backslashes.
        Expr::cust(format!("SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"))
    };
    let titled = |tag: &str| sum(&format!("CAST(title AS TEXT) LIKE '%\"{tag}\":%'"));
    let rows: Vec<(EditionId, i64, i64, i64, i64, i64)> = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::EditionId)
        .column_as(criterion::Column::Id.count(), "nodes")
        .column_as(sum("assessable"), "assessable")
        .column_as(sum("provenance = 'checked'"), "checked")
        .column_as(titled("sq"), "sq")
        .column_as(titled("sr"), "sr")
        .filter(criterion::Column::EditionId.is_in(ids))
        .group_by(criterion::Column::EditionId)
        .into_tuple()
        .all(db)
        .await?;
    let counts: HashMap<_, _> = rows.into_iter().map(|it| (it.0, it)).collect();
    let counted = |edition: edition::Model| {
        if let Some(Figures { nodes, assessable, checked, translated }) = edition.figures.clone() {
            return Counted { edition, nodes, assessable, checked, translated };
        }
        let (_, nodes, assessable, checked, sq, sr) =
            counts.get(&edition.id).copied().unwrap_or((edition.id, 0, 0, 0, 0, 0));
        Counted { edition, nodes, assessable, checked, translated: [sq, sr] }
    };
    Ok(editions.into_iter().map(counted).collect())
}

/// One edition that a person may see, with its counts; two queries.
pub async fn one(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EditionId,
) -> Result<Counted, DbErr> {
    let found = edition::Entity::find_by_id(id).filter(visible(scope));
    let mut counted = counted(db, found).await?;
    counted.pop().ok_or_else(|| DbErr::RecordNotFound(format!("edition {id}")))
}

/// The codes of all evidence types; one query, much quicker than reading their titles too.
pub async fn evidence_type_codes(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let code = Expr::col(evidence_type::Column::Code);
    let rows: Vec<(String,)> = packed(db, evidence_type::Entity::find(), [code]).await?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// All evidence types, by code; one query.
pub async fn evidence_types(db: &impl ConnectionTrait) -> Result<Vec<evidence_type::Model>, DbErr> {
    use evidence_type::Column::{Code, Family, Id, ReviewMonths, Title};
    let columns = [Id, Code, Family, Title, ReviewMonths].map(|it| {
        let column = Expr::col(it);
        if matches!(it, Title) { column.cast_as("text") } else { column }
    });
    let rows: Vec<(EvidenceTypeId, String, String, String, Option<i32>)> =
        packed(db, evidence_type::Entity::find(), columns).await?;
    let mut types = Vec::with_capacity(rows.len());
    for (id, code, family, title, review_months) in rows {
        let title = serde_json::from_str(&title).map_err(|it| DbErr::Json(it.to_string()))?;
        types.push(evidence_type::Model { id, code, family, title, review_months });
    }
    types.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(types)
}
