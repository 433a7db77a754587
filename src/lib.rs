//! Kriter: what proves each criterion of each framework, who says so, what is missing.
//!
//! Read `docs/architecture.md` for the map. A request goes router -> handler (`pages`) -> `store`, with pure rules beside it.

pub mod access;
pub mod accounts;
pub mod app;
pub mod assessments;
pub mod audit;
pub mod browse;
pub mod calendar;
pub mod catalogues;
pub mod check;
pub mod cli;
pub mod config;
pub mod crosswalks;
pub mod database;
pub mod demo;
pub mod editions;
pub mod entities;
pub mod evidence;
pub mod exchange;
pub mod extraction;
pub mod files;
pub mod imports;
pub mod institutions;
pub mod language;
pub mod linking;
pub mod paths;
pub mod qualifications;
pub mod readiness;
pub mod reports;
pub mod requests;
pub mod rounds;
pub mod router;
pub mod scanner;
pub mod search;
pub mod sheets;
pub mod standards;
pub mod storage;
pub mod tailoring;
pub mod team;
pub mod telemetry;
pub mod titles;
pub mod uploads;
pub mod usage;
pub mod web;
pub mod workbench;
