//! Taking a step: the institution answers and mends, the reviewers agree, verify or send it back.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::show;
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{FindingStep, evidence_item};
use crate::evidence::links;
use crate::findings::forms::StepForm;
use crate::findings::ground::{Ground, Rights};
use crate::findings::proofs::{Proofs, named};
use crate::findings::store::{self, NewStep};
use crate::paths::Finding;
use crate::web::{Error, Result, Visitor, see_with};

/// Takes a step.
pub async fn step(
    Finding { assessment, finding }: Finding,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let at = (assessment, finding);
    let shown = Ground::of(&app.db.read, &visitor, at, app.today()).await?;
    let rights = Rights::of(&app, &visitor, &shown).await?;
    let step = form.step().filter(|it| rights.may(*it)).ok_or(Error::Forbidden)?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.assessment.institution_id).await?;
    let now = Ground::of(change.tx(), &visitor, at, app.today()).await?;
    let (new, items) = match checked(&change, &visitor, &now, &form, step).await? {
        Ok(checked) => checked,
        Err(problems) => {
            drop(change);
            // What was written stays; who sends it again has seen how it stands now.
            let form = StepForm { seen: String::new(), ..form };
            return Ok(show::page(&app, &visitor, &now, &form, &problems).await?.refused());
        }
    };
    let ids: Vec<_> = items.iter().map(|it| it.id).collect();
    store::step(&mut change, &now.assessment, &now.held, new, &ids).await?;
    // What mends a finding proves its criterion too: else its reviewers would not see it.
    if let Some(criterion) = now.criterion()
        && visitor.may_on(Action::KeepEvidence, &now.assessment)
    {
        let link = |item| links::NewLink {
            item,
            criterion,
            relevance: now.held.name(),
            place: String::new(),
        };
        let institution = now.assessment.institution_id;
        links::add_many(&mut change, institution, items.iter().map(link)).await?;
    }
    change.commit().await?;
    Ok(see_with(Finding { assessment, finding }, "done-finding-step"))
}

type Checked = std::result::Result<(NewStep, Vec<evidence_item::Model>), Problems>;

/// The step and its evidence, or every problem at once.
async fn checked(
    change: &crate::app::Change,
    visitor: &Visitor,
    now: &Ground,
    form: &StepForm,
    step: FindingStep,
) -> Result<Checked> {
    let mut problems = Problems::default();
    let held = &now.held;
    if (!form.seen.is_empty() && form.seen != held.stamp()) || held.after(step).is_none() {
        problems.add("seen", Problem::Other("problem-finding-meanwhile"));
        return Ok(Err(problems));
    }
    let mut items = Vec::new();
    if StepForm::takes_evidence(step) {
        let institution = now.assessment.institution_id;
        match named(change.tx(), visitor, institution, &form.evidence).await? {
            Ok(found) => items = found,
            Err(_) => problems.add("evidence", Problem::Other("problem-finding-evidence")),
        }
    }
    let proofs = Proofs::of(change.tx(), visitor, held).await?;
    let is_proved = !items.is_empty() || proofs.prove(held.since_sent_back());
    Ok(form.check(step, held.wording.kind, is_proved, problems).map(|it| (it, items)))
}
