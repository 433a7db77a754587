//! What would be done: what a sheet tells against what is held. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use super::evidence::Register;
use super::problem::{Code, Problem};
use super::worksheet::{self, Worksheet};
use crate::entities::{ActionId, EvidenceId, RatingId, action, evidence_item, rating};
use crate::evidence::facts::Facts;
use crate::evidence::moves::may_be_typed;
use crate::language::Language;
use crate::qualifications::sheet::Told;
use crate::standards::codes::{CodeIndex, Resolution};
use crate::standards::pack::Scale;
use crate::standards::store::Whole;

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
    pub second_level: Option<String>,
    pub score: Option<f64>,
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

impl Prepared {
    pub(super) fn new(
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

/// The register as an import finds it.
#[derive(Debug, Default)]
pub struct Held {
    /// Everything, what was deleted too.
    pub items: Vec<evidence_item::Model>,
    /// What whoever imports may not open.
    pub closed: HashSet<EvidenceId>,
}

impl Held {
    /// Why a row must not change an item, if it must not.
    fn refusal(&self, item: &evidence_item::Model, facts: &Facts) -> Option<(Code, String)> {
        if item.deleted_at.is_some() {
            return Some((Code::Deleted, item.reference.clone()));
        }
        if self.closed.contains(&item.id) {
            return Some((Code::Restricted, item.reference.clone()));
        }
        let decided = !may_be_typed(item.status, facts.status);
        decided.then(|| (Code::Decided, facts.status.to_string()))
    }

    /// Places of the items by number, and by title those that a title may mean: nobody learns from one what they must not.
    fn places(&self) -> [HashMap<String, usize>; 2] {
        let mut by_reference = HashMap::with_capacity(self.items.len());
        let mut by_title = HashMap::with_capacity(self.items.len());
        for (place, it) in self.items.iter().enumerate() {
            by_reference.insert(it.reference.to_lowercase(), place);
            if it.deleted_at.is_none() && !self.closed.contains(&it.id) {
                by_title.insert(it.title.to_lowercase(), place);
            }
        }
        [by_reference, by_title]
    }
}

/// What the register tells against what is held.
pub fn plan_evidence(register: Register, held: &Held, editions: &[Whole]) -> Prepared {
    let [by_reference, by_title] = held.places();
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
        match place.map(|it| &held.items[*it]) {
            None => {
                counts.created += 1;
                show(&mut shown, it.row, it.reference.as_deref(), it.title.as_deref(), Effect::New);
                let mut facts = it.over(Facts::default());
                if facts.title.is_empty() {
                    facts.title.clone_from(&facts.reference);
                }
                work.new.push(NewItem { facts, place: it.place, criteria });
            }
            Some(item) => {
                let facts = it.over(Facts::of(item));
                if let Some((code, about)) = held.refusal(item, &facts) {
                    let (sheet, column) = (it.sheet, String::new());
                    problems.push(Problem { sheet, row: it.row, column, code, about });
                } else if facts == Facts::of(item) {
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

/// What the worksheet tells against what is held.
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
            let scale = whole.head.scale.as_ref();
            let (before, action) = (rated.get(&id), planned.get(&(id, it.reference.as_str())));
            held |= before.is_some() || action.is_some();
            writes |= plan_rating(&mut work, scale, *place, &it, before.copied());
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

/// The score that a row gives. A score belongs to the level that it gave: the same level said again as a word keeps it.
fn score_of(told: &worksheet::Told, held: Option<&rating::Model>) -> Option<f64> {
    let kept = held.filter(|it| told.level.is_none() || it.level == told.level);
    told.score.or(kept.and_then(|it| it.score))
}

fn plan_rating(
    work: &mut WorksheetWork,
    scale: Option<&Scale>,
    criterion: usize,
    told: &worksheet::Told,
    held: Option<&rating::Model>,
) -> bool {
    let keep = |told: &Option<String>, held: Option<&String>| {
        told.clone().or_else(|| held.cloned()).unwrap_or_default()
    };
    let apart = |code: &str| scale.is_some_and(|it| it.is_not_applicable(code));
    let second = held.and_then(|it| it.second_level.as_ref());
    let second = second.filter(|_| !told.level.as_deref().is_some_and(apart));
    let new = Rated {
        criterion,
        level: told.level.clone().or_else(|| held.and_then(|it| it.level.clone())),
        second_level: told.second_level.clone().or_else(|| second.cloned()),
        score: score_of(told, held),
        rationale: keep(&told.rationale, held.map(|it| &it.rationale)),
        recommendation: keep(&told.recommendation, held.map(|it| &it.recommendation)),
    };
    let is_same = match held {
        Some(it) => {
            it.level == new.level
                && it.second_level == new.second_level
                && it.score == new.score
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
