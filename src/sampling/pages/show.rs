//! The sample of a round: how far its verification has come, what is in it, and the form to draw it.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum_extra::extract::Query as ManyQuery;
use maud::{Markup, html};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use super::offer::{self, Offer};
use super::{count, rater, results, state, stored};
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::{Round, UserId, assessment, sampling_plan};
use crate::language::Language;
use crate::paths::{Sampling, VerifyCriterion};
use crate::rounds::ground::Ground;
use crate::sampling::candidates::Pool;
use crate::sampling::forms::DrawForm;
use crate::sampling::standing::{Item, whole};
use crate::sampling::store;
use crate::team::pages::bench as team;
use crate::web::components::{Paging, nothing};
use crate::web::{Page, Result, Visitor};

/// Which round.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    round: String,
}

/// The page; with a form in the address, what it would draw.
pub async fn show(
    Sampling { assessment }: Sampling,
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Query(paging): Query<Paging>,
    ManyQuery(form): ManyQuery<DrawForm>,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let round = Round::from_code(&asked.round).unwrap_or(it.stage.round());
    let ground = Ground::of(db, &it, edition.clone(), round, app.now()).await?;
    let view = View::of(db, &visitor, &it, &ground).await?;
    let may_draw = view.may_draw(&visitor);
    let offer = if may_draw && (view.plan.is_none() || !form.share.is_empty()) {
        let at = (&ground, app.now());
        let pool = Pool::of(db, &visitor, (&it, edition), at).await?;
        let name = |it| view.name(it).to_owned();
        Some(Offer::of(&pool, &visitor, view.plan.as_ref(), form, name))
    } else {
        None
    };
    Ok(page(&visitor, &view, offer.as_ref(), paging))
}

/// What the page shows.
pub(super) struct View<'a> {
    it: &'a assessment::Model,
    ground: &'a Ground,
    /// All plans of the assessment, newest first.
    plans: Vec<sampling_plan::Model>,
    /// The one that holds in the round.
    pub(super) plan: Option<sampling_plan::Model>,
    /// What is in it, without what is withheld from who looks.
    items: Vec<Item>,
    names: HashMap<UserId, String>,
}

impl<'a> View<'a> {
    /// Reads it; four queries.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        it: &'a assessment::Model,
        ground: &'a Ground,
    ) -> Result<Self> {
        let plans = store::plans(db, it.id).await?;
        let holds =
            |of: &&sampling_plan::Model| of.round == ground.round && of.superseded_at.is_none();
        let plan = plans.iter().find(holds).cloned();
        let criteria = &ground.tailored.whole.criteria;
        let mut items = match &plan {
            Some(plan) => store::items(db, plan, criteria).await?,
            None => Vec::new(),
        };
        let withheld = visitor.withheld(it.id);
        items.retain(|it| !withheld.covers(criteria[it.at].id));
        let of_items = items.iter().flat_map(|it| [it.rated.rater, Some(it.row.verifier_id)]);
        let voices = ground.standings.iter().flat_map(|it| &it.voices).map(|it| it.user);
        let drawn = plans.iter().map(|it| it.user_id);
        let people: Vec<UserId> = of_items.chain(voices).flatten().chain(drawn).collect();
        let names = accounts::store::names(db, people).await?;
        Ok(Self { it, ground, plans, plan, items, names })
    }

    pub(super) fn name(&self, it: UserId) -> &str {
        self.names.get(&it).map_or("–", String::as_str)
    }

    /// Whether somebody draws a sample of this round now.
    fn may_draw(&self, visitor: &Visitor) -> bool {
        let is_now = self.it.stage.rated() == Some(self.ground.round);
        is_now && !self.ground.opening.signed_off && visitor.determines(self.it)
    }
}

/// The page, with the form to draw where it is offered.
pub(super) fn page(
    visitor: &Visitor,
    view: &View<'_>,
    offer: Option<&Offer>,
    paging: Paging,
) -> Page {
    let language = visitor.language;
    let it = view.it;
    let leads = visitor.determines(it);
    let all: Vec<&Item> = view.items.iter().collect();
    let is_mine = |item: &&&Item| leads || item.row.verifier_id == visitor.id;
    let mine: Vec<&Item> = all.iter().filter(is_mine).copied().collect();
    let previews = offer.is_some_and(|it| it.proposal.is_some());
    let plan = view.plan.as_ref();
    let body = html! {
        p.lead { (language.text("sample-lead")) }
        (rounds(language, view))
        (team::note(visitor, it.id, &view.ground.tailored.whole))
        @match plan {
            Some(plan) => {
                (drawn(language, view, plan, leads))
                (results::progress(language, whole(all.iter().copied())))
            },
            None if offer.is_none() => (nothing(language.text("sample-none"), None)),
            None => {},
        }
        @if let Some(offer) = offer {
            (offer::shown(visitor, it, (view.ground, plan), offer, paging))
        }
        @if let Some(plan) = plan.filter(|_| !previews) {
            @if leads { (results::by_raters(language, it, plan, &all, &view.names)) }
            @if leads || !mine.is_empty() { (list(language, view, &mine, leads, paging)) }
            @else { p.faint { (language.text("sample-not-yours")) } }
            (results::own(visitor, it, view.ground, &all))
        }
        @if leads { (earlier(language, view)) }
    };
    within(visitor, it, language.text("sampling"), body)
}

