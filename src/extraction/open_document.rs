//! Texts and presentations in OpenDocument.

use quick_xml::events::Event;

use super::gather::Gathered;
use super::hint::ODF;
use super::office::value;
use super::package::{Package, text_of};
use super::shape::Mark;
use super::{Limits, Stop};

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Slides,
    Spreadsheet,
}

impl Kind {
    /// By the media type that a package has as its first part.
    pub(super) fn of(media_type: &str) -> Option<Self> {
        let kind = media_type.strip_prefix(ODF)?;
        Some(match kind.strip_suffix("-template").unwrap_or(kind) {
            "text" | "text-master" => Self::Text,
            "presentation" => Self::Slides,
            "spreadsheet" => Self::Spreadsheet,
            _ => return None,
        })
    }
}

/// Whether its parts, or all of them together, are under a password.
pub(super) fn is_encrypted(package: &mut Package) -> Result<bool, Stop> {
    let mut is_encrypted = package.names().iter().any(|it| it == "encrypted-package");
    package.walk("META-INF/manifest.xml", |event| {
        is_encrypted |=
            matches!(&event, Event::Start(tag) if tag.local_name().as_ref() == "encryption-data");
        !is_encrypted
    })?;
    Ok(is_encrypted)
}

/// The text of a document, then what stands above and below each page of it.
pub(super) fn gather(
    package: &mut Package,
    kind: Kind,
    limits: &Limits,
    into: &mut Gathered,
) -> Result<(), Stop> {
    let mut pages = 0;
    let found = gather_part(package, "content.xml", into, |into| {
        pages += 1;
        into.mark(Mark::Page(pages));
        if pages > limits.pages {
            into.leave_out();
        }
    });
    if kind == Kind::Slides {
        into.pages = Some(pages);
    }
    if !found? {
        return Err(Stop::Damaged);
    }
    if kind == Kind::Text {
        into.mark(Mark::Rule);
        gather_part(package, "styles.xml", into, |_| {})?;
    }
    Ok(())
}

/// The text of a part, if there is such a part; `page` is called where a slide begins.
fn gather_part(
    package: &mut Package,
    name: &str,
    into: &mut Gathered,
    mut page: impl FnMut(&mut Gathered),
) -> Result<bool, Stop> {
    let (mut paragraphs, mut left_out) = (0_u32, 0_u32);
    let found = package.walk(name, |event| {
        match &event {
            Event::Start(tag) => match tag.name().as_ref() {
                // What was deleted and is only remembered.
                "text:tracked-changes" => left_out += 1,
                "text:p" => paragraphs += 1,
                "text:h" => {
                    paragraphs += 1;
                    let depth = value(tag, "outline-level").and_then(|it| it.parse().ok());
                    into.mark(Mark::Heading(depth.unwrap_or(1)));
                }
                "text:list-item" => into.mark(Mark::Item),
                "table:table" => into.mark(Mark::Table),
                "table:table-row" => into.mark(Mark::Row),
                "table:table-cell" | "table:covered-table-cell" => into.mark(Mark::Cell),
                "text:s" | "text:tab" => into.space(),
                "text:line-break" => into.line(),
                "draw:page" => page(into),
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "text:tracked-changes" => left_out = left_out.saturating_sub(1),
                "text:p" | "text:h" => {
                    paragraphs = paragraphs.saturating_sub(1);
                    into.line();
                    into.mark(Mark::Paragraph);
                }
                "table:table" => into.mark(Mark::TableEnd),
                _ => {}
            },
            event if paragraphs > 0 && left_out == 0 => text_of(event, into),
            _ => {}
        }
        !into.is_full()
    });
    into.line();
    found
}
