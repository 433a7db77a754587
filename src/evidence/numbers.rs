//! The codes that an institution's evidence items are called by.

use std::collections::HashSet;

use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};

use crate::app::Change;
use crate::entities::{InstitutionId, evidence_item, institution};
use crate::standards::fold::fold;

/// Digits that a number in a key is filled up to.
const DIGITS: usize = 12;

/// A key by which references sort naturally: `E-9` before `E-10`. It has nothing but small letters and digits, so that
/// every database sorts it alike.
pub fn order_key(reference: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            key.push_str(&"0".repeat(DIGITS.saturating_sub(number.len())));
            key.push_str(number);
            digits.clear();
        }
    };
    for letter in fold(reference).chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        flush(&mut digits, &mut key);
        if letter.is_ascii_lowercase() {
            key.push(letter);
        }
    }
    flush(&mut digits, &mut key);
    key
}

/// A reference as we give it: `KAPS-E-0042`.
pub fn reference(institution: &str, number: i64) -> String {
    format!("{institution}-E-{number:04}")
}

/// The next references of an institution, none of them in use; two queries, four where it has numbered some like this itself.
/// Others who need one wait for this change.
pub async fn take(
    change: &Change,
    institution: InstitutionId,
    count: usize,
) -> Result<Vec<String>, DbErr> {
    let (code, last) = advance(change, institution, count).await?;
    let mut number = last.saturating_sub_unsigned(count as u64);
    let taken: Vec<String> = (number + 1..=last).map(|it| reference(&code, it)).collect();
    let Some((first, end)) = taken.first().zip(taken.last()) else { return Ok(taken) };
    if held(change, institution, first, end).await?.is_empty() {
        return Ok(taken);
    }
    let held = held(change, institution, first, &reference(&code, 999_999_999_999)).await?;
    let mut taken = Vec::with_capacity(count);
    while taken.len() < count {
        number += 1;
        let wish = reference(&code, number);
        if !held.contains(&wish) {
            taken.push(wish);
        }
    }
    let skipped = usize::try_from(number - last).unwrap_or_default();
    advance(change, institution, skipped).await?;
    Ok(taken)
}

/// The references of an institution's items from one to another.
async fn held(
    change: &Change,
    institution: InstitutionId,
    from: &str,
    to: &str,
) -> Result<HashSet<String>, DbErr> {
    let rows = evidence_item::Entity::find()
        .select_only()
        .column(evidence_item::Column::Reference)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.order_key.between(order_key(from), order_key(to)))
        .into_tuple::<String>()
        .all(change.tx())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Counts on by so many; gives the institution's code, and the last number.
async fn advance(
    change: &Change,
    institution: InstitutionId,
    count: usize,
) -> Result<(String, i64), DbErr> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let number = Expr::col(institution::Column::EvidenceNumber).add(count);
    let rows = institution::Entity::update_many()
        .col_expr(institution::Column::EvidenceNumber, number)
        .filter(institution::COLUMN.id.eq(institution))
        .exec_with_returning(change.tx())
        .await?;
    let row = rows.into_iter().next();
    let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("institution {institution}")))?;
    Ok((row.code, row.evidence_number))
}

/// The item that is called by a reference, whatever the case of its letters; what was deleted keeps its reference. One query.
pub async fn holder(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    reference: &str,
) -> Result<Option<evidence_item::Model>, DbErr> {
    let alike = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.order_key.eq(order_key(reference)))
        .all(db)
        .await?;
    let reference = reference.to_lowercase();
    Ok(alike.into_iter().find(|it| it.reference.to_lowercase() == reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_sort_as_people_count() {
        let mut references = ["KAPS-E-10", "KAPS-E-0009", "kaps-e-2", "B 1", "A-007", "A-10000"];
        references.sort_by_key(|it| order_key(it));
        assert_eq!(references, ["A-007", "A-10000", "B 1", "kaps-e-2", "KAPS-E-0009", "KAPS-E-10"]);
        assert_eq!(reference("KAPS", 42), "KAPS-E-0042");
    }

    proptest::proptest! {
        #[test]
        fn a_key_is_of_letters_and_digits(text in ".{0,40}") {
            let key = order_key(&text);
            proptest::prop_assert!(key.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()));
        }
    }
}
