//! What files are sorted into: the editions that an institution is assessed against, by their codes.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::matching::{self, Edition};
use crate::entities::{
    AssessmentId, CriterionId, EditionId, InstitutionId, Titles, assessment, assessment_supplement,
    criterion, edition,
};
use crate::standards::codes::{CodeIndex, Resolution};
use crate::standards::fold::fold;
use crate::standards::rows;
use crate::standards::store::usable_by;

/// An edition that the institution is assessed against.
#[derive(Clone, Debug)]
pub struct Used {
    pub id: EditionId,
    pub code: String,
    pub title: Titles,
    words: Vec<String>,
    /// In preorder.
    criteria: Vec<(CriterionId, String)>,
    parents: Vec<Option<usize>>,
}

impl Used {
    fn matching(&self) -> Edition<'_> {
        Edition { index: self.index(), words: self.words.clone() }
    }

    fn index(&self) -> CodeIndex<'_> {
        let codes = self.criteria.iter().map(|it| it.1.as_str());
        CodeIndex::new(codes.zip(self.parents.iter().copied())).of(rows::own_id(&self.code))
    }
}

/// The cycle of an assessment, with the editions that its criteria are of.
#[derive(Clone, Debug)]
struct Cycle {
    editions: Vec<EditionId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    pub editions: Vec<Used>,
    /// Words that name editions which it does not use.
    pub others: Vec<String>,
    cycles: Vec<Cycle>,
}

/// Why what was typed names no criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    Unknown,
    /// Several editions have it.
    Several,
}

impl Ground {
    /// What an institution uses; five queries.
    pub async fn of(db: &impl ConnectionTrait, institution: InstitutionId) -> Result<Self, DbErr> {
        let assessments = assessment::Entity::find()
            .filter(assessment::COLUMN.institution_id.eq(institution))
            .order_by_asc(assessment::Column::Id)
            .all(db)
            .await?;
        let supplements = assessment_supplement::Entity::find()
            .filter(
                assessment_supplement::COLUMN
                    .assessment_id
                    .is_in(assessments.iter().map(|it| it.id)),
            )
            .all(db)
            .await?;
        let mut added: HashMap<AssessmentId, Vec<EditionId>> = HashMap::new();
        for it in supplements {
            added.entry(it.assessment_id).or_default().push(it.edition_id);
        }
        let cycles: Vec<Cycle> = assessments
            .iter()
            .map(|it| {
                let mut editions = vec![it.edition_id];
                editions.extend(it.own_edition_id);
                editions.extend(added.remove(&it.id).unwrap_or_default());
                Cycle { editions, from: it.period_from, to: it.period_to }
            })
            .collect();
        let ids: HashSet<EditionId> = cycles.iter().flat_map(|it| it.editions.clone()).collect();
        let editions = used(db, ids).await?;
        let others = others(db, &editions).await?;
        Ok(Self { editions, others, cycles })
    }

    /// The editions, to be found in names.
    pub fn matching(&self) -> Vec<Edition<'_>> {
        // Built for all files at once, as an index is dear.
        self.editions.iter().map(Used::matching).collect()
    }

    /// The criterion at the place that a suggestion says.
    pub fn at(&self, it: &matching::Suggestion) -> CriterionId {
        self.editions[it.edition].criteria[it.place].0
    }

    /// The edition that a criterion is of.
    pub fn edition_of(&self, id: CriterionId) -> Option<EditionId> {
        let own = |it: &&Used| it.criteria.iter().any(|own| own.0 == id);
        self.editions.iter().find(own).map(|it| it.id)
    }

    /// The criteria that somebody typed: codes with commas between them, the name of the edition before one that several
    /// editions have.
    pub fn resolve(&self, typed: &str) -> Result<Vec<CriterionId>, Unresolved> {
        let mut found = Vec::new();
        if typed.trim().is_empty() {
            return Ok(found);
        }
        let indexes = self.matching();
        for part in typed.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
            let mut all = indexes.iter().zip(&self.editions).filter_map(|(it, own)| {
                let places = places(it, part)?;
                Some(places.into_iter().map(|it| own.criteria[it].0).collect::<Vec<_>>())
            });
            let Some(first) = all.next() else { return Err(Unresolved::Unknown) };
            if all.next().is_some() {
                return Err(Unresolved::Several);
            }
            found.extend(first);
        }
        Ok(found)
    }

    /// Whether a period lies outside of the cycle of every assessment that criteria of some editions are of.
    pub fn is_outside(
        &self,
        editions: &HashSet<EditionId>,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> bool {
        let concerned = |it: &&Cycle| {
            it.editions.iter().any(|it| editions.contains(it))
                && (it.from.is_some() || it.to.is_some())
        };
        let cycles: Vec<&Cycle> = self.cycles.iter().filter(concerned).collect();
        let misses = |it: &&Cycle| {
            let too_early = to.zip(it.from).is_some_and(|(to, begin)| to < begin);
            let too_late = from.zip(it.to).is_some_and(|(from, end)| from > end);
            too_early || too_late
        };
        !cycles.is_empty() && cycles.iter().all(misses)
    }
}

