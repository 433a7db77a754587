//! Who is on the team, how far each has come, and the form that puts somebody on it.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{day, looks_after, tailored};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{AssessmentId, Part, Role, UserId, assessment, edition, user};
use crate::language::Language;
use crate::paths::{AccessReport, AssignCriteria, DeclareConflicts, MemberSees, Team, TeamMember};
use crate::team::forms::MemberForm;
use crate::team::report::{self, Access, Line, Report};
use crate::team::{store, workbook};
use crate::web::components::{Fields, badge, meter, nothing, options, submit};
use crate::web::{Page, Result, Visitor, see_with};

/// The team.
pub async fn show(
    Team { assessment }: Team,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    page(&app, &visitor, it, edition, &MemberForm::default(), &Problems::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    it: assessment::Model,
    edition: edition::Model,
    form: &MemberForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let tailored = tailored(app, visitor, &it, edition).await?;
    let report = report::of(&app.db.read, &it, &tailored, app.today()).await?;
    let keeps = visitor.may(Action::KeepAssessments, it.institution_id);
    let people = if keeps { store::people(&app.db.read, &it).await? } else { Vec::new() };
    let assessment = it.id;
    let own = visitor.standing.on(assessment).is_some_and(|it| it.part.rates());
    let body = html! {
        p.lead { (language.text("team-lead")) }
        (warnings(language, &report))
        @if report.team.is_empty() { (nothing(language.text("team-empty"), None)) }
        @else { (table(visitor, &it, &report)) }
        p.actions {
            @if own { a.button.second href=(DeclareConflicts { assessment }) { (language.text("declaration-own")) } }
            @if looks_after(visitor, &it) {
                a.button.second href=(AssignCriteria { assessment }) { (language.text("team-assign")) }
                a.button.second href=(AccessReport { assessment }) { (language.text("access-report")) }
            }
        }
        @if keeps { (add_form(language, assessment, &people, &report, (form, problems))) }
    };
    Ok(within(visitor, &it, language.text("team"), body))
}

/// What keeps a round from being signed off, or criteria from being rated.
fn warnings(language: Language, report: &Report) -> Markup {
    let open: Vec<&str> = report
        .team
        .iter()
        .filter(|it| it.access == Access::Undeclared)
        .map(|it| it.name.as_str())
        .collect();
    let nobody = report.unrated_by_all;
    html! {
        @if !open.is_empty() {
            p.notice { (language.with("team-undeclared-people", [("people", open.join(", ").into())])) }
        }
        @if nobody > 0 && report.is_assigned {
            p.notice { (language.with("team-nobody-rates", [("count", nobody.into())])) }
        }
    }
}

fn table(visitor: &Visitor, it: &assessment::Model, report: &Report) -> Markup {
    let language = visitor.language;
    let looks_after = looks_after(visitor, it);
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("team-person")) }
                th scope="col" { (language.text("team-part")) }
                th scope="col" { (language.text("team-access")) }
                th scope="col" { (language.text("team-from")) }
                th scope="col" { (language.text("team-until")) }
                th scope="col" { (language.text("team-assigned")) }
                th scope="col" { (language.text("team-progress")) }
                @if looks_after { th scope="col" { (language.text("team-withheld")) } th scope="col" { (language.text("team-look")) } }
            } }
            tbody { @for line in &report.team { tr {
                th scope="row" {
                    @if looks_after { a href=(TeamMember { assessment: it.id, user: line.user }) { (line.name) } }
                    @else { (line.name) }
                }
                td { (workbook::part(language, line)) }
                td { (badge(line.access.tone(), language.word(&shown(line.access, looks_after)))) }
                td.date data-label=(language.text("team-from")) { (day(language, line.from)) }
                td.date data-label=(language.text("team-until")) { (day(language, line.until)) }
                td data-label=(language.text("team-assigned")) { (workbook::assigned(language, line, report.is_assigned)) }
                td data-label=(language.text("team-progress")) { (progress(language, line)) }
                @if looks_after {
                    td data-label=(language.text("team-withheld")) { (workbook::withheld(language, line)) }
                    td { a href=(MemberSees { assessment: it.id, user: line.user }) { (language.text("team-sees")) } }
                }
            } } }
        } }
    }
}

/// That somebody has a conflict is not for their colleagues.
fn shown(access: Access, looks_after: bool) -> Access {
    if access == Access::Conflict && !looks_after { Access::Open } else { access }
}

fn progress(language: Language, line: &Line) -> Markup {
    let said = language.with(
        "team-rated-of",
        [
            ("rated", language.count(line.rated.cast_signed() as i64).into()),
            ("count", language.count(line.to_rate.cast_signed() as i64).into()),
        ],
    );
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
    let share = line.rated as f64 * 100.0 / line.to_rate.max(1) as f64;
    html! {
        @if line.rates() { (said) " " (meter(&format!("{}: {said}", line.name), share)) } @else { "–" }
    }
}

fn add_form(
    language: Language,
    assessment: AssessmentId,
    people: &[(user::Model, Role)],
    report: &Report,
    (form, problems): (&MemberForm, &Problems),
) -> Markup {
    let is_on = |id: UserId| report.team.iter().any(|it| it.user == id);
    let offered: Vec<(String, String)> = people
        .iter()
        .filter(|it| !is_on(it.0.id))
        .map(|(it, role)| (it.id.to_string(), format!("{} ({})", it.name, language.word(role))))
        .collect();
    html! {
        form.panel method="post" action=(Team { assessment }) {
            h2 { (language.text("team-add")) }
            @if offered.is_empty() && problems.is_empty() { p.hint { (language.text("team-nobody-left")) } }
            @else {
                div.row {
                    (Fields { language, problems }.choice("user", "team-person", &offered, &form.user))
                    (parts_and_days(language, form, problems))
                }
                (submit(language.text("team-add")))
            }
        }
    }
}

/// The fields of part and days.
pub(super) fn parts_and_days(language: Language, form: &MemberForm, problems: &Problems) -> Markup {
    let field = Fields { language, problems };
    let part = if form.part.is_empty() { Part::Reviewer.code() } else { &form.part };
    let problem = problems.get("part").map(|it| it.text(language));
    html! {
        (field.choice("part", "team-part", &options(language, Part::ALL, Part::code), part))
        (field.date("from", "team-from", &form.from))
        (field.date("until", "team-until", &form.until).hint("team-until-hint"))
        @if let Some(problem) = problem { p.skip role="alert" { (problem) } }
    }
}

/// Puts somebody on the team.
pub async fn put(
    Team { assessment }: Team,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<MemberForm>,
) -> Result<Response> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let people = store::people(&app.db.read, &it).await?;
    let people: Vec<_> = people.into_iter().map(|it| (it.0.id, it.1)).collect();
    let new = match form.check(&people) {
        Ok(new) => new,
        Err(problems) => {
            return Ok(page(&app, &visitor, it, edition, &form, &problems).await?.refused());
        }
    };
    let whole = tailored(&app, &visitor, &it, edition).await?.whole;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    super::put(&mut change, visitor.language, (&it, &whole), new).await?;
    change.commit().await?;
    Ok(see_with(Team { assessment }, "done-member"))
}
