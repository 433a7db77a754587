//! What an evidence item says of itself.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{NotSet, Set};
use sha2::{Digest as _, Sha256};

use super::numbers::order_key;
use crate::entities::{
    Codes, Confidentiality, EvidenceStatus, InstitutionId, Proof, evidence_item,
};
use crate::files::hex;

/// The facts of an evidence item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The institution's code of it; given by `store::add` where it is empty.
    pub reference: String,
    pub title: String,
    pub description: String,
    pub type_code: Option<String>,
    pub proof: Option<Proof>,
    pub owner_unit: String,
    pub owner_person: String,
    /// Tag of the language that it is written in.
    pub language: Option<String>,
    pub tags: Codes,
    /// For the institution itself.
    pub notes: String,
    pub document_date: Option<NaiveDate>,
    /// The period that it proves something about.
    pub covers_from: Option<NaiveDate>,
    pub covers_to: Option<NaiveDate>,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub review_months: Option<i32>,
    pub confidentiality: Confidentiality,
    pub status: EvidenceStatus,
    /// Why it was returned or withdrawn.
    pub reason: String,
}

impl Default for Facts {
    /// An item that says nothing of itself yet.
    fn default() -> Self {
        Self {
            reference: String::new(),
            title: String::new(),
            description: String::new(),
            type_code: None,
            proof: None,
            owner_unit: String::new(),
            owner_person: String::new(),
            language: None,
            tags: Codes::default(),
            notes: String::new(),
            document_date: None,
            covers_from: None,
            covers_to: None,
            valid_from: None,
            valid_until: None,
            review_months: None,
            confidentiality: Confidentiality::Internal,
            status: EvidenceStatus::Submitted,
            reason: String::new(),
        }
    }
}

impl Facts {
    /// The facts of an item as it is stored.
    pub fn of(it: &evidence_item::Model) -> Self {
        Self {
            reference: it.reference.clone(),
            title: it.title.clone(),
            description: it.description.clone(),
            type_code: it.type_code.clone(),
            proof: it.proof,
            owner_unit: it.owner_unit.clone(),
            owner_person: it.owner_person.clone(),
            language: it.language.clone(),
            tags: it.tags.clone(),
            notes: it.notes.clone(),
            document_date: it.document_date,
            covers_from: it.covers_from,
            covers_to: it.covers_to,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
            review_months: it.review_months,
            confidentiality: it.confidentiality,
            status: it.status,
            reason: it.reason.clone(),
        }
    }

    /// By which a form tells later whether it was opened before somebody else changed anything of this.
    pub fn stamp(&self) -> String {
        let mut stamp = hex(&Sha256::digest(format!("{self:?}")));
        stamp.truncate(16);
        stamp
    }

    /// A row to be inserted.
    pub fn row(self, institution: InstitutionId, now: DateTime<Utc>) -> evidence_item::ActiveModel {
        evidence_item::ActiveModel {
            id: NotSet,
            institution_id: Set(institution),
            order_key: Set(order_key(&self.reference)),
            reference: Set(self.reference),
            title: Set(self.title),
            description: Set(self.description),
            type_code: Set(self.type_code),
            proof: Set(self.proof),
            owner_unit: Set(self.owner_unit),
            owner_person: Set(self.owner_person),
            language: Set(self.language),
            tags: Set(self.tags),
            notes: Set(self.notes),
            document_date: Set(self.document_date),
            covers_from: Set(self.covers_from),
            covers_to: Set(self.covers_to),
            valid_from: Set(self.valid_from),
            valid_until: Set(self.valid_until),
            review_months: Set(self.review_months),
            confidentiality: Set(self.confidentiality),
            status: Set(self.status),
            reason: Set(self.reason),
            superseded_by_id: Set(None),
            deleted_at: Set(None),
            created_at: Set(now),
            recorded_at: Set(now),
        }
    }

    /// Whether what readiness depends on is the same.
    pub(super) fn counts_like(&self, it: &evidence_item::Model) -> bool {
        let own = (
            self.status,
            &self.type_code,
            self.document_date,
            self.valid_from,
            self.valid_until,
            self.review_months,
        );
        own == (
            it.status,
            &it.type_code,
            it.document_date,
            it.valid_from,
            it.valid_until,
            it.review_months,
        )
    }

    /// Whether what an item is found by in the search is the same.
    pub(super) fn reads_like(&self, it: &evidence_item::Model) -> bool {
        let own = (
            (&self.reference, &self.title, &self.description, &self.notes),
            (&self.owner_unit, &self.owner_person, &self.tags),
            (self.covers_from, self.covers_to),
        );
        own == (
            (&it.reference, &it.title, &it.description, &it.notes),
            (&it.owner_unit, &it.owner_person, &it.tags),
            (it.covers_from, it.covers_to),
        )
    }
}
