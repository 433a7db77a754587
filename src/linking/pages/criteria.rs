//! From an item: criteria of an edition chosen from its tree, by words, by codes and by what is suggested.

use std::collections::{BTreeSet, HashSet};

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{each, linked, reasons, sending, stand_in};
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, EditionId, criterion, edition, evidence_item};
use crate::evidence::links::{self, NewLink};
use crate::evidence::pages::kept;
use crate::language::Language;
use crate::linking::forms::{Act, Choice, complete};
use crate::linking::store::{self, Crossed};
use crate::linking::suggest::Reasons;
use crate::paths::{ChooseCriteria, Evidence, EvidenceRegister};
use crate::standards;
use crate::standards::codes::Resolution;
use crate::standards::fold::fold;
use crate::standards::store::Whole;
use crate::web::components::nothing;
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Most suggestions on a page.
const MOST_SUGGESTED: usize = 40;

/// All that the page is made from.
struct Bench {
    item: evidence_item::Model,
    editions: Vec<edition::Model>,
    /// The edition that is chosen from.
    whole: Whole,
    /// What the item is linked to.
    held: HashSet<CriterionId>,
    crossed: Crossed,
    reasons: Reasons<CriterionId>,
}

impl Bench {
    /// Eleven queries.
    async fn open(app: &App, item: evidence_item::Model, form: &Choice) -> Result<Self> {
        let db = &app.db.read;
        let mut editions = standards::store::usable(db, item.institution_id).await?;
        editions.retain(|it| it.kind == "criteria");
        let linked = links::of(db, item.id).await?;
        let wanted = form.text("edition").parse::<EditionId>().ok();
        // The edition that it is linked to already, before any other.
        let usual = linked.last().map(|it| it.1.edition_id);
        let find = |id: Option<EditionId>| editions.iter().find(|it| Some(it.id) == id);
        let edition =
            if wanted.is_some() { find(wanted) } else { find(usual).or(editions.first()) };
        let edition = edition.ok_or(Error::NotFound)?.clone();
        let whole = standards::store::tree_of(db, edition).await?;
        let (crossed, mut reasons) = store::for_item(db, &item, &whole, &linked).await?;
        let held: HashSet<CriterionId> = linked.iter().map(|it| it.0.criterion_id).collect();
        reasons.retain(|it, _| !held.contains(it));
        Ok(Self { item, editions, whole, held, crossed, reasons })
    }

    /// Places of the suggested criteria, what is said for most reasons first.
    fn suggested(&self) -> Vec<usize> {
        let criteria = self.whole.criteria.iter().enumerate();
        let mut found: Vec<usize> =
            criteria.filter(|it| self.reasons.contains_key(&it.1.id)).map(|it| it.0).collect();
        let count = |at: &usize| self.reasons[&self.whole.criteria[*at].id].len();
        found.sort_by_key(|at| std::cmp::Reverse(count(at)));
        found.truncate(MOST_SUGGESTED);
        found
    }

    /// Which places a filter by words or by the beginning of a code shows; with what stands above them.
    fn shown(&self, typed: &str) -> Vec<bool> {
        let typed = typed.trim();
        let criteria = &self.whole.criteria;
        if typed.is_empty() {
            return vec![true; criteria.len()];
        }
        let lower = typed.to_lowercase();
        let begins = |it: &criterion::Model| it.code.to_lowercase().starts_with(&lower);
        let by_code = lower.contains(|it: char| it.is_ascii_digit()) && criteria.iter().any(begins);
        let words = fold(typed);
        let says = |it: &criterion::Model| words.split(' ').all(|word| it.search.contains(word));
        let mut shown: Vec<bool> =
            criteria.iter().map(|it| if by_code { begins(it) } else { says(it) }).collect();
        let mut above: HashSet<CriterionId> = HashSet::new();
        for (place, it) in criteria.iter().enumerate().rev() {
            shown[place] |= above.contains(&it.id);
            if shown[place] {
                above.extend(it.parent_id);
            }
        }
        shown
    }
}

/// The page.
pub async fn show(
    ChooseCriteria { evidence }: ChooseCriteria,
    State(app): State<App>,
    visitor: Visitor,
    Query(form): Query<Choice>,
) -> Result<Page> {
    let item = kept(&app.db.read, &visitor, evidence).await?;
    let bench = Bench::open(&app, item, &form).await?;
    Ok(page(&visitor, &bench, &form, &form.ticked(), &Problems::default()))
}

fn frame(visitor: &Visitor, item: &evidence_item::Model, body: Markup) -> Page {
    let (institution, evidence) = (item.institution_id, item.id);
    let title =
        format!("{}: {} {}", visitor.language.text("links-choose"), item.reference, item.title);
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, visitor.language.text("evidence-register"))
        .under(Evidence { evidence }, item.reference.clone())
        .wide()
}

fn page(
    visitor: &Visitor,
    bench: &Bench,
    form: &Choice,
    ticked: &BTreeSet<CriterionId>,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let suggested = bench.suggested();
    let shown = bench.shown(form.text("q"));
    let mut on_page: HashSet<CriterionId> =
        suggested.iter().map(|it| bench.whole.criteria[*it].id).collect();
    let above = on_page.clone();
    on_page.extend(bench.whole.criteria.iter().zip(&shown).filter(|it| *it.1).map(|it| it.0.id));
    let away: Vec<_> = ticked.iter().filter(|it| !on_page.contains(it)).collect();
    let body = html! {
        form method="post" action=(ChooseCriteria { evidence: bench.item.id }) {
            (filters(language, bench, form, problems))
            @for id in &away { input type="hidden" name="tick" value=(id); }
            @if !away.is_empty() {
                p.notice { (language.with("linking-away", [("count", i64::try_from(away.len()).unwrap_or(i64::MAX).into())])) }
            }
            @if !suggested.is_empty() {
                div.panel {
                    h2 { (language.text("linking-suggested")) }
                    p.hint { (language.text("linking-suggested-hint")) }
                    ul.plain { @for at in &suggested {
                        @let it = &bench.whole.criteria[*at];
                        li { (row(language, it, ticked, reasons(language, &bench.crossed, &bench.reasons[&it.id]))) }
                    } }
                }
            }
            div.panel {
                h2 { (bench.whole.edition.title.get(language)) }
                @if shown.iter().any(|it| *it) { (tree(language, bench, &shown, &above, ticked)) }
                @else { (nothing(language.text("linking-none-found"), None)) }
            }
            (sending(language, form, problems))
        }
    };
    frame(visitor, &bench.item, body)
}

