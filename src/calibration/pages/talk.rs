//! The discussion of a criterion, and the rule that comes of it.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;

use super::criterion::{Typed, page};
use super::{Exercise, leads, refused, require_lead, require_taker, rule};
use crate::accounts;
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::calibration::forms::{RemarkForm, RuleForm};
use crate::calibration::store;
use crate::entities::{CriterionId, UserId, assessment, calibration_remark, calibration_rule};
use crate::language::Language;
use crate::paths::{CalibrateCriterion, NoteRule, RemarkCriterion};
use crate::web::components::{Fields, submit};
use crate::web::{Result, Visitor, see_with};

/// What was said of a criterion, and its rules.
pub(super) struct Talk {
    remarks: Vec<calibration_remark::Model>,
    rules: Vec<calibration_rule::Model>,
    names: HashMap<UserId, String>,
}

impl Talk {
    /// Reads it; three queries.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        it: &Exercise,
        criterion: CriterionId,
    ) -> Result<Self> {
        let remarks = store::remarks(db, it.held.id, criterion).await?;
        let rules = store::rules(db, it.of.institution_id, criterion).await?;
        let said = remarks.iter().map(|it| it.user_id);
        let people: Vec<UserId> = said.chain(rules.iter().map(|it| it.user_id)).collect();
        let names = accounts::store::names(db, people).await?;
        Ok(Self { remarks, rules, names })
    }

    /// The discussion, with the form to say something.
    pub(super) fn shown(
        &self,
        language: Language,
        of: &assessment::Model,
        at: CalibrateCriterion,
        typed: &Typed,
    ) -> Markup {
        let field = Fields { language, problems: &typed.problems };
        let CalibrateCriterion { assessment, calibration, criterion } = at;
        let post = RemarkCriterion { assessment, calibration, criterion };
        html! {
            div.panel {
                h2 { (language.text("calibration-talk")) }
                @if self.remarks.is_empty() { p.faint { (language.text("calibration-talk-none")) } }
                ul.plain { @for it in &self.remarks { li { div.grow {
                    strong { (self.names.get(&it.user_id).map_or("–", String::as_str)) } " "
                    span.faint { (language.moment(it.recorded_at)) }
                    p.text { (it.text) }
                } } } }
                @if !of.stage.is_decided() {
                    form method="post" action=(post) data-guard {
                        (field.area("remark", "calibration-remark", &typed.remark).hint("calibration-remark-hint").required())
                        (submit(language.text("calibration-say")))
                    }
                }
            }
        }
    }

    /// The rule that holds and the earlier ones; for the lead, once the exercise has ended, the form to note another.
    pub(super) fn rules(
        &self,
        visitor: &Visitor,
        it: &Exercise,
        at: CalibrateCriterion,
        typed: &Typed,
    ) -> Markup {
        let language = visitor.language;
        let field = Fields { language, problems: &typed.problems };
        let CalibrateCriterion { assessment, calibration, criterion } = at;
        let post = NoteRule { assessment, calibration, criterion };
        let notes = it.held.ended_at.is_some() && leads(visitor, &it.of);
        html! {
            (rule::shown(language, &self.rules, &self.names))
            @if notes {
                form.panel method="post" action=(post) data-guard {
                    input type="hidden" name="seen" value=(held(&self.rules));
                    (field.area("rule", "rule-note", &typed.rule).hint("rule-note-hint").required())
                    (submit(language.text("rule-note-do")))
                }
            }
        }
    }
}

/// Says which rule was seen.
fn held(rules: &[calibration_rule::Model]) -> String {
    let held = rules.iter().find(|it| it.superseded_at.is_none());
    held.map(|it| it.id.to_string()).unwrap_or_default()
}

/// Says something in the discussion, once all see what all said.
pub async fn remark(
    RemarkCriterion { assessment, calibration, criterion }: RemarkCriterion,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemarkForm>,
) -> Result<Response> {
    let (alone, ()) = alone(&app, &visitor, assessment, require_taker).await?;
    let Alone { mut change, visitor, it: of, .. } = alone;
    let exercise = (assessment, calibration);
    let it = Exercise::of(change.tx(), &visitor, exercise, change.now()).await?;
    let place = it.at(&visitor, criterion)?;
    if !it.is_open_to(&visitor) {
        return Err(refused(visitor.language, "problem-calibration-blind"));
    }
    let text = match form.check() {
        Ok(text) => text,
        Err(problems) => {
            drop(change);
            let typed = Typed { remark: form.remark, problems, ..Typed::default() };
            return Ok(page(&app, &visitor, (&it, place), &typed).await?.refused());
        }
    };
    let row = &it.tailored.whole.criteria[place];
    store::remark(&mut change, &of, (calibration, visitor.id), (row, text)).await?;
    change.commit().await?;
    let at = CalibrateCriterion { assessment, calibration, criterion };
    Ok(see_with(at, "done-remark"))
}

/// Notes the rule; by the lead, once all see what all said.
pub async fn note(
    NoteRule { assessment, calibration, criterion }: NoteRule,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RuleForm>,
) -> Result<Response> {
    let (alone, ()) = alone(&app, &visitor, assessment, require_lead).await?;
    let Alone { mut change, visitor, it: of, .. } = alone;
    let exercise = (assessment, calibration);
    let it = Exercise::of(change.tx(), &visitor, exercise, change.now()).await?;
    let place = it.at(&visitor, criterion)?;
    if !it.is_open_to(&visitor) {
        return Err(refused(visitor.language, "problem-calibration-blind"));
    }
    let rules = store::rules(change.tx(), of.institution_id, criterion).await?;
    let text = match form.check(&held(&rules)) {
        Ok(text) => text,
        Err(problems) => {
            drop(change);
            let typed = Typed { rule: form.rule, problems, ..Typed::default() };
            return Ok(page(&app, &visitor, (&it, place), &typed).await?.refused());
        }
    };
    let row = &it.tailored.whole.criteria[place];
    store::note(&mut change, &of, (calibration, visitor.id), (row, text)).await?;
    change.commit().await?;
    let at = CalibrateCriterion { assessment, calibration, criterion };
    Ok(see_with(at, "done-rule"))
}
