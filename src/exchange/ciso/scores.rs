//! The sheet of scores as a scale; without one, the usual scale of compliance.

use std::collections::HashMap;

use super::table::Table;
use super::workbook::{Block, Workbook};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::exchange::usual;
use crate::sheets::PlainSheet;
use crate::standards::fold::fold;
use crate::standards::pack::{Level, Role, Scale, SecondAxis};
use crate::standards::scale::is_not_rated;
use crate::titles::Titles;

/// How the criteria of a framework are rated.
pub(super) fn scale(
    workbook: &Workbook<'_>,
    framework: &Block<'_>,
    own: &str,
    notices: &mut Vec<Notice>,
) -> Scale {
    let named = framework.meta.get("scores_definition");
    let block = named.and_then(|it| workbook.named("scores", it));
    if let (Some(name), None) = (named, block) {
        let place = &framework.meta.sheet;
        notices.push(Notice::new(
            NoticeKind::ValueUnknown,
            place,
            format!("scores_definition: {name}"),
        ));
    }
    let sheet = block.and_then(|it| it.content);
    if let Some(scale) = sheet.and_then(|it| scored(it, framework, own, notices)) {
        return scale;
    }
    let assumed = "compliant, partially compliant, non compliant, not applicable";
    notices.push(Notice::new(NoticeKind::Assumed, &framework.meta.sheet, assumed));
    usual::compliance_scale()
}

/// The scale of a sheet of scores; nothing where it has less than two.
fn scored(
    sheet: &PlainSheet,
    framework: &Block<'_>,
    own: &str,
    notices: &mut Vec<Notice>,
) -> Option<Scale> {
    let table = Table::of(sheet, own);
    for column in table.unknown(&["score"], &["name", "description", "description_doc"]) {
        notices.push(Notice::new(NoticeKind::LeftOut, &sheet.name, column.written));
    }
    let mut found: Vec<(f64, Level)> = Vec::new();
    for record in table.records() {
        let written = record.text("score");
        let Some(score) = record.cell("score").and_then(crate::sheets::Cell::as_number) else {
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), written));
            continue;
        };
        // Signs do not tell words apart.
        let code = match written.strip_prefix(['-', '−']) {
            Some(rest) => format!("minus {}", rest.trim()),
            None => written.clone(),
        };
        if found.iter().any(|it| fold(&it.1.code) == fold(&code)) {
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), written));
            continue;
        }
        let some = |it: Titles| (!it.is_empty()).then_some(it);
        let level = Level {
            title: record.titles("name", own),
            description: some(record.titles("description", own)),
            second_description: some(record.titles("description_doc", own)),
            score: Some(score),
            weight: None,
            from: None,
            role: Role::Bad,
            aliases: Vec::new(),
            code,
        };
        found.push((score, level));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    if found.len() < 2 {
        return None;
    }
    let (least, most) = bounds(&found, framework);
    let mut levels: Vec<Level> = found.into_iter().map(|it| it.1).collect();
    for level in &mut levels {
        let share = (level.score.unwrap_or(least) - least) / (most - least);
        let weight = share.clamp(0.0, 1.0);
        level.weight = Some(weight);
        level.role = role(weight);
    }
    tell_apart(&mut levels, own);
    let second = levels.iter().any(|it| it.second_description.is_some()).then(axes);
    let not_applicable = apart(&levels);
    Some(Scale { not_applicable, levels, percent: false, second, note: String::new() })
}

/// The scores that count as nothing and as all.
fn bounds(found: &[(f64, Level)], framework: &Block<'_>) -> (f64, f64) {
    let said = |key: &str| framework.meta.get(key).and_then(|it| it.parse::<f64>().ok());
    let ends = |it: Option<&(f64, Level)>| it.map(|it| it.0).unwrap_or_default();
    let (first, last) = (ends(found.first()), ends(found.last()));
    match (said("min_score").unwrap_or(first), said("max_score").unwrap_or(last)) {
        (least, most) if least < most && (most - least).is_finite() => (least, most),
        _ if first < last => (first, last),
        _ => (first, first + 1.0),
    }
}

fn role(weight: f64) -> Role {
    match weight {
        it if it >= 0.999 => Role::Good,
        it if it >= 0.6 => Role::Fair,
        it if it >= 0.3 => Role::Poor,
        _ => Role::Bad,
    }
}

/// No word may name two levels: where one does, the score is put behind it, and a count where even that names another.
fn tell_apart(levels: &mut [Level], own: &str) {
    let mut taken: HashMap<String, usize> =
        levels.iter().enumerate().map(|(at, it)| (fold(&it.code), at)).collect();
    for (at, level) in levels.iter_mut().enumerate() {
        if level.title.is_empty() {
            level.title.set(own, level.code.as_str());
        }
        let mut title = Titles::default();
        for (tag, text) in level.title.iter() {
            let text = super::urn::line(text);
            let is_taken = |it: &str| taken.get(&fold(it)).is_some_and(|other| *other != at);
            let marked = (1..).map(|count| match count {
                1 => format!("{text} ({})", level.code),
                more => format!("{text} ({}, {more})", level.code),
            });
            let free = std::iter::once(text.clone())
                .chain(marked)
                .find(|it| !is_not_rated(it) && !is_taken(it));
            let text = free.unwrap_or(text);
            taken.insert(fold(&text), at);
            title.set(tag, text);
        }
        level.title = title;
    }
}

/// The usual mark of what does not apply, unless a level is called so.
fn apart(levels: &[Level]) -> Option<crate::standards::pack::NotApplicable> {
    let mark = usual::not_applicable();
    let titles = mark.title.iter().map(|it| it.1);
    let words: Vec<String> = titles
        .chain(mark.aliases.iter().map(String::as_str))
        .chain([mark.code.as_str()])
        .map(fold)
        .collect();
    let named =
        levels.iter().flat_map(|it| it.title.iter().map(|it| it.1).chain([it.code.as_str()]));
    (!named.map(fold).any(|it| words.contains(&it))).then_some(mark)
}

/// What the two descriptions of a score are of.
fn axes() -> SecondAxis {
    let spoken = |texts: [(&str, &str); 3]| texts.into_iter().collect();
    SecondAxis {
        first: spoken([("en", "Implementation"), ("sq", "Zbatimi"), ("sr", "Primena")]),
        title: spoken([("en", "Documentation"), ("sq", "Dokumentimi"), ("sr", "Dokumentovanost")]),
    }
}
