//! What an institution has already for an edition, and why; from here it is linked.

use axum::extract::{Query, State};
use maud::{Markup, html};

use super::parts::{bond, way};
use super::sight::{Sight, Wanted};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::check::Problems;
use crate::crosswalks::ground::Counted;
use crate::crosswalks::reuse::{Asked, Offer, Reuse as Found, Standing};
use crate::entities::{CriterionId, assessment, edition, evidence_item};
use crate::evidence::pages::register::status;
use crate::language::Language;
use crate::paths::{CarryRatings, Crosswalks, Evidence, Reuse};
use crate::web::components::{Paging, badge, meter, nothing};
use crate::web::{Page, Result, Visitor};

/// Most evidence items shown for a criterion.
const MOST_OFFERS: usize = 8;

/// The page.
pub async fn show(
    Reuse { institution }: Reuse,
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let sight = Sight::of(&app, &visitor, institution, &wanted).await?;
    page(&app, &visitor, &sight, &wanted, paging, &Problems::default()).await
}

pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    sight: &Sight,
    wanted: &Wanted,
    paging: Paging,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let body = match &sight.edition {
        None => html! { (filters(language, sight, wanted)) (overview(language, sight, wanted)) },
        Some(edition) => {
            let found = sight.found(edition.id);
            let scope = visitor.scope();
            let own =
                assessments::store::of_institution(&app.db.read, &scope, sight.institution).await?;
            let own: Vec<_> =
                own.into_iter().map(|it| it.0).filter(|it| it.edition_id == edition.id).collect();
            html! {
                (filters(language, sight, wanted))
                (figures(language, &found))
                (carrying(language, &own))
                (list(visitor, sight, wanted, paging, &found, problems))
            }
        }
    };
    let title = match &sight.edition {
        Some(it) => format!("{}: {}", language.text("reuse"), it.title.get(language)),
        None => language.text("reuse"),
    };
    let page = Page::new(visitor, title, body).in_institution(visitor, sight.institution).wide();
    Ok(match sight.edition {
        Some(_) => page.under(Reuse { institution: sight.institution }, language.text("reuse")),
        None => page.under(Crosswalks, language.text("nav-crosswalks")),
    })
}

fn filters(language: Language, sight: &Sight, wanted: &Wanted) -> Markup {
    let shown = ["", "answered", "partly", "nothing"];
    html! {
        form.filters method="get" {
            div.field {
                label for="edition" { (language.text("edition")) }
                select #edition name="edition" {
                    option value="" { (language.text("reuse-all")) }
                    @for it in &sight.editions {
                        option value=(it.id) selected[it.id.to_string() == wanted.edition] { (it.title.get(language)) }
                    }
                }
            }
            div.field {
                label for="evidence" { (language.text("reuse-evidence")) }
                select #evidence name="evidence" {
                    @for it in Counted::ALL {
                        option value=(it.code()) selected[it == wanted.counted()] { (language.text(&format!("reuse-evidence-{}", it.code()))) }
                    }
                }
            }
            @if sight.edition.is_some() {
                div.field {
                    label for="show" { (language.text("reuse-show")) }
                    select #show name="show" {
                        @for it in shown {
                            @let key = if it.is_empty() { "any".to_owned() } else { format!("reuse-{it}") };
                            option value=(it) selected[it == wanted.show] { (language.text(&key)) }
                        }
                    }
                }
            }
            button.second type="submit" { (language.text("reuse-look")) }
        }
    }
}

