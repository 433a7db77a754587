//! The program as its users meet it: real HTTP, a real database, real files. One module a slice.
#![allow(unreachable_pub, reason = "modules of a test binary are never reached from outside")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod access;
mod accounts;
mod app;
mod architecture;
mod audit;
mod bad_input;
mod catalogue_imports;
mod catalogues;
mod crosswalks;
mod editions;
mod evidence;
mod imports;
mod qualifications;
mod queries;
mod readiness;
mod schema;
mod scores;
mod security;
mod settings;
mod sources;
mod standards;
mod tailoring;
mod texts;
mod traps;
mod uploads;
