//! The program as its users meet it: real HTTP, a real database, real files. One module a slice.
#![allow(unreachable_pub, reason = "modules of a test binary are never reached from outside")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod access;
mod accounts;
mod app;
mod architecture;
mod audit;
mod bad_input;
mod browse;
mod calendar;
mod calibration;
mod catalogue_imports;
mod catalogues;
mod crosswalks;
mod editions;
mod evidence;
mod evidence_cli;
mod extraction;
mod grading;
mod imports;
mod life;
mod linking;
mod qualifications;
mod queries;
mod readiness;
mod requests;
mod restricted;
mod rounds;
mod sampling;
mod scanning;
mod schema;
mod scores;
mod search;
mod security;
mod settings;
mod sources;
mod stages;
mod standards;
mod storage;
mod tailoring;
mod team;
mod team_access;
mod texts;
mod traps;
mod uploads;
mod usage;
