//! `kriter assessment deadlines`

use clap::Args;
use serde_json::{Value, json};

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::deadlines::standing::sort;
use crate::deadlines::store;
use crate::language::Language;

/// The deadlines of an assessment.
#[derive(Debug, Args)]
pub(super) struct DeadlinesCommand {
    /// Id of the assessment.
    assessment: i64,
    /// Language of the words.
    #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
    lang: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(app: App, command: DeadlinesCommand) -> anyhow::Result<()> {
    let language = Language::from_code(&command.lang).unwrap_or_default();
    let (it, _) = found(&app, command.assessment).await?;
    let (mut all, _) = store::of(&app.db.read, &it).await?;
    all.retain(|it| it.row.removed_at.is_none());
    sort(&mut all, app.today());
    let told: Vec<Value> = all
        .iter()
        .map(|it| {
            json!({
                "id": it.row.id, "title": it.row.title.get(language), "due": it.due(),
                "computed": it.computed, "done": it.row.done_on,
                "state": language.word(&it.state(app.today())),
            })
        })
        .collect();
    answer(command.json, &told, |all| {
        let text = |it: &Value| it.as_str().unwrap_or("–").to_owned();
        let line = |it: &Value| {
            format!("{}  {}: {}", text(&it["due"]), text(&it["title"]), text(&it["state"]))
        };
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}
