//! `kriter assessment team`

use std::path::PathBuf;

use anyhow::Context as _;

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::language::Language;
use crate::tailoring;
use crate::team::report::{self, Line};
use crate::team::workbook;

pub(super) async fn run(
    app: App,
    id: i64,
    language: Language,
    output: Option<PathBuf>,
    json: bool,
) -> anyhow::Result<()> {
    let (it, edition) = found(&app, id).await?;
    let tailored = tailoring::store::of(&app.db.read, &it, edition, app.now()).await?;
    let made = report::of(&app.db.read, &it, &tailored, app.today()).await?;
    if let Some(path) = output {
        let bytes = workbook::write(&made, language)?;
        std::fs::write(&path, &bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    answer(json, &made, |made| {
        if made.team.is_empty() {
            return language.text("team-empty");
        }
        let line = |line: &Line| {
            let day =
                |it: Option<chrono::NaiveDate>| it.map_or("…".to_owned(), |it| it.to_string());
            format!(
                "{}: {}, {} ({} – {}), {}",
                line.name,
                workbook::part(language, line),
                language.word(&line.access),
                day(line.from),
                day(line.until),
                workbook::assigned(language, line, made.is_assigned),
            )
        };
        made.team.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}
