//! The rule of a criterion, wherever it is rated.

use std::collections::HashMap;

use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::accounts;
use crate::calibration::store;
use crate::entities::{CriterionId, Round, UserId, assessment, calibration_rule};
use crate::language::Language;
use crate::web::{Result, Visitor};

/// The rule of a criterion beside it on the workbench, for those who rate there; two queries at most.
pub async fn panel(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    criterion: CriterionId,
) -> Result<Markup> {
    let is_own = of.stage.round() == Round::Own;
    let rates = is_own && visitor.may_on(Action::RateSelf, of);
    if !rates && !visitor.may_on(Action::RateReview, of) {
        return Ok(html! {});
    }
    let rules = store::rules(db, of.institution_id, criterion).await?;
    let people: Vec<UserId> = rules.iter().map(|it| it.user_id).collect();
    let names = accounts::store::names(db, people).await?;
    Ok(shown(visitor.language, &rules, &names))
}

/// The rule that holds, with when and by whom it was noted, and the earlier ones; nothing where there is none.
pub(super) fn shown(
    language: Language,
    rules: &[calibration_rule::Model],
    names: &HashMap<UserId, String>,
) -> Markup {
    let told = |it: &calibration_rule::Model| {
        let name = names.get(&it.user_id).cloned().unwrap_or_else(|| "–".to_owned());
        let when = language.moment(it.recorded_at);
        language.with("rule-noted-by", [("name", name.into()), ("when", when.into())])
    };
    let held = rules.iter().find(|it| it.superseded_at.is_none());
    let earlier: Vec<_> = rules.iter().filter(|it| it.superseded_at.is_some()).collect();
    html! {
        @if let Some(it) = held {
            div.panel {
                h2 { (language.text("rule")) }
                p.text { (it.text) }
                p.hint { (told(it)) }
                @if !earlier.is_empty() {
                    details {
                        summary { (language.text("rule-earlier")) }
                        ul { @for it in earlier { li { p.text { (it.text) } p.hint { (told(it)) } } } }
                    }
                }
            }
        }
    }
}
