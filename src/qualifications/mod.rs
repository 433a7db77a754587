//! Qualifications: units of learning outcomes, and the occupational standard they answer to.

pub mod store;
