//! From a file to what would be done with it, and to having done it. Pages and commands call the same two functions.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use anyhow::Context as _;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::evidence::{self, Register};
use super::problem::{Code, Problem};
use super::worksheet::{self, Worksheet};
use crate::app::Change;
use crate::entities::{
    ActionId, InstitutionId, RatingId, Round, action, assessment, edition, evidence_item, rating,
};
use crate::evidence::forms::nothing_yet;
use crate::evidence::register;
use crate::evidence::store::Facts;
use crate::language::Language;
use crate::qualifications::sheet::{self, Told};
use crate::qualifications::store as qualifications;
use crate::sheets::{Book, Limits, Refusal};
use crate::standards::codes::{CodeIndex, Resolution};
use crate::standards::store::{self as standards, Whole};

/// Why nothing of a file can be imported.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Sheet(#[from] Refusal),
    /// No sheet has the column that names its rows; the key of the sentence, and the headings that were found.
    #[error("{}", Language::English.with(.0, [("found", .1.as_str().into())]))]
    NoColumn(&'static str, String),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Other(error.into())
    }
}

impl Refused {
    /// In the reader's language; nothing where it is our fault.
    pub fn text(&self, language: Language) -> Option<String> {
        match self {
            Self::Sheet(refusal) => Some(refusal.text(language)),
            Self::NoColumn(key, found) => {
                Some(language.with(key, [("found", found.as_str().into())]))
            }
            Self::Other(_) => None,
        }
    }
}

/// Counts of an import. `rows_read` counts rows of data; headings are counted apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub rows_read: usize,
    pub headings: usize,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub rejected: usize,
}

/// What an import would do.
#[derive(Debug)]
pub struct Prepared {
    pub counts: Counts,
    pub problems: Vec<Problem>,
    pub recognised: Vec<(&'static str, String)>,
    pub ignored: Vec<String>,
    /// The first rows that would be written.
    pub preview: Vec<Shown>,
    pub work: Work,
}

/// A row that would be written, as a preview shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub row: u32,
    /// What it is about: a number, a criterion.
    pub name: String,
    /// The first words of what it says.
    pub says: String,
    pub effect: Effect,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    New,
    Changed,
}

/// Rows that a preview shows.
const SHOWN: usize = 20;

/// The rows to be written.
#[derive(Debug)]
pub enum Work {
    Evidence(EvidenceWork),
    Worksheet(WorksheetWork),
    Qualification(Box<Told>),
}

/// Evidence to be written.
#[derive(Debug, Default)]
pub struct EvidenceWork {
    pub new: Vec<NewItem>,
    pub changed: Vec<(evidence_item::Model, Facts)>,
}

/// An item that is not there yet.
#[derive(Debug)]
pub struct NewItem {
    pub facts: Facts,
    pub place: Option<String>,
    /// The edition and the places of the criteria in it.
    pub criteria: Option<(usize, Vec<usize>)>,
}

/// Ratings and actions to be written.
#[derive(Debug, Default)]
pub struct WorksheetWork {
    pub superseded_ratings: Vec<RatingId>,
    pub ratings: Vec<Rated>,
    pub superseded_actions: Vec<ActionId>,
    pub actions: Vec<Planned>,
}

/// A rating to be written; places are criteria of the edition.
#[derive(Debug)]
pub struct Rated {
    pub criterion: usize,
    pub level: Option<String>,
    pub rationale: String,
    pub recommendation: String,
}

/// An action to be written.
#[derive(Debug)]
pub struct Planned {
    pub criterion: usize,
    pub reference: String,
    pub title: String,
    pub owner: String,
    pub due_on: Option<chrono::NaiveDate>,
    pub done_on: Option<chrono::NaiveDate>,
}

/// Reads a file, off the threads that serve pages.
pub async fn read(path: PathBuf, name: String) -> Result<Book, Refused> {
    let book =
        tokio::task::spawn_blocking(move || crate::sheets::read(&path, &name, &Limits::default()))
            .await;
    Ok(book.context("cannot read the file")??)
}

fn headings(book: &Book) -> String {
    let titles = book
        .sheets
        .iter()
        .flat_map(|it| &it.columns)
        .map(|it| it.title.as_str())
        .filter(|it| !it.is_empty());
    titles.take(20).collect::<Vec<_>>().join(", ")
}

