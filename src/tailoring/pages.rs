//! What an assessment is about, and the statement of applicability.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;
use sea_orm::prelude::DateTimeUtc;

use super::forms::{AddForm, ExcludeForm, LimitForm, find};
use super::scope::Applies;
use super::store::{self, Tailored};
use crate::access::Action;
use crate::app::{App, Change};
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{AssessmentId, assessment, criterion, edition};
use crate::language::Language;
use crate::paths::{
    AddCriterion, ApplicabilityReport, AssessmentScope, AssessmentStatement, ExcludeCriterion,
    IncludeCriterion, WithdrawCriterion, WorkbenchAt,
};
use crate::web::components::{Fields, badge, nothing, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// An assessment with everything that the pages show of its scope.
struct Shown {
    assessment: assessment::Model,
    tailored: Tailored,
    offered: Vec<edition::Model>,
}

async fn shown(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: AssessmentId,
    now: DateTimeUtc,
) -> Result<Shown> {
    let (assessment, edition) = assessments::store::find(db, &visitor.scope(), id).await?;
    let offered = store::offered(db, &assessment, &edition).await?;
    // What was written in this very moment counts too.
    let now = now + chrono::TimeDelta::seconds(1);
    let mut tailored = store::of(db, &assessment, edition, now).await?;
    tailored.withhold(visitor.withheld(assessment.id));
    Ok(Shown { assessment, tailored, offered })
}

/// What was typed into the two forms that can be refused, and what is wrong with it.
#[derive(Default)]
struct Typed {
    exclude: ExcludeForm,
    add: AddForm,
    problems: Problems,
}

/// The page.
pub async fn show(
    AssessmentScope { assessment }: AssessmentScope,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let it = shown(&app.db.read, &visitor, assessment, app.now()).await?;
    Ok(page(&visitor, &it, &Typed::default()))
}

fn page(visitor: &Visitor, it: &Shown, typed: &Typed) -> Page {
    let language = visitor.language;
    let keeps = visitor.may(Action::KeepAssessments, it.assessment.institution_id);
    let body = html! {
        (figures(language, &it.tailored))
        p {
            a href=(AssessmentStatement { assessment: it.assessment.id }) { (language.text("scope-statement")) }
        }
        (limits(language, it, keeps))
        h2 { (language.text("scope-excluded")) }
        (excluded(language, it, keeps))
        @if keeps { (exclude_form(language, it, typed)) }
        h2 { (language.text("scope-own")) }
        (own(language, it, keeps))
        @if keeps { (add_form(language, it, typed)) }
    };
    within(visitor, &it.assessment, language.text("scope"), body)
}

fn figures(language: Language, it: &Tailored) -> Markup {
    let rated = || it.whole.criteria.iter().zip(&it.scope).filter(|it| it.0.assessable);
    let count = |fits: fn(&Applies) -> bool| {
        language.count(i64::try_from(rated().filter(|it| fits(it.1)).count()).unwrap_or(i64::MAX))
    };
    let figure = |key: &str, value: String| {
        html! { div.figure { span.name { (language.text(key)) } span.value { (value) } } }
    };
    html! {
        div.figures {
            (figure("scope-in", count(|it| it.is_in())))
            (figure("scope-out", count(|it| matches!(it, Applies::Excluded(_)))))
            (figure("scope-other-groups", count(|it| *it == Applies::OtherGroup)))
        }
    }
}

fn limits(language: Language, it: &Shown, keeps: bool) -> Markup {
    let groups = &it.tailored.whole.head.groups;
    if it.offered.is_empty() && groups.is_empty() {
        return html! {};
    }
    let taken = |edition: &edition::Model| {
        it.tailored.whole.supplements.iter().any(|taken| taken.id == edition.id)
    };
    let chosen =
        |code: &String| it.assessment.groups.0.is_empty() || it.assessment.groups.0.contains(code);
    html! {
        form.panel method="post" action=(AssessmentScope { assessment: it.assessment.id }) {
            @if !it.offered.is_empty() {
                fieldset disabled[!keeps] {
                    legend { (language.text("scope-supplements")) }
                    p.hint { (language.text("scope-supplements-hint")) }
                    input type="hidden" name="supplements_sent" value="yes";
                    @for edition in &it.offered {
                        label { input type="checkbox" name="supplements" value=(edition.id) checked[taken(edition)]; " " (edition.title.get(language)) }
                    }
                }
            }
            @if !groups.is_empty() {
                fieldset disabled[!keeps] {
                    legend { (language.text("scope-groups")) }
                    p.hint { (language.text("scope-groups-hint")) }
                    input type="hidden" name="groups_sent" value="yes";
                    @for group in groups {
                        label { input type="checkbox" name="groups" value=(group.code) checked[chosen(&group.code)]; " " (group.code) " – " (group.title.get(language)) }
                    }
                }
            }
            @if keeps { (submit(language.text("save"))) }
        }
    }
}

fn excluded(language: Language, it: &Shown, keeps: bool) -> Markup {
    let assessment = it.assessment.id;
    if it.tailored.exclusions.is_empty() {
        return nothing(language.text("scope-excluded-none"), None);
    }
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("scope-justification")) }
                th scope="col" { (language.text("audit-when")) }
                @if keeps { th scope="col" { span.hidden { (language.text("scope-include")) } } }
            } }
            tbody { @for row in &it.tailored.exclusions {
                @if let Some(criterion) = find(&it.tailored.whole, row.criterion_id) { tr {
                    th scope="row" { (criterion.code) " " (criterion.title.get(language)) }
                    td { (row.justification) }
                    td.date { (language.moment(row.recorded_at)) }
                    @if keeps { td {
                        form method="post" action=(IncludeCriterion { assessment, criterion: row.criterion_id }) {
                            button.second type="submit" { (language.text("scope-include")) }
                        }
                    } }
                } }
            } }
        } }
    }
}

