//! The assessments of an institution.

use axum::extract::State;
use maud::{Markup, html};

use crate::access::Action;
use crate::app::App;
use crate::assessments::store;
use crate::entities::{assessment, edition};
use crate::paths::{Assessment, Assessments, DeclareConflicts, NewAssessment};
use crate::team::conflicts;
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// All that this person may see.
pub async fn list(
    Assessments { institution }: Assessments,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    visitor.require(Action::Read, institution)?;
    let language = visitor.language;
    let own = if visitor.scope().barred.is_empty() {
        Vec::new()
    } else {
        conflicts::own_wholes(&app.db.read, visitor.id).await?
    };
    let scope = visitor.scope_to_declare(&own);
    let found = store::of_institution(&app.db.read, &scope, institution).await?;
    let new = visitor
        .may(Action::KeepAssessments, institution)
        .then(|| html! { a.button href=(NewAssessment { institution }) { (language.text("assessment-new")) } });
    let body = html! {
        @if found.is_empty() {
            @let key = if new.is_some() { "assessments-empty" } else { "assessments-none" };
            (nothing(language.text(key), new.clone()))
        }
        ul.cards { @for (it, edition) in &found { (card(&visitor, it, edition.as_ref())) } }
    };
    let page = Page::new(&visitor, language.text("nav-assessments"), body)
        .in_institution(&visitor, institution);
    Ok(match new.filter(|_| !found.is_empty()) {
        Some(new) => page.actions(new),
        None => page,
    })
}

fn card(visitor: &Visitor, it: &assessment::Model, edition: Option<&edition::Model>) -> Markup {
    let language = visitor.language;
    let place = visitor.standing.on(it.id);
    if place.is_some_and(|it| it.withheld.is_all()) {
        let assessment = it.id;
        return html! {
            li.card {
                h2 { (it.name) }
                p { (badge("bad", language.text("access-conflict"))) }
                p { a href=(DeclareConflicts { assessment }) { (language.text("declaration-anew")) } }
            }
        };
    }
    let must_declare = place.is_some_and(|it| it.must_declare);
    html! {
        li.card {
            h2 { a href=(Assessment { assessment: it.id }) { (it.name) } }
            @if let Some(edition) = edition { p { (edition.title.get(language)) } }
            p {
                (badge("plain", language.word(&it.stage))) " "
                @match it.visit_date {
                    Some(day) => (language.with("visit-on", [("day", language.date(day).into())])),
                    None => span.faint { (language.text("visit-none")) },
                }
                @if must_declare { " " (badge("poor", language.text("access-undeclared"))) }
            }
        }
    }
}