impl Prepared {
    fn new(
        counts: Counts,
        problems: Vec<Problem>,
        recognised: Vec<(&'static str, String)>,
        ignored: Vec<String>,
        work: Work,
    ) -> Self {
        let rows: BTreeSet<(&str, u32)> = problems
            .iter()
            .filter(|it| !it.code.is_warning())
            .map(|it| (it.sheet.as_str(), it.row))
            .collect();
        let rejected = rows.len();
        Self {
            counts: Counts { rejected, ..counts },
            problems,
            recognised,
            ignored,
            preview: Vec::new(),
            work,
        }
    }

    /// With the first rows that would be written.
    fn showing(self, preview: Vec<Shown>) -> Self {
        Self { preview, ..self }
    }

    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        self.counts.created + self.counts.updated == 0
    }

    /// For scripts.
    pub fn json(&self, language: Language) -> Value {
        let counts = &self.counts;
        json!({
            "rows_read": counts.rows_read, "headings": counts.headings, "created": counts.created,
            "updated": counts.updated, "unchanged": counts.unchanged, "rejected": counts.rejected,
            "columns": self.recognised.iter().map(|it| json!({ "field": it.0, "heading": it.1 })).collect::<Vec<_>>(),
            "ignored_columns": self.ignored,
            "problems": self.problems.iter().map(|it| it.json(language)).collect::<Vec<_>>(),
        })
    }
}

/// The editions that an institution's registers may refer to: those of its assessments.
pub async fn editions_of(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<Whole>, DbErr> {
    let rows = assessment::Entity::find()
        .filter(assessment::COLUMN.institution_id.eq(institution))
        .find_also_related(edition::Entity)
        .order_by_asc(assessment::Column::Id)
        .all(db)
        .await?;
    let mut wholes: Vec<Whole> = Vec::new();
    for edition in rows.into_iter().filter_map(|it| it.1) {
        if !wholes.iter().any(|it| it.edition.id == edition.id) {
            wholes.push(standards::tree_of(db, edition).await?);
        }
    }
    Ok(wholes)
}

/// What an evidence register would do.
pub async fn prepare_evidence(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    book: &Book,
    editions: &[Whole],
) -> Result<Prepared, Refused> {
    let types = standards::evidence_types(db).await?;
    let register = evidence::read(book, &types)
        .ok_or_else(|| Refused::NoColumn("import-no-title-column", headings(book)))?;
    let held = register::all(db, institution).await?;
    Ok(plan_evidence(register, held, editions))
}

/// Pure: what the register tells against what is held.
pub fn plan_evidence(
    register: Register,
    held: Vec<evidence_item::Model>,
    editions: &[Whole],
) -> Prepared {
    let mut by_reference: HashMap<String, usize> = HashMap::with_capacity(held.len());
    let mut by_title: HashMap<String, usize> = HashMap::with_capacity(held.len());
    for (place, it) in held.iter().enumerate() {
        by_reference.insert(it.reference.to_lowercase(), place);
        by_title.insert(it.title.to_lowercase(), place);
    }
    let Register { rows_read, headings, told, mut problems, recognised, ignored } = register;
    let indexes: Vec<_> = editions.iter().map(Whole::index).collect();
    let mut counts = Counts { rows_read, headings, ..Counts::default() };
    let mut work = EvidenceWork::default();
    let mut shown = Vec::new();
    for it in told {
        let criteria = match meant(&indexes, it.criteria.as_deref()) {
            Ok(criteria) => criteria,
            Err(about) => {
                let code = Code::NotInEdition;
                problems.push(Problem {
                    sheet: it.sheet,
                    row: it.row,
                    column: it.criteria_column,
                    code,
                    about,
                });
                continue;
            }
        };
        let place = match (&it.reference, &it.title) {
            (Some(reference), _) => by_reference.get(&reference.to_lowercase()),
            (None, Some(title)) => by_title.get(&title.to_lowercase()),
            (None, None) => None,
        };
        match place.map(|it| &held[*it]) {
            None => {
                counts.created += 1;
                show(&mut shown, it.row, it.reference.as_deref(), it.title.as_deref(), Effect::New);
                let mut facts = it.over(nothing_yet());
                if facts.title.is_empty() {
                    facts.title.clone_from(&facts.reference);
                }
                work.new.push(NewItem { facts, place: it.place, criteria });
            }
            Some(item) => {
                let facts = it.over(Facts::of(item));
                if facts == Facts::of(item) {
                    counts.unchanged += 1;
                } else {
                    counts.updated += 1;
                    show(
                        &mut shown,
                        it.row,
                        Some(&facts.reference),
                        Some(&facts.title),
                        Effect::Changed,
                    );
                    work.changed.push((item.clone(), facts));
                }
            }
        }
    }
    Prepared::new(counts, problems, recognised, ignored, Work::Evidence(work)).showing(shown)
}

/// What a qualification's workbook would do. It is one thing: with a bad row in it, none of it is imported.
pub async fn prepare_qualification(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    book: &Book,
) -> Result<Prepared, Refused> {
    let names = || book.sheets.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut told =
        sheet::read(book).ok_or_else(|| Refused::NoColumn("import-no-qualification", names()))?;
    let problems = std::mem::take(&mut told.problems);
    let mut counts =
        Counts { rows_read: told.rows_read, headings: told.headings, ..Counts::default() };
    let is_sound = problems.iter().all(|it| it.code.is_warning());
    if let Some(head) = told.head.as_ref().filter(|_| is_sound) {
        match qualifications::by_code(db, institution, &head.code).await? {
            None => counts.created = told.rows_read,
            Some(held) => {
                let held = qualifications::whole(db, held).await?;
                let same = qualifications::holds(&held, head, &told);
                *(if same { &mut counts.unchanged } else { &mut counts.updated }) = told.rows_read;
            }
        }
    }
    Ok(Prepared::new(counts, problems, Vec::new(), Vec::new(), Work::Qualification(Box::new(told))))
}

/// What a worksheet would do.
pub async fn prepare_worksheet(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    whole: &Whole,
    book: &Book,
) -> Result<Prepared, Refused> {
    let scale = whole.head.scale.as_ref().context("this edition is not rated")?;
    let worksheet = worksheet::read(book, &whole.index(), scale)
        .ok_or_else(|| Refused::NoColumn("import-no-criterion-column", headings(book)))?;
    let ratings = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment.id))
        .filter(rating::Column::Round.eq(Round::Own))
        .filter(rating::COLUMN.superseded_at.is_null())
        .order_by_asc(rating::Column::Id)
        .all(db)
        .await?;
    let actions = action::Entity::find()
        .filter(action::COLUMN.assessment_id.eq(assessment.id))
        .filter(action::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    Ok(plan_worksheet(worksheet, whole, &ratings, &actions))
}

