//! What the pure rules need, read from the database in a number of queries that does not grow with the rows.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect};

use super::paths::{Bond, Graph, Path, Stated};
use super::reuse::{Links, Offer, Trees};
use super::store;
use crate::entities::{
    CriterionId, CrosswalkId, EditionId, EvidenceId, EvidenceStatus, InstitutionId, Titles,
    criterion, crosswalk, crosswalk_relation, edition, evidence_item, link,
};
use crate::evidence::register;
use crate::language::Language;
use crate::web::visitor::Scope;

/// A criterion with as much as a list says of it.
#[derive(Clone, Debug)]
pub struct Named {
    pub edition: EditionId,
    pub code: String,
    pub title: Titles,
    pub assessable: bool,
}

/// All relations that hold for somebody, with what they relate.
#[derive(Clone, Debug)]
pub struct Ground {
    pub crosswalks: HashMap<CrosswalkId, crosswalk::Model>,
    pub editions: HashMap<EditionId, edition::Model>,
    pub graph: Graph,
}

impl Ground {
    /// Why evidence is offered, as it is kept with the link.
    pub fn reason(&self, language: Language, criteria: &Criteria, offer: &Offer) -> String {
        let named = criteria.named.get(&offer.linked_to);
        let edition = named.and_then(|it| self.editions.get(&it.edition));
        language.with(
            "reuse-reason",
            [
                ("code", named.map_or("", |it| it.code.as_str()).into()),
                ("edition", edition.map_or("", |it| it.title.get(language)).into()),
                ("relation", language.word(&offer.bond.relation).into()),
            ],
        )
    }
}

/// The relations of some crosswalks; two queries.
async fn ground(
    db: &impl ConnectionTrait,
    crosswalks: Vec<crosswalk::Model>,
) -> Result<Ground, DbErr> {
    let ids: Vec<CrosswalkId> = crosswalks.iter().map(|it| it.id).collect();
    let ends: HashMap<CrosswalkId, (EditionId, EditionId)> =
        crosswalks.iter().map(|it| (it.id, (it.from_edition_id, it.to_edition_id))).collect();
    let rows = crosswalk_relation::Entity::find()
        .filter(crosswalk_relation::COLUMN.crosswalk_id.is_in(ids))
        .order_by_asc(crosswalk_relation::COLUMN.id)
        .all(db)
        .await?;
    let stated = rows.into_iter().filter_map(|it| {
        let (from, to) = *ends.get(&it.crosswalk_id)?;
        Some(Stated {
            id: it.id,
            crosswalk: it.crosswalk_id,
            from: (it.from_criterion_id, from),
            to: (it.to_criterion_id, to),
            bond: Bond { relation: it.relation, strength: it.strength, confidence: it.confidence },
        })
    });
    let graph = Graph::new(stated);
    let editions = store::editions(db, ends.values().flat_map(|it| [it.0, it.1])).await?;
    let crosswalks = crosswalks.into_iter().map(|it| (it.id, it)).collect();
    Ok(Ground { crosswalks, editions, graph })
}

/// The relations that an institution goes by; three queries.
pub async fn of_institution(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Ground, DbErr> {
    let crosswalks = store::used_by(db, institution).await?;
    ground(db, crosswalks).await
}

/// Criteria of some editions.
#[derive(Clone, Debug, Default)]
pub struct Criteria {
    pub named: HashMap<CriterionId, Named>,
    pub trees: Trees,
    /// The assessable ones of each edition, in their order.
    pub assessable: HashMap<EditionId, Vec<CriterionId>>,
}

/// The criteria of some editions, without what only their own pages show; one query.
pub async fn criteria(
    db: &impl ConnectionTrait,
    editions: impl IntoIterator<Item = EditionId>,
) -> Result<Criteria, DbErr> {
    type Row = (CriterionId, EditionId, Option<CriterionId>, String, Titles, bool);
    let rows: Vec<Row> = criterion::Entity::find()
        .select_only()
        .columns([
            criterion::Column::Id,
            criterion::Column::EditionId,
            criterion::Column::ParentId,
            criterion::Column::Code,
            criterion::Column::Title,
            criterion::Column::Assessable,
        ])
        .filter(criterion::COLUMN.edition_id.is_in(editions))
        .order_by_asc(criterion::COLUMN.edition_id)
        .order_by_asc(criterion::COLUMN.position)
        .into_tuple()
        .all(db)
        .await?;
    let mut found =
        Criteria { trees: Trees::new(rows.iter().map(|it| (it.0, it.2))), ..Criteria::default() };
    for (id, edition, _, code, title, assessable) in rows {
        if assessable {
            found.assessable.entry(edition).or_default().push(id);
        }
        found.named.insert(id, Named { edition, code, title, assessable });
    }
    Ok(found)
}

/// Criteria by their ids, whole; one query.
pub async fn by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CriterionId>,
) -> Result<HashMap<CriterionId, criterion::Model>, DbErr> {
    let rows = criterion::Entity::find().filter(criterion::COLUMN.id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|it| (it.id, it)).collect())
}

