//! The parts that pages are made of: fields, choices, badges, pages of a list.

use maud::{Markup, Render, html};
use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::language::{Language, Worded};

/// Makes the fields of one form.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    pub language: Language,
    pub problems: &'a Problems,
}

impl<'a> Fields<'a> {
    fn field(
        self,
        kind: &'static str,
        name: &'static str,
        label: &str,
        value: &'a str,
    ) -> Field<'a> {
        Field {
            language: self.language,
            name,
            id: name.to_owned(),
            label: self.language.text(label),
            kind,
            value,
            hint: None,
            required: false,
            problem: self.problems.get(name),
        }
    }

    /// A line of text; `label` is a message key.
    pub fn text(self, name: &'static str, label: &str, value: &'a str) -> Field<'a> {
        self.field("text", name, label, value)
    }

    /// Several lines of text.
    pub fn area(self, name: &'static str, label: &str, value: &'a str) -> Field<'a> {
        self.field("area", name, label, value)
    }

    /// A day.
    pub fn date(self, name: &'static str, label: &str, value: &'a str) -> Field<'a> {
        self.field("date", name, label, value)
    }

    /// An input of another type: `email`, `password`, `number`, `url`.
    pub fn typed(
        self,
        kind: &'static str,
        name: &'static str,
        label: &str,
        value: &'a str,
    ) -> Field<'a> {
        self.field(kind, name, label, value)
    }

    /// One of several; options are value and wording, `chosen` a value.
    pub fn choice(
        self,
        name: &'static str,
        label: &str,
        options: &[(String, String)],
        chosen: &str,
    ) -> Markup {
        let problem = self.problems.get(name);
        let note = format!("{name}-note");
        html! {
            div.field {
                label for=(name) { (self.language.text(label)) }
                select #(name) name=(name) aria-invalid=[problem.map(|_| "true")]
                    aria-describedby=[problem.map(|_| &note)] {
                    @for (value, wording) in options {
                        option value=(value) selected[value == chosen] { (wording) }
                    }
                }
                @if let Some(problem) = problem { p.problem #(note) { (problem.text(self.language)) } }
            }
        }
    }
}

/// Options of a closed list, for `Fields::choice`.
pub fn options<T: Worded + Copy>(
    language: Language,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|it| (code(*it).to_owned(), language.word(it))).collect()
}

/// A labelled input that shows its own problem.
#[must_use]
#[derive(Debug)]
pub struct Field<'a> {
    language: Language,
    name: &'static str,
    id: String,
    label: String,
    kind: &'static str,
    value: &'a str,
    hint: Option<String>,
    required: bool,
    problem: Option<&'a Problem>,
}

impl Field<'_> {
    /// A sentence under the field; a message key.
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = Some(self.language.text(key));
        self
    }

    /// One of several forms of a page has this field: `form` tells it from the others.
    pub fn apart(mut self, form: &str) -> Self {
        self.id = format!("{form}-{}", self.name);
        self
    }

    /// It must be filled in.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let note = format!("{}-note", self.id);
        let has_note = self.hint.is_some() || self.problem.is_some();
        let described = has_note.then_some(&note);
        let invalid = self.problem.map(|_| "true");
        html! {
            div.field {
                label for=(self.id) { (self.label) }
                @if self.kind == "area" {
                    textarea #(self.id) name=(self.name) rows="4" required[self.required]
                        aria-invalid=[invalid] aria-describedby=[described] { (self.value) }
                } @else {
                    input #(self.id) name=(self.name) type=(self.kind) value=(self.value)
                        required[self.required] aria-invalid=[invalid] aria-describedby=[described];
                }
                @if let Some(problem) = self.problem { p.problem #(note) { (problem.text(self.language)) } }
                @else if let Some(hint) = &self.hint { p.hint #(note) { (hint) } }
            }
        }
    }
}

/// The button that sends a form.
pub fn submit(label: impl Render) -> Markup {
    html! { p.submit { button.primary type="submit" { (label) } } }
}

/// A short word on a coloured ground; `tone` is good, fair, poor, bad or plain.
pub fn badge(tone: &str, word: impl Render) -> Markup {
    html! { span class={ "badge " (tone) } { (word) } }
}

/// A share of a whole as a bar; `percent` is 0 to 100.
pub fn meter(label: &str, percent: f64) -> Markup {
    let percent = format!("{:.0}", percent.clamp(0.0, 100.0));
    html! { meter min="0" max="100" value=(percent) aria-label=(label) { (percent) "%" } }
}

/// Said in place of a list that is empty, with what to do about it.
pub fn nothing(sentence: impl Render, next: Option<Markup>) -> Markup {
    html! { div.nothing { p { (sentence) } @if let Some(next) = next { p { (next) } } } }
}

/// Text as a value in a query.
pub fn query(text: &str) -> String {
    text.bytes()
        .map(|it| {
            if it.is_ascii_alphanumeric() {
                char::from(it).to_string()
            } else {
                format!("%{it:02X}")
            }
        })
        .collect()
}

/// Which page of a list is wanted; from 1.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Paging {
    page: Option<u64>,
}

impl Paging {
    /// Rows on a page.
    pub const SIZE: u64 = 50;

    /// A page, from 1.
    pub fn at(page: u64) -> Self {
        Self { page: Some(page) }
    }

    /// The page wanted, from 1.
    pub fn number(self) -> u64 {
        self.page.unwrap_or(1).clamp(1, 1_000_000)
    }

    /// Rows before it.
    pub fn offset(self) -> u64 {
        (self.number() - 1) * Self::SIZE
    }

    /// The rows of the page wanted.
    pub fn part<T>(self, rows: &[T]) -> &[T] {
        let at = |it: u64| usize::try_from(it).unwrap_or(usize::MAX).min(rows.len());
        &rows[at(self.offset())..at(self.offset() + Self::SIZE)]
    }

    /// Links to the pages before and after, keeping the `kept` query (`a=b&c=d`, already encoded).
    pub fn pager(self, language: Language, total: u64, kept: &str) -> Markup {
        let last = total.div_ceil(Self::SIZE).max(1);
        let at = self.number();
        let to = |page: u64| {
            if kept.is_empty() { format!("?page={page}") } else { format!("?{kept}&page={page}") }
        };
        let place = language.with(
            "page-of",
            [
                ("page", language.count(at.cast_signed()).into()),
                ("last", language.count(last.cast_signed()).into()),
            ],
        );
        html! {
            @if last > 1 {
                nav.pager aria-label=(language.text("pages")) {
                    @if at > 1 { a rel="prev" href=(to(at - 1)) { (language.text("page-previous")) } }
                    span aria-current="page" { (place) }
                    @if at < last { a rel="next" href=(to(at + 1)) { (language.text("page-next")) } }
                }
            }
        }
    }
}
