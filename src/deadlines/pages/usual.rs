//! Taking the usual deadlines of the accreditor.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::{kept, refused};
use crate::app::App;
use crate::deadlines::regimes::of_edition;
use crate::deadlines::standing::Deadline;
use crate::deadlines::store;
use crate::entities::{assessment, edition};
use crate::language::Language;
use crate::paths::{Deadlines, UsualDeadlines};
use crate::web::{Result, Visitor, see_with};

/// What the accreditor usually sets and is not there yet.
pub(super) fn offer(
    language: Language,
    it: &assessment::Model,
    edition: &edition::Model,
    held: &[Deadline],
) -> Markup {
    let regime = of_edition(&edition.code);
    let is_new = |code: &str| held.iter().all(|it| it.row.code != code);
    html! {
        @if let Some(regime) = regime {
            @let new: Vec<_> = regime.deadlines.iter().filter(|it| is_new(&it.code)).collect();
            @if !new.is_empty() {
                form.panel method="post" action=(UsualDeadlines { assessment: it.id }) {
                    p { (language.with("deadlines-usual", [("accreditor", regime.title.get(language).to_owned().into())])) }
                    ul { @for it in new { li { (it.title.get(language)) } } }
                    p.actions { button.second type="submit" { (language.text("deadlines-take")) } }
                }
            }
        }
    }
}

/// Takes them.
pub async fn take(
    UsualDeadlines { assessment }: UsualDeadlines,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (it, edition) = kept(&app, &visitor, assessment).await?;
    let regime = of_edition(&edition.code)
        .ok_or_else(|| refused(visitor.language.text("problem-deadlines-no-regime")))?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    if store::take_usual(&mut change, &it, regime).await? == 0 {
        return Err(refused(visitor.language.text("problem-deadlines-taken")));
    }
    change.commit().await?;
    Ok(see_with(Deadlines { assessment }, "done-deadlines-taken"))
}
