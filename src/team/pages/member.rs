//! One member for whoever looks after the team: part and days, declarations, conflicts of interest.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::team::parts_and_days;
use super::{looked_after, none_late, tailored};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::entities::{assessment, declaration, edition};
use crate::language::Language;
use crate::paths::{
    DeclareAnew, LeaveTeam, LiftConflict, MemberSees, RecordConflict, Team, TeamMember,
};
use crate::team::conflicts::{self, Told};
use crate::team::forms::{ConflictForm, MOST_REASON, MemberForm, ReasonForm};
use crate::team::store::{self, Member};
use crate::web::components::{Fields, badge, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What was typed into the forms that can be refused, and what is wrong with it.
#[derive(Default)]
struct Typed {
    member: Option<MemberForm>,
    conflict: ConflictForm,
    problems: Problems,
}

/// What a conflict is about.
pub(super) fn named(language: Language, it: &Told) -> String {
    match &it.1 {
        Some(of) => of.code.clone(),
        None => language.text("team-withheld-all"),
    }
}

/// The page.
pub async fn show(at: TeamMember, State(app): State<App>, visitor: Visitor) -> Result<Page> {
    let (it, _) = looked_after(&app.db.read, &visitor, at.assessment).await?;
    let member = store::member(&app.db.read, &it, at.user).await?;
    page(&app, &visitor, &it, &member, &Typed::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    it: &assessment::Model,
    member: &Member,
    typed: &Typed,
) -> Result<Page> {
    let language = visitor.language;
    let (assessment, user) = (it.id, member.user.id);
    let (declared, told) = conflicts::history(&app.db.read, assessment, user).await?;
    let people = told.iter().filter_map(|it| it.0.by_user_id);
    let names = accounts::store::names(&app.db.read, people).await?;
    let by = |it: &Told| it.0.by_user_id.and_then(|id| names.get(&id)).cloned();
    let keeps = visitor.may(Action::KeepAssessments, it.institution_id);
    let body = html! {
        p.actions { a.button.second href=(MemberSees { assessment, user }) { (language.text("team-sees")) } }
        @if keeps { (days(language, member, typed)) }
        h2 { (language.text("declaration")) }
        (declarations(language, member, &declared))
        (held(visitor, member, &told, by))
        @if user != visitor.id { (record_form(language, member, typed)) }
        (earlier(language, &told))
    };
    Ok(within(visitor, it, member.user.name.clone(), body)
        .under(Team { assessment }, language.text("team")))
}

/// Part and days of a member as the form shows them.
fn as_held(member: &Member) -> MemberForm {
    let day = |it: Option<chrono::NaiveDate>| it.map(|it| it.to_string()).unwrap_or_default();
    MemberForm {
        user: member.user.id.to_string(),
        part: member.row.part.code().to_owned(),
        from: day(member.row.from_day),
        until: day(member.row.until_day),
        seen: String::new(),
    }
}

/// Says that part and days were seen as they are.
fn stamp(member: &Member) -> String {
    let it = as_held(member);
    format!("{} {} {}", it.part, it.from, it.until)
}

fn days(language: Language, member: &Member, typed: &Typed) -> Markup {
    let at = (member.row.assessment_id, member.user.id);
    let none = Problems::default();
    let held = as_held(member);
    let (form, problems) = match &typed.member {
        Some(form) => (form, &typed.problems),
        None => (&held, &none),
    };
    html! {
        form.panel method="post" action=(TeamMember { assessment: at.0, user: at.1 }) {
            input type="hidden" name="seen" value=(stamp(member));
            @for name in ["user", "seen"] {
                @if let Some(problem) = problems.get(name) { p.notice.bad role="alert" { (problem.text(language)) } }
            }
            div.row { (parts_and_days(language, form, problems)) }
            (submit(language.text("save")))
        }
        form method="post" action=(LeaveTeam { assessment: at.0, user: at.1 }) {
            button.second type="submit" { (language.text("team-leave")) }
        }
    }
}

fn declarations(language: Language, member: &Member, all: &[declaration::Model]) -> Markup {
    let (assessment, user) = (member.row.assessment_id, member.user.id);
    let held = all.iter().any(|it| it.superseded_at.is_none());
    html! {
        @if !member.row.part.rates() { p { (language.text("team-observer-declares-not")) } }
        @else if !held { p.notice { (language.text("team-undeclared-yet")) } }
        @if !all.is_empty() {
            ul.plain { @for it in all { li {
                (language.with("declaration-signed-by", [("name", it.signed.clone().into()), ("when", language.moment(it.recorded_at).into())]))
                @if it.superseded_at.is_some() { " " (badge("plain", language.text("team-superseded"))) }
            } } }
        }
        @if held {
            form method="post" action=(DeclareAnew { assessment, user }) {
                p.hint { (language.text("team-declare-anew-hint")) }
                button.second type="submit" { (language.text("team-declare-anew")) }
            }
        }
    }
}

fn held(
    visitor: &Visitor,
    member: &Member,
    told: &[Told],
    by: impl Fn(&Told) -> Option<String>,
) -> Markup {
    let language = visitor.language;
    let (assessment, user) = (member.row.assessment_id, member.user.id);
    let held: Vec<&Told> = told.iter().filter(|it| it.0.superseded_at.is_none()).collect();
    let lifts = |it: &Told| it.0.declaration_id.is_none() && user != visitor.id;
    html! {
        h2 { (language.text("team-conflicts")) }
        @if held.is_empty() { p.faint { (language.text("team-no-conflict")) } }
        @else { ul.plain { @for it in held { li {
            div.grow {
                strong { (named(language, it)) } " " (it.0.reason)
                p.hint {
                    (language.moment(it.0.recorded_at))
                    @if let Some(name) = by(it) { " · " (name) }
                }
            }
            @if lifts(it) {
                details {
                    summary { (language.text("team-lift")) }
                    form method="post" action=(LiftConflict { assessment, user, conflict: it.0.id }) {
                        div.field {
                            label for=(format!("reason-{}", it.0.id)) { (language.text("declaration-reason")) }
                            textarea id=(format!("reason-{}", it.0.id)) name="reason" rows="2" required maxlength=(MOST_REASON) {}
                        }
                        button.second type="submit" { (language.text("team-lift")) }
                    }
                }
            }
        } } } }
    }
}

fn record_form(language: Language, member: &Member, typed: &Typed) -> Markup {
    let field = Fields { language, problems: &typed.problems };
    let (assessment, user) = (member.row.assessment_id, member.user.id);
    let form = &typed.conflict;
    let about = |value: &str, key: &str| {
        html! { label { input type="radio" name="about" value=(value) checked[form.about == value] required; " " (language.text(key)) } }
    };
    html! {
        details.panel open[!form.about.is_empty()] {
            summary { (language.text("team-record")) }
            form method="post" action=(RecordConflict { assessment, user }) {
                fieldset.choices {
                    legend { (language.text("declaration-answer")) }
                    (about("criteria", "declaration-answer-criteria"))
                    (about("whole", "declaration-answer-whole"))
                }
                (field.text("code", "criterion", &form.code).hint("declaration-criteria-hint"))
                (field.area("reason", "declaration-reason", &form.reason).required())
                (submit(language.text("team-record")))
            }
        }
    }
}

fn earlier(language: Language, told: &[Told]) -> Markup {
    let gone: Vec<&Told> = told.iter().filter(|it| it.0.superseded_at.is_some()).collect();
    html! {
        @if !gone.is_empty() {
            details.panel {
                summary { (language.text("team-earlier-conflicts")) }
                ul { @for it in gone { li {
                    (named(language, it)) ": " (it.0.reason) " "
                    span.faint {
                        (language.moment(it.0.recorded_at))
                        @if let Some(end) = it.0.superseded_at { " – " (language.moment(end)) }
                    }
                } } }
            }
        }
    }
}

/// Changes part and days.
pub async fn update(
    at: TeamMember,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<MemberForm>,
) -> Result<Response> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), at.assessment).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let form = MemberForm { user: at.user.to_string(), ..form };
    let whole = tailored(&app, &visitor, &it, edition).await?.whole;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let member = store::member(change.tx(), &it, at.user).await?;
    let people: Vec<_> = member.role.map(|it| (at.user, it)).into_iter().collect();
    let mut problems = Problems::default();
    if people.is_empty() {
        problems.add("user", Problem::Other("problem-member-no-role"));
    } else if !form.seen.is_empty() && form.seen != stamp(&member) {
        problems.add("seen", Problem::Other("problem-member-meanwhile"));
    }
    let new = match problems.or(()).and_then(|()| form.check(&people)) {
        Ok(new) => new,
        Err(problems) => {
            drop(change);
            let typed = Typed { member: Some(form), problems, ..Typed::default() };
            return Ok(page(&app, &visitor, &it, &member, &typed).await?.refused());
        }
    };
    super::put(&mut change, visitor.language, (&it, &whole), new).await?;
    change.commit().await?;
    Ok(see_with(Team { assessment: at.assessment }, "done-member"))
}

