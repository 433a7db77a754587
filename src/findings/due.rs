//! By when nonconformities are to be closed, as far as an accreditor says so. Pure.

use chrono::{Months, NaiveDate};

use crate::entities::FindingKind;

/// An accreditor that says within how many months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regime {
    /// As people call it.
    pub name: &'static str,
    /// Codes of the frameworks that it accredits to.
    frameworks: &'static [&'static str],
    pub months: u32,
}

/// What is published. The others set a day in each decision, so that none is proposed for them.
pub const REGIMES: [Regime; 1] = [Regime {
    name: "DAK",
    frameworks: &["iso-iec-17025", "iso-iec-17020", "ilac-g19"],
    months: 3,
}];

/// The accreditor that sets a deadline for a framework.
pub fn regime(framework: &str) -> Option<&'static Regime> {
    REGIMES.iter().find(|it| it.frameworks.contains(&framework))
}

impl Regime {
    /// The last day for what was found on a day; none where nothing has to be closed.
    pub fn due(&self, kind: FindingKind, found_on: NaiveDate) -> Option<NaiveDate> {
        let months = Months::new(self.months);
        kind.is_nonconformity().then(|| found_on.checked_add_months(months)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laboratories_have_three_months_and_others_what_their_decision_says() {
        let day = |it: &str| it.parse::<NaiveDate>().unwrap();
        let laboratory = regime("iso-iec-17025").unwrap();
        assert_eq!(laboratory.due(FindingKind::Major, day("2026-11-30")), Some(day("2027-02-28")));
        assert_eq!(laboratory.due(FindingKind::Minor, day("2026-01-15")), Some(day("2026-04-15")));
        assert_eq!(laboratory.due(FindingKind::Observation, day("2026-01-15")), None);
        assert_eq!(regime("xk-kaa-programme"), None);
    }
}
