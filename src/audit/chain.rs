//! The hash chain: each event's hash covers all its fields and the hash before it.

use sha2::{Digest, Sha256};

use crate::entities::audit_event;

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("event {0} is missing: it was removed, or the order was changed")]
    Missing(i64),
    #[error("event {0} does not follow from the one before it")]
    Unlinked(i64),
    #[error("event {0} was edited: its hash does not fit its contents")]
    Edited(i64),
    #[error("the log ends at event {found}, but {expected} were written: its end was cut off")]
    CutOff { found: i64, expected: i64 },
    #[error("the log ends with another event than was written last")]
    OtherEnd,
}

/// Hash of an event: SHA-256 over its fields, each preceded by its length in bytes as 8 bytes, big end first.
pub fn hash(event: &audit_event::Model) -> String {
    let sequence = event.sequence.to_string();
    let institution = event.institution_id.map(|it| it.to_string()).unwrap_or_default();
    let mut sha = Sha256::new();
    for field in [
        &event.previous_hash,
        &sequence,
        &event.happened_at,
        &event.actor,
        &institution,
        &event.action,
        &event.object,
        &event.details,
    ] {
        sha.update((field.len() as u64).to_be_bytes());
        sha.update(field.as_bytes());
    }
    crate::files::hex(&sha.finalize())
}

/// Walks a chain event by event.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    sequence: i64,
    hash: String,
}

impl Walk {
    /// Takes the next event.
    pub fn step(&mut self, event: &audit_event::Model) -> Result<(), Broken> {
        if event.sequence != self.sequence + 1 {
            return Err(Broken::Missing(self.sequence + 1));
        }
        if event.previous_hash != self.hash {
            return Err(Broken::Unlinked(event.sequence));
        }
        if hash(event) != event.hash {
            return Err(Broken::Edited(event.sequence));
        }
        self.sequence = event.sequence;
        self.hash.clone_from(&event.hash);
        Ok(())
    }

    /// Compares the end with where it should be.
    pub fn end(&self, sequence: i64, hash: &str) -> Result<(), Broken> {
        if self.sequence != sequence {
            return Err(Broken::CutOff { found: self.sequence, expected: sequence });
        }
        if self.hash == hash { Ok(()) } else { Err(Broken::OtherEnd) }
    }

    /// The last event taken and its hash.
    pub fn head(&self) -> (i64, &str) {
        (self.sequence, &self.hash)
    }
}
