//! The bare shape of a YAML document with the place of every part, so that each complaint can say line and column.

use std::fmt;
use std::thread::{Scope, ScopedJoinHandle};

use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Location, Spanned};

/// Steps between two criteria are two in the YAML: the list, and the criterion's own fields. Some are left for the rest.
const MOST_NESTED: usize = 2 * super::soundness::MOST_DEPTH + 16;

/// Bytes of stack for reading; only what is used is taken.
const STACK: usize = 64 * 1024 * 1024;

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) inside: Inside,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub(super) enum Inside {
    /// Nothing, `null` or `~`.
    Nothing,
    /// A word, a number, a sentence.
    Scalar(String),
    List(Vec<Place>),
    Map(Vec<Field>),
}

/// A named part of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// Where the name stands; the value may begin a line later.
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) value: Place,
}

impl Place {
    /// The field, or the mapping itself where it is missing: as near as one can point.
    pub(super) fn field(&self, name: &str) -> &Place {
        self.get(name).map_or(self, |it| &it.value)
    }

    /// Where a field's name stands: to point at the whole of what it holds.
    pub(super) fn heading(&self, name: &str) -> Place {
        let (line, column) =
            self.get(name).map_or((self.line, self.column), |it| (it.line, it.column));
        Place { line, column, inside: Inside::Nothing }
    }

    /// The field, if it is there.
    pub(super) fn get(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|it| it.name == name)
    }

    /// All fields; none of what is no mapping.
    pub(super) fn fields(&self) -> &[Field] {
        match &self.inside {
            Inside::Map(fields) => fields,
            _ => &[],
        }
    }

    /// The part of a list, or the list itself where it is missing.
    pub(super) fn item(&self, index: usize) -> &Place {
        match &self.inside {
            Inside::List(items) => items.get(index).unwrap_or(self),
            _ => self,
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.inside {
            Inside::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Of what stands in no document.
    pub(super) fn nowhere() -> Self {
        Self { line: 0, column: 0, inside: Inside::Nothing }
    }

    fn new(at: &Location, inside: Inside) -> Self {
        Self { line: at.line(), column: at.column(), inside }
    }
}

/// What is wrong with a text: line, column where it is known, and the sentence.
pub(super) type Refused = (u64, Option<u64>, String);

/// Reads YAML without anchors, aliases and merge keys, which packs do not need and bombs are made of, and only so deep: as the
/// places of its parts, and at the same time as a type.
pub(super) fn read<T: DeserializeOwned + Send>(
    text: &str,
) -> (Result<Place, Refused>, Result<T, Refused>) {
    std::thread::scope(|scope| {
        let (places, value) = (begin(scope, text), begin(scope, text));
        (end(places), end(value))
    })
}

type Reading<'scope, T> = std::io::Result<ScopedJoinHandle<'scope, Result<T, Refused>>>;

fn begin<'scope, T: DeserializeOwned + Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    text: &'scope str,
) -> Reading<'scope, T> {
    // Each step down takes some 20 kB of stack in a debug build; a worker's 2 MiB would not reach the limit.
    std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read_here(text))
}

fn end<T>(reading: Reading<'_, T>) -> Result<T, Refused> {
    let reading = reading.map_err(|error| (1, None, format!("cannot be read: {error}")))?;
    reading.join().unwrap_or_else(|_| Err((1, None, "cannot be read".into())))
}

fn read_here<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_anchors: 0,
            max_aliases: 0,
            max_documents: 1,
            max_depth: MOST_NESTED,
            flow_nesting_limit: MOST_NESTED,
            max_events: 10_000_000,
            max_nodes: 5_000_000,
        },
        strict_booleans: true,
        merge_keys: serde_saphyr::options::MergeKeyPolicy::Error,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let error = error.without_snippet();
        let at = error.location();
        let message = match error {
            serde_saphyr::Error::Budget { breach, .. } => over_budget(breach),
            _ => error.render_with_formatter(&serde_saphyr::UserMessageFormatter),
        };
        (at.map_or(1, |it| it.line().max(1)), at.map(|it| it.column()), without_place(&message))
    })
}

fn over_budget(breach: &BudgetBreach) -> String {
    match breach {
        BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. } => {
            "anchors (&) and aliases (*) are not read; write the text out".into()
        }
        BudgetBreach::Depth { .. } => "nested too deeply".into(),
        BudgetBreach::Documents { .. } => "more than one document in the file".into(),
        _ => "larger than any pack".into(),
    }
}

/// A message without "at line 3, column 4" at its end: that is told beside it.
fn without_place(message: &str) -> String {
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message[..end].trim_end().to_owned()
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let it = Spanned::<Inside>::deserialize(deserializer)?;
        Ok(Self::new(&it.referenced, it.value))
    }
}

impl<'de> Deserialize<'de> for Inside {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

/// Takes whatever there is.
struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Inside;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Inside, E> {
        Ok(Inside::Nothing)
    }

    fn visit_none<E: de::Error>(self) -> Result<Inside, E> {
        Ok(Inside::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Inside, D::Error> {
        Inside::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, it: bool) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_i64<E: de::Error>(self, it: i64) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_u64<E: de::Error>(self, it: u64) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_i128<E: de::Error>(self, it: i128) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_u128<E: de::Error>(self, it: u128) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_f64<E: de::Error>(self, it: f64) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_string()))
    }

    fn visit_str<E: de::Error>(self, it: &str) -> Result<Inside, E> {
        Ok(Inside::Scalar(it.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Inside, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Inside::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inside, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, value)) = map.next_entry::<Spanned<String>, Place>()? {
            let (line, column) = (name.referenced.line(), name.referenced.column());
            fields.push(Field { name: name.value, line, column, value });
        }
        Ok(Inside::Map(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_knows_its_place() {
        let root = read::<Place>("a: 1\nlist:\n  - code: 4.10\n    b: [x, y]\n  - ~\n").0.unwrap();
        let first = root.field("list").item(0);
        assert_eq!((first.line, first.column), (3, 5));
        assert_eq!(first.field("b").item(1).line, 4);
        assert_eq!(first.get("b").map(|it| (it.line, it.column)), Some((4, 5)));
        assert_eq!(first.field("b").item(1).text(), Some("y"));
        assert!(matches!(root.field("list").item(1).inside, Inside::Nothing));
        assert_eq!(root.field("nowhere").line, 1);
    }

    #[test]
    fn bombs_are_refused() {
        for text in [
            "a: &a [1, 1]\nb: [*a, *a]\n",
            "a: &a 1\n",
            "base: { x: 1 }\n<<: { y: 2 }\n",
            "a: 1\n---\na: 2\n",
            "a: 1\na: 2\n",
            &("[".repeat(5_000) + &"]".repeat(5_000)),
            &(0..400).map(|it| " ".repeat(it) + "a:\n").collect::<String>(),
        ] {
            let refused = read::<Place>(text).1.unwrap_err();
            assert!(refused.0 >= 1 && !refused.2.is_empty(), "{refused:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in "(?s)[-a-c:&*!|>'\"{}\\[\\],#~ \n0-9.]{0,60}") {
            let _ = read::<Place>(&text);
        }
    }
}
