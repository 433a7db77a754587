//! The sealed versions of an assessment's dossier, what has changed since the newest, and sealing the next.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use serde::Deserialize;

use super::sight::Shown;
use super::{parts, refused, sight, unsealed};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::dossiers::difference::between;
use crate::dossiers::forms::SealForm;
use crate::dossiers::gather::gather;
use crate::dossiers::{seal as sealing, store};
use crate::entities::{Stage, assessment, dossier, edition};
use crate::language::Language;
use crate::paths::{DossierVersion, Dossiers, StageOf};
use crate::standards;
use crate::web::components::{Fields, Paging, nothing, submit};
use crate::web::{Page, Result, Visitor, see_with};

/// Whether a version may be sealed by hand: while the institution prepares, submitting does it, and what is closed stays so.
fn seals(visitor: &Visitor, it: &assessment::Model) -> bool {
    let stage = !matches!(it.stage, Stage::Preparing | Stage::InternalReview | Stage::Closed);
    stage && visitor.may_on(Action::KeepAssessments, it)
}

/// Whether somebody asks what has changed since the newest version: all evidence of the assessment is read for it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    since: Option<String>,
}

/// The page.
pub async fn show(
    Dossiers { assessment }: Dossiers,
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let found = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let typed = (&SealForm::default(), &Problems::default());
    page(&app, &visitor, found, (asked.since.map(|_| paging), typed)).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (it, edition): (assessment::Model, edition::Model),
    (since, typed): (Option<Paging>, (&SealForm, &Problems)),
) -> Result<Page> {
    let language = visitor.language;
    let db = &app.db.read;
    let versions = store::versions(db, it.id).await?;
    let names = accounts::store::names(db, versions.iter().filter_map(|it| it.user_id)).await?;
    let by = |it: &dossier::Model| {
        it.user_id.and_then(|it| names.get(&it)).map_or("–", String::as_str).to_owned()
    };
    let since = match (versions.first(), since) {
        (Some(newest), Some(paging)) => {
            changed(app, visitor, (&it, edition), newest, paging).await?
        }
        (Some(newest), None) => ask(language, newest),
        (None, _) => html! {},
    };
    let body = html! {
        p.lead { (language.text("dossier-lead")) }
        @if versions.is_empty() { (empty(language, &it)) }
        @else { (table(language, &it, &versions, by)) }
        (since)
        @if seals(visitor, &it) { (form(language, &it, versions.first(), typed)) }
    };
    Ok(within(visitor, &it, language.text("dossiers"), body))
}

fn empty(language: Language, it: &assessment::Model) -> Markup {
    let next = html! { a href=(StageOf { assessment: it.id }) { (language.text("stage")) } };
    nothing(language.text("dossier-none"), Some(next))
}

fn table(
    language: Language,
    it: &assessment::Model,
    versions: &[dossier::Model],
    by: impl Fn(&dossier::Model) -> String,
) -> Markup {
    let at = |version| DossierVersion { assessment: it.id, version };
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { (language.text("dossier-version")) }
                th scope="col" { (language.text("dossier-sealed")) }
                th scope="col" { (language.text("stage-who")) }
                th scope="col" { (language.text("dossier-items")) }
                th scope="col" { (language.text("dossier-files")) }
                th scope="col" { (language.text("dossier-hash")) }
                th scope="col" { (language.text("stage-reason")) }
            } }
            tbody { @for row in versions { tr {
                th scope="row" data-label=(language.text("dossier-version")) { a href=(at(row.version)) { (row.version) } }
                td data-label=(language.text("dossier-sealed")) { (language.moment(row.sealed_at)) }
                td data-label=(language.text("stage-who")) { (by(row)) }
                td.number data-label=(language.text("dossier-items")) { (language.count(row.items)) }
                td.number data-label=(language.text("dossier-files")) { (language.count(row.files)) }
                td data-label=(language.text("dossier-hash")) { code { (row.sha256) } }
                td data-label=(language.text("stage-reason")) { (row.reason) }
            } } }
        } }
    }
}

fn since(language: Language, newest: &dossier::Model) -> String {
    language.with("dossier-since", [("version", newest.version.into())])
}

/// The way to what has changed.
fn ask(language: Language, newest: &dossier::Model) -> Markup {
    html! { p { a.button.second href="?since=yes" { (since(language, newest)) } } }
}

/// What has changed since the newest version.
async fn changed(
    app: &App,
    visitor: &Visitor,
    (it, edition): (&assessment::Model, edition::Model),
    newest: &dossier::Model,
    paging: Paging,
) -> Result<Markup> {
    let language = visitor.language;
    let db = &app.db.read;
    let scale = standards::store::head_of(&edition)?.scale;
    let mut held = store::manifest(db, newest.id).await?;
    let mut now = gather(db, it, edition, (newest.version + 1, app.now())).await?;
    sight::open(visitor, it, &mut held);
    sight::open(visitor, it, &mut now);
    let difference = between(&held, &now);
    let shown = Shown::of(db, visitor, it, sight::told(&difference)).await?;
    Ok(html! {
        h2 { (since(language, newest)) }
        @if difference.is_empty() { p.faint { (language.text("dossier-same")) } }
        @else { (parts::difference(language, scale.as_ref(), &difference, (&shown, paging, "since=yes"))) }
    })
}

fn form(
    language: Language,
    it: &assessment::Model,
    newest: Option<&dossier::Model>,
    (form, problems): (&SealForm, &Problems),
) -> Markup {
    let field = Fields { language, problems };
    html! {
        h2 { (language.text("dossier-seal")) }
        form.panel method="post" action=(Dossiers { assessment: it.id }) data-guard {
            input type="hidden" name="seen" value=(newest.map_or(0, |it| it.version));
            @if let Some(problem) = problems.get("seen") { p.problem role="alert" { (problem.text(language)) } }
            p.hint { (language.text("dossier-seal-hint")) }
            @if newest.is_some() { (field.area("reason", "stage-reason", &form.reason).required().hint("stage-reason-hint")) }
            (submit(language.text("dossier-seal")))
        }
    }
}

/// Seals the next version.
pub async fn seal(
    Dossiers { assessment }: Dossiers,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SealForm>,
) -> Result<Response> {
    let language = visitor.language;
    let (it, _) = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::KeepAssessments, &it)?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(it.institution_id).await?;
    let (held, edition) =
        assessments::store::find(change.tx(), &visitor.scope(), assessment).await?;
    if !seals(&visitor, &held) {
        return Err(refused(language.text("problem-dossier-stage")));
    }
    let newest = store::newest(change.tx(), assessment).await?;
    let now = newest.as_ref().map_or(0, |it| it.version).to_string();
    let checked = form.check(newest.is_none()).and_then(|reason| {
        let mut problems = Problems::default();
        if form.seen != now {
            problems.add("seen", Problem::Other("problem-dossier-meanwhile"));
        }
        problems.or(reason)
    });
    let reason = match checked {
        Ok(reason) => reason,
        Err(problems) => {
            drop(change);
            let typed = (None, (&form, &problems));
            return Ok(page(&app, &visitor, (held, edition), typed).await?.refused());
        }
    };
    let sealed = sealing::seal(&mut change, &app.files, (&held, edition), reason).await?;
    sealed.map_err(|it| refused(unsealed(language, &it)))?;
    change.commit().await?;
    Ok(see_with(Dossiers { assessment }, "done-dossier-sealed"))
}
