//! What the verification says of each rater, and what follows from it.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{count, rater, state};
use crate::entities::{UserId, assessment, sampling_plan};
use crate::language::Language;
use crate::paths::{Sampling, WorkbenchAt};
use crate::rounds::ground::Ground;
use crate::sampling::standing::{Item, Result, by_rater, whole};
use crate::web::Visitor;
use crate::web::components::{meter, query};

/// How much of the sample was verified.
pub(super) fn progress(language: Language, all: Result) -> Markup {
    let (done, of) = (count(language, all.done()), count(language, all.done() + all.open));
    let said = language.with("sample-progress", [("done", done.into()), ("all", of.into())]);
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    let percent = match all.done() + all.open {
        0 => 100.0,
        all_of_it => 100.0 * all.done() as f64 / all_of_it as f64,
    };
    html! { p { (said) " " (meter(&said, percent)) } }
}

/// A line for each rater, for the lead.
pub(super) fn by_raters(
    language: Language,
    it: &assessment::Model,
    plan: &sampling_plan::Model,
    items: &[&Item],
    names: &HashMap<UserId, String>,
) -> Markup {
    let verifiers: Vec<UserId> = items.iter().map(|it| it.row.verifier_id).collect();
    let line = |result: Result| {
        let percent =
            result.percent().map_or("–".to_owned(), |it| format!("{} %", language.tenths(it)));
        html! {
            td.number { (count(language, result.confirmed)) }
            td.number { (count(language, result.differ)) }
            td.number { (count(language, result.open)) }
            td.number { (percent) }
        }
    };
    html! {
        h2 { (language.text("sample-by-rater")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("sample-rater")) }
                th.number scope="col" { (language.text("sample-state-confirmed")) }
                th.number scope="col" { (language.text("sample-state-differs")) }
                th.number scope="col" { (language.text("sample-state-open")) }
                th.number scope="col" { (language.text("sample-share-confirmed")) }
                th scope="col" { (language.text("sample-follows")) }
            } }
            tbody { @for (user, result) in by_rater(items.iter().copied()) { tr {
                th scope="row" { (rater(language, names, user)) }
                (line(result))
                td { @if let Some(user) = user.filter(|_| result.exceeds(plan.tolerance)) {
                    (follows(language, it, plan, user, &verifiers))
                } }
            } } }
        } }
    }
}

/// That more differs than is tolerable: everything of this rater should be verified.
fn follows(
    language: Language,
    it: &assessment::Model,
    plan: &sampling_plan::Model,
    user: UserId,
    verifiers: &[UserId],
) -> Markup {
    let tolerance = language.count(i64::from(plan.tolerance));
    let is_whole = plan.whole_of.0.contains(&user);
    let mut whole_of = plan.whole_of.0.clone();
    whole_of.push(user);
    let mut sent: Vec<(&str, String)> = vec![
        ("share", plan.share.to_string()),
        ("tolerance", plan.tolerance.to_string()),
        ("seed", plan.seed.to_string()),
    ];
    let mut verifiers = verifiers.to_vec();
    verifiers.sort_unstable();
    verifiers.dedup();
    sent.extend(verifiers.iter().map(|it| ("verifier", it.to_string())));
    sent.extend(whole_of.iter().map(|it| ("whole_of", it.to_string())));
    let sent: Vec<String> = sent.iter().map(|(name, it)| format!("{name}={}", query(it))).collect();
    let address = format!("{}?{}#preview", Sampling { assessment: it.id }, sent.join("&"));
    html! {
        (language.with("sample-exceeds", [("tolerance", tolerance.into())])) " "
        @if is_whole { (language.text("sample-is-whole")) }
        @else { a href=(address) { (language.text("sample-widen")) } }
    }
}

/// What a rater is told of their own ratings: nothing of what is in the sample before all of it was verified.
pub(super) fn own(
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    items: &[&Item],
) -> Markup {
    let language = visitor.language;
    let own = items.iter().filter(|it| it.rated.rater == Some(visitor.id));
    let own: Vec<&Item> = own.copied().collect();
    let result = whole(own.iter().copied());
    if !result.is_finished() {
        return html! {};
    }
    let criteria = &ground.tailored.whole.criteria;
    let scale = ground.tailored.whole.head.scale.as_ref();
    let said = [
        ("confirmed", count(language, result.confirmed).into()),
        ("all", count(language, result.done()).into()),
    ];
    html! {
        h2 { (language.text("sample-own")) }
        p { (language.with("sample-own-result", said)) }
        ul.plain { @for item in own.iter().filter(|it| it.found.is_some()) { li { div.grow {
            @let row = &criteria[item.at];
            a href=(WorkbenchAt { assessment: it.id, criterion: row.id }) { (row.code) " " (row.title.get(language)) }
            ": " (state(language, scale, item))
            @if let Some(found) = item.found.as_ref().filter(|it| !it.note.is_empty()) { p.text { (found.note) } }
        } } } }
    }
}