/// Links to the rounds of which a sample was drawn, and to the present one.
fn rounds(language: Language, view: &View<'_>) -> Markup {
    let now = view.it.stage.round();
    let has = |round: &&Round| **round == now || view.plans.iter().any(|it| it.round == **round);
    let address = Sampling { assessment: view.it.id };
    html! {
        nav.tabs aria-label=(language.text("round")) {
            @for round in Round::ALL.iter().filter(has) {
                @let current = (*round == view.ground.round).then_some("page");
                a href=(format!("{address}?round={round}")) aria-current=[current] { (language.word(round)) }
            }
        }
    }
}

/// How the sample was drawn.
fn drawn(language: Language, view: &View<'_>, plan: &sampling_plan::Model, leads: bool) -> Markup {
    let is_now = view.it.stage.rated() == Some(plan.round) && !view.ground.opening.signed_off;
    html! {
        div.panel {
            p { (told(language, view, plan)) }
            @if !plan.reason.is_empty() { p.text { q { (plan.reason) } } }
            @if leads {
                p.hint { (language.with("sample-drawn-seed", [("seed", plan.seed.to_string().into())])) }
                @if is_now { p { a.button.second href=(again(view, plan)) { (language.text("sample-draw-again")) } } }
            }
        }
    }
}

/// When, by whom, how much.
fn told(language: Language, view: &View<'_>, plan: &sampling_plan::Model) -> String {
    let said = [
        ("when", language.moment(plan.recorded_at).into()),
        ("name", view.name(plan.user_id).to_owned().into()),
        ("share", language.count(i64::from(plan.share)).into()),
        ("tolerance", language.count(i64::from(plan.tolerance)).into()),
    ];
    language.with("sample-drawn", said)
}

/// The form as it was sent when the sample was drawn.
fn again(view: &View<'_>, plan: &sampling_plan::Model) -> String {
    let mut verifiers: Vec<UserId> = view.items.iter().map(|it| it.row.verifier_id).collect();
    verifiers.sort_unstable();
    verifiers.dedup();
    let mut address = format!(
        "{}?share={}&tolerance={}&seed={}",
        Sampling { assessment: view.it.id },
        plan.share,
        plan.tolerance,
        plan.seed
    );
    let people = verifiers.iter().map(|it| format!("&verifier={it}"));
    address.extend(people.chain(plan.whole_of.0.iter().map(|it| format!("&whole_of={it}"))));
    address
}

/// The criteria of the sample: all for the lead, for a verifier those that are theirs.
fn list(
    language: Language,
    view: &View<'_>,
    items: &[&Item],
    leads: bool,
    paging: Paging,
) -> Markup {
    let assessment = view.it.id;
    let criteria = &view.ground.tailored.whole.criteria;
    let scale = view.ground.tailored.whole.head.scale.as_ref();
    let groups: Vec<&[&Item]> = items.chunk_by(|a, b| a.at == b.at).collect();
    html! {
        h2 { (language.text(if leads { "sample-items" } else { "sample-yours" })) " " span.faint { (count(language, groups.len())) } }
        @if groups.is_empty() { (nothing(language.text("sample-all-withheld"), None)) }
        @else { div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("sample-raters")) }
                th scope="col" { (language.text("sample-why")) }
                th scope="col" { (language.text("sample-verifier")) }
                th scope="col" { (language.text("round-state")) }
            } }
            tbody { @for group in paging.part(&groups) {
                @let first = group[0];
                @let row = &criteria[first.at];
                tr {
                    th scope="row" { a href=(VerifyCriterion { assessment, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                    td { @for item in *group { div { (rater(language, &view.names, item.rated.rater)) } } }
                    td { (stored(language, first)) }
                    td { (view.name(first.row.verifier_id)) }
                    td {
                        @if view.ground.is_open(first.at) { @for item in *group { div { (state(language, scale, item)) } } }
                        @else { span.faint { (language.text("sample-blind")) } }
                    }
                }
            } }
        } }
        (paging.pager(language, groups.len() as u64, &format!("round={}", view.ground.round))) }
    }
}

/// Samples whose place another took.
fn earlier(language: Language, view: &View<'_>) -> Markup {
    let gone =
        view.plans.iter().filter(|it| it.superseded_at.is_some() && it.round == view.ground.round);
    let gone: Vec<_> = gone.collect();
    html! {
        @if !gone.is_empty() {
            details.panel {
                summary { (language.text("sample-earlier")) }
                ul { @for it in gone { li {
                    (told(language, view, it)) " " (language.with("sample-drawn-seed", [("seed", it.seed.to_string().into())]))
                    @if !it.reason.is_empty() { " " q { (it.reason) } }
                } } }
            }
        }
    }
}
