//! From a criterion: items of the register, by words and type, what it expects first.

use std::collections::{BTreeSet, HashSet};

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{each, linked, reasons, sending, stand_in};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::Problems;
use crate::entities::{EvidenceId, assessment, criterion, evidence_item, evidence_type};
use crate::evidence::links::{self, NewLink};
use crate::evidence::pages::register::status;
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::linking::forms::{Act, Choice, complete};
use crate::linking::store::{self, Crossed, Wanted};
use crate::linking::suggest::Reasons;
use crate::paths::{ChooseEvidence, CopyLinks, Evidence, NewEvidence, WorkbenchAt};
use crate::standards;
use crate::tailoring;
use crate::web::components::{badge, nothing, query};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// All that the page is made from.
struct Bench {
    assessment: assessment::Model,
    criterion: criterion::Model,
    types: Vec<evidence_type::Model>,
    /// Items linked to it.
    held: HashSet<EvidenceId>,
    crossed: Crossed,
    suggested: Vec<evidence_item::Model>,
    reasons: Reasons<EvidenceId>,
    items: Vec<evidence_item::Model>,
    total: u64,
    sight: Sight,
}

impl Bench {
    /// Sixteen queries at most.
    async fn open(app: &App, visitor: &Visitor, at: ChooseEvidence, form: &Choice) -> Result<Self> {
        let db = &app.db.read;
        let (assessment, edition) =
            assessments::store::find(db, &visitor.scope(), at.assessment).await?;
        let institution = assessment.institution_id;
        visitor.require(Action::KeepEvidence, institution)?;
        let whole = tailoring::store::whole(db, &assessment, edition).await?;
        let criterion = whole.criteria.iter().find(|it| it.id == at.criterion).cloned();
        let criterion = criterion.ok_or(Error::NotFound)?;
        let linked = links::linked_to(db, institution, &[criterion.id]).await?;
        let held: HashSet<EvidenceId> = linked.iter().map(|it| it.1.id).collect();
        let (crossed, mut suggested, reasons) =
            store::for_criterion(db, visitor, institution, &criterion).await?;
        let wanted = Wanted { words: form.text("q"), kind: form.text("kind"), page: form.page() };
        let (items, total) = store::items(db, visitor, institution, &criterion, wanted).await?;
        let sight = Sight::of(db, visitor, items.iter().chain(&suggested)).await?;
        suggested.retain(|it| !held.contains(&it.id) && sight.opens(it));
        let types = standards::store::evidence_types(db).await?;
        Ok(Self {
            assessment,
            criterion,
            types,
            held,
            crossed,
            suggested,
            reasons,
            items,
            total,
            sight,
        })
    }
}

/// The page.
pub async fn show(
    at: ChooseEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<Choice>,
) -> Result<Page> {
    let bench = Bench::open(&app, &visitor, at, &form).await?;
    Ok(page(&visitor, at, &bench, &form, &Problems::default()))
}

fn frame(visitor: &Visitor, at: ChooseEvidence, bench: &Bench, body: Markup) -> Page {
    let language = visitor.language;
    let it = &bench.criterion;
    let title =
        format!("{}: {} {}", language.text("linking-register"), it.code, it.title.get(language));
    let back = WorkbenchAt { assessment: at.assessment, criterion: at.criterion };
    within(visitor, &bench.assessment, title, body).under(back, it.code.clone())
}

fn page(
    visitor: &Visitor,
    at: ChooseEvidence,
    bench: &Bench,
    form: &Choice,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let ticked: BTreeSet<EvidenceId> = form.ticked();
    let suggested: HashSet<EvidenceId> = bench.suggested.iter().map(|it| it.id).collect();
    let on_page: HashSet<EvidenceId> =
        bench.items.iter().map(|it| it.id).chain(suggested.iter().copied()).collect();
    let away: Vec<_> = ticked.iter().filter(|it| !on_page.contains(it)).collect();
    let (assessment, criterion) = (at.assessment, at.criterion);
    let back = query(&WorkbenchAt { assessment, criterion }.to_string());
    let new = NewEvidence { institution: bench.assessment.institution_id };
    let to_new = html! { a.button.second href=(format!("{new}?criterion={criterion}&back={back}")) { (language.text("evidence-new")) } };
    let body = html! {
        form method="post" action=(at) {
            (filters(language, bench, form))
            @for id in &away { input type="hidden" name="tick" value=(id); }
            @if !away.is_empty() {
                p.notice { (language.with("linking-away", [("count", i64::try_from(away.len()).unwrap_or(i64::MAX).into())])) }
            }
            @if !bench.suggested.is_empty() {
                div.panel {
                    h2 { (language.text("linking-suggested")) }
                    p.hint { (language.text("linking-suggested-hint")) }
                    ul.plain { @for it in &bench.suggested { li {
                        (row(language, it, &ticked, reasons(language, &bench.crossed, &bench.reasons[&it.id])))
                    } } }
                }
            }
            div.panel {
                h2 { (language.text("evidence-register")) }
                @if bench.items.is_empty() { (nothing(language.text("linking-no-items"), Some(to_new.clone()))) }
                @else {
                    ul.plain { @for it in &bench.items { li {
                        @if !bench.sight.opens(it) { span.grow { (badge("plain", language.text("confidentiality-restricted"))) } }
                        @else if bench.held.contains(&it.id) { span.grow { (named(language, it)) " " (linked(language)) } }
                        @else if suggested.contains(&it.id) { span.grow { (named(language, it)) " " span.faint { (language.text("linking-above")) } } }
                        @else { (row(language, it, &ticked, expected(language, bench, it))) }
                    } } }
                    (pages(language, bench, form))
                }
            }
            (sending(language, form, problems))
            p.actions { (to_new) " " a.button.second href=(CopyLinks { assessment }) { (language.text("linking-copy")) } }
        }
    };
    frame(visitor, at, bench, body)
}

