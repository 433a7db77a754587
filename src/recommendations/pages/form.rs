//! Taking a recommendation into the register, and letting it say something else.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::kept;
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{InstitutionId, Origin, RecommendationKind};
use crate::language::Language;
use crate::paths::{EditRecommendation, NewRecommendation, Recommendation, Recommendations};
use crate::recommendations::forms::RecommendationForm;
use crate::recommendations::held::Held;
use crate::recommendations::store::{self, Wording};
use crate::web::components::{Fields, options, submit};
use crate::web::{Page, Result, Visitor, see_with};

/// The form.
pub async fn new(
    NewRecommendation { institution }: NewRecommendation,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    let form = RecommendationForm::default();
    Ok(new_page(&visitor, institution, &form, &Problems::default()))
}

fn new_page(
    visitor: &Visitor,
    institution: InstitutionId,
    form: &RecommendationForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let body = html! {
        form.panel method="post" action=(NewRecommendation { institution }) data-guard {
            (fields(language, form, problems))
            (submit(language.text("recommendation-add")))
        }
    };
    under(visitor, institution, language.text("recommendation-new"), body)
}

/// A page below the register.
pub(super) fn under(
    visitor: &Visitor,
    institution: InstitutionId,
    title: String,
    body: Markup,
) -> Page {
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(Recommendations { institution }, visitor.language.text("recommendations"))
}

fn fields(language: Language, form: &RecommendationForm, problems: &Problems) -> Markup {
    let field = Fields { language, problems };
    let kinds = options(language, RecommendationKind::ALL, RecommendationKind::code);
    let origins = options(language, Origin::ALL, Origin::code);
    let text = RecommendationForm::text;
    html! {
        @if let Some(problem) = problems.get("seen") { p.problem role="alert" { (problem.text(language)) } }
        div.row {
            (field.choice("kind", "recommendation-kind", &kinds, text(form.kind.as_deref())))
            (field.choice("origin", "recommendation-origin", &origins, text(form.origin.as_deref())))
        }
        (field.text("source", "recommendation-source", text(form.source.as_deref())).required().hint("recommendation-source-hint"))
        (field.area("text", "recommendation-text", text(form.text.as_deref())).required().hint("recommendation-text-hint"))
        div.row {
            (field.date("issued_on", "recommendation-issued", text(form.issued_on.as_deref())))
            (field.date("due_on", "recommendation-due", text(form.due_on.as_deref())))
        }
    }
}

/// Takes it into the register.
pub async fn create(
    NewRecommendation { institution }: NewRecommendation,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RecommendationForm>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let wording = match form.check(Problems::default()) {
        Ok(wording) => wording,
        Err(problems) => return Ok(new_page(&visitor, institution, &form, &problems).refused()),
    };
    let mut change = app.change(visitor.actor()).await?;
    let added = store::add(&mut change, institution, wording).await?;
    change.commit().await?;
    Ok(see_with(Recommendation { recommendation: added.id }, "done-recommendation-added"))
}

/// The form with what it says now.
pub async fn edit(
    EditRecommendation { recommendation }: EditRecommendation,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let held = kept(&app.db.read, &visitor, recommendation).await?;
    let form = RecommendationForm { seen: held.stamp(), ..RecommendationForm::default() };
    Ok(edit_page(&visitor, &held, &form.filled(&held.wording), &Problems::default()))
}

fn edit_page(
    visitor: &Visitor,
    held: &Held,
    form: &RecommendationForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let recommendation = held.head.id;
    let body = html! {
        form.panel method="post" action=(EditRecommendation { recommendation }) data-guard {
            input type="hidden" name="seen" value=(form.seen);
            (fields(language, form, problems))
            (submit(language.text("save")))
        }
    };
    under(visitor, held.head.institution_id, language.text("recommendation-edit"), body)
        .under(Recommendation { recommendation }, held.name())
}

/// Lets it say something else. What is not sent stays.
pub async fn reword(
    EditRecommendation { recommendation }: EditRecommendation,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RecommendationForm>,
) -> Result<Response> {
    let shown = kept(&app.db.read, &visitor, recommendation).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(shown.head.institution_id).await?;
    let held = store::one(change.tx(), recommendation).await?;
    let form = form.filled(&held.wording);
    let mut problems = Problems::default();
    if !form.seen.is_empty() && form.seen != held.stamp() {
        problems.add("seen", Problem::Other("problem-recommendation-meanwhile"));
    }
    let wording = match form.check(problems) {
        Ok(wording) => wording,
        Err(problems) => {
            let form = RecommendationForm { seen: held.stamp(), ..form };
            return Ok(edit_page(&visitor, &held, &form, &problems).refused());
        }
    };
    let back = Recommendation { recommendation };
    if wording != Wording::of(&held.wording) {
        store::reword(&mut change, &held, wording).await?;
        change.commit().await?;
    }
    Ok(see_with(back, "done-recommendation-saved"))
}