/// Pure: what the worksheet tells against what is held.
pub fn plan_worksheet(
    worksheet: Worksheet,
    whole: &Whole,
    ratings: &[rating::Model],
    actions: &[action::Model],
) -> Prepared {
    let rated: HashMap<_, &rating::Model> =
        ratings.iter().map(|it| (it.criterion_id, it)).collect();
    let planned: HashMap<_, &action::Model> =
        actions.iter().map(|it| ((it.criterion_id, it.reference.as_str()), it)).collect();
    let Worksheet { rows_read, headings, told, problems, recognised, ignored } = worksheet;
    let mut counts = Counts { rows_read, headings, ..Counts::default() };
    let mut work = WorksheetWork::default();
    let mut shown = Vec::new();
    for it in told {
        let mut held = false;
        let mut writes = false;
        for place in &it.criteria {
            let id = whole.criteria[*place].id;
            let (before, action) = (rated.get(&id), planned.get(&(id, it.reference.as_str())));
            held |= before.is_some() || action.is_some();
            writes |= plan_rating(&mut work, *place, &it, before.copied());
            writes |= plan_action(&mut work, *place, &it, action.copied());
        }
        if writes {
            let codes: Vec<&str> =
                it.criteria.iter().map(|place| whole.criteria[*place].code.as_str()).collect();
            let says = it.level.as_ref().or(it.rationale.as_ref()).or(it.task.as_ref());
            let effect = if held { Effect::Changed } else { Effect::New };
            show(&mut shown, it.row, Some(&codes.join(", ")), says.map(String::as_str), effect);
        }
        match (held, writes) {
            (false, true) => counts.created += 1,
            (true, true) => counts.updated += 1,
            (_, false) => counts.unchanged += 1,
        }
    }
    Prepared::new(counts, problems, recognised, ignored, Work::Worksheet(work)).showing(shown)
}

