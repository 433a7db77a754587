//! Looking after the files of an instance as a whole: which are named, are they right, which are left over, moving them elsewhere.

mod migrate;
mod references;
mod sweep;
mod verify;

pub use migrate::{Migrated, migrate};
pub use references::{Referenced, names, referenced};
pub use sweep::{Swept, sweep};
pub use verify::{Missing, Orphan, Verified, Wrong, verify};
