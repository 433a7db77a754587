//! Letting a finding say something else; what it said before stays known.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;

use super::form::{about, evidence, fields};
use crate::app::App;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::entities::{FindingKind, FindingStep};
use crate::findings::due::{self, regime};
use crate::findings::forms::FindingForm;
use crate::findings::ground::{Ground, Rights};
use crate::findings::held::Held;
use crate::findings::proofs::Proofs;
use crate::findings::store::{self, NewStep, Wording};
use crate::paths::{EditFinding, Finding, Findings};
use crate::web::components::submit;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The form with what it says now.
pub async fn edit(
    EditFinding { assessment, finding }: EditFinding,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let db = &app.db.read;
    let it = Ground::of(db, &visitor, (assessment, finding), app.today()).await?;
    require_rewords(&app, &visitor, &it).await?;
    let proofs = Proofs::of(db, &visitor, &it.held).await?;
    let seen = it.held.stamp();
    let form = FindingForm { seen, ..FindingForm::default() };
    let form = form.filled(&it.held.wording, &reference(&it.held, &proofs));
    Ok(page(&visitor, &it, &form, &Problems::default()))
}

/// The number of the item that it names; empty where there is none, or none that this person may see.
fn reference(held: &Held, proofs: &Proofs) -> String {
    let item = held.wording.evidence_id.and_then(|id| proofs.item(id));
    item.map(|it| it.reference.clone()).unwrap_or_default()
}

async fn require_rewords(app: &App, visitor: &Visitor, it: &Ground) -> Result<()> {
    let rights = Rights::of(app, visitor, it).await?;
    if rights.rewords(&it.held) { Ok(()) } else { Err(Error::Forbidden) }
}

fn page(visitor: &Visitor, it: &Ground, form: &FindingForm, problems: &Problems) -> Page {
    let language = visitor.language;
    let (assessment, finding) = (it.assessment.id, it.held.head.id);
    let regime = regime(&it.whole.edition.code);
    let body = html! {
        p { (about(language, it.criterion())) }
        form.panel method="post" action=(EditFinding { assessment, finding }) data-guard {
            input type="hidden" name="seen" value=(form.seen);
            (fields(language, form, problems, regime))
            (submit(language.text("save")))
        }
    };
    within(visitor, &it.assessment, language.text("finding-edit"), body)
        .under(Findings { assessment }, language.text("findings"))
        .under(Finding { assessment, finding }, it.held.name())
}

/// Lets it say something else. What is not sent stays.
pub async fn reword(
    EditFinding { assessment, finding }: EditFinding,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<FindingForm>,
) -> Result<Response> {
    let at = (assessment, finding);
    let shown = Ground::of(&app.db.read, &visitor, at, app.today()).await?;
    require_rewords(&app, &visitor, &shown).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.assessment.institution_id).await?;
    let now = Ground::of(change.tx(), &visitor, at, app.today()).await?;
    let held = &now.held;
    let proofs = Proofs::of(change.tx(), &visitor, held).await?;
    let named = reference(held, &proofs);
    let is_sent = form.evidence.is_some();
    let form = form.filled(&held.wording, &named);
    let mut problems = meanwhile(held, &form);
    // Who does not see the item that is named cannot take it away either.
    let is_kept = !is_sent || FindingForm::text(form.evidence.as_deref()).trim() == named;
    let item = if is_kept {
        held.wording.evidence_id
    } else {
        evidence(change.tx(), &visitor, &now.assessment, &form, &mut problems).await?
    };
    let regime = regime(&now.whole.edition.code);
    let was = held.wording.kind.is_nonconformity();
    // What becomes a nonconformity only now has the accreditor's day from now on.
    let due = |kind| regime.filter(|_| !was).and_then(|it| due::due(it, kind, app.today()));
    let said = match form.check(due, problems) {
        Ok(said) => said.with(item),
        Err(problems) => {
            drop(change);
            let form = FindingForm { seen: held.stamp(), ..form };
            return Ok(page(&visitor, &now, &form, &problems).refused());
        }
    };
    let back = Finding { assessment, finding };
    if said == as_held(held) {
        return Ok(see_with(back, "done-finding-same"));
    }
    let returned = said.kind.is_nonconformity() && !was;
    store::reword(&mut change, &now.assessment, held, said).await?;
    if returned && held.after(FindingStep::Return).is_some() {
        // What was answered so far does not say what a nonconformity asks for: correction, cause, extent.
        let step = NewStep::returned(visitor.language.text("finding-now-nonconformity"));
        store::step(&mut change, &now.assessment, held, step, &[]).await?;
    }
    change.commit().await?;
    Ok(see_with(back, "done-finding-reworded"))
}

/// What of a form no longer fits what is held: somebody was quicker, or an answered finding would become praise.
fn meanwhile(held: &Held, form: &FindingForm) -> Problems {
    let mut problems = Problems::default();
    if !form.seen.is_empty() && form.seen != held.stamp() {
        problems.add("seen", Problem::Other("problem-finding-meanwhile"));
    }
    let is_praise = |it: FindingKind| it == FindingKind::Commendation;
    if let Some(kind) = FindingKind::from_code(FindingForm::text(form.kind.as_deref()))
        && !held.steps.is_empty()
        && is_praise(kind) != is_praise(held.wording.kind)
    {
        problems.add("kind", Problem::Other("problem-finding-praise"));
    }
    problems
}

/// What it says now.
fn as_held(held: &Held) -> Wording {
    let now = &held.wording;
    Wording {
        kind: now.kind,
        statement: now.statement.clone(),
        requirement: now.requirement.clone(),
        objective_evidence: now.objective_evidence.clone(),
        evidence: now.evidence_id,
        due_on: now.due_on,
    }
}