fn exclude_form(language: Language, it: &Shown, typed: &Typed) -> Markup {
    let field = Fields { language, problems: &typed.problems };
    html! {
        form.panel method="post" action=(ExcludeCriterion { assessment: it.assessment.id }) {
            h3 { (language.text("scope-exclude")) }
            (field.text("code", "scope-code", &typed.exclude.code).hint("scope-code-hint").required())
            (field.area("justification", "scope-justification", &typed.exclude.justification).required())
            (submit(language.text("scope-exclude")))
        }
    }
}

fn own(language: Language, it: &Shown, keeps: bool) -> Markup {
    let assessment = it.assessment.id;
    let is_own = |row: &&criterion::Model| Some(row.edition_id) == it.assessment.own_edition_id;
    let rows: Vec<_> = it.tailored.whole.criteria.iter().filter(is_own).collect();
    if rows.is_empty() {
        return nothing(language.text("scope-own-none"), None);
    }
    html! {
        ul.rows { @for row in rows { li.row {
            a href=(WorkbenchAt { assessment, criterion: row.id }) { (row.code) " " (row.title.get(language)) }
            @if keeps {
                form method="post" action=(WithdrawCriterion { assessment, criterion: row.id }) {
                    button.second type="submit" { (language.text("scope-withdraw")) }
                }
            }
        } } }
    }
}

fn add_form(language: Language, it: &Shown, typed: &Typed) -> Markup {
    let field = Fields { language, problems: &typed.problems };
    html! {
        form.panel method="post" action=(AddCriterion { assessment: it.assessment.id }) {
            h3 { (language.text("scope-add")) }
            (field.text("own_code", "criterion-code", &typed.add.own_code).hint("scope-own-code-hint").required())
            (field.text("title", "criterion-title", &typed.add.title).required())
            (field.area("summary", "criterion-summary", &typed.add.summary))
            (field.text("under", "scope-under", &typed.add.under).hint("scope-under-hint"))
            (submit(language.text("scope-add")))
        }
    }
}

/// Limits the assessment to groups and gives it supplements.
pub async fn limit(
    AssessmentScope { assessment }: AssessmentScope,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LimitForm>,
) -> Result<Response> {
    let (it, mut change) = kept(&app, &visitor, assessment).await?;
    let (groups, supplements) = form.check(&it.offered, &it.tailored.whole.head.groups);
    store::limit(&mut change, &it.assessment, groups, supplements.as_deref()).await?;
    change.commit().await?;
    Ok(see_with(AssessmentScope { assessment }, "done-saved"))
}

/// The assessment, for somebody who may change its scope, and the change in which nobody else changes it.
async fn kept(app: &App, visitor: &Visitor, id: AssessmentId) -> Result<(Shown, Change)> {
    let (it, _) = assessments::store::find(&app.db.read, &visitor.scope(), id).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let it = shown(change.tx(), visitor, id, app.now()).await?;
    Ok((it, change))
}

