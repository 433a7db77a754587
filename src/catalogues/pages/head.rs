//! A draft as a whole: what it is called, where it stands, its groups and its target.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form as Posted;
use maud::{Markup, html};

use super::fields::Form;
use super::tree::{InHand, tree};
use super::{View, open, shown, state, to_publish, within};
use crate::app::App;
use crate::catalogues::forms::head::{check, lines};
use crate::catalogues::forms::sent::Sent;
use crate::check::Problems;
use crate::language::Language;
use crate::paths::{DiscardDraft, Draft};
use crate::standards::draft::edition::{self, About};
use crate::titles::Titles;
use crate::web::components::submit;
use crate::web::{Page, Result, Visitor, see_with};

/// The editor at a draft as a whole.
pub async fn show(
    Draft { draft }: Draft,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let view = shown(&app, &visitor, draft).await?;
    let problems = Problems::default();
    let form = Form { language: visitor.language, typed: None, problems: &problems };
    page(&visitor, &view, form, false)
}

/// Changes the head.
pub async fn save(
    Draft { draft }: Draft,
    State(app): State<App>,
    visitor: Visitor,
    Posted(sent): Posted<Sent>,
) -> Result<Response> {
    let (mut change, view) = open(&app, &visitor, draft).await?;
    let language = visitor.language;
    let current = about(&view);
    let groups = view.whole.criteria.iter().flat_map(|it| &it.groups.0);
    let used: HashSet<&str> = groups.map(String::as_str).collect();
    let is_stale = sent.get("mark").is_some_and(|it| current.mark().is_ok_and(|now| it != now));
    let checked = check(&sent, &current, view.is_framework_free, &used, language);
    let after = match checked {
        Ok(it) if !is_stale => it,
        other => {
            let problems = other.err().unwrap_or_default();
            let form = Form { language, typed: Some(&sent), problems: &problems };
            return Ok(page(&visitor, &view, form, is_stale)?.refused());
        }
    };
    if after != current {
        edition::change(&mut change, &view.whole.edition, &after).await?;
        change.commit().await?;
    }
    Ok(see_with(Draft { draft }, "done-saved"))
}

pub(super) fn about(view: &View) -> About {
    let it = &view.whole;
    About {
        framework: view.framework.title.clone(),
        issuer: view.framework.issuer.clone(),
        title: it.edition.title.clone(),
        version: it.edition.version.clone(),
        head: (*it.head).clone(),
    }
}

fn page(visitor: &Visitor, view: &View, form: Form<'_>, is_stale: bool) -> Result<Page> {
    let language = visitor.language;
    let about = about(view);
    let edition = &view.whole.edition;
    let body = html! {
        div.bench {
            (tree(language, view, InHand::Head))
            section {
                @if view.whole.criteria.is_empty() { p.notice { (language.text("editor-empty")) } }
                @if is_stale {
                    div.notice.bad role="alert" {
                        p { (language.text("editor-changed-meanwhile")) }
                        p { (about.title.get(language)) " · " (about.version) }
                    }
                }
                dl.facts {
                    dt { (language.text("edition-status")) } dd { (state(visitor, edition)) }
                    dt { (language.text("edition-id")) } dd { code { (edition.code) } }
                    @if let Some(base) = &edition.supplements { dt { (language.text("editor-base")) } dd { code { (base) } } }
                    (scale(language, &about))
                }
                (head_form(view, &about, form, about.mark()?.as_str()))
                p { a href=(DiscardDraft { draft: view.draft() }) { (language.text("editor-discard")) } }
            }
        }
    };
    let page = within(visitor, edition, edition.title.get(language).to_owned(), body);
    Ok(page.actions(to_publish(visitor, view.draft())))
}

fn scale(language: Language, about: &About) -> Markup {
    html! {
        @if let Some(scale) = &about.head.scale {
            dt { (language.text("edition-scale")) }
            dd { @for (at, level) in scale.levels.iter().enumerate() { @if at > 0 { " · " } (level.title.get(language)) } }
        }
    }
}

fn head_form(view: &View, about: &About, form: Form<'_>, mark: &str) -> Markup {
    let language = form.language;
    let (fields, head) = (form.fields(), &about.head);
    let none = Titles::default();
    let description = head.description.as_ref().unwrap_or(&none);
    let groups = lines(&head.groups, language);
    let targets: Vec<(String, String)> = head
        .outcomes
        .iter()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .collect();
    let target = form.value("target", head.target.as_deref().unwrap_or_default()).to_owned();
    html! {
        form.panel method="post" action=(Draft { draft: view.draft() }) data-guard {
            input type="hidden" name="mark" value=(mark);
            (form.spoken("title", language.text("criterion-title"), &about.title, 2))
            (fields.text("version", "edition-version", form.value("version", &about.version)).required())
            (fields.area("status", "edition-status", form.value("status", &head.status)).hint("editor-status-hint"))
            (fields.area("licence_note", "edition-licence", form.value("licence_note", &head.licence_note)).hint("editor-licence-hint"))
            (form.spoken("description", language.text("editor-description"), description, 3))
            (fields.area("groups", "editor-groups", form.value("groups", &groups)).hint("editor-groups-hint"))
            @if !targets.is_empty() { (fields.choice("target", "editor-target", &targets, &target)) }
            fieldset {
                legend { (language.text("grading-framework")) }
                @if view.is_framework_free {
                    (form.spoken("framework", language.text("criterion-title"), &about.framework, 1))
                    (fields.text("issuer", "editor-issuer", form.value("issuer", &about.issuer)).hint("editor-issuer-hint").required())
                } @else {
                    p { (about.framework.get(language)) " · " (about.issuer) }
                    p.hint { (language.text("grading-framework-shared")) }
                    @if let Some(problem) = form.problems.get("issuer") { p.problem { (problem.text(language)) } }
                }
            }
            (submit(language.text("save")))
        }
    }
}
