//! What a sealed version changed against the one before it.

use axum::extract::{Query, State};
use maud::html;

use super::sight::Shown;
use super::{parts, sight};
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::dossiers::difference::between;
use crate::dossiers::store;
use crate::paths::{DossierChanges, DossierVersion, Dossiers};
use crate::standards;
use crate::web::components::Paging;
use crate::web::{Page, Result, Visitor};

/// The page; of the first version there is nothing to tell.
pub async fn show(
    DossierChanges { assessment, version }: DossierChanges,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let language = visitor.language;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let row = store::find(db, assessment, version).await?;
    let scale = standards::store::head_of(&edition)?.scale;
    let before =
        if version > 1 { Some(store::find(db, assessment, version - 1).await?) } else { None };
    let body = match before {
        None => html! { p.faint { (language.text("dossier-first")) } },
        Some(before) => {
            let mut old = store::manifest(db, before.id).await?;
            let mut new = store::manifest(db, row.id).await?;
            sight::open(&visitor, &it, &mut old);
            sight::open(&visitor, &it, &mut new);
            let difference = between(&old, &new);
            let shown = Shown::of(db, &visitor, &it, sight::told(&difference)).await?;
            html! {
                @if difference.is_empty() { p.faint { (language.text("dossier-same")) } }
                @else { (parts::difference(language, scale.as_ref(), &difference, (&shown, paging, ""))) }
            }
        }
    };
    let title = language.text("dossier-changes");
    let name = language.with("dossier-title", [("version", version.into())]);
    Ok(within(&visitor, &it, title, body)
        .under(Dossiers { assessment }, language.text("dossiers"))
        .under(DossierVersion { assessment, version }, name))
}
