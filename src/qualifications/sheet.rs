//! A qualification as its workbook tells it. Pure. The sheets are described in `docs/import-format.md`.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::entities::{Domain, Titles};
use crate::imports::columns::{Reading, Table};
use crate::imports::problem::{Code, Problem};
use crate::language::Language;
use crate::sheets::{Book, Code as CellCode, Field, Sheet};
use crate::standards::fold::fold;

/// What is told of the qualification itself, and the headings for it.
const HEAD: &[Field] = &[
    Field { name: "code", words: &["code", "kodi", "šifra"] },
    Field { name: "title", words: &["title", "title en", "titulli en", "naziv en"] },
    Field { name: "title_sq", words: &["title sq", "titulli", "titulli sq", "naziv sq"] },
    Field { name: "title_sr", words: &["title sr", "naziv", "titulli sr", "naziv sr"] },
    Field { name: "kind", words: &["type", "lloji", "tip"] },
    Field { name: "nqf", words: &["nqf level", "niveli kkk", "nok nivo", "nivo nok"] },
    Field { name: "eqf", words: &["eqf level", "niveli kek", "eok nivo", "nivo eok"] },
    Field { name: "credits", words: &["credits", "kreditë", "bodovi", "krediti"] },
    Field {
        name: "body",
        words: &["awarding body", "institucioni lëshues", "telo koje dodeljuje"],
    },
    Field { name: "from", words: &["valid from", "vlen nga", "važi od"] },
    Field { name: "until", words: &["valid until", "vlen deri më", "važi do"] },
];

const UNITS: &[Field] = &[
    Field { name: "code", words: &["code", "unit", "kodi", "šifra"] },
    Field { name: "title", words: &["title", "title en", "naziv en"] },
    Field { name: "title_sq", words: &["title sq", "titulli"] },
    Field { name: "title_sr", words: &["title sr", "naziv"] },
    Field { name: "credits", words: &["credits", "kreditë", "bodovi", "krediti"] },
    Field { name: "hours", words: &["hours", "notional hours", "orët", "sati", "časovi"] },
    Field { name: "compulsory", words: &["compulsory", "e detyrueshme", "obavezna"] },
];

const OUTCOMES: &[Field] = &[
    Field { name: "unit", words: &["unit", "njësia", "jedinica"] },
    Field { name: "code", words: &["code", "outcome", "kodi", "šifra"] },
    Field { name: "domain", words: &["domain", "kind", "fusha", "lloji", "oblast"] },
    Field {
        name: "statement",
        words: &["statement", "learning outcome", "rezultati i të nxënit", "ishod učenja"],
    },
];

const CRITERIA: &[Field] = &[
    Field { name: "outcome", words: &["outcome", "learning outcome", "rezultati", "ishod"] },
    Field { name: "code", words: &["code", "criterion", "kodi", "šifra"] },
    Field {
        name: "statement",
        words: &[
            "statement",
            "assessment criterion",
            "kriteri i vlerësimit",
            "kriterijum ocenjivanja",
        ],
    },
];

const TASKS: &[Field] = &[
    Field { name: "duty", words: &["duty", "detyra kryesore", "dužnost"] },
    Field { name: "code", words: &["code", "kodi", "šifra"] },
    Field { name: "statement", words: &["task", "statement", "detyra", "zadatak"] },
    Field { name: "outcomes", words: &["outcomes", "learning outcomes", "rezultatet", "ishodi"] },
];

/// A title in the languages that the workbook has it in; one of them at least.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    pub en: Option<String>,
    pub sq: Option<String>,
    pub sr: Option<String>,
}

impl Title {
    /// What is told, over what is held already.
    pub fn over(&self, held: Option<&Titles>) -> Titles {
        let mut titles = held.cloned().unwrap_or_default();
        for (tag, told) in [("en", &self.en), ("sq", &self.sq), ("sr", &self.sr)] {
            if let Some(told) = told {
                titles.set(tag, told.as_str());
            }
        }
        titles
    }
}

/// The qualification itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub code: String,
    pub title: Title,
    pub kind: String,
    pub nqf: String,
    pub eqf: String,
    pub credits: Option<f64>,
    pub body: String,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// A unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub code: String,
    pub title: Title,
    pub credits: Option<f64>,
    pub hours: Option<f64>,
    pub compulsory: Option<bool>,
}

