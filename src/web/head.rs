//! Where one can go from any page: the navigation in its head.

use maud::{Markup, html};

use super::visitor::Visitor;
use super::ways::{Here, Way, nearest};
use crate::access::Action;
use crate::entities::InstitutionId;
use crate::language::Language;
use crate::paths;

/// The navigation of the whole site: what is used every day, and the rest, which is folded.
#[derive(Debug, Default)]
pub(super) struct Head {
    institution: Option<Way>,
    main: Vec<Way>,
    more: Vec<Way>,
}

impl Head {
    /// What a person may open, in the institution at hand: the one of the page, or the only one that they belong to.
    pub(super) fn of(visitor: &Visitor, institution: Option<InstitutionId>) -> Self {
        let language = visitor.language;
        let institution = institution.or(match visitor.memberships.as_slice() {
            [only] => Some(only.institution),
            _ => None,
        });
        let mut head =
            Self { main: vec![Way::to(paths::Work, language.text("work"))], ..Self::default() };
        if visitor.memberships.len() > 1 {
            head.main.push(Way::to(paths::Home, language.text("nav-institutions")));
        }
        if let Some(institution) = institution {
            head.add_institution(visitor, institution);
        }
        head.more.push(Way::to(paths::Standards, language.text("nav-standards")));
        head.more.push(Way::to(paths::Crosswalks, language.text("nav-crosswalks")));
        if visitor.system_administrator {
            head.more.push(Way::to(paths::Users, language.text("nav-users")));
        }
        head
    }

    fn add_institution(&mut self, visitor: &Visitor, institution: InstitutionId) {
        let may = |action| visitor.may(action, institution);
        let reads = may(Action::Read);
        let requests = may(Action::AnswerRequests) || may(Action::AskEvidence);
        let whole = visitor.scope().institutions.contains(&institution);
        let membership = visitor.memberships.iter().find(|it| it.institution == institution);
        self.institution =
            membership.map(|it| Way::to(paths::start_of(reads, institution), &*it.code));
        let language = visitor.language;
        let offered = |ways: [(bool, String, &str); 4]| {
            let ways = ways.into_iter().filter(|it| it.0);
            ways.map(|(_, path, key)| Way::to(path, language.text(key))).collect::<Vec<_>>()
        };
        self.main.extend(offered([
            (reads, paths::Assessments { institution }.to_string(), "nav-assessments"),
            (reads, paths::EvidenceRegister { institution }.to_string(), "nav-evidence"),
            (requests, paths::Requests { institution }.to_string(), "requests"),
            (reads, paths::Qualifications { institution }.to_string(), "nav-qualifications"),
        ]));
        let keeps = may(Action::KeepEvidence);
        let catalogues = may(Action::KeepStandards);
        let audit = may(Action::ReadAudit);
        self.more.extend(offered([
            (whole, paths::Recommendations { institution }.to_string(), "nav-recommendations"),
            (keeps, paths::Imports { institution }.to_string(), "nav-imports"),
            (catalogues, paths::Catalogues { institution }.to_string(), "nav-catalogues"),
            (audit, paths::AuditLog { institution }.to_string(), "nav-audit"),
        ]));
    }

    /// As it stands on a page; a phone shows only the switch that opens it.
    pub(super) fn markup(&self, language: Language, here: Here<'_>) -> Markup {
        let at = nearest(self.main.iter().chain(&self.more), here);
        let is_folded = at.is_some_and(|at| self.more.iter().any(|it| it == at));
        html! {
            @if !self.main.is_empty() {
                input #menu.menu type="checkbox" autocomplete="off";
                label.menu for="menu" { (language.text("nav-menu")) }
                nav.main aria-label=(language.text("navigation")) {
                    @if let Some(it) = &self.institution { a.institution href=(it.href) { (it.word) } }
                    @for it in &self.main { (it.link(at, here)) }
                    details.more data-menu {
                        summary aria-current=[is_folded.then_some("true")] { (language.text("nav-more")) }
                        ul { @for it in &self.more { li { (it.link(at, here)) } } }
                    }
                }
            }
        }
    }
}
