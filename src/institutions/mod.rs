//! The institutions that are accredited, and the page on which everybody starts.

pub mod pages;
pub mod store;
