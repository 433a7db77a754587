//! Who can open a restricted item, on a page of its own; and the items that nobody can open any longer, with the way to mend that.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};
use sea_orm::prelude::*;
use serde::Deserialize;

use super::day;
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::entities::{
    AssessmentId, Confidentiality, EvidenceId, InstitutionId, UserId, assessment, evidence_item,
    user,
};
use crate::evidence::{pages::kept, readers, register};
use crate::paths::{Evidence, EvidenceOpeners, EvidenceRegister, NameReader, UnopenedEvidence};
use crate::team::openers::{Opener, Openers, Why, name_reader, with_list};
use crate::web::components::{Fields, Paging, nothing, submit};
use crate::web::{Error, Page, Result, Visitor, see_with};

/// Most letters of a reason.
const LONGEST: usize = 2_000;

/// Who can open an item today.
pub async fn show(
    EvidenceOpeners { evidence }: EvidenceOpeners,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let db = &app.db.read;
    let language = visitor.language;
    let item = kept(db, &visitor, evidence).await?;
    let institution = item.institution_id;
    let is_restricted = item.confidentiality == Confidentiality::Restricted;
    let body = if is_restricted {
        let openers = Openers::of(db, institution, &[evidence], app.today()).await?;
        let listed = readers::of(db, evidence).await?;
        let opening = openers.opening(evidence);
        let names = assessments(db, &opening).await?;
        html! {
            p.lead { (language.text(if listed.is_empty() { "openers-by-role" } else { "openers-by-list" })) }
            (table(&visitor, &opening, &names))
            (shut_out(&visitor, &listed, &opening))
        }
    } else {
        html! { p.notice { (language.text("readers-not-restricted")) } }
    };
    Ok(Page::new(&visitor, language.text("openers"), body)
        .in_institution(&visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
        .under(Evidence { evidence }, item.reference.clone()))
}

/// Names of the assessments from which an item is reached; one query.
async fn assessments(
    db: &impl ConnectionTrait,
    opening: &[Opener],
) -> Result<HashMap<AssessmentId, String>> {
    let ids = opening.iter().filter_map(|it| match it.why {
        Why::Rates(id, ..) => Some(id),
        Why::Role => None,
    });
    let rows = assessment::Entity::find().filter(assessment::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|it| (it.id, it.name)).collect())
}

fn table(visitor: &Visitor, opening: &[Opener], names: &HashMap<AssessmentId, String>) -> Markup {
    let language = visitor.language;
    html! {
        @if opening.is_empty() { (nothing(language.text("openers-nobody"), None)) }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr { @for key in ["team-person", "openers-why", "team-until"] { th scope="col" { (language.text(key)) } } } }
                tbody { @for it in opening { tr {
                    th scope="row" { (it.name) }
                    @match it.why {
                        Why::Role => { td { (language.text("openers-role")) } td { (language.text("openers-no-end")) } },
                        Why::Rates(id, part, until) => {
                            td { (language.word(&part)) ": " (names.get(&id).map_or("–", String::as_str)) }
                            td.date { @if until.is_some() { (day(language, until)) } @else { (language.text("openers-no-end")) } }
                        },
                    }
                } } }
            } }
        }
    }
}

/// Those on the list who cannot open the item all the same.
fn shut_out(visitor: &Visitor, listed: &[user::Model], opening: &[Opener]) -> Markup {
    let out: Vec<_> =
        listed.iter().filter(|it| opening.iter().all(|one| one.user != it.id)).collect();
    html! {
        @if !out.is_empty() {
            h2 { (visitor.language.text("openers-out")) }
            p.hint { (visitor.language.text("openers-out-hint")) }
            ul { @for it in out { li { (it.name) } } }
        }
    }
}

/// A reader who is named, and why.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NameForm {
    #[serde(default)]
    reader: String,
    #[serde(default)]
    reason: String,
}

impl NameForm {
    fn check(&self) -> Result<(UserId, &str), Problems> {
        let mut problems = Problems::default();
        let reader = self.reader.parse().ok();
        let reason = self.reason.trim();
        if reader.is_none() {
            problems.add("reader", Problem::Missing);
        }
        if reason.is_empty() {
            problems.add("reason", Problem::Missing);
        }
        if reason.chars().count() > LONGEST {
            problems.add("reason", Problem::TooLong(LONGEST));
        }
        match reader {
            Some(reader) if problems.is_empty() => Ok((reader, reason)),
            _ => Err(problems),
        }
    }
}

