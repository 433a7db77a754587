//! A demo academy and a demo forensic agency. Their people are invented; their registers and worksheets are written as workbooks
//! and read through the same import that users run.

mod decided;
mod found;
mod material;
mod qualification;

use std::sync::Arc;

use anyhow::Context as _;
use chrono::Days;
use rust_xlsxwriter::Workbook;

use crate::accounts::store::NewUser;
use crate::accounts::{password, store as people};
use crate::app::App;
use crate::assessments::store::{self as assessments, AssessmentEdit, NewAssessment};
use crate::audit::Actor;
use crate::entities::{ImportKind, InstitutionId, Part, QualificationId, Role, Stage, assessment};
use crate::imports::run::{self, Target};
use crate::imports::store::{self as imports, NewBatch};
use crate::institutions::store as institutions;
use crate::qualifications::store as qualifications;
use crate::stages::moves::Move;
use crate::stages::moving::{self, Wanted};
use crate::standards::store::{self as standards, Whole};
use crate::tailoring;
use crate::team;
use crate::team::store::NewMember;
use material::{EvidenceRow, WorksheetRow};

/// Password of everybody in the demo.
pub const PASSWORD: &str = "kriter-demo-2026";

/// Who can sign in: role, e-mail address, name, and the institution where they have the role.
pub const PEOPLE: [(Option<Role>, &str, &str, &str); 11] = [
    (None, "system@demo.example", "Sistemi Demo", ""),
    (Some(Role::Administrator), "administrator@kaps.example", "Besa Krasniqi", "KAPS"),
    (Some(Role::Reviewer), "reviewer@kaps.example", "Marko Jovanović", "KAPS"),
    (Some(Role::Reviewer), "reviewer-two@kaps.example", "Florent Bytyqi", "KAPS"),
    (Some(Role::LeadReviewer), "lead@kaps.example", "Teuta Rama", "KAPS"),
    (Some(Role::Manager), "manager@kaps.example", "Arta Gashi", "KAPS"),
    (Some(Role::Observer), "observer@kaps.example", "Ilir Berisha", "KAPS"),
    (Some(Role::Administrator), "administrator@kaf.example", "Vjosa Hoxha", "KAF"),
    (Some(Role::Reviewer), "reviewer@kaf.example", "Jelena Đorđević", "KAF"),
    (Some(Role::LeadReviewer), "lead@kaf.example", "Agim Shala", "KAF"),
    (Some(Role::Manager), "manager@kaf.example", "Dragana Šćepanović", "KAF"),
];

/// Fills an empty instance. Where the demo is there already, only what is asked beyond it is added: `evidence` synthetic
/// items in the agency's register, to measure with.
pub async fn fill(app: &App, evidence: usize) -> anyhow::Result<()> {
    if institutions::by_code(&app.db.read, "KAPS").await?.is_none() {
        begin(app).await?;
    }
    if evidence > 0 {
        let agency =
            institutions::by_code(&app.db.read, "KAF").await?.context("the demo has no KAF")?;
        let rows = material::synthetic_evidence(app.today(), evidence);
        import_evidence(app, agency.id, &rows, "synthetic-register.xlsx").await?;
    }
    Ok(())
}

/// The two institutions, their people, their registers and their assessments.
async fn begin(app: &App) -> anyhow::Result<()> {
    let academy = institution(
        app,
        "KAPS",
        [
            "Academy for Public Safety (demo)",
            "Akademia për Siguri Publike (demo)",
            "Akademija za javnu bezbednost (demo)",
        ],
    )
    .await?;
    let agency = institution(
        app,
        "KAF",
        [
            "Agency on Forensics (demo)",
            "Agjencia për Forenzikë (demo)",
            "Agencija za forenziku (demo)",
        ],
    )
    .await?;
    add_people(app, academy, agency).await?;
    let programme =
        assessment(app, academy, "xk-kaa-programme-2021", "BA Public Safety 2027", 150, None)
            .await?;
    load(
        app,
        academy,
        &programme,
        &material::academy_evidence(app.today()),
        &material::academy_worksheet(app.today()),
    )
    .await?;
    let laboratory = assessment(
        app,
        agency,
        "iso-iec-17025-2017",
        "DNA and ballistics laboratories 2027",
        100,
        None,
    )
    .await?;
    load(
        app,
        agency,
        &laboratory,
        &material::agency_evidence(app.today()),
        &material::agency_worksheet(app.today()),
    )
    .await?;
    review(app, &laboratory).await?;
    assign(app, &programme, ("reviewer@kaps.example", Part::Reviewer)).await?;
    found::fill(app, academy, &programme).await?;
    basic_training(app, academy).await?;
    Box::pin(decided::fill(app, academy)).await
}

