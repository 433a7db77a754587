//! The cycle that is assessed: its first and last day.

use chrono::NaiveDate;

use crate::check::{Problem, Problems};

/// First and last day of a cycle; both or neither.
pub type Cycle = (Option<NaiveDate>, Option<NaiveDate>);

/// Longest cycle: twenty years.
const MOST_DAYS: i64 = 20 * 366;

/// The held cycle with what was sent of it: both days or neither, in order, and not longer than people plan. Nothing where
/// neither was sent.
pub(super) fn sent_cycle(
    held: Cycle,
    from: Option<&str>,
    to: Option<&str>,
    problems: &mut Problems,
) -> Option<Cycle> {
    if from.is_none() && to.is_none() {
        return None;
    }
    let from = from.map_or(held.0, |it| problems.optional_date("period_from", it));
    let to = to.map_or(held.1, |it| problems.optional_date("period_to", it));
    let is_typed = problems.get("period_from").is_none() && problems.get("period_to").is_none();
    let problem = match (from, to) {
        _ if !is_typed => None,
        (None, Some(_)) | (Some(_), None) => Some("problem-period-half"),
        (Some(from), Some(to)) if to < from => Some("problem-period-order"),
        (Some(from), Some(to)) if (to - from).num_days() > MOST_DAYS => Some("problem-period-long"),
        _ => None,
    };
    if let Some(problem) = problem {
        problems.add("period_to", Problem::Other(problem));
    }
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_has_both_days_in_order_or_neither() {
        let day = |it: &str| it.parse::<NaiveDate>().ok();
        let held = (day("2024-01-01"), day("2028-12-31"));
        let after = |from: Option<&str>, to: Option<&str>, held| {
            let mut problems = Problems::default();
            let found = sent_cycle(held, from, to, &mut problems);
            problems.or(found).map_err(|it| it.get("period_to").cloned())
        };
        let refused = |key| Err(Some(Problem::Other(key)));
        assert_eq!(after(None, None, held), Ok(None));
        assert_eq!(
            after(Some("1.9.2023"), None, held),
            Ok(Some((day("2023-09-01"), day("2028-12-31"))))
        );
        assert_eq!(after(Some(""), Some(""), held), Ok(Some((None, None))));
        assert_eq!(after(Some(""), None, held), refused("problem-period-half"));
        assert_eq!(after(Some("2024-01-01"), None, (None, None)), refused("problem-period-half"));
        assert_eq!(after(Some("2029-01-01"), None, held), refused("problem-period-order"));
        assert_eq!(after(Some("1990-01-01"), None, held), refused("problem-period-long"));
    }
}
