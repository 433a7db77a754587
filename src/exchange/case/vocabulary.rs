//! The words of CASE: fields that are kept as extras, and types of associations.

use crate::standards::crosswalk::RelationKind;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    /// Several texts; kept with a bar between them.
    List,
    /// A link, or several; kept as JSON.
    Link,
    /// A moment or a day; one that is no such thing may not be written.
    Moment,
}

/// Fields of a document that have no place of their own in a pack.
pub(super) const DOCUMENT: [(&str, Holds); 12] = [
    ("identifier", Holds::Text),
    ("uri", Holds::Text),
    ("frameworkType", Holds::Text),
    ("publisher", Holds::Text),
    ("subject", Holds::List),
    ("subjectURI", Holds::Link),
    ("language", Holds::Text),
    ("statusStartDate", Holds::Moment),
    ("statusEndDate", Holds::Moment),
    ("licenseURI", Holds::Link),
    ("notes", Holds::Text),
    ("lastChangeDateTime", Holds::Moment),
];

/// Fields of an item that have no place of their own in a node.
pub(super) const ITEM: [(&str, Holds); 14] = [
    ("uri", Holds::Text),
    ("alternativeLabel", Holds::Text),
    ("listEnumeration", Holds::Text),
    ("conceptKeywords", Holds::List),
    ("conceptKeywordsURI", Holds::Link),
    ("subject", Holds::List),
    ("subjectURI", Holds::Link),
    ("language", Holds::Text),
    ("educationLevel", Holds::List),
    ("CFItemTypeURI", Holds::Link),
    ("licenseURI", Holds::Link),
    ("statusStartDate", Holds::Moment),
    ("statusEndDate", Holds::Moment),
    ("lastChangeDateTime", Holds::Moment),
];

/// The association that makes the tree.
pub(super) const CHILD: &str = "isChildOf";

/// The other associations that CASE 1.1 names.
pub(super) const ASSOCIATIONS: [&str; 9] = [
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
];

/// The type that is meant: sheets write `Is Child Of`.
pub(super) fn association(text: &str) -> String {
    let joined: String = text.split_whitespace().collect();
    let known = std::iter::once(CHILD).chain(ASSOCIATIONS);
    known.into_iter().find(|it| it.eq_ignore_ascii_case(&joined)).map_or(joined, ToOwned::to_owned)
}

/// What an item is to one of another framework by such an association; nothing where it does not compare the two.
pub(super) fn relation(association: &str) -> Option<RelationKind> {
    Some(match association {
        "exactMatchOf" | "isTranslationOf" => RelationKind::Equal,
        "isRelatedTo" | "isPeerOf" | "replacedBy" => RelationKind::Intersects,
        "isPartOf" => RelationKind::Subset,
        _ => return None,
    })
}

/// The association that says a relation, and whether it leads from the other item to ours.
pub(super) fn named(relation: RelationKind) -> (&'static str, bool) {
    match relation {
        RelationKind::Equal => ("exactMatchOf", false),
        RelationKind::Intersects => ("isRelatedTo", false),
        RelationKind::Subset => ("isPartOf", false),
        RelationKind::Superset => ("isPartOf", true),
    }
}
