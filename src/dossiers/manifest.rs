//! What a dossier says it holds: each evidence item with its pinned revisions, what was rated, the criteria as they read. Pure.
//!
//! It is written as JSON without white space, its keys in the order of the alphabet and its lists in a fixed order, so that the same dossier
//! gives the same bytes. The hash of a dossier is the SHA-256 of these bytes: whoever has the file can work it out with any tool.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::entities::{
    Confidentiality, CriterionId, EvidenceId, EvidenceStatus, RevisionId, RevisionKind, Round,
};
use crate::files::hex;

/// Version of the format.
pub const FORMAT: &str = "kriter-dossier-1";

/// A dossier as a whole. Fields stand in the order of the alphabet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub assessment: About,
    pub criteria: Vec<Criterion>,
    pub evidence: Vec<Evidence>,
    pub format: String,
    pub ratings: Vec<Rated>,
}

/// Which assessment, and when it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Id of the edition.
    pub edition: String,
    /// SHA-256 of the edition as it was published.
    pub edition_sha256: String,
    pub id: i64,
    /// Code of the institution.
    pub institution: String,
    pub name: String,
    /// RFC 3339, in UTC.
    pub sealed_at: String,
    pub target: String,
    pub version: i32,
    pub visit: Option<NaiveDate>,
}

/// A criterion in the scope, by the hash of its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    pub code: String,
    pub edition: String,
    pub id: CriterionId,
    pub sha256: String,
}

/// An evidence item as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub confidentiality: Confidentiality,
    pub document_date: Option<NaiveDate>,
    pub id: EvidenceId,
    pub kind: Option<String>,
    pub links: Vec<Link>,
    pub reference: String,
    pub revisions: Vec<Revision>,
    pub status: EvidenceStatus,
    pub title: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
}

/// What an item was offered for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub code: String,
    pub criterion: CriterionId,
    pub place: String,
    pub relevance: String,
}

/// A part of an item as it was pinned: a file by its content, a web link, a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub id: RevisionId,
    pub kind: RevisionKind,
    pub media_type: Option<String>,
    /// A file's name, a web address, a room and shelf.
    pub name: String,
    pub number: i32,
    pub part: i32,
    pub sha256: Option<String>,
    pub size: Option<i64>,
}

/// A level that counted: the institution's own, or what a round of reviewers determined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    pub code: String,
    pub criterion: CriterionId,
    pub level: String,
    pub rationale: String,
    pub round: Round,
    pub score: Option<f64>,
    pub second: Option<String>,
}

impl Manifest {
    /// Brings the lists into their fixed order.
    pub fn sort(&mut self) {
        self.criteria.sort_by_key(|it| it.id);
        self.evidence.sort_by_key(|it| it.id);
        for it in &mut self.evidence {
            it.links.sort_by_key(|it| it.criterion);
            it.revisions.sort_by_key(|it| (it.part, it.number));
        }
        self.ratings.sort_by_key(|it| (it.round, it.criterion));
    }

    /// The bytes that are hashed.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// A manifest from its bytes.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The files that it pins, each once, in the order of their hashes.
    pub fn files(&self) -> Vec<&str> {
        let revisions = self.evidence.iter().flat_map(|it| &it.revisions);
        let mut files: Vec<&str> = revisions.filter_map(|it| it.sha256.as_deref()).collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

/// SHA-256 of a text, as hex digits.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word() -> impl Strategy<Value = String> {
        "[a-zčđžë\"\\\\<]{0,6}"
    }

    fn link() -> impl Strategy<Value = Link> {
        (1_i64..9, word(), word()).prop_map(|(id, place, relevance)| Link {
            code: format!("{id}"),
            criterion: CriterionId(id),
            place,
            relevance,
        })
    }

    fn revision() -> impl Strategy<Value = Revision> {
        (1_i32..4, 1_i32..4, word(), any::<bool>()).prop_map(|(part, number, name, file)| {
            Revision {
                id: RevisionId(i64::from(part * 10 + number)),
                kind: if file { RevisionKind::File } else { RevisionKind::Web },
                media_type: None,
                sha256: file.then(|| digest(&name)),
                size: file.then_some(1),
                name,
                number,
                part,
            }
        })
    }

