//! `kriter search`

use clap::Subcommand;
use serde_json::json;

use super::answer;
use crate::app::App;
use crate::search::{Worker, index_missing, rebuild};

/// Finding evidence by its words.
#[derive(Debug, Subcommand)]
pub(super) enum SearchCommand {
    /// Make the index of words anew. It is never needed in the ordinary run of things.
    Rebuild {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read the text of files that wait for it, as the server does in the background.
    Work {
        /// End when none waits any more.
        #[arg(long)]
        once: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(app: App, command: SearchCommand) -> anyhow::Result<()> {
    match command {
        SearchCommand::Rebuild { json } => {
            let items = rebuild(&app).await?;
            answer(json, &json!({ "items": items }), |_| {
                format!("{items} evidence items indexed")
            })?;
        }
        SearchCommand::Work { once: false, .. } => Worker::new(app.clone()).run().await,
        SearchCommand::Work { once: true, json } => {
            let items = index_missing(&app).await?;
            let worker = Worker::new(app.clone());
            let mut files = 0;
            while worker.once().await? {
                files += 1;
            }
            answer(json, &json!({ "items": items, "files": files }), |_| {
                format!("{items} evidence items indexed, {files} files looked at")
            })?;
        }
    }
    app.db.close().await
}
