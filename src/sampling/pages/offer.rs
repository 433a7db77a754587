//! The form to draw a sample, and what would be drawn.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{count, reasons};
use crate::check::{Problem, Problems};
use crate::entities::{RatingId, UserId, assessment, sampling_plan};
use crate::language::Language;
use crate::paths::{Sampling, WorkbenchAt};
use crate::rounds::ground::Ground;
use crate::sampling::candidates::{Candidates, Pool};
use crate::sampling::draw::{Why, draw, mark, share_out};
use crate::sampling::forms::{DrawForm, Typed};
use crate::sampling::store::{NewItem, NewPlan};
use crate::web::Visitor;
use crate::web::components::{Fields, Paging, nothing, query, submit};

/// In percent, where nothing was typed yet.
const SHARE: &str = "20";
const TOLERANCE: &str = "20";

/// Somebody who rated: who, by what name, how many of their ratings others said something of, and how many otherwise.
type Known = (UserId, String, (i64, i64));

/// The form, what is wrong with it, and what it would draw.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) form: DrawForm,
    pub(super) problems: Problems,
    people: Vec<(UserId, String)>,
    raters: Vec<Known>,
    pub(super) proposal: Option<Proposal>,
}

/// What would be drawn.
#[derive(Debug)]
pub(super) struct Proposal {
    typed: Typed,
    lines: Vec<Line>,
    candidates: usize,
    left_out: usize,
    mark: String,
}

/// A criterion of it.
#[derive(Debug)]
struct Line {
    at: usize,
    why: BTreeSet<Why>,
    verifier: UserId,
    ratings: Vec<RatingId>,
    raters: Vec<Option<UserId>>,
}

impl Offer {
    /// The form as it stands, and what it would draw if it was filled in.
    pub(super) fn of(
        pool: &Pool<'_>,
        visitor: &Visitor,
        plan: Option<&sampling_plan::Model>,
        mut form: DrawForm,
        name: impl Fn(UserId) -> String,
    ) -> Self {
        let raters = pool.raters();
        let known = raters.iter().map(|it| (*it, name(*it), pool.past(*it))).collect();
        let mut offer = Self {
            form: DrawForm::default(),
            problems: Problems::default(),
            people: pool.people.clone(),
            raters: known,
            proposal: None,
        };
        if form.share.is_empty() {
            let or =
                |held: Option<i32>, other: &str| held.map_or(other.into(), |it| it.to_string());
            form.share = or(plan.map(|it| it.share), SHARE);
            form.tolerance = or(plan.map(|it| it.tolerance), TOLERANCE);
            form.verifier = vec![visitor.id.to_string()];
        } else {
            match form.check(&pool.people, &raters, rand::random()) {
                Ok(typed) => {
                    form.seed = typed.wanted.seed.to_string();
                    offer.proposal = Some(Proposal::of(pool, visitor, typed));
                }
                Err(problems) => offer.problems = problems,
            }
        }
        offer.form = form;
        offer
    }

    /// What is in the way of drawing what was seen, noted in the form.
    pub(super) fn ready(
        &mut self,
        plan: Option<&sampling_plan::Model>,
    ) -> Option<(Proposal, String)> {
        let form = &self.form;
        let reason = self.problems.optional_text("reason", &form.reason, 2_000);
        if plan.is_some() && reason.is_empty() {
            self.problems.add("reason", Problem::Missing);
        }
        if form.seen != seen(plan) {
            self.problems.add("preview", Problem::Other("problem-sample-meanwhile"));
        }
        match &self.proposal {
            Some(it) if it.lines.is_empty() => {
                self.problems.add("preview", Problem::Other("problem-sample-nothing"));
            }
            Some(it) if it.mark != form.preview => {
                self.problems.add("preview", Problem::Other("problem-sample-preview"));
            }
            _ => {}
        }
        if self.problems.is_empty() { self.proposal.take().map(|it| (it, reason)) } else { None }
    }
}

