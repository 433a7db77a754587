//! A conflict of interest of a person in an assessment: of the whole, or of a criterion with everything below it.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, ConflictId, CriterionId, DeclarationId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConflictId,
    pub assessment_id: AssessmentId,
    /// Who has it.
    pub user_id: UserId,
    /// None: the whole assessment.
    pub criterion_id: Option<CriterionId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Their own declaration that tells of it; none where somebody else recorded it.
    pub declaration_id: Option<DeclarationId>,
    /// Who recorded it; nobody where the program did.
    pub by_user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<Option<super::criterion::Entity>>,
    #[sea_orm(belongs_to, from = "declaration_id", to = "id")]
    pub declaration: BelongsTo<Option<super::declaration::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
