//! The nodes of a draft, written: put in, changed, moved, taken out. Every write is a few statements, however large the tree.

use sea_orm::prelude::*;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{Condition, NotSet, QueryOrder, QuerySelect, Unchanged};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::outline::{Beside, Held, Line, Outline, Shift, Step, shifts, turned};
use super::{hold, is_spoken_of, shell};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{CriterionId, InstitutionId, criterion, edition};
use crate::files::hex;
use crate::standards::pack::{Node, PackKind};
use crate::standards::rows;
use crate::standards::tree::Placed;

/// Most codes that an event names.
const MOST_NAMED: usize = 50;

/// Where a node of a draft is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Step(Step),
    /// To the end of what is below a node, or of the top.
    Below(Option<CriterionId>),
}

/// What became of a wish to change a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// There is no room there, or it would go inside itself.
    NoRoom,
    /// Something speaks of it.
    Used,
    /// More or fewer nodes are below it than was said.
    Otherwise(usize),
}

/// Tells one state of a node from another, so that two windows do not overwrite one another.
pub fn mark(node: &Node) -> Result<String, DbErr> {
    let text = serde_json::to_vec(node).map_err(|it| DbErr::Json(it.to_string()))?;
    Ok(hex(&Sha256::digest(text))[..16].to_owned())
}

/// The tree of a draft as far as its order goes; one query.
async fn held(db: &impl ConnectionTrait, edition: &edition::Model) -> Result<Vec<Held>, DbErr> {
    type Row = (CriterionId, Option<CriterionId>, i32, i32, bool);
    let rows: Vec<Row> = criterion::Entity::find()
        .select_only()
        .columns([
            criterion::Column::Id,
            criterion::Column::ParentId,
            criterion::Column::Depth,
            criterion::Column::Position,
            criterion::Column::Assessable,
        ])
        .filter(criterion::COLUMN.edition_id.eq(edition.id))
        .order_by_asc(criterion::COLUMN.position)
        .into_tuple()
        .all(db)
        .await?;
    let held = |(id, parent, depth, position, assessable): Row| Held {
        line: Line { id, parent, depth },
        position,
        assessable,
    };
    Ok(rows.into_iter().map(held).collect())
}

fn outline(held: &[Held]) -> Outline {
    Outline(held.iter().map(|it| it.line).collect())
}

/// Puts a node into a draft. Its code is free there.
pub async fn insert(
    change: &mut Change,
    edition: &edition::Model,
    node: &Node,
    beside: Beside,
) -> Result<CriterionId, DbErr> {
    let (edition, institution) = hold(change, edition).await?;
    let held = held(change.tx(), &edition).await?;
    let old = outline(&held);
    let gone = || DbErr::RecordNotFound("criterion beside the new one".into());
    let (new, place) = old.with(CriterionId(0), beside).ok_or_else(gone)?;
    let line = new.0[place];
    reorder(change, &edition, &held, &new).await?;
    let mut row = row(&edition, node, line, place);
    row.id = NotSet;
    let added = row.insert(change.tx()).await?;
    let details = json!({ "criterion": node.code, "position": place });
    record(change, institution, "criterion-drafted", &edition, details);
    Ok(added.id)
}

fn row(edition: &edition::Model, node: &Node, line: Line, place: usize) -> criterion::ActiveModel {
    let depth = usize::try_from(line.depth).unwrap_or_default();
    let placed = Placed { node, parent: None, depth };
    rows::criterion(edition.id, &shell(edition), &placed, line.parent, place)
}

/// Changes what a node says; where it stands stays.
pub async fn change(
    change: &mut Change,
    edition: &edition::Model,
    held: &criterion::Model,
    node: &Node,
) -> Result<(), DbErr> {
    let (edition, institution) = hold(change, edition).await?;
    let before = rows::node(rows::kind(&edition), held);
    let line = Line { id: held.id, parent: held.parent_id, depth: held.depth };
    let mut row = row(&edition, node, line, 0);
    row.id = Unchanged(held.id);
    row.parent_id = NotSet;
    row.depth = NotSet;
    row.position = NotSet;
    row.update(change.tx()).await?;
    let details = json!({ "criterion": node.code, "fields": different(&before, node) });
    record(change, institution, "criterion-changed", &edition, details);
    Ok(())
}

/// Names of the fields in which two nodes differ.
fn different(before: &Node, after: &Node) -> Vec<String> {
    let fields = |it: &Node| serde_json::to_value(it).unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let names = before.as_object().into_iter().chain(after.as_object()).flat_map(|it| it.keys());
    let mut names: Vec<String> =
        names.filter(|it| before.get(it) != after.get(it)).cloned().collect();
    names.sort();
    names.dedup();
    names
}

