//! Making a move, for the pages and the command line alike: what was seen still holds, the table allows it, nothing is missing.

use super::guards::{Missing, missing};
use super::moves::{Move, Way, after};
use super::{facts, store};
use crate::app::Change;
use crate::dossiers::seal::{Unsealed, seal};
use crate::entities::{Stage, assessment, edition};
use crate::files::Files;
use crate::rounds;

/// A move that somebody wants to make.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub step: Move,
    /// The stage that was shown.
    pub seen: Stage,
    /// Why: it goes back, or something is missing.
    pub reason: String,
    /// Whether it is made together with the decision, without which nothing is decided.
    pub decided: bool,
}

/// Why a move was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody has moved the assessment meanwhile; it is at this stage.
    Meanwhile(Stage),
    /// At this stage the move does not exist.
    NotFrom(Stage),
    /// This has to be done first.
    Missing(Vec<Missing>),
    /// It must be said why: of what is missing and could be left so, or of going back.
    Reason(Vec<Missing>),
    /// The dossier cannot be sealed, for this reason.
    Unsealed(Unsealed),
}

/// Whether a move may be made with what is missing, and with the reason that was given.
pub fn refusal(way: &Way, missing: &[Missing], reason: &str) -> Option<Refusal> {
    let blocking: Vec<Missing> = missing.iter().filter(|it| it.blocks).cloned().collect();
    if !blocking.is_empty() {
        return Some(Refusal::Missing(blocking));
    }
    let wants_reason = way.needs_reason || !missing.is_empty();
    (wants_reason && reason.is_empty()).then(|| Refusal::Reason(missing.to_vec()))
}

/// Makes a move within a change, alone in the institution; says why it was not made. `held` is the assessment as it was read
/// within the change. Submitting seals the dossier.
pub async fn carry_out(
    change: &mut Change,
    files: &Files,
    (held, edition): (&assessment::Model, edition::Model),
    wanted: Wanted,
) -> anyhow::Result<Result<(), Refusal>> {
    if held.stage != wanted.seen {
        return Ok(Err(Refusal::Meanwhile(held.stage)));
    }
    let Some(way) = after(held.stage, wanted.step) else {
        return Ok(Err(Refusal::NotFrom(held.stage)));
    };
    let mut facts = facts::of(change.tx(), held, edition.clone(), change.now()).await?;
    facts.decided = wanted.decided;
    let found = missing(way.step, &facts);
    if let Some(refusal) = refusal(way, &found, &wanted.reason) {
        return Ok(Err(refusal));
    }
    if way.step == Move::Submit {
        let sealed = seal(change, files, (held, edition), wanted.reason.clone()).await?;
        // Where nothing has changed since it was handed over before, that dossier stands.
        if let Err(missing @ Unsealed::Missing(_)) = sealed {
            return Ok(Err(Refusal::Unsealed(missing)));
        }
    }
    let overridden = found.iter().map(|it| it.lack.code().to_owned()).collect();
    store::make(change, held, way, (wanted.reason, overridden)).await?;
    if let Some(round) = way.begins() {
        rounds::store::begin_anew(change, held, (round, way.step.code())).await?;
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::guards::Lack;
    use crate::stages::moves::WAYS;

    #[test]
    fn a_reason_mends_a_warning_and_never_what_blocks() {
        let lack = |blocks| Missing { lack: Lack::Raters, blocks, count: 1, what: String::new() };
        for way in &WAYS {
            let blocked = [lack(true), lack(false)];
            assert_eq!(refusal(way, &blocked, "why"), Some(Refusal::Missing(vec![lack(true)])));
            let warned = [lack(false)];
            assert_eq!(refusal(way, &warned, ""), Some(Refusal::Reason(warned.to_vec())));
            assert_eq!(refusal(way, &warned, "why"), None);
            assert_eq!(refusal(way, &[], "").is_some(), way.needs_reason);
        }
    }
}
