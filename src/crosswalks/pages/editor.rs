//! One crosswalk: two trees side by side, and what is said of the criteria chosen in them.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::bench::{Bench, Chosen};
use super::parts::{relation, share_text, text};
use super::suggested::suggested;
use super::trees::Side;
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::crosswalks::forms::RelationForm;
use crate::crosswalks::store::{self, Own, Related};
use crate::entities::{
    Confidence, CriterionId, CrosswalkId, Relation, criterion, crosswalk_relation,
};
use crate::language::Language;
use crate::paths::{Crosswalk, CrosswalkFile, Crosswalks, RemoveRelation};
use crate::standards::store::Whole;
use crate::web::components::{Fields, Paging, nothing, options, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// The editor.
pub async fn show(
    Crosswalk { crosswalk }: Crosswalk,
    State(app): State<App>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let bench = Bench::open(&app, &visitor, crosswalk, &chosen).await?.with_suggestions().await?;
    let form = bench.held().map_or_else(RelationForm::unrelated, RelationForm::of);
    Ok(page(&visitor, &bench, paging, &form, &Problems::default()))
}

fn page(
    visitor: &Visitor,
    bench: &Bench,
    paging: Paging,
    form: &RelationForm,
    problems: &Problems,
) -> Page {
    let language = visitor.language;
    let body = html! {
        (facts(visitor, bench))
        (chosen(language, bench, form, problems))
        div.pair { (trees(language, bench)) }
        (relations(language, bench, paging))
    };
    let actions = html! {
        @if !bench.relations.is_empty() {
            a.button.second href=(CrosswalkFile { crosswalk: bench.crosswalk.id }) download { "OSCAL" }
        }
    };
    Page::new(visitor, bench.crosswalk.title.get(language), body)
        .under(Crosswalks, language.text("nav-crosswalks"))
        .actions(actions)
        .wide()
}

fn facts(visitor: &Visitor, bench: &Bench) -> Markup {
    let language = visitor.language;
    let it = &bench.crosswalk;
    let owner = it
        .institution_id
        .and_then(|id| visitor.memberships.iter().find(|it| it.institution == id))
        .map_or(language.text("crosswalk-everybody"), |it| it.title.get(language).to_owned());
    html! {
        dl.facts {
            dt { (language.text("crosswalk-code")) } dd { code { (it.code) } }
            dt { (language.text("crosswalk-owner")) } dd { (owner) }
            dt { (language.text("crosswalk-source")) } dd { (it.source) }
            @if !it.licence_note.is_empty() { dt { (language.text("edition-licence")) } dd { (it.licence_note) } }
        }
        @if it.institution_id.is_none() { p.notice { (language.text("crosswalk-fixed")) } }
    }
}

fn trees(language: Language, bench: &Bench) -> Markup {
    let mut counts: HashMap<CriterionId, usize> = HashMap::new();
    for it in &bench.relations {
        *counts.entry(it.from_criterion_id).or_default() += 1;
        *counts.entry(it.to_criterion_id).or_default() += 1;
    }
    let (left, right) = (bench.chosen_left().map(|it| it.id), bench.chosen_right().map(|it| it.id));
    let of = |is_left: bool| -> HashMap<CriterionId, Relation> {
        let pair = |it: &crosswalk_relation::Model| {
            let ends = (it.from_criterion_id, it.to_criterion_id);
            let (own, other) = if is_left { ends } else { (ends.1, ends.0) };
            let chosen = if is_left { right } else { left };
            (chosen == Some(other)).then_some((own, it.relation))
        };
        bench.relations.iter().filter_map(pair).collect()
    };
    let first = Side {
        language,
        title: bench.left.edition.title.get(language),
        criteria: &bench.left.criteria,
        chosen: bench.at.0,
        counts: &counts,
        related: if left.is_none() { of(true) } else { HashMap::new() },
        choose: &|id| bench.address(Some(id), right),
    };
    let second = Side {
        language,
        title: bench.right.edition.title.get(language),
        criteria: &bench.right.criteria,
        chosen: bench.at.1,
        counts: &counts,
        related: of(false),
        choose: &|id| bench.address(left, Some(id)),
    };
    html! { (first.tree()) (second.tree()) }
}

/// What is chosen, and what can be done with it.
fn chosen(language: Language, bench: &Bench, form: &RelationForm, problems: &Problems) -> Markup {
    let (left, right) = (bench.chosen_left(), bench.chosen_right());
    let hint = match (left, right) {
        _ if !bench.keeps => "crosswalk-look",
        (None, None) => "crosswalk-choose",
        (Some(_), None) => "crosswalk-choose-right",
        (None, Some(_)) => "crosswalk-choose-left",
        (Some(_), Some(_)) => "crosswalk-choose-other",
    };
    html! {
        section.panel aria-label=(language.text("crosswalk-chosen")) {
            p.faint { (language.text(hint)) }
            div.pair {
                @if let Some(it) = left { div { (text(language, it)) } }
                @if let Some(it) = right { div { (text(language, it)) } }
            }
            @if let (Some(left), Some(right), true) = (left, right, bench.keeps) {
                (relation_form(language, bench, (left, right), form, problems))
            }
            @if let (Some(it), None, true) = (left, right, bench.keeps) {
                (suggested(language, bench, it.id, &bench.right.criteria, true))
            }
            @if let (None, Some(it), true) = (left, right, bench.keeps) {
                (suggested(language, bench, it.id, &bench.left.criteria, false))
            }
        }
    }
}

fn relation_form(
    language: Language,
    bench: &Bench,
    (left, right): (&criterion::Model, &criterion::Model),
    form: &RelationForm,
    problems: &Problems,
) -> Markup {
    let field = Fields { language, problems };
    let none = (String::new(), language.text("crosswalk-choose-relation"));
    let relations = std::iter::once(none)
        .chain(options(language, Relation::ALL, Relation::code))
        .collect::<Vec<_>>();
    let sure = options(language, Confidence::ALL, Confidence::code);
    let crosswalk = bench.crosswalk.id;
    let question = language.with(
        "crosswalk-question",
        [("left", left.code.as_str().into()), ("right", right.code.as_str().into())],
    );
    html! {
        form method="post" action=(Crosswalk { crosswalk }) data-guard {
            h3 { (question) }
            input type="hidden" name="from" value=(left.id);
            input type="hidden" name="to" value=(right.id);
            input type="hidden" name="seen" value=(form.seen);
            div.row {
                (field.choice("relation", "crosswalk-relation", &relations, &form.relation))
                (field.text("strength", "crosswalk-strength", &form.strength).hint("crosswalk-strength-hint"))
                (field.choice("confidence", "crosswalk-confidence", &sure, &form.confidence))
            }
            (field.area("note", "crosswalk-note", &form.note))
            (submit(language.text("crosswalk-relate")))
        }
        @if let Some(held) = bench.held() {
            p { a href=(RemoveRelation { crosswalk, relation: held.id }) { (language.text("crosswalk-remove")) } }
        }
    }
}

fn relations(language: Language, bench: &Bench, paging: Paging) -> Markup {
    let shown = bench.shown();
    let is_part = shown.len() < bench.relations.len();
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(Paging::SIZE).unwrap_or(usize::MAX);
    let rows = shown.iter().skip(first).take(size);
    let (left, right) = (bench.chosen_left().map(|it| it.id), bench.chosen_right().map(|it| it.id));
    let kept = bench.address(left, right);
    let kept = kept.split_once('?').map_or("", |it| it.1);
    html! {
        h2 { (language.text(if left.or(right).is_some() { "crosswalk-relations-of" } else { "crosswalk-relations" })) }
        @if shown.is_empty() {
            (nothing(language.text(if is_part { "crosswalk-unrelated" } else { "crosswalk-empty" }), None))
        } @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("crosswalk-from")) }
                    th scope="col" { (language.text("crosswalk-relation")) }
                    th scope="col" { (language.text("crosswalk-to")) }
                    th.number scope="col" { (language.text("crosswalk-strength")) }
                    th scope="col" { (language.text("crosswalk-confidence")) }
                    th scope="col" { (language.text("crosswalk-note")) }
                    @if bench.keeps { th scope="col" { (language.text("change")) } }
                } }
                tbody { @for it in rows { (relation_row(language, bench, it)) } }
            } }
            (paging.pager(language, shown.len() as u64, kept))
        }
        @if is_part { p { a href=(Crosswalk { crosswalk: bench.crosswalk.id }) { (language.text("crosswalk-all-relations")) } } }
    }
}

