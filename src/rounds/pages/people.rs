//! Who rates in a round, how far they are, and what was locked and unlocked.

use std::collections::HashMap;

use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::accounts;
use crate::entities::{Round, UserId, assessment, round_lock, sign_off};
use crate::language::Language;
use crate::paths::{LockRound, ReopenRound, SignOffRound, Team, UnlockRound, Workbench};
use crate::rounds::ground::Ground;
use crate::rounds::guards::before_signing_off;
use crate::rounds::store;
use crate::web::Visitor;
use crate::web::components::{badge, meter, nothing};

use super::missing;

/// What was locked, unlocked and signed off in a round, and names.
#[derive(Debug)]
pub(super) struct Past {
    locks: Vec<round_lock::Model>,
    sign_offs: Vec<sign_off::Model>,
    names: HashMap<UserId, String>,
}

impl Past {
    /// Reads it; three queries.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        it: &assessment::Model,
        round: Round,
    ) -> Result<Self, DbErr> {
        let locks = store::locks(db, it.id, round).await?;
        let sign_offs = store::sign_offs(db, it.id, round).await?;
        let of_locks = locks.iter().flat_map(|it| [Some(it.user_id), it.ended_by_id]);
        let of_offs = sign_offs.iter().flat_map(|it| [Some(it.user_id), it.ended_by_id]);
        let ids: Vec<UserId> = of_locks.chain(of_offs).flatten().collect();
        let names = accounts::store::names(db, ids).await?;
        Ok(Self { locks, sign_offs, names })
    }

    fn name(&self, id: UserId) -> &str {
        self.names.get(&id).map_or("–", String::as_str)
    }
}

/// The raters, with what each can do next.
pub(super) fn raters(
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    names: &HashMap<UserId, String>,
    past: &Past,
    leads: bool,
) -> Markup {
    let language = visitor.language;
    let raters = ground.raters();
    let is_now = it.stage.rated() == Some(ground.round);
    let acts = is_now && !ground.opening.signed_off && (leads || raters.contains(&visitor.id));
    let to_team = html! { a href=(Team { assessment: it.id }) { (language.text("team")) } };
    let held = |user: UserId| {
        past.locks.iter().find(|it| it.user_id == user && it.superseded_at.is_none())
    };
    html! {
        h2 { (language.text("round-raters")) }
        @if raters.is_empty() { (nothing(language.text("round-nobody"), Some(to_team))) }
        @else { div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("round-rater")) }
                th scope="col" { (language.text("round-rated")) }
                th scope="col" { (language.text("round-state")) }
                @if acts { th.press scope="col" { (language.text("round-next")) } }
            } }
            tbody { @for user in &raters { tr {
                @let (all, missing) = ground.missing(*user);
                th scope="row" { (names.get(user).map_or("–", String::as_str)) }
                td data-label=(language.text("round-rated")) { (progress(language, all - missing.len(), all)) }
                td {
                    @if let Some(lock) = held(*user) {
                        (badge("good", language.text("round-is-locked"))) " " span.faint { (language.moment(lock.recorded_at)) }
                    } @else { (badge("plain", language.text("round-is-open"))) }
                }
                @if acts { td.press { (next(visitor, it, held(*user), *user, leads)) } }
            } } }
        } } }
        @if is_now { (closing(visitor, it, ground, names, past, leads)) }
    }
}

fn progress(language: Language, rated: usize, all: usize) -> Markup {
    let number = |it: usize| language.count(i64::try_from(it).unwrap_or(i64::MAX));
    let label = language
        .with("round-rated-of", [("rated", number(rated).into()), ("all", number(all).into())]);
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    let percent = if all == 0 { 100.0 } else { 100.0 * rated as f64 / all as f64 };
    html! { (label) " " (meter(&label, percent)) }
}

