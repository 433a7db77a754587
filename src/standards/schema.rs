//! The JSON Schemas of packs, evidence types and crosswalks, generated from the types: for editors that check while one types, and
//! for the check of a file's shape.

use schemars::JsonSchema;
use serde_json::Value;

use super::crosswalk::Crosswalk;
use super::pack::{EvidenceTypes, Pack};

/// The schema of a type.
pub(super) fn of<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}

/// The schema of a pack, as text.
pub fn pack_schema() -> String {
    text(&of::<Pack>())
}

/// The schema of a file of evidence types, as text.
pub fn evidence_types_schema() -> String {
    text(&of::<EvidenceTypes>())
}

/// The schema of a crosswalk file, as text.
pub fn crosswalk_schema() -> String {
    text(&of::<Crosswalk>())
}

fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schemas_beside_the_packs_are_those_of_the_types() {
        for (name, current) in [
            ("pack.schema.json", super::pack_schema()),
            ("evidence-types.schema.json", super::evidence_types_schema()),
            ("crosswalk.schema.json", super::crosswalk_schema()),
        ] {
            let path =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("standards").join(name);
            #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
            if std::env::var("KRITER_BLESS").is_ok_and(|it| it == "1") {
                std::fs::write(&path, &current).unwrap();
            }
            let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                checked_in, current,
                "run the test with KRITER_BLESS=1 and look at the difference"
            );
        }
    }
}
