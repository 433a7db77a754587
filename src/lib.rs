//! Kriter.
