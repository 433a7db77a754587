//! From a file to what would be done with it, and to having done it. Pages, commands and the demo call the same functions.

use std::path::PathBuf;

use anyhow::Context as _;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::plan::{Counts, Prepared, Work, plan_evidence, plan_worksheet};
use super::{evidence, worksheet};
use crate::app::Change;
use crate::entities::{ImportKind, InstitutionId, Round, action, assessment, edition, rating};
use crate::evidence::register;
use crate::language::Language;
use crate::qualifications::sheet;
use crate::qualifications::store as qualifications;
use crate::sheets::{Book, Limits, Refusal};
use crate::standards::store::{self as standards, Whole};
use crate::tailoring;

/// Why nothing of a file can be imported.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Sheet(#[from] Refusal),
    /// No sheet has the column that names its rows; the key of the sentence, and the headings that were found.
    #[error("{}", Language::English.with(.0, [("found", .1.as_str().into())]))]
    NoColumn(&'static str, String),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Other(error.into())
    }
}

impl Refused {
    /// In the reader's language; nothing where it is our fault.
    pub fn text(&self, language: Language) -> Option<String> {
        match self {
            Self::Sheet(refusal) => Some(refusal.text(language)),
            Self::NoColumn(key, found) => {
                Some(language.with(key, [("found", found.as_str().into())]))
            }
            Self::Other(_) => None,
        }
    }
}

/// Reads a file, off the threads that serve pages.
pub async fn read(path: PathBuf, name: String) -> Result<Book, Refused> {
    let book =
        tokio::task::spawn_blocking(move || crate::sheets::read(&path, &name, &Limits::default()))
            .await;
    Ok(book.context("cannot read the file")??)
}

fn headings(book: &Book) -> String {
    let titles = book
        .sheets
        .iter()
        .flat_map(|it| &it.columns)
        .map(|it| it.title.as_str())
        .filter(|it| !it.is_empty());
    titles.take(20).collect::<Vec<_>>().join(", ")
}

/// The editions that an institution's registers may refer to: those of its assessments, with what adds to them.
pub async fn editions_of(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<Whole>, DbErr> {
    let rows = assessment::Entity::find()
        .filter(assessment::COLUMN.institution_id.eq(institution))
        .find_also_related(edition::Entity)
        .order_by_asc(assessment::Column::Id)
        .all(db)
        .await?;
    let mut wholes: Vec<Whole> = Vec::new();
    for (assessment, edition) in rows {
        let Some(edition) = edition else { continue };
        let whole = tailoring::store::whole(db, &assessment, edition).await?;
        if !wholes.iter().any(|it| it.editions().eq(whole.editions())) {
            wholes.push(whole);
        }
    }
    Ok(wholes)
}

/// What an evidence register would do.
async fn prepare_evidence(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    book: &Book,
    editions: &[Whole],
) -> Result<Prepared, Refused> {
    let types = standards::evidence_types(db).await?;
    let register = evidence::read(book, &types)
        .ok_or_else(|| Refused::NoColumn("import-no-title-column", headings(book)))?;
    let held = register::all(db, institution).await?;
    Ok(plan_evidence(register, held, editions))
}

/// What a qualification's workbook would do. It is one thing: with a bad row in it, none of it is imported.
async fn prepare_qualification(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    book: &Book,
) -> Result<Prepared, Refused> {
    let names = || book.sheets.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut told =
        sheet::read(book).ok_or_else(|| Refused::NoColumn("import-no-qualification", names()))?;
    let problems = std::mem::take(&mut told.problems);
    let mut counts =
        Counts { rows_read: told.rows_read, headings: told.headings, ..Counts::default() };
    let is_sound = problems.iter().all(|it| it.code.is_warning());
    if let Some(head) = told.head.as_ref().filter(|_| is_sound) {
        match qualifications::by_code(db, institution, &head.code).await? {
            None => counts.created = told.rows_read,
            Some(held) => {
                let held = qualifications::whole(db, held).await?;
                let same = qualifications::holds(&held, head, &told);
                *(if same { &mut counts.unchanged } else { &mut counts.updated }) = told.rows_read;
            }
        }
    }
    Ok(Prepared::new(counts, problems, Vec::new(), Vec::new(), Work::Qualification(Box::new(told))))
}

/// What a worksheet would do.
async fn prepare_worksheet(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    whole: &Whole,
    book: &Book,
) -> Result<Prepared, Refused> {
    let scale = whole.head.scale.as_ref().context("this edition is not rated")?;
    let worksheet = worksheet::read(book, &whole.index(), scale)
        .ok_or_else(|| Refused::NoColumn("import-no-criterion-column", headings(book)))?;
    let ratings = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment.id))
        .filter(rating::Column::Round.eq(Round::Own))
        .filter(rating::COLUMN.superseded_at.is_null())
        .order_by_asc(rating::Column::Id)
        .all(db)
        .await?;
    let actions = action::Entity::find()
        .filter(action::COLUMN.assessment_id.eq(assessment.id))
        .filter(action::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    Ok(plan_worksheet(worksheet, whole, &ratings, &actions))
}

/// Where an import goes.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Register { institution: InstitutionId, editions: &'a [Whole] },
    Assessment { assessment: &'a assessment::Model, whole: &'a Whole },
}

/// What a file would do where it goes.
pub async fn prepare(
    db: &impl ConnectionTrait,
    kind: ImportKind,
    target: Target<'_>,
    book: &Book,
) -> Result<Prepared, Refused> {
    match target {
        Target::Register { institution, .. } if kind == ImportKind::Qualification => {
            prepare_qualification(db, institution, book).await
        }
        Target::Register { institution, editions } => {
            prepare_evidence(db, institution, book, editions).await
        }
        Target::Assessment { assessment, whole } => {
            prepare_worksheet(db, assessment, whole, book).await
        }
    }
}

/// Writes everything that was prepared.
pub async fn apply(
    change: &mut Change,
    target: Target<'_>,
    prepared: &Prepared,
) -> Result<(), DbErr> {
    match (target, &prepared.work) {
        (Target::Register { institution, editions }, Work::Evidence(work)) => {
            super::store::write_evidence(change, institution, editions, work).await
        }
        (Target::Assessment { assessment, whole }, Work::Worksheet(work)) => {
            super::store::write_worksheet(change, assessment, whole, work).await
        }
        (Target::Register { institution, .. }, Work::Qualification(told)) => match &told.head {
            Some(head) => qualifications::save(change, institution, head, told).await,
            None => Ok(()),
        },
        _ => Err(DbErr::Custom(
            "an import into another kind of place than it was prepared for".into(),
        )),
    }
}