fn filters(language: Language, bench: &Bench, form: &Choice) -> Markup {
    let expected = |it: &&evidence_type::Model| bench.criterion.expects.0.contains(&it.code);
    let (first, others): (Vec<_>, Vec<_>) = bench.types.iter().partition(expected);
    let chosen = form.text("kind");
    html! {
        div.filters {
            div.field {
                label for="q" { (language.text("linking-words")) }
                input #q type="search" name="q" value=(form.text("q"));
            }
            div.field {
                label for="kind" { (language.text("evidence-type")) }
                select #kind name="kind" {
                    option value="" { (language.text("any")) }
                    @if !first.is_empty() {
                        optgroup label=(language.text("criterion-expects")) {
                            @for it in first { option value=(it.code) selected[it.code == chosen] { (it.title.get(language)) } }
                        }
                    }
                    optgroup label=(language.text("linking-other-types")) {
                        @for it in others { option value=(it.code) selected[it.code == chosen] { (it.title.get(language)) } }
                    }
                }
            }
            button.second name="act" value="look" { (language.text("search")) }
        }
    }
}

fn named(language: Language, it: &evidence_item::Model) -> Markup {
    html! { a href=(Evidence { evidence: it.id }) { (it.reference) } " " (it.title) " " (status(language, it.status)) }
}

fn expected(language: Language, bench: &Bench, it: &evidence_item::Model) -> Markup {
    let kind = it.type_code.as_ref().filter(|it| bench.criterion.expects.0.contains(it));
    let kind = bench.types.iter().find(|it| Some(&it.code) == kind);
    html! { @if let Some(kind) = kind { " " (badge("plain", kind.title.get(language))) } }
}

fn row(
    language: Language,
    it: &evidence_item::Model,
    ticked: &BTreeSet<EvidenceId>,
    more: Markup,
) -> Markup {
    html! {
        label.grow {
            input type="checkbox" name="tick" value=(it.id) checked[ticked.contains(&it.id)]; " "
            strong { (it.reference) } " " (it.title) " " (status(language, it.status))
            (more)
        }
        a href=(Evidence { evidence: it.id }) aria-label=(format!("{}: {}", language.text("linking-open"), it.reference)) { (language.text("linking-open")) }
    }
}

/// Buttons to other pages of the list: what is ticked goes along.
fn pages(language: Language, bench: &Bench, form: &Choice) -> Markup {
    let (at, last) = (form.page(), bench.total.div_ceil(store::SIZE).max(1));
    let place = [
        ("page", language.count(at.cast_signed()).into()),
        ("last", language.count(last.cast_signed()).into()),
    ];
    html! {
        @if last > 1 {
            nav.pager aria-label=(language.text("pages")) {
                @if at > 1 { button.quiet name="page" value=(at - 1) { (language.text("page-previous")) } }
                span aria-current="page" { (language.with("page-of", place)) }
                @if at < last { button.quiet name="page" value=(at + 1) { (language.text("page-next")) } }
            }
        }
    }
}

/// Shows other items, asks for a note for each, or links.
pub async fn link(
    at: ChooseEvidence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<Choice>,
) -> Result<Response> {
    let bench = Bench::open(&app, &visitor, at, &form).await?;
    let mut problems = Problems::default();
    if form.act() == Act::Look {
        return Ok(page(&visitor, at, &bench, &form, &problems).into_response());
    }
    let ticked: BTreeSet<EvidenceId> = form.ticked();
    let institution = bench.assessment.institution_id;
    let items = store::by_id(&app.db.read, &visitor, institution, &ticked).await?;
    complete(&mut problems, items.len(), ticked.len());
    let mut new: Vec<NewLink<'_>> = Vec::new();
    for item in &items {
        let reason = stand_in(visitor.language, &bench.crossed, bench.reasons.get(&item.id));
        let (relevance, place) = form.words(&mut problems, item.id, reason);
        new.push(NewLink { item, criterion: &bench.criterion, relevance, place });
    }
    let asks_each = form.act() == Act::Each && problems.is_empty();
    let own = form.0.numbered("relevance").next().is_some();
    if asks_each || own && !problems.is_empty() {
        let row = |it: &evidence_item::Model| {
            (it.id.to_string(), format!("{} {}", it.reference, it.title))
        };
        let rows: Vec<_> = items.iter().map(row).collect();
        let body = each(visitor.language, &at.to_string(), &form, &rows, &problems);
        let page = frame(&visitor, at, &bench, body);
        return Ok(if asks_each { page.into_response() } else { page.refused() });
    }
    if !problems.is_empty() {
        return Ok(page(&visitor, at, &bench, &form, &problems).refused());
    }
    let mut change = app.change(visitor.actor()).await?;
    if links::add_many(&mut change, institution, new).await? > 0 {
        change.commit().await?;
    }
    let back = WorkbenchAt { assessment: at.assessment, criterion: at.criterion };
    Ok(see_with(back, "done-linked"))
}
