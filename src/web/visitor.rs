//! Who is asking, as arguments of handlers: a `Guest` may be anybody, a `Visitor` is signed in.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbErr};

use super::{Error, Result, flash};
use crate::access::{Action, allowed, is_assigned, is_by_part};
use crate::accounts::session;
use crate::app::App;
use crate::audit::Actor;
use crate::entities::{
    AssessmentId, CriterionId, EditionId, InstitutionId, Part, Role, Round, SessionId, Titles,
    UserId, assessment, institution, user,
};
use crate::language::Language;
use crate::team::sight::{self, Withheld};
use crate::team::standing::{Place, Standing};

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
    /// The teams that they are on today.
    pub standing: Standing,
    pub session: SessionId,
}

/// Which rows a person may be shown; store functions filter by it, so that another institution's row does not exist.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Institutions in which they see everything that the action covers.
    pub institutions: Vec<InstitutionId>,
    /// Institutions in which they see only the assessments they were put on.
    pub assigned: Vec<InstitutionId>,
    /// The assessments that they are on today, as far as these are open to them.
    pub on: Vec<Seen>,
    /// Assessments that a conflict of interest keeps from them as a whole, whatever their role.
    pub barred: Vec<AssessmentId>,
    pub user: UserId,
}

impl Scope {
    /// Of a person who is shown nothing.
    pub fn nothing(user: UserId) -> Self {
        let (institutions, assigned, on, barred) = Default::default();
        Self { institutions, assigned, on, barred, user }
    }
}

/// An assessment that somebody is on, and what of it is kept from them.
#[derive(Clone, Debug)]
pub struct Seen {
    pub assessment: AssessmentId,
    pub institution: InstitutionId,
    /// Its edition, the supplements that it takes, the edition of its own criteria.
    pub editions: Arc<[EditionId]>,
    pub withheld: Arc<Withheld>,
}

impl Seen {
    fn of(place: &Place) -> Self {
        Self {
            assessment: place.assessment,
            institution: place.institution,
            editions: place.editions.clone(),
            withheld: place.withheld.clone(),
        }
    }
}