/// Puts criteria out of scope.
pub async fn exclude(
    ExcludeCriterion { assessment }: ExcludeCriterion,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ExcludeForm>,
) -> Result<Response> {
    let (it, mut change) = kept(&app, &visitor, assessment).await?;
    let (places, justification) = match form.check(&it.tailored.whole) {
        Ok(it) => it,
        Err(problems) => {
            let typed = Typed { exclude: form, problems, ..Typed::default() };
            return Ok(page(&visitor, &it, &typed).refused());
        }
    };
    for place in places {
        let criterion = &it.tailored.whole.criteria[place];
        store::exclude(&mut change, &it.assessment, criterion, justification.clone()).await?;
    }
    change.commit().await?;
    Ok(see_with(AssessmentScope { assessment }, "done-excluded"))
}

/// Takes a criterion into scope again.
pub async fn include(
    IncludeCriterion { assessment, criterion }: IncludeCriterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (it, mut change) = kept(&app, &visitor, assessment).await?;
    let criterion = find(&it.tailored.whole, criterion).ok_or(Error::NotFound)?;
    store::include(&mut change, &it.assessment, criterion).await?;
    change.commit().await?;
    Ok(see_with(AssessmentScope { assessment }, "done-included"))
}

/// Adds a criterion of the institution's own.
pub async fn add(
    AddCriterion { assessment }: AddCriterion,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AddForm>,
) -> Result<Response> {
    let (it, mut change) = kept(&app, &visitor, assessment).await?;
    let added = match form.check(&it.tailored.whole) {
        Ok(it) => it,
        Err(problems) => {
            let typed = Typed { add: form, problems, ..Typed::default() };
            return Ok(page(&visitor, &it, &typed).refused());
        }
    };
    let edition = &it.tailored.whole.edition;
    store::add(&mut change, &it.assessment, edition, added, visitor.language.code()).await?;
    change.commit().await?;
    Ok(see_with(AssessmentScope { assessment }, "done-criterion-added"))
}

/// Takes a criterion of the institution's own away again.
pub async fn withdraw(
    WithdrawCriterion { assessment, criterion }: WithdrawCriterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (it, mut change) = kept(&app, &visitor, assessment).await?;
    let criterion = find(&it.tailored.whole, criterion).ok_or(Error::NotFound)?;
    if !store::withdraw(&mut change, &it.assessment, criterion).await? {
        return Ok(see_with(AssessmentScope { assessment }, "done-not-withdrawn"));
    }
    change.commit().await?;
    Ok(see_with(AssessmentScope { assessment }, "done-withdrawn"))
}

/// The statement of applicability: every criterion that is rated, whether it applies, and if not, why.
pub async fn statement(
    AssessmentStatement { assessment }: AssessmentStatement,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let it = shown(&app.db.read, &visitor, assessment, app.now()).await?;
    let language = visitor.language;
    let rows = it.tailored.whole.criteria.iter().enumerate().filter(|it| it.1.assessable);
    let body = html! {
        (figures(language, &it.tailored))
        @if visitor.may(Action::Export, it.assessment.institution_id) {
            p { a.button.second href=(ApplicabilityReport { assessment }) download { (language.text("scope-statement-download")) } }
        }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("scope-source")) }
                th scope="col" { (language.text("scope-applies")) }
                th scope="col" { (language.text("scope-justification")) }
            } }
            tbody { @for (place, row) in rows {
                tr {
                    th scope="row" { (row.code) " " (row.title.get(language)) }
                    td { (it.tailored.source(language, row)) }
                    td { (applies(language, it.tailored.scope[place])) }
                    td { (it.tailored.reason(language, place)) }
                }
            } }
        } }
    };
    let title = language.text("scope-statement");
    Ok(within(&visitor, &it.assessment, title, body))
}

fn applies(language: Language, standing: Applies) -> Markup {
    if standing.is_in() {
        badge("good", language.text("yes"))
    } else {
        badge("plain", language.text("no"))
    }
}

impl Tailored {
    /// Title of the edition that a criterion is from.
    pub fn source(&self, language: Language, it: &criterion::Model) -> String {
        let edition = self.whole.source(it).unwrap_or(&self.whole.edition);
        edition.title.get(language).to_owned()
    }

    /// Why a criterion does not apply; nothing where it does.
    pub fn reason(&self, language: Language, place: usize) -> String {
        match self.scope[place] {
            Applies::In => String::new(),
            Applies::OtherGroup => language.text("scope-other-group"),
            Applies::Excluded(by) => {
                let by = self.whole.criteria[by].id;
                let row = self.exclusions.iter().find(|it| it.criterion_id == by);
                row.map(|it| it.justification.clone()).unwrap_or_default()
            }
        }
    }
}
