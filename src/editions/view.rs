//! What of an edition is compared: the same whether it comes from a pack or from the database.

use std::collections::HashMap;

use crate::entities::{CriterionId, criterion};
use crate::standards::pack::{Head, Pack};
use crate::standards::store::Whole;
use crate::titles::Titles;

/// An edition as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edition {
    pub title: Titles,
    pub head: Head,
    /// In preorder.
    pub criteria: Vec<Criterion>,
}

/// A criterion as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criterion {
    pub code: String,
    /// Code of the one above it.
    pub parent: Option<String>,
    pub kind: String,
    pub title: Titles,
    pub summary: Titles,
    pub guidance: Titles,
    pub assessable: bool,
    pub mandatory: bool,
    pub weight: f64,
    pub groups: Vec<String>,
    pub expects: Vec<String>,
}

impl Criterion {
    /// What it says in a language, for comparing: title and summary, or the guidance where there is neither.
    pub fn words(&self, tag: &str) -> String {
        let of = |titles: &Titles| titles.own(tag).unwrap_or_else(|| titles.en()).to_owned();
        let words = format!("{} {}", of(&self.title), of(&self.summary));
        if words.trim().is_empty() { of(&self.guidance) } else { words }
    }
}

impl From<&Pack> for Edition {
    fn from(pack: &Pack) -> Self {
        let nodes = pack.preorder();
        let criteria = nodes.iter().map(|it| Criterion {
            code: it.node.code.clone(),
            parent: it.parent.map(|it| nodes[it].node.code.clone()),
            kind: it.node.kind.clone(),
            title: it.node.title.clone(),
            summary: it.node.summary.clone().unwrap_or_default(),
            guidance: it.node.guidance.clone().unwrap_or_default(),
            assessable: pack.is_assessable(it.node),
            mandatory: it.node.mandatory,
            weight: it.node.weight,
            groups: it.node.groups.clone(),
            expects: it.node.expects.clone(),
        });
        Self { title: pack.title.clone(), head: pack.about.clone(), criteria: criteria.collect() }
    }
}

impl From<&Whole> for Edition {
    fn from(whole: &Whole) -> Self {
        Self {
            title: whole.edition.title.clone(),
            head: (*whole.head).clone(),
            criteria: of_rows(&whole.criteria),
        }
    }
}

/// The criteria of an edition out of their rows.
fn of_rows(rows: &[criterion::Model]) -> Vec<Criterion> {
    let codes: HashMap<CriterionId, &str> =
        rows.iter().map(|it| (it.id, it.code.as_str())).collect();
    let code = |id: CriterionId| codes.get(&id).map(|it| (*it).to_owned());
    rows.iter()
        .map(|it| Criterion {
            code: it.code.clone(),
            parent: it.parent_id.and_then(code),
            kind: it.kind.clone(),
            title: if it.details.untitled { Titles::default() } else { it.title.clone() },
            summary: it.summary.clone(),
            guidance: it.details.guidance.clone().unwrap_or_default(),
            assessable: it.assessable,
            mandatory: it.mandatory,
            weight: it.weight,
            groups: it.groups.0.clone(),
            expects: it.expects.0.clone(),
        })
        .collect()
}
