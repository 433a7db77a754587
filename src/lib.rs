//! Kriter: what proves each criterion of each framework, who says so, what is missing.
//!
//! Read `docs/architecture.md` for the map. A request goes router -> handler (`pages`) -> `store`, with pure rules beside it.

/// SQLite takes its memory from it too. A quarter of the time of a page goes into handing out memory and taking it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod access;
pub mod accounts;
pub mod app;
pub mod assessments;
pub mod audit;
pub mod browse;
pub mod calendar;
pub mod calibration;
pub mod catalogues;
pub mod check;
pub mod checks;
pub mod cli;
pub mod comments;
pub mod config;
pub mod crosswalks;
pub mod database;
pub mod deadlines;
pub mod decisions;
pub mod demo;
pub mod dossiers;
pub mod editions;
pub mod entities;
pub mod evidence;
pub mod exchange;
pub mod extraction;
pub mod files;
pub mod findings;
pub mod imports;
pub mod institutions;
pub mod language;
pub mod linking;
pub mod notes;
pub mod paths;
pub mod qualifications;
pub mod readiness;
pub mod reading;
pub mod recommendations;
pub mod reports;
pub mod requests;
pub mod rounds;
pub mod router;
pub mod sampling;
pub mod scanner;
pub mod search;
pub mod sheets;
pub mod stages;
pub mod standards;
pub mod storage;
pub mod tailoring;
pub mod team;
pub mod telemetry;
pub mod titles;
pub mod uploads;
pub mod usage;
pub mod web;
pub mod work;
pub mod workbench;