/// Moves a node with everything below it.
pub async fn put(
    change: &mut Change,
    edition: &edition::Model,
    it: &criterion::Model,
    way: Way,
) -> Result<Outcome, DbErr> {
    let (edition, institution) = hold(change, edition).await?;
    let held = held(change.tx(), &edition).await?;
    let old = outline(&held);
    let gone = || DbErr::RecordNotFound("criterion".into());
    let at = old.place(it.id).ok_or_else(gone)?;
    let new = match way {
        Way::Step(step) => old.step(at, step),
        Way::Below(None) => old.below(at, None),
        Way::Below(Some(id)) => old.below(at, Some(old.place(id).ok_or_else(gone)?)),
    };
    let Some(new) = new.filter(|it| *it != old) else { return Ok(Outcome::NoRoom) };
    reorder(change, &edition, &held, &new).await?;
    let place = new.place(it.id).ok_or_else(gone)?;
    if new.0[place].parent != it.parent_id {
        criterion::Entity::update_many()
            .col_expr(criterion::Column::ParentId, Expr::value(new.0[place].parent))
            .filter(criterion::COLUMN.id.eq(it.id))
            .exec(change.tx())
            .await?;
    }
    let details = json!({ "criterion": it.code, "position": [at, place] });
    record(change, institution, "criterion-moved", &edition, details);
    Ok(Outcome::Done)
}

/// Takes a node out with the `below` nodes below it, unless something speaks of one of them.
pub async fn take_out(
    change: &mut Change,
    edition: &edition::Model,
    it: &criterion::Model,
    below: usize,
) -> Result<Outcome, DbErr> {
    let (edition, institution) = hold(change, edition).await?;
    let held = held(change.tx(), &edition).await?;
    let old = outline(&held);
    let gone = || DbErr::RecordNotFound("criterion".into());
    let at = old.place(it.id).ok_or_else(gone)?;
    let block = old.block(at);
    if block.len() - 1 != below {
        return Ok(Outcome::Otherwise(block.len() - 1));
    }
    let positions = held[block.start].position..=held[block.end - 1].position;
    let which = Condition::all()
        .add(criterion::COLUMN.edition_id.eq(edition.id))
        .add(criterion::Column::Position.between(*positions.start(), *positions.end()));
    if is_spoken_of(change.tx(), which.clone()).await? {
        return Ok(Outcome::Used);
    }
    let codes: Vec<String> = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::Code)
        .filter(which.clone())
        .order_by_asc(criterion::COLUMN.position)
        .limit(MOST_NAMED as u64)
        .into_tuple()
        .all(change.tx())
        .await?;
    criterion::Entity::delete_many().filter(which).exec(change.tx()).await?;
    reorder(change, &edition, &held, &old.without(at)).await?;
    let details = json!({ "criteria": codes, "count": block.len() });
    record(change, institution, "criteria-removed", &edition, details);
    Ok(Outcome::Done)
}

/// Writes the order of a tree: one statement for all rows that move, and one for each way to turn.
async fn reorder(
    change: &Change,
    edition: &edition::Model,
    held: &[Held],
    new: &Outline,
) -> Result<(), DbErr> {
    let shifts = shifts(held, new);
    if let (Some(from), Some(until)) =
        (shifts.iter().map(|it| it.from).min(), shifts.iter().map(|it| it.until).max())
    {
        let moved = |column: criterion::Column, by: fn(&Shift) -> i32| -> Expr {
            let each = shifts.iter().fold(CaseStatement::new(), |case, it| {
                case.case(
                    criterion::Column::Position.between(it.from, it.until),
                    Expr::col(column).add(by(it)),
                )
            });
            each.finally(Expr::col(column)).into()
        };
        criterion::Entity::update_many()
            .col_expr(criterion::Column::Position, moved(criterion::Column::Position, |it| it.by))
            .col_expr(criterion::Column::Depth, moved(criterion::Column::Depth, |it| it.deeper))
            .filter(criterion::COLUMN.edition_id.eq(edition.id))
            .filter(criterion::Column::Position.between(from, until))
            .exec(change.tx())
            .await?;
    }
    if rows::kind(edition) != PackKind::Criteria {
        return Ok(());
    }
    let turned = turned(held, &outline(held), new);
    for now in [true, false] {
        let ids: Vec<CriterionId> = turned.iter().filter(|it| it.1 == now).map(|it| it.0).collect();
        if !ids.is_empty() {
            criterion::Entity::update_many()
                .col_expr(criterion::Column::Assessable, Expr::value(now))
                .filter(criterion::Column::Id.is_in(ids))
                .exec(change.tx())
                .await?;
        }
    }
    Ok(())
}

fn record(
    change: &mut Change,
    institution: InstitutionId,
    action: &'static str,
    edition: &edition::Model,
    mut details: Json,
) {
    details["edition"] = json!(edition.code);
    change.record(Event::of(institution, action, format!("edition:{}", edition.id), details));
}
