//! `kriter assessment calibration`

use serde_json::json;

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::calibration::standing::Taker;
use crate::calibration::store;
use crate::language::Language;
use crate::tailoring;

/// The calibration exercises of an assessment, the newest first: on which criteria, and who has finished. It tells no level.
pub(super) async fn run(app: App, id: i64, language: Language, json: bool) -> anyhow::Result<()> {
    let (it, edition) = found(&app, id).await?;
    let db = &app.db.read;
    let whole = tailoring::store::whole(db, &it, edition).await?;
    let (mut told, mut lines) = (Vec::new(), Vec::new());
    for row in store::all(db, it.id).await? {
        let places = store::places(db, row.id, &whole).await?;
        let standing = store::standing(db, &it, row.id, (&whole, &places, app.today())).await?;
        let codes: Vec<&str> = places.iter().map(|at| whole.criteria[*at].code.as_str()).collect();
        let has_locked = |it: &Taker| standing.locked.contains(&it.user);
        let (locked, waits): (Vec<&Taker>, Vec<&Taker>) =
            standing.takers.iter().partition(|it| has_locked(it));
        let names = |of: &[&Taker]| of.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        let is_open = row.ended_at.is_none();
        let key = if is_open { "calibration-is-open" } else { "calibration-is-ended" };
        lines.push(format!("{}: {} ({})", row.title, language.text(key), codes.join(", ")));
        for it in standing.takers.iter().filter(|_| is_open) {
            let key = if has_locked(it) { "round-is-locked" } else { "round-is-open" };
            lines.push(format!("  {}: {}", it.name, language.text(key)));
        }
        told.push(json!({
            "exercise": row.id, "title": row.title, "opened": row.recorded_at,
            "ended": row.ended_at, "criteria": codes, "locked": names(&locked), "open": names(&waits),
        }));
    }
    if lines.is_empty() {
        lines.push(language.text("calibration-none"));
    }
    answer(json, &told, |_| lines.join("\n"))
}
