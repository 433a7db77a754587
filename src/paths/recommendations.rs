//! Addresses of the register of recommendations.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{CriterionId, InstitutionId, RecommendationId};

/// The register of an institution; `?degree=`, `?origin=`, `?overdue=` choose in it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/recommendations")]
pub struct Recommendations {
    pub institution: InstitutionId,
}

/// The form for a new one.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/recommendations/new")]
pub struct NewRecommendation {
    pub institution: InstitutionId,
}

/// One of them; posting says how far it is fulfilled.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/recommendations/{recommendation}")]
pub struct Recommendation {
    pub recommendation: RecommendationId,
}

/// The form that lets it say something else.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/recommendations/{recommendation}/edit")]
pub struct EditRecommendation {
    pub recommendation: RecommendationId,
}

/// Says which criteria it is about.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/recommendations/{recommendation}/criteria")]
pub struct RelateRecommendation {
    pub recommendation: RecommendationId,
}

/// Says that it is not about a criterion.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/recommendations/{recommendation}/criteria/{criterion}/end")]
pub struct UnrelateRecommendation {
    pub recommendation: RecommendationId,
    pub criterion: CriterionId,
}
