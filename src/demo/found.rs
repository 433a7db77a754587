//! What an internal audit found at the demo academy, how far its administrator has come with it, and what outside bodies asked.

use anyhow::Context as _;
use chrono::Days;

use crate::accounts::store as people;
use crate::app::App;
use crate::audit::Actor;
use crate::entities::{
    FindingKind, FindingStep, Fulfilment, InstitutionId, Origin, RecommendationKind, Stage, UserId,
    assessment,
};
use crate::findings::store::{self as findings, NewStep};
use crate::recommendations::store as recommendations;
use crate::standards::store as standards;

/// A finding: kind, criterion (empty for the whole), statement, objective evidence, days until it is due (0 for none).
type Found = (FindingKind, &'static str, &'static str, &'static str, u64);

const FOUND: [Found; 4] = [
    (
        FindingKind::Minor,
        "2.1",
        "Procesverbalet e komisionit të cilësisë nuk nënshkruhen rregullisht.",
        "Tri nga gjashtë procesverbalet e vitit janë pa nënshkrim (regjistratori 3).",
        45,
    ),
    (
        FindingKind::Major,
        "1.2",
        "Kodi i etikës nuk u është shpjeguar kadetëve të gjeneratës së re.",
        "Asnjë listë pjesëmarrjeje; pesë nga pesë kadetët e pyetur nuk e njohin kodin.",
        20,
    ),
    (
        FindingKind::Observation,
        "",
        "Dokumentet mbahen në dy vende; një regjistër i vetëm do t’i lehtësonte vlerësimet.",
        "",
        0,
    ),
    (
        FindingKind::Commendation,
        "1.1",
        "Nevojat e agjencive mblidhen çdo vit dhe ndryshojnë planin mësimor.",
        "",
        0,
    ),
];

/// Raises what was found, answers the first of it, and fills the register of recommendations.
pub(super) async fn fill(
    app: &App,
    academy: InstitutionId,
    of: &assessment::Model,
) -> anyhow::Result<()> {
    let reviewer = person(app, "reviewer@kaps.example").await?;
    let administrator = person(app, "administrator@kaps.example").await?;
    raise(app, of, reviewer).await?;
    answer(app, of, administrator).await?;
    asked(app, academy, administrator).await
}

/// A person of the demo by their e-mail address.
pub(super) async fn person(app: &App, email: &str) -> anyhow::Result<UserId> {
    let found = people::by_email(&app.db.read, email).await?;
    Ok(found.with_context(|| format!("the demo has no {email}"))?.id)
}

async fn raise(app: &App, of: &assessment::Model, reviewer: UserId) -> anyhow::Result<()> {
    // The internal audit came before the self-assessment that is under way.
    let of = assessment::Model { stage: Stage::InternalReview, ..of.clone() };
    let whole = standards::whole(&app.db.read, of.edition_id).await?;
    let mut change = app.change(Actor::User(reviewer)).await?;
    for (kind, code, statement, seen, days) in FOUND {
        let criterion = if code.is_empty() {
            None
        } else {
            let place =
                whole.index().exact(code).with_context(|| format!("no criterion {code}"))?;
            Some(whole.criteria[place].id)
        };
        let due_on = app.today().checked_add_days(Days::new(days)).filter(|_| days > 0);
        let wording = findings::Wording {
            kind,
            statement: statement.to_owned(),
            requirement: String::new(),
            objective_evidence: seen.to_owned(),
            evidence: None,
            due_on,
        };
        findings::raise(&mut change, &of, criterion, wording).await?;
    }
    Ok(change.commit().await?)
}

async fn answer(app: &App, of: &assessment::Model, by: UserId) -> anyhow::Result<()> {
    let mut change = app.change(Actor::User(by)).await?;
    let all = findings::all(change.tx(), of.id).await?;
    let first = all.first().context("the demo's first finding")?;
    let step = NewStep {
        step: FindingStep::Answer,
        note: String::new(),
        correction: "Tri procesverbalet u nënshkruan dhe u skanuan.".into(),
        root_cause: "Askush nuk ishte caktuar t’i mbledhë nënshkrimet pas mbledhjes.".into(),
        corrective_action: "Sekretari i komisionit i mbledh nënshkrimet në fund të çdo mbledhjeje."
            .into(),
        extent: "U kontrolluan edhe komisionet e tjera: pa raste të ngjashme.".into(),
    };
    findings::step(&mut change, of, first, step, &[]).await?;
    Ok(change.commit().await?)
}

async fn asked(app: &App, academy: InstitutionId, by: UserId) -> anyhow::Result<()> {
    let before = |days| app.today().checked_sub_days(Days::new(days));
    let mut change = app.change(Actor::User(by)).await?;
    let ombudsperson = recommendations::Wording {
        kind: RecommendationKind::Recommendation,
        origin: Origin::HumanRights,
        source: "Avokati i Popullit, raporti vjetor, rekomandimi 14".into(),
        issued_on: before(300),
        text: "Ankesat e kadetëve të shqyrtohen edhe nga një anëtar jashtë akademisë.".into(),
        due_on: before(10),
    };
    let head = recommendations::add(&mut change, academy, ombudsperson).await?;
    let held = recommendations::one(change.tx(), head.id).await?;
    let said = (Fulfilment::Partly, "Projekt-rregullorja është në konsultim.".to_owned());
    recommendations::progress(&mut change, &held, said, &[]).await?;
    let condition = recommendations::Wording {
        kind: RecommendationKind::Condition,
        origin: Origin::Decision,
        source: "Vendimi i akreditimit 2024, kushti 2".into(),
        issued_on: before(700),
        text: "Të punësohet edhe një mësimdhënës me doktoratë në programin bachelor.".into(),
        due_on: app.today().checked_add_days(Days::new(120)),
    };
    recommendations::add(&mut change, academy, condition).await?;
    Ok(change.commit().await?)
}
