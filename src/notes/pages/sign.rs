//! Signing a note: by its author, by who was there for the institution, or for somebody who signed on paper.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::Seen;
use super::show::page;
use crate::access::Action;
use crate::accounts;
use crate::app::{App, Change};
use crate::check::Problems;
use crate::entities::note;
use crate::notes::forms::{SignForm, UnsignForm};
use crate::notes::moves::{Signs, signs, unsigns, waits_for_paper};
use crate::notes::store;
use crate::notes::words::{Named, frozen, sha256};
use crate::paths::{Note, SignNote, SignNoteOnPaper, UnsignNote};
use crate::web::upload::{Upload, Uploaded};
use crate::web::{Error, Result, Visitor, see_with};

/// Signs by one's own login: the author first, then the institution's side.
pub async fn sign(
    SignNote { note }: SignNote,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SignForm>,
) -> Result<Response> {
    let seen = Seen::find(&app, &visitor, note).await?;
    let Some(as_what) = signs(&seen.it, visitor.id) else { return Err(Error::Forbidden) };
    if let Err(problems) = form.check(&visitor.name) {
        return Ok(page(&app, &visitor, &seen, (&form, &problems)).await?.refused());
    }
    if as_what == Signs::Author {
        let (of, _) = seen.of.as_ref().ok_or(Error::NotFound)?;
        visitor.require_on(Action::RateReview, of)?;
    }
    let text = match as_what {
        Signs::Author => None,
        Signs::Counterpart => Some(signed(&app, &visitor, &seen.it).await?),
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(seen.it.institution_id).await?;
    let held = unchanged(&change, &visitor, &seen, &form.seen).await?;
    match text {
        None => {
            let names = [Some(held.user_id), held.counterpart_id].into_iter().flatten();
            let names = accounts::store::names(change.tx(), names).await?;
            let name = |id| names.get(&id).map_or("–", String::as_str);
            let codes: Vec<String> = seen.criteria.iter().map(|it| it.code.clone()).collect();
            let counterpart = held.counterpart_id.map_or(held.counterpart.as_str(), name);
            let named = Named { author: name(held.user_id), counterpart, codes: &codes };
            let text = frozen(visitor.language, &held, &named);
            let hash = sha256(&text);
            store::freeze(&mut change, held, (text, hash)).await?;
        }
        Some(text) => {
            store::complete(&mut change, held, &seen.criteria, (text, Vec::new())).await?;
        }
    }
    change.commit().await?;
    Ok(see_with(Note { note }, "done-note-signed"))
}

/// Takes the author's own signature back.
pub async fn unsign(
    UnsignNote { note }: UnsignNote,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<UnsignForm>,
) -> Result<Response> {
    let seen = Seen::find(&app, &visitor, note).await?;
    if !unsigns(&seen.it, visitor.id) {
        return Err(Error::Forbidden);
    }
    let mut problems = Problems::default();
    let reason = problems.text("reason", &form.reason, 2_000);
    if !problems.is_empty() {
        let typed = (&SignForm::default(), &problems);
        return Ok(page(&app, &visitor, &seen, typed).await?.refused());
    }
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(seen.it.institution_id).await?;
    let held = unchanged(&change, &visitor, &seen, &form.seen).await?;
    store::thaw(&mut change, held, reason).await?;
    change.commit().await?;
    Ok(see_with(Note { note }, "done-note-unsigned"))
}

/// The note as it is now, if it is what was shown: nobody signs other words than those that they read.
async fn unchanged(
    change: &Change,
    visitor: &Visitor,
    seen: &Seen,
    shown: &str,
) -> Result<note::Model> {
    let (held, _) = store::find(change.tx(), seen.it.id).await?;
    let stands = held.sha256.clone().unwrap_or_else(|| held.edits.to_string());
    let as_before = held.countersigned_at == seen.it.countersigned_at;
    if stands == shown && as_before {
        Ok(held)
    } else {
        Err(Error::Refused(visitor.language.text("problem-note-stands")))
    }
}

/// What was signed, as a file of the store.
async fn signed(app: &App, visitor: &Visitor, it: &note::Model) -> Result<Uploaded> {
    let text = it.frozen.clone().unwrap_or_default();
    let most = app.config.max_upload();
    let kept = app.files.keep_bytes(text.into(), most).await;
    let name = format!("note-{}.txt", it.id);
    let kept = match kept {
        Ok(kept) => kept,
        Err(refused) => {
            return Err(crate::web::scan::not_taken(visitor.language, &name, refused));
        }
    };
    if Some(kept.digest.as_str()) != it.sha256.as_deref() {
        return Err(Error::Refused(visitor.language.text("problem-note-stands")));
    }
    Ok(Uploaded { name, kept })
}

/// What comes beside the paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PaperForm {
    #[serde(default)]
    pub seen: String,
}

/// Takes the paper that somebody without a login signed for the institution.
pub async fn on_paper(
    SignNoteOnPaper { note }: SignNoteOnPaper,
    State(app): State<App>,
    visitor: Visitor,
    upload: Upload<PaperForm>,
) -> Result<Response> {
    let seen = Seen::find(&app, &visitor, note).await?;
    visitor.require(Action::KeepEvidence, seen.it.institution_id)?;
    let language = visitor.language;
    if !waits_for_paper(&seen.it) {
        return Err(Error::Refused(language.text("problem-note-stands")));
    }
    if !upload.empty.is_empty() {
        return Err(Error::Refused(language.text("problem-file-empty")));
    }
    if upload.files.is_empty() {
        return Err(Error::Refused(language.text("problem-note-no-scan")));
    }
    let text = signed(&app, &visitor, &seen.it).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(seen.it.institution_id).await?;
    let held = unchanged(&change, &visitor, &seen, &upload.form.seen).await?;
    store::complete(&mut change, held, &seen.criteria, (text, upload.files)).await?;
    change.commit().await?;
    Ok(see_with(Note { note }, "done-note-signed"))
}
