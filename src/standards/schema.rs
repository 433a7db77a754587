//! The JSON Schema of a pack, generated from the types, for editors that check while one types.

/// The schema as text.
pub fn pack_schema() -> String {
    let schema = schemars::schema_for!(super::pack::Pack);
    // A schema of our own types always serialises.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_beside_the_packs_is_the_one_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/standards/pack.schema.json");
        #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
        if std::env::var("KRITER_BLESS").is_ok() {
            std::fs::write(path, super::pack_schema()).unwrap();
        }
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            checked_in,
            super::pack_schema(),
            "run the test with KRITER_BLESS=1 and look at the difference"
        );
    }
}
