//! What a user says of a table.

/// Which column is what, each by its place among the columns of the sheet. All others are kept as extras.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub code: Option<usize>,
    pub title: Option<usize>,
    pub summary: Option<usize>,
    pub guidance: Option<usize>,
    pub typical_evidence: Option<usize>,
    pub kind: Option<usize>,
    /// Marks what is rated itself: x, yes, 1; an empty cell says no.
    pub assessable: Option<usize>,
    pub mandatory: Option<usize>,
    pub importance: Option<usize>,
    pub weight: Option<usize>,
    /// Groups that a criterion belongs to, with commas, semicolons or line ends between them.
    pub groups: Option<usize>,
    pub levels: Levels,
}

/// What says which criterion stands below which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Levels {
    /// A column with the depth, from 0 or from 1.
    Depth(usize),
    /// A column with the code of the one above.
    Parent(usize),
    /// The codes: 7.2.1 below 7.2, AC-2(1) below AC-2.
    Numbering,
    /// Spaces before the title, or before the code.
    Indentation,
    /// One column a level, from the top: chapter, section. An empty cell goes on with what stands above it.
    Columns(Vec<usize>),
    /// Nothing.
    #[default]
    Flat,
}

/// What a table does not say of its edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// Lower-case letters, digits and hyphens; the framework gets the same.
    pub id: String,
    pub version: String,
    pub issuer: String,
    /// Tag of the language that the texts are in.
    pub language: String,
}

impl Columns {
    /// All columns that have a meaning.
    pub(super) fn used(&self) -> Vec<usize> {
        let single = [
            self.code,
            self.title,
            self.summary,
            self.guidance,
            self.typical_evidence,
            self.kind,
            self.assessable,
            self.mandatory,
            self.importance,
            self.weight,
            self.groups,
        ];
        let mut used: Vec<usize> = single.into_iter().flatten().collect();
        match &self.levels {
            Levels::Depth(it) | Levels::Parent(it) => used.push(*it),
            Levels::Columns(several) => used.extend(several),
            Levels::Numbering | Levels::Indentation | Levels::Flat => {}
        }
        used
    }
}
