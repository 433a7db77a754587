//! The workbench: the tree, a criterion, what proves it, and the form that rates it.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::proofs::Proofs;
use super::{choices, within};
use crate::access::Action;
use crate::app::App;
use crate::assessments::forms::RatingForm;
use crate::assessments::{ratings, store};
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, Round, criterion, rating, user};
use crate::evidence;
use crate::language::Language;
use crate::paths::{ToConfirm, Workbench, WorkbenchAt};
use crate::readiness::facts::Options;
use crate::readiness::result::GapKind;
use crate::readiness::store::{Assessed, assess_for};
use crate::standards::pages::provenance;
use crate::team::pages::bench as team;
use crate::web::components::{Fields, badge, submit};
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// Goes to the first criterion that is not rated in the current round, else to the first.
pub async fn start(
    Workbench { assessment }: Workbench,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let bench = bench(&app, &visitor, assessment).await?;
    let open =
        bench.readiness.gaps.iter().find(|it| it.kind == GapKind::NotRated).map(|it| it.criterion);
    let place = open.or_else(|| bench.edition.criteria.iter().position(|it| it.assessable));
    let criterion = place.map(|it| bench.whole.criteria[it].id);
    let criterion = criterion.ok_or(Error::NotFound)?;
    Ok(see(WorkbenchAt { assessment, criterion }))
}

async fn bench(
    app: &App,
    visitor: &Visitor,
    assessment: crate::entities::AssessmentId,
) -> Result<Assessed> {
    let (it, edition) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    Ok(assess_for(&app.db.read, visitor, it, edition, Options::on(app.today())).await?)
}

/// The round that this person rates in now, if any.
fn round_of(visitor: &Visitor, bench: &Assessed) -> Option<Round> {
    let round = bench.assessment.stage.round();
    let action = if round == Round::Own { Action::RateSelf } else { Action::RateReview };
    visitor.may_on(action, &bench.assessment).then_some(round)
}

/// The workbench at a criterion.
pub async fn show(
    WorkbenchAt { assessment, criterion }: WorkbenchAt,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let mut bench = bench(&app, &visitor, assessment).await?;
    let at = place(&bench, criterion)?;
    if visitor.withheld(assessment).covers(criterion) {
        return Ok(withheld(&visitor, &bench, at));
    }
    let gaps: Vec<_> =
        bench.readiness.gaps.iter().filter(|it| it.criterion == at).copied().collect();
    bench.opened_by(&app.db.read, &visitor, &gaps).await?;
    let history = ratings::history(&app.db.read, assessment, criterion).await?;
    let own = round_of(&visitor, &bench).and_then(|round| own_rating(&history, &visitor, round));
    let form = own.map_or_else(RatingForm::default, |it| RatingForm {
        level: chosen(&bench, it),
        second: it.second_level.clone().unwrap_or_default(),
        score: it.score.map(|it| it.to_string()).unwrap_or_default(),
        rationale: it.rationale.clone(),
        recommendation: it.recommendation.clone(),
        seen: it.id.to_string(),
    });
    page(&app, &visitor, &bench, at, &history, (&form, &Problems::default())).await
}

/// The level that is chosen in the form; where the score gives it, none is.
fn chosen(bench: &Assessed, it: &rating::Model) -> String {
    let level = it.level.clone().unwrap_or_default();
    let scale = bench.whole.head.scale.as_ref();
    let given = scale.is_some_and(|it| it.percent && !it.is_not_applicable(&level));
    if given { String::new() } else { level }
}

fn place(bench: &Assessed, criterion: CriterionId) -> Result<usize> {
    bench.whole.criteria.iter().position(|it| it.id == criterion).ok_or(Error::NotFound)
}

type History = [(rating::Model, Option<user::Model>)];

fn own_rating<'a>(
    history: &'a History,
    visitor: &Visitor,
    round: Round,
) -> Option<&'a rating::Model> {
    // In the self round the institution speaks with one voice: what a colleague or a worksheet said there is replaced too.
    let is_own = |it: &&rating::Model| {
        let is_theirs = round == Round::Own || it.user_id == Some(visitor.id);
        it.round == round && is_theirs && it.superseded_at.is_none()
    };
    history.iter().map(|it| &it.0).find(is_own)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    bench: &Assessed,
    at: usize,
    history: &History,
    (form, problems): (&RatingForm, &Problems),
) -> Result<Page> {
    let language = visitor.language;
    let it = &bench.whole.criteria[at];
    let linked = evidence::links::linked_to(
        &app.db.read,
        bench.assessment.institution_id,
        &lineage(bench, at),
    )
    .await?;
    let proofs = Proofs::of(&app.db.read, visitor, bench, linked).await?;
    let refusal = team::refusal(app, visitor, &bench.assessment, (&bench.whole, at)).await?;
    let at_work = team::at_work(app, visitor, &bench.assessment, it.id, refusal.is_none()).await?;
    let body = html! {
        div.bench {
            (tree(language, bench, at))
            section {
                (walk(language, bench, at))
                @if !bench.scope[at].is_in() { p.notice { (language.text("scope-out-here")) } }
                div.panel { (asked(language, bench, it)) }
                (gap_panel(language, bench, at))
                div.panel { (proofs.shown(visitor, app.today(), bench, it)) }
                (still_to_confirm(visitor, bench, history))
                (at_work)
                @if let Some(it) = refusal { div.panel { p.faint { (language.text(it.key())) } } }
                @else { div.panel { (rating_form(visitor, bench, it, form, problems)) } }
                (past(language, bench, history))
            }
        }
    };
    Ok(within(visitor, &bench.assessment, format!("{} {}", it.code, it.title.get(language)), body))
}

