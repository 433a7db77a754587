//! A pack as YAML that reads like those in `standards/`: in blocks, fields in their order, and every text so that no reader
//! takes it for anything else.
//!
//! The pack's own serializer leads through it as it would through JSON; only the signs are others.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::ser::{CharEscape, Formatter};

use crate::exchange::{Notice, NoticeKind, Written};
use crate::standards::pack::Pack;

/// Characters of a key at most; YAML allows 1,024 with all that is around them.
const LONGEST_KEY: usize = 500;

/// The pack as YAML. `standards::check::parse` reads it back.
pub fn write(pack: &Pack) -> Result<Written, Vec<Notice>> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Yaml::default());
    let refused =
        |it: serde_json::Error| vec![Notice::new(NoticeKind::TooMuch, &pack.id, it.to_string())];
    pack.serialize(&mut serializer).map_err(refused)?;
    bytes.push(b'\n');
    Ok(Written { bytes, notices: Vec::new() })
}

/// Where in the document the writing is.
#[derive(Default)]
struct Yaml {
    /// Lists and mappings that are open.
    open: usize,
    /// Nothing is in the innermost of them yet.
    is_fresh: bool,
    /// A dash was written, and what it is for goes behind it.
    is_after_dash: bool,
    is_key: bool,
    /// The text that is being told, bit by bit.
    text: String,
}

impl Yaml {
    /// Where the next key or dash goes: behind the dash, or on a line of its own.
    fn place<W: ?Sized + Write>(&mut self, to: &mut W, is_first: bool) -> io::Result<()> {
        let is_start = self.open == 1 && is_first;
        self.is_fresh = false;
        if std::mem::take(&mut self.is_after_dash) && is_first {
            to.write_all(b" ")
        } else if is_start {
            Ok(())
        } else {
            self.line(to, self.open - 1)
        }
    }

    #[expect(clippy::unused_self, reason = "reads as the rest")]
    fn line<W: ?Sized + Write>(&self, to: &mut W, steps: usize) -> io::Result<()> {
        write!(to, "\n{:1$}", "", steps * 2)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, if_empty: &str) -> io::Result<()> {
        self.open -= 1;
        if std::mem::take(&mut self.is_fresh) {
            self.scalar(to, if_empty)?;
        }
        Ok(())
    }

    fn scalar<W: ?Sized + Write>(&mut self, to: &mut W, written: &str) -> io::Result<()> {
        self.is_after_dash = false;
        let space = if self.is_key || self.open == 0 { "" } else { " " };
        write!(to, "{space}{written}")
    }

    fn block<W: ?Sized + Write>(&mut self, to: &mut W, text: &str) -> io::Result<()> {
        let (sign, text) = text.strip_suffix('\n').map_or(("|-", text), |it| ("|", it));
        self.scalar(to, sign)?;
        for line in text.split('\n') {
            if line.is_empty() {
                to.write_all(b"\n")?;
            } else {
                self.line(to, self.open)?;
                to.write_all(line.as_bytes())?;
            }
        }
        Ok(())
    }
}

impl Formatter for Yaml {
    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        // The shortest that reads back as the same; a whole number without its point.
        self.scalar(to, &format!("{value}"))
    }

    fn write_u32<W: ?Sized + Write>(&mut self, to: &mut W, value: u32) -> io::Result<()> {
        self.scalar(to, &value.to_string())
    }

    fn write_bool<W: ?Sized + Write>(&mut self, to: &mut W, value: bool) -> io::Result<()> {
        self.scalar(to, if value { "true" } else { "false" })
    }

    fn write_null<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.scalar(to, "null")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text.clear();
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, it: &str) -> io::Result<()> {
        self.text.push_str(it);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        it: CharEscape,
    ) -> io::Result<()> {
        self.text.push(match it {
            CharEscape::Quote => '"',
            CharEscape::ReverseSolidus => '\\',
            CharEscape::Solidus => '/',
            CharEscape::Backspace => '\u{8}',
            CharEscape::FormFeed => '\u{c}',
            CharEscape::LineFeed => '\n',
            CharEscape::CarriageReturn => '\r',
            CharEscape::Tab => '\t',
            CharEscape::AsciiControl(byte) => char::from(byte),
        });
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        let text = std::mem::take(&mut self.text);
        if self.is_key && text.chars().count() > LONGEST_KEY {
            let start: String = text.chars().take(40).collect();
            return Err(io::Error::other(format!("{start}…: {LONGEST_KEY}")));
        }
        if !self.is_key && fits_block(&text) {
            return self.block(to, &text);
        }
        self.scalar(to, &in_line(&text))
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open += 1;
        self.is_fresh = true;
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, "[]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.place(to, first)?;
        self.is_after_dash = true;
        to.write_all(b"-")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open += 1;
        self.is_fresh = true;
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, "{}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.place(to, first)?;
        self.is_key = true;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.is_key = false;
        to.write_all(b":")
    }
}

/// A text within a line: bare where it is a plain small word, else in quotes.
fn in_line(text: &str) -> String {
    if is_word(text) {
        text.to_owned()
    } else if text.chars().all(|it| is_visible(it) && it != '\t') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        let mut quoted = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                it if is_visible(it) => quoted.push(it),
                it => {
                    let code = format!("{:08X}", u32::from(it));
                    quoted.extend(["\\U", &code]);
                }
            }
        }
        quoted.push('"');
        quoted
    }
}

/// Whether a text is a small word that no version of YAML takes for a truth, for nothing or for a number.
fn is_word(text: &str) -> bool {
    const OTHERS: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan"];
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'_' | b'-');
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.bytes().all(fits)
        && text != "inf"
        && !OTHERS.contains(&text)
}

/// Whether a text of several lines can stand as it is below a `|`.
fn fits_block(text: &str) -> bool {
    let whole = text.strip_suffix('\n').unwrap_or(text);
    let is_sound = |it: &str| !it.ends_with([' ', '\t']) && !it.starts_with('\t');
    whole.contains('\n')
        && !whole.starts_with([' ', '\n'])
        && !whole.ends_with('\n')
        && whole.split('\n').all(is_sound)
        && whole.chars().all(|it| it == '\n' || is_visible(it))
}

/// Whether a character may stand in YAML as it is, and ends no line.
fn is_visible(letter: char) -> bool {
    let is_odd = matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    letter == '\t' || (!letter.is_control() && !is_odd)
}
