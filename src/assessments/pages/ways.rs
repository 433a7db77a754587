//! The navigation of an assessment: all its pages, in groups.

use std::fmt::Display;

use crate::access::Action;
use crate::entities::{Round, assessment};
use crate::paths::{
    Assessment, AssessmentScope, AssessmentSettings, Calendar, Calibrations, CarryRatings, Checks,
    Deadlines, DecisionOf, Dossiers, Findings, Gaps, Notes, Recommendations, Report, Requests,
    RoundOf, Sampling, StageOf, Team, Workbench, WorkbenchTable,
};
use crate::web::Visitor;
use crate::web::ways::{Group, Way};

/// What a person may open of it. The first page of a group is where the group itself leads.
pub(super) fn of(visitor: &Visitor, it: &assessment::Model) -> Vec<Group> {
    let (assessment, institution) = (it.id, it.institution_id);
    let round = it.stage.round();
    let rating = Action::rates_in(round);
    let is_rated = it.stage.rated().is_some();
    let may = |action| visitor.may(action, institution);
    let asks = may(Action::AnswerRequests) || may(Action::AskEvidence);
    let reads_all = visitor.scope().institutions.contains(&institution);
    let to = |path: &dyn Display, key| Some(Way::to(path, visitor.language.text(key)));
    let file = |path: &dyn Display, key| Some(Way::to_file(path, visitor.language.text(key)));
    let group = |key, ways: Vec<Option<Way>>| Group {
        word: visitor.language.text(key),
        ways: ways.into_iter().flatten().collect(),
    };
    let readiness = vec![
        to(&Assessment { assessment }, "ways-overview"),
        to(&Gaps { assessment }, "gap-list"),
        file(&Report { assessment }, "report-download").filter(|_| may(Action::Export)),
    ];
    let criteria = vec![
        to(&Workbench { assessment }, "workbench"),
        to(&WorkbenchTable { assessment }, "workbench-table").filter(|_| is_rated && may(rating)),
        to(&RoundOf { assessment }, "round").filter(|_| round != Round::Own),
        to(&Calibrations { assessment }, "calibration"),
        to(&Checks { assessment }, "checks"),
        to(&CarryRatings { assessment }, "assessment-carry")
            .filter(|_| is_rated && visitor.may_on(rating, it)),
    ];
    let evidence = vec![
        to(&Calendar { assessment }, "calendar"),
        to(&Notes { assessment }, "notes"),
        to(&Sampling { assessment }, "sampling"),
        to(&Requests { institution }, "requests").filter(|_| asks),
    ];
    let findings = vec![
        to(&Findings { assessment }, "findings"),
        to(&Recommendations { institution }, "recommendations").filter(|_| reads_all),
    ];
    let course = vec![
        to(&StageOf { assessment }, "stage"),
        to(&Deadlines { assessment }, "deadlines"),
        to(&Dossiers { assessment }, "dossiers"),
        to(&DecisionOf { assessment }, "decision").filter(|_| round == Round::External),
    ];
    let setup = vec![
        to(&Team { assessment }, "team"),
        to(&AssessmentScope { assessment }, "scope"),
        to(&AssessmentSettings { assessment }, "settings").filter(|_| may(Action::KeepAssessments)),
    ];
    vec![
        group("readiness", readiness),
        group("ways-criteria", criteria),
        group("nav-evidence", evidence),
        group("findings", findings),
        group("ways-course", course),
        group("ways-setup", setup),
    ]
}
