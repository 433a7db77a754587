//! An accreditation of the demo academy that has come to its end: handed over, reviewed by two who differed in part, decided on
//! a condition.

mod words;

use anyhow::Context as _;
use chrono::{Days, Months};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::found::person;
use super::{assessment, assign, import_evidence, material, step};
use crate::app::App;
use crate::assessments::ratings::{self, NewRating};
use crate::assessments::store as assessments;
use crate::audit::Actor;
use crate::decisions::entering::{self, Document, New};
use crate::decisions::forms::Facts;
use crate::entities::{
    Answers, DecisionKind, FindingStep, InstitutionId, Part, UserId, criterion, evidence_item,
};
use crate::evidence::revisions::{self, NewRevision};
use crate::findings::store::{self as findings, NewStep};
use crate::rounds::ground::Ground;
use crate::rounds::standing::Said;
use crate::rounds::store::{self as rounds, Determined};
use crate::stages::moves::Move;
use crate::standards::store::{self as standards, Whole};
use crate::team;
use crate::web::upload::Uploaded;
use crate::{deadlines, evidence};
use words::{FOUND, Found, MARKED, PROOFS, REGISTER};

/// What it is against: few criteria, and its three levels.
const EDITION: &str = "xk-nqa-provider";

/// Those who work on it.
struct People {
    administrator: UserId,
    lead: UserId,
    reviewers: [UserId; 2],
}

/// The whole of it, from the first rating to the decision.
pub(super) async fn fill(app: &App, academy: InstitutionId) -> anyhow::Result<()> {
    let people = People {
        administrator: person(app, "administrator@kaps.example").await?,
        lead: person(app, "lead@kaps.example").await?,
        reviewers: [
            person(app, "reviewer@kaps.example").await?,
            person(app, "reviewer-two@kaps.example").await?,
        ],
    };
    let name = "Accreditation as provider 2026";
    let of = assessment(app, academy, EDITION, name, 0, None).await?;
    let whole = standards::whole(&app.db.read, of.edition_id).await?;
    let items = prove(app, &of, &whole).await?;
    rate(app, &of, &whole, (people.administrator, |it| it.map_or("met", |it| it.own), |_| ""))
        .await?;
    named(app, &of, &whole, &people).await?;
    step(app, &of, Move::Submit, "Provat e tjera shihen në vend gjatë vizitës.").await?;
    step(app, &of, Move::BeginExternal, "").await?;
    let of = assessments::by_id(&app.db.read, of.id).await?.0;
    review(app, &of, &whole, &people).await?;
    raise(app, &of, &whole, &people, &items).await?;
    decide(app, &of, &people).await
}

/// Evidence of the register, and some that is new, is linked to what it proves.
async fn prove(
    app: &App,
    of: &assessment::Model,
    whole: &Whole,
) -> anyhow::Result<Vec<evidence_item::Model>> {
    let rows = material::added_evidence(app.today(), REGISTER.map(|it| (it.0, it.1, it.2)));
    import_evidence(app, of.institution_id, &rows, "provider-register.xlsx").await?;
    let items = evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(of.institution_id))
        .all(&app.db.read)
        .await?;
    let item = |reference: &str| {
        let found = items.iter().find(|it| it.reference == reference);
        found.with_context(|| format!("no {reference}"))
    };
    let mut change = app.change(Actor::System).await?;
    for (reference, _, _, file) in REGISTER {
        if let Some((name, content)) = file {
            let kept = app.files.keep_bytes(content.into(), u64::MAX).await?;
            let file = NewRevision::File(Uploaded { name: name.to_owned(), kept });
            revisions::add(&mut change, item(reference)?, None, file).await?;
        }
    }
    for (reference, codes) in PROOFS {
        for code in codes {
            let to = criterion(whole, code)?;
            let (why, place) = (String::new(), String::new());
            evidence::links::add(&mut change, item(reference)?, to, why, place).await?;
        }
    }
    change.commit().await?;
    Ok(items)
}

fn criterion<'a>(whole: &'a Whole, code: &str) -> anyhow::Result<&'a criterion::Model> {
    let place = whole.index().exact(code).with_context(|| format!("no criterion {code}"))?;
    Ok(&whole.criteria[place])
}

/// Somebody rates every criterion: what they say of it, and why.
async fn rate(
    app: &App,
    of: &assessment::Model,
    whole: &Whole,
    (by, level, why): (
        UserId,
        impl Fn(Option<&words::Marked>) -> &'static str,
        impl Fn(&words::Marked) -> &'static str,
    ),
) -> anyhow::Result<()> {
    let mut change = app.change(Actor::User(by)).await?;
    for it in whole.criteria.iter().filter(|it| it.assessable) {
        let marked = MARKED.iter().find(|marked| marked.code == it.code);
        let new = NewRating {
            criterion: it.id,
            round: of.stage.round(),
            user: Some(by),
            level: Some(level(marked).to_owned()),
            second_level: None,
            score: None,
            answers: Answers::default(),
            rationale: marked.map(&why).unwrap_or_default().to_owned(),
            recommendation: String::new(),
        };
        ratings::rate(&mut change, of, it, new).await?;
    }
    Ok(change.commit().await?)
}

