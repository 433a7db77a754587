//! What one criterion is to another, and what follows from two such relations. Pure.

use crate::entities::{Confidence, Relation};

/// What one criterion is to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    pub relation: Relation,
    /// How close they are, 0 to 1, where somebody says so; it orders ways and decides nothing.
    pub strength: Option<f64>,
    pub confidence: Confidence,
}

impl Bond {
    /// What a criterion is to itself.
    pub(super) const SAME: Self =
        Self { relation: Relation::Equal, strength: None, confidence: Confidence::High };
    /// What a criterion is to one below it: it asks that, and more.
    pub const ABOVE: Self =
        Self { relation: Relation::Superset, strength: None, confidence: Confidence::High };
    /// What a criterion is to the one that it belongs to.
    pub const BELOW: Self = Self { relation: Relation::Subset, ..Self::ABOVE };

    /// What the second is to the first.
    #[must_use]
    pub fn inverse(self) -> Self {
        let relation = match self.relation {
            Relation::Subset => Relation::Superset,
            Relation::Superset => Relation::Subset,
            other => other,
        };
        Self { relation, ..self }
    }

    /// What the first is to the third, if this is what it is to the second: never more than the weaker of both. Where
    /// nothing follows for sure, as when both are part of a third, they are taken to overlap with low confidence.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        use Relation::{Equal, Intersects, Subset, Superset};
        let (relation, is_certain) = match (self.relation, next.relation) {
            (Equal, other) | (other, Equal) => (other, true),
            (Subset, Subset) => (Subset, true),
            (Superset, Superset) => (Superset, true),
            (Superset, Subset | Intersects) | (Intersects, Subset) => (Intersects, true),
            _ => (Intersects, false),
        };
        let weaker = self.confidence.min(next.confidence);
        Self {
            relation,
            strength: match (self.strength, next.strength) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            confidence: if is_certain { weaker } else { Confidence::Low },
        }
    }

    /// Whether what proves the first proves the second.
    pub fn answers(self) -> bool {
        matches!(self.relation, Relation::Equal | Relation::Superset)
    }

    /// How much the first says of the second, to compare by.
    pub fn rank(self) -> (u8, Confidence, u32) {
        let relation = match self.relation {
            Relation::Equal => 3,
            Relation::Superset => 2,
            Relation::Subset => 1,
            Relation::Intersects => 0,
        };
        (relation, self.confidence, per_mille(self.strength.unwrap_or_default()))
    }
}

/// A share in thousandths, so that it can be ordered.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
fn per_mille(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bond(relation: Relation, confidence: Confidence, strength: Option<f64>) -> Bond {
        Bond { relation, strength, confidence }
    }

    fn all() -> Vec<Bond> {
        let of = |it: &Relation| {
            Confidence::ALL.iter().map(move |sure| bond(*it, *sure, None)).collect::<Vec<_>>()
        };
        Relation::ALL.iter().flat_map(of).collect()
    }

    #[test]
    fn what_follows_from_two_relations() {
        use Relation::{Equal, Intersects, Subset, Superset};
        let high = |it| bond(it, Confidence::High, None);
        for (first, second, expected, sure) in [
            (Equal, Equal, Equal, Confidence::High),
            (Equal, Subset, Subset, Confidence::High),
            (Superset, Equal, Superset, Confidence::High),
            (Subset, Subset, Subset, Confidence::High),
            (Superset, Superset, Superset, Confidence::High),
            (Superset, Subset, Intersects, Confidence::High),
            (Intersects, Subset, Intersects, Confidence::High),
            // Two parts of a whole need have nothing in common.
            (Subset, Superset, Intersects, Confidence::Low),
            (Intersects, Intersects, Intersects, Confidence::Low),
        ] {
            let both = high(first).then(high(second));
            assert_eq!((both.relation, both.confidence), (expected, sure), "{first} {second}");
        }
    }

    #[test]
    fn relations_can_be_put_together_in_any_order_and_read_from_both_ends() {
        for a in all() {
            assert_eq!(a.inverse().inverse(), a);
            for b in all() {
                let there = a.then(b);
                assert_eq!(there.inverse(), b.inverse().then(a.inverse()), "{a:?} {b:?}");
                assert!(there.rank().0 <= a.rank().0.min(b.rank().0), "{a:?} {b:?}");
                for c in all() {
                    assert_eq!(a.then(b).then(c), a.then(b.then(c)), "{a:?} {b:?} {c:?}");
                }
            }
        }
    }
}
