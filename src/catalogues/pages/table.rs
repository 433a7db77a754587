//! What a user says of a plain table on the page.

use maud::{Markup, html};
use serde::Deserialize;

use crate::exchange::file::{self, TableAsked};
use crate::exchange::table::{self, About, Columns, Levels};
use crate::language::Language;
use crate::sheets::{Book, Column, Sheet};

/// Fields of columns, each with the key of its label.
const COLUMNS: [(&str, &str); 11] = [
    ("code", "criterion-code"),
    ("title_column", "criterion-title"),
    ("summary", "criterion-summary"),
    ("guidance", "criterion-guidance"),
    ("evidence", "criterion-typical-evidence"),
    ("kind", "catalogue-kind"),
    ("assessable", "edition-assessable"),
    ("mandatory", "catalogue-mandatory"),
    ("importance", "catalogue-importance"),
    ("weight", "editor-weight"),
    ("groups", "scope-groups"),
];

/// Which column is what, and what the edition is called. What was not sent is guessed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TableForm {
    sheet: Option<String>,
    /// `yes` or `no`.
    headings: Option<String>,
    title: Option<String>,
    id: Option<String>,
    version: Option<String>,
    issuer: Option<String>,
    language: Option<String>,
    code: Option<String>,
    title_column: Option<String>,
    summary: Option<String>,
    guidance: Option<String>,
    evidence: Option<String>,
    kind: Option<String>,
    assessable: Option<String>,
    mandatory: Option<String>,
    importance: Option<String>,
    weight: Option<String>,
    groups: Option<String>,
    /// `numbering`, `indentation`, `flat`, `depth:3`, `parent:3`.
    levels: Option<String>,
}

impl TableForm {
    /// The table of a file.
    pub fn table(&self, book: &Book) -> Option<Sheet> {
        table::sheet(book.sheets.clone(), self.sheet.as_deref(), self.headings())
    }

    fn headings(&self) -> Option<bool> {
        match self.headings.as_deref()? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    /// What is to be read of the table.
    pub fn asked(&self, sheet: Option<&Sheet>, name: &str) -> TableAsked {
        let Some(sheet) = sheet else { return TableAsked::default() };
        TableAsked {
            sheet: Some(sheet.name.clone()),
            headings: self.headings(),
            columns: Some(self.columns(sheet)),
            about: Some(self.about(name)),
        }
    }

    fn about(&self, name: &str) -> About {
        let mut about = file::named(name);
        let told = |it: &Option<String>| {
            it.as_ref().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
        };
        if let Some(title) = told(&self.title) {
            about.title = title;
        }
        if let Some(id) = told(&self.id) {
            about.id = file::slug(&id);
        }
        if let Some(version) = told(&self.version) {
            about.version = version;
        }
        if let Some(issuer) = told(&self.issuer) {
            about.issuer = issuer;
        }
        if let Some(language) = told(&self.language) {
            about.language = language;
        }
        about
    }

    fn columns(&self, sheet: &Sheet) -> Columns {
        let mut columns = table::guess(sheet);
        let place = |told: &str| told.parse().ok().filter(|it| *it < sheet.columns.len());
        for (field, told) in [
            (&mut columns.code, &self.code),
            (&mut columns.title, &self.title_column),
            (&mut columns.summary, &self.summary),
            (&mut columns.guidance, &self.guidance),
            (&mut columns.typical_evidence, &self.evidence),
            (&mut columns.kind, &self.kind),
            (&mut columns.assessable, &self.assessable),
            (&mut columns.mandatory, &self.mandatory),
            (&mut columns.importance, &self.importance),
            (&mut columns.weight, &self.weight),
            (&mut columns.groups, &self.groups),
        ] {
            if let Some(told) = told {
                *field = place(told);
            }
        }
        if let Some(told) = &self.levels {
            columns.levels = match told.split_once(':') {
                Some(("depth", it)) => place(it).map_or(Levels::Flat, Levels::Depth),
                Some(("parent", it)) => place(it).map_or(Levels::Flat, Levels::Parent),
                _ if told == "numbering" => Levels::Numbering,
                _ if told == "indentation" => Levels::Indentation,
                _ if told == "columns" => columns.levels,
                _ => Levels::Flat,
            };
        }
        columns
    }

    /// The form that says which column is what.
    pub fn fields(&self, language: Language, sheet: &Sheet, name: &str) -> Markup {
        let (columns, about) = (self.columns(sheet), self.about(name));
        let chosen = [
            columns.code,
            columns.title,
            columns.summary,
            columns.guidance,
            columns.typical_evidence,
            columns.kind,
            columns.assessable,
            columns.mandatory,
            columns.importance,
            columns.weight,
            columns.groups,
        ];
        let line = |name: &str, label: &str, value: &str| {
            html! { div.field {
                label for=(name) { (language.text(label)) }
                input #(name) name=(name) value=(value);
            } }
        };
        html! {
            form.panel method="get" {
                h2 { (language.text("catalogue-columns")) }
                p.hint { (language.text("catalogue-columns-hint")) }
                input type="hidden" name="sheet" value=(sheet.name);
                div.row {
                    (line("title", "edition-title", &about.title))
                    (line("id", "edition-id", &about.id))
                    (line("version", "edition-version", &about.version))
                    (line("issuer", "edition-issuer", &about.issuer))
                    (line("language", "edition-language", &about.language))
                }
                div.row {
                    (headings(language, sheet))
                    @for ((name, label), chosen) in COLUMNS.into_iter().zip(chosen) {
                        div.field {
                            label for=(name) { (language.text(label)) }
                            select #(name) name=(name) {
                                option value="" { "–" }
                                @for (place, column) in sheet.columns.iter().enumerate() {
                                    option value=(place) selected[Some(place) == chosen] { (named(column)) }
                                }
                            }
                        }
                    }
                    (levels(language, sheet, &columns.levels))
                }
                button.second type="submit" { (language.text("catalogue-look-again")) }
            }
        }
    }

