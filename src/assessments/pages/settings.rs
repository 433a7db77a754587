//! Visit date, target and cycle of an assessment.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::within;
use crate::access::Action;
use crate::app::App;
use crate::assessments::forms::SettingsForm;
use crate::assessments::store;
use crate::check::Problems;
use crate::entities::assessment;
use crate::language::Language;
use crate::paths::{Assessment, AssessmentSettings, MoveAssessment};
use crate::standards;
use crate::standards::pack::{Head, Setting};
use crate::web::components::{Fields, submit};
use crate::web::{Page, Result, Visitor, see_with};

/// The form.
pub async fn show(
    AssessmentSettings { assessment }: AssessmentSettings,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let (it, edition) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let form = SettingsForm {
        name: Some(it.name.clone()),
        target: Some(it.target.clone()),
        visit_date: Some(it.visit_date.map(|it| it.to_string()).unwrap_or_default()),
        period_from: Some(it.period_from.map(|it| it.to_string()).unwrap_or_default()),
        period_to: Some(it.period_to.map(|it| it.to_string()).unwrap_or_default()),
        ..SettingsForm::default()
    };
    let head = standards::store::head_of(&edition)?;
    let percent = |setting: Setting<'_>| {
        it.settings.0.get(setting.name).map(|it| rounded(100.0 * it / setting.most).to_string())
    };
    let form = SettingsForm {
        number: head.settings().map(|it| percent(it).unwrap_or_default()).collect(),
        setting: head.settings().map(|it| it.name.to_owned()).collect(),
        ..form
    };
    Ok(page(&visitor, &it, &head, &form, &Problems::default()))
}

fn page(
    visitor: &Visitor,
    it: &assessment::Model,
    head: &Head,
    form: &SettingsForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let outcomes: Vec<_> = head
        .outcomes
        .iter()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .collect();
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let (name, visit) = (text(&form.name), text(&form.visit_date));
    let (from, to) = (text(&form.period_from), text(&form.period_to));
    let body = html! {
        form.narrow method="post" action=(AssessmentSettings { assessment: it.id }) {
            (field.text("name", "assessment-name", &name).required())
            (field.choice("target", "assessment-target", &outcomes, &text(&form.target)))
            (field.date("visit_date", "visit-date", &visit))
            div.row {
                (field.date("period_from", "period-from", &from))
                (field.date("period_to", "period-to", &to).hint("period-hint"))
            }
            (numbers(language, head, form, problems))
            (submit(language.text("save")))
        }
        p { a.button.second href=(MoveAssessment { assessment: it.id }) { (language.text("move")) } }
    };
    within(visitor, it, language.text("settings"), body)
}

/// A percentage without the traces of binary fractions.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// The numbers that the accreditor does not publish.
fn numbers(language: Language, head: &Head, form: &SettingsForm, problems: &Problems) -> Markup {
    let typed = |name: &str| {
        let pair = form.setting.iter().zip(&form.number).find(|it| it.0 == name);
        pair.map_or("", |it| it.1.as_str())
    };
    html! {
        @if head.settings().next().is_some() {
            h2 { (language.text("assessment-numbers")) }
            p.hint { (language.text("assessment-numbers-hint")) }
            @for setting in head.settings() {
                @let id = format!("number-{}", setting.name);
                div.field {
                    label for=(id) { (setting.title.get(language)) " (%)" }
                    input type="hidden" name="setting" value=(setting.name);
                    input #(id) name="number" type="text" inputmode="decimal" value=(typed(setting.name));
                }
            }
            @if let Some(problem) = problems.get("number") { p.problem role="alert" { (problem.text(language)) } }
        }
    }
}

/// Changes what was sent.
pub async fn update(
    AssessmentSettings { assessment }: AssessmentSettings,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SettingsForm>,
) -> Result<Response> {
    let (it, edition) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let head = standards::store::head_of(&edition)?;
    let edit = match form.check(&head, &it.settings, (it.period_from, it.period_to)) {
        Ok(edit) => edit,
        Err(problems) => {
            return Ok(page(&visitor, &it, &head, &form, &problems).refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    store::update(&mut change, it, edit).await?;
    change.commit().await?;
    Ok(see_with(Assessment { assessment }, "done-saved"))
}