/// The items that nobody can open any longer.
pub async fn list(
    UnopenedEvidence { institution }: UnopenedEvidence,
    State(app): State<App>,
    visitor: Visitor,
    axum_extra::extract::Query(paging): axum_extra::extract::Query<Paging>,
) -> Result<Page> {
    visitor.require(Action::KeepEvidence, institution)?;
    page(&app, &visitor, (institution, paging), None).await
}

/// What was sent about an item and refused.
type Sent<'a> = (EvidenceId, &'a NameForm, &'a Problems);

async fn page(
    app: &App,
    visitor: &Visitor,
    (institution, paging): (InstitutionId, Paging),
    sent: Option<Sent<'_>>,
) -> Result<Page> {
    let (db, language) = (&app.db.read, visitor.language);
    let mut items = with_list(db, institution).await?;
    let ids: Vec<EvidenceId> = items.iter().map(|it| it.id).collect();
    let openers = Openers::of(db, institution, &ids, app.today()).await?;
    items.retain(|it| openers.is_unopened(it.id));
    let total = items.len() as u64;
    let body = html! {
        p.lead { (language.text("unopened-lead")) }
        @if items.is_empty() { (nothing(language.text("unopened-none"), None)) }
        @for it in paging.part(&items) { (unopened(visitor, &openers, it, sent.filter(|sent| sent.0 == it.id))) }
        (paging.pager(language, total, ""))
    };
    Ok(Page::new(visitor, language.text("unopened"), body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register")))
}

/// Nothing of what the item says: whoever names a reader need not know it.
fn unopened(
    visitor: &Visitor,
    openers: &Openers,
    item: &evidence_item::Model,
    sent: Option<Sent<'_>>,
) -> Markup {
    let language = visitor.language;
    let (empty, none) = (NameForm::default(), Problems::default());
    let (form, problems) = sent.map_or((&empty, &none), |it| (it.1, it.2));
    let field = Fields { language, problems };
    let mut options = vec![(String::new(), language.text("readers-who"))];
    options.extend(openers.could(item.id).map(|it| (it.0.to_string(), it.1.to_owned())));
    let since = [("day", language.moment(item.created_at).into())];
    html! {
        form.panel method="post" action=(NameReader { evidence: item.id }) {
            h2 { (language.with("unopened-item", since)) }
            @if options.len() == 1 { p.notice { (language.text("unopened-nobody-could")) } }
            @else {
                (field.choice("reader", "readers-who", &options, &form.reader))
                (field.area("reason", "life-reason", &form.reason).required().hint("unopened-reason-hint"))
                (submit(language.text("unopened-name")))
            }
        }
    }
}

/// Names a new reader.
pub async fn name(
    NameReader { evidence }: NameReader,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let item = register::find(&app.db.read, &visitor.scope(), evidence).await?;
    let institution = item.institution_id;
    visitor.require(Action::KeepEvidence, institution)?;
    let refused = async |problems: &Problems| {
        let sent = Some((evidence, &form, problems));
        Ok(page(&app, &visitor, (institution, Paging::default()), sent).await?.refused())
    };
    let (reader, reason) = match form.check() {
        Ok(checked) => checked,
        Err(problems) => return refused(&problems).await,
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(institution).await?;
    let item = register::find(change.tx(), &visitor.scope(), evidence).await?;
    let openers = Openers::of(change.tx(), institution, &[evidence], app.today()).await?;
    if item.confidentiality != Confidentiality::Restricted || !openers.is_unopened(evidence) {
        return Err(Error::Refused(visitor.language.text("unopened-opened")));
    }
    if !openers.could_open(reader, evidence) {
        drop(change);
        let mut problems = Problems::default();
        problems.add("reader", Problem::Other("unopened-could-not"));
        return refused(&problems).await;
    }
    accounts::store::by_id(change.tx(), reader).await?;
    name_reader(&mut change, &item, (reader, reason)).await?;
    change.commit().await?;
    Ok(see_with(UnopenedEvidence { institution }, "done-reader-named"))
}