/// The lead and the two who rate, each criterion by both.
async fn named(
    app: &App,
    of: &assessment::Model,
    whole: &Whole,
    people: &People,
) -> anyhow::Result<()> {
    assign(app, of, ("lead@kaps.example", Part::Lead)).await?;
    assign(app, of, ("reviewer@kaps.example", Part::Reviewer)).await?;
    assign(app, of, ("reviewer-two@kaps.example", Part::Reviewer)).await?;
    let top: Vec<&criterion::Model> =
        whole.criteria.iter().filter(|it| it.parent_id.is_none()).collect();
    let mut change = app.change(Actor::User(people.administrator)).await?;
    team::assigned::assign(&mut change, of, &top, &people.reviewers).await?;
    Ok(change.commit().await?)
}

/// Both rate and lock; the lead determines where they differ, takes over where they agree, and signs off.
async fn review(
    app: &App,
    of: &assessment::Model,
    whole: &Whole,
    people: &People,
) -> anyhow::Result<()> {
    let round = of.stage.round();
    for (at, by) in people.reviewers.into_iter().enumerate() {
        let said = |it: Option<&words::Marked>| it.map_or("met", |it| it.reviewers[at].0);
        rate(app, of, whole, (by, said, |it| it.reviewers[at].1)).await?;
        let mut change = app.change(Actor::User(by)).await?;
        rounds::lock(&mut change, of, round, by).await?;
        change.commit().await?;
    }
    let mut change = app.change(Actor::User(people.lead)).await?;
    let (_, edition) = assessments::by_id(change.tx(), of.id).await?;
    let ground = Ground::of(change.tx(), of, edition, round, change.now()).await?;
    let mut agreed: Vec<Determined<'_>> = Vec::new();
    for (at, said) in ground.to_adopt(&team::sight::NOTHING) {
        let criterion = &ground.tailored.whole.criteria[at];
        agreed.push(Determined { criterion, said, rationale: String::new() });
    }
    for it in &MARKED {
        if let Some((level, why)) = it.agreed {
            let said = Said { level: level.to_owned(), second: None, score: None };
            let criterion = criterion(whole, it.code)?;
            agreed.push(Determined { criterion, said, rationale: why.to_owned() });
        }
    }
    for it in agreed {
        rounds::determine(&mut change, of, round, people.lead, it).await?;
    }
    rounds::sign_off(&mut change, of, round, people.lead).await?;
    Ok(change.commit().await?)
}

/// What was found, and how far each finding has come.
async fn raise(
    app: &App,
    of: &assessment::Model,
    whole: &Whole,
    people: &People,
    items: &[evidence_item::Model],
) -> anyhow::Result<()> {
    let reviewer = people.reviewers[0];
    let proof: Vec<_> =
        items.iter().filter(|it| it.reference == "KAPS-E-0022").map(|it| it.id).collect();
    for it in &FOUND {
        let (about, wording) = (criterion(whole, it.code)?.id, wording(app, it));
        let mut change = app.change(Actor::User(reviewer)).await?;
        let head = findings::raise(&mut change, of, Some(about), wording).await?;
        change.commit().await?;
        for (step, note, parts) in it.steps {
            let ours = matches!(step, FindingStep::Answer | FindingStep::Complete);
            let by = if ours { people.administrator } else { reviewer };
            let mut change = app.change(Actor::User(by)).await?;
            let held = findings::one(change.tx(), of.id, head.id).await?;
            let [correction, root_cause, corrective_action, extent] = parts.map(str::to_owned);
            let note = (*note).to_owned();
            let step = *step;
            let new = NewStep { step, note, correction, root_cause, corrective_action, extent };
            let proofs: &[_] = if step == FindingStep::Complete { &proof } else { &[] };
            findings::step(&mut change, of, &held, new, proofs).await?;
            change.commit().await?;
        }
    }
    Ok(())
}

fn wording(app: &App, it: &Found) -> findings::Wording {
    findings::Wording {
        kind: it.kind,
        statement: it.statement.to_owned(),
        requirement: String::new(),
        objective_evidence: it.seen.to_owned(),
        evidence: None,
        due_on: app.today().checked_add_days(Days::new(it.days)).filter(|_| it.days > 0),
    }
}

/// The accreditor's decision, and what it usually sets deadlines for.
async fn decide(app: &App, of: &assessment::Model, people: &People) -> anyhow::Result<()> {
    let mut change = app.change(Actor::User(people.administrator)).await?;
    change.alone_in(of.institution_id).await?;
    let regime = deadlines::regimes::of_edition(EDITION).context("its usual deadlines")?;
    deadlines::store::take_usual(&mut change, of, regime).await?;
    let document = entering::document(change.tx(), of.institution_id, "KAPS-E-0023").await?;
    let facts = Facts {
        kind: DecisionKind::Conditional,
        outcome: "accredited".into(),
        number: "AKK 118/2026".into(),
        decided_on: app.today(),
        valid_from: Some(app.today()),
        valid_until: app.today().checked_add_months(Months::new(36)),
        scope: "Trajnimi bazik policor, niveli 4 i KKK-së.".into(),
        conditions:
            "Brenda gjashtë muajve dorëzohet dëshmia se çdo trajnim i stafit dokumentohet me listë \
                     të nënshkruar (kriteri 3.3)."
                .into(),
        quotas: "120 kandidatë në vit.".into(),
    };
    let new = New {
        facts,
        document: document.map(|it| Document::Held(it.1.id)),
        title: String::new(),
        reason: String::new(),
        seen: None,
    };
    let held = assessments::by_id(change.tx(), of.id).await?;
    let entered = entering::enter(&mut change, &app.files, (&held.0, held.1), new).await?;
    entered.map_err(|it| anyhow::anyhow!("the demo cannot enter its decision: {it:?}"))?;
    Ok(change.commit().await?)
}
