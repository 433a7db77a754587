//! What the program says is there in every language, and every key it asks for is a message.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use kriter::entities::{
    Anchor, Audience, BatchState, CheckKind, Confidence, Confidentiality, CountUnit, DecisionKind,
    Domain, EditionState, EvidenceStatus, FindingKind, FindingState, FindingStep, Fulfilment,
    ImportKind, NoteKind, Origin, Part, Proof, RecommendationKind, Relation, RequestState,
    RevisionKind, Role, Round, Side, Stage, TextState,
};
use kriter::language::{Language, Worded};

use crate::sources::{code, files};

/// A message: its whole text as written, and the arguments it uses.
#[derive(Debug, Default, PartialEq)]
struct Message {
    text: String,
    arguments: BTreeSet<String>,
}

impl Message {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.text.push('\n');
                    self.read(&variant.value);
                }
            }
            Expression::Inline(it) => self.inline(it),
        }
    }

    fn inline(&mut self, expression: &InlineExpression<&str>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
                // Something will stand here.
                self.text.push('9');
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|it| self.inline(it));
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { value } => self.text.push_str(value),
            _ => {}
        }
    }
}

/// The messages of a language by key.
fn messages(language: &str) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    for (path, source) in files(&format!("locales/{language}"), ".ftl") {
        let resource = parser::parse(source.as_str());
        let resource = resource.unwrap_or_else(|it| panic!("{path}: {:?}", it.1));
        for entry in &resource.body {
            let Entry::Message(it) = entry else { continue };
            let mut message = Message::default();
            message.read(it.value.as_ref().unwrap_or_else(|| panic!("{path}: {}", it.id.name)));
            let before = messages.insert(it.id.name.to_owned(), message);
            assert!(before.is_none(), "{path}: {} is there twice in {language}", it.id.name);
        }
    }
    messages
}

/// The string literals at the beginning of a call's arguments: `("a", "b", c)` gives a and b.
fn literals(arguments: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = arguments.trim_start();
    while let Some((literal, after)) = rest.strip_prefix('"').and_then(|it| it.split_once('"')) {
        found.push(literal);
        let Some(next) = after.trim_start().strip_prefix(',') else { break };
        rest = next.trim_start();
    }
    found
}

/// Keys that a text asks for, as far as they are written out.
fn asked_for(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    // The first literal of these calls is the key.
    for call in ["language.text(", ".with(", "Problem::Other(", ".hint("] {
        for arguments in text.split(call).skip(1) {
            keys.extend(literals(arguments).first().map(ToString::to_string));
        }
    }
    // The last of these: before it come the input's type and name. A `check` names fields alone.
    for (call, at) in [(".text(", 1), (".area(", 1), (".date(", 1), (".choice(", 1), (".typed(", 2)]
    {
        for arguments in text.split(call).skip(1) {
            keys.extend(literals(arguments).get(at).map(ToString::to_string));
        }
    }
    // Wherever they are written: keys of these families are nothing else.
    for literal in text.split('"').skip(1).step_by(2) {
        let is_key = literal.bytes().all(|it| it.is_ascii_lowercase() || b"-_".contains(&it));
        let family = ["done-", "problem-", "error-", "nav-", "refusal-"];
        if is_key && family.iter().any(|it| literal.starts_with(it) && literal != *it) {
            keys.insert(literal.to_owned());
        }
    }
    keys
}

