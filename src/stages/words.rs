//! What is missing, and why a move was refused, in words.

use super::guards::{Lack, Missing};
use super::moving::Refusal;
use crate::dossiers::pages::unsealed;
use crate::language::Language;

/// Message key of what is missing; it takes how many, and the first criterion or the names.
fn key(lack: Lack) -> &'static str {
    match lack {
        Lack::SelfRating => "stage-lacks-self-rating",
        Lack::Evidence => "stage-lacks-evidence",
        Lack::Acceptance => "stage-lacks-acceptance",
        Lack::InternalReview => "stage-lacks-internal-review",
        Lack::InternalSignOff => "stage-lacks-internal-sign-off",
        Lack::Raters => "stage-lacks-raters",
        Lack::Declarations => "stage-lacks-declarations",
        Lack::Visit => "stage-lacks-visit",
        Lack::Dossier => "stage-lacks-dossier",
        Lack::Decision => "stage-lacks-decision",
        Lack::ExternalRound => "stage-lacks-external-round",
        Lack::ExternalSignOff => "stage-lacks-external-sign-off",
        Lack::OpenMajor => "stage-lacks-open-major",
    }
}

/// What is missing, in a sentence.
pub fn missing(language: Language, it: &Missing) -> String {
    let count = language.count(i64::try_from(it.count).unwrap_or(i64::MAX));
    language.with(key(it.lack), [("count", count.into()), ("what", it.what.as_str().into())])
}

/// What was overridden once, by its stored code, in a few words.
pub fn overridden(language: Language, code: &str) -> String {
    let lack = Lack::ALL.into_iter().find(|it| it.code() == code);
    lack.map_or_else(|| code.to_owned(), |it| language.text(&format!("{}-short", key(it))))
}

/// Why a move was not made, in sentences.
pub fn refused(language: Language, it: &Refusal) -> String {
    let stage = |key: &str, stage| language.with(key, [("stage", language.word(&stage).into())]);
    let all = |found: &[Missing]| {
        found.iter().map(|it| missing(language, it)).collect::<Vec<_>>().join(" ")
    };
    match it {
        Refusal::Meanwhile(now) => stage("problem-stage-meanwhile", *now),
        Refusal::NotFrom(now) => stage("problem-stage-not-from", *now),
        Refusal::Missing(found) => all(found),
        Refusal::Unsealed(why) => unsealed(language, why),
        Refusal::Reason(found) => {
            format!("{} {}", all(found), language.text("problem-stage-reason")).trim().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_be_missing_has_words_in_every_language() {
        for lack in Lack::ALL {
            for language in Language::ALL {
                let it = Missing { lack, blocks: false, count: 2, what: "1.1".into() };
                assert_ne!(missing(language, &it), key(lack), "{language:?}");
                let short = overridden(language, lack.code());
                assert!(!short.ends_with("-short"), "{language:?}: {short}");
            }
        }
    }
}
