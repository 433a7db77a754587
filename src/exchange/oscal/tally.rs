//! Notices of a file, each kind of thing once with how often it is there: a catalogue has thousands of parameters.

use std::collections::BTreeMap;

use super::super::{Notice, NoticeKind};

/// What is told so far.
pub(super) struct Tally {
    file: String,
    told: BTreeMap<(NoticeKind, String), (String, usize)>,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), told: BTreeMap::new() }
    }

    /// Tells of one thing; `place` is where in the document.
    pub(super) fn tell(&mut self, kind: NoticeKind, what: &str, place: &str) {
        if let Some(it) = self.told.get_mut(&(kind, what.to_owned())) {
            it.1 += 1;
        } else {
            self.told.insert((kind, what.to_owned()), (place.to_owned(), 1));
        }
    }

    /// All that was told, with the place of the first of each.
    pub(super) fn notices(self) -> Vec<Notice> {
        let file = self.file;
        let notice = |((kind, what), (place, count)): ((NoticeKind, String), (String, usize))| {
            let detail = if count > 1 { format!("{what} ({count})") } else { what };
            Notice::new(kind, format!("{file}: {place}"), detail)
        };
        self.told.into_iter().map(notice).collect()
    }
}