fn next(
    visitor: &Visitor,
    it: &assessment::Model,
    held: Option<&round_lock::Model>,
    user: UserId,
    leads: bool,
) -> Markup {
    let (language, assessment) = (visitor.language, it.id);
    html! {
        @match held {
            None if user == visitor.id && visitor.may_on(Action::RateReview, it) => {
                div.actions {
                    a.button.second href=(Workbench { assessment }) { (language.text("round-rate-on")) }
                    form method="post" action=(LockRound { assessment }) {
                        button.primary type="submit" { (language.text("round-lock")) }
                    }
                }
                p.hint { (language.text("round-lock-hint")) }
            },
            Some(lock) if leads => details {
                summary { (language.text("round-unlock")) }
                form method="post" action=(UnlockRound { assessment, lock: lock.id }) {
                    (reason(language, &format!("unlock-{}", lock.id)))
                    button.second type="submit" { (language.text("round-unlock")) }
                }
            },
            _ => {},
        }
    }
}

fn reason(language: Language, id: &str) -> Markup {
    html! {
        div.field {
            label for=(id) { (language.text("round-reason")) }
            textarea id=(id) name="reason" rows="2" required maxlength="2000" {}
        }
    }
}

/// Signing off, or what is missing for it; taking the sign-off back.
fn closing(
    visitor: &Visitor,
    it: &assessment::Model,
    ground: &Ground,
    names: &HashMap<UserId, String>,
    past: &Past,
    leads: bool,
) -> Markup {
    let (language, assessment) = (visitor.language, it.id);
    if let Some(held) = past.sign_offs.iter().find(|it| it.superseded_at.is_none()) {
        let said = [
            ("name", past.name(held.user_id).to_owned().into()),
            ("when", language.moment(held.recorded_at).into()),
        ];
        return html! {
            div.panel {
                p { (badge("good", language.text("round-signed-off"))) " " (language.with("round-signed-off-by", said)) }
                @if leads { details {
                    summary { (language.text("round-reopen")) }
                    form method="post" action=(ReopenRound { assessment }) {
                        (reason(language, "reopen"))
                        button.second type="submit" { (language.text("round-reopen")) }
                    }
                } }
            }
        };
    }
    if !leads {
        return html! {};
    }
    let found = before_signing_off(ground, visitor.withheld(assessment));
    let name = |it: UserId| names.get(&it).cloned().unwrap_or_default();
    html! {
        div.panel {
            h2 { (language.text("round-sign-off")) }
            @if found.is_empty() {
                form method="post" action=(SignOffRound { assessment }) {
                    p { (language.text("round-sign-off-hint")) }
                    button.primary type="submit" { (language.text("round-sign-off")) }
                }
            } @else {
                p { (language.text("round-sign-off-missing")) }
                ul { @for it in &found { li { (missing(language, ground, it, name)) } } }
            }
        }
    }
}

/// Locks and sign-offs that were ended, with who did so and why.
pub(super) fn history(language: Language, past: &Past) -> Markup {
    // Who unlocks or opens again says why; without a reason it ended with a move of the assessment.
    let key = |reason: &str, said, anew| if reason.is_empty() { anew } else { said };
    let locks = past.locks.iter().filter(|it| it.superseded_at.is_some()).map(|it| {
        let key = key(&it.reason, "round-was-unlocked", "round-anew-unlocked");
        (it.superseded_at, key, it.user_id, it.ended_by_id, &it.reason)
    });
    let offs = past.sign_offs.iter().filter(|it| it.superseded_at.is_some()).map(|it| {
        let key = key(&it.reason, "round-was-reopened", "round-anew-reopened");
        (it.superseded_at, key, it.user_id, it.ended_by_id, &it.reason)
    });
    let mut rows: Vec<_> = locks.chain(offs).collect();
    rows.sort_by_key(|it| std::cmp::Reverse(it.0));
    html! {
        @if !rows.is_empty() {
            details.panel {
                summary { (language.text("round-history")) }
                ul { @for (at, key, of, by, reason) in rows { li {
                    @if let Some(at) = at { span.faint { (language.moment(at)) } " " }
                    (language.with(key, [("of", past.name(of).to_owned().into()), ("by", by.map_or("–", |it| past.name(it)).to_owned().into())]))
                    @if !reason.is_empty() { " " q { (reason) } }
                } } }
            }
        }
    }
}