async fn institution(app: &App, code: &str, titles: [&str; 3]) -> anyhow::Result<InstitutionId> {
    let [en, sq, sr] = titles.map(str::to_owned);
    let mut change = app.change(Actor::System).await?;
    let added = institutions::add(
        &mut change,
        code,
        [("en", en), ("sq", sq), ("sr", sr)].into_iter().collect(),
    )
    .await?;
    change.commit().await?;
    Ok(added.id)
}

async fn add_people(
    app: &App,
    academy: InstitutionId,
    agency: InstitutionId,
) -> anyhow::Result<()> {
    let hash = password::hash(PASSWORD.into()).await?;
    let mut change = app.change(Actor::System).await?;
    for (role, email, name, institution) in PEOPLE {
        let new = NewUser {
            email: email.into(),
            name: name.into(),
            password_hash: hash.clone(),
            language: "en".into(),
            system_administrator: role.is_none(),
        };
        let user = people::add(&mut change, new).await?;
        if let Some(role) = role {
            let place = if institution == "KAPS" { academy } else { agency };
            people::give_role(&mut change, user.id, place, role).await?;
        }
    }
    Ok(change.commit().await?)
}

async fn assessment(
    app: &App,
    institution: InstitutionId,
    edition: &str,
    name: &str,
    days: u64,
    qualification: Option<QualificationId>,
) -> anyhow::Result<assessment::Model> {
    let found = standards::by_code(&app.db.read, edition)
        .await?
        .with_context(|| format!("no edition {edition}"))?;
    let new = NewAssessment {
        institution,
        edition: found.id,
        qualification,
        name: name.into(),
        target: standards::head_of(&found)?.target.unwrap_or_default(),
        visit_date: app.today().checked_add_days(Days::new(days)),
    };
    let mut change = app.change(Actor::System).await?;
    let created = assessments::create(&mut change, new).await?;
    let period = Some(material::cycle(app.today()));
    let edit = AssessmentEdit { period, ..AssessmentEdit::default() };
    assessments::update(&mut change, created.clone(), edit).await?;
    change.commit().await?;
    Ok(assessments::by_id(&app.db.read, created.id).await?.0)
}

async fn load(
    app: &App,
    institution: InstitutionId,
    of: &assessment::Model,
    evidence: &[EvidenceRow],
    worksheet: &[WorksheetRow],
) -> anyhow::Result<()> {
    import_evidence(app, institution, evidence, "evidence-register.xlsx").await?;
    let bytes = material::worksheet_workbook(worksheet)?;
    import(app, institution, Some(of), ImportKind::Worksheet, (&bytes, "worksheet.xlsx")).await
}

async fn import_evidence(
    app: &App,
    institution: InstitutionId,
    rows: &[EvidenceRow],
    name: &str,
) -> anyhow::Result<()> {
    let bytes = material::evidence_workbook(rows)?;
    import(app, institution, None, ImportKind::Evidence, (&bytes, name)).await
}

/// Reads a workbook as a user's upload is read.
async fn import(
    app: &App,
    institution: InstitutionId,
    of: Option<&assessment::Model>,
    kind: ImportKind,
    (bytes, name): (&[u8], &str),
) -> anyhow::Result<()> {
    let kept = app.files.keep_bytes(bytes.to_vec().into(), u64::MAX).await?;
    std::fs::create_dir_all(app.scratch())?;
    let path = app.scratch().join(format!("{:032x}", rand::random::<u128>()));
    app.files.copy_to(&kept.digest, &path).await?;
    let book = run::read(path.clone(), name.to_owned()).await;
    std::fs::remove_file(&path)?;
    let book = book?;
    let (whole, editions): (Option<Arc<Whole>>, Arc<[Whole]>) = match of {
        Some(it) => {
            let whole = standards::whole(&app.db.read, it.edition_id).await?;
            (Some(whole.into()), Arc::default())
        }
        None => (None, tailoring::store::wholes_of(&app.db.read, institution).await?.into()),
    };
    let target = match (of, &whole) {
        (Some(assessment), Some(whole)) => Target::Assessment { assessment, whole },
        _ => Target::Register { institution, editions: &editions, by: None },
    };
    let prepared = run::prepare(&app.db.read, kind, target, book).await?;
    anyhow::ensure!(
        prepared.counts.rejected == 0,
        "the demo's {name} has problems: {:?}",
        prepared.problems
    );
    let mut change = app.change(Actor::System).await?;
    let batch = NewBatch {
        institution,
        assessment: of.map(|it| it.id),
        kind,
        file_name: name.to_owned(),
        sha256: kept.digest.as_str().to_owned(),
    };
    let batch = imports::open(&mut change, batch).await?;
    run::apply(&mut change, target, &prepared).await?;
    imports::close(&mut change, batch, &prepared.counts).await?;
    Ok(change.commit().await?)
}