/// The place of a criterion that a conflict of interest keeps from this person.
fn withheld(visitor: &Visitor, bench: &Assessed, at: usize) -> Page {
    let language = visitor.language;
    let body = html! {
        div.bench {
            (tree(language, bench, at))
            section { (walk(language, bench, at)) (team::withheld(language)) }
        }
    };
    within(visitor, &bench.assessment, bench.code(at).to_owned(), body)
}

/// The criterion and all above it, as evidence above counts too.
fn lineage(bench: &Assessed, at: usize) -> Vec<CriterionId> {
    let above = |at: &usize| bench.edition.heir_of(*at);
    std::iter::successors(Some(at), above).map(|it| bench.whole.criteria[it].id).collect()
}

fn tree(language: Language, bench: &Assessed, at: usize) -> Markup {
    let assessment = bench.assessment.id;
    html! {
        nav.tree tabindex="0" aria-label=(language.text("edition-tree")) {
            ul {
                @for (place, it) in bench.whole.criteria.iter().enumerate() {
                    @let status = bench.readiness.criteria[place];
                    @let tone = status.level.map_or("", |it| bench.tone(it));
                    @let current = (place == at).then_some("true");
                    @let apart = if bench.scope[place].is_in() { "" } else { "out" };
                    li class=(format!("depth-{} {apart}", it.depth.clamp(0, 6))) {
                        a href=(WorkbenchAt { assessment, criterion: it.id }) aria-current=[current] {
                            @if bench.edition.criteria[place].assessable { span class={ "dot " (tone) } {} }
                            span.code { (it.code) }
                            span { (it.title.get(language)) }
                        }
                    }
                }
            }
        }
    }
}

fn walk(language: Language, bench: &Assessed, at: usize) -> Markup {
    let assessment = bench.assessment.id;
    let to = |at: usize| WorkbenchAt { assessment, criterion: bench.whole.criteria[at].id };
    let assessable = |it: &usize| bench.edition.criteria[*it].assessable;
    let before = (0..at).rev().find(assessable);
    let after = (at + 1..bench.whole.criteria.len()).find(assessable);
    html! {
        div.walk {
            @if let Some(it) = before { a rel="prev" href=(to(it)) { "← " (bench.code(it)) } } @else { span {} }
            span.faint { (language.text("workbench-keys")) }
            @if let Some(it) = after { a rel="next" href=(to(it)) { (bench.code(it)) " →" } } @else { span {} }
        }
    }
}

fn asked(language: Language, bench: &Assessed, it: &criterion::Model) -> Markup {
    let summary = it.summary.get(language);
    let expected = bench.types.iter().filter(|kind| it.expects.0.contains(&kind.code));
    let guidance = it.details.guidance.as_ref().map_or("", |it| it.get(language));
    html! {
        @if let Some(source) = bench.whole.source(it) {
            p { (badge("plain", source.title.get(language))) }
        }
        @if !summary.is_empty() { p.text { (summary) } }
        @if !guidance.is_empty() { details { summary { (language.text("criterion-guidance")) } p.text { (guidance) } } }
        p { (provenance(language, &it.provenance)) @if it.mandatory { " " (badge("poor", language.text("criterion-mandatory"))) } }
        @if !it.expects.0.is_empty() {
            p { strong { (language.text("criterion-expects")) ": " }
                (expected.map(|it| it.title.get(language)).collect::<Vec<_>>().join(", ")) }
        }
    }
}

fn gap_panel(language: Language, bench: &Assessed, at: usize) -> Markup {
    let gaps: Vec<_> = bench.readiness.gaps.iter().filter(|it| it.criterion == at).collect();
    html! {
        @if !gaps.is_empty() {
            div.panel {
                h2 { (language.text("gaps")) }
                ul { @for gap in gaps { li {
                    (badge(gap.severity.tone(), language.word(&gap.severity))) " "
                    (language.word(&gap.kind)) ": " (bench.sentence(language, gap))
                } } }
            }
        }
    }
}

