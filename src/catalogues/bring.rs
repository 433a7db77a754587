//! What a file holds, put into the database.

use sha2::{Digest as _, Sha256};

use crate::app::Change;
use crate::entities::{EditionState, InstitutionId, edition};
use crate::exchange::Brought;
use crate::files::hex;
use crate::standards::load::{self, Placing};
use crate::standards::pack::Pack;
use crate::standards::store;

/// What became of an edition that a file holds.
#[derive(Clone, Debug)]
pub enum Outcome {
    New(edition::Model),
    /// It is there already, word for word.
    Unchanged(edition::Model),
    /// Another edition has its id: the code.
    Taken(String),
}

/// SHA-256 of all that a pack says, however it was written.
pub fn digest(pack: &Pack) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json::to_vec(pack)?)))
}

/// Adds the editions that a file holds, for an institution or for everybody. An edition never changes: where the id is taken
/// by other contents, nothing is written of it.
pub async fn bring(
    change: &mut Change,
    brought: &Brought,
    institution: Option<InstitutionId>,
) -> anyhow::Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for pack in &brought.packs {
        let code = load::code_of(change.tx(), &pack.id, institution).await?;
        let digest = digest(pack)?;
        outcomes.push(match store::by_code(change.tx(), &code).await? {
            Some(held) if held.digest == digest => Outcome::Unchanged(held),
            Some(_) => Outcome::Taken(code),
            None => {
                let placing = Placing { institution, state: EditionState::Published };
                Outcome::New(load::add(change, pack, digest, placing).await?)
            }
        });
    }
    Ok(outcomes)
}
