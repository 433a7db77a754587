//! The form for a deadline of the institution's own.

use maud::{Markup, html};

use super::list::Typed;
use crate::check::Problems;
use crate::deadlines::days_off::countries;
use crate::deadlines::forms::NewForm;
use crate::entities::{Anchor, CountUnit, assessment};
use crate::language::Language;
use crate::paths::Deadlines;
use crate::web::components::{Fields, options, submit};

/// The form, open where what was typed was refused.
pub(super) fn form(language: Language, it: &assessment::Model, typed: &Typed) -> Markup {
    let none = Problems::default();
    let fresh = NewForm {
        way: "after".into(),
        unit: CountUnit::Days.code().into(),
        calendar: countries().first().map(|it| it.code.clone()).unwrap_or_default(),
        ..NewForm::default()
    };
    let (form, problems) = match &typed.new {
        Some(form) => (form, &typed.problems),
        None => (&fresh, &none),
    };
    let field = Fields { language, problems };
    let own = (String::new(), language.text("deadline-own-day"));
    let anchors: Vec<_> =
        std::iter::once(own).chain(options(language, Anchor::ALL, Anchor::code)).collect();
    let ways = ["after", "before"].map(|it| {
        let key = if it == "after" { "deadline-after" } else { "deadline-before" };
        (it.to_owned(), language.text(key))
    });
    let none = (String::new(), language.text("deadline-no-country"));
    let countries: Vec<_> = countries()
        .iter()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .chain(std::iter::once(none))
        .collect();
    html! {
        details.panel open[typed.new.is_some()] {
            summary { (language.text("deadline-add")) }
            form method="post" action=(Deadlines { assessment: it.id }) {
                (field.text("title", "deadline-what", &form.title).required())
                div.row {
                    (field.choice("anchor", "deadline-from", &anchors, &form.anchor))
                    (field.date("fixed_on", "deadline-day", &form.fixed_on).hint("deadline-day-hint"))
                }
                div.row {
                    (field.typed("number", "count", "deadline-count", &form.count))
                    (field.choice("unit", "deadline-unit", &options(language, CountUnit::ALL, CountUnit::code), &form.unit))
                    (field.choice("way", "deadline-way", &ways, &form.way))
                    (field.choice("calendar", "deadline-calendar", &countries, &form.calendar))
                }
                p.hint { (language.text("deadline-count-hint")) }
                (submit(language.text("deadline-add")))
            }
        }
    }
}
