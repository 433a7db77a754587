//! `kriter finding`

use std::collections::HashMap;

use clap::Subcommand;
use serde::Serialize;

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::entities::{CriterionId, FindingKind, FindingState, Round};
use crate::findings::{sight, store};
use crate::tailoring;

/// What reviewers found.
#[derive(Debug, Subcommand)]
pub(super) enum FindingCommand {
    /// List the findings of an assessment, as far as they are open to everybody.
    List {
        /// Id of the assessment.
        #[arg(long)]
        assessment: i64,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// A finding in a list.
#[derive(Debug, Serialize)]
struct Row {
    number: String,
    kind: FindingKind,
    state: FindingState,
    /// None where it is about the assessment as a whole.
    criterion: Option<String>,
    round: Round,
    statement: String,
    due_on: Option<chrono::NaiveDate>,
    overdue: bool,
}

pub(super) async fn run(app: App, command: FindingCommand) -> anyhow::Result<()> {
    let FindingCommand::List { assessment, json } = command;
    let db = &app.db.read;
    let (it, edition) = found(&app, assessment).await?;
    let whole = tailoring::store::whole(db, &it, edition).await?;
    let all = store::all(db, it.id).await?;
    let shown = sight::shown(db, &it, (&whole, app.today()), all, None).await?;
    let codes: HashMap<CriterionId, &str> =
        whole.criteria.iter().map(|it| (it.id, it.code.as_str())).collect();
    let rows: Vec<Row> = shown
        .iter()
        .map(|it| Row {
            number: it.name(),
            kind: it.wording.kind,
            state: it.state(),
            criterion: it
                .head
                .criterion_id
                .map(|id| codes.get(&id).copied().unwrap_or_default().to_owned()),
            round: it.head.round,
            statement: it.wording.statement.clone(),
            due_on: it.wording.due_on,
            overdue: it.is_overdue(app.today()),
        })
        .collect();
    answer(json, &rows, |rows| {
        if rows.is_empty() {
            return "no finding is open to everybody".to_owned();
        }
        let line = |it: &Row| {
            let due = it.due_on.map_or("–".to_owned(), |it| it.to_string());
            let late = if it.overdue { " overdue" } else { "" };
            let criterion = it.criterion.as_deref().unwrap_or("whole");
            format!(
                "{} {} {} {criterion}, due {due}{late}: {}",
                it.number, it.kind, it.state, it.statement
            )
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    app.db.close().await
}