/// Every edition that a crosswalk leads to, with what is there for it.
fn overview(language: Language, sight: &Sight, wanted: &Wanted) -> Markup {
    let reached: Vec<_> =
        sight.editions.iter().filter(|it| sight.ground.editions.contains_key(&it.id)).collect();
    let address = |it: &edition::Model| {
        let wanted = Wanted { edition: it.id.to_string(), ..wanted.clone() };
        format!("{}?{}", Reuse { institution: sight.institution }, wanted.query())
    };
    html! {
        p.lead { (language.text("reuse-lead")) }
        @if reached.is_empty() {
            (nothing(language.text("reuse-no-crosswalk"), Some(html! { a.button href=(Crosswalks) { (language.text("nav-crosswalks")) } })))
        } @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("edition")) }
                    th.number scope="col" { (language.text("edition-assessable")) }
                    th.number scope="col" { (language.text("reuse-answered")) }
                    th.number scope="col" { (language.text("reuse-partly")) }
                    th.number scope="col" { (language.text("reuse-nothing")) }
                } }
                tbody { @for it in reached {
                    @let found = sight.found(it.id);
                    @let (answered, partly, nothing) = counts(&found);
                    tr {
                        th scope="row" { a href=(address(it)) { (it.title.get(language)) } }
                        td.number { (number(language, found.criteria.len())) }
                        @for count in [answered, partly, nothing] {
                            td.number { (percent(language, &found, count)) }
                        }
                    }
                } }
            } }
        }
    }
}

/// Answered (linked already or by a crosswalk), partly, nothing.
fn counts(found: &Found) -> (usize, usize, usize) {
    let answered = found.count(Standing::Answered) + found.count(Standing::Linked);
    (answered, found.count(Standing::Partly), found.count(Standing::Nothing))
}

fn number(language: Language, count: usize) -> String {
    language.count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A share in whole percent: 0 only for none, 100 only for all.
#[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
fn percent(language: Language, found: &Found, count: usize) -> String {
    let share = found.percent(count).round() as i64;
    let share = match count {
        0 => 0,
        it if it == found.criteria.len() => 100,
        _ => share.clamp(1, 99),
    };
    format!("{} %", language.count(share))
}

fn figures(language: Language, found: &Found) -> Markup {
    let (answered, partly, nothing) = counts(found);
    let figure = |key: &str, count: usize| {
        let share = found.percent(count);
        let of = language.with(
            "reuse-of",
            [
                ("count", number(language, count).into()),
                ("total", number(language, found.criteria.len()).into()),
            ],
        );
        html! {
            div.figure {
                span.value { (percent(language, found, count)) }
                span.name { (language.text(key)) " · " (of) }
                (meter(&language.text(key), share))
            }
        }
    };
    let linked = found.count(Standing::Linked);
    html! {
        div.figures {
            (figure("reuse-answered", answered))
            (figure("reuse-partly", partly))
            (figure("reuse-nothing", nothing))
        }
        p.faint { (language.with("reuse-linked-count", [("count", i64::try_from(linked).unwrap_or(i64::MAX).into())])) }
    }
}

fn carrying(language: Language, own: &[assessment::Model]) -> Markup {
    html! {
        @if !own.is_empty() {
            p {
                (language.text("reuse-carry")) " "
                @for (number, it) in own.iter().enumerate() {
                    @if number > 0 { ", " }
                    a href=(CarryRatings { assessment: it.id }) { (it.name) }
                }
            }
        }
    }
}

fn list(
    visitor: &Visitor,
    sight: &Sight,
    wanted: &Wanted,
    paging: Paging,
    found: &Found,
    problems: &Problems,
) -> Markup {
    let language = visitor.language;
    let rows: Vec<&Asked> = found.criteria.iter().filter(|it| wanted.shows(it.standing)).collect();
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(Paging::SIZE).unwrap_or(usize::MAX);
    let keeps = visitor.may(Action::KeepEvidence, sight.institution);
    let page: Vec<&Asked> = rows.iter().skip(first).take(size).copied().collect();
    let may_link = keeps && page.iter().any(|it| !it.offers.is_empty());
    html! {
        @if rows.is_empty() { (nothing(language.text("reuse-none-found"), None)) }
        @else {
            form method="post" action=(Reuse { institution: sight.institution }) {
                input type="hidden" name="edition" value=(wanted.edition);
                input type="hidden" name="evidence" value=(wanted.evidence);
                input type="hidden" name="show" value=(wanted.show);
                @if let Some(problem) = problems.get("pair") { p.problem role="alert" { (problem.text(language)) } }
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (language.text("criterion")) }
                        th scope="col" { (language.text("reuse-standing")) }
                        th scope="col" { (language.text("reuse-what")) }
                    } }
                    tbody { @for it in &page { (row(visitor, sight, it, keeps)) } }
                } }
                @if may_link { p.submit { button.primary type="submit" { (language.text("reuse-link-ticked")) } } }
            }
            (paging.pager(language, rows.len() as u64, &wanted.query()))
        }
    }
}

