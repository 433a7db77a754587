//! The pages of a round.

pub mod determining;
pub mod figures;
pub mod locking;
mod people;
mod resolve;
pub mod show;

use axum::http::StatusCode;
use maud::Markup;

use super::ground::Ground;
use super::guards::Missing;
use super::standing::Said;
use crate::access::Action;
use crate::entities::{Round, assessment};
use crate::language::Language;
use crate::standards::pack::Scale;
use crate::standards::scale::words;
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor};

/// The round that is under way, for who rates in it; else a refusal that says why.
fn rated_by(visitor: &Visitor, it: &assessment::Model) -> Result<Round> {
    visitor.require_on(Action::RateReview, it)?;
    let said = match it.stage.rated() {
        Some(Round::Own) => "problem-round-own",
        Some(round) => return Ok(round),
        None => "problem-round-stage",
    };
    Err(Error::Refused(visitor.language.text(said)))
}

/// The same for who leads it.
fn led_by(visitor: &Visitor, it: &assessment::Model) -> Result<Round> {
    visitor.require_on(Action::Determine, it)?;
    if visitor.leads(it) { rated_by(visitor, it) } else { Err(Error::Forbidden) }
}

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "round-refused", sentence)
}

/// What somebody said, in words and in the colour of its level.
pub fn level(language: Language, scale: Option<&Scale>, it: &Said) -> Markup {
    let found = scale.and_then(|scale| scale.level(&it.level));
    let said = words(language, scale, (Some(&it.level), it.second.as_deref(), it.score));
    badge(found.map_or("plain", |it| it.role.tone()), said)
}

/// What is missing, in a sentence.
fn missing(
    language: Language,
    ground: &Ground,
    it: &Missing,
    name: impl Fn(crate::entities::UserId) -> String,
) -> String {
    let code = |at: &usize| ground.tailored.whole.criteria[*at].code.clone();
    let counted = |key: &str, count: usize, first: &usize| {
        let count = language.count(i64::try_from(count).unwrap_or(i64::MAX));
        language.with(key, [("count", count.into()), ("code", code(first).into())])
    };
    match it {
        Missing::Unrated { count, first } => counted("round-missing-unrated", *count, first),
        Missing::Unresolved { count, first } => counted("round-missing-resolved", *count, first),
        Missing::Unheard { count, first } => counted("round-missing-heard", *count, first),
        Missing::Vacant { count, first } => counted("round-missing-vacant", *count, first),
        Missing::Kept { count, first } => counted("round-missing-kept", *count, first),
        Missing::Late { user, count, first } => {
            let count = language.count(i64::try_from(*count).unwrap_or(i64::MAX));
            let said = [
                ("name", name(*user).into()),
                ("count", count.into()),
                ("code", code(first).into()),
            ];
            language.with("round-missing-late", said)
        }
        Missing::Unlocked(users) => {
            let names = users.iter().map(|it| name(*it)).collect::<Vec<_>>().join(", ");
            language.with("round-missing-locked", [("names", names.into())])
        }
        Missing::Undeclared(names) => {
            language.with("round-missing-declared", [("names", names.join(", ").into())])
        }
    }
}
