//! From a file to what would be done with it, and to having done it. Pages, commands and the demo call the same functions.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::plan::{Counts, Held, Prepared, Work, plan_evidence, plan_worksheet};
use super::problem::{Code, Problem};
use super::{evidence, worksheet};
use crate::app::Change;
use crate::assessments;
use crate::entities::{ImportKind, InstitutionId, Round, action, assessment, rating};
use crate::evidence::register;
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::qualifications::sheet;
use crate::qualifications::store as qualifications;
use crate::sheets::{Book, Limits, Refusal};
use crate::standards::store::{self as standards, Whole};
use crate::web::Visitor;

/// Why nothing of a file can be imported.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Sheet(#[from] Refusal),
    /// No sheet has the column that names its rows; the key of the sentence, and the headings that were found.
    #[error("{}", Language::English.with(.0, [("found", .1.as_str().into())]))]
    NoColumn(&'static str, String),
    /// The worksheet rates, and the institution does not rate itself at this stage.
    #[error("{}", Language::English.text("import-not-rated-now"))]
    NotRatedNow,
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
            Self::NotRatedNow => Some(language.text("import-not-rated-now")),
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

/// What an evidence register would do.
async fn prepare_evidence(
    db: &impl ConnectionTrait,
    (institution, by): (InstitutionId, Option<&Visitor>),
    book: Book,
    editions: Arc<[Whole]>,
) -> Result<Prepared, Refused> {
    let types = standards::evidence_types(db).await?;
    let items = register::held(db, institution).await?;
    let closed = match by {
        Some(visitor) => {
            let sight = Sight::of(db, visitor, &items).await?;
            items.iter().filter(|it| !sight.opens(it)).map(|it| it.id).collect()
        }
        None => HashSet::new(),
    };
    let held = Held { items, closed };
    aside(move || {
        let register = evidence::read(&book, &types)
            .ok_or_else(|| Refused::NoColumn("import-no-title-column", headings(&book)))?;
        Ok(plan_evidence(register, &held, &editions))
    })
    .await
}

/// Works something out, off the threads that serve pages.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.context("cannot plan the import")?
}

/// What a qualification's workbook would do. It is one thing: with a bad row in it, none of it is imported.
async fn prepare_qualification(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    book: Book,
) -> Result<Prepared, Refused> {
    let mut told = aside(move || {
        let names: Vec<&str> = book.sheets.iter().map(|it| it.name.as_str()).collect();
        let missing = || Refused::NoColumn("import-no-qualification", names.join(", "));
        sheet::read(&book).ok_or_else(missing)
    })
    .await?;
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
    whole: Arc<Whole>,
    book: Book,
) -> Result<Prepared, Refused> {
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
    // Asked anew: meanwhile the assessment may have been handed over.
    let (now, _) = assessments::store::by_id(db, assessment.id).await?;
    let is_rated = now.stage.rated() == Some(Round::Own);
    aside(move || {
        let scale = whole.head.scale.as_ref().context("this edition is not rated")?;
        let worksheet = worksheet::read(&book, &whole.index(), scale)
            .ok_or_else(|| Refused::NoColumn("import-no-criterion-column", headings(&book)))?;
        let prepared = plan_worksheet(worksheet, &whole, &ratings, &actions);
        let rates = matches!(&prepared.work, Work::Worksheet(it) if !it.ratings.is_empty());
        if rates && !is_rated { Err(Refused::NotRatedNow) } else { Ok(prepared) }
    })
    .await
}

/// Where an import goes.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// `by` is who imports; nobody where the command line does, which opens everything.
    Register {
        institution: InstitutionId,
        editions: &'a Arc<[Whole]>,
        by: Option<&'a Visitor>,
    },
    Assessment {
        assessment: &'a assessment::Model,
        whole: &'a Arc<Whole>,
    },
}

/// What a file would do where it goes.
pub async fn prepare(
    db: &impl ConnectionTrait,
    kind: ImportKind,
    target: Target<'_>,
    book: Book,
) -> Result<Prepared, Refused> {
    let mended = book.mended.join(", ");
    let mut prepared = match target {
        Target::Register { institution, .. } if kind == ImportKind::Qualification => {
            prepare_qualification(db, institution, book).await
        }
        Target::Register { institution, editions, by } => {
            prepare_evidence(db, (institution, by), book, editions.clone()).await
        }
        Target::Assessment { assessment, whole } => {
            prepare_worksheet(db, assessment, whole.clone(), book).await
        }
    }?;
    if !mended.is_empty() {
        prepared.problems.insert(0, Problem::of_file(Code::Mended, mended));
    }
    Ok(prepared)
}

/// Writes everything that was prepared.
pub async fn apply(
    change: &mut Change,
    target: Target<'_>,
    prepared: &Prepared,
) -> Result<(), DbErr> {
    match (target, &prepared.work) {
        (Target::Register { institution, editions, .. }, Work::Evidence(work)) => {
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
