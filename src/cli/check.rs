//! `kriter assessment check`

use anyhow::bail;
use sea_orm::EntityTrait as _;

use super::answer;
use super::assessment::found;
use crate::accounts;
use crate::app::App;
use crate::checks::look::look;
use crate::entities::institution;
use crate::language::{Language, Worded as _};
use crate::web::Visitor;

/// Prints what does not go together in an assessment, as everybody may see it; it fails while something waits.
pub(super) async fn run(
    app: App,
    id: i64,
    language: Language,
    as_json: bool,
) -> anyhow::Result<()> {
    let (of, edition) = found(&app, id).await?;
    let owner = institution::Entity::find_by_id(of.institution_id).one(&app.db.read).await?;
    let Some(owner) = owner else { bail!("there is no assessment {id}") };
    let looked = look(&app, &Visitor::at_the_terminal(&owner), of, edition).await?;
    let names = accounts::store::names(&app.db.read, looked.people()).await?;
    let mut lines = Vec::new();
    for it in &looked.open {
        lines.push(format!(
            "{} {}: {}",
            looked.it.code(it.criterion),
            language.text(it.kind.key()),
            looked.sentence(language, &names, it)
        ));
    }
    answer(as_json, &looked.json(language, &names), |_| lines.join("\n"))?;
    match looked.open.len() {
        0 => Ok(()),
        1 => bail!("one check is open"),
        open => bail!("{open} checks are open"),
    }
}
