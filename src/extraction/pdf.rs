//! PDF, page by page, so that one bad page does not cost the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use pdf_extract::{ConvertToFmt, Document, PlainTextOutput, output_doc_page};

use super::gather::Gathered;
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
    let mut read = 0_u32;
    for page in 1..=pages.min(limits.pages) {
        if into.is_full() {
            return Ok(());
        }
        read += u32::from(gather_page(&document, page, into));
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

/// Where the reader writes to.
struct Into<'a>(&'a mut Gathered);

impl<'a> ConvertToFmt for Into<'a> {
    type Writer = &'a mut Gathered;

    fn convert(self) -> Self::Writer {
        self.0
    }
}
