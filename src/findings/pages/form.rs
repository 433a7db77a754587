//! Raising a finding, and the fields of its form.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::{is_signed_off, raises};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::deadlines::regimes::Regime;
use crate::entities::{AssessmentId, EvidenceId, FindingKind, assessment, criterion};
use crate::findings::due::{self, regime};
use crate::findings::forms::FindingForm;
use crate::findings::ground::criterion_of;
use crate::findings::proofs::named;
use crate::findings::store;
use crate::language::Language;
use crate::paths::{Finding, Findings, NewFinding};
use crate::tailoring;
use crate::team::pages::bench;
use crate::web::components::{Fields, options, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Where a finding is to be raised.
struct Place {
    of: assessment::Model,
    criterion: Option<criterion::Model>,
    regime: Option<&'static Regime>,
}

impl Place {
    /// Reads it, and refuses whoever may raise nothing there.
    async fn of(app: &App, visitor: &Visitor, id: AssessmentId, criterion: &str) -> Result<Self> {
        let db = &app.db.read;
        let (of, edition) = assessments::store::find(db, &visitor.scope(), id).await?;
        visitor.require_on(Action::RateReview, &of)?;
        let language = visitor.language;
        if !raises(visitor, &of) {
            return Err(Error::Refused(language.text("problem-finding-stage")));
        }
        let whole = tailoring::store::whole(db, &of, edition).await?;
        let criterion = match criterion {
            "" => None,
            typed => {
                let wanted = typed.parse().ok();
                Some(criterion_of(&whole, wanted).cloned().ok_or(Error::NotFound)?)
            }
        };
        if let Some(it) = &criterion {
            bench::require_open(visitor, id, it.id)?;
            let place = whole.criteria.iter().position(|other| other.id == it.id);
            let place = place.ok_or(Error::NotFound)?;
            if !visitor.leads(&of) {
                bench::require_rater(db, (visitor, app.today()), &of, (&whole, place)).await?;
            }
        }
        require_not_signed_off(db, &of, language).await?;
        let regime = regime(&whole.edition.code);
        Ok(Self { of, criterion, regime })
    }
}

async fn require_not_signed_off(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    language: Language,
) -> Result<()> {
    if is_signed_off(db, of).await? {
        return Err(Error::Refused(language.text("problem-finding-signed-off")));
    }
    Ok(())
}

/// The form.
pub async fn new(
    NewFinding { assessment }: NewFinding,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<FindingForm>,
) -> Result<Page> {
    let place = Place::of(&app, &visitor, assessment, &form.criterion).await?;
    Ok(new_page(&visitor, &place, &form, &Problems::default()))
}

fn new_page(visitor: &Visitor, place: &Place, form: &FindingForm, problems: &Problems) -> Page {
    let language = visitor.language;
    let assessment = place.of.id;
    let body = html! {
        p { (about(language, place.criterion.as_ref())) }
        form.panel method="post" action=(NewFinding { assessment }) data-guard {
            input type="hidden" name="criterion" value=(form.criterion);
            (fields(language, form, problems, place.regime))
            (submit(language.text("finding-raise")))
        }
    };
    within(visitor, &place.of, language.text("finding-new"), body)
        .under(Findings { assessment }, language.text("findings"))
}

/// What a finding is about.
pub(super) fn about(language: Language, it: Option<&criterion::Model>) -> Markup {
    html! {
        @match it {
            Some(it) => { strong { (it.code) } " " (it.title.get(language)) },
            None => (language.text("finding-whole-about")),
        }
    }
}

/// The fields of a finding.
pub(super) fn fields(
    language: Language,
    form: &FindingForm,
    problems: &Problems,
    regime: Option<&Regime>,
) -> Markup {
    let field = Fields { language, problems };
    let kinds = options(language, FindingKind::ALL, FindingKind::code);
    let due = field.date("due_on", "finding-due", FindingForm::text(form.due_on.as_deref()));
    let evidence = FindingForm::text(form.evidence.as_deref());
    html! {
        @if let Some(problem) = problems.get("seen") { p.problem role="alert" { (problem.text(language)) } }
        (field.choice("kind", "finding-kind", &kinds, FindingForm::text(form.kind.as_deref())))
        (field.area("statement", "finding-statement", FindingForm::text(form.statement.as_deref())).required().hint("finding-statement-hint"))
        (field.area("requirement", "finding-requirement", FindingForm::text(form.requirement.as_deref())).hint("finding-requirement-hint"))
        (field.area("objective_evidence", "finding-objective", FindingForm::text(form.objective_evidence.as_deref())).hint("finding-objective-hint"))
        div.row {
            (field.text("evidence", "finding-evidence", evidence).hint("finding-evidence-hint"))
            (due.hint("finding-due-hint"))
        }
        @if let Some((it, within)) = regime.and_then(|it| Some((it, it.closing()?))) {
            p.hint { (language.with("finding-due-regime", [("regime", it.title.get(language).into()), ("months", within.count.into())])) }
        }
    }
}

/// The item in which it was seen: one, none, or a problem.
pub(super) async fn evidence(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    form: &FindingForm,
    problems: &mut Problems,
) -> Result<Option<EvidenceId>> {
    let typed = FindingForm::text(form.evidence.as_deref());
    match named(db, visitor, of.institution_id, typed).await? {
        Ok(items) if items.len() < 2 => Ok(items.first().map(|it| it.id)),
        Ok(_) => {
            problems.add("evidence", Problem::Other("problem-finding-one-evidence"));
            Ok(None)
        }
        Err(_) => {
            problems.add("evidence", Problem::Other("problem-finding-evidence"));
            Ok(None)
        }
    }
}

/// Raises it.
pub async fn raise(
    NewFinding { assessment }: NewFinding,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<FindingForm>,
) -> Result<Response> {
    let place = Place::of(&app, &visitor, assessment, &form.criterion).await?;
    let today = app.today();
    let mut problems = Problems::default();
    let item = evidence(&app.db.read, &visitor, &place.of, &form, &mut problems).await?;
    let due = |kind| place.regime.and_then(|it| due::due(it, kind, today));
    let said = match form.check(due, problems) {
        Ok(said) => said,
        Err(problems) => return Ok(new_page(&visitor, &place, &form, &problems).refused()),
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(place.of.institution_id).await?;
    let (of, _) = assessments::store::find(change.tx(), &visitor.scope(), assessment).await?;
    if !raises(&visitor, &of) {
        return Err(Error::Refused(visitor.language.text("problem-finding-stage")));
    }
    require_not_signed_off(change.tx(), &of, visitor.language).await?;
    let criterion = place.criterion.as_ref().map(|it| it.id);
    let added = store::raise(&mut change, &of, criterion, said.with(item)).await?;
    change.commit().await?;
    Ok(see_with(Finding { assessment, finding: added.id }, "done-finding-raised"))
}