/// The edition and the places of the criteria that a cell means; the cell's words where no edition knows them all.
fn meant(
    indexes: &[CodeIndex<'_>],
    text: Option<&str>,
) -> Result<Option<(usize, Vec<usize>)>, String> {
    let Some(text) = text else { return Ok(None) };
    let found = indexes.iter().enumerate().find_map(|(edition, index)| match index.resolve(text) {
        Resolution::Found(places) => Some((edition, places)),
        Resolution::Unknown => None,
    });
    found.map(Some).ok_or_else(|| text.to_owned())
}

/// Adds a row to the preview, as long as there is room.
fn show(shown: &mut Vec<Shown>, row: u32, name: Option<&str>, says: Option<&str>, effect: Effect) {
    if shown.len() < SHOWN {
        let says = says.unwrap_or_default().chars().take(120).collect();
        shown.push(Shown { row, name: name.unwrap_or_default().to_owned(), says, effect });
    }
}

fn plan_rating(
    work: &mut WorksheetWork,
    criterion: usize,
    told: &worksheet::Told,
    held: Option<&rating::Model>,
) -> bool {
    let keep = |told: &Option<String>, held: Option<&String>| {
        told.clone().or_else(|| held.cloned()).unwrap_or_default()
    };
    let new = Rated {
        criterion,
        level: told.level.clone().or_else(|| held.and_then(|it| it.level.clone())),
        rationale: keep(&told.rationale, held.map(|it| &it.rationale)),
        recommendation: keep(&told.recommendation, held.map(|it| &it.recommendation)),
    };
    let is_same = match held {
        Some(it) => {
            it.level == new.level
                && it.rationale == new.rationale
                && it.recommendation == new.recommendation
        }
        None => new.level.is_none() && new.rationale.is_empty() && new.recommendation.is_empty(),
    };
    if !is_same {
        work.superseded_ratings.extend(held.map(|it| it.id));
        work.ratings.push(new);
    }
    !is_same
}

fn plan_action(
    work: &mut WorksheetWork,
    criterion: usize,
    told: &worksheet::Told,
    held: Option<&action::Model>,
) -> bool {
    let new = Planned {
        criterion,
        reference: told.reference.clone(),
        title: told.task.clone().or_else(|| held.map(|it| it.title.clone())).unwrap_or_default(),
        owner: told.owner.clone().or_else(|| held.map(|it| it.owner.clone())).unwrap_or_default(),
        due_on: told.due_on.or_else(|| held.and_then(|it| it.due_on)),
        done_on: held.and_then(|it| it.done_on),
    };
    let is_same = match held {
        Some(it) => it.title == new.title && it.owner == new.owner && it.due_on == new.due_on,
        None => new.title.is_empty() && new.owner.is_empty() && new.due_on.is_none(),
    };
    if !is_same {
        work.superseded_actions.extend(held.map(|it| it.id));
        work.actions.push(new);
    }
    !is_same
}

/// Where an import goes.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Register { institution: InstitutionId, editions: &'a [Whole] },
    Assessment { assessment: &'a assessment::Model, whole: &'a Whole },
}

/// Writes everything that was prepared.
pub async fn apply(
    change: &mut Change,
    target: Target<'_>,
    prepared: &Prepared,
) -> Result<(), DbErr> {
    match (target, &prepared.work) {
        (Target::Register { institution, editions }, Work::Evidence(work)) => {
            super::store::write_evidence(change, institution, editions, work).await
        }
        (Target::Assessment { assessment, whole }, Work::Worksheet(work)) => {
            super::store::write_worksheet(change, assessment, whole, work).await
        }
        (Target::Register { institution, .. }, Work::Qualification(told)) => match &told.head {
            Some(head) => qualifications::save(change, institution, head, told).await,
            None => Ok(()),
        },
        _ => Err(DbErr::Custom(
            "an import into another kind of place than it was prepared for".into(),
        )),
    }
}
