//! How much may come of the little that a file says once and refers to many times.

use crate::exchange::notice::{Notice, NoticeKind};

/// Bytes of memory that references may grow to, over a whole workbook. Real ones need a hundredth of it.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What keeping a text costs beside its bytes.
const EACH: usize = 64;

/// What is left.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
    is_full: bool,
}

impl Room {
    pub(super) fn new() -> Self {
        Self { left: MOST_BYTES, is_full: false }
    }

    /// Takes room for a text of so many bytes; tells whether there was enough.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let rest = self.left.checked_sub(bytes + EACH);
        self.is_full |= rest.is_none();
        self.left = rest.unwrap_or_default();
        !self.is_full
    }

    /// The refusal of a workbook that asked for more.
    pub(super) fn refusal(&self) -> Option<Notice> {
        let detail = "references, questions and choices";
        self.is_full.then(|| Notice::new(NoticeKind::TooMuch, super::workbook::LIBRARY, detail))
    }
}
