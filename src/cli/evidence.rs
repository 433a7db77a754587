//! `kriter evidence`

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bytes::Bytes;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::answer;
use crate::app::{App, Change};
use crate::audit::Actor;
use crate::entities::{
    Confidentiality, EvidenceStatus, InstitutionId, criterion, evidence_item, institution,
};
use crate::evidence::facts::Facts;
use crate::evidence::filter::Filter;
use crate::evidence::forms::title_of;
use crate::evidence::revisions::NewRevision;
use crate::evidence::{finding, links, numbers, register, revisions, store};
use crate::extraction::ending_differs;
use crate::institutions;
use crate::sheets::parse_date;
use crate::standards::codes::Resolution;
use crate::tailoring;
use crate::web::Visitor;
use crate::web::components::Paging;
use crate::web::upload::{Uploaded, clean_name};

/// The evidence register.
#[derive(Debug, Subcommand)]
pub(super) enum EvidenceCommand {
    /// Add files, each as an evidence item of its own; a content that the register holds already is only linked.
    Add(AddCommand),
    /// List the register. What is restricted is counted and not named.
    List {
        /// Code of the institution.
        #[arg(long)]
        institution: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show an item with its files, links and places and what it is linked to.
    Show {
        /// Its number, for example KAPS-E-0042.
        reference: String,
        /// Code of the institution.
        #[arg(long)]
        institution: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Find items by words, also those in their files.
    Search {
        /// The words.
        words: String,
        /// Code of the institution.
        #[arg(long)]
        institution: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Add files.
#[derive(Debug, Args)]
pub(super) struct AddCommand {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Code of the institution.
    #[arg(long)]
    institution: String,
    /// Code of the type of evidence.
    #[arg(long = "type")]
    kind: Option<String>,
    /// Criterion to link them to, as its accreditor writes it.
    #[arg(long)]
    criterion: Option<String>,
    /// Code of the criterion's edition, where several have it.
    #[arg(long, requires = "criterion")]
    edition: Option<String>,
    /// The period that they prove something about: FROM..TO, either may be left out.
    #[arg(long, value_parser = period)]
    covers: Option<Period>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

type Period = (Option<NaiveDate>, Option<NaiveDate>);

fn period(text: &str) -> Result<Period, String> {
    let (from, to) = text.split_once("..").ok_or("two days with .. between them")?;
    let day = |it: &str| match it.trim() {
        "" => Ok(None),
        it => parse_date(it).map(Some).map_err(|_| format!("{it} is no day")),
    };
    match (day(from)?, day(to)?) {
        (Some(from), Some(to)) if to < from => Err("it ends before it begins".into()),
        days => Ok(days),
    }
}

pub(super) async fn run(app: App, command: EvidenceCommand) -> anyhow::Result<()> {
    match command {
        EvidenceCommand::Add(command) => add(&app, &command).await?,
        EvidenceCommand::List { institution, json } => {
            let institution = named(&app, &institution).await?;
            let items = register::all(&app.db.read, institution.id).await?;
            listed(json, &items)?;
        }
        EvidenceCommand::Show { reference, institution, json } => {
            let institution = named(&app, &institution).await?;
            show(&app, institution.id, &reference, json).await?;
        }
        EvidenceCommand::Search { words, institution, json } => {
            let institution = named(&app, &institution).await?;
            let visitor = Visitor::at_the_terminal(&institution);
            let filter = Filter { q: words, ..Filter::default() };
            let place = (institution.id, app.today());
            let paging = Paging::default();
            let found = finding::page(&app.db.read, &visitor, place, &filter, paging).await?;
            listed(json, &found.items)?;
        }
    }
    app.db.close().await
}

async fn named(app: &App, code: &str) -> anyhow::Result<institution::Model> {
    let found = institutions::store::by_code(&app.db.read, code).await?;
    found.with_context(|| format!("there is no institution {code}"))
}

/// An item in a list.
#[derive(Debug, Serialize)]
struct Row<'a> {
    reference: &'a str,
    title: &'a str,
    status: EvidenceStatus,
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    covers_from: Option<NaiveDate>,
    covers_to: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

impl<'a> Row<'a> {
    fn of(it: &'a evidence_item::Model) -> Self {
        Self {
            reference: &it.reference,
            title: &it.title,
            status: it.status,
            kind: it.type_code.as_deref(),
            covers_from: it.covers_from,
            covers_to: it.covers_to,
            valid_until: it.valid_until,
        }
    }
}

/// A list; what is restricted is named to nobody at a terminal.
#[derive(Debug, Serialize)]
struct List<'a> {
    items: Vec<Row<'a>>,
    restricted: usize,
}

fn listed(json: bool, items: &[evidence_item::Model]) -> anyhow::Result<()> {
    let (hidden, shown): (Vec<&evidence_item::Model>, Vec<&evidence_item::Model>) =
        items.iter().partition(|it| it.confidentiality == Confidentiality::Restricted);
    let list = List { items: shown.into_iter().map(Row::of).collect(), restricted: hidden.len() };
    answer(json, &list, |list| {
        let mut lines: Vec<_> = list
            .items
            .iter()
            .map(|it| format!("{:<16} {:<10} {}", it.reference, it.status, it.title))
            .collect();
        if list.restricted > 0 {
            lines.push(format!("and {} restricted", list.restricted));
        }
        lines.join("\n")
    })
}

/// A file, a link or a place of an item.
#[derive(Debug, Serialize)]
struct Part {
    place: String,
    sha256: Option<String>,
    size: Option<i64>,
}

/// An item as a whole.
#[derive(Debug, Serialize)]
struct Shown {
    reference: String,
    title: String,
    status: EvidenceStatus,
    description: String,
    parts: Vec<Part>,
    criteria: Vec<String>,
}

async fn show(
    app: &App,
    institution: InstitutionId,
    reference: &str,
    json: bool,
) -> anyhow::Result<()> {
    let db = &app.db.read;
    let held = numbers::holder(db, institution, reference).await?;
    let held = held.filter(|it| it.deleted_at.is_none());
    let item = held.with_context(|| format!("there is no evidence item {reference}"))?;
    if item.confidentiality == Confidentiality::Restricted {
        bail!("it is restricted: only people who need to know it open it, in the browser");
    }
    let all = revisions::all(db, item.id).await?;
    let parts = revisions::current(&all).map(|it| Part {
        place: it.place.clone(),
        sha256: it.sha256.clone(),
        size: it.size,
    });
    let linked = links::of(db, item.id).await?;
    let shown = Shown {
        parts: parts.collect(),
        criteria: linked.into_iter().map(|it| it.1.code).collect(),
        reference: item.reference,
        title: item.title,
        status: item.status,
        description: item.description,
    };
    answer(json, &shown, |it| {
        let mut lines = vec![format!("{}  {}  {}", it.reference, it.status, it.title)];
        lines.extend(it.parts.iter().map(|part| {
            format!("  {}  {}", part.place, part.sha256.as_deref().unwrap_or_default())
        }));
        if !it.criteria.is_empty() {
            lines.push(format!("  linked to {}", it.criteria.join(", ")));
        }
        lines.join("\n")
    })
}

/// What became of a file.
#[derive(Debug, Serialize)]
struct Added {
    file: String,
    reference: String,
    sha256: String,
    /// The register held the content already.
    held: bool,
    /// Links that are new.
    linked: usize,
    /// The ending of its name tells of something else than its content is.
    ending_differs: bool,
}

/// Said behind a file.
const ENDING_DIFFERS: &str = " (the ending of its name does not match what it is)";

async fn add(app: &App, command: &AddCommand) -> anyhow::Result<()> {
    let institution = named(app, &command.institution).await?.id;
    if let Some(kind) = &command.kind {
        let types = crate::standards::store::evidence_types(&app.db.read).await?;
        if !types.iter().any(|it| it.code == *kind) {
            bail!("there is no type of evidence {kind}");
        }
    }
    let criteria = meant(app, institution, command).await?;
    let mut added = Vec::new();
    for path in &command.files {
        let file = keep(app, path).await?;
        let mut change = app.change(Actor::System).await?;
        let one = take(&mut change, institution, (command, &criteria), file).await?;
        if !one.held || one.linked > 0 {
            change.commit().await?;
        }
        added.push(one);
    }
    answer(command.json, &added, |added| {
        let line = |it: &Added| {
            let what = if it.held { "held already as" } else { "added as" };
            let odd = if it.ending_differs { ENDING_DIFFERS } else { "" };
            format!("{}: {what} {}{odd}", it.file, it.reference)
        };
        added.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

/// Streams a file into the store.
async fn keep(app: &App, path: &Path) -> anyhow::Result<Uploaded> {
    let said = || format!("cannot read {}", path.display());
    let file = std::fs::File::open(path).with_context(said)?;
    let parts = futures_util::stream::unfold(file, |mut file| async move {
        let mut part = vec![0; 256 * 1024];
        match file.read(&mut part) {
            Ok(0) => None,
            Ok(count) => {
                part.truncate(count);
                Some((Ok(Bytes::from(part)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let kept = app.files.keep(Box::pin(parts), app.config.max_upload()).await.with_context(said)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Uploaded { name: clean_name(&name), kept })
}

async fn take(
    change: &mut Change,
    institution: InstitutionId,
    (command, criteria): (&AddCommand, &[criterion::Model]),
    file: Uploaded,
) -> anyhow::Result<Added> {
    change.alone_in(institution).await?;
    let sha256 = file.kept.digest.as_str().to_owned();
    let name = file.name.clone();
    let ending_differs = ending_differs(&name, &file.kept.media_type);
    let same = revisions::same_content(change.tx(), institution, &sha256).await?;
    let held = same.into_iter().next();
    let is_held = held.is_some();
    let item = if let Some(item) = held {
        item
    } else {
        let (covers_from, covers_to) = command.covers.unwrap_or_default();
        let facts = Facts {
            title: title_of(&file),
            type_code: command.kind.clone(),
            covers_from,
            covers_to,
            ..Facts::default()
        };
        store::add(change, institution, facts, vec![NewRevision::File(file)]).await?
    };
    let mut linked = 0;
    for criterion in criteria {
        let is_new = links::add(change, &item, criterion, String::new(), String::new()).await?;
        linked += usize::from(is_new);
    }
    let is_restricted = item.confidentiality == Confidentiality::Restricted;
    let reference = if is_restricted { "restricted".to_owned() } else { item.reference };
    Ok(Added { file: name, reference, sha256, held: is_held, linked, ending_differs })
}

/// The criteria that a code means in the editions that the institution is assessed against.
async fn meant(
    app: &App,
    institution: InstitutionId,
    command: &AddCommand,
) -> anyhow::Result<Vec<criterion::Model>> {
    let Some(code) = &command.criterion else { return Ok(Vec::new()) };
    let wholes = tailoring::store::wholes_of(&app.db.read, institution).await?;
    let wanted = |it: &str| command.edition.as_ref().is_none_or(|wanted| wanted == it);
    let mut found = Vec::new();
    for whole in wholes.iter().filter(|it| wanted(&it.edition.code)) {
        if let Resolution::Found(places) = whole.index().resolve(code) {
            let criteria = places.into_iter().map(|it| whole.criteria[it].clone());
            found.push((whole.edition.code.as_str(), criteria.collect::<Vec<_>>()));
        }
    }
    match found.len() {
        0 => bail!("no edition that {} is assessed against has {code}", command.institution),
        1 => Ok(found.remove(0).1),
        _ => {
            let editions: Vec<_> = found.iter().map(|it| it.0).collect();
            bail!("several editions have {code}: say --edition, one of {}", editions.join(", "))
        }
    }
}
