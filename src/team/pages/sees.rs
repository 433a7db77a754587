//! The assessment as a member sees it: the same questions are asked for them that their own pages ask, and nothing can be
//! written. What whoever looks may not see themselves is not shown to them here either.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};

use super::{looked_after, tailored};
use crate::accounts;
use crate::app::App;
use crate::assessments;
use crate::assessments::pages::within;
use crate::entities::{CriterionId, assessment, evidence_item};
use crate::evidence::sight::Sight;
use crate::evidence::{links, register};
use crate::language::Language;
use crate::paths::{MemberSees, Team, TeamMember};
use crate::standards::store::Whole;
use crate::team::assigned::{self, Duties};
use crate::team::report::{self, Access, Line};
use crate::team::standing::Standing;
use crate::team::store::{self, Member};
use crate::web::components::{Paging, badge};
use crate::web::{Page, Result, Visitor};

/// What the page is made from.
struct Seen {
    whole: Whole,
    duties: Duties,
    /// Evidence of each criterion that they reach.
    evidence: HashMap<CriterionId, Vec<evidence_item::Model>>,
    /// What of it they may open, and what whoever looks may.
    theirs: Sight,
    own: Sight,
}

/// The page.
pub async fn show(
    at: MemberSees,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let language = visitor.language;
    let db = &app.db.read;
    let (it, edition) = looked_after(db, &visitor, at.assessment).await?;
    let member = store::member(db, &it, at.user).await?;
    let told = tailored(&app, &visitor, &it, edition).await?;
    let report = report::of(db, &it, &told, app.today()).await?;
    let line = report.team.iter().find(|it| it.user == at.user);
    let other = looking_as(&app, &visitor, &member).await?;
    let is_open = assessments::store::find(db, &other.scope(), it.id).await.is_ok();
    let mut whole = told.whole;
    other.withheld(it.id).cover(&mut whole);
    let first = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(Paging::SIZE).unwrap_or(usize::MAX);
    let range =
        first.min(whole.criteria.len())..first.saturating_add(size).min(whole.criteria.len());
    let total = whole.criteria.len() as u64;
    let body = html! {
        p.lead { (language.with("sees-lead", [("name", member.user.name.clone().into())])) }
        @if let Some(line) = line { (facts(language, line)) }
        @if is_open {
            @let seen = seen(&app, &visitor, &other, &it, whole, range.clone()).await?;
            (table(language, &member, &seen, range))
            (paging.pager(language, total, ""))
        } @else { p.notice { (language.text("sees-nothing")) } }
    };
    let user = at.user;
    Ok(within(
        &visitor,
        &it,
        language.with("sees", [("name", member.user.name.clone().into())]),
        body,
    )
    .under(Team { assessment: it.id }, language.text("team"))
    .under(TeamMember { assessment: it.id, user }, member.user.name))
}

/// The member, as if they were asking.
async fn looking_as(app: &App, visitor: &Visitor, member: &Member) -> Result<Visitor> {
    let db = &app.db.read;
    let memberships = accounts::store::memberships(db, member.user.id).await?;
    let standing = Standing::of(db, member.user.id, app.today()).await?;
    Ok(visitor.looking_as(&member.user, memberships, standing))
}

async fn seen(
    app: &App,
    visitor: &Visitor,
    other: &Visitor,
    it: &assessment::Model,
    whole: Whole,
    range: std::ops::Range<usize>,
) -> Result<Seen> {
    let db = &app.db.read;
    let open: Vec<CriterionId> = whole.criteria[range]
        .iter()
        .map(|it| it.id)
        .filter(|id| !other.withheld(it.id).covers(*id) && !visitor.withheld(it.id).covers(*id))
        .collect();
    let mut linked = links::linked_to(db, it.institution_id, &open).await?;
    let reached = register::among(db, &other.scope(), linked.iter().map(|it| &it.1)).await?;
    linked.retain(|it| reached.contains(&it.1.id));
    let theirs = Sight::of(db, other, linked.iter().map(|it| &it.1)).await?;
    let own = Sight::of(db, visitor, linked.iter().map(|it| &it.1)).await?;
    let mut evidence: HashMap<CriterionId, Vec<evidence_item::Model>> = HashMap::new();
    for (link, item) in linked {
        evidence.entry(link.criterion_id).or_default().push(item);
    }
    let duties = assigned::duties_of(db, it, &whole, (other.id, app.today())).await?;
    Ok(Seen { whole, duties, evidence, theirs, own })
}

fn facts(language: Language, line: &Line) -> Markup {
    html! {
        p {
            (crate::team::workbook::part(language, line)) " "
            (badge(line.access.tone(), language.word(&line.access)))
            @if line.access == Access::Open {
                " " (language.text(if line.restricted { "sees-restricted" } else { "sees-no-restricted" }))
            }
        }
    }
}

fn table(
    language: Language,
    member: &Member,
    seen: &Seen,
    range: std::ops::Range<usize>,
) -> Markup {
    let nothing = Vec::new();
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("criterion")) }
                th scope="col" { (language.text("sees-rates")) }
                th scope="col" { (language.text("nav-evidence")) }
            } }
            tbody { @for place in range {
                @let it = &seen.whole.criteria[place];
                tr {
                    th scope="row" { (it.code) " " (it.title.get(language)) }
                    td { @if it.assessable {
                        (language.text(if seen.duties.may_rate(member.user.id, place) { "yes" } else { "no" }))
                    } }
                    td { @for item in seen.evidence.get(&it.id).unwrap_or(&nothing) {
                        p { (named(language, seen, item)) }
                    } }
                }
            } }
        } }
    }
}

fn named(language: Language, seen: &Seen, item: &evidence_item::Model) -> Markup {
    html! {
        @if !seen.theirs.opens(item) { (badge("plain", language.text("confidentiality-restricted"))) }
        @else if seen.own.opens(item) { (item.reference) " " (item.title) }
        @else { (language.text("sees-not-for-you")) }
    }
}
