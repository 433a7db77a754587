//! Words made comparable: case, diacritics, alphabet and punctuation do not count.

use icu_normalizer::DecomposingNormalizer;

/// Lower case; letters of the Albanian and Serbian alphabets, Cyrillic too, as plain Latin ones; everything but letters
/// and digits as one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        // Accents that are letters of their own, as some keyboards and every Mac file name have them.
        if matches!(letter, '\u{300}'..='\u{36f}') {
            continue;
        }
        match plain(letter) {
            Plain::Letters(letters) => folded.push_str(letters),
            Plain::Itself if letter.is_alphanumeric() => folded.push(letter),
            Plain::Itself if folded.is_empty() || folded.ends_with(' ') => {}
            Plain::Itself => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// As `fold`, for finding words in texts: ligatures, full-width and raised letters count as plain ones, accents of any
/// alphabet as none, and `dj` as the `đ` that it stands for where a keyboard has none, so that `Đorđe`, `Djordje` and `Ђорђе`
/// are one word.
pub fn searchable(text: &str) -> String {
    let decomposed = DecomposingNormalizer::new_nfkd().normalize(text);
    let mut plain = String::with_capacity(decomposed.len());
    for letter in fold(&decomposed).chars() {
        // Every `j` behind a `d` goes, in one pass: the text may be all of them.
        if letter != 'j' || !plain.ends_with('d') {
            plain.push(letter);
        }
    }
    plain
}

enum Plain {
    Letters(&'static str),
    Itself,
}

fn plain(letter: char) -> Plain {
    Plain::Letters(match letter {
        'ë' | 'é' | 'è' | 'ê' | 'е' | 'э' => "e",
        'ç' | 'č' | 'ć' | 'ц' | 'ч' | 'ћ' => "c",
        'š' | 'ș' | 'с' | 'ш' => "s",
        'ž' | 'ж' | 'з' => "z",
        'đ' | 'ђ' | 'д' => "d",
        'á' | 'à' | 'â' | 'ä' | 'а' => "a",
        'ö' | 'ó' | 'о' => "o",
        'ü' | 'ú' | 'у' => "u",
        'í' | 'î' | 'и' => "i",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'ј' => "j",
        'к' => "k",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'п' => "p",
        'р' => "r",
        'т' => "t",
        'ф' => "f",
        'х' => "h",
        'џ' => "dz",
        _ => return Plain::Itself,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_count() {
        for (typed, folded) in [
            ("  Plotësisht  në-përputhje! ", "plotesisht ne perputhje"),
            ("Plote\u{308}sisht", "plotesisht"),
            ("Delimično USAGLAŠENO", "delimicno usaglaseno"),
            ("Делимично усаглашено", "delimicno usaglaseno"),
            ("Није примењиво", "nije primenjivo"),
            ("N/A", "n a"),
            ("§", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn alphabets_and_keyboards_find_each_other() {
        for spellings in [
            &["Đorđe", "ĐORĐE", "Djordje", "Ђорђе", "đorđe", "Đorđe"][..],
            &["Љубљана", "Ljubljana", "LJUBLJANA", "\u{1c8}ubljana"],
            &["Његош", "Njegoš", "NJEGOŠ", "Njegos", "\u{1ca}egoš"],
            &["Џеп", "Džep", "DŽEP", "dzep", "\u{1c5}ep"],
            &["Ћуприја", "Ćuprija", "Cuprija", "C\u{301}uprija"],
            &["Përgjegjësi çështjesh", "pergjegjesi ceshtjesh", "PERGJEGJËSI ÇESHTJESH"],
            &["Правилник о раду", "Pravilnik o radu"],
            &["ﬁle", "file", "ｆｉｌｅ"],
            &["Señor Ångström", "senor angstrom"],
        ] {
            for it in spellings {
                assert_eq!(searchable(it), searchable(spellings[0]), "{it}");
            }
        }
        assert_ne!(searchable("Đ"), searchable("Џ"));
    }

    #[test]
    fn a_text_of_nothing_but_j_is_read_once() {
        let text = format!("d{}", "j".repeat(2_000_000));
        assert_eq!(searchable(&text), "d");
        assert_eq!(searchable("adjjdj đorđe djordje"), "add dorde dorde");
    }

    proptest::proptest! {
        #[test]
        fn what_is_searchable_is_of_letters_and_digits(text in ".{0,60}") {
            let found = searchable(&text);
            proptest::prop_assert!(found.chars().all(|it| it.is_alphanumeric() || it == ' '), "{}", found);
            proptest::prop_assert_eq!(searchable(&found), found.clone());
            proptest::prop_assert!(!found.contains("  "));
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
