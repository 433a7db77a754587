//! Who is asking, as arguments of handlers: a `Guest` may be anybody, a `Visitor` is signed in.

use std::convert::Infallible;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

use super::{Error, Result, flash};
use crate::access::{Action, allowed, is_assigned};
use crate::accounts::session;
use crate::app::App;
use crate::audit::Actor;
use crate::entities::{InstitutionId, Role, SessionId, Titles, UserId, institution};
use crate::language::Language;

/// Name of the cookie that keeps the language of people who are not signed in.
pub const LANGUAGE_COOKIE: &str = "kriter_language";

/// Anybody, in the language they read.
#[derive(Clone, Debug)]
pub struct Guest {
    pub language: Language,
    pub(super) flash: Option<String>,
    /// Address of the page that was asked for.
    pub(super) address: String,
}

/// A person's place in an institution.
#[derive(Clone, Debug)]
pub struct Membership {
    pub institution: InstitutionId,
    pub code: String,
    pub title: Titles,
    pub role: Role,
}

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub guest: Guest,
    pub language: Language,
    pub id: UserId,
    pub name: String,
    pub system_administrator: bool,
    pub memberships: Vec<Membership>,
    pub session: SessionId,
}

/// Which rows a person may be shown; store functions filter by it, so that another institution's row does not exist.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Institutions in which they see everything that the action covers.
    pub institutions: Vec<InstitutionId>,
    /// Institutions in which they see only the assessments they were put on.
    pub assigned: Vec<InstitutionId>,
    pub user: UserId,
}

impl Visitor {
    /// Whoever sits at the command line: reads one institution as a whole, and nothing that is restricted.
    pub fn at_the_terminal(of: &institution::Model) -> Self {
        let language = Language::default();
        Self {
            guest: Guest { language, flash: None, address: String::new() },
            language,
            id: UserId(0),
            name: String::new(),
            system_administrator: false,
            memberships: vec![Membership {
                institution: of.id,
                code: of.code.clone(),
                title: of.title.clone(),
                role: Role::Observer,
            }],
            session: SessionId(0),
        }
    }

    /// Whether an action is theirs in an institution.
    pub fn may(&self, action: Action, institution: InstitutionId) -> bool {
        self.role_in(institution).is_some_and(|role| allowed(role, action))
    }

    /// Their role in an institution.
    pub fn role_in(&self, institution: InstitutionId) -> Option<Role> {
        self.memberships.iter().find(|it| it.institution == institution).map(|it| it.role)
    }

    /// Lets them on, or says no: a member without the right is told so, a stranger finds nothing.
    pub fn require(&self, action: Action, institution: InstitutionId) -> Result<()> {
        match self.role_in(institution) {
            None => Err(Error::NotFound),
            Some(role) if allowed(role, action) => Ok(()),
            Some(_) => Err(Error::Forbidden),
        }
    }

    /// Lets only system administrators on.
    pub fn require_system(&self) -> Result<()> {
        if self.system_administrator { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// What they may be shown.
    pub fn scope(&self) -> Scope {
        let of = |assigned| {
            self.memberships
                .iter()
                .filter(|it| allowed(it.role, Action::Read) && is_assigned(it.role) == assigned)
                .map(|it| it.institution)
                .collect()
        };
        Scope { institutions: of(false), assigned: of(true), user: self.id }
    }

    /// As the one who makes a change.
    pub fn actor(&self) -> Actor {
        Actor::User(self.id)
    }
}

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let chosen = jar.get(LANGUAGE_COOKIE).and_then(|it| Language::from_code(it.value()));
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
        let language = chosen.or_else(|| Language::accepted(header?)).unwrap_or_default();
        let address = parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        Ok(Self { language, flash: flash::of(&jar), address })
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor
where
    App: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Ok(guest) = Guest::from_request_parts(parts, state).await;
        let app = App::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar.get(session::COOKIE).map(|it| it.value().to_owned());
        let found = match token {
            Some(token) => session::find(&app.db.read, &token, app.now()).await?,
            None => None,
        };
        let wanted =
            if parts.method == axum::http::Method::GET { guest.address.as_str() } else { "/" };
        let (session, user) = found.ok_or_else(|| Error::SignIn(wanted.to_owned()))?;
        let memberships = crate::accounts::store::memberships(&app.db.read, user.id).await?;
        Ok(Self {
            language: Language::from_code(&user.language).unwrap_or(guest.language),
            guest,
            id: user.id,
            name: user.name,
            system_administrator: user.system_administrator,
            memberships,
            session: session.id,
        })
    }
}
