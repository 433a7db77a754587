//! Links of an earlier assessment, to be ticked and taken over in one change.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::entities::{AssessmentId, assessment, edition, evidence_item};
use crate::evidence::links::{self, NewLink};
use crate::evidence::pages::register::status;
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::linking::copy::{Copied, Copies, Doubt, copies};
use crate::linking::forms::{Choice, complete};
use crate::paths::{CopyLinks, Evidence};
use crate::web::components::{badge, nothing};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    from: String,
    /// `all` or `none`; else what is in no doubt is ticked.
    #[serde(default)]
    ticks: String,
}

/// All that the page is made from.
struct Bench {
    assessment: assessment::Model,
    /// The other assessments of the institution, those of the same framework first.
    others: Vec<(assessment::Model, edition::Model)>,
    from: Option<AssessmentId>,
    copies: Option<Copies>,
    sight: Sight,
}

impl Bench {
    async fn open(app: &App, visitor: &Visitor, id: AssessmentId, from: &str) -> Result<Self> {
        let db = &app.db.read;
        let (assessment, edition) = assessments::store::find(db, &visitor.scope(), id).await?;
        let institution = assessment.institution_id;
        visitor.require(Action::KeepEvidence, institution)?;
        let all = assessments::store::of_institution(db, &visitor.scope(), institution).await?;
        let mut others: Vec<_> = all
            .into_iter()
            .filter(|it| it.0.id != id)
            .filter_map(|(it, edition)| Some((it, edition?)))
            .collect();
        others.sort_by_key(|it| {
            (
                it.1.id != edition.id,
                it.1.framework_id != edition.framework_id,
                std::cmp::Reverse(it.0.id),
            )
        });
        let from = from.parse::<AssessmentId>().ok();
        let chosen = others.iter().find(|it| Some(it.0.id) == from).cloned();
        if from.is_some() && chosen.is_none() {
            return Err(Error::NotFound);
        }
        let copies = match chosen {
            Some(chosen) => Some(copies(db, chosen, (&assessment, edition), app.today()).await?),
            None => None,
        };
        let rows = copies.iter().flat_map(|it| &it.rows);
        // The note of a link says something of the item that it was made for.
        let items: Vec<&evidence_item::Model> =
            rows.flat_map(|it| std::iter::once(&it.item).chain(&it.took_place_of)).collect();
        let sight = Sight::of(db, visitor, items).await?;
        Ok(Self { assessment, others, from, copies, sight })
    }

    /// Whether this person may open the item of a link, and the one that it took the place of.
    fn opens(&self, it: &Copied) -> bool {
        let before = it.took_place_of.as_ref();
        self.sight.opens(&it.item) && before.is_none_or(|it| self.sight.opens(it))
    }
}

/// The page.
pub async fn show(
    CopyLinks { assessment }: CopyLinks,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Page> {
    let bench = Bench::open(&app, &visitor, assessment, &wanted.from).await?;
    let ticks = |it: &Copied| match wanted.ticks.as_str() {
        "all" => true,
        "none" => false,
        _ => it.doubt.is_none(),
    };
    Ok(page(&visitor, &bench, &ticks, &Problems::default()))
}

fn page(
    visitor: &Visitor,
    bench: &Bench,
    ticks: &dyn Fn(&Copied) -> bool,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let body = html! {
        p.lead { (language.text("copy-lead")) }
        @if bench.others.is_empty() { (nothing(language.text("copy-no-other"), None)) }
        @else {
            form.filters method="get" {
                div.field {
                    label for="from" { (language.text("copy-from")) }
                    select #from name="from" {
                        @for (it, edition) in &bench.others {
                            option value=(it.id) selected[Some(it.id) == bench.from] { (it.name) " – " (edition.title.get(language)) }
                        }
                    }
                }
                button.second type="submit" { (language.text("copy-look")) }
            }
            @if let Some(copies) = &bench.copies { (list(visitor, bench, copies, ticks, problems)) }
        }
    };
    within(visitor, &bench.assessment, language.text("linking-copy"), body)
}

