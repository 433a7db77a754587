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
    /// The qualification has no level of the national or of the European framework.
    LevelMissing,
    /// A learning outcome that no task of the occupational standard asks for.
    OutcomeWithoutTask,
}

impl HoleKind {
    /// Colour of its badge: what is only to be watched is milder.
    pub fn tone(self) -> &'static str {
        if self == Self::OutcomeWithoutTask { "fair" } else { "bad" }
    }
}

impl Worded for HoleKind {
    fn key(&self) -> &'static str {
        match self {
            Self::TaskWithoutOutcome => "hole-task_without_outcome",
            Self::OutcomeWithoutCriteria => "hole-outcome_without_criteria",
            Self::UnitWithoutOutcomes => "hole-unit_without_outcomes",
            Self::CreditsDiffer => "hole-credits_differ",
            Self::LevelMissing => "hole-level_missing",
            Self::OutcomeWithoutTask => "hole-outcome_without_task",
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
    let tasks = whole.tasks.iter().enumerate();
    let outcomes = whole.outcomes.iter().enumerate();
    let mut holes = Vec::new();
    for (_, it) in tasks.filter(|it| !whole.links.iter().any(|link| link.0 == it.0)) {
        holes.push(hole(HoleKind::TaskWithoutOutcome, &it.code, &it.statement));
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
    let code = &whole.qualification.code;
    if let Some((sum, own)) = differing_credits(whole) {
        let words = format!("{} ≠ {}", language.tenths(sum), language.tenths(own));
        holes.push(hole(HoleKind::CreditsDiffer, code, &words));
    }
    let levels = [
        (&whole.qualification.nqf_level, "qualification-nqf"),
        (&whole.qualification.eqf_level, "qualification-eqf"),
    ];
    for (_, key) in levels.iter().filter(|it| it.0.is_empty()) {
        holes.push(hole(HoleKind::LevelMissing, code, &language.text(key)));
    }
    // Without an occupational standard, no outcome could have a task.
    let unasked =
        |place: usize| !whole.tasks.is_empty() && !whole.links.iter().any(|link| link.1 == place);
    for (_, it) in outcomes.filter(|it| unasked(it.0)) {
        holes.push(hole(HoleKind::OutcomeWithoutTask, &it.code, &it.statement));
    }
    holes
}

/// Sum of the units' credits and the qualification's own, where they must agree and do not. Elective units make the sum a choice;
/// only where all are compulsory and known does it have to fit.
fn differing_credits(whole: &Whole) -> Option<(f64, f64)> {
    let own = whole.qualification.credits?;
    let known: Option<Vec<f64>> =
        whole.units.iter().map(|it| it.credits.filter(|_| it.compulsory)).collect();
    let sum: f64 = known.filter(|it| !it.is_empty())?.iter().sum();
    ((own - sum).abs() > 0.01).then_some((sum, own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{
        AssessmentCriterionId, Domain, InstitutionId, LearningOutcomeId, OccupationalTaskId,
        QualificationId, QualificationUnitId, Titles, assessment_criterion, learning_outcome,
        occupational_task, qualification, qualification_unit,
    };

    fn unit(id: i64, credits: Option<f64>, compulsory: bool) -> qualification_unit::Model {
        qualification_unit::Model {
            id: QualificationUnitId(id),
            qualification_id: QualificationId(1),
            code: format!("U{id}"),
            title: Titles::english("Unit"),
            credits,
            hours: None,
            compulsory,
            position: 0,
        }
    }

    fn outcome(id: i64, unit: i64) -> learning_outcome::Model {
        learning_outcome::Model {
            id: LearningOutcomeId(id),
            unit_id: QualificationUnitId(unit),
            code: format!("LO{id}"),
            domain: Domain::Skills,
            statement: "Does".into(),
            position: 0,
        }
    }

    fn criterion(id: i64, outcome: i64) -> assessment_criterion::Model {
        assessment_criterion::Model {
            id: AssessmentCriterionId(id),
            outcome_id: LearningOutcomeId(outcome),
            code: format!("AC{id}"),
            statement: "Does it well".into(),
            position: 0,
        }
    }

    fn task(id: i64) -> occupational_task::Model {
        occupational_task::Model {
            id: OccupationalTaskId(id),
            qualification_id: QualificationId(1),
            code: format!("T{id}"),
            duty: "Order".into(),
            statement: "Patrols".into(),
            position: 0,
        }
    }

    /// Two units with an outcome each, every one judged and asked for by a task; 10 credits.
    fn sound() -> Whole {
        Whole {
            qualification: qualification::Model {
                id: QualificationId(1),
                institution_id: InstitutionId(1),
                code: "PBT".into(),
                title: Titles::english("Training"),
                kind: "T.D".into(),
                nqf_level: "4".into(),
                eqf_level: "4".into(),
                credits: Some(10.0),
                awarding_body: String::new(),
                valid_from: None,
                valid_until: None,
                created_at: chrono::DateTime::default(),
            },
            units: vec![unit(1, Some(6.0), true), unit(2, Some(4.0), true)],
            outcomes: vec![outcome(1, 1), outcome(2, 2)],
            criteria: vec![criterion(1, 1), criterion(2, 2)],
            tasks: vec![task(1), task(2)],
            links: vec![(0, 0), (0, 1), (1, 1)],
        }
    }

    #[test]
    fn each_thing_that_is_missing_is_a_hole_of_its_own_kind() {
        type Case = (&'static str, fn(&mut Whole), &'static [(HoleKind, &'static str)]);
        let cases: [Case; 10] = [
            ("nothing", |_| {}, &[]),
            (
                "a task's outcomes",
                |it| it.links.retain(|link| link.0 != 1),
                &[(HoleKind::TaskWithoutOutcome, "T2")],
            ),
            (
                "an outcome's criteria",
                |it| it.criteria.truncate(1),
                &[(HoleKind::OutcomeWithoutCriteria, "LO2")],
            ),
            (
                "a unit's outcomes",
                |it| it.units.push(unit(3, Some(0.0), true)),
                &[(HoleKind::UnitWithoutOutcomes, "U3")],
            ),
            ("credits", |it| it.units[0].credits = Some(5.5), &[(HoleKind::CreditsDiffer, "PBT")]),
            ("credits of a unit, unknown", |it| it.units[0].credits = None, &[]),
            ("credits, with an elective unit", |it| it.units[0] = unit(1, Some(9.0), false), &[]),
            (
                "a level",
                |it| it.qualification.eqf_level.clear(),
                &[(HoleKind::LevelMissing, "PBT")],
            ),
            (
                "an outcome's task",
                |it| it.links = vec![(0, 0), (1, 0)],
                &[(HoleKind::OutcomeWithoutTask, "LO2")],
            ),
            (
                "the occupational standard",
                |it| {
                    it.tasks.clear();
                    it.links.clear();
                },
                &[],
            ),
        ];
        for (missing, spoil, expected) in cases {
            let mut whole = sound();
            spoil(&mut whole);
            let holes = holes(&whole, Language::English);
            let seen: Vec<_> = holes.iter().map(|it| (it.kind, it.code.as_str())).collect();
            assert_eq!(seen, expected, "without {missing}");
        }
    }

    #[test]
    fn the_matrix_has_the_outcomes_of_each_unit_in_its_column() {
        let mut whole = sound();
        whole.tasks.push(task(3));
        let cells: Vec<_> = matrix(&whole).into_iter().map(|it| (it.is_hole(), it.cells)).collect();
        let lo = |code: &str| vec![code.to_owned()];
        assert_eq!(
            cells,
            [
                (false, vec![lo("LO1"), lo("LO2")]),
                (false, vec![vec![], lo("LO2")]),
                (true, vec![vec![], vec![]]),
            ]
        );
    }
}
