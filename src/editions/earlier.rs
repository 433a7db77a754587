//! What was said of a criterion in an earlier assessment of the institution, also where that was against another edition of the
//! framework: of the criterion that would be carried from there.

use std::collections::{BTreeSet, HashMap};

use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;

use super::carry::Reason;
use super::kept;
use crate::assessments::{ratings, store};
use crate::entities::{
    CriterionId, EditionId, InstitutionId, Relation, assessment, crosswalk, crosswalk_relation,
    edition,
};
use crate::language::Language;
use crate::standards::scale::called;
use crate::standards::store::{Whole, tree_of, trees_of};
use crate::web::Visitor;

/// What was said in an earlier assessment.
#[derive(Debug)]
pub struct Earlier {
    pub assessment: assessment::Model,
    pub criterion: CriterionId,
    /// Code of the level.
    pub level: String,
    /// The edition that it was said of, where that is another.
    pub elsewhere: Option<Elsewhere>,
}

/// A criterion of another edition that is the one that is asked for.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub whole: Whole,
    /// Its place there.
    pub place: usize,
    /// Why it is taken to be the same.
    pub reason: Reason,
}

impl Elsewhere {
    /// Its code there.
    pub fn code(&self) -> &str {
        &self.whole.criteria[self.place].code
    }

    /// Title of a level of its edition.
    pub fn level(&self, language: Language, code: &str) -> String {
        called(language, self.whole.head.scale.as_ref(), code).to_owned()
    }
}

/// What the newest earlier assessment that this person may see said of the criterion at a place; seven queries at most, however
/// many assessments there were.
pub async fn of(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    (whole, place): (&Whole, usize),
) -> Result<Option<Earlier>, DbErr> {
    let past = store::before(db, &visitor.scope(), of).await?;
    if past.is_empty() {
        return Ok(None);
    }
    let own = &whole.criteria[place];
    let others: BTreeSet<EditionId> =
        past.iter().map(|it| it.edition_id).filter(|it| *it != of.edition_id).collect();
    let elsewhere = if others.is_empty() || own.edition_id != of.edition_id {
        Vec::new()
    } else {
        counterparts(db, of.institution_id, (whole, own.id), others).await?
    };
    let id = |it: &Elsewhere| it.whole.criteria[it.place].id;
    let mut asked: HashMap<EditionId, CriterionId> =
        elsewhere.iter().map(|it| (it.whole.edition.id, id(it))).collect();
    asked.insert(of.edition_id, own.id);
    // What a conflict of interest kept from them there is kept from them here too.
    let open = |it: &&assessment::Model| {
        asked.get(&it.edition_id).is_some_and(|asked| !visitor.withheld(it.id).covers(*asked))
    };
    let open: Vec<_> = past.iter().filter(open).map(|it| it.id).collect();
    let criteria: Vec<CriterionId> = asked.values().copied().collect();
    let Some((id, criterion, level)) = ratings::newest(db, &open, &criteria).await? else {
        return Ok(None);
    };
    let elsewhere = elsewhere.into_iter().find(|it| it.whole.criteria[it.place].id == criterion);
    let assessment = past.into_iter().find(|it| it.id == id);
    Ok(assessment.map(|assessment| Earlier { assessment, criterion, level, elsewhere }))
}

/// What a criterion is in those of some editions that are of its framework, as far as a rating would be carried from there; four
/// queries at most.
async fn counterparts(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    (whole, criterion): (&Whole, CriterionId),
    editions: BTreeSet<EditionId>,
) -> Result<Vec<Elsewhere>, DbErr> {
    let editions = edition::Entity::find()
        .filter(edition::Column::Id.is_in(editions))
        .filter(edition::COLUMN.framework_id.eq(whole.edition.framework_id))
        .all(db)
        .await?;
    if editions.is_empty() {
        return Ok(Vec::new());
    }
    let wholes = trees_of(db, editions).await?;
    // Without supplements, as an edition that is carried into is.
    let own = tree_of(db, whole.edition.clone()).await?;
    let place = own.criteria.iter().position(|it| it.id == criterion);
    let equal = equal(db, institution, criterion).await?;
    let mut found = Vec::new();
    for from in wholes {
        let Some(matches) = kept::of(&from, &own).await? else { continue };
        let related = from.criteria.iter().position(|it| equal.contains(&it.id));
        let matched = matches.iter().find(|it| Some(it.to) == place);
        let matched = matched.map(|it| (it.from, Reason::of(it.by, it.likeness)));
        let source = matched
            .filter(|it| it.1.is_sure())
            .or(related.map(|it| (it, Reason::Crosswalk)))
            .or(matched.filter(|it| it.1 != Reason::CodeOnly));
        found.extend(source.map(|(place, reason)| Elsewhere { whole: from, place, reason }));
    }
    Ok(found)
}

/// What the crosswalks that an institution sees call equal to a criterion; one query.
async fn equal(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    criterion: CriterionId,
) -> Result<BTreeSet<CriterionId>, DbErr> {
    let seen = Condition::any()
        .add(crosswalk::COLUMN.institution_id.is_null())
        .add(crosswalk::COLUMN.institution_id.eq(institution));
    let named = Condition::any()
        .add(crosswalk_relation::COLUMN.from_criterion_id.eq(criterion))
        .add(crosswalk_relation::COLUMN.to_criterion_id.eq(criterion));
    let rows = crosswalk_relation::Entity::find()
        .inner_join(crosswalk::Entity)
        .filter(crosswalk_relation::Column::Relation.eq(Relation::Equal))
        .filter(seen)
        .filter(named)
        .all(db)
        .await?;
    Ok(rows.into_iter().flat_map(|it| [it.from_criterion_id, it.to_criterion_id]).collect())
}