fn relation_row(language: Language, bench: &Bench, it: &crosswalk_relation::Model) -> Markup {
    let find = |whole: &'_ Whole, id: CriterionId| {
        let found = whole.criteria.iter().find(|it| it.id == id);
        found.map(|it| (it.code.clone(), it.title.get(language).to_owned())).unwrap_or_default()
    };
    let (left, right) =
        (find(&bench.left, it.from_criterion_id), find(&bench.right, it.to_criterion_id));
    let both = bench.address(Some(it.from_criterion_id), Some(it.to_criterion_id));
    let remove = RemoveRelation { crosswalk: bench.crosswalk.id, relation: it.id };
    let pair = format!("{} – {}", left.0, right.0);
    html! {
        tr {
            th scope="row" { a href=(both) { (left.0) } " " span { (left.1) } }
            td { (relation(language, it.relation)) }
            td { strong { (right.0) } " " (right.1) }
            td.number { (it.strength.map_or("–".into(), |it| share_text(language, it))) }
            td { (language.word(&it.confidence)) }
            td { (it.note) }
            @if bench.keeps { td {
                a href=(remove) aria-label=(format!("{}: {pair}", language.text("crosswalk-remove"))) { (language.text("crosswalk-remove")) }
            } }
        }
    }
}

/// The crosswalk, if this person may change it.
pub(super) async fn own(app: &App, visitor: &Visitor, id: CrosswalkId) -> Result<Own> {
    let crosswalk = store::find(&app.db.read, &visitor.scope(), id).await?;
    let own = Own::of(crosswalk).ok_or(Error::Forbidden)?;
    visitor.require(Action::KeepEvidence, own.institution)?;
    Ok(own)
}