    /// The same, to be sent along unseen.
    pub fn hidden(&self) -> Markup {
        let fields = [
            ("sheet", &self.sheet),
            ("headings", &self.headings),
            ("title", &self.title),
            ("id", &self.id),
            ("version", &self.version),
            ("issuer", &self.issuer),
            ("language", &self.language),
            ("code", &self.code),
            ("title_column", &self.title_column),
            ("summary", &self.summary),
            ("guidance", &self.guidance),
            ("evidence", &self.evidence),
            ("kind", &self.kind),
            ("assessable", &self.assessable),
            ("mandatory", &self.mandatory),
            ("importance", &self.importance),
            ("weight", &self.weight),
            ("groups", &self.groups),
            ("levels", &self.levels),
        ];
        html! {
            @for (name, value) in fields {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
        }
    }
}

/// A column by its letter and its heading, if it has one.
fn named(column: &Column) -> String {
    let letter = column.letter();
    if column.title == letter { letter } else { format!("{letter} {}", column.title) }
}

fn headings(language: Language, sheet: &Sheet) -> Markup {
    html! {
        div.field {
            label for="headings" { (language.text("catalogue-headings")) }
            select #headings name="headings" {
                option value="yes" selected[!sheet.is_headless()] { (language.text("catalogue-headings-yes")) }
                option value="no" selected[sheet.is_headless()] { (language.text("catalogue-headings-no")) }
            }
        }
    }
}

fn levels(language: Language, sheet: &Sheet, chosen: &Levels) -> Markup {
    let ways = [
        ("numbering", Levels::Numbering),
        ("indentation", Levels::Indentation),
        ("flat", Levels::Flat),
    ];
    html! {
        div.field {
            label for="levels" { (language.text("catalogue-levels")) }
            select #levels name="levels" {
                @for (code, way) in &ways {
                    option value=(code) selected[way == chosen] { (language.text(&format!("catalogue-levels-{code}"))) }
                }
                @if matches!(chosen, Levels::Columns(_)) {
                    option value="columns" selected { (language.text("catalogue-levels-columns")) }
                }
                @for (place, column) in sheet.columns.iter().enumerate() {
                    option value=(format!("depth:{place}")) selected[*chosen == Levels::Depth(place)] {
                        (language.text("catalogue-levels-depth")) ": " (named(column))
                    }
                    option value=(format!("parent:{place}")) selected[*chosen == Levels::Parent(place)] {
                        (language.text("catalogue-levels-parent")) ": " (named(column))
                    }
                }
            }
        }
    }
}
