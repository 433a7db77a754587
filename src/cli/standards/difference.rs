//! `kriter standards diff`

use std::path::Path;

use anyhow::{Context, bail};

use super::{answer, load_builtin};
use crate::app::App;
use crate::editions::{Edition, difference::difference, words};
use crate::language::Language;
use crate::standards::check::{self, PackFile};
use crate::standards::store;

/// Says what is different between two editions, each the id of one that is loaded or the path of a pack.
pub(super) async fn run(app: App, from: &str, to: &str, json: bool) -> anyhow::Result<()> {
    load_builtin(&app).await?;
    let found = difference(edition(&app, from).await?, edition(&app, to).await?);
    answer(json, &words::json(&found), |_| {
        words::text(&found, Language::English).trim_end().to_owned()
    })
}

async fn edition(app: &App, name: &str) -> anyhow::Result<Edition> {
    if let Some(held) = store::by_code(&app.db.read, name).await? {
        return Ok(Edition::from(&store::tree_of(&app.db.read, held).await?));
    }
    if !Path::new(name).is_file() {
        bail!("{name} is neither the id of an edition that is loaded nor a file");
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("cannot read {name}"))?;
    let file = PackFile { name: name.to_owned(), text };
    let pack = check::parse(&file, &check::known_evidence_types()).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(lines.join("\n"))
    })?;
    Ok(Edition::from(&pack))
}