fn list(
    visitor: &Visitor,
    bench: &Bench,
    copies: &Copies,
    ticks: &dyn Fn(&Copied) -> bool,
    problems: &Problems,
) -> Markup {
    let language = visitor.language;
    let from = bench.from.unwrap_or(AssessmentId(0));
    let is_same =
        bench.others.iter().any(|it| it.0.id == from && it.1.id == copies.whole.edition.id);
    let to = |ticks: &str| format!("?from={from}&ticks={ticks}");
    html! {
        @if is_same { p.notice { (language.text("copy-same-edition")) } }
        @if copies.rows.is_empty() { (nothing(language.text("copy-nothing"), None)) }
        @else {
            p.actions {
                a.button.second href=(to("all")) { (language.text("copy-all")) }
                a.button.second href=(to("none")) { (language.text("copy-none")) }
                a.button.second href=(to("")) { (language.text("copy-sound")) }
            }
            form method="post" action=(CopyLinks { assessment: bench.assessment.id }) {
                input type="hidden" name="from" value=(from);
                @for field in ["tick"] {
                    @if let Some(problem) = problems.get(field) { p.problem role="alert" { (problem.text(language)) } }
                }
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (language.text("links-tick")) }
                        th scope="col" { (language.text("criterion")) }
                        th scope="col" { (language.text("nav-evidence")) }
                        th scope="col" { (language.text("evidence-relevance")) }
                        th scope="col" { (language.text("copy-state")) }
                    } }
                    tbody { @for it in &copies.rows { (row(language, bench, copies, it, ticks)) } }
                } }
                p.submit { button.primary type="submit" { (language.text("copy-link")) } }
            }
        }
    }
}

fn row(
    language: Language,
    bench: &Bench,
    copies: &Copies,
    it: &Copied,
    ticks: &dyn Fn(&Copied) -> bool,
) -> Markup {
    let criterion = &copies.whole.criteria[it.to];
    let is_open = bench.opens(it);
    let named =
        format!("{}: {} → {}", language.text("links-tick"), it.item.reference, criterion.code);
    html! { tr {
        td { @if is_open && !it.known {
            input type="checkbox" name="tick" value=(it.key(&copies.whole)) checked[ticks(it)] aria-label=(named);
        } }
        th scope="row" { (criterion.code) " " (criterion.title.get(language))
            @if it.from != criterion.code { p.hint { (language.with("copy-was", [("code", it.from.as_str().into())])) } }
        }
        @if is_open {
            td {
                a href=(Evidence { evidence: it.item.id }) { (it.item.reference) } " " (it.item.title) " " (status(language, it.item.status))
                @if let Some(old) = &it.took_place_of { p.hint { (language.with("copy-took-place", [("reference", old.reference.as_str().into())])) } }
            }
            td { (it.note) @if !it.place.is_empty() { p.hint { (it.place) } } }
        } @else { td colspan="2" { (badge("plain", language.text("confidentiality-restricted"))) } }
        td { (state(language, it, is_open)) }
    } }
}

/// Why it is ticked or not.
fn state(language: Language, it: &Copied, is_open: bool) -> Markup {
    let day = |key: &str, day| language.with(key, [("date", language.date(day).into())]);
    html! {
        @if !is_open { "–" }
        @else if it.known { (badge("good", language.text("linking-linked"))) }
        @else { @match it.doubt {
            None => (language.word(&it.reason)),
            Some(Doubt::Expired(on)) => (badge("bad", day("copy-expired", on))),
            Some(Doubt::Withdrawn) => (badge("bad", language.text("copy-withdrawn"))),
            Some(Doubt::Superseded) => (badge("bad", language.text("copy-superseded"))),
            Some(Doubt::Returned) => (badge("poor", language.text("copy-returned"))),
            Some(Doubt::Removed(on)) => (badge("poor", day("copy-removed", on))),
            Some(Doubt::CodeOnly) => (badge("poor", language.word(&it.reason))),
        } }
    }
}

/// Takes over what is ticked: in one change, all or nothing, and nothing twice.
pub async fn copy(
    CopyLinks { assessment }: CopyLinks,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<Choice>,
) -> Result<Response> {
    let bench = Bench::open(&app, &visitor, assessment, form.text("from")).await?;
    let Some(copies) = &bench.copies else {
        return Err(Error::Refused(
            Problem::Other("problem-nothing-ticked").text(visitor.language),
        ));
    };
    let ticked: BTreeSet<String> = form.ticked();
    let chosen: Vec<&Copied> = copies
        .rows
        .iter()
        .filter(|it| bench.opens(it) && ticked.contains(&it.key(&copies.whole)))
        .collect();
    let mut problems = Problems::default();
    complete(&mut problems, chosen.len(), ticked.len());
    if !problems.is_empty() {
        let ticks = |it: &Copied| ticked.contains(&it.key(&copies.whole));
        return Ok(page(&visitor, &bench, &ticks, &problems).refused());
    }
    let mut new: Vec<NewLink<'_>> = Vec::with_capacity(chosen.len());
    for it in chosen {
        new.push(NewLink {
            item: &it.item,
            criterion: &copies.whole.criteria[it.to],
            relevance: it.note.clone(),
            place: it.place.clone(),
        });
    }
    let mut change = app.change(visitor.actor()).await?;
    if links::add_many(&mut change, bench.assessment.institution_id, new).await? > 0 {
        change.commit().await?;
    }
    let back = format!("{}?from={}", CopyLinks { assessment }, form.text("from"));
    Ok(see_with(back, "done-linked"))
}
