//! The table of files to sort in, as it was sent. Nothing that was typed in it is lost where a row is refused.

use serde::Deserialize;

use crate::entities::{CriterionId, EvidenceId, WaitingFileId};

/// Names and values in the order in which they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// The first value with a name; empty where none was sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The files whose rows were sent.
    pub fn rows(&self) -> Vec<WaitingFileId> {
        self.all("row").filter_map(|it| it.parse().ok()).collect()
    }

    /// The file that shall be thrown away, if this is what was asked.
    pub fn discard(&self) -> Option<WaitingFileId> {
        self.get("discard").parse().ok()
    }

    /// Whether all that are ticked become one item.
    pub fn is_together(&self) -> bool {
        self.get("how") == "together"
    }

    /// The row of a file, if it was sent.
    pub fn row(&self, id: WaitingFileId) -> Option<Row> {
        let id_text = id.to_string();
        self.all("row").any(|it| it == id_text).then(|| {
            let own = |name: &str| self.get(&format!("{name}-{id}")).to_owned();
            let criteria = format!("criterion-{id}");
            Row {
                ticked: self.all("tick").any(|it| it == id_text),
                becomes: own("becomes"),
                title: own("title"),
                kind: own("kind"),
                document_date: own("document_date"),
                covers_from: own("covers_from"),
                covers_to: own("covers_to"),
                criteria: self.all(&criteria).filter_map(|it| it.parse().ok()).collect(),
                more: own("more"),
                sure: own("sure") == "yes",
            }
        })
    }

    /// What holds for all that are ticked, where their rows say nothing.
    pub fn common(&self) -> Row {
        let own = |name: &str| self.get(&format!("all-{name}")).to_owned();
        Row {
            title: own("title"),
            kind: own("kind"),
            document_date: own("document_date"),
            covers_from: own("covers_from"),
            covers_to: own("covers_to"),
            more: own("more"),
            ..Row::default()
        }
    }
}

/// One row as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub ticked: bool,
    /// What it becomes, as `Becomes` reads it.
    pub becomes: String,
    pub title: String,
    pub kind: String,
    pub document_date: String,
    pub covers_from: String,
    pub covers_to: String,
    /// Suggestions that were ticked.
    pub criteria: Vec<CriterionId>,
    /// Codes that were typed.
    pub more: String,
    /// It shall be taken although its date is outside of the assessment's period.
    pub sure: bool,
}

impl Row {
    /// The row with what holds for all in the place of what it does not say itself.
    #[must_use]
    pub fn or(&self, common: &Self) -> Self {
        let of = |own: &String, other: &String| {
            if own.trim().is_empty() { other.clone() } else { own.clone() }
        };
        // A criterion for all is added to those of the row; a period belongs together.
        let has_period = !self.covers_from.trim().is_empty() || !self.covers_to.trim().is_empty();
        let period = if has_period { self } else { common };
        Self {
            kind: of(&self.kind, &common.kind),
            document_date: of(&self.document_date, &common.document_date),
            covers_from: period.covers_from.clone(),
            covers_to: period.covers_to.clone(),
            more: format!("{},{}", self.more, common.more),
            ..self.clone()
        }
    }
}

/// What a file becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    New,
    /// The item that has its content already is linked in its place.
    Link(EvidenceId),
    /// A newer state of a part of an item, of which the revision of this number was shown.
    Revision(EvidenceId, i32, i32),
}

impl Becomes {
    /// From `new`, `link:12` or `revision:12:1:4`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let found = match (parts.next()?, parts.next(), parts.next(), parts.next()) {
            ("new" | "", None, None, None) => Self::New,
            ("link", Some(item), None, None) => Self::Link(item.parse().ok()?),
            ("revision", Some(item), Some(part), Some(seen)) => {
                Self::Revision(item.parse().ok()?, part.parse().ok()?, seen.parse().ok()?)
            }
            _ => return None,
        };
        parts.next().is_none().then_some(found)
    }
}

impl std::fmt::Display for Becomes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Link(item) => write!(f, "link:{item}"),
            Self::Revision(item, part, seen) => write!(f, "revision:{item}:{part}:{seen}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_becomes_is_read_as_it_is_written() {
        let newer = Becomes::Revision(EvidenceId(4), 2, 5);
        for it in [Becomes::New, Becomes::Link(EvidenceId(4)), newer] {
            assert_eq!(Becomes::parse(&it.to_string()), Some(it));
        }
        for text in
            ["link", "link:x", "revision:1", "revision:1:2", "revision:1:2:3:4", "new:1", "other"]
        {
            assert_eq!(Becomes::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_row_says_goes_before_what_holds_for_all() {
        let common =
            Row { kind: "report".into(), covers_to: "2026-12-31".into(), ..Row::default() };
        let row = Row { covers_from: "2025-01-01".into(), ..Row::default() };
        let both = row.or(&common);
        assert_eq!((both.kind.as_str(), both.covers_to.as_str()), ("report", ""));
        assert_eq!(Row::default().or(&common).covers_to, "2026-12-31");
    }
}
