//! The register of recommendations.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{degree, due, require};
use crate::access::Action;
use crate::app::App;
use crate::entities::{Fulfilment, Origin};
use crate::findings::pages::beginning;
use crate::language::Language;
use crate::paths::{NewRecommendation, Recommendation, Recommendations};
use crate::recommendations::held::Held;
use crate::recommendations::store;
use crate::web::components::{Paging, badge, nothing, options};
use crate::web::{Page, Result, Visitor};

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    degree: String,
    #[serde(default)]
    origin: String,
    #[serde(default)]
    overdue: String,
}

impl Filter {
    fn takes(&self, it: &Held, today: chrono::NaiveDate) -> bool {
        Fulfilment::from_code(&self.degree).is_none_or(|wanted| it.degree() == wanted)
            && Origin::from_code(&self.origin).is_none_or(|wanted| it.wording.origin == wanted)
            && (self.overdue.is_empty() || it.is_overdue(today))
    }

    /// As it stands in an address; nothing of what it does not know.
    fn kept(&self) -> String {
        let degree = Fulfilment::from_code(&self.degree).map(Fulfilment::code);
        let origin = Origin::from_code(&self.origin).map(Origin::code);
        let overdue = (!self.overdue.is_empty()).then_some("yes");
        [("degree", degree), ("origin", origin), ("overdue", overdue)]
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

/// A page of them, by their numbers.
pub async fn list(
    Recommendations { institution }: Recommendations,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    require(&visitor, institution)?;
    let (language, today) = (visitor.language, app.today());
    let all = store::all(&app.db.read, institution).await?;
    let found: Vec<&Held> = all.iter().filter(|it| filter.takes(it, today)).collect();
    let new = visitor.may(Action::KeepEvidence, institution).then(|| {
        html! { a.button href=(NewRecommendation { institution }) { (language.text("recommendation-new")) } }
    });
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let body = html! {
        @if all.is_empty() {
            @let key = if new.is_some() { "recommendations-empty" } else { "recommendations-none-yet" };
            (nothing(language.text(key), new.clone()))
        } @else {
            (figures(language, &all, today))
            (filters(language, &filter))
            @if found.is_empty() { (nothing(language.text("recommendations-none-found"), None)) }
            @else {
                div.scroll tabindex="0" { table.stack {
                    thead { tr { @for key in HEADINGS { th scope="col" { (language.text(key)) } } } }
                    tbody { @for it in paging.part(&found) { (row(language, today, it)) } }
                } }
                (paging.pager(language, total, &filter.kept()))
            }
        }
    };
    let page = Page::new(&visitor, language.text("recommendations"), body)
        .in_institution(&visitor, institution)
        .wide();
    Ok(match new.filter(|_| !all.is_empty()) {
        Some(new) => page.actions(new),
        None => page,
    })
}

const HEADINGS: [&str; 7] = [
    "recommendation-number",
    "recommendation-kind",
    "recommendation-text",
    "recommendation-source",
    "recommendation-issued",
    "recommendation-due",
    "recommendation-degree",
];

fn row(language: Language, today: chrono::NaiveDate, it: &Held) -> Markup {
    let said = &it.wording;
    html! {
        tr {
            td { a href=(Recommendation { recommendation: it.head.id }) { (it.name()) } }
            td { (badge("plain", language.word(&said.kind))) }
            th scope="row" { (beginning(&said.text)) }
            td data-label=(language.text("recommendation-source")) { (said.source) " " span.faint { (language.word(&said.origin)) } }
            td.date data-label=(language.text("recommendation-issued")) { @match said.issued_on { Some(day) => (language.date(day)), None => "–" } }
            td data-label=(language.text("recommendation-due")) { (due(language, today, it)) }
            td { (degree(language, it.degree())) }
        }
    }
}

/// How many there are of each degree.
fn figures(language: Language, all: &[Held], today: chrono::NaiveDate) -> Markup {
    let count = |it: Fulfilment| all.iter().filter(|held| held.degree() == it).count();
    let late = all.iter().filter(|it| it.is_overdue(today)).count();
    html! {
        p {
            @for it in Fulfilment::ALL { (degree(language, *it)) " " (count(*it)) " " }
            @if late > 0 { (badge("bad", language.text("recommendation-overdue"))) " " (late) }
        }
    }
}

fn filters(language: Language, filter: &Filter) -> Markup {
    let any = || vec![(String::new(), language.text("any"))];
    let (mut degrees, mut origins) = (any(), any());
    degrees.extend(options(language, Fulfilment::ALL, Fulfilment::code));
    origins.extend(options(language, Origin::ALL, Origin::code));
    html! {
        form.filters method="get" {
            @for (name, label, all, chosen) in [
                ("degree", "recommendation-degree", &degrees, &filter.degree),
                ("origin", "recommendation-origin", &origins, &filter.origin),
            ] {
                div.field {
                    label for=(name) { (language.text(label)) }
                    select #(name) name=(name) data-submit {
                        @for (value, word) in all { option value=(value) selected[value == chosen] { (word) } }
                    }
                }
            }
            div.field {
                label { input type="checkbox" name="overdue" value="yes" checked[!filter.overdue.is_empty()] data-submit; " " (language.text("recommendation-only-overdue")) }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}
