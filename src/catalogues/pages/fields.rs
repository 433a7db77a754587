//! Fields that hold what was typed, or else what is there: texts in every language among them.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::catalogues::forms::sent::Sent;
use crate::check::Problems;
use crate::language::Language;
use crate::titles::Titles;
use crate::web::components::Fields;

/// A form: what was typed, if anything was, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) language: Language,
    pub(super) typed: Option<&'a Sent>,
    pub(super) problems: &'a Problems,
}

impl<'a> Form<'a> {
    pub(super) fn fields(self) -> Fields<'a> {
        Fields { language: self.language, problems: self.problems }
    }

    /// What a field shows.
    pub(super) fn value(self, name: &str, current: &'a str) -> &'a str {
        self.typed.and_then(|it| it.get(name)).unwrap_or(current)
    }

    /// Whether a tick is set.
    pub(super) fn ticked(self, name: &str, current: bool) -> bool {
        self.typed.map_or(current, |it| it.tick(name, current))
    }

    /// Whether one of several is chosen.
    pub(super) fn chosen(self, name: &str, code: &str, current: bool) -> bool {
        self.typed.and_then(|it| it.all(name)).map_or(current, |it| it.contains(&code))
    }

    /// A text in several languages: those of the interface, and whichever there are beside them.
    pub(super) fn spoken(self, name: &str, legend: String, current: &Titles, rows: u8) -> Markup {
        let problem = self.problems.get(name);
        let note = format!("{name}-note");
        let invalid = problem.map(|_| "true");
        let described = problem.map(|_| note.as_str());
        let mut others: BTreeSet<&str> = current.iter().map(|it| it.0).collect();
        others.extend(self.typed.into_iter().flat_map(|it| it.spoken(name)).map(|it| it.0));
        let known = Language::ALL.map(|it| (it.code(), it.name()));
        let others = others.into_iter().filter(|it| known.iter().all(|known| known.0 != *it));
        let languages = known.into_iter().chain(others.map(|it| (it, it)));
        html! {
            fieldset {
                legend { (legend) }
                @if let Some(problem) = problem { p.problem #(note) { (problem.text(self.language)) } }
                div.row { @for (tag, title) in languages {
                    @let field = format!("{name}-{tag}");
                    @let value = self.typed.and_then(|it| it.get(&field)).or(current.own(tag)).unwrap_or_default();
                    div.field {
                        label for=(field) { (title) }
                        textarea #(field) name=(field) lang=(tag) rows=(rows) aria-invalid=[invalid] aria-describedby=[described] { (value) }
                    }
                } }
            }
        }
    }

    /// A tick, with a hidden field that says it could have been taken away.
    pub(super) fn tick(self, name: &str, label: String, current: bool) -> Markup {
        html! {
            input type="hidden" name=(name) value="no";
            label { input type="checkbox" name=(name) value="yes" checked[self.ticked(name, current)]; (label) }
        }
    }
}