/// Says what one criterion is to another.
pub async fn relate(
    Crosswalk { crosswalk }: Crosswalk,
    State(app): State<App>,
    visitor: Visitor,
    Form(mut form): Form<RelationForm>,
) -> Result<Response> {
    let own = own(&app, &visitor, crosswalk).await?;
    let chosen = Chosen { from: form.from.clone(), to: form.to.clone() };
    let bench = Bench::open(&app, &visitor, crosswalk, &chosen).await?;
    let (left, right) = bench.chosen_left().zip(bench.chosen_right()).ok_or(Error::NotFound)?;
    let new = match form.check() {
        Ok(new) => new,
        Err(problems) => {
            return Ok(page(&visitor, &bench, Paging::default(), &form, &problems).refused());
        }
    };
    let mut change = app.change(visitor.actor()).await?;
    match store::relate(&mut change, &own, (left, right), new, &form.seen).await? {
        Related::Saved => change.commit().await?,
        Related::Same => {}
        Related::Meanwhile => {
            drop(change);
            let bench = Bench::open(&app, &visitor, crosswalk, &chosen).await?;
            form.seen = bench.held().map_or_else(RelationForm::unrelated, RelationForm::of).seen;
            let mut problems = Problems::default();
            problems.add("relation", Problem::Other("problem-relation-meanwhile"));
            return Ok(page(&visitor, &bench, Paging::default(), &form, &problems).refused());
        }
    }
    Ok(see_with(bench.address(Some(left.id), None), "done-related"))
}
