//! The place to drop files on. With a script each is sent in pieces, with a bar of its own, and goes on after a broken line;
//! without one, it is a form.

use maud::{Markup, html};

use super::assets;
use super::scan::scan_note;
use crate::app::App;
use crate::language::Language;

/// Where files go, and what goes with them.
#[derive(Clone, Debug)]
pub struct Sending<'a> {
    /// Address that a plain form posts to, and page on which they are then.
    pub page: String,
    /// Address that announces a file, by the tus protocol.
    pub tus: String,
    /// Most bytes of a file.
    pub most: u64,
    /// Id of the criterion that they are for, and the page to go back to.
    pub criterion: &'a str,
    pub back: &'a str,
    /// Whether the files that have come are shown on this page, and not on another.
    pub is_here: bool,
}

/// The panel with the script that serves it.
pub fn panel(app: &App, language: Language, it: &Sending<'_>) -> Markup {
    let said = |key: &str| language.text(key);
    html! {
        form.panel.sending method="post" action=(it.page) enctype="multipart/form-data"
            data-sending data-tus=(it.tus) data-most=(it.most) data-here[it.is_here]
            data-said-waiting=(said("sending-waiting")) data-said-sending=(said("sending-sending"))
            data-said-broken=(said("sending-broken")) data-said-done=(said("sending-done"))
            data-said-failed=(said("sending-failed")) data-said-cancelled=(said("sending-cancelled"))
            data-said-empty=(said("sending-empty")) data-said-large=(said("sending-large"))
            data-said-signed-out=(said("sending-signed-out")) data-said-all=(said("sending-all")) {
            input type="hidden" name="criterion" value=(it.criterion);
            input type="hidden" name="back" value=(it.back);
            div.field {
                label for="sending-files" { (said("sending-files")) }
                input #sending-files type="file" name="files" multiple aria-describedby="sending-hint";
                p.hint #sending-hint { (said("sending-hint")) }
                (scan_note(language, app))
            }
            p.submit data-plain { button.primary type="submit" { (said("sending-send")) } }
            div hidden data-live {
                p.row { progress data-total max="1" value="0" aria-label=(said("sending-total")) {} " " span data-count {} }
                ul.plain data-list aria-label=(said("sending-list")) {}
                p data-next hidden { a.button href=(it.page) { (said("sending-next")) } }
            }
            p.sr data-announce role="status" {}
            template data-row {
                li {
                    span.grow { strong data-name {} " " span.faint data-state {} }
                    progress max="1" value="0" {}
                    button.second type="button" data-cancel { (said("sending-cancel")) }
                    button.second type="button" data-retry hidden { (said("sending-retry")) }
                }
            }
        }
        script src=(assets::address("uploads.js")) defer {}
    }
}
