//! `kriter demo`

use clap::Args;

use super::{answer, serve, standards};
use crate::app::App;
use crate::config::ServeConfig;
use crate::demo;

/// Fill an instance with a demo academy and a demo forensic agency, and serve it.
#[derive(Debug, Args)]
pub(super) struct DemoCommand {
    #[command(flatten)]
    serve: ServeConfig,
    /// Only fill, do not serve.
    #[arg(long)]
    no_serve: bool,
    /// Fill the agency's register with so many synthetic items, to measure with.
    #[arg(long, default_value_t = 0)]
    evidence: usize,
}

pub(super) async fn run(app: App, command: DemoCommand) -> anyhow::Result<()> {
    standards::load_builtin(&app).await?;
    demo::fill(&app, command.evidence).await?;
    let address = format!("http://{}", command.serve.listen);
    answer(false, &(), |()| {
        let login = |it: &(Option<crate::entities::Role>, &str, &str, &str)| {
            let role = it.0.map_or("system administrator", |role| role.code());
            format!("  {role:<20} {:<28} {}", it.1, demo::PASSWORD)
        };
        let logins: Vec<_> = demo::PEOPLE.iter().map(login).collect();
        format!(
            "Kriter demo at {address}\n\n  role                 e-mail                       password\n{}\n",
            logins.join("\n")
        )
    })?;
    if command.no_serve { app.db.close().await } else { serve::serve(app, command.serve).await }
}
