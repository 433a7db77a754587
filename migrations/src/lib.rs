//! The schema of Kriter's database, as history.
