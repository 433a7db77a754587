//! By when nonconformities are to be closed, as far as an accreditor says so among its usual deadlines. Pure.

use chrono::NaiveDate;

use crate::deadlines::clock;
use crate::deadlines::regimes::{Regime, of_edition};
use crate::entities::FindingKind;

/// The accreditor that sets a deadline for what is found against an edition. The others set a day in each decision, so that none is
/// proposed for them.
pub fn regime(edition: &str) -> Option<&'static Regime> {
    of_edition(edition).filter(|it| it.closing().is_some())
}

/// The last day for what was found on a day; none where nothing has to be closed.
pub fn due(of: &Regime, kind: FindingKind, found_on: NaiveDate) -> Option<NaiveDate> {
    let within = of.closing().filter(|_| kind.is_nonconformity())?;
    clock::due(found_on, within.count, within.unit, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laboratories_have_three_months_and_others_what_their_decision_says() {
        let day = |it: &str| it.parse::<NaiveDate>().unwrap();
        let laboratory = regime("iso-iec-17025-2017").unwrap();
        let due = |kind, on| due(laboratory, kind, day(on));
        assert_eq!(due(FindingKind::Major, "2026-11-30"), Some(day("2027-02-28")));
        assert_eq!(due(FindingKind::Minor, "2026-01-15"), Some(day("2026-04-15")));
        assert_eq!(due(FindingKind::Observation, "2026-01-15"), None);
        assert!(regime("xk-kaa-programme-2021").is_none());
    }
}
