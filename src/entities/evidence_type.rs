//! A kind of proof: a policy, a calibration certificate.

use sea_orm::entity::prelude::*;

use super::{EvidenceTypeId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_type")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidenceTypeId,
    #[sea_orm(unique)]
    pub code: String,
    pub family: String,
    pub title: Titles,
    pub review_months: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
