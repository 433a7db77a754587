//! Asking for evidence.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;
use sea_orm::prelude::*;

use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::check::Problems;
use crate::entities::{AssessmentId, CriterionId, InstitutionId, criterion, evidence_type, user};
use crate::paths::{self, NewRequest, Request, Requests};
use crate::requests::forms::RequestForm;
use crate::requests::store;
use crate::standards;
use crate::team::pages::bench as team;
use crate::web::components::{Fields, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What the page is made from.
struct Offered {
    institution: InstitutionId,
    people: Vec<user::Model>,
    types: Vec<evidence_type::Model>,
    criterion: Option<criterion::Model>,
    assessment: Option<AssessmentId>,
}

impl Offered {
    /// Reads it; five queries at most. A criterion or an assessment of somebody else's is left out. Who does not keep the evidence
    /// asks as a reviewer, for an assessment in which they are one.
    async fn of(
        app: &App,
        visitor: &Visitor,
        institution: InstitutionId,
        form: &RequestForm,
    ) -> Result<Self> {
        visitor.require(Action::AskEvidence, institution)?;
        let db = &app.db.read;
        let criterion = match form.criterion.parse::<CriterionId>() {
            Ok(id) => criterion::Entity::find_by_id(id).one(db).await?,
            Err(_) => None,
        };
        let usable = standards::store::usable(db, institution).await?;
        let is_usable = |it: &criterion::Model| usable.iter().any(|own| own.id == it.edition_id);
        let own = assessments::store::of_institution(db, &visitor.scope(), institution).await?;
        let assessment =
            own.into_iter().map(|it| it.0).find(|it| it.id.to_string() == form.assessment);
        if !visitor.may(Action::KeepEvidence, institution) {
            let of = assessment.as_ref().ok_or(Error::Forbidden)?;
            visitor.require_on(Action::AskEvidence, of)?;
        }
        if let (Some(of), Some(it)) = (&assessment, &criterion) {
            team::require_open(visitor, of.id, it.id)?;
        }
        let assessment = assessment.map(|it| it.id);
        Ok(Self {
            institution,
            people: store::people(db, institution).await?,
            types: standards::store::evidence_types(db).await?,
            criterion: criterion.filter(is_usable),
            assessment,
        })
    }
}

/// The form.
pub async fn new(
    NewRequest { institution }: NewRequest,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<RequestForm>,
) -> Result<Page> {
    let offered = Offered::of(&app, &visitor, institution, &form).await?;
    Ok(page(&visitor, &offered, &form, &Problems::default()))
}

fn page(visitor: &Visitor, offered: &Offered, form: &RequestForm, problems: &Problems) -> Page {
    let language = visitor.language;
    let field = Fields { language, problems };
    let none = || vec![(String::new(), "–".to_owned())];
    let people = offered.people.iter().map(|it| (it.id.to_string(), it.name.clone()));
    let people: Vec<_> = none().into_iter().chain(people).collect();
    let mut types: Vec<_> = offered
        .types
        .iter()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .collect();
    types.sort_by(|a, b| a.1.cmp(&b.1));
    types.splice(0..0, none());
    let institution = offered.institution;
    let body = html! {
        form.panel method="post" action=(NewRequest { institution }) data-guard {
            input type="hidden" name="criterion" value=(form.criterion);
            input type="hidden" name="assessment" value=(form.assessment);
            input type="hidden" name="back" value=(form.back);
            @if let Some(it) = &offered.criterion {
                p { (language.text("request-for")) " " strong { (it.code) } " " (it.title.get(language)) }
            }
            (field.text("title", "request-title", &form.title).required().hint("request-title-hint"))
            (field.area("description", "request-description", &form.description))
            (field.choice("kind", "evidence-type", &types, &form.kind))
            div.row {
                (field.choice("person", "request-person", &people, &form.person))
                (field.text("unit", "request-unit", &form.unit).hint("request-unit-hint"))
                (field.date("due_on", "request-due", &form.due_on))
            }
            (submit(language.text("request-send")))
        }
    };
    Page::new(visitor, language.text("request-new"), body)
        .in_institution(visitor, institution)
        .under(Requests { institution }, language.text("requests"))
}

/// Asks.
pub async fn create(
    NewRequest { institution }: NewRequest,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RequestForm>,
) -> Result<Response> {
    let offered = Offered::of(&app, &visitor, institution, &form).await?;
    let types: Vec<String> = offered.types.iter().map(|it| it.code.clone()).collect();
    let asked = match form.check(&offered.people, &types) {
        Ok(asked) => asked,
        Err(problems) => return Ok(page(&visitor, &offered, &form, &problems).refused()),
    };
    let new = store::NewRequest {
        title: asked.title,
        description: asked.description,
        type_code: asked.kind,
        assessment: offered.assessment,
        criterion: offered.criterion,
        asked_unit: asked.unit,
        asked_user: asked.person,
        due_on: asked.due_on,
    };
    let mut change = app.change(visitor.actor()).await?;
    let added = store::add(&mut change, institution, new).await?;
    change.commit().await?;
    Ok(if form.back.is_empty() {
        see_with(Request { request: added.id }, "done-request-added")
    } else {
        see_with(paths::local(&form.back), "done-request-added")
    })
}
