//! The pages of a round.

pub mod determining;
pub mod figures;
pub mod locking;
mod people;
mod resolve;
pub mod show;

use axum::http::StatusCode;

use super::ground::Ground;
use super::guards::Missing;
use super::standing::Said;
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{AssessmentId, Round, assessment, edition};
use crate::language::Language;
use crate::standards::pack::Scale;
use crate::web::{Error, Result, Visitor};

/// The assessment, whose present round is one of reviewers; else a refusal that says so.
async fn in_review(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
    action: Action,
) -> Result<(assessment::Model, edition::Model, Round)> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_on(action, &it)?;
    if action == Action::Determine && !visitor.leads(&it) {
        return Err(Error::Forbidden);
    }
    let round = it.stage.round();
    if round == Round::Own {
        return Err(Error::Refused(visitor.language.text("problem-round-own")));
    }
    Ok((it, edition, round))
}

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "round-refused", sentence)
}

/// A level in words.
fn said(language: Language, scale: Option<&Scale>, it: &Said) -> String {
    let word = |code: &str| {
        scale.and_then(|it| it.title_of(code)).map_or(code, |it| it.get(language)).to_owned()
    };
    let score = it.score.map(|it| format!("{} %", language.tenths(it)));
    let parts = [Some(word(&it.level)), it.second.as_deref().map(word), score];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The colour of a level.
fn tone(scale: Option<&Scale>, it: &Said) -> &'static str {
    let level = scale.and_then(|scale| scale.levels.iter().find(|level| level.code == it.level));
    level.map_or("plain", |it| it.role.tone())
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
        Missing::Unlocked(users) => {
            let names = users.iter().map(|it| name(*it)).collect::<Vec<_>>().join(", ");
            language.with("round-missing-locked", [("names", names.into())])
        }
        Missing::Undeclared(names) => {
            language.with("round-missing-declared", [("names", names.join(", ").into())])
        }
    }
}
