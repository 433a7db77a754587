//! What a check says, in the reader's language and as JSON.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::look::Looked;
use super::rules::{About, Check};
use crate::entities::UserId;
use crate::language::{Language, Worded as _};
use crate::readiness::facts::Standing;

impl Looked {
    /// The sentence of a check. Evidence is named by its number, and what is restricted to those alone who may open it.
    pub fn sentence(
        &self,
        language: Language,
        names: &HashMap<UserId, String>,
        check: &Check,
    ) -> String {
        let key = format!("{}-says", check.kind.key());
        match check.about {
            About::Criterion => language.text(&key),
            About::Levels(held, other) => {
                let (held, other) = (self.it.level(language, held), self.it.level(language, other));
                language.with(&key, [("held", held.into()), ("other", other.into())])
            }
            About::Evidence(at) => {
                language.with(&key, [("evidence", self.reference(language, at).into())])
            }
            About::Proves(at, count) => {
                let evidence = self.reference(language, at).into();
                language.with(&key, [("evidence", evidence), ("count", count.into())])
            }
            About::Said(at) => {
                let said = &self.said[at];
                let level = match said.standing {
                    Standing::Level(level) => self.it.level(language, level).to_owned(),
                    Standing::NotApplicable => language.text("check-na"),
                };
                let name = said.user.and_then(|it| names.get(&it)).cloned();
                let words = [
                    ("name", name.unwrap_or_else(|| language.text("check-imported")).into()),
                    ("round", language.word(&said.round).into()),
                    ("level", level.into()),
                ];
                language.with(&key, words)
            }
        }
    }

    fn reference(&self, language: Language, at: u32) -> String {
        let at = at as usize;
        if self.it.items[at].is_hidden {
            language.text("gap-restricted")
        } else {
            self.it.facts.evidence[at].reference.clone()
        }
    }

    /// Who said what the checks are about.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let said = self.said.iter().filter_map(|it| it.user);
        said.chain(self.accepted.iter().map(|it| it.1.user_id))
    }

    /// Everything, for scripts. Sentences are in `language`, codes are stable.
    pub fn json(&self, language: Language, names: &HashMap<UserId, String>) -> Value {
        let one = |it: &Check| {
            json!({
                "criterion": self.it.code(it.criterion), "check": it.kind, "about": self.about(it),
                "says": self.sentence(language, names, it),
            })
        };
        let accepted = |(it, held): &(Check, crate::entities::accepted_check::Model)| {
            let mut value = one(it);
            value["reason"] = held.reason.clone().into();
            value
        };
        json!({
            "assessment": self.it.assessment.id, "as_of": self.it.readiness.as_of,
            "open": self.open.iter().map(one).collect::<Vec<_>>(),
            "accepted": self.accepted.iter().map(accepted).collect::<Vec<_>>(),
        })
    }
}
