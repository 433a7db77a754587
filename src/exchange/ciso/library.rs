//! What a workbook says of itself.

use std::collections::BTreeMap;

use super::urn;
use super::workbook::{LIBRARY, Meta};
use crate::exchange::notice::{Notice, NoticeKind};

/// A workbook as a whole.
#[derive(Debug)]
pub(super) struct Library<'a> {
    pub(super) meta: &'a Meta,
    /// Tag of the language of texts that name none.
    pub(super) language: String,
    pub(super) issuer: String,
    pub(super) version: String,
}

impl<'a> Library<'a> {
    /// What the keys say; what is missing is assumed, and told.
    pub(super) fn of(meta: &'a Meta, notices: &mut Vec<Notice>) -> Self {
        let mut assumed = |what: &str, value: &str| {
            notices.push(Notice::new(NoticeKind::Assumed, LIBRARY, format!("{what}: {value}")));
            value.to_owned()
        };
        let said = |key: &str| meta.get(key).map(urn::line).filter(|it| !it.is_empty());
        let language = said("locale").and_then(|it| urn::language(&it));
        let language = language.unwrap_or_else(|| assumed("locale", "en"));
        let version = said("version").unwrap_or_else(|| assumed("version", "1"));
        let issuer = said("provider").unwrap_or_else(|| {
            assumed("provider", &said("packager").unwrap_or_else(|| "unknown".to_owned()))
        });
        Self { meta, language, issuer, version }
    }

    /// What it says that a pack has no place for. A framework says some of it of itself too, and mostly the same.
    pub(super) fn extras(&self, framework: &Meta) -> BTreeMap<String, String> {
        let known = ["type", "version", "locale", "provider", "copyright"];
        let rest = self.meta.rest(&known, &[]).filter(|(key, value)| {
            let is_text = ["name", "description"].iter().any(|it| key.starts_with(it));
            !is_text || framework.get(key) != Some(value)
        });
        let is_of_both = |key: &str| {
            ["urn", "ref_id", "name", "description"].iter().any(|it| key.starts_with(it))
        };
        let apart = |key: &str| {
            if is_of_both(key) { format!("library_{key}") } else { key.to_owned() }
        };
        rest.map(|(key, value)| (apart(key), value.to_owned())).collect()
    }
}
