//! Reading the register: what a person may see of it.

use std::collections::HashSet;

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect as _};

use crate::entities::{
    EditionId, EvidenceId, InstitutionId, RevisionId, criterion, decision, dossier, dossier_pin,
    evidence_item, link, revision,
};
use crate::web::visitor::{Scope, Seen};

/// Evidence that is linked to a criterion of an assessment in an institution that a reviewer is on: of its edition, of a supplement that
/// it takes, of the institution's own. What is linked only to what a conflict of interest keeps from them is not opened by it.
pub(super) fn reviewed(scope: &Scope, institution: InstitutionId) -> SelectStatement {
    Query::select()
        .column((link::Entity, link::Column::EvidenceId))
        .from(link::Entity)
        .inner_join(
            criterion::Entity,
            Expr::col((criterion::Entity, criterion::Column::Id))
                .equals((link::Entity, link::Column::CriterionId)),
        )
        .and_where(Expr::col((link::Entity, link::Column::SupersededAt)).is_null())
        .cond_where(open(scope, institution))
        .to_owned()
}

/// The criteria of the assessments that are open to a person, but for those that a conflict of interest keeps from them.
fn open(scope: &Scope, institution: InstitutionId) -> Condition {
    open_in(scope.on.iter().filter(|it| it.institution == institution))
}

fn open_in<'a>(assessments: impl Iterator<Item = &'a Seen> + Clone) -> Condition {
    let in_it = || assessments.clone();
    let of = |editions: Vec<EditionId>| {
        Expr::col((criterion::Entity, criterion::Column::EditionId)).is_in(editions)
    };
    let whole = in_it().filter(|it| it.withheld.is_empty()).flat_map(|it| it.editions.to_vec());
    let mut open = Condition::any().add(of(whole.collect()));
    for it in in_it().filter(|it| !it.withheld.is_empty()) {
        let kept =
            Expr::col((criterion::Entity, criterion::Column::Id)).is_not_in(it.withheld.criteria());
        open = open.add(Condition::all().add(of(it.editions.to_vec())).add(kept));
    }
    open
}

/// Rows that a person may see at all; none that is deleted.
pub fn visible(scope: &Scope) -> Condition {
    let mut theirs = Condition::any()
        .add(evidence_item::Column::InstitutionId.is_in(scope.institutions.iter().copied()));
    for institution in &scope.assigned {
        // Asked of one row after another, from the links of that row.
        let of_row = reviewed(scope, *institution)
            .and_where(
                Expr::col((link::Entity, link::Column::EvidenceId))
                    .equals((evidence_item::Entity, evidence_item::Column::Id)),
            )
            .to_owned();
        // The very institution of the assessment: another one may be assessed against the same edition.
        theirs = theirs.add(
            Condition::all()
                .add(evidence_item::Column::InstitutionId.eq(*institution))
                .add(Expr::exists(of_row)),
        );
    }
    Condition::all().add(theirs).add(evidence_item::Column::DeletedAt.is_null())
}

