//! The list of checks.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::accepted::{self, NewAccepted};
use super::forms::{AcceptForm, CheckFilter};
use super::look::{Looked, look, side};
use super::rules::{About, Check};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{AssessmentId, CheckKind, UserId, accepted_check};
use crate::language::{Language, Worded as _};
use crate::paths::{AssessmentScope, Checks, Evidence, TakeBackCheck, ToConfirm, WorkbenchAt};
use crate::team::pages::bench::note;
use crate::web::components::{Paging, nothing};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What was typed of a reason and not taken.
#[derive(Default)]
struct Typed {
    form: AcceptForm,
    problems: Problems,
}

/// What a row is made with.
struct Rows<'a> {
    language: Language,
    looked: &'a Looked,
    names: HashMap<UserId, String>,
    may_accept: bool,
    typed: &'a Typed,
}

async fn looked(app: &App, visitor: &Visitor, id: AssessmentId) -> Result<Looked> {
    let (it, edition) = assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
    Ok(look(app, visitor, it, edition).await?)
}

/// The checks of an assessment, those that wait or those that may stand.
pub async fn show(
    Checks { assessment }: Checks,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<CheckFilter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let looked = looked(&app, &visitor, assessment).await?;
    page(&app, &visitor, looked, (&filter, paging), &Typed::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    mut looked: Looked,
    (filter, paging): (&CheckFilter, Paging),
    typed: &Typed,
) -> Result<Page> {
    let language = visitor.language;
    let fits = |it: &Check| filter.kind().is_none_or(|kind| it.kind == kind);
    let held = looked.accepted.clone();
    let all: Vec<(Check, Option<&accepted_check::Model>)> = if filter.accepted.is_empty() {
        looked.open.iter().filter(|it| fits(it)).map(|it| (it.clone(), None)).collect()
    } else {
        held.iter().filter(|it| fits(&it.0)).map(|(it, held)| (it.clone(), Some(held))).collect()
    };
    let shown = paging.part(&all);
    let checks: Vec<Check> = shown.iter().map(|it| it.0.clone()).collect();
    looked.opened_by(&app.db.read, visitor, &checks).await?;
    let names = accounts::store::names(&app.db.read, looked.people()).await?;
    let of = &looked.it.assessment;
    let may_accept = visitor.may_on(Action::Comment, of);
    let rows = Rows { language, looked: &looked, names, may_accept, typed };
    let body = html! {
        p.lead { (language.text("checks-lead")) }
        (note(visitor, of.id, &looked.it.whole))
        (filters(language, &looked, filter))
        @if all.is_empty() {
            @let key = match (filter.kind(), filter.accepted.is_empty()) {
                (None, true) => "checks-none",
                _ => "checks-none-found",
            };
            (nothing(language.text(key), None))
        } @else {
            p.faint { (language.with("checks-count", [("count", all.len().into())])) }
            div.scroll tabindex="0" { table.stack {
                thead { tr {
                    th scope="col" { (language.text("criterion")) }
                    th scope="col" { (language.text("check-found")) }
                    th scope="col" { (language.text("check-mend")) }
                } }
                tbody { @for (check, held) in shown { (rows.row(check, *held)) } }
            } }
            (paging.pager(language, all.len() as u64, &filter.kept()))
        }
    };
    Ok(within(visitor, of, language.text("checks"), body))
}

fn filters(language: Language, looked: &Looked, filter: &CheckFilter) -> Markup {
    let count = |kind: CheckKind| {
        if filter.accepted.is_empty() {
            looked.open.iter().filter(|it| it.kind == kind).count()
        } else {
            looked.accepted.iter().filter(|it| it.0.kind == kind).count()
        }
    };
    html! {
        form.filters method="get" {
            div.field {
                label for="kind" { (language.text("check-kind")) }
                select #kind name="kind" data-submit {
                    option value="" { (language.text("any")) }
                    @for kind in CheckKind::ALL {
                        option value=(kind.code()) selected[Some(*kind) == filter.kind()] { (language.word(kind)) " (" (count(*kind)) ")" }
                    }
                }
            }
            div.field {
                label for="accepted" { (language.text("check-which")) }
                select #accepted name="accepted" data-submit {
                    option value="" { (language.text("check-open")) " (" (looked.open.len()) ")" }
                    option value="yes" selected[!filter.accepted.is_empty()] { (language.text("check-accepted")) " (" (looked.accepted.len()) ")" }
                }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}

impl Rows<'_> {
    fn row(&self, it: &Check, held: Option<&accepted_check::Model>) -> Markup {
        let (language, assessed) = (self.language, &self.looked.it);
        let row = &assessed.whole.criteria[it.criterion];
        let assessment = assessed.assessment.id;
        html! {
            tr {
                th scope="row" { a href=(WorkbenchAt { assessment, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                td {
                    strong { (language.text(it.kind.key())) }
                    p { (self.looked.sentence(language, &self.names, it)) }
                    @if let Some(held) = held {
                        p.hint {
                            (self.names.get(&held.user_id).map_or("–", String::as_str)) ", " (language.moment(held.recorded_at)) ": " (held.reason)
                        }
                    }
                }
                td {
                    (self.mend(it))
                    @match held {
                        Some(held) if self.may_accept => form method="post" action=(TakeBackCheck { assessment, accepted: held.id }) {
                            button.second type="submit" { (language.text("check-take-back")) }
                        },
                        None if self.may_accept => (self.accept(it)),
                        _ => {},
                    }
                }
            }
        }
    }

    /// The way to where it is mended.
    fn mend(&self, it: &Check) -> Markup {
        let (language, assessed) = (self.language, &self.looked.it);
        let assessment = assessed.assessment.id;
        let criterion = assessed.whole.criteria[it.criterion].id;
        html! {
            @match it.about {
                About::Evidence(at) | About::Proves(at, _) if !assessed.items[at as usize].is_hidden => {
                    a href=(Evidence { evidence: assessed.items[at as usize].id }) { (language.text("check-to-evidence")) }
                },
                _ if matches!(it.kind, CheckKind::MandatoryExcluded | CheckKind::RatedExcluded) => {
                    a href=(AssessmentScope { assessment }) { (language.text("scope")) }
                },
                _ if it.kind == CheckKind::RatedReworded => {
                    a href=(ToConfirm { assessment }) { (language.text("check-to-confirm")) }
                },
                _ => a href=(WorkbenchAt { assessment, criterion }) { (language.text("check-to-bench")) },
            }
        }
    }

    fn accept(&self, it: &Check) -> Markup {
        let language = self.language;
        let about = self.looked.about(it);
        let criterion = self.looked.it.whole.criteria[it.criterion].id;
        let form = &self.typed.form;
        let is_typed = form.criterion == criterion.to_string()
            && form.kind == it.kind.code()
            && form.about == about;
        let problem = self.typed.problems.get("reason").filter(|_| is_typed);
        let id = format!("reason-{}-{}-{}", it.kind, criterion, about.replace(':', "-"));
        html! {
            details open[is_typed] {
                summary { (language.text("check-accept")) }
                form method="post" action=(Checks { assessment: self.looked.it.assessment.id }) data-guard {
                    input type="hidden" name="criterion" value=(criterion);
                    input type="hidden" name="kind" value=(it.kind.code());
                    input type="hidden" name="about" value=(about);
                    input type="hidden" name="seen" value=(it.stamp);
                    div.field {
                        label for=(id) { (language.text("check-reason")) }
                        textarea #(id) name="reason" rows="2" required aria-invalid=[problem.map(|_| "true")] { @if is_typed { (form.reason) } }
                        @if let Some(problem) = problem { p.problem { (problem.text(language)) } }
                    }
                    button.second type="submit" { (language.text("check-accept")) }
                }
            }
        }
    }
}

/// Says that a check may stand.
pub async fn accept(
    Checks { assessment }: Checks,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AcceptForm>,
) -> Result<Response> {
    let looked = looked(&app, &visitor, assessment).await?;
    visitor.require_on(Action::Comment, &looked.it.assessment)?;
    let (kind, reason) = match form.check() {
        Ok(meant) => meant,
        Err(problems) => {
            let filter = CheckFilter { kind: form.kind.clone(), ..CheckFilter::default() };
            let typed = Typed { form, problems };
            let part = (&filter, Paging::default());
            return Ok(page(&app, &visitor, looked, part, &typed).await?.refused());
        }
    };
    let is_it = |it: &&Check| {
        let criterion = looked.it.whole.criteria[it.criterion].id.to_string();
        it.kind == kind && criterion == form.criterion && looked.about(it) == form.about
    };
    // What nobody sees cannot be accepted; what stands otherwise now has to be looked at.
    let found = looked.open.iter().find(is_it).filter(|it| it.stamp == form.seen);
    let Some(found) = found else {
        return Err(Error::Refused(visitor.language.text("problem-check-gone")));
    };
    let of = &looked.it.assessment;
    let new = NewAccepted {
        criterion: &looked.it.whole.criteria[found.criterion],
        kind,
        about: form.about,
        stamp: form.seen,
        side: side(&visitor, of),
        user: visitor.id,
        reason,
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(of.institution_id).await?;
    accepted::accept(&mut change, of, new).await?;
    change.commit().await?;
    Ok(see_with(Checks { assessment }, "done-check-accepted"))
}

/// Takes back that a check may stand.
pub async fn take_back(
    TakeBackCheck { assessment, accepted }: TakeBackCheck,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (it, _) = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::Comment, &it)?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    accepted::take_back(&mut change, &it, &visitor, accepted).await?;
    change.commit().await?;
    Ok(see_with(Checks { assessment }, "done-check-taken-back"))
}
