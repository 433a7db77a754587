//! What the register is searched and filtered by.

use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};

use crate::check::Problems;
use crate::entities::{Confidentiality, EvidenceStatus, InstitutionId, edition, evidence_type};
use crate::evidence::filter::{Filter, Part, Sort};
use crate::language::Language;
use crate::paths::EvidenceRegister;
use crate::web::components::{Fields, nothing, options};

/// What there is to choose from.
pub(super) struct Choices {
    pub today: NaiveDate,
    pub types: Vec<evidence_type::Model>,
    pub editions: Vec<edition::Model>,
    /// Whether they may open anything that is restricted.
    pub knows_restricted: bool,
}

/// The form. What is rarely asked for is folded away, unless it is asked for.
pub(super) fn filters(
    language: Language,
    institution: InstitutionId,
    filter: &Filter,
    choices: &Choices,
) -> Markup {
    let is_seldom = |it: &Part| !matches!(it, Part::Words | Part::Status | Part::Attention);
    let seldom = filter.parts().iter().filter(|it| is_seldom(it)).count();
    let sort = match filter.sort() {
        Sort::Reference => "reference",
        Sort::Newest => "newest",
        Sort::Relevance => "",
    };
    let mut orders = vec![
        ("reference".to_owned(), language.text("search-by-reference")),
        ("newest".to_owned(), language.text("search-by-newest")),
    ];
    if !filter.words().is_empty() {
        orders.insert(0, (String::new(), language.text("search-by-relevance")));
    }
    let problems = Problems::default();
    let field = Fields { language, problems: &problems };
    html! {
        search { form method="get" action=(EvidenceRegister { institution }) {
            div.filters {
                div.field.wide {
                    label for="q" { (language.text("evidence-search")) }
                    input #q type="search" name="q" value=(filter.q) aria-describedby="q-note";
                }
                (field.choice("status", "evidence-status", &statuses(language), &filter.status))
                (field.choice("sort", "search-sort", &orders, sort))
                button.second type="submit" { (language.text("search")) }
            }
            p.hint #q-note { (language.text("search-hint")) }
            p.choices { label {
                input type="checkbox" name="attention" value="1" checked[filter.attention()];
                (language.text("search-attention"))
            } }
            details open[seldom > 0] {
                summary { (language.text("search-more-filters")) @if seldom > 0 { " (" (seldom) ")" } }
                (seldom_asked(field, filter, choices))
            }
            @if !filter.parts().is_empty() {
                p { a href=(EvidenceRegister { institution }) { (language.text("search-all")) } }
            }
        } }
    }
}

fn seldom_asked<'a>(field: Fields<'a>, filter: &'a Filter, choices: &Choices) -> Markup {
    let language = field.language;
    let any = || (String::new(), language.text("any"));
    let mut types = vec![any()];
    types.extend(
        choices.types.iter().map(|it| (it.code.clone(), it.title.get(language).to_owned())),
    );
    let mut years = vec![any()];
    let chosen = filter.year();
    let last = choices.today.year() + 2;
    let offered = (last - 14..=last).rev().map(Some);
    let missing = chosen.filter(|it| !(last - 14..=last).contains(it));
    years.extend(offered.chain([missing]).flatten().map(|it| (it.to_string(), it.to_string())));
    let mut editions = vec![any()];
    let criteria = choices.editions.iter().filter(|it| it.kind == "criteria");
    editions.extend(criteria.map(|it| (it.id.0.to_string(), it.title.get(language).to_owned())));
    let known: Vec<_> = Confidentiality::ALL
        .iter()
        .copied()
        .filter(|it| *it != Confidentiality::Restricted || choices.knows_restricted)
        .collect();
    let mut levels = vec![any()];
    levels.extend(options(language, &known, Confidentiality::code));
    html! {
        div.filters {
            (field.choice("kind", "evidence-type", &types, &filter.kind))
            (field.choice("edition", "edition", &editions, &filter.edition))
            (field.choice("year", "search-year", &years, &filter.year))
            (field.choice("confidentiality", "evidence-confidentiality", &levels, &filter.confidentiality))
            (field.text("unit", "evidence-owner", &filter.unit))
            (field.text("tag", "search-tag", &filter.tag))
        }
    }
}

fn statuses(language: Language) -> Vec<(String, String)> {
    let mut statuses = vec![(String::new(), language.text("any"))];
    statuses.extend(options(language, EvidenceStatus::ALL, EvidenceStatus::code));
    statuses
}

/// Said where nothing fits: which of the things asked for stands in the way.
pub(super) fn nothing_fits(language: Language, filter: &Filter, helpful: &[Part]) -> Markup {
    let sentence = if filter.is_unsearchable() { "search-no-letters" } else { "search-nothing" };
    let next = (!helpful.is_empty()).then(|| {
        html! {
            (language.text("search-drop")) " "
            @for it in helpful {
                a.button.second href={ "?" (filter.without(*it).query()) } { (language.text(name(*it))) } " "
            }
        }
    });
    nothing(language.text(sentence), next)
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Words => "search-words",
        Part::Status => "evidence-status",
        Part::Kind => "evidence-type",
        Part::Unit => "evidence-owner",
        Part::Confidentiality => "evidence-confidentiality",
        Part::Year => "search-year",
        Part::Edition => "edition",
        Part::Tag => "search-tag",
        Part::Attention => "search-attention",
    }
}