/// A revision that an assessment somebody is on stands on: a sealed dossier pins it, or a decision names it as its document. It stays
/// theirs to read, whatever the institution links or takes away afterwards; not what a conflict of interest keeps from them.
fn stands(scope: &Scope, revision: RevisionId) -> Condition {
    let mut theirs = Condition::any();
    for it in &scope.on {
        let of = (dossier::Entity, dossier::Column::AssessmentId);
        theirs = theirs.add(
            Condition::all().add(Expr::col(of).eq(it.assessment)).add(open_in(std::iter::once(it))),
        );
    }
    let (sealed, of_link) = ((dossier::Entity, dossier::Column::SealedAt), link::Entity);
    let ended = Expr::col((of_link, link::Column::SupersededAt));
    let pinned = Query::select()
        .column((dossier_pin::Entity, dossier_pin::Column::EvidenceId))
        .from(dossier_pin::Entity)
        .inner_join(
            dossier::Entity,
            Expr::col((dossier::Entity, dossier::Column::Id))
                .equals((dossier_pin::Entity, dossier_pin::Column::DossierId)),
        )
        .inner_join(
            link::Entity,
            Expr::col((link::Entity, link::Column::EvidenceId))
                .equals((dossier_pin::Entity, dossier_pin::Column::EvidenceId)),
        )
        .inner_join(
            criterion::Entity,
            Expr::col((criterion::Entity, criterion::Column::Id))
                .equals((link::Entity, link::Column::CriterionId)),
        )
        .and_where(Expr::col((dossier_pin::Entity, dossier_pin::Column::RevisionId)).eq(revision))
        .and_where(
            Expr::col((dossier::Entity, dossier::Column::AssessmentId))
                .is_in(scope.on.iter().map(|it| it.assessment)),
        )
        // As it was linked when it was sealed.
        .and_where(Expr::col((of_link, link::Column::RecordedAt)).lte(Expr::col(sealed)))
        .and_where(ended.clone().is_null().or(ended.gte(Expr::col(sealed))))
        .cond_where(theirs)
        .to_owned();
    let decided = Query::select()
        .column((revision::Entity, revision::Column::EvidenceId))
        .from(revision::Entity)
        .inner_join(
            decision::Entity,
            Expr::col((decision::Entity, decision::Column::DocumentId))
                .equals((revision::Entity, revision::Column::Id)),
        )
        .and_where(Expr::col((revision::Entity, revision::Column::Id)).eq(revision))
        .and_where(
            Expr::col((decision::Entity, decision::Column::AssessmentId))
                .is_in(scope.on.iter().map(|it| it.assessment)),
        )
        .to_owned();
    Condition::any()
        .add(evidence_item::Column::Id.in_subquery(pinned))
        .add(evidence_item::Column::Id.in_subquery(decided))
}

/// The item of a revision, if this person may see it or stands on that very revision; one query.
pub(super) async fn of_revision(
    db: &impl ConnectionTrait,
    scope: &Scope,
    it: &revision::Model,
) -> Result<evidence_item::Model, DbErr> {
    let stands =
        Condition::all().add(stands(scope, it.id)).add(evidence_item::Column::DeletedAt.is_null());
    evidence_item::Entity::find_by_id(it.evidence_id)
        .filter(Condition::any().add(visible(scope)).add(stands))
        .require_one(db)
        .await
}

/// An item, if this person may see it; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EvidenceId,
) -> Result<evidence_item::Model, DbErr> {
    evidence_item::Entity::find_by_id(id).filter(visible(scope)).require_one(db).await
}

/// Of some items, those that a person may see; one query for ten thousand of them.
pub async fn among<'a>(
    db: &impl ConnectionTrait,
    scope: &Scope,
    items: impl IntoIterator<Item = &'a evidence_item::Model>,
) -> Result<HashSet<EvidenceId>, DbErr> {
    let ids: Vec<EvidenceId> = items.into_iter().map(|it| it.id).collect();
    among_ids(db, scope, &ids).await
}

/// The same by their ids.
pub async fn among_ids(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[EvidenceId],
) -> Result<HashSet<EvidenceId>, DbErr> {
    let mut found = HashSet::new();
    for some in ids.chunks(10_000) {
        let seen: Vec<EvidenceId> = evidence_item::Entity::find()
            .select_only()
            .column(evidence_item::Column::Id)
            .filter(evidence_item::COLUMN.id.is_in(some.iter().copied()))
            .filter(visible(scope))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(seen);
    }
    Ok(found)
}

/// The evidence of an institution that a person may see, by reference, for reports; one query.
pub async fn seen(
    db: &impl ConnectionTrait,
    scope: &Scope,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(visible(scope))
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await
}

/// All evidence of an institution, by reference, for reports; one query.
pub async fn all(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let mut items = held(db, institution).await?;
    items.retain(|it| it.deleted_at.is_none());
    Ok(items)
}

/// All evidence of an institution, by reference, what was deleted too, as it still has its reference; one query.
pub async fn held(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await
}
