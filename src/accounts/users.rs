//! People and their roles, for system administrators.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::SqlErr;

use super::forms::{TypedUser, UserForm};
use super::store::NewUser;
use super::{password, store};
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{Role, institution, user};
use crate::institutions;
use crate::language::{Language, Worded as _};
use crate::paths::Users;
use crate::web::components::{Fields, badge, submit};
use crate::web::{Page, Result, Visitor};

/// All people, and the form for one more.
pub async fn list(_: Users, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    visitor.require_system()?;
    let body = body(&app, &visitor, &UserForm::default(), &Problems::default(), None).await?;
    Ok(Page::new(&visitor, visitor.language.text("nav-users"), body))
}

/// Adds a person; the page shows their first password, once.
pub async fn create(
    _: Users,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<UserForm>,
) -> Result<Response> {
    visitor.require_system()?;
    let title = visitor.language.text("nav-users");
    let typed = match form.check() {
        Ok(typed) => typed,
        Err(problems) => {
            let body = body(&app, &visitor, &form, &problems, None).await?;
            return Ok(Page::new(&visitor, title, body).refused());
        }
    };
    let first = password::invent();
    match add(&app, &visitor, &typed, first.clone()).await? {
        Ok(()) => {
            let shown = Some((typed.email.as_str(), first.as_str()));
            let body =
                body(&app, &visitor, &UserForm::default(), &Problems::default(), shown).await?;
            Ok(Page::new(&visitor, title, body).into_response())
        }
        Err(problems) => {
            let body = body(&app, &visitor, &form, &problems, None).await?;
            Ok(Page::new(&visitor, title, body).refused())
        }
    }
}

async fn add(
    app: &App,
    visitor: &Visitor,
    typed: &TypedUser,
    first: String,
) -> Result<Result<(), Problems>> {
    let new = NewUser {
        email: typed.email.clone(),
        name: typed.name.clone(),
        password_hash: password::hash(first).await?,
        language: visitor.language.code().to_owned(),
        system_administrator: typed.place.is_none(),
    };
    let mut change = app.change(visitor.actor()).await?;
    let user = match store::add(&mut change, new).await {
        Ok(user) => user,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let mut problems = Problems::default();
            problems.add("email", Problem::Other("problem-email-taken"));
            return Ok(Err(problems));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some((institution, role)) = typed.place {
        institutions::store::by_id(change.tx(), institution).await?;
        store::give_role(&mut change, user.id, institution, role).await?;
    }
    change.commit().await?;
    Ok(Ok(()))
}

async fn body(
    app: &App,
    visitor: &Visitor,
    form: &UserForm,
    problems: &Problems,
    first: Option<(&str, &str)>,
) -> Result<Markup> {
    let language = visitor.language;
    let people = store::people(&app.db.read).await?;
    let places = places(language, &institutions::store::all(&app.db.read).await?);
    let field = Fields { language, problems };
    Ok(html! {
        @if let Some((email, password)) = first {
            div.flash role="status" {
                p { (language.with("user-first-password", [("email", email.into())])) }
                p { code { (password) } }
            }
        }
        div.scroll tabindex="0" {
            table.stack {
                thead { tr {
                    th scope="col" { (language.text("name")) }
                    th scope="col" { (language.text("email")) }
                    th scope="col" { (language.text("roles")) }
                } }
                tbody { @for (user, roles) in &people { (row(language, user, roles)) } }
            }
        }
        h2 { (language.text("user-add")) }
        form.narrow method="post" action=(Users) {
            (field.typed("email", "email", "email", &form.email).required())
            (field.text("name", "name", &form.name).required())
            (field.choice("place", "role", &places, &form.place))
            (submit(language.text("user-add")))
        }
    })
}

fn places(language: Language, institutions: &[institution::Model]) -> Vec<(String, String)> {
    let of = |institution: &institution::Model| {
        let place = |role: &Role| {
            (
                format!("{}:{}", institution.id, role.code()),
                format!("{}: {}", institution.code, language.word(role)),
            )
        };
        Role::ALL.iter().map(place).collect::<Vec<_>>()
    };
    let system = ("system".to_owned(), language.text("role-system"));
    institutions.iter().flat_map(of).chain([system]).collect()
}

fn row(language: Language, user: &user::Model, roles: &[(Role, String)]) -> Markup {
    html! {
        tr {
            th scope="row" { (user.name) }
            td { (user.email) }
            td {
                @for (role, code) in roles { (badge("plain", format!("{code}: {}", language.text(role.key())))) " " }
                @if user.system_administrator { (badge("plain", language.text("role-system"))) }
            }
        }
    }
}
