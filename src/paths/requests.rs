//! Addresses of requests for evidence.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{EvidenceRequestId, InstitutionId};

/// Requests of an institution; for who only answers, those that are addressed to them.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/requests")]
pub struct Requests {
    pub institution: InstitutionId,
}

/// Where an institution's people start: with its assessments, or who only answers with what they are asked.
pub fn start_of(reads: bool, institution: InstitutionId) -> String {
    if reads {
        super::Assessments { institution }.to_string()
    } else {
        Requests { institution }.to_string()
    }
}

/// The form for a new request.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/requests/new")]
pub struct NewRequest {
    pub institution: InstitutionId,
}

/// One request; posting decides about it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/requests/{request}")]
pub struct Request {
    pub request: EvidenceRequestId,
}

/// Answers a request.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/requests/{request}/answer")]
pub struct AnswerRequest {
    pub request: EvidenceRequestId,
}
