//! PDF, page by page, so that one bad page does not cost the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use pdf_extract::content::Content;
use pdf_extract::{ConvertToFmt, Dictionary, Document, PlainTextOutput, output_doc_page};

use super::gather::Gathered;
use super::shape::Mark;
use super::{Limits, Stop};

pub(super) fn gather(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    let bytes = super::whole(path, limits)?;
    let mut document = Document::load_mem(&bytes).map_err(|_| Stop::Damaged)?;
    drop(bytes);
    // Files that only forbid printing or changing open with an empty password.
    let is_locked = document.trailer.has(b"Encrypt") && !document.was_encrypted();
    if is_locked && document.decrypt("").is_err() {
        return Err(Stop::Password);
    }
    let pages = u32::try_from(document.get_pages().len()).unwrap_or(u32::MAX);
    if pages == 0 {
        return Err(Stop::Damaged);
    }
    into.pages = Some(pages);
    leave_standard_encoding(&mut document);
    let mut read = 0_u32;
    for page in 1..=pages.min(limits.pages) {
        if into.is_full() {
            return Ok(());
        }
        into.mark(Mark::Page(page));
        let place = into.place();
        let mut is_read = gather_page(&document, page, into);
        if !is_read && keep_only_text(&mut document, page).is_some() {
            into.go_back(place);
            is_read = gather_page(&document, page, into);
        }
        read += u32::from(is_read);
        into.line();
    }
    if pages > limits.pages {
        into.leave_out();
    }
    if read == 0 { Err(Stop::Damaged) } else { Ok(()) }
}

/// Whether a page could be read; of one that could not, what came before the fault stays.
fn gather_page(document: &Document, page: u32, into: &mut Gathered) -> bool {
    let mut output = PlainTextOutput::new(Into(into));
    let read = AssertUnwindSafe(|| output_doc_page(document, &mut output, page));
    let is_read = matches!(catch_unwind(read), Ok(Ok(())));
    is_read || into.is_full()
}

/// Takes everything but text out of the drawing of a page: the reader gives up over colours it does not know.
fn keep_only_text(document: &mut Document, page: u32) -> Option<()> {
    const KEPT: [&str; 19] = [
        "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\"", "Tc", "Tw", "Tz", "TL",
        "Ts", "q", "Q", "cm",
    ];
    let page = *document.get_pages().get(&page)?;
    let mut drawing = Content::decode(&document.get_page_content(page).ok()?).ok()?;
    drawing.operations.retain(|it| KEPT.contains(&it.operator.as_str()));
    document.change_page_content(page, drawing.encode().ok()?).ok()
}

/// Takes the encoding out of fonts that name the one they have anyway, which the reader does not know by its name.
fn leave_standard_encoding(document: &mut Document) {
    fn leave(dictionary: &mut Dictionary, key: &[u8]) {
        let name = dictionary.get(key).and_then(|it| it.as_name());
        if name.is_ok_and(|it| it == b"StandardEncoding") {
            dictionary.remove(key);
        }
    }
    for object in document.objects.values_mut() {
        let Ok(dictionary) = object.as_dict_mut() else { continue };
        leave(dictionary, b"Encoding");
        leave(dictionary, b"BaseEncoding");
        if let Ok(within) = dictionary.get_mut(b"Encoding").and_then(|it| it.as_dict_mut()) {
            leave(within, b"BaseEncoding");
        }
    }
}

/// Where the reader writes to.
struct Into<'a>(&'a mut Gathered);

impl<'a> ConvertToFmt for Into<'a> {
    type Writer = &'a mut Gathered;

    fn convert(self) -> Self::Writer {
        self.0
    }
}