/// A learning outcome, or an assessment criterion without a domain; `of` is the code of the unit or outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub of: String,
    pub code: String,
    pub domain: Option<Domain>,
    pub statement: String,
}

/// A task of the occupational standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub duty: Option<String>,
    pub code: String,
    pub statement: String,
    pub outcomes: Vec<String>,
}

/// Everything a workbook tells.
#[derive(Debug, Default)]
pub struct Told {
    pub rows_read: usize,
    pub headings: usize,
    pub head: Option<Head>,
    pub units: Vec<Unit>,
    pub outcomes: Vec<Statement>,
    pub criteria: Vec<Statement>,
    pub tasks: Vec<Task>,
    pub problems: Vec<Problem>,
}

/// Reads a workbook; nothing where it has no sheet with the qualification itself.
pub fn read(book: &Book) -> Option<Told> {
    let sheet = |names: &[&str]| {
        book.sheets.iter().find(|it| names.iter().any(|name| fold(name) == fold(&it.name)))
    };
    let head = sheet(&["Qualification", "Kualifikimi", "Kvalifikacija"])?;
    let mut told = Told::default();
    let mut reader = Reader { told: &mut told, codes: HashMap::new() };
    reader.head(head);
    if let Some(it) = sheet(&["Units", "Njësitë", "Jedinice"]) {
        reader.units(it);
    }
    if let Some(it) = sheet(&["Outcomes", "Rezultatet", "Ishodi"]) {
        reader.outcomes(it);
    }
    if let Some(it) = sheet(&["Criteria", "Kriteret", "Kriterijumi"]) {
        reader.criteria(it);
    }
    if let Some(it) = sheet(&["Tasks", "Detyrat", "Zadaci"]) {
        reader.tasks(it);
    }
    Some(told)
}

/// Rows of the codes seen so far.
type Seen = HashMap<String, u32>;

struct Reader<'a> {
    told: &'a mut Told,
    /// By kind.
    codes: HashMap<&'static str, Seen>,
}

impl Reader<'_> {
    /// Reads the rows of a sheet, each into what `row` makes of it.
    fn rows<T>(
        &mut self,
        sheet: &Sheet,
        fields: &'static [Field],
        kind: &'static str,
        mut row: impl FnMut(&mut Reading<'_>, &HashMap<&'static str, Seen>) -> T,
    ) -> Vec<T> {
        let table = Table::of(sheet, fields);
        self.told.rows_read += sheet.rows.len();
        self.told.headings += sheet.headings.len();
        self.told.problems.extend(table.header_problems());
        let mut read = Vec::new();
        for it in &sheet.rows {
            let mut reading = Reading::new(&table, it, &mut self.told.problems);
            let value = row(&mut reading, &self.codes);
            let code = code(&mut reading, "code");
            let seen = self.codes.entry(kind).or_default();
            match seen.get(&code.to_lowercase()) {
                _ if !reading.sound => {}
                Some(row) => reading.refuse("code", Code::DuplicateRow, row.to_string()),
                None => drop(seen.insert(code.to_lowercase(), it.number)),
            }
            if reading.sound {
                read.push(value);
            }
        }
        read
    }

    fn head(&mut self, sheet: &Sheet) {
        let read = self.rows(sheet, HEAD, "qualification", |it, _| Head {
            code: code(it, "code"),
            title: title(it),
            kind: it.text("kind", 50).unwrap_or_default(),
            nqf: level(it, "nqf"),
            eqf: level(it, "eqf"),
            credits: it.number("credits", 0.0, 10_000.0),
            body: it.text("body", 300).unwrap_or_default(),
            from: it.date("from"),
            until: it.date("until"),
        });
        let table = Table::of(sheet, HEAD);
        let mut refuse = |row, code| {
            self.told.problems.push(Problem {
                sheet: sheet.name.clone(),
                row,
                column: table.letter("code"),
                code,
                about: String::new(),
            });
        };
        match sheet.rows.as_slice() {
            [] => refuse(sheet.header_row.unwrap_or_default() + 1, Code::Missing),
            [_] => {}
            [_, second, ..] => refuse(second.number, Code::SecondQualification),
        }
        self.told.head = read.into_iter().next();
    }

    fn units(&mut self, sheet: &Sheet) {
        self.told.units = self.rows(sheet, UNITS, "unit", |it, _| Unit {
            code: code(it, "code"),
            title: title(it),
            credits: it.number("credits", 0.0, 10_000.0),
            hours: it.number("hours", 0.0, 100_000.0),
            compulsory: compulsory(it),
        });
    }

    fn outcomes(&mut self, sheet: &Sheet) {
        self.told.outcomes = self.rows(sheet, OUTCOMES, "outcome", |it, codes| Statement {
            of: reference(it, "unit", codes.get("unit")),
            code: code(it, "code"),
            domain: domain(it),
            statement: needed(it, "statement", 4_000),
        });
    }

    fn criteria(&mut self, sheet: &Sheet) {
        self.told.criteria = self.rows(sheet, CRITERIA, "criterion", |it, codes| Statement {
            of: reference(it, "outcome", codes.get("outcome")),
            code: code(it, "code"),
            domain: None,
            statement: needed(it, "statement", 4_000),
        });
    }

    fn tasks(&mut self, sheet: &Sheet) {
        self.told.tasks = self.rows(sheet, TASKS, "task", |it, codes| {
            let listed = it.text("outcomes", 4_000).unwrap_or_default();
            let outcomes: Vec<String> = listed
                .split([',', ';'])
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
                .collect();
            let known = codes.get("outcome");
            for code in &outcomes {
                if !known.is_some_and(|it| it.contains_key(&code.to_lowercase())) {
                    it.refuse("outcomes", Code::UnknownReference, code.clone());
                }
            }
            Task {
                duty: it.text("duty", 300),
                code: code(it, "code"),
                statement: needed(it, "statement", 4_000),
                outcomes,
            }
        });
    }
}

