//! Documents and presentations in Office Open XML.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::gather::Gathered;
use super::package::{Package, text_of};
use super::shape::Mark;
use super::{Limits, Stop};

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Slides,
    Sheets,
}

/// The parts of a package with what each is said to be.
pub(super) struct Parts(Vec<(String, String)>);

/// Parts by the list that a package has of them; by their usual names where it has none of the main part.
pub(super) fn parts(package: &mut Package) -> Result<Parts, Stop> {
    let mut parts = Parts(Vec::new());
    package.walk("[Content_Types].xml", |event| {
        if let Event::Start(tag) = &event
            && tag.local_name().as_ref() == "Override"
        {
            parts.0.extend(value(tag, "PartName").zip(value(tag, "ContentType")));
        }
        true
    })?;
    if parts.kind().is_none() {
        let usual = [
            ("word/document.xml", "wordprocessingml.document.main+xml"),
            ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
            ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
            ("xl/workbook.bin", "ms-excel.sheet.binary.macroEnabled.main"),
        ];
        for name in package.names() {
            let is_slide = name.starts_with("ppt/slides/slide");
            let found = usual.iter().find(|it| name.eq_ignore_ascii_case(it.0)).map(|it| it.1);
            if let Some(kind) = found.or(is_slide.then_some("presentationml.slide+xml")) {
                parts.0.push((name.clone(), kind.to_owned()));
            }
        }
    }
    Ok(parts)
}

impl Parts {
    /// What the main part says that the package is.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.0.iter().find_map(|(_, kind)| {
            let kind = kind.trim_end_matches("+xml").strip_suffix(".main")?;
            [
                ("wordprocessingml", Kind::Word),
                ("ms-word", Kind::Word),
                ("presentationml", Kind::Slides),
                ("ms-powerpoint", Kind::Slides),
                ("spreadsheetml", Kind::Sheets),
                ("ms-excel", Kind::Sheets),
            ]
            .into_iter()
            .find_map(|(mark, found)| kind.contains(mark).then_some(found))
        })
    }

    /// Names of the parts of a kind, numbered ones in the order of their numbers.
    fn of(&self, kind: &str) -> Vec<String> {
        let found = self.0.iter().filter(|it| it.1.ends_with(kind));
        let mut names: Vec<_> = found.map(|it| it.0.clone()).collect();
        let number = |name: &str| -> u64 {
            let stem = name.rsplit('/').next().unwrap_or_default();
            let digits: String = stem.chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap_or(0)
        };
        names.sort_by_key(|it| number(it));
        names.dedup();
        names
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name);
    found.map(|it| it.value.into_owned())
}

/// The styles of a document that are headings, with their depth; their names are English in every language of the program.
fn headings(package: &mut Package, parts: &Parts) -> Result<HashMap<String, u8>, Stop> {
    let mut found = HashMap::new();
    let mut style = None;
    for part in parts.of("ml.styles+xml") {
        package.walk(&part, |event| {
            if let Event::Start(tag) = &event {
                match tag.local_name().as_ref() {
                    "style" => style = value(tag, "styleId"),
                    "name" => {
                        let name = value(tag, "val").unwrap_or_default().to_lowercase();
                        let depth =
                            if name == "title" { "1" } else { name.trim_start_matches("heading ") };
                        found.extend(style.take().zip(depth.parse().ok().filter(|it| *it < 10)));
                    }
                    _ => {}
                }
            }
            found.len() < 1_000
        })?;
    }
    Ok(found)
}

/// The text of a document: first what it says, then what stands below and beside it.
pub(super) fn gather_word(
    package: &mut Package,
    parts: &Parts,
    into: &mut Gathered,
) -> Result<(), Stop> {
    let mut found = 0;
    // Without them a heading is a paragraph; that is no reason to read nothing.
    let headings = if into.is_shaped() {
        headings(package, parts).unwrap_or_default()
    } else {
        HashMap::new()
    };
    for kind in [
        ".main+xml",
        "ml.footnotes+xml",
        "ml.endnotes+xml",
        "ml.comments+xml",
        "ml.header+xml",
        "ml.footer+xml",
    ] {
        for name in parts.of(kind) {
            if found > 0 {
                into.mark(Mark::Rule);
            }
            found += u32::from(gather_part(package, &name, &headings, into)?);
        }
    }
    if found == 0 { Err(Stop::Damaged) } else { Ok(()) }
}

/// The text of a presentation: its slides, then the notes and comments to them.
pub(super) fn gather_slides(
    package: &mut Package,
    parts: &Parts,
    limits: &Limits,
    into: &mut Gathered,
) -> Result<(), Stop> {
    let slides = parts.of("ml.slide+xml");
    into.pages = Some(u32::try_from(slides.len()).unwrap_or(u32::MAX));
    let most = usize::try_from(limits.pages).unwrap_or(usize::MAX);
    let none = HashMap::new();
    for (number, name) in (1..).zip(slides.iter().take(most)) {
        into.mark(Mark::Page(number));
        gather_part(package, name, &none, into)?;
    }
    if slides.len() > most {
        into.leave_out();
    }
    for name in [parts.of("ml.notesSlide+xml"), parts.of("ml.comments+xml")].concat() {
        into.mark(Mark::Rule);
        gather_part(package, &name, &none, into)?;
    }
    Ok(())
}

/// The text of a part, if there is such a part.
fn gather_part(
    package: &mut Package,
    name: &str,
    headings: &HashMap<String, u8>,
    into: &mut Gathered,
) -> Result<bool, Stop> {
    let (mut is_text, mut left_out) = (false, 0_u32);
    let found = package.walk(name, |event| {
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                // The second telling of a drawing, and what was moved elsewhere.
                "Fallback" | "moveFrom" => left_out += 1,
                _ if left_out > 0 => {}
                "t" => is_text = true,
                "tab" => into.space(),
                "br" | "cr" => into.line(),
                "noBreakHyphen" => into.push("-"),
                "pStyle" => {
                    let style = value(tag, "val").unwrap_or_default();
                    into.mark(
                        headings.get(&style).map_or(Mark::Paragraph, |it| Mark::Heading(*it)),
                    );
                }
                "numPr" => into.mark(Mark::Item),
                other => mark(other, into),
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "Fallback" | "moveFrom" => left_out = left_out.saturating_sub(1),
                "t" => is_text = false,
                "p" => {
                    into.line();
                    into.mark(Mark::Paragraph);
                }
                "tr" => into.line(),
                "tc" => into.space(),
                "tbl" => into.mark(Mark::TableEnd),
                _ => {}
            },
            event if is_text && left_out == 0 => text_of(event, into),
            _ => {}
        }
        !into.is_full()
    });
    into.line();
    found
}

/// Where a table, a row or a cell begins.
fn mark(tag: &str, into: &mut Gathered) {
    match tag {
        "tbl" => into.mark(Mark::Table),
        "tr" => into.mark(Mark::Row),
        "tc" => into.mark(Mark::Cell),
        _ => {}
    }
}
