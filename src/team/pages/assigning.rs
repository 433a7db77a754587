//! Areas and criteria with those who rate them: tick some, choose people, many at once.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{looked_after, looks_after, none_late, tailored};
use crate::accounts;
use crate::app::App;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{CriterionId, UserId, assessment, criterion, edition};
use crate::language::Language;
use crate::paths::{AssignCriteria, Team};
use crate::tailoring::store::Tailored;
use crate::team::assigned;
use crate::team::forms::{Act, AssignForm};
use crate::team::report::{self, Access, Line};
use crate::web::components::nothing;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The page.
pub async fn show(
    AssignCriteria { assessment }: AssignCriteria,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let (it, edition) = looked_after(&app.db.read, &visitor, assessment).await?;
    page(&app, &visitor, it, edition, &AssignForm::default(), &Problems::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    it: assessment::Model,
    edition: edition::Model,
    form: &AssignForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let tailored = tailored(app, visitor, &it, edition).await?;
    let report = report::of(&app.db.read, &it, &tailored, app.today()).await?;
    let people: Vec<&Line> = report.team.iter().filter(|it| it.rates()).collect();
    let pairs = assigned::pairs(&app.db.read, it.id).await?;
    let is_away = |user: &UserId| people.iter().all(|it| it.user != *user);
    let away: Vec<UserId> = pairs.iter().map(|it| it.0).filter(is_away).collect();
    let away = accounts::store::names(&app.db.read, away).await?;
    let mut held: HashMap<CriterionId, Vec<&str>> = HashMap::new();
    for (user, criterion) in pairs {
        let name = people.iter().find(|it| it.user == user).map(|it| &it.name);
        if let Some(name) = name.or_else(|| away.get(&user)) {
            held.entry(criterion).or_default().push(name);
        }
    }
    let body = html! {
        p.lead { (language.text("assign-lead")) }
        @if people.is_empty() { (nothing(language.text("assign-nobody"), None)) }
        @else {
            form method="post" action=(AssignCriteria { assessment: it.id }) {
                @for name in ["criterion", "user", "act"] {
                    @if let Some(problem) = problems.get(name) { p.problem role="alert" { (problem.text(language)) } }
                }
                div.panel {
                    (choices(language, &people, &away, form))
                    p.actions {
                        button.primary type="submit" name="act" value="assign" { (language.text("assign-do")) }
                        button.second type="submit" name="act" value="take-back" { (language.text("assign-take-back")) }
                    }
                }
                (tree(language, &tailored, &held, form))
            }
        }
    };
    Ok(within(visitor, &it, language.text("team-assign"), body)
        .under(Team { assessment: it.id }, language.text("team")))
}

/// Those to whom something can be assigned, and those who rate no longer and from whom it can be taken back.
fn choices(
    language: Language,
    people: &[&Line],
    away: &HashMap<UserId, String>,
    form: &AssignForm,
) -> Markup {
    let mut away: Vec<(&UserId, &String)> = away.iter().collect();
    away.sort_by_key(|it| (it.1, it.0));
    let tick = |user: UserId, name: &str, more: Markup| {
        html! { label {
            input type="checkbox" name="user" value=(user) checked[form.user.contains(&user)];
            " " (name) " " span.faint { (more) }
        } }
    };
    let of = |it: &Line| {
        html! {
            (workload(language, it))
            @if it.access != Access::Open { " (" (language.word(&it.access)) ")" }
        }
    };
    html! {
        fieldset.choices {
            legend { (language.text("assign-people")) }
            @for it in people { (tick(it.user, &it.name, of(it))) }
            @for (user, name) in away { (tick(*user, name, html! { (language.text("assign-away")) })) }
        }
    }
}

fn workload(language: Language, it: &Line) -> String {
    let count = |it: usize| language.count(i64::try_from(it).unwrap_or(i64::MAX)).into();
    language.with("team-rated-of", [("rated", count(it.rated)), ("count", count(it.to_rate))])
}

/// The areas, each to be opened to its criteria.
fn tree(
    language: Language,
    of: &Tailored,
    held: &HashMap<CriterionId, Vec<&str>>,
    form: &AssignForm,
) -> Markup {
    let criteria: Vec<&criterion::Model> =
        of.whole.criteria.iter().zip(&of.scope).filter(|it| it.1.is_in()).map(|it| it.0).collect();
    let areas = criteria.chunk_by(|_, next| next.depth > 0);
    let ticked: HashSet<CriterionId> = form.criterion.iter().copied().collect();
    let is_open = |area: &[&criterion::Model]| {
        area.iter().skip(1).any(|it| held.contains_key(&it.id) || ticked.contains(&it.id))
    };
    html! {
        @for area in areas {
            div.panel {
                (line(language, area[0], held, &ticked))
                @if area.len() > 1 {
                    details open[is_open(area)] {
                        summary { (language.with("assign-below", [("count", (area.len() - 1).into())])) }
                        @for it in &area[1..] { (line(language, it, held, &ticked)) }
                    }
                }
            }
        }
    }
}

fn line(
    language: Language,
    it: &criterion::Model,
    held: &HashMap<CriterionId, Vec<&str>>,
    ticked: &HashSet<CriterionId>,
) -> Markup {
    let names = held.get(&it.id).map(|it| it.join(", "));
    html! {
        div.tick class=(format!("depth-{}", it.depth.clamp(0, 6))) {
            label {
                input type="checkbox" name="criterion" value=(it.id) checked[ticked.contains(&it.id)];
                " " strong { (it.code) } " " (it.title.get(language))
            }
            @if let Some(names) = names { " " span.faint { "→ " (names) } }
        }
    }
}

/// Assigns what is ticked, or takes it back: all of it or nothing.
pub async fn assign(
    AssignCriteria { assessment }: AssignCriteria,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AssignForm>,
) -> Result<Response> {
    let form = form.once();
    let (it, edition) = looked_after(&app.db.read, &visitor, assessment).await?;
    let tailored = tailored(&app, &visitor, &it, edition.clone()).await?;
    let members = crate::team::store::members(&app.db.read, &it).await?;
    let raters: Vec<UserId> =
        members.iter().filter(|it| it.row.part.rates()).map(|it| it.user.id).collect();
    let known: HashMap<CriterionId, &criterion::Model> =
        tailored.whole.criteria.iter().map(|it| (it.id, it)).collect();
    let criteria: Option<Vec<&criterion::Model>> =
        form.criterion.iter().map(|id| known.get(id).copied()).collect();
    let pairs = assigned::pairs(&app.db.read, it.id).await?;
    let holders: Vec<UserId> = pairs.into_iter().map(|it| it.0).collect();
    let act = match (form.check(&raters, &holders), &criteria) {
        (Ok(act), Some(_)) => act,
        (checked, _) => {
            let mut problems = checked.err().unwrap_or_default();
            if criteria.is_none() {
                problems.add("criterion", crate::check::Problem::NotAnOption);
            }
            return Ok(page(&app, &visitor, it, edition, &form, &problems).await?.refused());
        }
    };
    let criteria = criteria.unwrap_or_default();
    let may = |visitor: &Visitor, it: &assessment::Model| {
        if looks_after(visitor, it) { Ok(()) } else { Err(Error::Forbidden) }
    };
    let (alone, ()) = alone(&app, &visitor, assessment, may).await?;
    let Alone { mut change, visitor, it, .. } = alone;
    let whole = &tailored.whole;
    let changed = match act {
        Act::Assign => assigned::assign(&mut change, &it, &criteria, &form.user).await? as u64,
        Act::TakeBack => assigned::take_back(&mut change, &it, &criteria, &form.user).await?,
    };
    let said = (visitor.language, "assign-refused", "assign-late");
    none_late(&change, said, (&it, whole)).await?;
    if changed > 0 {
        change.commit().await?;
    }
    Ok(see_with(AssignCriteria { assessment }, "done-assigned"))
}
