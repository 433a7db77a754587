//! The findings of an assessment.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{beginning, can_raise, due, kind, state};
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::{CriterionId, FindingKind, FindingState, UserId};
use crate::findings::held::Held;
use crate::findings::sight;
use crate::language::Language;
use crate::paths::{Finding, Findings, NewFinding, WorkbenchAt};
use crate::tailoring;
use crate::team::pages::bench;
use crate::web::components::{Paging, nothing, options};
use crate::web::{Page, Result, Visitor};

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    overdue: String,
}

impl Filter {
    /// Said in place of a state: whatever is not closed yet.
    const UNFINISHED: &str = "unfinished";

    fn takes(&self, it: &Held, today: chrono::NaiveDate) -> bool {
        let state = match self.state.as_str() {
            Self::UNFINISHED => it.is_open(),
            code => FindingState::from_code(code).is_none_or(|wanted| it.state() == wanted),
        };
        let kind =
            FindingKind::from_code(&self.kind).is_none_or(|wanted| it.wording.kind == wanted);
        state && kind && (self.overdue.is_empty() || it.is_overdue(today))
    }

    /// As it stands in an address; nothing of what it does not know.
    fn kept(&self) -> String {
        let state = (self.state == Self::UNFINISHED).then_some(Self::UNFINISHED);
        let state = state.or(FindingState::from_code(&self.state).map(FindingState::code));
        let kind = FindingKind::from_code(&self.kind).map(FindingKind::code);
        let overdue = (!self.overdue.is_empty()).then_some("yes");
        [("state", state), ("kind", kind), ("overdue", overdue)]
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

/// A page of them, by their numbers.
pub async fn list(
    Findings { assessment }: Findings,
    State(app): State<App>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let (db, language, today) = (&app.db.read, visitor.language, app.today());
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let whole = tailoring::store::whole(db, &it, edition).await?;
    let all = sight::seen_by(db, &visitor, &it, (&whole, today)).await?;
    let found: Vec<&Held> = all.iter().filter(|it| filter.takes(it, today)).collect();
    let part = paging.part(&found);
    let names = accounts::store::names(db, part.iter().filter_map(|it| it.head.user_id)).await?;
    let codes: HashMap<CriterionId, &str> =
        whole.criteria.iter().map(|it| (it.id, it.code.as_str())).collect();
    let new = can_raise(db, &visitor, &it).await?.then(
        || html! { a.button href=(NewFinding { assessment }) { (language.text("finding-new")) } },
    );
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let body = html! {
        (bench::note(&visitor, assessment, &whole))
        @if let (Some(new), false) = (&new, all.is_empty()) { p { (new) } }
        @if !all.is_empty() { (filters(language, &filter)) }
        @if all.is_empty() {
            @let key = if new.is_some() { "findings-empty" } else { "findings-none-yet" };
            (nothing(language.text(key), new))
        } @else if found.is_empty() {
            (nothing(language.text("findings-none-found"), None))
        } @else {
            p { (language.with("findings-count", [("count", found.len().into())])) }
            div.scroll tabindex="0" { table.stack {
                thead { tr { @for key in HEADINGS { th scope="col" { (language.text(key)) } } } }
                tbody { @for it in part { (row(language, today, it, (&codes, &names))) } }
            } }
            (paging.pager(language, total, &filter.kept()))
        }
    };
    Ok(within(&visitor, &it, language.text("findings"), body))
}

const HEADINGS: [&str; 7] = [
    "finding-number",
    "finding-kind",
    "finding-criterion",
    "finding-statement",
    "finding-state",
    "finding-due",
    "finding-by",
];

fn row(
    language: Language,
    today: chrono::NaiveDate,
    it: &Held,
    (codes, names): (&HashMap<CriterionId, &str>, &HashMap<UserId, String>),
) -> Markup {
    let assessment = it.head.assessment_id;
    let by = it.head.user_id.and_then(|id| names.get(&id)).map_or("–", String::as_str);
    html! {
        tr {
            th scope="row" { a href=(Finding { assessment, finding: it.head.id }) { (it.name()) } }
            td { (kind(language, it.wording.kind)) }
            td data-label=(language.text("finding-criterion")) { @match it.head.criterion_id {
                Some(criterion) => a href=(WorkbenchAt { assessment, criterion }) { (codes.get(&criterion).copied().unwrap_or("–")) },
                None => (language.text("finding-whole")),
            } }
            td { (beginning(&it.wording.statement)) }
            td { (state(language, it.state())) }
            td data-label=(language.text("finding-due")) { (due(language, today, it)) }
            td data-label=(language.text("finding-by")) { (by) }
        }
    }
}

fn filters(language: Language, filter: &Filter) -> Markup {
    let any = || vec![(String::new(), language.text("any"))];
    let mut states = any();
    states.push((Filter::UNFINISHED.to_owned(), language.text("finding-unfinished")));
    states.extend(options(language, FindingState::ALL, FindingState::code));
    let mut kinds = any();
    kinds.extend(options(language, FindingKind::ALL, FindingKind::code));
    html! {
        form.filters method="get" {
            @for (name, label, all, chosen) in [
                ("state", "finding-state", &states, &filter.state),
                ("kind", "finding-kind", &kinds, &filter.kind),
            ] {
                div.field {
                    label for=(name) { (language.text(label)) }
                    select #(name) name=(name) data-submit {
                        @for (value, word) in all { option value=(value) selected[value == chosen] { (word) } }
                    }
                }
            }
            div.field {
                label { input type="checkbox" name="overdue" value="yes" checked[!filter.overdue.is_empty()] data-submit; " " (language.text("finding-only-overdue")) }
            }
            button.second type="submit" { (language.text("search")) }
        }
    }
}