/// The academy's police basic training, with two holes, and its validation.
async fn basic_training(app: &App, academy: InstitutionId) -> anyhow::Result<()> {
    let bytes = qualification::workbook(app.today())?;
    import(app, academy, None, ImportKind::Qualification, (&bytes, "police-basic-training.xlsx"))
        .await?;
    let found = qualifications::by_code(&app.db.read, academy, qualification::CODE).await?;
    let found = found.context("the demo's qualification")?;
    let validation = assessment(
        app,
        academy,
        "xk-nqa-validation",
        "Validation: police basic training",
        200,
        Some(found.id),
    )
    .await?;
    let bytes = material::worksheet_workbook(&material::validation_worksheet(app.today()))?;
    import(app, academy, Some(&validation), ImportKind::Worksheet, (&bytes, "validation.xlsx"))
        .await
}

/// Puts a person on the team of an assessment, who declares to have no conflict of interest.
async fn assign(
    app: &App,
    of: &assessment::Model,
    (email, part): (&str, Part),
) -> anyhow::Result<()> {
    let reviewer =
        people::by_email(&app.db.read, email).await?.context("a reviewer of the demo")?;
    let mut change = app.change(Actor::System).await?;
    team::store::put(&mut change, of, NewMember::of(reviewer.id, part)).await?;
    change.commit().await?;
    let mut change = app.change(Actor::User(reviewer.id)).await?;
    team::conflicts::declare(&mut change, of, reviewer.id, reviewer.name, Vec::new()).await?;
    Ok(change.commit().await?)
}

/// Moves an assessment on, as its administrator would.
async fn step(app: &App, of: &assessment::Model, step: Move, reason: &str) -> anyhow::Result<()> {
    let mut change = app.change(Actor::System).await?;
    let (held, edition) = assessments::by_id(change.tx(), of.id).await?;
    let wanted = Wanted { step, seen: held.stage, reason: reason.to_owned(), decided: false };
    let done = moving::carry_out(&mut change, &app.files, (&held, edition), wanted).await?;
    done.map_err(|it| anyhow::anyhow!("the demo cannot {}: {it:?}", step.code()))?;
    Ok(change.commit().await?)
}

/// The laboratory is in internal review: its reviewers are named, and have begun.
async fn review(app: &App, of: &assessment::Model) -> anyhow::Result<()> {
    assign(app, of, ("lead@kaf.example", Part::Lead)).await?;
    assign(app, of, ("reviewer@kaf.example", Part::Reviewer)).await?;
    step(app, of, Move::BeginReview, "What is not rated yet follows within a month.").await?;
    let reviewer = people::by_email(&app.db.read, "reviewer@kaf.example")
        .await?
        .context("the demo's reviewer")?;
    let whole = standards::whole(&app.db.read, of.edition_id).await?;
    let mut change = app.change(Actor::User(reviewer.id)).await?;
    for (code, level, rationale) in material::REVIEWED {
        let place = whole.index().exact(code).with_context(|| format!("no criterion {code}"))?;
        let criterion = &whole.criteria[place];
        let new = crate::assessments::ratings::NewRating {
            criterion: criterion.id,
            round: Stage::InternalReview.round(),
            user: Some(reviewer.id),
            level: Some((*level).to_owned()),
            second_level: None,
            score: None,
            answers: crate::entities::Answers::default(),
            rationale: (*rationale).to_owned(),
            recommendation: String::new(),
        };
        crate::assessments::ratings::rate(&mut change, of, criterion, new).await?;
    }
    Ok(change.commit().await?)
}

/// A workbook with one sheet: headings and rows.
fn workbook(
    headings: &[&str],
    rows: impl Iterator<Item = Vec<material::Value>>,
) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(0, column, *heading)?;
    }
    for (row, values) in (1..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            match value {
                material::Value::Text(text) if text.is_empty() => {}
                material::Value::Text(text) => {
                    sheet.write_string(row, column, text)?;
                }
                material::Value::Day(Some(it)) => {
                    sheet.write_datetime_with_format(row, column, it, &day)?;
                }
                material::Value::Day(None) => {}
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}
