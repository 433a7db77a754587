//! From a day on which something happened to the day by which something has to be done. Pure.

use chrono::{Months, NaiveDate, TimeDelta};

use super::days_off::{Country, Working};
use crate::entities::CountUnit;

/// Most that a deadline may be away from what it counts from, in days or months.
pub const MOST: i32 = 3_660;

/// The day that is so many days or months after another, or before it where `count` is below zero. The day itself does not count. A
/// month ends on the same day of the month, or on its last day where it has none. None where no calendar has the day.
pub fn due(
    from: NaiveDate,
    count: i32,
    unit: CountUnit,
    country: Option<&'static Country>,
) -> Option<NaiveDate> {
    match unit {
        CountUnit::Days => from.checked_add_signed(TimeDelta::days(i64::from(count))),
        CountUnit::Months => {
            let months = Months::new(count.unsigned_abs());
            if count < 0 {
                from.checked_sub_months(months)
            } else {
                from.checked_add_months(months)
            }
        }
        CountUnit::WorkingDays => Working::of(country).after(from, count),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike as _, Days};
    use proptest::prelude::*;

    use super::*;
    use crate::deadlines::days_off::{countries, country};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn deadlines_fall_where_one_counts_them_on_a_calendar() {
        use CountUnit::{Days, Months, WorkingDays};
        let kosovo = country("xk");
        for (from, count, unit, expected) in [
            ("2026-11-24", 30, Days, "2026-12-24"),
            ("2026-11-24", 15, Days, "2026-12-09"),
            ("2026-11-24", 0, Days, "2026-11-24"),
            ("2026-11-30", 3, Months, "2027-02-28"),
            ("2024-02-29", 12, Months, "2025-02-28"),
            ("2027-10-01", -12, Months, "2026-10-01"),
            // Christmas is a Friday; then the weekend.
            ("2026-12-23", 2, WorkingDays, "2026-12-28"),
            // New Year, Orthodox Christmas and two weekends.
            ("2026-12-30", 5, WorkingDays, "2027-01-08"),
            ("2027-01-04", -2, WorkingDays, "2026-12-30"),
        ] {
            let found = due(day(from), count, unit, kosovo).unwrap();
            assert_eq!(found, day(expected), "{from} {count} {unit}");
        }
        assert_eq!(due(NaiveDate::MAX, 1, Days, None), None);
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..20_000).prop_map(|it| NaiveDate::default() + Days::new(it))
    }

    fn anywhere() -> impl Strategy<Value = Option<&'static Country>> {
        (0..=countries().len()).prop_map(|it| countries().get(it))
    }

    proptest! {
        #[test]
        fn between_a_day_and_its_deadline_lie_as_many_working_days_as_were_asked_for(
            from in days(), count in 1_i32..120, country in anywhere()
        ) {
            let end = due(from, count, CountUnit::WorkingDays, country).unwrap();
            let mut working = Working::of(country);
            prop_assert!(working.is_open(end));
            let open = from.iter_days().skip(1).take_while(|it| *it <= end);
            let open = open.filter(|it| Working::of(country).is_open(*it)).count();
            prop_assert_eq!(open, usize::try_from(count).unwrap());
            // And back again, where one began on a working day.
            if working.is_open(from) {
                let back = due(end, -count, CountUnit::WorkingDays, country).unwrap();
                prop_assert_eq!(back, from);
            }
        }

        #[test]
        fn who_begins_later_or_has_longer_is_never_due_earlier(
            from in days(), later in 0_u64..40, count in 0_i32..60, more in 0_i32..20,
            unit in prop::sample::select(CountUnit::ALL), country in anywhere()
        ) {
            let first = due(from, count, unit, country).unwrap();
            prop_assert!(due(from + Days::new(later), count, unit, country).unwrap() >= first);
            prop_assert!(due(from, count + more, unit, country).unwrap() >= first);
        }

        #[test]
        fn working_days_are_never_shorter_than_calendar_days(
            from in days(), count in 0_i32..200, country in anywhere()
        ) {
            let calendar = due(from, count, CountUnit::Days, None).unwrap();
            let weekdays = due(from, count, CountUnit::WorkingDays, None).unwrap();
            let working = due(from, count, CountUnit::WorkingDays, country).unwrap();
            prop_assert!(calendar <= weekdays && weekdays <= working);
        }

        #[test]
        fn months_keep_the_day_or_take_the_last_of_the_month(from in days(), count in -200_i32..200) {
            let end = due(from, count, CountUnit::Months, None).unwrap();
            let months = |it: NaiveDate| it.year() * 12 + i32::try_from(it.month()).unwrap();
            prop_assert_eq!(months(end) - months(from), count);
            let last = end.succ_opt().unwrap().day() == 1;
            prop_assert!(end.day() == from.day() || (last && end.day() < from.day()));
        }
    }
}
