//! A new assessment.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;

use crate::access::Action;
use crate::app::App;
use crate::assessments::forms::AssessmentForm;
use crate::assessments::store;
use crate::check::Problems;
use crate::entities::{EditionId, InstitutionId, edition, qualification};
use crate::paths::{Assessment, Assessments, NewAssessment};
use crate::web::components::{Fields, submit};
use crate::web::{Page, Result, Visitor, see_with};
use crate::{qualifications, standards};

/// What can be chosen.
struct Offer {
    editions: Vec<(edition::Model, String)>,
    qualifications: Vec<qualification::Model>,
}

async fn offer(app: &App, institution: InstitutionId) -> Result<Offer> {
    let mut editions = Vec::new();
    for it in standards::store::usable(&app.db.read, institution).await? {
        let target = standards::store::head_of(&it)?.target;
        let is_whole = it.kind == "criteria" && it.supplements.is_none();
        if let Some(target) = target.filter(|_| is_whole) {
            editions.push((it, target));
        }
    }
    Ok(Offer {
        editions,
        qualifications: qualifications::store::list(&app.db.read, institution).await?,
    })
}

/// The form.
pub async fn new(
    NewAssessment { institution }: NewAssessment,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::KeepAssessments, institution)?;
    let offer = offer(&app, institution).await?;
    Ok(page(&visitor, institution, &offer, &AssessmentForm::default(), &Problems::default()))
}

fn page(
    visitor: &Visitor,
    institution: InstitutionId,
    offer: &Offer,
    form: &AssessmentForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let editions: Vec<_> = offer
        .editions
        .iter()
        .map(|(it, _)| (it.id.to_string(), it.title.get(language).to_owned()))
        .collect();
    let none = (String::new(), "–".to_owned());
    let titled = |it: &qualification::Model| (it.id.to_string(), it.title.get(language).to_owned());
    let qualifications: Vec<_> =
        std::iter::once(none).chain(offer.qualifications.iter().map(titled)).collect();
    let body = html! {
        form.narrow method="post" action=(NewAssessment { institution }) data-guard {
            (field.text("name", "assessment-name", &form.name).required().hint("assessment-name-hint"))
            (field.choice("edition", "edition", &editions, &form.edition))
            (field.date("visit_date", "visit-date", &form.visit_date))
            @if qualifications.len() > 1 {
                (field.choice("qualification", "assessment-qualification", &qualifications, &form.qualification))
            }
            (submit(language.text("assessment-create")))
        }
    };
    Page::new(visitor, language.text("assessment-new"), body)
        .in_institution(visitor, institution)
        .under(Assessments { institution }, language.text("nav-assessments"))
}

/// Creates it.
pub async fn create(
    NewAssessment { institution }: NewAssessment,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AssessmentForm>,
) -> Result<Response> {
    visitor.require(Action::KeepAssessments, institution)?;
    let offer = offer(&app, institution).await?;
    let editions: Vec<(EditionId, String)> =
        offer.editions.iter().map(|it| (it.0.id, it.1.clone())).collect();
    let new = match form.check(institution, &editions, &offer.qualifications) {
        Ok(new) => new,
        Err(problems) => return Ok(page(&visitor, institution, &offer, &form, &problems).refused()),
    };
    let mut change = app.change(visitor.actor()).await?;
    let created = store::create(&mut change, new).await?;
    change.commit().await?;
    Ok(see_with(Assessment { assessment: created.id }, "done-assessment"))
}