fn filters(language: Language, bench: &Bench, form: &Choice, problems: &Problems) -> Markup {
    html! {
        div.filters {
            div.field {
                label for="edition" { (language.text("edition")) }
                select #edition name="edition" {
                    @for it in &bench.editions {
                        option value=(it.id) selected[it.id == bench.whole.edition.id] { (it.title.get(language)) }
                    }
                }
            }
            div.field {
                label for="q" { (language.text("linking-words")) }
                input #q type="search" name="q" value=(form.text("q"));
            }
            button.second name="act" value="look" { (language.text("search")) }
            div.field {
                label for="code" { (language.text("linking-codes")) }
                input #code name="code" value=(if problems.get("code").is_some() { form.text("code") } else { "" }) placeholder="7.1.1-7.1.3, 6.4" aria-invalid=[problems.get("code").map(|_| "true")];
                @if let Some(problem) = problems.get("code") { p.problem role="alert" { (problem.text(language)) } }
            }
            button.second name="act" value="tick" { (language.text("linking-tick-codes")) }
        }
    }
}

fn tree(
    language: Language,
    bench: &Bench,
    shown: &[bool],
    above: &HashSet<CriterionId>,
    ticked: &BTreeSet<CriterionId>,
) -> Markup {
    html! {
        ul.plain.ticks {
            @for (it, _) in bench.whole.criteria.iter().zip(shown).filter(|it| *it.1) {
                li class=(format!("depth-{}", it.depth.clamp(0, 6))) {
                    @if bench.held.contains(&it.id) {
                        span.grow { strong { (it.code) } " " (it.title.get(language)) " " (linked(language)) }
                    } @else if above.contains(&it.id) {
                        span.grow { strong { (it.code) } " " (it.title.get(language)) " " span.faint { (language.text("linking-above")) } }
                    } @else { (row(language, it, ticked, html! {})) }
                }
            }
        }
    }
}

fn row(
    language: Language,
    it: &criterion::Model,
    ticked: &BTreeSet<CriterionId>,
    more: Markup,
) -> Markup {
    html! {
        label.grow {
            input type="checkbox" name="tick" value=(it.id) checked[ticked.contains(&it.id)]; " "
            strong { (it.code) } " " (it.title.get(language))
            (more)
        }
    }
}

/// Shows other criteria, asks for a note for each, or links.
pub async fn link(
    ChooseCriteria { evidence }: ChooseCriteria,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<Choice>,
) -> Result<Response> {
    let item = kept(&app.db.read, &visitor, evidence).await?;
    let bench = Bench::open(&app, item, &form).await?;
    let mut problems = Problems::default();
    let mut ticked: BTreeSet<CriterionId> = form.ticked();
    let codes = form.text("code").trim();
    if !codes.is_empty() {
        match bench.whole.index().resolve(codes) {
            Resolution::Found(found) => {
                ticked.extend(found.into_iter().map(|it| bench.whole.criteria[it].id));
            }
            Resolution::Unknown => problems.add("code", Problem::Other("problem-unknown-code")),
        }
    }
    if form.act() == Act::Look && problems.is_empty() {
        return Ok(page(&visitor, &bench, &form, &ticked, &problems).into_response());
    }
    let editions = bench.editions.iter().map(|it| it.id);
    let criteria = store::criteria(&app.db.read, editions, &ticked).await?;
    complete(&mut problems, criteria.len(), ticked.len());
    let words = |problems: &mut Problems, it: &criterion::Model| {
        let stand_in = stand_in(visitor.language, &bench.crossed, bench.reasons.get(&it.id));
        form.words(problems, it.id, stand_in)
    };
    let new: Vec<NewLink<'_>> = criteria
        .iter()
        .map(|criterion| {
            let (relevance, place) = words(&mut problems, criterion);
            NewLink { item: &bench.item, criterion, relevance, place }
        })
        .collect();
    let asks_each = form.act() == Act::Each && problems.is_empty();
    let own = form.0.numbered("relevance").next().is_some();
    if asks_each || own && !problems.is_empty() {
        let named = |it: &criterion::Model| {
            (it.id.to_string(), format!("{} {}", it.code, it.title.get(visitor.language)))
        };
        let rows: Vec<_> = criteria.iter().map(named).collect();
        let action = ChooseCriteria { evidence }.to_string();
        let page =
            frame(&visitor, &bench.item, each(visitor.language, &action, &form, &rows, &problems));
        return Ok(if asks_each { page.into_response() } else { page.refused() });
    }
    if !problems.is_empty() {
        return Ok(page(&visitor, &bench, &form, &ticked, &problems).refused());
    }
    let mut change = app.change(visitor.actor()).await?;
    if links::add_many(&mut change, bench.item.institution_id, new).await? > 0 {
        change.commit().await?;
    }
    Ok(see_with(Evidence { evidence }, "done-linked"))
}
