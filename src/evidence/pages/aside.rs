//! What somebody is shown who adds a revision while another one came: both, and the way to add theirs all the same.

use axum::response::Response;
use maud::{Markup, html};

use super::parts::place as revision_place;
use crate::app::App;
use crate::entities::{RevisionKind, evidence_item, revision};
use crate::evidence::revisions::NewRevision;
use crate::evidence::{aside, history};
use crate::paths::{AddRevision, Evidence, EvidenceRegister};
use crate::web::components::submit;
use crate::web::{Page, Result, Visitor};

/// What was sent and not added: its file waits, or its place is sent again.
enum Sent {
    Waiting { token: String, name: String, sha256: String },
    Place(String),
}

/// Sets what was sent aside and shows it beside what came meanwhile.
pub async fn meanwhile(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
    (newer, part, new): (&[&revision::Model], Option<i32>, NewRevision),
) -> Result<Response> {
    let sent = match new {
        NewRevision::File(file) => {
            let mut change = app.change(visitor.actor()).await?;
            let token = aside::set_aside(&mut change, item, visitor.id, &file).await?;
            change.commit().await?;
            let sha256 = file.kept.digest.as_str().to_owned();
            Sent::Waiting { token, name: file.name, sha256 }
        }
        NewRevision::Web(place) | NewRevision::Physical(place, _) => Sent::Place(place),
    };
    let actors: Vec<_> =
        newer.iter().filter_map(|it| it.user_id).map(|it| format!("user:{it}")).collect();
    let names = history::names(&app.db.read, actors.iter().map(String::as_str)).await?;
    let language = visitor.language;
    let who = |it: &revision::Model| {
        let actor = it.user_id.map(|it| format!("user:{it}")).unwrap_or_default();
        history::name(language, &names, &actor)
    };
    let body = html! {
        p.notice.bad role="alert" { (language.text("aside-lead")) }
        h2 { (language.text("aside-theirs")) }
        ul { @for it in newer { li {
            "№ " (it.number) " " (revision_place(it)) " · " (language.moment(it.created_at)) " · " (who(it))
            @if it.kind == RevisionKind::File { " " code { (it.sha256.as_deref().unwrap_or_default()) } }
        } } }
        h2 { (language.text("aside-yours")) }
        (yours(visitor, item, (newer, part), &sent))
        p { a href=(Evidence { evidence: item.id }) { (language.text("aside-leave")) } }
    };
    let institution = item.institution_id;
    Ok(Page::new(visitor, item.title.clone(), body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
        .under(Evidence { evidence: item.id }, item.reference.clone())
        .refused())
}

fn yours(
    visitor: &Visitor,
    item: &evidence_item::Model,
    (newer, part): (&[&revision::Model], Option<i32>),
    sent: &Sent,
) -> Markup {
    let language = visitor.language;
    let newest = newer.iter().map(|it| it.number).max().unwrap_or_default();
    html! {
        form.panel method="post" action=(AddRevision { evidence: item.id }) enctype="multipart/form-data" {
            input type="hidden" name="seen" value=(newest);
            @if let Some(part) = part { input type="hidden" name="part" value=(part); }
            @match sent {
                Sent::Waiting { token, name, sha256 } => {
                    input type="hidden" name="waiting" value=(token);
                    p { (name) " " code { (sha256) } }
                },
                Sent::Place(place) => {
                    input type="hidden" name="place" value=(place);
                    p { (place) }
                },
            }
            (submit(language.text("aside-add")))
        }
    }
}
