//! All editions.

use axum::extract::{Query, State};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::search_form;
use crate::app::App;
use crate::entities::EditionState;
use crate::language::Language;
use crate::paths::{Edition, Standards};
use crate::standards::fold::fold;
use crate::standards::store::{self, Counted, head_of};
use crate::web::components::{Paging, badge, meter, nothing, query};
use crate::web::{Page, Result, Visitor};

/// Words that the editions shown have.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    words: String,
}

impl Filter {
    /// Whether an edition has every word in its title, in any language, its code or its version.
    fn fits(&self, it: &Counted) -> bool {
        let edition = &it.edition;
        let titles = edition.title.iter().map(|it| it.1);
        let texts: Vec<String> =
            titles.chain([edition.code.as_str(), edition.version.as_str()]).map(fold).collect();
        let mut words = self.words.split_whitespace().map(fold);
        words.all(|word| texts.iter().any(|it| it.contains(&word)))
    }
}

/// The page.
pub async fn list(
    _: Standards,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let language = visitor.language;
    let all = store::all(&app.db.read, &visitor.scope()).await?;
    let is_empty = all.is_empty();
    let found: Vec<Counted> = all.into_iter().filter(|it| filter.fits(it)).collect();
    let size = usize::try_from(Paging::SIZE).unwrap_or(usize::MAX);
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let editions = found.iter().skip(first).take(size);
    let kept = format!("words={}", query(&filter.words));
    let body = html! {
        @if is_empty { (nothing(language.text("standards-empty"), None)) }
        @else {
            (search_form(language, "", None))
            form.filters method="get" action=(Standards) {
                div.field {
                    label for="words" { (language.text("browse-filter")) }
                    input #words type="search" name="words" value=(filter.words) maxlength="200";
                }
                button.second type="submit" { (language.text("browse-filter-do")) }
            }
            @if found.is_empty() { (nothing(language.text("browse-filter-none"), None)) }
            @else {
            div.scroll tabindex="0" {
                table.stack {
                    thead { tr {
                        th scope="col" { (language.text("edition")) }
                        th scope="col" { (language.text("edition-version")) }
                        th.number scope="col" { (language.text("edition-nodes")) }
                        th.number scope="col" { (language.text("edition-assessable")) }
                        th scope="col" { (language.text("edition-checked")) }
                        th scope="col" { (language.text("edition-translated")) }
                    } }
                    tbody { @for it in editions { (row(language, app.today(), it)) } }
                }
            }
            (paging.pager(language, found.len() as u64, &kept))
            }
        }
    };
    Ok(Page::new(&visitor, language.text("nav-standards"), body).wide())
}

fn row(language: Language, today: NaiveDate, it: &Counted) -> Markup {
    let checked = percent(it.checked, it.nodes);
    html! {
        tr {
            th scope="row" {
                a href=(Edition { edition: it.edition.id }) { (it.edition.title.get(language)) }
                (marks(language, today, it))
            }
            td data-label=(language.text("edition-version")) { (it.edition.version) }
            td.number data-label=(language.text("edition-nodes")) { (language.count(it.nodes)) }
            td.number data-label=(language.text("edition-assessable")) { (language.count(it.assessable)) }
            td data-label=(language.text("edition-checked")) { (language.tenths(checked)) " %" (meter(&language.text("edition-checked"), checked)) }
            td data-label=(language.text("edition-translated")) { (translated(language, it)) }
        }
    }
}

/// What is to be known of an edition before it is opened.
pub fn marks(language: Language, today: NaiveDate, it: &Counted) -> Markup {
    let transition = head_of(&it.edition).ok().and_then(|it| it.transition);
    html! {
        @if it.edition.state == EditionState::Draft { " " (badge("plain", language.word(&it.edition.state))) }
        @if it.edition.institution_id.is_some() { " " (badge("plain", language.text("edition-own"))) }
        @if let Some(base) = &it.edition.supplements { " " (badge("plain", language.with("edition-supplements", [("base", base.as_str().into())]))) }
        @if let Some(end) = transition {
            @let tone = if end.recognised_until < today { "bad" } else { "poor" };
            " " (badge(tone, language.with("edition-until", [("day", language.date(end.recognised_until).into())])))
        }
    }
}

/// How much of an edition has its titles in the two languages of the country.
pub fn translated(language: Language, it: &Counted) -> Markup {
    html! {
        @for (of, count) in [Language::Albanian, Language::Serbian].into_iter().zip(it.translated) {
            div { (of.name()) " " (language.count(count)) " / " (language.count(it.nodes)) }
        }
    }
}

/// A share in percent; of nothing, nothing.
pub fn percent(part: i64, whole: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}
