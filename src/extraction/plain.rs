//! Plain and delimited text in any of the encodings that are met here.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::gather::Gathered;
use super::{Limits, Stop};
use crate::sheets;

/// Bytes of a text that are read for each byte that is kept of it: spaces and tags are folded away.
const LOOSE: u64 = 8;

pub(super) fn gather(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    let (bytes, is_whole) = beginning(path, limits)?;
    into.push(&decode(&bytes).0);
    if !is_whole {
        into.leave_out();
    }
    Ok(())
}

/// As much of a text as can matter, and whether that is all of it.
pub(super) fn beginning(path: &Path, limits: &Limits) -> Result<(Vec<u8>, bool), Stop> {
    let file = File::open(path).map_err(|_| Stop::Damaged)?;
    let size = file.metadata().map_err(|_| Stop::Damaged)?.len();
    let most = (limits.text as u64).saturating_mul(LOOSE).max(super::kind::HEAD);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(|_| Stop::Damaged)?;
    Ok((bytes, size <= most))
}

/// Bytes as text, and whether their encoding is sure. UTF-16 without a mark shows in the zeros beside Latin letters; the
/// end may be cut through a letter.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0, true);
    }
    if let Some(wide) = wide(bytes) {
        return (wide.decode_without_bom_handling(bytes).0, true);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), true),
        Err(error) if error.error_len().is_none() => (String::from_utf8_lossy(bytes), true),
        Err(_) => (sheets::decode(bytes).0.into(), false),
    }
}

/// Which UTF-16 it is: zeros in a third of one half of the bytes, and nowhere in the other.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    match (zeros(0), zeros(1)) {
        (0, many) if many > 0 && many * 6 >= sample.len() => Some(UTF_16LE),
        (many, 0) if many > 0 && many * 6 >= sample.len() => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_out() {
        let serbian = "Čišćenje, đak, žurba; përgatitja e çështjes";
        let cyrillic = "Извештај о самовредновању установе за акредитацију програма";
        let wide = |mark: &str, text: &str| -> Vec<u8> {
            format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        for (bytes, expected) in [
            (serbian.as_bytes().to_vec(), serbian),
            (encoding_rs::WINDOWS_1250.encode(serbian).0.into_owned(), serbian),
            (encoding_rs::WINDOWS_1251.encode(cyrillic).0.into_owned(), cyrillic),
            (wide("\u{feff}", cyrillic), cyrillic),
            (wide("", serbian), serbian),
            (cyrillic.as_bytes().to_vec(), cyrillic),
            (b"\xef\xbb\xbfa".to_vec(), "a"),
        ] {
            assert_eq!(decode(&bytes).0, expected);
        }
        assert_eq!(decode("aë".as_bytes().split_last().unwrap().1).0, "a\u{fffd}");
    }
}
