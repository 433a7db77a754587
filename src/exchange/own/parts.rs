//! The sheets of our workbook and their columns: the format itself. Names never change; new ones may come.

/// The version that is written, and the only one there is.
pub(super) const VERSION: &str = "1";

/// Sheet of what holds for the edition as a whole: a field a row.
pub(super) const EDITION: &str = "Edition";
pub(super) const EDITION_COLUMNS: &[&str] = &["field", "language", "value"];
/// The fields, and whether they may be there in several languages.
pub(super) const EDITION_FIELDS: &[(&str, bool)] = &[
    ("id", false),
    ("title", true),
    ("version", false),
    ("kind", false),
    ("framework id", false),
    ("framework title", true),
    ("issuer", false),
    ("supplements", false),
    ("original language", false),
    ("status", false),
    ("description", true),
    ("recognised until", false),
    ("successor", false),
    ("transition note", false),
    ("source", false),
    ("licence note", false),
    ("completeness", false),
    ("target", false),
    ("scale note", false),
    ("percent", false),
    ("first axis", true),
    ("second axis", true),
];

/// Sheet of the tree: a criterion a row, each below the last that is less deep.
pub(super) const CRITERIA: &str = "Criteria";
pub(super) const CRITERIA_COLUMNS: &[&str] = &[
    "depth",
    "code",
    "kind",
    "title",
    "summary",
    "guidance",
    "typical evidence",
    "assessable",
    "mandatory",
    "importance",
    "weight",
    "groups",
    "expects",
    "references",
    "provenance",
    "under",
    "identifier",
    "numbered",
    EXTRA,
    EXTRAS,
];

/// Sheet of the levels, worst first; what does not apply is a level with the role `not_applicable`.
pub(super) const SCALE: &str = "Scale";
pub(super) const SCALE_COLUMNS: &[&str] = &[
    "code",
    "title",
    "description",
    "second description",
    "score",
    "weight",
    "from",
    "role",
    "aliases",
];
/// Role of the mark for what does not apply.
pub(super) const NOT_APPLICABLE: &str = "not_applicable";

/// Sheet of the decisions, best first: a rule a row.
pub(super) const OUTCOMES: &str = "Outcomes";
pub(super) const OUTCOMES_COLUMNS: &[&str] = &[
    "code",
    "title",
    "valid months",
    "note",
    "rule",
    "level",
    "share",
    "score",
    "setting",
    "setting title",
    "condition",
];

/// Sheet of the groups.
pub(super) const GROUPS: &str = "Groups";
pub(super) const GROUPS_COLUMNS: &[&str] = &["code", "title", "description", "chosen"];

/// Sheet of the questions: a choice a row.
pub(super) const QUESTIONS: &str = "Questions";
pub(super) const QUESTIONS_COLUMNS: &[&str] = &[
    "criterion",
    "question",
    "kind",
    "text",
    EXTRAS,
    "choice",
    "choice text",
    "score",
    "choice extras",
];

/// Sheet of what is too long for a cell.
pub(super) const NOTES: &str = "Notes";
pub(super) const NOTES_COLUMNS: &[&str] = &["note", "part", "more"];

/// Sheet of explanations; not read.
pub(super) const HELP: &str = "How to fill in";

/// Columns of what has no place of its own, each headed `extra: name`.
pub(super) const EXTRA: &str = "extra";
/// Column of all of that for which there is no column, a pair a line.
pub(super) const EXTRAS: &str = "extras";

/// Columns that may be there in several languages: `title[en]`.
pub(super) const SPOKEN: &[&str] = &[
    "title",
    "summary",
    "guidance",
    "typical evidence",
    "description",
    "second description",
    "setting title",
    "condition",
    "text",
    "choice text",
];

/// How a column is headed.
pub(super) fn heading(field: &str, sub: &str) -> String {
    if field == EXTRA {
        format!("{EXTRA}: {sub}")
    } else if sub.is_empty() {
        field.to_owned()
    } else {
        format!("{field}[{sub}]")
    }
}

/// What a column holds, by its heading: the field, and its language or the name of the extra.
pub(super) fn meaning(
    heading: &str,
    columns: &'static [&'static str],
) -> Option<(&'static str, String)> {
    if columns.contains(&EXTRA)
        && let Some(name) = heading.trim_start().strip_prefix("extra:")
    {
        return Some((EXTRA, name.strip_prefix(' ').unwrap_or(name).to_owned()));
    }
    let known = |it: &str| {
        let it = it.trim().to_lowercase();
        columns.iter().find(|name| **name == it && **name != EXTRA)
    };
    if let Some((field, tag)) = heading.trim().strip_suffix(']').and_then(|it| it.split_once('[')) {
        let field = known(field).filter(|it| SPOKEN.contains(it))?;
        return Some((field, tag.trim().to_owned()));
    }
    let field = known(heading)?;
    let sub = if SPOKEN.contains(field) { "en" } else { "" };
    Some((field, sub.to_owned()))
}