/// Says that a plan was seen.
fn seen(plan: Option<&sampling_plan::Model>) -> String {
    plan.map(|it| it.id.to_string()).unwrap_or_default()
}

impl Proposal {
    fn of(pool: &Pool<'_>, visitor: &Visitor, typed: Typed) -> Self {
        let Candidates { list, places, may, left_out } = pool.candidates(visitor, &typed.verifiers);
        let chosen = draw(&list, &typed.wanted);
        let may: Vec<Vec<usize>> = chosen.iter().map(|it| may[it.at].clone()).collect();
        let given = share_out(&may, typed.verifiers.len());
        let line = |(it, to): (crate::sampling::draw::Chosen, usize)| {
            let voices = &pool.ground.standings[places[it.at]].voices;
            Line {
                at: places[it.at],
                why: it.why,
                verifier: typed.verifiers[to],
                ratings: voices.iter().map(|it| it.rating).collect(),
                raters: voices.iter().map(|it| it.user).collect(),
            }
        };
        let lines: Vec<Line> = chosen.into_iter().zip(given).map(line).collect();
        let ratings = lines.iter().flat_map(|it| it.ratings.iter().map(|id| (id.0, it.verifier.0)));
        let places = lines.iter().map(|it| (it.at, it.verifier.0));
        let places = places.map(|(at, who)| (i64::try_from(at).unwrap_or_default(), who));
        let mark = mark(ratings.chain(places));
        Self { typed, lines, candidates: list.len(), left_out, mark }
    }

    /// As it is to be kept.
    pub(super) fn plan(self, ground: &Ground, reason: String) -> NewPlan {
        let criteria = &ground.tailored.whole.criteria;
        let item = |it: &Line| {
            let one = |rating: &RatingId| NewItem {
                criterion: criteria[it.at].id,
                rating: *rating,
                verifier: it.verifier,
                why: it.why.iter().copied().collect(),
            };
            it.ratings.iter().map(one).collect::<Vec<_>>()
        };
        NewPlan {
            round: ground.round,
            items: self.lines.iter().flat_map(item).collect(),
            wanted: self.typed.wanted,
            tolerance: self.typed.tolerance,
            reason,
        }
    }
}

/// The form, and below it what would be drawn.
pub(super) fn shown(
    visitor: &Visitor,
    it: &assessment::Model,
    (ground, plan): (&Ground, Option<&sampling_plan::Model>),
    offer: &Offer,
    paging: Paging,
) -> Markup {
    let language = visitor.language;
    html! {
        h2 { (language.text("sample-draw")) }
        form.panel method="get" action=(Sampling { assessment: it.id }) { (fields(language, offer)) }
        @if let Some(proposal) = &offer.proposal {
            h2 #preview { (language.text("sample-preview")) }
            p {
                (language.with("sample-preview-of", [
                    ("count", count(language, proposal.lines.len()).into()),
                    ("all", count(language, proposal.candidates).into()),
                ]))
                @if proposal.left_out > 0 {
                    " " (language.with("sample-left-out", [("count", count(language, proposal.left_out).into())]))
                }
            }
            @if let Some(problem) = offer.problems.get("preview") { p.problem role="alert" { (problem.text(language)) } }
            @if proposal.lines.is_empty() { (nothing(language.text("problem-sample-nothing"), None)) }
            @else {
                (keep(language, it, plan, offer, proposal))
                (lines(language, it, ground, offer, proposal, paging))
            }
        }
    }
}

