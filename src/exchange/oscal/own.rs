//! What of ours OSCAL has no place for: properties of our own namespace, a field each; what is no plain string as JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::super::NoticeKind;
use super::tally::Tally;
use super::{OURS, ids};

/// Class of a property whose value is JSON.
const JSON: &str = "json";

/// Fields that become properties.
#[derive(Default)]
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Sets a field, unless it is what it is anyway.
    pub(super) fn put<T: Serialize + PartialEq>(&mut self, name: &str, value: &T, usual: &T) {
        if value != usual {
            self.set(name, value);
        }
    }

    /// Sets a field.
    pub(super) fn set(&mut self, name: &str, value: impl Serialize) {
        // Values of the packs' types have string keys and finite numbers, which JSON can hold.
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// The properties.
    pub(super) fn props(self) -> Vec<Value> {
        self.0.into_iter().map(|(name, value)| prop(&name, &value)).collect()
    }

    /// The fields that some properties of ours hold.
    pub(super) fn of(props: &[Value], tally: &mut Tally, place: &str) -> Self {
        let mut fields = Self::default();
        for prop in props.iter().filter(|it| is_ours(it)) {
            let (Some(name), Some(value)) = (prop["name"].as_str(), prop["value"].as_str()) else {
                tally.tell(NoticeKind::ValueUnknown, "props", place);
                continue;
            };
            let value = if prop["class"] == JSON {
                serde_json::from_str(value).ok()
            } else {
                Some(Value::from(value))
            };
            match value {
                Some(value) => drop(fields.0.insert(name.replace('-', "_"), value)),
                None => tally.tell(NoticeKind::ValueUnknown, name, place),
            }
        }
        fields
    }

    /// Takes a field out.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// A value with the fields put over it; those that do not fit are left out, and told.
    pub(super) fn over<T>(self, plain: T, tally: &mut Tally, place: &str) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        let Ok(Value::Object(mut whole)) = serde_json::to_value(&plain) else { return plain };
        whole.extend(self.0.clone());
        if let Ok(it) = serde_json::from_value(Value::Object(whole)) {
            return it;
        }
        let Ok(Value::Object(mut sound)) = serde_json::to_value(&plain) else { return plain };
        let mut fitting = plain;
        for (name, value) in self.0 {
            let mut tried = sound.clone();
            tried.insert(name.clone(), value);
            match serde_json::from_value(Value::Object(tried.clone())) {
                Ok(it) => (sound, fitting) = (tried, it),
                Err(_) => tally.tell(NoticeKind::ValueUnknown, &name, place),
            }
        }
        fitting
    }
}

/// Whether a property or a part is ours.
pub(super) fn is_ours(it: &Value) -> bool {
    it["ns"] == OURS
}

/// A property of ours.
pub(super) fn prop(name: &str, value: &Value) -> Value {
    let name = name.replace('_', "-");
    if let Some(plain) = value.as_str().filter(|it| ids::is_string(it)) {
        return json!({ "ns": OURS, "name": name, "value": plain });
    }
    let text = value.to_string();
    let text = text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    json!({ "ns": OURS, "name": name, "value": text, "class": JSON })
}
