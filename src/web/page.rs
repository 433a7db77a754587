//! The frame around every page.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, Render, html};

use super::visitor::{Guest, Visitor};
use super::{assets, flash};
use crate::access::Action;
use crate::entities::InstitutionId;
use crate::language::Language;
use crate::paths;

/// A page: frame, trail, heading, body.
#[must_use]
#[derive(Debug)]
pub struct Page {
    language: Language,
    title: String,
    body: Markup,
    trail: Vec<(String, String)>,
    navigation: Markup,
    person: Markup,
    actions: Option<Markup>,
    flash: Option<String>,
    address: String,
    status: StatusCode,
    wide: bool,
}

impl Page {
    /// A page for somebody who is signed in.
    pub fn new(visitor: &Visitor, title: impl Into<String>, body: Markup) -> Self {
        let mut page = Self::for_guest(&visitor.guest, title, body);
        page.language = visitor.language;
        page.person = person(visitor);
        page.navigation = navigation(visitor, None);
        page
    }

    /// A page for anybody.
    pub fn for_guest(guest: &Guest, title: impl Into<String>, body: Markup) -> Self {
        Self {
            language: guest.language,
            title: title.into(),
            body,
            trail: Vec::new(),
            navigation: html! {},
            person: html! {},
            actions: None,
            flash: guest.flash.clone(),
            address: guest.address.clone(),
            status: StatusCode::OK,
            wide: false,
        }
    }

    /// Shows the institution's own navigation.
    pub fn in_institution(mut self, visitor: &Visitor, institution: InstitutionId) -> Self {
        self.navigation = navigation(visitor, Some(institution));
        self
    }

    /// Adds a step to the trail, from the top down.
    pub fn under(mut self, path: impl std::fmt::Display, name: impl Into<String>) -> Self {
        self.trail.push((path.to_string(), name.into()));
        self
    }

    /// What can be done here, beside the heading.
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }

    /// Takes the whole width, for tables and the workbench.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A form that was refused: 422.
    pub fn refused(self) -> Response {
        self.status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// The page with another status than 200.
    pub fn status(mut self, status: StatusCode) -> Response {
        self.status = status;
        self.into_response()
    }
}

impl Render for Page {
    fn render(&self) -> Markup {
        let language = self.language;
        html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Kriter" }
                    link rel="stylesheet" href=(assets::address("site.css"));
                    link rel="icon" href=(assets::address("icon.svg")) type="image/svg+xml";
                    script src=(assets::address("site.js")) defer {}
                }
                body {
                    a.skip href="#main" { (language.text("skip-to-content")) }
                    header.top {
                        a.brand href="/" { "Kriter" }
                        (self.navigation)
                        div.who {
                            (languages(language, &self.address))
                            (self.person)
                        }
                    }
                    main #main .wide[self.wide] {
                        (trail(language, &self.trail))
                        @if let Some(key) = &self.flash { p.flash role="status" { (language.text(key)) } }
                        div.heading {
                            h1 { (self.title) }
                            @if let Some(actions) = &self.actions { div.actions { (actions) } }
                        }
                        (self.body)
                    }
                }
            }
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, Html(self.render().into_string())).into_response();
        if self.flash.is_some()
            && let Ok(clear) = flash::clear().parse()
        {
            response.headers_mut().append(SET_COOKIE, clear);
        }
        response
    }
}

fn trail(language: Language, trail: &[(String, String)]) -> Markup {
    html! {
        @if !trail.is_empty() {
            nav.trail aria-label=(language.text("trail")) {
                ol { @for (path, name) in trail { li { a href=(path) { (name) } } } }
            }
        }
    }
}

fn languages(current: Language, address: &str) -> Markup {
    html! {
        form.languages method="post" action=(paths::ChooseLanguage) {
            input type="hidden" name="back" value=(address);
            @for language in Language::ALL {
                @let is_current = (language == current).then_some("true");
                button name="language" value=(language.code()) lang=(language.tag()) title=(language.name()) aria-current=[is_current] {
                    (language.code().to_uppercase())
                }
            }
        }
    }
}

fn person(visitor: &Visitor) -> Markup {
    html! {
        a.person href=(paths::Account) { (visitor.name) }
        form method="post" action=(paths::SignOut) {
            button.quiet { (visitor.language.text("sign-out")) }
        }
    }
}

fn navigation(visitor: &Visitor, institution: Option<InstitutionId>) -> Markup {
    let language = visitor.language;
    let current = institution.or(match visitor.memberships.as_slice() {
        [only] => Some(only.institution),
        _ => None,
    });
    html! {
        nav.main aria-label=(language.text("navigation")) {
            @if visitor.memberships.len() > 1 {
                a href="/" { (language.text("nav-institutions")) }
            }
            @if let Some(id) = current {
                @if let Some(it) = visitor.memberships.iter().find(|it| it.institution == id) {
                    a.institution href=(paths::start_of(visitor.may(Action::Read, id), id)) { (it.code) }
                }
                @if visitor.may(Action::Read, id) {
                    a href=(paths::Assessments { institution: id }) { (language.text("nav-assessments")) }
                    a href=(paths::EvidenceRegister { institution: id }) { (language.text("nav-evidence")) }
                }
                @if visitor.may(Action::AnswerRequests, id) || visitor.may(Action::AskEvidence, id) {
                    a href=(paths::Requests { institution: id }) { (language.text("requests")) }
                }
                @if visitor.may(Action::Read, id) {
                    a href=(paths::Qualifications { institution: id }) { (language.text("nav-qualifications")) }
                }
                @if visitor.scope().institutions.contains(&id) {
                    a href=(paths::Recommendations { institution: id }) { (language.text("nav-recommendations")) }
                }
                @if visitor.may(Action::KeepEvidence, id) {
                    a href=(paths::Imports { institution: id }) { (language.text("nav-imports")) }
                }
                @if visitor.may(Action::KeepStandards, id) {
                    a href=(paths::Catalogues { institution: id }) { (language.text("nav-catalogues")) }
                }
                @if visitor.may(Action::ReadAudit, id) {
                    a href=(paths::AuditLog { institution: id }) { (language.text("nav-audit")) }
                }
            }
            a href=(paths::Standards) { (language.text("nav-standards")) }
            a href=(paths::Crosswalks) { (language.text("nav-crosswalks")) }
            @if visitor.system_administrator {
                a href=(paths::Users) { (language.text("nav-users")) }
            }
        }
    }
}