/// Takes somebody off the team.
pub async fn leave(
    LeaveTeam { assessment, user }: LeaveTeam,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let db = &app.db.read;
    let (it, _) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require(Action::KeepAssessments, it.institution_id)?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    store::take_off(&mut change, &it, user).await?;
    change.commit().await?;
    Ok(see_with(Team { assessment }, "done-member-off"))
}

/// Asks somebody to declare anew.
pub async fn declare_anew(
    DeclareAnew { assessment, user }: DeclareAnew,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (it, edition) = looked_after(&app.db.read, &visitor, assessment).await?;
    store::member(&app.db.read, &it, user).await?;
    let whole = tailored(&app, &visitor, &it, edition).await?.whole;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    conflicts::ask_anew(&mut change, &it, user).await?;
    let said = (visitor.language, "conflict-refused", "conflict-late");
    none_late(&change, said, (&it, &whole)).await?;
    change.commit().await?;
    Ok(see_with(TeamMember { assessment, user }, "done-declare-anew"))
}

/// Somebody else's conflicts: nobody records or lifts their own this way.
async fn of_another(
    app: &App,
    visitor: &Visitor,
    at: TeamMember,
) -> Result<(assessment::Model, edition::Model, Member)> {
    let (it, edition) = looked_after(&app.db.read, visitor, at.assessment).await?;
    let member = store::member(&app.db.read, &it, at.user).await?;
    if at.user == visitor.id {
        return Err(Error::Forbidden);
    }
    Ok((it, edition, member))
}

