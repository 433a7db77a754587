//! Ways on from a page, and which of them leads to where one is.

use maud::{Markup, html};

use crate::language::Language;

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub(super) href: String,
    pub(super) word: String,
    is_file: bool,
}

impl Way {
    /// To a page.
    pub fn to(path: impl std::fmt::Display, word: impl Into<String>) -> Self {
        Self { href: path.to_string(), word: word.into(), is_file: false }
    }

    /// To a file that is downloaded.
    pub fn to_file(path: impl std::fmt::Display, word: impl Into<String>) -> Self {
        Self { is_file: true, ..Self::to(path, word) }
    }

    /// The link, marked where it is the way to where one is.
    pub(super) fn link(&self, at: Option<&Self>, here: Here<'_>) -> Markup {
        let mark = (at == Some(self)).then(|| if here.path == self.href { "page" } else { "true" });
        html! { a href=(self.href) aria-current=[mark] download[self.is_file] { (self.word) } }
    }
}

/// Ways that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    pub word: String,
    pub ways: Vec<Way>,
}

/// Where a page is: its address, and what its trail leads over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here<'a> {
    path: &'a str,
    trail: &'a [(String, String)],
}

impl<'a> Here<'a> {
    pub(super) fn new(address: &'a str, trail: &'a [(String, String)]) -> Self {
        Self { path: address.split('?').next().unwrap_or_default(), trail }
    }

    fn is_under(self, href: &str) -> bool {
        let rest = self.path.strip_prefix(href);
        rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
            || self.trail.iter().any(|(it, _)| it == href)
    }
}

/// Of all ways the one that leads closest to where a page is.
pub(super) fn nearest<'w>(ways: impl Iterator<Item = &'w Way>, here: Here<'_>) -> Option<&'w Way> {
    ways.filter(|it| here.is_under(&it.href)).max_by_key(|it| it.href.len())
}

/// Groups side by side, and under them the ways of the one that one is in; on the first page of all, the ways of each group.
pub(super) fn groups(language: Language, all: &[Group], here: Here<'_>) -> Markup {
    let at = nearest(all.iter().flat_map(|it| &it.ways), here);
    let first = all.iter().find_map(|it| it.ways.first());
    let is_start = first.is_some_and(|it| it.href == here.path);
    html! {
        @if !all.is_empty() {
            nav.ways.all[is_start] aria-label=(language.text("ways")) {
                ul { @for it in all { @if let Some(head) = it.ways.first() {
                    @let is_here = it.ways.iter().any(|way| Some(way) == at);
                    li.here[is_here] {
                        @if it.ways.len() == 1 { (head.link(at, here)) } @else {
                            a href=(head.href) aria-current=[is_here.then_some("true")] { (it.word) }
                            @if is_here || is_start {
                                ul { @for way in &it.ways { li { (way.link(at, here)) } } }
                            }
                        }
                    }
                } } }
            }
        }
    }
}
