//! What was read of a file as a page: text, headings, tables; nothing of it is markup.

use maud::{Markup, html};

use crate::entities::RevisionId;
use crate::extraction::{Body, Book, Failure, Hint, Piece, Shown};
use crate::language::Language;
use crate::paths::{RevisionFile, RevisionPreview};
use crate::sheets::column_letter;

/// What was read, or why there is nothing to be shown.
pub(super) fn shown(
    language: Language,
    revision: RevisionId,
    found: &Result<Shown, Failure>,
) -> Markup {
    let it = match found {
        Ok(it) if it.body == Body::Nothing && it.hints.is_empty() => {
            return nothing(language, revision);
        }
        Ok(it) => it,
        Err(failure) => return failed(language, revision, *failure),
    };
    html! {
        @for hint in &it.hints { p.notice { (said(language, *hint)) } }
        @match &it.body {
            Body::Nothing => p { (download(language, revision)) },
            Body::Text(text) => {
                (note(language, revision, it))
                div.panel.verbatim tabindex="0" { (text) }
            },
            Body::Document(pieces) => {
                (note(language, revision, it))
                article.panel.document { @for it in pieces { (piece(language, it)) } }
            },
            Body::Book(book) => (workbook(language, revision, book)),
        }
    }
}

fn said(language: Language, hint: Hint) -> String {
    match hint {
        Hint::TooLarge => language.text("reading-too-large"),
        other => language.word(&other),
    }
}

/// Said where a file cannot be shown.
pub(super) fn nothing(language: Language, revision: RevisionId) -> Markup {
    html! { div.nothing { p { (language.text("reading-nothing")) } p { (download(language, revision)) } } }
}

fn failed(language: Language, revision: RevisionId, failure: Failure) -> Markup {
    let sentence = match failure {
        Failure::Unavailable | Failure::Interrupted => language.text("reading-busy"),
        Failure::Time | Failure::Memory => language.text("reading-too-large"),
        Failure::Crashed => language.word(&Hint::Damaged),
    };
    html! {
        div.nothing {
            p { (sentence) }
            @if failure.is_passing() {
                p { a.button.second href=(RevisionPreview { revision }) { (language.text("reading-again")) } }
            }
            p { (download(language, revision)) }
        }
    }
}

fn download(language: Language, revision: RevisionId) -> Markup {
    html! { a href=(RevisionFile { revision }) { (language.text("reading-download")) } }
}

/// That it is the text only, and whether that is all of it.
fn note(language: Language, revision: RevisionId, it: &Shown) -> Markup {
    html! {
        p.hint { (language.text("reading-text-only")) }
        @if it.truncated { p.notice { (language.text("reading-beginning")) " " (download(language, revision)) } }
    }
}

fn piece(language: Language, it: &Piece) -> Markup {
    html! {
        @match it {
            Piece::Heading(0 | 1, text) => h2 { (text) },
            Piece::Heading(2, text) => h3 { (text) },
            Piece::Heading(_, text) => p { strong { (text) } },
            Piece::Paragraph(text) => p { (text) },
            Piece::Item(text) => p.item { (text) },
            Piece::Table(rows) => div.scroll tabindex="0" { table { tbody {
                @for row in rows { tr { @for cell in row { td.text { (cell) } } } }
            } } },
            Piece::Page(number) => p.page-mark { (language.with("reading-page", [("number", (*number).into())])) },
            Piece::Rule => hr;,
        }
    }
}

/// One sheet, and the way to the others.
fn workbook(language: Language, revision: RevisionId, book: &Book) -> Markup {
    html! {
        @if book.sheets.len() > 1 {
            nav.tabs aria-label=(language.text("reading-sheets")) {
                @for (at, name) in book.sheets.iter().enumerate() {
                    a href=(format!("{}?sheet={}", RevisionPreview { revision }, at + 1)) aria-current=[(at == book.at).then_some("page")] { (name) }
                }
            }
        }
        (extent(language, revision, book))
        @if book.rows.is_empty() { p.faint { (language.text("reading-empty-sheet")) } }
        @else {
            div.scroll tabindex="0" { table.sheet {
                thead { tr {
                    td {}
                    @for column in 0..book.columns { th scope="col" { (column_letter(column)) } }
                } }
                tbody { @for (number, cells) in &book.rows { tr {
                    th scope="row" { (number) }
                    @for column in 0..book.columns {
                        td { (cells.get(usize::try_from(column).unwrap_or(usize::MAX)).map_or("", String::as_str)) }
                    }
                } } }
            } }
        }
    }
}

/// How much of the sheet is shown, where that is not all of it.
fn extent(language: Language, revision: RevisionId, book: &Book) -> Markup {
    let (rows, columns) = book.all;
    let count = |it: u64| language.count(i64::try_from(it).unwrap_or(i64::MAX));
    let part = |key: &str, shown: u64, all: u64| {
        language.with(key, [("shown", count(shown).into()), ("all", count(all).into())])
    };
    let shown = (book.rows.len() as u64, u64::from(book.columns));
    html! {
        @if rows > shown.0 || columns > shown.1 {
            p.notice {
                @if rows > shown.0 { (part("reading-rows", shown.0, rows)) " " }
                @if columns > shown.1 { (part("reading-columns", shown.1, columns)) " " }
                (download(language, revision))
            }
        }
    }
}
