//! What is looked for in the register, as it stands in the address of the page.

use serde::Deserialize;

use crate::entities::{Confidentiality, EditionId, EvidenceStatus};
use crate::search::Words;
use crate::web::components::query;

/// What is looked for, as it was typed and chosen. What is no choice at all is left aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    pub status: String,
    pub kind: String,
    pub unit: String,
    pub confidentiality: String,
    pub year: String,
    pub edition: String,
    pub tag: String,
    pub attention: String,
    pub sort: String,
}

/// One of the things that are asked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Words,
    Status,
    Kind,
    Unit,
    Confidentiality,
    Year,
    Edition,
    Tag,
    Attention,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Words,
        Self::Status,
        Self::Kind,
        Self::Unit,
        Self::Confidentiality,
        Self::Year,
        Self::Edition,
        Self::Tag,
        Self::Attention,
    ];
}

/// How what was found is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Reference,
    Newest,
    /// What is called by the words before what only says them.
    Relevance,
}

impl Filter {
    /// The words that are looked for.
    pub fn words(&self) -> Words {
        Words::of(&self.q)
    }

    /// Whether something was typed that has no letter and no digit.
    pub fn is_unsearchable(&self) -> bool {
        !self.q.trim().is_empty() && self.words().is_empty()
    }

    /// A status, if one is asked for.
    pub fn status(&self) -> Option<EvidenceStatus> {
        EvidenceStatus::from_code(&self.status)
    }

    /// A confidentiality, if one is asked for.
    pub fn confidentiality(&self) -> Option<Confidentiality> {
        Confidentiality::from_code(&self.confidentiality)
    }

    /// A year that is to be covered.
    pub fn year(&self) -> Option<i32> {
        self.year.trim().parse().ok().filter(|it| (1900..=2200).contains(it))
    }

    /// A tag that it is to have.
    pub fn tag(&self) -> Option<&str> {
        Some(self.tag.trim()).filter(|it| !it.is_empty())
    }

    /// An edition to which there is to be a link.
    pub fn edition(&self) -> Option<EditionId> {
        self.edition.trim().parse().ok().map(EditionId)
    }

    /// Whether only what needs attention is asked for.
    pub fn attention(&self) -> bool {
        !self.attention.is_empty()
    }

    /// The order: by reference, and by relevance where there are words.
    pub fn sort(&self) -> Sort {
        match self.sort.as_str() {
            "newest" => Sort::Newest,
            "reference" => Sort::Reference,
            _ if self.words().is_empty() => Sort::Reference,
            _ => Sort::Relevance,
        }
    }

    fn value(&self, part: Part) -> &str {
        match part {
            Part::Words => &self.q,
            Part::Status => &self.status,
            Part::Kind => &self.kind,
            Part::Unit => &self.unit,
            Part::Confidentiality => &self.confidentiality,
            Part::Year => &self.year,
            Part::Edition => &self.edition,
            Part::Tag => &self.tag,
            Part::Attention => &self.attention,
        }
    }

    /// What is asked for.
    pub fn parts(&self) -> Vec<Part> {
        let is_asked = |it: &Part| match it {
            Part::Status => self.status().is_some(),
            Part::Confidentiality => self.confidentiality().is_some(),
            Part::Year => self.year().is_some(),
            Part::Edition => self.edition().is_some(),
            other => !self.value(*other).trim().is_empty(),
        };
        Part::ALL.into_iter().filter(is_asked).collect()
    }

    /// The same without one part.
    #[must_use]
    pub fn without(&self, part: Part) -> Self {
        let mut other = self.clone();
        let value = match part {
            Part::Words => &mut other.q,
            Part::Status => &mut other.status,
            Part::Kind => &mut other.kind,
            Part::Unit => &mut other.unit,
            Part::Confidentiality => &mut other.confidentiality,
            Part::Year => &mut other.year,
            Part::Edition => &mut other.edition,
            Part::Tag => &mut other.tag,
            Part::Attention => &mut other.attention,
        };
        value.clear();
        other
    }

    /// As a query of an address: only what is asked for.
    pub fn query(&self) -> String {
        let pairs = [
            ("q", &self.q),
            ("status", &self.status),
            ("kind", &self.kind),
            ("unit", &self.unit),
            ("confidentiality", &self.confidentiality),
            ("year", &self.year),
            ("edition", &self.edition),
            ("tag", &self.tag),
            ("attention", &self.attention),
            ("sort", &self.sort),
        ];
        let said = pairs.iter().filter(|it| !it.1.is_empty());
        said.map(|(name, value)| format!("{name}={}", query(value))).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_remembered_by_its_address() {
        let filter = Filter { q: "a & b".into(), year: "2024".into(), ..Filter::default() };
        assert_eq!(filter.query(), "q=a%20%26%20b&year=2024");
        assert_eq!(filter.parts(), [Part::Words, Part::Year]);
        assert_eq!(filter.without(Part::Words).query(), "year=2024");
        assert_eq!(filter.sort(), Sort::Relevance);
        let odd =
            Filter { q: "%".into(), year: "soon".into(), status: "x".into(), ..Filter::default() };
        assert!(odd.is_unsearchable() && odd.parts() == [Part::Words]);
    }
}