#[test]
fn keys_are_found_as_the_code_writes_them() {
    let text = r#"language.text("one"); language.with("two", [("count", 1.into())]);
        field.typed("email", "email", "three", x); field.area("b", "four", x); problems.text("title", &x, 9);
        problems.add("a", Problem::Other("five")); see_with(path, "done-six")"#;
    let expected = ["done-six", "five", "four", "one", "three", "two"];
    assert_eq!(asked_for(text).iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn every_message_is_there_in_every_language_with_the_same_arguments() {
    let shape = |language| -> BTreeMap<String, BTreeSet<String>> {
        messages(language).into_iter().map(|(key, it)| (key, it.arguments)).collect()
    };
    let english = shape("en");
    assert!(english.len() > 200, "{}", english.len());
    for language in ["sq", "sr"] {
        let other = shape(language);
        let wrong: Vec<_> = english
            .keys()
            .chain(other.keys())
            .filter(|it| english.get(*it) != other.get(*it))
            .collect();
        assert_eq!(wrong, [""; 0], "{language} has not the same");
    }
}

#[test]
fn every_message_that_the_program_asks_for_is_there() {
    let known = messages("en");
    let mut missing = BTreeSet::new();
    for (path, text) in files("src", ".rs") {
        for key in asked_for(&code(&text)) {
            if !known.contains_key(&key) {
                missing.insert(format!("{path}: {key}"));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn what_is_done_has_a_word_in_the_audit_log() {
    let known = messages("en");
    let mut missing = BTreeSet::new();
    for (path, text) in files("src", ".rs") {
        for arguments in code(&text).split("Event::of(").skip(1) {
            // The institution comes first, the action after it; a variable was a literal somewhere else.
            let action = arguments.split_once(',').unwrap().1;
            let Some(action) = literals(action).first().copied() else { continue };
            if !known.contains_key(&format!("audit-{action}")) {
                missing.insert(format!("{path}: audit-{action}"));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_code_of_a_closed_list_has_a_word_in_every_language() {
    fn check<T: Worded + std::fmt::Debug>(all: &[T]) {
        for language in Language::ALL {
            for it in all {
                assert_ne!(language.word(it), it.key(), "{it:?} in {language:?}");
            }
        }
    }
    check(Role::ALL);
    check(Confidentiality::ALL);
    check(EvidenceStatus::ALL);
    check(Proof::ALL);
    check(TextState::ALL);
    check(RequestState::ALL);
    check(RevisionKind::ALL);
    check(Stage::ALL);
    check(Anchor::ALL);
    check(CountUnit::ALL);
    check(DecisionKind::ALL);
    check(Part::ALL);
    check(Round::ALL);
    check(Domain::ALL);
    check(ImportKind::ALL);
    check(BatchState::ALL);
    check(EditionState::ALL);
    check(Relation::ALL);
    check(Confidence::ALL);
    check(Side::ALL);
    check(Audience::ALL);
    check(CheckKind::ALL);
    check(NoteKind::ALL);
    check(FindingKind::ALL);
    check(FindingState::ALL);
    check(FindingStep::ALL);
    check(RecommendationKind::ALL);
    check(Origin::ALL);
    check(Fulfilment::ALL);
    let lists = crate::sources::read("src/entities/kinds.rs");
    let lists = lists.split("\nkinds! {").nth(1).unwrap().split("\n}").next().unwrap();
    assert_eq!(lists.matches("    /// ").count(), 29, "a list is not checked here");
}

#[test]
fn what_was_done_to_a_finding_is_told_as_what_happened() {
    for language in ["en", "sq", "sr"] {
        let known = messages(language);
        for it in FindingStep::ALL {
            assert!(known.contains_key(&format!("finding-taken-{it}")), "{language}: {it}");
        }
    }
}

#[test]
fn texts_are_clean() {
    for language in ["en", "sq", "sr"] {
        for (key, message) in messages(language) {
            let text = &message.text;
            for wrong in [
                "\u{2014}", " - - ", "--", "  ", "\u{fffd}", "\u{2068}", "\u{2069}", "Ã", "Å",
                "Ä‡", "...", " ,",
            ] {
                assert!(!text.contains(wrong), "{language}: {key} has {wrong:?}: {text}");
            }
            let cyrillic = text.chars().any(|it| ('\u{400}'..='\u{4ff}').contains(&it));
            assert!(!cyrillic, "{language}: {key} is in another script: {text}");
        }
    }
}

#[test]
fn a_translation_is_not_the_english_sentence() {
    let english = messages("en");
    for language in ["sq", "sr"] {
        for (key, message) in messages(language) {
            let words = message.text.split_whitespace().filter(|it| it.len() > 2).count();
            let same = english.get(&key).is_some_and(|it| it.text == message.text);
            assert!(!same || words < 3, "{language}: {key} is still English: {}", message.text);
        }
    }
}

#[test]
fn every_kind_of_problem_of_a_pack_has_its_words_in_every_language() {
    let languages = ["en", "sq", "sr"].map(|it| (it, messages(it)));
    for (code, key) in kriter::standards::check::KINDS {
        assert_eq!(key, format!("pack-problem-{code}"));
        for (language, messages) in &languages {
            assert!(messages.contains_key(key), "{language}: {key}");
        }
    }
    // Whatever the checks of packs note is one of them: the literal behind the place, or the first of a pair.
    let known: BTreeSet<&str> = kriter::standards::check::KINDS.iter().map(|it| it.0).collect();
    let mut noted = BTreeSet::new();
    for (path, text) in files("src/standards", ".rs") {
        for call in ["notes.add(", "notes.add_at(", "notes.add(\n"] {
            for arguments in text.split(call).skip(1) {
                let call = arguments.split(';').next().unwrap_or_default();
                let is_code =
                    |it: &&str| it.bytes().all(|it| it.is_ascii_lowercase() || b"-8".contains(&it));
                // Names of fields stand in calls of their own: field("weight").
                let outside = call.split('"').collect::<Vec<_>>();
                for at in (1..outside.len()).step_by(2) {
                    let is_field =
                        ["field(", "heading("].iter().any(|it| outside[at - 1].ends_with(it));
                    if !is_field && is_code(&outside[at]) && outside[at].contains('-') {
                        assert!(
                            known.contains(outside[at]),
                            "{path}: {} has no words",
                            outside[at]
                        );
                        noted.insert(outside[at].to_owned());
                    }
                }
            }
        }
    }
    assert!(noted.len() > 15, "{noted:?}");
}
