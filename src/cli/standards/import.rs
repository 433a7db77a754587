//! `kriter standards import`

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::table::TableArgs;
use crate::app::App;
use crate::audit::Actor;
use crate::catalogues::bring::{self, Outcome};
use crate::cli::answer;
use crate::exchange::file::{self, Format};
use crate::exchange::{Brought, Notice};
use crate::institutions;
use crate::language::Language;
use crate::standards::pack::Pack;

/// Read a catalogue of another program, or a pack, into the database.
#[derive(Debug, Args)]
pub(crate) struct ImportCommand {
    /// The file.
    file: PathBuf,
    /// What is in it; told by its content unless said.
    #[arg(long, value_enum, default_value = "auto")]
    format: Kind,
    #[command(flatten)]
    table: TableArgs,
    /// Give the edition this id instead of the file's.
    #[arg(long = "as", value_name = "ID")]
    id: Option<String>,
    /// Code of the only institution that shall see it.
    #[arg(long)]
    institution: Option<String>,
    /// Only say what is in it.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Auto,
    Yaml,
    /// Our own workbook.
    Xlsx,
    Ciso,
    Oscal,
    /// 1EdTech CASE, as JSON, as a workbook or as a table.
    Case,
    /// A plain table.
    Table,
}

impl Kind {
    fn format(self, name: &str) -> Option<Format> {
        let is_json = std::path::Path::new(name)
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("json"));
        Some(match self {
            Self::Auto => return None,
            Self::Yaml => Format::Yaml,
            Self::Xlsx => Format::Own,
            Self::Ciso => Format::Ciso,
            Self::Oscal => Format::Oscal,
            Self::Case if is_json => Format::Case,
            Self::Case => Format::CaseSheet,
            Self::Table => Format::Table,
        })
    }
}

pub(super) async fn run(app: App, command: ImportCommand) -> anyhow::Result<()> {
    let name = command.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (path, format) = (command.file.clone(), command.format.format(&name));
    let asked = command.table.asked(&path, &name)?;
    let read =
        tokio::task::spawn_blocking(move || file::read(&path, &name, format, &asked)).await?;
    let mut brought = read.map_err(|it| anyhow::anyhow!(it.texts(Language::English).join("\n")))?;
    if let Some(id) = command.id {
        let [pack] = brought.packs.as_mut_slice() else {
            bail!("--as needs a file with one edition; this one has {}", brought.packs.len());
        };
        if file::slug(&id) != id {
            bail!("--as {id}: use lower-case letters, digits and hyphens");
        }
        pack.id = id;
    }
    let institution = match &command.institution {
        None => None,
        Some(code) => match institutions::store::by_code(&app.db.read, code).await? {
            Some(it) => Some(it.id),
            None => bail!("there is no institution {code}"),
        },
    };
    let mut outcomes = Vec::new();
    if !command.dry_run {
        super::load_builtin(&app).await?;
        let mut change = app.change(Actor::System).await?;
        outcomes = bring::bring(&mut change, &brought, institution).await?;
        if let Some(code) = taken(&outcomes) {
            bail!(
                "edition {code} is there already with other contents, and an edition never changes; import this one with --as and another id"
            );
        }
        let (related, notices) = bring::relate(&mut change, &brought, institution).await?;
        brought.notices.extend(notices);
        if related > 0 || outcomes.iter().any(|it| matches!(it, Outcome::New(_))) {
            change.commit().await?;
        }
    }
    let value = value(&brought, &outcomes);
    answer(command.json, &value, plain)
}

/// The code of an edition that another one has already.
fn taken(outcomes: &[Outcome]) -> Option<&str> {
    outcomes.iter().find_map(|it| match it {
        Outcome::Taken(code) => Some(code.as_str()),
        _ => None,
    })
}

/// What is told of a file: the first edition's figures at the top, all of them below.
fn value(brought: &Brought, outcomes: &[Outcome]) -> serde_json::Value {
    let editions = brought.packs.iter().enumerate();
    let editions: Vec<_> = editions.map(|(place, it)| edition(it, outcomes.get(place))).collect();
    let mappings: usize = brought.crosswalks.iter().map(|it| it.relations.len()).sum();
    let warnings: Vec<_> = brought.notices.iter().map(warning).collect();
    let mut value = editions
        .first()
        .cloned()
        .unwrap_or_else(|| json!({ "id": null, "nodes": 0, "assessable": 0, "depth": 0 }));
    value["mappings"] = json!(mappings);
    value["warnings"] = json!(warnings);
    value["editions"] = json!(editions);
    value
}

fn edition(pack: &Pack, outcome: Option<&Outcome>) -> serde_json::Value {
    let counts = pack.counts();
    let mut languages: Vec<&str> = pack.title.iter().map(|it| it.0).collect();
    for it in pack.preorder() {
        let texts = [Some(&it.node.title), it.node.summary.as_ref()];
        languages.extend(texts.into_iter().flatten().flat_map(|it| it.iter().map(|it| it.0)));
        languages.sort_unstable();
        languages.dedup();
    }
    let levels = pack.about.scale.iter().flat_map(|it| &it.levels);
    json!({
        "id": pack.id,
        "title": pack.title.en(),
        "nodes": counts.nodes,
        "assessable": counts.assessable,
        "depth": counts.deepest,
        "languages": languages,
        "groups": pack.about.groups.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "levels": levels.map(|it| it.code.as_str()).collect::<Vec<_>>(),
        "state": outcome.map(|it| match it {
            Outcome::New(_) => "new",
            Outcome::Unchanged(_) => "unchanged",
            Outcome::Taken(_) => "taken",
        }),
    })
}

fn warning(it: &Notice) -> serde_json::Value {
    json!({ "code": it.kind.code(), "place": it.place, "text": it.text(Language::English) })
}

fn plain(value: &serde_json::Value) -> String {
    let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for it in list("editions") {
        let state = it["state"].as_str().map(|it| format!(" [{it}]")).unwrap_or_default();
        lines.push(format!(
            "{}: {} ({} nodes, {} assessable, depth {}){state}",
            it["id"].as_str().unwrap_or_default(),
            it["title"].as_str().unwrap_or_default(),
            it["nodes"],
            it["assessable"],
            it["depth"],
        ));
    }
    if value["mappings"] != 0 {
        lines.push(format!("{} mappings", value["mappings"]));
    }
    let texts = list("warnings").into_iter().filter_map(|it| Some(it["text"].as_str()?.to_owned()));
    lines.extend(texts.map(|it| format!("note: {it}")));
    lines.join("\n")
}
