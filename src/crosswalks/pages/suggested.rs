//! Suggestions of the editor, and the button that takes one.

use maud::{Markup, html};

use super::bench::Bench;
use crate::crosswalks::store::UNRELATED;
use crate::editions::words::percent;
use crate::entities::{Confidence, CriterionId, Relation, criterion};
use crate::language::Language;
use crate::paths::Crosswalk;

/// Criteria of the other edition that say something alike. Each is taken on its own, as what somebody says it is.
pub(super) fn suggested(
    language: Language,
    bench: &Bench,
    of: CriterionId,
    among: &[criterion::Model],
    is_left: bool,
) -> Markup {
    let found = &bench.suggested;
    html! {
        h3 { (language.text("crosswalk-suggestions")) }
        @if found.is_empty() { p.faint { (language.text("crosswalk-no-suggestion")) } }
        @else {
            p.hint { (language.text("crosswalk-suggestions-hint")) }
            ul.plain { @for (place, alike) in found {
                @let other = &among[*place];
                @let ends = if is_left { (of, other.id) } else { (other.id, of) };
                li {
                    span.grow {
                        a href=(bench.address(Some(ends.0), Some(ends.1))) { (other.code) " " (other.title.get(language)) } " "
                        span.badge.plain { (language.with("crosswalk-alike", [("percent", percent(*alike).into())])) }
                    }
                    (accept(language, bench, ends, other, percent(*alike)))
                }
            } }
        }
    }
}

fn accept(
    language: Language,
    bench: &Bench,
    ends: (CriterionId, CriterionId),
    other: &criterion::Model,
    alike: u8,
) -> Markup {
    let named = |key: &str| format!("{}: {}", language.text(key), other.code);
    let note = language.with("crosswalk-suggested-note", [("percent", alike.into())]);
    html! {
        form.inline method="post" action=(Crosswalk { crosswalk: bench.crosswalk.id }) {
            input type="hidden" name="from" value=(ends.0);
            input type="hidden" name="to" value=(ends.1);
            input type="hidden" name="seen" value=(UNRELATED);
            input type="hidden" name="confidence" value=(Confidence::Low.code());
            input type="hidden" name="note" value=(note);
            select name="relation" aria-label=(named("crosswalk-relation")) {
                @for it in Relation::ALL {
                    option value=(it.code()) selected[*it == Relation::Intersects] { (language.word(it)) }
                }
            }
            button.second aria-label=(named("crosswalk-accept")) { (language.text("crosswalk-accept")) }
        }
    }
}