fn code(reading: &mut Reading<'_>, field: &str) -> String {
    let code = reading.cell(field).map(|it| match it.code() {
        CellCode::Text(text) | CellCode::Number(text) => text,
    });
    code.unwrap_or_else(|| {
        if reading.sound {
            reading.refuse(field, Code::Missing, "");
        }
        String::new()
    })
}

fn reference(reading: &mut Reading<'_>, field: &str, known: Option<&Seen>) -> String {
    let named = code(reading, field);
    if !named.is_empty() && !known.is_some_and(|it| it.contains_key(&named.to_lowercase())) {
        reading.refuse(field, Code::UnknownReference, named.clone());
    }
    named
}

fn needed(reading: &mut Reading<'_>, field: &str, most: usize) -> String {
    reading.text(field, most).unwrap_or_else(|| {
        if reading.sound {
            reading.refuse(field, Code::Missing, "");
        }
        String::new()
    })
}

fn title(reading: &mut Reading<'_>) -> Title {
    let [en, sq, sr] = ["title", "title_sq", "title_sr"].map(|field| reading.text(field, 300));
    if en.is_none() && sq.is_none() && sr.is_none() {
        needed(reading, "title", 300);
    }
    Title { en, sq, sr }
}

/// A level of the frameworks, 1 to 8, with or without a word before it.
fn level(reading: &mut Reading<'_>, field: &str) -> String {
    let Some(text) = reading.cell(field).map(crate::sheets::Cell::text) else {
        return String::new();
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !matches!(digits.as_str(), "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8") {
        reading.refuse(field, Code::UnknownFrameworkLevel, text);
    }
    digits
}

fn domain(reading: &mut Reading<'_>) -> Option<Domain> {
    let text = reading.cell("domain").map(crate::sheets::Cell::text).unwrap_or_default();
    let word = fold(&text);
    let is = |it: &&Domain| {
        let words = Language::ALL.map(|language| fold(&language.word(*it)));
        words.contains(&word) || fold(it.code()) == word
    };
    let found = Domain::ALL.iter().find(is).copied();
    if found.is_none() {
        reading.refuse("domain", Code::UnknownWord, text);
    }
    found
}

/// Compulsory, unless the cell says no; nothing where it is empty.
fn compulsory(reading: &mut Reading<'_>) -> Option<bool> {
    let word = fold(&reading.cell("compulsory")?.text());
    Some(!matches!(
        word.as_str(),
        "no" | "false" | "elective" | "optional" | "jo" | "zgjedhore" | "ne" | "izborna"
    ))
}
