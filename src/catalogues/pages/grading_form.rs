//! The fields of a part of what an edition says of rating and deciding.

use maud::{Markup, html};

use super::fields::Form;
use crate::catalogues::forms::grading::{ROLES, RULES, code_of, number_text};
use crate::catalogues::forms::part::Part;
use crate::standards::pack::{Head, Level, Outcome, Rule, Scale};
use crate::titles::Titles;

/// The fields of a part; of one that is new, empty ones.
pub(super) fn inputs(head: &Head, part: Part, form: Form<'_>) -> Markup {
    let outcome = |it: usize| head.outcomes.get(it);
    let scale = head.scale.as_ref();
    match part {
        Part::Scale => self::scale(scale, form),
        Part::Level(at) => level(scale, scale.and_then(|it| it.levels.get(at)), form),
        Part::Outcome(at) => self::outcome(outcome(at), form),
        Part::Rule(of, at) => rule(scale, outcome(of).and_then(|it| it.rules.get(at)), form),
        Part::Condition(of, at) => {
            let none = Titles::default();
            let held = outcome(of).and_then(|it| it.conditions.get(at)).unwrap_or(&none);
            form.spoken("condition", form.language.text("grading-condition"), held, 4)
        }
    }
}

fn scale(it: Option<&Scale>, form: Form<'_>) -> Markup {
    let (language, fields, none) = (form.language, form.fields(), Titles::default());
    let second = it.and_then(|it| it.second.as_ref());
    let apart = it.and_then(|it| it.not_applicable.as_ref());
    let aliases = apart.map(|it| it.aliases.join("\n")).unwrap_or_default();
    let code = apart.map_or("", |it| it.code.as_str());
    let note = it.map_or("", |it| it.note.as_str());
    html! {
        fieldset.choices {
            legend { (language.text("grading-percent")) }
            (form.tick("percent", language.text("grading-percent-hint"), it.is_some_and(|it| it.percent)))
        }
        h2 { (language.text("grading-second")) }
        p.hint { (language.text("grading-second-hint")) }
        (form.spoken("first", language.text("grading-axis-first"), second.map_or(&none, |it| &it.first), 1))
        (form.spoken("second", language.text("grading-axis-second"), second.map_or(&none, |it| &it.title), 1))
        h2 { (language.text("grading-apart")) }
        p.hint { (language.text("grading-apart-hint")) }
        (fields.text("apart_code", "grading-code", form.value("apart_code", code)))
        (form.spoken("apart_title", language.text("criterion-title"), apart.map_or(&none, |it| &it.title), 1))
        (fields.area("apart_aliases", "grading-aliases", form.value("apart_aliases", &aliases)).hint("grading-aliases-hint"))
        (fields.area("note", "grading-note", form.value("note", note)).hint("grading-note-hint"))
    }
}

fn level(scale: Option<&Scale>, it: Option<&Level>, form: Form<'_>) -> Markup {
    let (language, fields, none) = (form.language, form.fields(), Titles::default());
    let number = |it: Option<f64>, most: f64| number_text(it, most);
    let score = number(it.and_then(|it| it.score), 1.0);
    let weight = number(it.and_then(|it| it.weight), 100.0);
    let from = number(it.and_then(|it| it.from), 1.0);
    let aliases = it.map(|it| it.aliases.join("\n")).unwrap_or_default();
    let roles = ROLES
        .map(|it| (it.tone().to_owned(), language.text(&format!("grading-role-{}", it.tone()))));
    let role = form.value("role", it.map_or("fair", |it| it.role.tone()));
    let percent = scale.is_some_and(|it| it.percent);
    let second = scale.and_then(|it| it.second.as_ref());
    let described = it.and_then(|it| it.description.as_ref()).unwrap_or(&none);
    let beside = it.and_then(|it| it.second_description.as_ref());
    html! {
        (fields.text("code", "grading-code", form.value("code", it.map_or("", |it| &it.code))).hint("grading-code-hint").required())
        (form.spoken("title", language.text("criterion-title"), it.map_or(&none, |it| &it.title), 1))
        (form.spoken("description", language.text("grading-given-when"), described, 3))
        @if second.is_some() || beside.is_some() {
            (form.spoken("second_description", language.text("grading-given-second"), beside.unwrap_or(&none), 3))
        }
        (fields.choice("role", "grading-role", &roles, role))
        div.row {
            (fields.text("score", "grading-score", form.value("score", &score)).hint("grading-score-hint"))
            @if percent || !from.is_empty() {
                (fields.text("from", "grading-from", form.value("from", &from)).hint("grading-from-hint"))
            }
            @if !percent || !weight.is_empty() {
                (fields.text("weight", "grading-weight", form.value("weight", &weight)).hint("grading-weight-hint"))
            }
        }
        (fields.area("aliases", "grading-aliases", form.value("aliases", &aliases)).hint("grading-aliases-hint"))
    }
}

fn outcome(it: Option<&Outcome>, form: Form<'_>) -> Markup {
    let (language, fields, none) = (form.language, form.fields(), Titles::default());
    let months = it.and_then(|it| it.validity_months).map(|it| it.to_string()).unwrap_or_default();
    html! {
        (fields.text("code", "grading-code", form.value("code", it.map_or("", |it| &it.code))).hint("grading-code-hint").required())
        (form.spoken("title", language.text("criterion-title"), it.map_or(&none, |it| &it.title), 1))
        (fields.text("validity_months", "grading-validity", form.value("validity_months", &months)).hint("grading-validity-hint"))
        (fields.area("note", "grading-note", form.value("note", it.map_or("", |it| &it.note))).hint("grading-note-hint"))
    }
}

fn rule(scale: Option<&Scale>, it: Option<&Rule>, form: Form<'_>) -> Markup {
    let (language, fields, none) = (form.language, form.fields(), Titles::default());
    let kinds = RULES.map(|it| (it.to_owned(), language.text(&format!("grading-kind-{it}"))));
    let levels = scale.map(|it| it.levels.as_slice()).unwrap_or_default();
    let mut offered: Vec<(String, String)> = levels
        .iter()
        .rev()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .collect();
    let level = it.and_then(Rule::level);
    if let Some(level) = level.filter(|it| levels.iter().all(|held| held.code != **it)) {
        offered.push((level.to_owned(), level.to_owned()));
    }
    let first = offered.first().map(|it| it.0.clone()).unwrap_or_default();
    let number = match it {
        Some(Rule::ShareAtLeast { share, .. }) => number_text(*share, 100.0),
        Some(Rule::IndexAtLeast { score, .. }) => number_text(*score, 1.0),
        _ => String::new(),
    };
    let title = it.and_then(Rule::setting).map_or(&none, |it| it.title);
    html! {
        (fields.choice("kind", "grading-rule", &kinds, form.value("kind", it.map_or(RULES[0], code_of))))
        (fields.choice("level", "grading-rule-level", &offered, form.value("level", level.unwrap_or(&first))))
        (fields.text("number", "grading-number", form.value("number", &number)).hint("grading-number-hint"))
        (form.spoken("title", language.text("grading-setting"), title, 1))
        p.hint { (language.text("grading-setting-hint")) }
    }
}