    fn evidence() -> impl Strategy<Value = Evidence> {
        let lists = (prop::collection::vec(link(), 0..4), prop::collection::vec(revision(), 0..4));
        let status = prop::sample::select(EvidenceStatus::ALL);
        (1_i64..12, word(), status, lists).prop_map(|(id, title, status, (links, revisions))| {
            let mut it = Evidence {
                confidentiality: Confidentiality::Internal,
                document_date: None,
                id: EvidenceId(id),
                kind: None,
                links,
                reference: format!("E-{id}"),
                revisions,
                status,
                title,
                valid_from: None,
                valid_until: None,
            };
            // One link to a criterion, one revision of a part: as the database has it.
            it.links.sort_by_key(|it| it.criterion);
            it.links.dedup_by_key(|it| it.criterion);
            it.revisions.sort_by_key(|it| (it.part, it.number));
            it.revisions.dedup_by_key(|it| it.part);
            it
        })
    }

    fn rated() -> impl Strategy<Value = Rated> {
        let round = prop::sample::select(Round::ALL);
        let score = prop::option::of((0_u32..1000).prop_map(|it| f64::from(it) / 10.0));
        (1_i64..9, word(), word(), round, score).prop_map(|(id, level, rationale, round, score)| {
            Rated {
                code: format!("{id}"),
                criterion: CriterionId(id),
                level,
                rationale,
                round,
                score,
                second: None,
            }
        })
    }

    /// Any dossier.
    pub(in crate::dossiers) fn manifest() -> impl Strategy<Value = Manifest> {
        let evidence = prop::collection::vec(evidence(), 0..8);
        let ratings = prop::collection::vec(rated(), 0..8);
        let criteria = prop::collection::vec((1_i64..9, word()), 0..8);
        (evidence, ratings, criteria).prop_map(|(evidence, ratings, criteria)| {
            let criteria = criteria.into_iter().map(|(id, text)| Criterion {
                code: format!("{id}"),
                edition: "xk".into(),
                id: CriterionId(id),
                sha256: digest(&text),
            });
            let mut it = Manifest {
                assessment: About {
                    edition: "xk".into(),
                    edition_sha256: digest("xk"),
                    id: 1,
                    institution: "KAPS".into(),
                    name: "BA 2027".into(),
                    sealed_at: "2026-11-24T10:00:00Z".into(),
                    target: "granted".into(),
                    version: 1,
                    visit: None,
                },
                criteria: criteria.collect(),
                evidence,
                format: FORMAT.into(),
                ratings,
            };
            it.sort();
            it.criteria.dedup_by_key(|it| it.id);
            it.evidence.dedup_by_key(|it| it.id);
            it.ratings.dedup_by_key(|it| (it.round, it.criterion));
            it
        })
    }

    /// The keys of every object, in the order in which they are written.
    fn keys(text: &str) -> Vec<Vec<String>> {
        let mut open: Vec<Vec<String>> = Vec::new();
        let mut all = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            match first {
                '{' => open.push(Vec::new()),
                '}' => all.extend(open.pop()),
                '"' => {
                    let mut literal =
                        serde_json::Deserializer::from_str(rest).into_iter::<String>();
                    let word = literal.next().unwrap().unwrap();
                    rest = &rest[literal.byte_offset()..];
                    if let (true, Some(last)) = (rest.starts_with(':'), open.last_mut()) {
                        last.push(word);
                    }
                    continue;
                }
                _ => {}
            }
            rest = &rest[first.len_utf8()..];
        }
        all
    }

    proptest! {
        #[test]
        fn it_is_written_in_one_way_and_read_back(held in manifest(), seed in any::<u64>()) {
            let text = held.text().unwrap();
            prop_assert_eq!(&Manifest::read(&text).unwrap(), &held);
            for keys in keys(&text) {
                prop_assert!(keys.windows(2).all(|it| it[0] < it[1]), "{:?}", keys);
            }
            // However its rows came, it is the same.
            let mut other = held.clone();
            if seed % 2 == 0 { other.evidence.reverse() }
            if seed % 3 == 0 { other.ratings.reverse() }
            other.criteria.reverse();
            for it in &mut other.evidence { it.links.reverse(); it.revisions.reverse() }
            other.sort();
            prop_assert_eq!(digest(&other.text().unwrap()), digest(&text));
        }
    }
}
