//! One finding: what it says, what was done about it, what can be done now.

use axum::extract::State;
use maud::{Markup, html};

use super::form::about;
use super::{due, kind, state, timeline};
use crate::accounts;
use crate::app::App;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{FindingKind, FindingStep};
use crate::findings::course::{STEPS, needs_note};
use crate::findings::forms::StepForm;
use crate::findings::ground::{Ground, Rights};
use crate::findings::proofs::Proofs;
use crate::language::Language;
use crate::paths::{EditFinding, Evidence, Finding, Findings, WorkbenchAt};
use crate::web::components::{Fields, badge};
use crate::web::{Page, Result, Visitor};

/// The page of a finding.
pub async fn show(
    Finding { assessment, finding }: Finding,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let it = Ground::of(&app.db.read, &visitor, (assessment, finding), app.today()).await?;
    page(&app, &visitor, &it, &StepForm::default(), &Problems::default()).await
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    it: &Ground,
    form: &StepForm,
    problems: &Problems,
) -> Result<Page> {
    let (db, language, held) = (&app.db.read, visitor.language, &it.held);
    let rights = Rights::of(app, visitor, it).await?;
    let proofs = Proofs::of(db, visitor, held).await?;
    let people = held.steps.iter().filter_map(|it| it.user_id);
    let wordings = held.past.iter().chain([&held.wording]).filter_map(|it| it.user_id);
    let names = accounts::store::names(db, people.chain(wordings).chain(held.head.user_id)).await?;
    let steps: Vec<FindingStep> =
        STEPS.iter().copied().filter(|it| held.after(*it).is_some() && rights.may(*it)).collect();
    let (assessment, finding) = (it.assessment.id, held.head.id);
    let body = html! {
        (facts(app, language, it, &proofs, &names))
        @if rights.rewords(held) {
            p { a.button.second href=(EditFinding { assessment, finding }) { (language.text("finding-edit")) } }
        }
        @if !steps.is_empty() { (next(language, it, &steps, form, problems)) }
        h2 { (language.text("finding-course")) }
        (timeline::timeline(language, held, &proofs, &names))
    };
    let title = format!("{} · {}", held.name(), language.word(&held.wording.kind));
    Ok(within(visitor, &it.assessment, title, body)
        .under(Findings { assessment }, language.text("findings")))
}

fn facts(
    app: &App,
    language: Language,
    it: &Ground,
    proofs: &Proofs,
    names: &timeline::Names,
) -> Markup {
    let (held, said) = (&it.held, &it.held.wording);
    let assessment = it.assessment.id;
    html! {
        div.panel {
            p { (kind(language, said.kind)) " " (state(language, held.state())) }
            p.text { (said.statement) }
            dl.facts {
                dt { (language.text("finding-criterion")) }
                dd { @match it.criterion() {
                    Some(criterion) => a href=(WorkbenchAt { assessment, criterion: criterion.id }) { (about(language, Some(criterion))) },
                    None => (about(language, None)),
                } }
                @if !said.requirement.is_empty() { dt { (language.text("finding-requirement")) } dd.text { (said.requirement) } }
                @if !said.objective_evidence.is_empty() { dt { (language.text("finding-objective")) } dd.text { (said.objective_evidence) } }
                @if let Some(id) = said.evidence_id {
                    dt { (language.text("finding-evidence")) } dd { (item(language, proofs.item(id))) }
                }
                dt { (language.text("finding-due")) } dd { (due(language, app.today(), held)) }
                @if held.head.carried_from_id.is_some() { dt { (language.text("finding-carried")) } dd { (language.text("yes")) } }
                dt { (language.text("round")) } dd { (language.word(&held.head.round)) }
                dt { (language.text("finding-by")) }
                dd { (timeline::name(names, held.head.user_id)) ", " (language.moment(held.head.recorded_at)) }
            }
        }
    }
}

/// An evidence item, or that there is one.
pub(super) fn item(
    language: Language,
    it: Option<&crate::entities::evidence_item::Model>,
) -> Markup {
    html! {
        @match it {
            Some(it) => a href=(Evidence { evidence: it.id }) { (it.reference) " " (it.title) },
            None => (badge("plain", language.text("finding-evidence-kept"))),
        }
    }
}

/// What can be done now: the fields that the steps need, and a button for each.
fn next(
    language: Language,
    it: &Ground,
    steps: &[FindingStep],
    form: &StepForm,
    problems: &Problems,
) -> Markup {
    let (assessment, finding) = (it.assessment.id, it.held.head.id);
    let field = Fields { language, problems };
    let answers = steps.contains(&FindingStep::Answer);
    let seen = if form.seen.is_empty() { it.held.stamp() } else { form.seen.clone() };
    let kind = it.held.wording.kind;
    let note = field.area("note", "finding-note", &form.note);
    // Where there is but one way on, it is the one to take.
    let class = if steps.len() == 1 { "primary" } else { "second" };
    html! {
        form.panel method="post" action=(Finding { assessment, finding }) data-guard {
            h2 { (language.text("finding-next")) }
            @for key in ["seen", "step"] {
                @if let Some(problem) = problems.get(key) { p.problem role="alert" { (problem.text(language)) } }
            }
            input type="hidden" name="seen" value=(seen);
            @if answers { (answer(field, kind, form)) }
            @if steps.iter().any(|it| StepForm::takes_evidence(*it)) {
                (field.text("evidence", "finding-proofs", &form.evidence).hint("finding-proofs-hint"))
            }
            @if steps.iter().any(|it| needs_note(*it, false)) { (note.hint("finding-note-hint")) } @else { (note) }
            p.actions { @for it in steps {
                button class=(class) type="submit" name="step" value=(it.code()) { (language.word(it)) }
            } }
        }
    }
}

fn answer(field: Fields<'_>, kind: FindingKind, form: &StepForm) -> Markup {
    let whole = kind.is_nonconformity();
    html! {
        @if whole {
            (field.area("correction", "finding-correction", &form.correction).hint("finding-correction-hint"))
            (field.area("root_cause", "finding-root-cause", &form.root_cause).hint("finding-root-cause-hint"))
        }
        (field.area("corrective_action", "finding-action", &form.corrective_action).hint("finding-action-hint"))
        @if whole { (field.area("extent", "finding-extent", &form.extent).hint("finding-extent-hint")) }
    }
}
