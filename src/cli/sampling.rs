//! `kriter assessment sample`

use anyhow::Context as _;
use serde_json::json;

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::language::Language;
use crate::sampling::standing::{Item, whole};
use crate::sampling::store;
use crate::{accounts, tailoring};

/// The sample of the present round: what is in it and how far it is verified. It tells no level.
pub(super) async fn run(app: App, id: i64, language: Language, json: bool) -> anyhow::Result<()> {
    let (it, edition) = found(&app, id).await?;
    let db = &app.db.read;
    let plan = store::plan(db, it.id, it.stage.round()).await?;
    let plan = plan.with_context(|| {
        format!("no sample of the present round of assessment {id} has been drawn yet")
    })?;
    let tree = tailoring::store::whole(db, &it, edition).await?;
    let items = store::items(db, &plan, &tree.criteria).await?;
    let people = items.iter().flat_map(|it| [it.rated.rater, Some(it.row.verifier_id)]);
    let people: Vec<_> = people.flatten().collect();
    let names = accounts::store::names(db, people).await?;
    let name = |it| names.get(&it).map_or("–", String::as_str);
    let imported = language.text("sample-imported");
    let rater = |it: &Item| it.rated.rater.map_or(imported.as_str(), name);
    let line = |it: &Item| {
        json!({
            "criterion": tree.criteria[it.at].code, "rater": rater(it),
            "verifier": name(it.row.verifier_id), "why": it.row.why,
            "state": language.word(&it.state()),
        })
    };
    let all = whole(items.iter());
    let told = json!({
        "round": plan.round, "share": plan.share, "tolerance": plan.tolerance, "seed": plan.seed,
        "drawn": plan.recorded_at, "verified": all.done(), "open": all.open,
        "ratings": items.iter().map(line).collect::<Vec<_>>(),
    });
    answer(json, &told, |_| {
        let (done, of) = (all.done().to_string(), (all.done() + all.open).to_string());
        let progress = [("done", done.into()), ("all", of.into())];
        let line = |it: &Item| {
            let code = &tree.criteria[it.at].code;
            let state = language.word(&it.state());
            format!("{code}: {} → {}, {state}", rater(it), name(it.row.verifier_id))
        };
        let lines = items.iter().map(line);
        let head = std::iter::once(language.with("sample-progress", progress));
        head.chain(lines).collect::<Vec<_>>().join("\n")
    })
}
