//! The frame around every page.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, Render, html};

use super::head::Head;
use super::visitor::{Guest, Visitor};
use super::ways::{Group, Here, groups};
use super::{assets, flash};
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
    head: Head,
    ways: Vec<Group>,
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
        page.head = Head::of(visitor, None);
        page
    }

    /// A page for anybody.
    pub fn for_guest(guest: &Guest, title: impl Into<String>, body: Markup) -> Self {
        Self {
            language: guest.language,
            title: title.into(),
            body,
            trail: Vec::new(),
            head: Head::default(),
            ways: Vec::new(),
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
        self.head = Head::of(visitor, Some(institution));
        self
    }

    /// Adds a step to the trail, from the top down.
    pub fn under(mut self, path: impl std::fmt::Display, name: impl Into<String>) -> Self {
        self.trail.push((path.to_string(), name.into()));
        self
    }

    /// The pages of the same thing, above the heading.
    pub fn ways(mut self, ways: Vec<Group>) -> Self {
        self.ways = ways;
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
        let here = Here::new(&self.address, &self.trail);
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
                        (self.head.markup(language, here))
                        div.who {
                            (languages(language, &self.address))
                            (self.person)
                        }
                    }
                    main #main .wide[self.wide] {
                        (trail(language, &self.trail))
                        (groups(language, &self.ways, here))
                        @if let Some(key) = &self.flash { p.flash role="status" data-said=(key) { (language.text(key)) } }
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
        form method="post" action=(paths::SignOut) data-forget=(visitor.shelf())
            data-question=(visitor.language.text("sign-out-unsaved")) {
            button.quiet { (visitor.language.text("sign-out")) }
        }
    }
}