/// Which evidence counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Accepted or submitted, and valid today.
    #[default]
    Offered,
    /// Accepted, and valid today.
    Accepted,
    /// Whatever is not withdrawn.
    Any,
}

impl Counted {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Offered, Self::Accepted, Self::Any];

    /// How it is sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Any => "any",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    fn condition(self, today: chrono::NaiveDate) -> Condition {
        let statuses: &[EvidenceStatus] = match self {
            Self::Offered => &[EvidenceStatus::Submitted, EvidenceStatus::Accepted],
            Self::Accepted => &[EvidenceStatus::Accepted],
            Self::Any => {
                return Condition::all().add(
                    evidence_item::Column::Status
                        .is_not_in([EvidenceStatus::Withdrawn, EvidenceStatus::Superseded]),
                );
            }
        };
        let is_valid = Condition::any()
            .add(evidence_item::COLUMN.valid_until.is_null())
            .add(evidence_item::Column::ValidUntil.gte(today));
        Condition::all()
            .add(evidence_item::Column::Status.is_in(statuses.iter().copied()))
            .add(is_valid)
    }
}

/// Evidence of an institution that this person may see, with its links; two queries.
pub async fn evidence(
    db: &impl ConnectionTrait,
    scope: &Scope,
    institution: InstitutionId,
    counted: Counted,
    today: chrono::NaiveDate,
) -> Result<(HashMap<EvidenceId, evidence_item::Model>, Links), DbErr> {
    let items = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(register::visible(scope))
        .filter(counted.condition(today))
        .all(db)
        .await?;
    let items: HashMap<EvidenceId, evidence_item::Model> =
        items.into_iter().map(|it| (it.id, it)).collect();
    let rows: Vec<(CriterionId, EvidenceId)> = link::Entity::find()
        .select_only()
        .columns([link::Column::CriterionId, link::Column::EvidenceId])
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(link::COLUMN.id)
        .into_tuple()
        .all(db)
        .await?;
    let mut links = Links::new();
    for (criterion, evidence) in rows.into_iter().filter(|it| items.contains_key(&it.1)) {
        links.entry(criterion).or_default().push(evidence);
    }
    Ok((items, links))
}

/// A criterion of another edition that a criterion is related to.
#[derive(Clone, Debug)]
pub struct Related {
    pub criterion: CriterionId,
    pub edition: edition::Model,
    pub code: String,
    pub title: Titles,
    /// From the criterion asked about to this one; its bond says what the first is to this.
    pub path: Path,
}

/// Where else a criterion is asked for, as far as a person may see: what says most first; four queries.
pub async fn related(
    db: &impl ConnectionTrait,
    scope: &Scope,
    of: CriterionId,
) -> Result<Vec<Related>, DbErr> {
    let crosswalks = store::seen_by(db, scope).await?;
    let ground = ground(db, crosswalks).await?;
    let paths = ground.graph.from(of);
    let rows: Vec<(CriterionId, EditionId, String, Titles)> = criterion::Entity::find()
        .select_only()
        .columns([
            criterion::Column::Id,
            criterion::Column::EditionId,
            criterion::Column::Code,
            criterion::Column::Title,
        ])
        .filter(criterion::COLUMN.id.is_in(paths.keys().copied()))
        .order_by_asc(criterion::COLUMN.edition_id)
        .order_by_asc(criterion::COLUMN.position)
        .into_tuple()
        .all(db)
        .await?;
    let with = |(criterion, edition, code, title)| {
        let edition = ground.editions.get(&edition)?.clone();
        let path = paths.get(&criterion)?.clone();
        Some(Related { criterion, edition, code, title, path })
    };
    let mut related: Vec<Related> = rows.into_iter().filter_map(with).collect();
    related.sort_by_key(|it| std::cmp::Reverse(it.path.bond.rank()));
    Ok(related)
}
