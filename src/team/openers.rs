//! Who can open restricted evidence today, and why; and what nobody can open any longer, as who needed to know it has left.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::QuerySelect as _;
use sea_orm::prelude::*;
use serde_json::json;

use super::standing::Standing;
use crate::access::{Action, allowed, is_assigned};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Confidentiality, CriterionId, EditionId, EvidenceId, InstitutionId, Part, Role,
    UserId, criterion, evidence_item, evidence_reader, link, membership, user,
};
use crate::evidence::readers;

/// Somebody who can open an item.
#[derive(Clone, Debug)]
pub struct Opener {
    pub user: UserId,
    pub name: String,
    pub why: Why,
}

/// Why somebody can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Their role in the institution opens restricted evidence.
    Role,
    /// They rate in an assessment that it is linked to, until a day.
    Rates(AssessmentId, Part, Option<NaiveDate>),
}

/// All that tells who opens what in an institution.
pub struct Openers {
    members: Vec<(UserId, String, Role)>,
    standings: HashMap<UserId, Standing>,
    listed: HashMap<EvidenceId, HashSet<UserId>>,
    links: HashMap<EvidenceId, Vec<(CriterionId, EditionId)>>,
    institution: InstitutionId,
}

impl Openers {
    /// Of some restricted items of an institution; a number of queries that does not grow with items or people, up to ten
    /// thousand items.
    pub async fn of(
        db: &impl ConnectionTrait,
        institution: InstitutionId,
        items: &[EvidenceId],
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        let roles = Role::ALL.iter().copied().filter(|it| allowed(*it, Action::ReadRestricted));
        let rows = membership::Entity::find()
            .filter(membership::COLUMN.institution_id.eq(institution))
            .filter(membership::Column::Role.is_in(roles))
            .find_also_related(user::Entity)
            .all(db)
            .await?;
        let member = |(it, user): (membership::Model, Option<user::Model>)| {
            user.filter(|it| it.active).map(|user| (user.id, user.name, it.role))
        };
        let mut members: Vec<_> = rows.into_iter().filter_map(member).collect();
        members.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        let assigned = members.iter().filter(|it| is_assigned(it.2)).map(|it| it.0).collect();
        let standings = Standing::of_many(db, assigned, today).await?;
        let (mut listed, mut links): (HashMap<_, HashSet<_>>, HashMap<_, Vec<_>>) =
            Default::default();
        for some in items.chunks(10_000) {
            for (item, user) in listed_in(db, some).await? {
                listed.entry(item).or_default().insert(user);
            }
            for (item, criterion, edition) in linked(db, some).await? {
                links.entry(item).or_default().push((criterion, edition));
            }
        }
        Ok(Self { members, standings, listed, links, institution })
    }

    /// Those who can open an item, by name.
    pub fn opening(&self, item: EvidenceId) -> Vec<Opener> {
        let listed = self.listed.get(&item);
        let needs = |user: UserId| listed.is_none_or(|it| it.contains(&user));
        let opener = |(user, name, role): &(UserId, String, Role)| {
            let why = if is_assigned(*role) { self.rating(*user, item)? } else { Why::Role };
            Some(Opener { user: *user, name: name.clone(), why })
        };
        self.members.iter().filter(|it| needs(it.0)).filter_map(opener).collect()
    }

    /// Whether there is a list of readers and none of them can open the item.
    pub fn is_unopened(&self, item: EvidenceId) -> bool {
        self.listed.contains_key(&item) && self.opening(item).is_empty()
    }

    /// Whether somebody could open an item if they were on its list.
    pub fn could_open(&self, user: UserId, item: EvidenceId) -> bool {
        self.members
            .iter()
            .any(|it| it.0 == user && (!is_assigned(it.2) || self.rating(user, item).is_some()))
    }

    /// Those who could open an item if they were on its list.
    pub fn could(&self, item: EvidenceId) -> impl Iterator<Item = (UserId, &str)> {
        let could = move |it: &&(UserId, String, Role)| self.could_open(it.0, item);
        self.members.iter().filter(could).map(|it| (it.0, it.1.as_str()))
    }

    /// The place on a team from which somebody reaches an item, the one that lasts longest.
    fn rating(&self, user: UserId, item: EvidenceId) -> Option<Why> {
        let links = self.links.get(&item)?;
        let places = self.standings.get(&user)?.open();
        let reaches = places.filter(|it| it.part.rates() && it.institution == self.institution);
        let mut reaches: Vec<_> = reaches
            .filter(|place| {
                links.iter().any(|(criterion, edition)| {
                    place.editions.contains(edition) && !place.withheld.covers(*criterion)
                })
            })
            .collect();
        reaches.sort_by_key(|it| (it.until_day.is_some(), it.until_day));
        let first = reaches.first().filter(|it| it.until_day.is_none());
        let it = first.or(reaches.last())?;
        Some(Why::Rates(it.assessment, it.part, it.until_day))
    }
}

async fn listed_in(
    db: &impl ConnectionTrait,
    items: &[EvidenceId],
) -> Result<Vec<(EvidenceId, UserId)>, DbErr> {
    evidence_reader::Entity::find()
        .select_only()
        .columns([evidence_reader::Column::EvidenceId, evidence_reader::Column::UserId])
        .filter(evidence_reader::COLUMN.evidence_id.is_in(items.iter().copied()))
        .filter(evidence_reader::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await
}

async fn linked(
    db: &impl ConnectionTrait,
    items: &[EvidenceId],
) -> Result<Vec<(EvidenceId, CriterionId, EditionId)>, DbErr> {
    link::Entity::find()
        .select_only()
        .columns([link::Column::EvidenceId, link::Column::CriterionId])
        .column(criterion::Column::EditionId)
        .inner_join(criterion::Entity)
        .filter(link::COLUMN.evidence_id.is_in(items.iter().copied()))
        .filter(link::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await
}

/// The restricted items of an institution that have a list of readers, the oldest first; one query.
pub async fn with_list(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let mut listed = sea_orm::sea_query::Query::select();
    listed
        .column(evidence_reader::Column::EvidenceId)
        .from(evidence_reader::Entity)
        .and_where(evidence_reader::Column::SupersededAt.is_null());
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::Column::Confidentiality.eq(Confidentiality::Restricted))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .filter(evidence_item::Column::Id.in_subquery(listed))
        .all(db)
        .await
        .map(|mut items| {
            items.sort_by_key(|it| it.id);
            items
        })
}

/// Puts somebody on the list of an item that nobody could open any longer, for a reason that stays known.
pub async fn name_reader(
    change: &mut Change,
    item: &evidence_item::Model,
    (reader, reason): (UserId, &str),
) -> Result<(), DbErr> {
    readers::add(change, item, reader).await?;
    let details = json!({ "reference": item.reference, "user": reader, "reason": reason });
    let subject = format!("evidence:{}", item.id);
    change.record(Event::of(item.institution_id, "reader-named", subject, details));
    Ok(())
}