fn fields(language: Language, offer: &Offer) -> Markup {
    let form = &offer.form;
    let field = Fields { language, problems: &offer.problems };
    html! {
        p { (language.text("sample-draw-hint")) }
        div.row {
            (field.typed("number", "share", "sample-share", &form.share).hint("sample-share-hint").required())
            (field.typed("number", "tolerance", "sample-tolerance", &form.tolerance).hint("sample-tolerance-hint").required())
            (field.text("seed", "sample-seed", &form.seed).hint("sample-seed-hint"))
        }
        fieldset.choices {
            legend { (language.text("sample-verifiers")) }
            @for (user, name) in &offer.people {
                label { input type="checkbox" name="verifier" value=(user) checked[form.verifier.contains(&user.to_string())]; " " (name) }
            }
            p.hint { (language.text("sample-verifiers-hint")) }
        }
        @if let Some(problem) = offer.problems.get("verifier") { p.problem role="alert" { (problem.text(language)) } }
        @if !offer.raters.is_empty() {
            fieldset.choices {
                legend { (language.text("sample-whole-of")) }
                @for (user, name, past) in &offer.raters {
                    label {
                        input type="checkbox" name="whole_of" value=(user) checked[form.whole_of.contains(&user.to_string())];
                        " " (name) " " span.faint { (known(language, *past)) }
                    }
                }
            }
            @if let Some(problem) = offer.problems.get("whole_of") { p.problem role="alert" { (problem.text(language)) } }
        }
        (submit(language.text("sample-show-preview")))
    }
}

/// What is known of a rater.
fn known(language: Language, (compared, overridden): (i64, i64)) -> String {
    if compared == 0 {
        return language.text("sample-no-history");
    }
    let said = [
        ("overridden", language.count(overridden).into()),
        ("compared", language.count(compared).into()),
    ];
    language.with("sample-history", said)
}

/// The form that draws what is shown.
fn keep(
    language: Language,
    it: &assessment::Model,
    plan: Option<&sampling_plan::Model>,
    offer: &Offer,
    proposal: &Proposal,
) -> Markup {
    let field = Fields { language, problems: &offer.problems };
    let form = &offer.form;
    html! {
        form.panel method="post" action=(Sampling { assessment: it.id }) data-guard {
            @for (name, value) in sent(form) { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="seen" value=(seen(plan));
            input type="hidden" name="preview" value=(proposal.mark);
            @if plan.is_some() {
                p { (language.text("sample-draw-again-hint")) }
                (field.area("reason", "round-reason", &form.reason).required())
            }
            (submit(language.text("sample-draw-this")))
        }
    }
}

/// What the form says, name by name.
fn sent(form: &DrawForm) -> Vec<(&'static str, &str)> {
    let single = [("share", &form.share), ("tolerance", &form.tolerance), ("seed", &form.seed)];
    let single = single.into_iter().map(|(name, it)| (name, it.as_str()));
    let verifiers = form.verifier.iter().map(|it| ("verifier", it.as_str()));
    let whole = form.whole_of.iter().map(|it| ("whole_of", it.as_str()));
    single.chain(verifiers).chain(whole).collect()
}

fn lines(
    language: Language,
    it: &assessment::Model,
    ground: &Ground,
    offer: &Offer,
    proposal: &Proposal,
    paging: Paging,
) -> Markup {
    let criteria = &ground.tailored.whole.criteria;
    let name = |user: UserId| {
        let person = offer.people.iter().find(|it| it.0 == user).map(|it| it.1.clone());
        let rater = || offer.raters.iter().find(|it| it.0 == user).map(|it| it.1.clone());
        person.or_else(rater).unwrap_or_else(|| "–".to_owned())
    };
    let rater = |it: &Option<UserId>| it.map_or_else(|| language.text("sample-imported"), name);
    let kept: Vec<String> =
        sent(&offer.form).iter().map(|(name, it)| format!("{name}={}", query(it))).collect();
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("sample-raters")) }
                th scope="col" { (language.text("sample-why")) }
                th scope="col" { (language.text("sample-verifier")) }
            } }
            tbody { @for line in paging.part(&proposal.lines) {
                @let row = &criteria[line.at];
                tr {
                    th scope="row" { a href=(WorkbenchAt { assessment: it.id, criterion: row.id }) { (row.code) " " (row.title.get(language)) } }
                    td { (line.raters.iter().map(rater).collect::<Vec<_>>().join(", ")) }
                    td { (reasons(language, line.why.iter())) }
                    td { (name(line.verifier)) }
                }
            } }
        } }
        (paging.pager(language, proposal.lines.len() as u64, &kept.join("&")))
    }
}
