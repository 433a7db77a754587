//! A criterion of the sample on its own: what was rated and why, and what the verifier finds.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use sea_orm::ConnectionTrait;

use super::{level, rater, state, stored, verifies};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::choices::choice;
use crate::assessments::pages::within;
use crate::check::{Problem, Problems};
use crate::entities::{CriterionId, UserId, assessment, edition, verification};
use crate::language::Language;
use crate::paths::{Sampling, VerifyCriterion, WorkbenchAt};
use crate::rounds::ground::Ground;
use crate::rounds::standing::Said;
use crate::sampling::forms::VerifyForm;
use crate::sampling::standing::{Item, State as Standing};
use crate::sampling::store::{self, NewFinding};
use crate::team::pages::bench as team;
use crate::web::components::Fields;
use crate::web::{Error, Page, Result, Visitor, see, see_with};

/// A criterion of the sample, for who verifies it.
struct Sampled {
    it: assessment::Model,
    ground: Ground,
    at: usize,
    items: Vec<Item>,
    /// The next criterion that waits for this verifier.
    next: Option<CriterionId>,
}

impl Sampled {
    /// Reads it; none where it is not for this person to verify.
    async fn of(
        db: &impl ConnectionTrait,
        (visitor, now): (&Visitor, DateTime<Utc>),
        (it, edition): (assessment::Model, edition::Model),
        criterion: CriterionId,
    ) -> Result<Option<Self>> {
        let round = it.stage.round();
        let Some(plan) = store::plan(db, it.id, round).await? else { return Ok(None) };
        let ground = Ground::of(db, &it, edition, round, now).await?;
        let criteria = &ground.tailored.whole.criteria;
        let all = store::items(db, &plan, criteria).await?;
        let Some(at) = criteria.iter().position(|it| it.id == criterion) else { return Ok(None) };
        let own: Vec<&Item> = all.iter().filter(|it| it.at == at).collect();
        if own.is_empty() || !verifies(visitor, &it, &own) {
            return Ok(None);
        }
        let waits = |other: &&Item| {
            let theirs = other.row.verifier_id == visitor.id && other.at != at;
            theirs && other.state() == Standing::Open
        };
        let mut waiting = all.iter().filter(waits);
        let next = waiting.clone().find(|it| it.at > at).or_else(|| waiting.next());
        let next = next.map(|it| criteria[it.at].id);
        let items = own.into_iter().cloned().collect();
        Ok(Some(Self { it, ground, at, items, next }))
    }

    /// The ratings that still hold: what was rated anew is drawn anew.
    fn current(&self) -> Vec<&Item> {
        self.items.iter().filter(|it| !it.rated.is_past).collect()
    }

    /// All who rated it or found something of it.
    fn people(&self, past: &[verification::Model]) -> Vec<UserId> {
        let found = self.items.iter().filter_map(|it| it.found.as_ref());
        let found = found.chain(past).map(|it| Some(it.user_id));
        found.chain(self.items.iter().map(|it| it.rated.rater)).flatten().collect()
    }

    /// Says that what was found was seen.
    fn stamp(&self) -> String {
        let newest = self.items.iter().filter_map(|it| it.found.as_ref()).map(|it| it.id).max();
        newest.map(|it| it.to_string()).unwrap_or_default()
    }

    /// Why nothing can be found of it now, if so: the key of the sentence.
    fn shut(&self) -> Option<&'static str> {
        if self.it.stage.rated().is_none() {
            Some("problem-round-stage")
        } else if self.ground.opening.signed_off {
            Some("problem-round-signed-off")
        } else if !self.ground.is_open(self.at) {
            Some("problem-round-blind")
        } else if self.current().is_empty() {
            Some("problem-sample-anew")
        } else {
            None
        }
    }
}

/// The page; who does not verify the criterion goes on to the sample.
pub async fn show(
    VerifyCriterion { assessment, criterion }: VerifyCriterion,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let db = &app.db.read;
    let found = assessments::store::find(db, &visitor.scope(), assessment).await?;
    team::require_open(&visitor, assessment, criterion)?;
    match Sampled::of(db, (&visitor, app.now()), found, criterion).await? {
        None => Ok(see(Sampling { assessment })),
        Some(it) => {
            let form = VerifyForm { seen: it.stamp(), ..VerifyForm::default() };
            Ok(page(&app, &visitor, &it, &form, &Problems::default()).await?.into_response())
        }
    }
}

/// Notes what was found and goes on to the next that waits.
pub async fn verify(
    VerifyCriterion { assessment, criterion }: VerifyCriterion,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<VerifyForm>,
) -> Result<Response> {
    let may = |visitor: &Visitor, it: &assessment::Model| {
        visitor.require_on(Action::RateReview, it)?;
        team::require_open(visitor, assessment, criterion)
    };
    let (alone, ()) = alone(&app, &visitor, assessment, may).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let at = (&visitor, change.now());
    let it = Sampled::of(change.tx(), at, (it, edition), criterion).await?;
    let it = it.ok_or(Error::Forbidden)?;
    if let Some(key) = it.shut() {
        let said = visitor.language.text(key);
        return Err(Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "round-refused", said));
    }
    let scale = it.ground.tailored.whole.head.scale.as_ref().ok_or(Error::NotFound)?;
    let checked = form.check(scale, &it.current()).and_then(|found| {
        let mut problems = Problems::default();
        if form.seen != it.stamp() {
            problems.add("level", Problem::Other("problem-sample-verified"));
        }
        problems.or(found)
    });
    let (ratings, note) = match checked {
        Ok(found) => found,
        Err(problems) => {
            drop(change);
            let form = VerifyForm { seen: it.stamp(), ..form };
            return Ok(page(&app, &visitor, &it, &form, &problems).await?.refused());
        }
    };
    let criterion = &it.ground.tailored.whole.criteria[it.at];
    let new = NewFinding { criterion, ratings, note };
    store::verify(&mut change, &it.it, visitor.id, new).await?;
    change.commit().await?;
    Ok(match it.next {
        Some(criterion) => see_with(VerifyCriterion { assessment, criterion }, "done-verified"),
        None => see_with(Sampling { assessment }, "done-verified"),
    })
}

