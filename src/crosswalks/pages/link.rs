//! Linking what is there already to the criteria that it is offered for.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::reuse::page;
use super::sight::{Sight, Wanted};
use crate::access::Action;
use crate::app::App;
use crate::check::{Problem, Problems};
use crate::crosswalks::ground;
use crate::crosswalks::reuse::{Asked, Offer, Reuse as Found};
use crate::entities::{CriterionId, EvidenceId};
use crate::evidence;
use crate::paths::Reuse;
use crate::web::components::Paging;
use crate::web::{Error, Result, Visitor, see_with};

/// What was chosen to be linked.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LinkForm {
    #[serde(default)]
    edition: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    show: String,
    /// What was ticked: evidence and criterion.
    #[serde(default)]
    pair: Vec<String>,
    /// The one whose button was pressed; then what is ticked waits.
    #[serde(default)]
    one: Option<String>,
}

/// Links evidence to the criteria that it is offered for, and to nothing else.
pub async fn link(
    Reuse { institution }: Reuse,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<LinkForm>,
) -> Result<Response> {
    visitor.require(Action::KeepEvidence, institution)?;
    let wanted = Wanted { edition: form.edition, evidence: form.evidence, show: form.show };
    let sight = Sight::of(&app, &visitor, institution, &wanted).await?;
    let edition = sight.edition.as_ref().ok_or(Error::NotFound)?;
    let chosen = form.one.map_or(form.pair, |it| vec![it]);
    let found = sight.found(edition.id);
    let pairs = match pairs(&sight, &found, &chosen) {
        Ok(pairs) => pairs,
        Err(problems) => {
            let paging = Paging::default();
            let page = page(&app, &visitor, &sight, &wanted, paging, &problems).await?;
            return Ok(page.refused());
        }
    };
    let targets = pairs.iter().map(|it| it.1.criterion);
    let targets = ground::by_id(&app.db.read, targets).await?;
    let mut change = app.change(visitor.actor()).await?;
    let mut any = false;
    for (offer, asked) in pairs {
        let (Some(item), Some(target)) =
            (sight.items.get(&offer.evidence), targets.get(&asked.criterion))
        else {
            continue;
        };
        let reason = sight.ground.reason(visitor.language, &sight.criteria, offer);
        any |= evidence::links::add(&mut change, item, target, reason, String::new()).await?;
    }
    if any {
        change.commit().await?;
    }
    let back = format!("{}?{}", Reuse { institution }, wanted.query());
    Ok(see_with(back, "done-linked"))
}

/// What was chosen, as far as it is offered at this moment.
fn pairs<'a>(
    sight: &Sight,
    found: &'a Found,
    chosen: &[String],
) -> Result<Vec<(&'a Offer, &'a Asked)>, Problems> {
    let mut problems = Problems::default();
    if chosen.is_empty() {
        problems.add("pair", Problem::Other("problem-nothing-ticked"));
    }
    let mut pairs = Vec::new();
    for it in chosen {
        let wanted = it.split_once('-').and_then(|(evidence, criterion)| {
            Some((evidence.parse::<EvidenceId>().ok()?, criterion.parse::<CriterionId>().ok()?))
        });
        let offered = wanted.and_then(|(evidence, criterion)| {
            let asked = found.criteria.iter().find(|it| it.criterion == criterion)?;
            let offer = asked.offers.iter().find(|it| it.evidence == evidence)?;
            let item = sight.items.get(&evidence)?;
            sight.open.opens(item).then_some((offer, asked))
        });
        match offered {
            Some(pair) => pairs.push(pair),
            None => problems.add("pair", Problem::Other("problem-no-longer-offered")),
        }
    }
    problems.or(pairs)
}
