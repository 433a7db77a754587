//! A person's own declaration of conflicts of interest: before the first page of an assessment, and whenever something changes.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::{Form, Query};
use maud::{Markup, html};

use crate::app::App;
use crate::assessments;
use crate::check::{Problem, Problems};
use crate::entities::{AssessmentId, assessment, edition};
use crate::language::Language;
use crate::paths::{self, Assessment, Assessments, DeclareConflicts, Team};
use crate::standards::store::Whole;
use crate::tailoring;
use crate::team::conflicts::{self, Told};
use crate::team::forms::{DeclarationForm, MOST_REASON};
use crate::team::pages::late;
use crate::team::pages::member::named;
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// Rows for criteria that the form has at least.
const ROWS: usize = 4;

/// The assessment in which somebody rates, declared or not; none where they have nothing to declare.
async fn found(
    app: &App,
    visitor: &Visitor,
    id: AssessmentId,
) -> Result<Option<(assessment::Model, edition::Model)>> {
    let own = conflicts::own_wholes(&app.db.read, visitor.id).await?;
    let scope = visitor.scope_to_declare(&own);
    let found = assessments::store::find(&app.db.read, &scope, id).await?;
    let rates = visitor.standing.on(id).is_some_and(|it| it.part.rates());
    Ok(rates.then_some(found))
}

/// The form.
pub async fn show(
    DeclareConflicts { assessment }: DeclareConflicts,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<DeclarationForm>,
) -> Result<Response> {
    let Some((it, edition)) = found(&app, &visitor, assessment).await? else {
        return Ok(see(Team { assessment }));
    };
    let whole = tailoring::store::whole(&app.db.read, &it, edition).await?;
    Ok(page(&app, &visitor, &it, &whole, &form, &Problems::default()).await?.into_response())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    whole: &Whole,
    form: &DeclarationForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let (declared, told) = conflicts::history(&app.db.read, it.id, visitor.id).await?;
    let held: Vec<&Told> = told.iter().filter(|it| it.0.superseded_at.is_none()).collect();
    let last = declared.iter().find(|it| it.superseded_at.is_none());
    let body = html! {
        p.lead { (language.with("declaration-lead", [("assessment", it.name.clone().into())])) }
        p { (language.text("declaration-about")) }
        @if last.is_some() || !held.is_empty() {
            div.panel {
                h2 { (language.text("declaration-held")) }
                @if let Some(last) = last {
                    p { (language.with("declaration-signed-by", [("name", last.signed.clone().into()), ("when", language.moment(last.recorded_at).into())])) }
                }
                (list(language, &held))
                p.hint { (language.text("declaration-again")) }
            }
        }
        (declaration_form(visitor, it.id, whole, form, problems))
    };
    Ok(Page::new(visitor, language.text("declaration"), body)
        .in_institution(visitor, it.institution_id)
        .under(Assessments { institution: it.institution_id }, language.text("nav-assessments"))
        .under(Assessment { assessment: it.id }, it.name.clone()))
}

fn list(language: Language, held: &[&Told]) -> Markup {
    html! {
        @if held.is_empty() { p { (language.text("declaration-none")) } }
        @else { ul { @for it in held { li { (named(language, it)) ": " (it.0.reason) } } } }
    }
}

fn declaration_form(
    visitor: &Visitor,
    assessment: AssessmentId,
    whole: &Whole,
    form: &DeclarationForm,
    problems: &Problems,
) -> Markup {
    let language = visitor.language;
    let field = Fields { language, problems };
    let said = |name: &str| problems.get(name).map(|it| it.text(language));
    let choice = |value: &str, key: &str| {
        html! { label { input type="radio" name="answer" value=(value) checked[form.answer == value] required; " " (language.text(key)) } }
    };
    html! {
        form.panel method="post" action=(DeclareConflicts { assessment }) data-guard {
            input type="hidden" name="back" value=(form.back);
            fieldset.choices {
                legend { (language.text("declaration-answer")) }
                (choice("none", "declaration-answer-none"))
                (choice("criteria", "declaration-answer-criteria"))
                (choice("whole", "declaration-answer-whole"))
            }
            @if let Some(said) = said("answer") { p.problem role="alert" { (said) } }
            div.when-criteria {
                h2 { (language.text("declaration-criteria")) }
                p.hint { (language.text("declaration-criteria-hint")) }
                @for name in ["code", "why"] {
                    @if let Some(said) = said(name) { p.problem role="alert" { (said) } }
                }
                (rows(language, form))
                (offered(language, whole))
            }
            div.when-whole {
                h2 { (language.text("declaration-whole")) }
                (field.area("reason", "declaration-reason", &form.reason))
            }
            (field.text("signed", "declaration-signed", &form.signed).hint("declaration-signed-hint").required())
            p.hint { (language.with("declaration-your-name", [("name", visitor.name.clone().into())])) }
            (submit(language.text("declaration-sign")))
        }
    }
}

/// A row for each criterion that was typed, and some that are empty.
fn rows(language: Language, form: &DeclarationForm) -> Markup {
    let text = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
    html! {
        @for at in 0..ROWS.max(form.code.len() + 1) {
            div.row {
                div.field {
                    label for=(format!("code-{at}")) { (language.text("criterion")) }
                    input id=(format!("code-{at}")) name="code" list="criteria" maxlength="200" autocomplete="off" value=(text(&form.code, at));
                }
                div.field.grow {
                    label for=(format!("why-{at}")) { (language.text("declaration-reason")) }
                    input id=(format!("why-{at}")) name="why" maxlength=(MOST_REASON) autocomplete="off" value=(text(&form.why, at));
                }
            }
        }
    }
}

/// The codes, to choose from while typing.
fn offered(language: Language, whole: &Whole) -> Markup {
    html! {
        datalist #criteria {
            @for it in whole.criteria.iter() { option value=(it.code) { (it.title.get(language)) } }
        }
    }
}

/// Signs it.
pub async fn declare(
    DeclareConflicts { assessment }: DeclareConflicts,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<DeclarationForm>,
) -> Result<Response> {
    let (it, edition) = found(&app, &visitor, assessment).await?.ok_or(Error::Forbidden)?;
    let whole = tailoring::store::whole(&app.db.read, &it, edition).await?;
    let (conflicts, signed) = match form.check(&whole, &visitor.name) {
        Ok(meant) => meant,
        Err(problems) => {
            return Ok(page(&app, &visitor, &it, &whole, &form, &problems).await?.refused());
        }
    };
    let is_all = conflicts.iter().any(|it| it.criterion.is_none());
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    conflicts::declare(&mut change, &it, visitor.id, signed, conflicts).await?;
    let said = (visitor.language, "conflict-late");
    if let Some(said) = late(&change, said, (&it, &whole)).await? {
        drop(change);
        let mut problems = Problems::default();
        problems.add("answer", Problem::Said(said));
        return Ok(page(&app, &visitor, &it, &whole, &form, &problems).await?.refused());
    }
    change.commit().await?;
    Ok(if is_all {
        let institution = it.institution_id;
        see_with(Assessments { institution }, "done-declared-whole")
    } else if form.back.is_empty() {
        see_with(Assessment { assessment }, "done-declared")
    } else {
        see_with(paths::local(&form.back), "done-declared")
    })
}
