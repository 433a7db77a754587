//! `kriter assessment stage`

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::{Value, json};

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::assessments;
use crate::audit::Actor;
use crate::entities::AssessmentId;
use crate::language::Language;
use crate::stages::guards::missing;
use crate::stages::moves::{Move, ways_from};
use crate::stages::moving::{self, Wanted};
use crate::stages::{facts, words};

/// Where an assessment stands.
#[derive(Debug, Args)]
pub(super) struct StageCommand {
    /// Id of the assessment.
    assessment: i64,
    /// Move it on by this move; without it, what may follow is shown.
    #[arg(long = "move")]
    step: Option<String>,
    /// Why: it goes back, or something is missing.
    #[arg(long, default_value = "")]
    reason: String,
    /// Language of the words.
    #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
    lang: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(app: App, command: StageCommand) -> anyhow::Result<()> {
    let language = Language::from_code(&command.lang).unwrap_or_default();
    let (it, _) = found(&app, command.assessment).await?;
    if let Some(code) = &command.step {
        let codes = || ways_from(it.stage).map(|it| it.step.code()).collect::<Vec<_>>().join(", ");
        let step = Move::from_code(code)
            .with_context(|| format!("there is no move {code:?}; now there are: {}", codes()))?;
        let reason = command.reason.trim().to_owned();
        make(&app, it.id, language, Wanted { step, seen: it.stage, reason, decided: false })
            .await?;
    }
    let told = told(&app, command.assessment, language).await?;
    answer(command.json, &told, plain)
}

async fn make(
    app: &App,
    id: AssessmentId,
    language: Language,
    wanted: Wanted,
) -> anyhow::Result<()> {
    let mut change = app.change(Actor::System).await?;
    let (held, edition) = assessments::store::by_id(change.tx(), id).await?;
    change.alone_in(held.institution_id).await?;
    let (held, _) = assessments::store::by_id(change.tx(), held.id).await?;
    if let Err(refusal) =
        moving::carry_out(&mut change, &app.files, (&held, edition), wanted).await?
    {
        bail!("{}", words::refused(language, &refusal));
    }
    Ok(change.commit().await?)
}

/// The stage, and each move with what is missing for it.
async fn told(app: &App, id: i64, language: Language) -> anyhow::Result<Value> {
    let (it, edition) = found(app, id).await?;
    let facts = facts::of(&app.db.read, &it, edition, app.now()).await?;
    let lacks = |step: Move| -> Vec<Value> {
        let told = missing(step, &facts);
        let told = told.iter().map(|it| {
            json!({ "code": it.lack.code(), "blocks": it.blocks, "text": words::missing(language, it) })
        });
        told.collect()
    };
    let moves: Vec<Value> = ways_from(it.stage)
        .map(|way| {
            json!({
                "move": way.step.code(), "title": language.word(&way.step), "to": way.to,
                "needs_reason": way.needs_reason, "missing": lacks(way.step),
            })
        })
        .collect();
    Ok(json!({
        "assessment": it.id, "name": it.name, "stage": it.stage,
        "title": language.word(&it.stage), "moves": moves,
    }))
}

fn plain(told: &Value) -> String {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("{}: {}", text(&told["name"]), text(&told["title"]))];
    for it in told["moves"].as_array().into_iter().flatten() {
        lines.push(format!("  {}: {}", text(&it["move"]), text(&it["title"])));
        for lack in it["missing"].as_array().into_iter().flatten() {
            let mark = if lack["blocks"] == true { '!' } else { '?' };
            lines.push(format!("    {mark} {}", text(&lack["text"])));
        }
    }
    lines.join("\n")
}
