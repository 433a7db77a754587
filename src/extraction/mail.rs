//! Mails: who, to whom, when, about what, the bodies, and the names of what is attached. Attachments are not opened.

use std::path::Path;

use mail_parser::{Address, MessageParser, MimeHeaders as _, PartType};

use super::gather::Gathered;
use super::{Limits, Stop, html};

pub(super) fn gather(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    let bytes = super::whole(path, limits)?;
    let mail = MessageParser::default().parse(&bytes).ok_or(Stop::Damaged)?;
    let mut line = |text: &str| {
        into.push(text);
        into.line();
    };
    line(mail.subject().unwrap_or_default());
    for address in [mail.from(), mail.to(), mail.cc()].into_iter().flatten() {
        line(&people(address));
    }
    if let Some(date) = mail.date() {
        line(&date.to_rfc3339());
    }
    for part in mail.text_bodies() {
        match &part.body {
            PartType::Text(text) => into.push(text),
            PartType::Html(page) => html::gather(page, into),
            _ => {}
        }
        into.line();
    }
    for part in mail.attachments() {
        let within = part.message().and_then(|it| it.subject());
        if let Some(name) = part.attachment_name().or(within) {
            into.push(name);
            into.line();
        }
    }
    Ok(())
}

/// Names and addresses in a header.
fn people(address: &Address<'_>) -> String {
    let mut text = String::new();
    for person in address.iter() {
        for it in [person.name(), person.address()].into_iter().flatten() {
            text.push_str(it);
            text.push(' ');
        }
    }
    text
}
