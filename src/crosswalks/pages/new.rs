//! A crosswalk of one's own institution.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;

use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::crosswalks::forms::CrosswalkForm;
use crate::crosswalks::store;
use crate::entities::{InstitutionId, edition};
use crate::paths::{Crosswalk, Crosswalks, NewCrosswalk};
use crate::standards;
use crate::web::components::{Fields, submit};
use crate::web::visitor::Membership;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The institutions whose crosswalks this person makes; at least one.
fn institutions(visitor: &Visitor) -> Result<Vec<&Membership>> {
    let keeps = |it: &&Membership| visitor.may(Action::KeepEvidence, it.institution);
    let found: Vec<_> = visitor.memberships.iter().filter(keeps).collect();
    if found.is_empty() { Err(Error::Forbidden) } else { Ok(found) }
}

/// The editions that any of them may use.
async fn editions(app: &App, visitor: &Visitor) -> Result<Vec<edition::Model>> {
    let all = standards::store::all(&app.db.read, &visitor.scope()).await?;
    let published = crate::entities::EditionState::Published;
    Ok(all.into_iter().map(|it| it.edition).filter(|it| it.state == published).collect())
}

/// The form.
pub async fn new(_: NewCrosswalk, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    institutions(&visitor)?;
    let editions = editions(&app, &visitor).await?;
    page(&visitor, &editions, &CrosswalkForm::default(), &Problems::default())
}

fn page(
    visitor: &Visitor,
    editions: &[edition::Model],
    form: &CrosswalkForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let field = Fields { language, problems };
    let own = institutions(visitor)?;
    let institutions: Vec<_> = own
        .iter()
        .map(|it| (it.institution.to_string(), it.title.get(language).to_owned()))
        .collect();
    let none = (String::new(), language.text("crosswalk-choose-edition"));
    let titled = |it: &edition::Model| (it.id.to_string(), it.title.get(language).to_owned());
    let editions: Vec<_> = std::iter::once(none).chain(editions.iter().map(titled)).collect();
    let body = html! {
        form.narrow method="post" action=(NewCrosswalk) data-guard {
            @if institutions.len() > 1 {
                (field.choice("institution", "crosswalk-owner", &institutions, &form.institution))
            } @else {
                @for (id, _) in &institutions { input type="hidden" name="institution" value=(id); }
            }
            (field.choice("from", "crosswalk-from", &editions, &form.from))
            (field.choice("to", "crosswalk-to", &editions, &form.to))
            (field.text("title", "crosswalk-title", &form.title).required())
            (field.area("source", "crosswalk-source", &form.source).required().hint("crosswalk-source-hint"))
            (submit(language.text("crosswalk-make")))
        }
    };
    Ok(Page::new(visitor, language.text("crosswalk-new"), body)
        .under(Crosswalks, language.text("nav-crosswalks")))
}

/// Makes it.
pub async fn create(
    _: NewCrosswalk,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CrosswalkForm>,
) -> Result<Response> {
    institutions(&visitor)?;
    let Ok(institution) = form.institution.parse::<InstitutionId>() else {
        let mut problems = Problems::default();
        problems.add("institution", Problem::NotAnOption);
        let offered = editions(&app, &visitor).await?;
        return Ok(page(&visitor, &offered, &form, &problems)?.refused());
    };
    visitor.require(Action::KeepEvidence, institution)?;
    let usable = standards::store::usable(&app.db.read, institution).await?;
    let new = match form.check(institution, &usable, visitor.language) {
        Ok(new) => new,
        Err(problems) => {
            let offered = editions(&app, &visitor).await?;
            return Ok(page(&visitor, &offered, &form, &problems)?.refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    let made = store::create(&mut change, new).await?;
    change.commit().await?;
    Ok(see_with(Crosswalk { crosswalk: made.id }, "done-crosswalk"))
}
