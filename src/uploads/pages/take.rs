//! Making evidence of the rows that are ticked; throwing a file away.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form as Fields;

use super::list::{Form, Opened, page};
use super::row::Refusals;
use super::view::{View, Wanted};
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::InstitutionId;
use crate::paths::{self, EvidenceRegister, TakeUploads, Uploads};
use crate::uploads::forms::Sent;
use crate::uploads::store;
use crate::uploads::taking::{self, Wish};
use crate::web::components::Paging;
use crate::web::{Result, Visitor, see_with};

/// All that is ticked, in one change; or the form comes back with what is wrong at each row.
pub async fn take(
    TakeUploads { institution }: TakeUploads,
    State(app): State<App>,
    visitor: Visitor,
    Fields(sent): Fields<Sent>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let opened =
        Opened { criterion: sent.get("criterion").to_owned(), back: sent.get("back").to_owned() };
    if let Some(id) = sent.discard() {
        store::throw_away(&app, (visitor.id, institution), &[id]).await?;
        return again(&app, &visitor, institution, (sent, &opened), None).await;
    }
    let view = View::load(&app, &visitor, institution, &Wanted::Rows(sent.rows())).await?;
    let (wishes, refused, problems) = checked(&view, &sent);
    if !refused.is_empty() || !problems.is_empty() {
        return again(&app, &visitor, institution, (sent, &opened), Some((refused, problems)))
            .await;
    }
    let title = sent.common().title;
    let together = sent.is_together().then(|| title.trim());
    let mut change = app.change(visitor.actor()).await?;
    taking::take(&mut change, &visitor, institution, &wishes, together).await?;
    change.commit().await?;
    let left = store::count(&app.db.write, visitor.id, institution).await?;
    Ok(match (left, opened.back.as_str()) {
        (0, "") => see_with(EvidenceRegister { institution }, "done-uploads-sorted"),
        (0, back) => see_with(paths::local(back), "done-uploads-sorted"),
        _ => see_with(Uploads { institution }, "done-uploads-sorted"),
    })
}

/// What the ticked rows mean, and what is wrong with them.
fn checked(view: &View, sent: &Sent) -> (Vec<Wish>, Refusals, Problems) {
    let types: Vec<String> = view.types.iter().map(|it| it.code.clone()).collect();
    let (common, is_together) = (sent.common(), sent.is_together());
    let (mut wishes, mut refused, mut problems) =
        (Vec::new(), Refusals::new(), Problems::default());
    for file in &view.files {
        let Some(row) = sent.row(file.id).filter(|it| it.ticked) else { continue };
        match taking::check((file.id, &row.or(&common)), &view.ground, &types, is_together) {
            Ok(wish) => wishes.push(wish),
            Err(problems) => {
                refused.insert(file.id, problems);
            }
        }
    }
    if wishes.is_empty() && refused.is_empty() {
        problems.add("all-title", Problem::Other("uploads-problem-none-ticked"));
    }
    let is_untitled = common.title.trim().is_empty()
        && !wishes.iter().any(|it| !it.facts.title.is_empty())
        && refused.is_empty();
    if is_together && is_untitled && problems.is_empty() {
        problems.add("all-title", Problem::Missing);
    }
    if common.title.chars().count() > 300 {
        problems.add("all-title", Problem::TooLong(300));
    }
    (wishes, refused, problems)
}

/// The page with all that was typed.
async fn again(
    app: &App,
    visitor: &Visitor,
    institution: InstitutionId,
    (sent, opened): (Sent, &Opened),
    wrong: Option<(Refusals, Problems)>,
) -> Result<Response> {
    let rows = sent.rows();
    let wanted = if rows.is_empty() { Wanted::Page(Paging::default()) } else { Wanted::Rows(rows) };
    let view = View::load(app, visitor, institution, &wanted).await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (refused, problems) = wrong.unwrap_or_default();
    let form = Form { opened, sent, refused, problems, ..Form::default() };
    Ok(page(app, visitor, &view, &form, None).status(status))
}