/// What a part means in one edition: its own name may stand before the code.
fn places(edition: &Edition<'_>, part: &str) -> Option<Vec<usize>> {
    if let Resolution::Found(places) = edition.index.resolve(part) {
        return Some(places);
    }
    let (name, code) = part.split_once(char::is_whitespace)?;
    if !edition.words.contains(&fold(name)) {
        return None;
    }
    match edition.index.resolve(code) {
        Resolution::Found(places) => Some(places),
        Resolution::Unknown => None,
    }
}

/// Words that name editions, of those that are not used.
async fn others(db: &impl ConnectionTrait, used: &[Used]) -> Result<Vec<String>, DbErr> {
    let codes: Vec<String> = edition::Entity::find()
        .select_only()
        .column(edition::Column::Code)
        .filter(edition::COLUMN.institution_id.is_null())
        .order_by_asc(edition::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    let mut words: Vec<String> = codes.iter().flat_map(|it| matching::words_of(it)).collect();
    words.retain(|it| !used.iter().any(|own| own.words.contains(it)));
    Ok(words)
}

async fn used(db: &impl ConnectionTrait, ids: HashSet<EditionId>) -> Result<Vec<Used>, DbErr> {
    let editions: Vec<(EditionId, String, Titles)> = edition::Entity::find()
        .select_only()
        .columns([edition::Column::Id, edition::Column::Code, edition::Column::Title])
        .filter(edition::COLUMN.id.is_in(ids.iter().copied()))
        .order_by_asc(edition::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    let criteria: Vec<(CriterionId, EditionId, Option<CriterionId>, String)> =
        criterion::Entity::find()
            .select_only()
            .columns([
                criterion::Column::Id,
                criterion::Column::EditionId,
                criterion::Column::ParentId,
                criterion::Column::Code,
            ])
            .filter(criterion::COLUMN.edition_id.is_in(ids))
            .order_by_asc(criterion::Column::EditionId)
            .order_by_asc(criterion::Column::Position)
            .into_tuple()
            .all(db)
            .await?;
    let mut used: Vec<Used> = editions
        .into_iter()
        .map(|(id, code, title)| {
            let words = matching::words_of(rows::own_id(&code));
            Used { id, code, title, words, criteria: Vec::new(), parents: Vec::new() }
        })
        .collect();
    let places: HashMap<EditionId, usize> =
        used.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
    let mut at: HashMap<CriterionId, usize> = HashMap::new();
    for (id, edition, parent, code) in criteria {
        let Some(own) = places.get(&edition).map(|it| &mut used[*it]) else { continue };
        at.insert(id, own.criteria.len());
        own.criteria.push((id, code));
        own.parents.push(parent.and_then(|it| at.get(&it).copied()));
    }
    Ok(used)
}

/// Criteria of editions that an institution may use, of those that were asked for; one query.
pub async fn criteria(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    ids: impl IntoIterator<Item = CriterionId>,
) -> Result<HashMap<CriterionId, criterion::Model>, DbErr> {
    let found = criterion::Entity::find()
        .filter(criterion::COLUMN.id.is_in(ids))
        .has_related(edition::Entity, usable_by(institution))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|it| (it.id, it)).collect())
}

/// Whether an institution may use a criterion; one query.
pub async fn usable(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    id: CriterionId,
) -> Result<bool, DbErr> {
    Ok(!criteria(db, institution, [id]).await?.is_empty())
}
