//! Words made comparable: case, diacritics and punctuation do not count.

/// Lower case, letters of both alphabets' extensions as plain ones, everything but letters and digits as one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'ë' | 'é' | 'è' | 'ê' => 'e',
            'ç' | 'č' | 'ć' => 'c',
            'š' | 'ș' => 's',
            'ž' => 'z',
            'đ' => 'd',
            'á' | 'à' | 'â' | 'ä' => 'a',
            'ö' | 'ó' => 'o',
            'ü' | 'ú' => 'u',
            'í' | 'î' => 'i',
            other => other,
        };
        if plain.is_alphanumeric() {
            folded.push(plain);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_count() {
        assert_eq!(fold("  Plotësisht  në-përputhje! "), "plotesisht ne perputhje");
        assert_eq!(fold("Delimično USAGLAŠENO"), "delimicno usaglaseno");
        assert_eq!(fold("§"), "");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