impl Visitor {
    /// How the places are called in which a browser keeps what this person typed and could not save.
    pub fn shelf(&self) -> String {
        format!("typed-{}-", self.id)
    }

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
            standing: Standing::default(),
            session: SessionId(0),
        }
    }

    /// Somebody else, to find out what they see; nothing is ever written as them.
    #[must_use]
    pub fn looking_as(
        &self,
        other: &user::Model,
        memberships: Vec<Membership>,
        standing: Standing,
    ) -> Self {
        Self {
            id: other.id,
            name: other.name.clone(),
            system_administrator: false,
            memberships,
            standing,
            ..self.clone()
        }
    }

    /// The same person with the rights that they have at this moment, for a change that had to wait for another.
    pub async fn anew(&self, db: &impl ConnectionTrait, today: NaiveDate) -> Result<Self, DbErr> {
        let (memberships, standing) = rights(db, self.id, today).await?;
        Ok(Self { memberships, standing, ..self.clone() })
    }

    /// Whether an action is theirs in an institution; who sees only what they are on, rates and decides nowhere as an observer.
    pub fn may(&self, action: Action, institution: InstitutionId) -> bool {
        self.role_in(institution).is_some_and(|role| {
            let rates = |it: &Place| it.institution == institution && it.part.rates();
            let by_part = is_assigned(role) && is_by_part(action);
            allowed(role, action) && (!by_part || self.standing.open().any(rates))
        })
    }

    /// Whether an action is theirs in an assessment.
    pub fn may_on(&self, action: Action, of: &assessment::Model) -> bool {
        let role = self.role_in(of.institution_id);
        let by_part = role.is_some_and(is_assigned) && is_by_part(action);
        let rates = || self.standing.on(of.id).is_some_and(|it| it.part.rates());
        self.may(action, of.institution_id) && (!by_part || rates())
    }

    /// Whether they lead an assessment.
    pub fn leads(&self, of: &assessment::Model) -> bool {
        let is_lead = self.standing.on(of.id).is_some_and(|it| it.part == Part::Lead);
        is_lead && self.may_on(Action::RateReview, of)
    }

    /// Whether they lead an assessment and determine in its rounds.
    pub fn determines(&self, of: &assessment::Model) -> bool {
        self.may_on(Action::Determine, of) && self.leads(of)
    }

    /// What a conflict of interest keeps from them in an assessment.
    pub fn withheld(&self, of: AssessmentId) -> &Withheld {
        self.standing.on(of).map_or(&sight::NOTHING, |it| &it.withheld)
    }

    /// Their role in an institution.
    pub fn role_in(&self, institution: InstitutionId) -> Option<Role> {
        self.memberships.iter().find(|it| it.institution == institution).map(|it| it.role)
    }

    /// Lets them on, or says no: a member without the right is told so, a stranger finds nothing.
    pub fn require(&self, action: Action, institution: InstitutionId) -> Result<()> {
        match self.role_in(institution) {
            None => Err(Error::NotFound),
            Some(_) if self.may(action, institution) => Ok(()),
            Some(_) => Err(Error::Forbidden),
        }
    }

    /// The same for an assessment that they may see.
    pub fn require_on(&self, action: Action, of: &assessment::Model) -> Result<()> {
        self.require(action, of.institution_id)?;
        if self.may_on(action, of) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The round that they rate in now; else a refusal that says why.
    pub fn require_round(&self, of: &assessment::Model) -> Result<Round> {
        self.require_on(Action::rates_in(of.stage.round()), of)?;
        self.under_way(of)
    }

    /// The round that is rated now, or that there is none.
    pub fn under_way(&self, of: &assessment::Model) -> Result<Round> {
        let none = || Error::Refused(self.language.text("problem-round-stage"));
        of.stage.rated().ok_or_else(none)
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
        let places = self.standing.places().iter();
        Scope {
            institutions: of(false),
            assigned: of(true),
            on: self.standing.open().map(Seen::of).collect(),
            barred: places.filter(|it| it.withheld.is_all()).map(|it| it.assessment).collect(),
            user: self.id,
        }
    }

    /// What they may be shown as somebody who rates: without the assessments that they only observe.
    pub fn scope_as_rater(&self) -> Scope {
        let mut scope = self.scope();
        scope.on.retain(|it| self.standing.on(it.assessment).is_some_and(|it| it.part.rates()));
        scope
    }

    /// Whether they only observe one assessment and rate in another.
    pub fn observes_beside_rating(&self) -> bool {
        let rates = |it: &Place| it.part.rates();
        self.standing.open().any(rates) && self.standing.open().any(|it| !rates(it))
    }

    /// Whether a conflict of interest in any assessment keeps a criterion from them.
    pub fn withholds(&self, criterion: CriterionId) -> bool {
        self.standing
            .places()
            .iter()
            .any(|it| it.withheld.covers(criterion) && !it.withheld.is_all())
    }

    /// What may be listed by its name: also the assessments that open once they have declared their conflicts of interest.
    pub fn scope_to_list(&self) -> Scope {
        let mut scope = self.scope();
        let waits = |it: &&Place| it.must_declare && !it.withheld.is_all();
        scope.on.extend(self.standing.places().iter().filter(waits).map(Seen::of));
        scope
    }

    /// What may be listed to be declared anew: also what their `own` declaration alone keeps from them.
    pub fn scope_to_declare(&self, own: &[AssessmentId]) -> Scope {
        let mut scope = self.scope_to_list();
        scope.barred.retain(|it| !own.contains(it));
        let places = self.standing.places().iter();
        scope.on.extend(places.filter(|it| own.contains(&it.assessment)).map(Seen::of));
        scope
    }

    /// As the one who makes a change.
    pub fn actor(&self) -> Actor {
        Actor::User(self.id)
    }
}

/// Somebody's places in institutions and on teams today; seven queries at most.
async fn rights(
    db: &impl ConnectionTrait,
    user: UserId,
    today: NaiveDate,
) -> Result<(Vec<Membership>, Standing), DbErr> {
    let memberships = crate::accounts::store::memberships(db, user).await?;
    let may_be_on = |it: &Membership| is_assigned(it.role) || it.role == Role::Observer;
    let standing = if memberships.iter().any(may_be_on) {
        Standing::of(db, user, today).await?
    } else {
        Standing::default()
    };
    Ok((memberships, standing))
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
        // A form that brings files asks for them once more.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
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
        let (memberships, standing) = rights(&app.db.read, user.id, app.today()).await?;
        declared(&standing, parts.uri.path(), wanted)?;
        let visitor = Self {
            language: Language::from_code(&user.language).unwrap_or(guest.language),
            guest,
            id: user.id,
            name: user.name,
            system_administrator: user.system_administrator,
            memberships,
            standing,
            session: session.id,
        };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

/// Before the first page of an assessment, whoever rates there says which conflicts of interest they have.
fn declared(standing: &Standing, path: &str, wanted: &str) -> Result<()> {
    let inside = path.strip_prefix("/assessments/").unwrap_or_default();
    let (id, page) = inside.split_once('/').unwrap_or((inside, ""));
    let place = id.parse().ok().and_then(|id| standing.on(id));
    match place.filter(|it| it.must_declare && !it.withheld.is_all()) {
        Some(it) if page != "declaration" => Err(Error::Declare(it.assessment, wanted.to_owned())),
        _ => Ok(()),
    }
}