async fn page(
    app: &App,
    visitor: &Visitor,
    of: &Sampled,
    form: &VerifyForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let (db, assessment) = (&app.db.read, of.it.id);
    let row = &of.ground.tailored.whole.criteria[of.at];
    let past = store::past(db, assessment, row.id).await?;
    let names = accounts::store::names(db, of.people(&past)).await?;
    let shut = of.shut();
    let body = html! {
        div.panel {
            @let summary = row.summary.get(language);
            @if !summary.is_empty() { p.text { (summary) } }
            p { strong { (language.text("sample-why")) } ": " (stored(language, &of.items[0])) }
            p { a href=(WorkbenchAt { assessment, criterion: row.id }) { (language.text("sample-evidence")) } }
        }
        @if of.ground.is_open(of.at) { (ratings(language, of, &names)) }
        @match shut {
            Some(key) => p.notice { (language.text(key)) },
            None => (finding(language, of, form, problems)),
        }
        @if of.ground.is_open(of.at) { (earlier(language, of, &past, &names)) }
        @if let Some(criterion) = of.next {
            p { a href=(VerifyCriterion { assessment, criterion }) { (language.text("sample-next")) } }
        }
    };
    let title = format!("{} {}", row.code, row.title.get(language));
    Ok(within(visitor, &of.it, title, body)
        .under(Sampling { assessment }, language.text("sampling")))
}

/// What was rated and why, and what was found of it.
fn ratings(language: Language, of: &Sampled, names: &HashMap<UserId, String>) -> Markup {
    let scale = of.ground.tailored.whole.head.scale.as_ref();
    html! {
        h2 { (language.text("sample-rated")) }
        dl.facts { @for item in &of.items {
            dt { (rater(language, names, item.rated.rater)) }
            dd {
                (level(language, scale, &item.rated.said)) " " (state(language, scale, item))
                @if !item.rated.rationale.is_empty() { p.text { (item.rated.rationale) } }
                @if let Some(found) = &item.found {
                    p.hint { (names.get(&found.user_id).map_or("–", String::as_str)) ", " (language.moment(found.recorded_at)) }
                    @if !found.note.is_empty() { p.text { (found.note) } }
                }
            }
        } }
    }
}

/// The form of the verifier.
fn finding(language: Language, of: &Sampled, form: &VerifyForm, problems: &Problems) -> Markup {
    let Some(scale) = &of.ground.tailored.whole.head.scale else { return html! {} };
    let current = of.current();
    let first = &current[0].rated.said;
    let alike = current.iter().all(|it| it.rated.said.is_like(first));
    let field = Fields { language, problems };
    let at = VerifyCriterion {
        assessment: of.it.id,
        criterion: of.ground.tailored.whole.criteria[of.at].id,
    };
    html! {
        @if alike {
            form.panel method="post" action=(at) {
                input type="hidden" name="seen" value=(form.seen);
                p { (language.text("sample-confirm-hint")) }
                p { (level(language, Some(scale), first)) }
                button.primary type="submit" name="confirm" value="yes" { (language.text("sample-confirm")) }
            }
        }
        details.panel open[!alike || !problems.is_empty()] {
            summary { (language.text(if alike { "sample-differ" } else { "sample-decide" })) }
            form method="post" action=(at) data-guard {
                input type="hidden" name="seen" value=(form.seen);
                (choice(language, scale, &form.rating(), problems))
                (field.area("note", "sample-note", &form.note).hint("sample-note-hint"))
                button.primary type="submit" { (language.text("sample-save")) }
            }
        }
    }
}

/// What was found earlier and holds no longer.
fn earlier(
    language: Language,
    of: &Sampled,
    past: &[verification::Model],
    names: &HashMap<UserId, String>,
) -> Markup {
    let scale = of.ground.tailored.whole.head.scale.as_ref();
    let past: Vec<_> = past
        .iter()
        .filter(|it| of.items.iter().any(|item| item.row.rating_id == it.rating_id))
        .collect();
    let said = |it: &verification::Model| {
        let level = it.level.clone()?;
        Some(Said { level, second: it.second_level.clone(), score: it.score })
    };
    html! {
        @if !past.is_empty() {
            details.panel {
                summary { (language.text("sample-found-earlier")) }
                ul { @for it in past { li {
                    span.faint { (language.moment(it.recorded_at)) " " (names.get(&it.user_id).map_or("–", String::as_str)) ": " }
                    @match said(it) {
                        Some(said) => (level(language, scale, &said)),
                        None => (language.text("sample-state-confirmed")),
                    }
                    " " (it.note)
                } } }
            }
        }
    }
}
