//! Values that columns hold as JSON.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

pub use crate::titles::Titles;

/// Codes of evidence types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Codes(pub Vec<String>);