fn row(visitor: &Visitor, sight: &Sight, it: &Asked, keeps: bool) -> Markup {
    let language = visitor.language;
    let Some(named) = sight.criteria.named.get(&it.criterion) else { return html! {} };
    let (tone, key) = match it.standing {
        Standing::Linked => ("good", "reuse-linked"),
        Standing::Answered => ("good", "reuse-answered"),
        Standing::Partly => ("fair", "reuse-partly"),
        Standing::Nothing => ("plain", "reuse-nothing"),
    };
    let more = it.offers.len().saturating_sub(MOST_OFFERS);
    html! {
        tr {
            th scope="row" { (named.code) " " span { (named.title.get(language)) } }
            td { (badge(tone, language.text(key))) }
            td {
                @for id in &it.linked { @if let Some(item) = sight.items.get(id) { p { (titled(language, sight, item)) } } }
                @if !it.offers.is_empty() {
                    ul.plain { @for offer in it.offers.iter().take(MOST_OFFERS) { (offered(visitor, sight, it.criterion, offer, keeps)) } }
                }
                @if more > 0 { p.faint { (language.with("reuse-more", [("count", i64::try_from(more).unwrap_or(i64::MAX).into())])) } }
                @if it.linked.is_empty() && it.offers.is_empty() { "–" }
            }
        }
    }
}

fn titled(language: Language, sight: &Sight, item: &evidence_item::Model) -> Markup {
    html! {
        @if sight.open.opens(item) {
            a href=(Evidence { evidence: item.id }) { (item.reference) " " (item.title) } " "
            (status(language, item.status))
        } @else { (badge("plain", language.text("confidentiality-restricted"))) }
    }
}

/// An evidence item with the reason why it is offered.
fn offered(
    visitor: &Visitor,
    sight: &Sight,
    criterion: CriterionId,
    offer: &Offer,
    keeps: bool,
) -> Markup {
    let language = visitor.language;
    let Some(item) = sight.items.get(&offer.evidence) else { return html! {} };
    let named = |id: CriterionId| sight.criteria.named.get(&id);
    let read = |id| named(id).map(|it| (it.code.as_str(), it.title.get(language)));
    let pair = format!("{}-{criterion}", offer.evidence);
    let code = named(criterion).map_or("", |it| it.code.as_str());
    let about = format!("{} → {code}", item.reference);
    let ends = (offer.path.steps.first(), offer.path.steps.last());
    let begins = ends.0.is_some_and(|it| it.from == offer.linked_to);
    let ends = ends.1.is_some_and(|it| it.to == criterion);
    html! {
        li {
            @if keeps && sight.open.opens(item) {
                input type="checkbox" name="pair" value=(pair) aria-label=(format!("{}: {about}", language.text("reuse-tick")));
            }
            div.grow {
                (titled(language, sight, item)) " " (bond(language, offer.bond))
                p.hint {
                    @if !begins { @if let Some(it) = named(offer.linked_to) {
                        (language.with("reuse-linked-at", [("code", it.code.as_str().into())])) " "
                    } }
                    (way(language, &sight.ground, &offer.path, read))
                    @if !ends { (language.text("reuse-above")) }
                }
            }
            @if keeps && sight.open.opens(item) {
                button.second name="one" value=(pair) aria-label=(format!("{}: {about}", language.text("reuse-link"))) { (language.text("reuse-link")) }
            }
        }
    }
}