/// Records a conflict of interest for somebody.
pub async fn record(
    RecordConflict { assessment, user }: RecordConflict,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ConflictForm>,
) -> Result<Response> {
    let (it, edition, member) = of_another(&app, &visitor, TeamMember { assessment, user }).await?;
    let whole = tailored(&app, &visitor, &it, edition).await?.whole;
    let conflicts = match form.check(&whole) {
        Ok(conflicts) => conflicts,
        Err(problems) => {
            let typed = Typed { conflict: form, problems, ..Typed::default() };
            return Ok(page(&app, &visitor, &it, &member, &typed).await?.refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    for new in conflicts {
        conflicts::add(&mut change, &it, user, new).await?;
    }
    change.commit().await?;
    Ok(see_with(TeamMember { assessment, user }, "done-conflict"))
}

/// Lifts a conflict of interest that was recorded for somebody.
pub async fn lift(
    LiftConflict { assessment, user, conflict }: LiftConflict,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let (it, edition, _) = of_another(&app, &visitor, TeamMember { assessment, user }).await?;
    let mut problems = Problems::default();
    let reason = problems.text("reason", &form.reason, MOST_REASON);
    if let Some(problem) = problems.get("reason") {
        let language = visitor.language;
        let said = format!("{}: {}", language.text("declaration-reason"), problem.text(language));
        return Err(Error::Refused(said));
    }
    let whole = tailored(&app, &visitor, &it, edition).await?.whole;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    conflicts::lift(&mut change, &it, user, conflict, reason).await?;
    let said = (visitor.language, "conflict-refused", "conflict-late");
    none_late(&change, said, (&it, &whole)).await?;
    change.commit().await?;
    Ok(see_with(TeamMember { assessment, user }, "done-conflict-lifted"))
}
