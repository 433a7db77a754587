//! What a file is, by its content and not by its name.

/// Bytes of the beginning that are looked at.
pub(super) const HEAD: usize = 8192;

/// Media type by content.
pub(super) fn media_type(head: &[u8]) -> String {
    if let Some(kind) = infer::get(head) {
        return kind.mime_type().to_owned();
    }
    // A character may be cut at the end of the head.
    let text = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if text && !head.contains(&0) {
        "text/plain; charset=utf-8"
    } else {
        "application/octet-stream"
    }
    .to_owned()
}
