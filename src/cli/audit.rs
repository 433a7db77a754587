//! `kriter audit`

use clap::Subcommand;
use serde_json::json;

use super::answer;
use crate::app::App;
use crate::audit::store;

/// The audit log.
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Check that no event was edited, removed, moved or cut off.
    Verify {
        /// A head that an earlier run printed, as SEQUENCE:HASH: proves that nothing up to it was rewritten since.
        #[arg(long)]
        head: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(app: App, command: AuditCommand) -> anyhow::Result<()> {
    let AuditCommand::Verify { head, json } = command;
    let verified = store::verify(&app.db.read).await?;
    if let Some(head) = head {
        store::holds(&app.db.read, &head).await?;
    }
    let told = json!({ "events": verified.events, "head": format!("{}:{}", verified.events, verified.head) });
    answer(json, &told, |_| {
        format!("{} events, unbroken; head {}:{}", verified.events, verified.events, verified.head)
    })
}