/// That the rating of the current round was carried here and is still to be confirmed, with the way to do so.
fn still_to_confirm(visitor: &Visitor, bench: &Assessed, history: &History) -> Markup {
    let language = visitor.language;
    let assessment = bench.assessment.id;
    let open = |it: &&rating::Model| it.confirm && it.superseded_at.is_none();
    let own = round_of(visitor, bench).and_then(|round| own_rating(history, visitor, round));
    let mine = own.filter(open);
    let any = history.iter().map(|it| &it.0).find(open);
    html! {
        @if let Some(it) = mine.or(any) {
            div.panel {
                p { (badge("poor", language.text("confirm-title"))) " " (bench.rated(language, it)) }
                p { (language.text("workbench-confirm")) }
                @if mine.is_some() {
                    form method="post" action=(ToConfirm { assessment }) {
                        input type="hidden" name="rating" value=(it.id);
                        button.primary type="submit" { (language.text("confirm")) }
                    }
                }
                p { a href=(ToConfirm { assessment }) { (language.text("workbench-confirm-all")) } }
            }
        }
    }
}

fn rating_form(
    visitor: &Visitor,
    bench: &Assessed,
    it: &criterion::Model,
    form: &RatingForm,
    problems: &Problems,
) -> Markup {
    let language = visitor.language;
    let (Some(scale), Some(round)) = (&bench.whole.head.scale, round_of(visitor, bench)) else {
        return html! { p.faint { (language.text("workbench-read-only")) } };
    };
    let field = Fields { language, problems };
    html! {
        h2 { (language.text("rating")) " – " (language.word(&round)) }
        @if !it.assessable { p.hint { (language.text("workbench-inherited")) } }
        form method="post" action=(WorkbenchAt { assessment: bench.assessment.id, criterion: it.id }) data-guard {
            input type="hidden" name="seen" value=(form.seen);
            (choices::choices(language, scale, form, problems))
            (field.area("rationale", "rating-rationale", &form.rationale))
            (field.area("recommendation", "rating-recommendation", &form.recommendation))
            (submit(language.text("rating-save")))
        }
    }
}

fn past(language: Language, bench: &Assessed, history: &History) -> Markup {
    html! {
        @if !history.is_empty() {
            details.panel {
                summary { (language.text("rating-history")) }
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (language.text("audit-when")) }
                        th scope="col" { (language.text("audit-who")) }
                        th scope="col" { (language.text("round")) }
                        th scope="col" { (language.text("level")) }
                        th scope="col" { (language.text("rating-rationale")) }
                    } }
                    tbody { @for (it, rater) in history { tr {
                        td.date { (language.moment(it.recorded_at)) }
                        td { (rater.as_ref().map_or("–", |it| it.name.as_str())) }
                        td { (language.word(&it.round)) }
                        td { (bench.rated(language, it)) }
                        td { (it.rationale) }
                    } } }
                } }
            }
        }
    }
}

/// Rates the criterion and goes on to the next.
pub async fn rate(
    WorkbenchAt { assessment, criterion }: WorkbenchAt,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RatingForm>,
) -> Result<Response> {
    let bench = bench(&app, &visitor, assessment).await?;
    let at = place(&bench, criterion)?;
    team::require_open(&visitor, assessment, criterion)?;
    let round = round_of(&visitor, &bench).ok_or(Error::Forbidden)?;
    team::require_rater(&app, &visitor, &bench.assessment, (&bench.whole, at)).await?;
    let scale = bench.whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    let mut change = app.change(visitor.actor()).await?;
    // Looked at within the change: what somebody rates at this moment must not be overwritten unseen.
    change.alone_in(bench.assessment.institution_id).await?;
    let history = ratings::history(change.tx(), assessment, criterion).await?;
    let held = own_rating(&history, &visitor, round);
    let seen = held.map(|it| it.id.to_string()).unwrap_or_default();
    let checked = form.check(scale, held.and_then(|it| it.level.as_deref())).and_then(|typed| {
        let mut problems = Problems::default();
        if seen != form.seen {
            problems.add("level", Problem::Other("problem-rated-meanwhile"));
        }
        problems.or(typed)
    });
    let typed = match checked {
        Ok(typed) => typed,
        Err(problems) => {
            drop(change);
            let form = RatingForm { seen, ..form };
            return Ok(page(&app, &visitor, &bench, at, &history, (&form, &problems))
                .await?
                .refused());
        }
    };
    let new = ratings::NewRating {
        criterion,
        round,
        user: Some(visitor.id),
        level: typed.level,
        second_level: typed.second,
        score: typed.score,
        rationale: typed.rationale,
        recommendation: typed.recommendation,
    };
    ratings::rate(&mut change, &bench.assessment, &bench.whole.criteria[at], new).await?;
    change.commit().await?;
    let next = (at + 1..bench.whole.criteria.len())
        .find(|it| bench.edition.criteria[*it].assessable)
        .unwrap_or(at);
    Ok(see_with(WorkbenchAt { assessment, criterion: bench.whole.criteria[next].id }, "done-rated"))
}
