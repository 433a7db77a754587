//! Which column is meant by which heading, in any of the languages.

use crate::standards::fold::fold;

use super::model::Column;

/// How alike a heading must be to a word to be taken for it where it is not the same.
const ALIKE: f64 = 0.92;

/// Something that a column may hold.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the program.
    pub name: &'static str,
    /// Headings under which people keep it.
    pub words: &'static [&'static str],
}

/// The place of the column of each field, in the order of the fields. A heading that is one of a field's words wins over
/// one that only looks like it; no column serves two fields.
pub fn match_columns(columns: &[Column], fields: &[Field]) -> Vec<Option<usize>> {
    let titles: Vec<String> = columns.iter().map(|it| fold(&it.title)).collect();
    let mut taken = vec![false; columns.len()];
    let mut found = vec![None; fields.len()];
    for (field, slot) in fields.iter().zip(&mut found) {
        for word in field.words {
            let word = fold(word);
            let place = (0..titles.len()).find(|it| !taken[*it] && titles[*it] == word);
            if let Some(place) = place {
                taken[place] = true;
                *slot = Some(place);
                break;
            }
        }
    }
    // The likeliest pair first, so that no field takes the column of another that it suits better.
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (field, _) in found.iter().enumerate().filter(|it| it.1.is_none()) {
        let words: Vec<String> = fields[field].words.iter().map(|it| fold(it)).collect();
        for place in (0..titles.len()).filter(|it| !taken[*it] && titles[*it].len() > 3) {
            let alike = words.iter().map(|it| strsim::jaro_winkler(&titles[place], it));
            let alike = alike.fold(0.0, f64::max);
            if alike >= ALIKE {
                pairs.push((alike, field, place));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, field, place) in pairs {
        if found[field].is_none() && !taken[place] {
            taken[place] = true;
            found[field] = Some(place);
        }
    }
    found
}
