//! Web pages: what a reader would see, through the tokenizer of a browser. No tree is built, so depth costs nothing.

use std::cell::RefCell;
use std::path::Path;

use encoding_rs::Encoding;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::gather::Gathered;
use super::plain::{beginning, decode};
use super::shape::Mark;
use super::{Limits, Stop};

/// Bytes that the tokenizer is given at a time.
const PIECE: usize = 16 * 1024;

pub(super) fn gather_file(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    let (bytes, is_whole) = beginning(path, limits)?;
    let (text, is_sure) = decode(&bytes);
    match declared(&bytes).filter(|_| !is_sure) {
        Some(encoding) => gather(&encoding.decode(&bytes).0, into),
        None => gather(&text, into),
    }
    if !is_whole {
        into.leave_out();
    }
    Ok(())
}

/// The encoding that a page names in its first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let (_, label) = start.split_once("charset")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label =
        label.split(|it: char| !it.is_ascii_alphanumeric() && !"-_:".contains(it)).next()?;
    Encoding::for_label(label.as_bytes())
}

/// The text of a page.
pub(super) fn gather(page: &str, into: &mut Gathered) {
    let most = std::mem::replace(into, Gathered::new(0));
    let seen = Seen { gathered: RefCell::new(most), unseen: RefCell::new(None) };
    let tokenizer = Tokenizer::new(seen, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = page;
    while !rest.is_empty() && !tokenizer.sink.gathered.borrow().is_full() {
        let (piece, later) = rest.split_at(rest.floor_char_boundary(PIECE));
        queue.push_back(StrTendril::from_slice(piece));
        // The sink asks for no pause, so the piece is taken whole.
        let _ = tokenizer.feed(&queue);
        rest = later;
    }
    tokenizer.end();
    *into = tokenizer.sink.gathered.into_inner();
}

/// Gathers what is seen of a page.
struct Seen {
    gathered: RefCell<Gathered>,
    /// The element whose content is not seen.
    unseen: RefCell<Option<String>>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) if self.unseen.borrow().is_none() => {
                self.gathered.borrow_mut().push(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Seen {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            let mut unseen = self.unseen.borrow_mut();
            if unseen.as_deref() == Some(name) {
                *unseen = None;
            }
        }
        match name {
            "td" | "th" => self.gathered.borrow_mut().space(),
            "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em"
            | "font" | "i" | "ins" | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" => {}
            _ => self.gathered.borrow_mut().line(),
        }
        if let Some(mark) = mark(name, tag.kind) {
            self.gathered.borrow_mut().mark(mark);
        }
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        // What follows these is not markup; the tokenizer has to be told, as there is no tree to know it.
        match name {
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
            "plaintext" => TokenSinkResult::Plaintext,
            "script" | "style" | "iframe" | "noembed" | "noframes" => {
                *self.unseen.borrow_mut() = Some(name.to_owned());
                let is_script = name == "script";
                let kind = if is_script { RawKind::ScriptData } else { RawKind::Rawtext };
                TokenSinkResult::RawData(kind)
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// What a tag says of the text behind it.
fn mark(name: &str, kind: TagKind) -> Option<Mark> {
    let is_start = kind == TagKind::StartTag;
    Some(match name {
        "table" => {
            if is_start {
                Mark::Table
            } else {
                Mark::TableEnd
            }
        }
        "tr" if is_start => Mark::Row,
        "td" | "th" if is_start => Mark::Cell,
        "li" if is_start => Mark::Item,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_start => {
            Mark::Heading(name.as_bytes()[1] - b'0')
        }
        "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "ul" | "ol" => Mark::Paragraph,
        "hr" => Mark::Rule,
        _ => return None,
    })
}
