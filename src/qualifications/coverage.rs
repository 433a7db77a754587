//! Which outcomes prepare for which tasks, and the holes. Pure.

use super::Whole;
use crate::language::{Language, Worded};

/// Kinds of holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoleKind {
    /// A task of the occupational standard for which nothing prepares.
    TaskWithoutOutcome,
    /// A learning outcome that nothing judges.
    OutcomeWithoutCriteria,
    /// A unit without learning outcomes.
    UnitWithoutOutcomes,
    /// The units' credits do not add up to the qualification's.
    CreditsDiffer,
}

impl Worded for HoleKind {
    fn key(&self) -> &'static str {
        match self {
            Self::TaskWithoutOutcome => "hole-task_without_outcome",
            Self::OutcomeWithoutCriteria => "hole-outcome_without_criteria",
            Self::UnitWithoutOutcomes => "hole-unit_without_outcomes",
            Self::CreditsDiffer => "hole-credits_differ",
        }
    }
}

/// A hole, with the code and the words of what it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    pub kind: HoleKind,
    pub code: String,
    pub words: String,
}

/// A row of the matrix: a task, and for each unit the codes of the outcomes that prepare for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub duty: String,
    pub code: String,
    pub statement: String,
    pub cells: Vec<Vec<String>>,
}

impl Row {
    /// Whether nothing prepares for the task.
    pub fn is_hole(&self) -> bool {
        self.cells.iter().all(Vec::is_empty)
    }
}

/// The matrix of tasks and units.
pub fn matrix(whole: &Whole) -> Vec<Row> {
    let row = |(place, task): (usize, &crate::entities::occupational_task::Model)| {
        let mut cells = vec![Vec::new(); whole.units.len()];
        for (_, outcome) in whole.links.iter().filter(|it| it.0 == place) {
            let outcome = &whole.outcomes[*outcome];
            if let Some(unit) = whole.units.iter().position(|it| it.id == outcome.unit_id) {
                cells[unit].push(outcome.code.clone());
            }
        }
        Row {
            duty: task.duty.clone(),
            code: task.code.clone(),
            statement: task.statement.clone(),
            cells,
        }
    };
    whole.tasks.iter().enumerate().map(row).collect()
}

/// Every hole, by kind.
pub fn holes(whole: &Whole, language: Language) -> Vec<Hole> {
    let hole = |kind, code: &str, words: &str| Hole {
        kind,
        code: code.to_owned(),
        words: words.to_owned(),
    };
    let mut holes = Vec::new();
    for (place, it) in whole.tasks.iter().enumerate() {
        if !whole.links.iter().any(|link| link.0 == place) {
            holes.push(hole(HoleKind::TaskWithoutOutcome, &it.code, &it.statement));
        }
    }
    for it in &whole.outcomes {
        if !whole.criteria.iter().any(|criterion| criterion.outcome_id == it.id) {
            holes.push(hole(HoleKind::OutcomeWithoutCriteria, &it.code, &it.statement));
        }
    }
    for it in &whole.units {
        if !whole.outcomes.iter().any(|outcome| outcome.unit_id == it.id) {
            holes.push(hole(HoleKind::UnitWithoutOutcomes, &it.code, it.title.get(language)));
        }
    }
    let credits: f64 =
        whole.units.iter().filter(|it| it.compulsory).filter_map(|it| it.credits).sum();
    let all_known = !whole.units.is_empty()
        && whole.units.iter().all(|it| it.credits.is_some() && it.compulsory);
    // Elective units make the sum a choice; only where all are compulsory does it have to fit.
    if let Some(own) =
        whole.qualification.credits.filter(|own| all_known && (own - credits).abs() > 0.01)
    {
        let words = format!("{} ≠ {}", language.tenths(credits), language.tenths(own));
        holes.push(hole(HoleKind::CreditsDiffer, &whole.qualification.code, &words));
    }
    holes
}
