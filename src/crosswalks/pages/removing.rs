//! A relation is taken away: what it says is shown first, and only that is taken away.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::html;
use serde::Deserialize;

use super::bench::{Bench, Chosen, address};
use super::editor::own;
use super::parts::{relation as word, share_text, text};
use crate::app::App;
use crate::crosswalks::store::{self, NewRelation};
use crate::entities::crosswalk_relation;
use crate::paths::{Crosswalk, Crosswalks, RemoveRelation};
use crate::web::{Page, Result, Visitor, see_with};

/// What was seen of the relation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RemoveForm {
    #[serde(default)]
    seen: String,
}

/// Asks before a relation is taken away.
pub async fn ask(
    RemoveRelation { crosswalk, relation }: RemoveRelation,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    own(&app, &visitor, crosswalk).await?;
    let held = store::relation(&app.db.read, crosswalk, relation).await?;
    question(&app, &visitor, &held, false).await
}

/// Takes it away.
pub async fn remove(
    RemoveRelation { crosswalk, relation }: RemoveRelation,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemoveForm>,
) -> Result<Response> {
    let own = own(&app, &visitor, crosswalk).await?;
    let mut change = app.change(visitor.actor()).await?;
    let Some(left) = store::remove(&mut change, &own, relation, &form.seen).await? else {
        drop(change);
        let held = store::relation(&app.db.read, crosswalk, relation).await?;
        return Ok(question(&app, &visitor, &held, true).await?.refused());
    };
    change.commit().await?;
    Ok(see_with(address(crosswalk, Some(left), None), "done-unrelated"))
}

async fn question(
    app: &App,
    visitor: &Visitor,
    it: &crosswalk_relation::Model,
    is_stale: bool,
) -> Result<Page> {
    let language = visitor.language;
    let crosswalk = it.crosswalk_id;
    let chosen =
        Chosen { from: it.from_criterion_id.to_string(), to: it.to_criterion_id.to_string() };
    let bench = Bench::open(app, visitor, crosswalk, &chosen).await?;
    let seen = NewRelation::seen(Some(&NewRelation::of(it)));
    let back = address(crosswalk, Some(it.from_criterion_id), None);
    let body = html! {
        @if is_stale { p.notice.bad role="alert" { (language.text("crosswalk-remove-meanwhile")) } }
        p { (language.text("crosswalk-remove-question")) }
        div.pair {
            @if let Some(it) = bench.chosen_left() { div { (text(language, it)) } }
            @if let Some(it) = bench.chosen_right() { div { (text(language, it)) } }
        }
        p {
            (word(language, it.relation)) " " (language.word(&it.confidence))
            @if let Some(share) = it.strength { " " (share_text(language, share)) }
        }
        @if !it.note.is_empty() { p.text { (it.note) } }
        form method="post" action=(RemoveRelation { crosswalk, relation: it.id }) {
            input type="hidden" name="seen" value=(seen);
            div.actions {
                button.primary type="submit" { (language.text("crosswalk-remove")) }
                a.button.second href=(back) { (language.text("cancel")) }
            }
        }
    };
    let title = bench.crosswalk.title.get(language).to_owned();
    Ok(Page::new(visitor, language.text("crosswalk-remove"), body)
        .under(Crosswalks, language.text("nav-crosswalks"))
        .under(Crosswalk { crosswalk }, title)
        .wide())
}
