//! What is wrong with a part of a pack that is being written, by the way to it: `scale/levels/0/weight`. So a form can say it
//! beside its field.

use serde_json::Value;

use super::gradable;
use super::pack::{Head, Question};
use super::places::{Field, Inside, Place};
use super::problems::Notes;
use super::soundness;

/// Something wrong, and the way to what it is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// From the top down, with `/` between the steps.
    pub path: String,
    /// Which kind of problem, as in packs.
    pub code: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// All that is wrong with the scale and the outcomes of a head.
pub fn of_head(head: &Head) -> Vec<Placed> {
    placed(serde_json::to_value(head).unwrap_or_default(), |notes, root| {
        if let Some(scale) = &head.scale {
            gradable::scale(notes, scale, root.field("scale"));
        }
        gradable::outcomes(notes, head, root);
    })
}

/// All that is wrong with the questions of a criterion.
pub fn of_questions(questions: &[Question]) -> Vec<Placed> {
    placed(serde_json::to_value(questions).unwrap_or_default(), |notes, root| {
        for (index, it) in questions.iter().enumerate() {
            soundness::question(notes, it, root.item(index));
        }
    })
}

/// Every part gets a line of its own, so that the line of a problem tells the part.
fn placed(value: Value, check: impl FnOnce(&mut Notes<'_>, &Place)) -> Vec<Placed> {
    let mut paths = Vec::new();
    let root = place(value, String::new(), &mut paths);
    let mut notes = Notes::new("");
    check(&mut notes, &root);
    let path = |line: u64| {
        let at = usize::try_from(line).unwrap_or_default().saturating_sub(1);
        paths.get(at).cloned().unwrap_or_default()
    };
    let problems = notes.problems().into_iter();
    problems.map(|it| Placed { path: path(it.line), code: it.code, message: it.message }).collect()
}

fn place(value: Value, path: String, paths: &mut Vec<String>) -> Place {
    paths.push(path.clone());
    let line = u64::try_from(paths.len()).unwrap_or(u64::MAX);
    let below =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    let inside = match value {
        Value::Null => Inside::Nothing,
        Value::Array(items) => {
            let items = items.into_iter().enumerate();
            Inside::List(items.map(|(at, it)| place(it, below(&at.to_string()), paths)).collect())
        }
        Value::Object(fields) => {
            let field = |(name, it): (String, Value)| {
                let value = place(it, below(&name), paths);
                Field { line: value.line, column: 1, name, value }
            };
            Inside::Map(fields.into_iter().map(field).collect())
        }
        Value::String(text) => Inside::Scalar(text),
        other => Inside::Scalar(other.to_string()),
    };
    Place { line, column: 1, inside }
}
