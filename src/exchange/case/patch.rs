//! Merge patches (RFC 7396): what one JSON value has to be told to become another. Neither may hold nulls.

use serde_json::{Map, Value};

/// What makes `from` into `to`; nothing where they are the same.
pub(super) fn diff(from: &Value, to: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (from, to) else {
        return (from != to).then(|| to.clone());
    };
    let mut patch = Map::new();
    for (name, value) in new {
        let change = match old.get(name) {
            Some(before) => diff(before, value),
            None => Some(value.clone()),
        };
        patch.extend(change.map(|it| (name.clone(), it)));
    }
    let gone = old.keys().filter(|it| !new.contains_key(*it));
    patch.extend(gone.map(|it| (it.clone(), Value::Null)));
    (!patch.is_empty()).then_some(Value::Object(patch))
}

/// Changes `target` as the patch says.
pub(super) fn apply(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            target.remove(name);
        } else {
            apply(target.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_makes_the_one_into_the_other() {
        let from = json!({ "a": { "en": "X", "sq": "Y" }, "b": 1, "c": [1, 2] });
        for to in [
            json!({ "a": { "en": "X", "sr": "Z" }, "c": [2] }),
            json!({ "a": {}, "b": 1, "c": [1, 2], "d": {} }),
            json!({ "a": "text", "b": { "x": { "y": 1 } } }),
            json!({}),
        ] {
            let patch = diff(&from, &to).unwrap();
            let mut made = from.clone();
            apply(&mut made, &patch);
            assert_eq!(made, to, "{patch}");
        }
        assert_eq!(diff(&from, &from), None);
    }
}
