//! The shape of what is kept aside and may be written back: only what the schema of OSCAL allows.

use serde_json::Value;

use super::ids;

/// What a member may be.
enum Kind {
    Token,
    Str,
    Line,
    Text,
    Uuid,
    Uri,
    Reference,
    Of(&'static [&'static str]),
    One(&'static Shape),
    Many(&'static Kind),
}

/// What an object may hold.
struct Shape {
    required: &'static [&'static str],
    members: &'static [(&'static str, Kind)],
    /// Two members of which only one may be there.
    either: Option<(&'static str, &'static str)>,
}

const fn shape(
    required: &'static [&'static str],
    members: &'static [(&'static str, Kind)],
) -> Shape {
    Shape { required, members, either: None }
}

use Kind::{Line, Many, Of, One, Reference, Str, Text, Token, Uri, Uuid};

static PROPS: Kind = Many(&One(&PROP));
static LINKS: Kind = Many(&One(&LINK));
static PARAMS: Kind = Many(&One(&PARAM));
static PARTS: Kind = Many(&One(&PART));

static PROP: Shape = shape(
    &["name", "value"],
    &[
        ("name", Token),
        ("uuid", Uuid),
        ("ns", Uri),
        ("value", Str),
        ("class", Token),
        ("group", Token),
        ("remarks", Text),
    ],
);

static LINK: Shape = shape(
    &["href"],
    &[
        ("href", Reference),
        ("rel", Token),
        ("media-type", Str),
        ("resource-fragment", Str),
        ("text", Line),
    ],
);

static PART: Shape = shape(
    &["name"],
    &[
        ("id", Token),
        ("name", Token),
        ("ns", Uri),
        ("class", Token),
        ("title", Line),
        ("props", Many(&One(&PROP))),
        ("prose", Text),
        ("parts", Many(&One(&PART))),
        ("links", Many(&One(&LINK))),
    ],
);

static PARAM: Shape = Shape {
    required: &["id"],
    members: &[
        ("id", Token),
        ("class", Token),
        ("depends-on", Token),
        ("props", Many(&One(&PROP))),
        ("links", Many(&One(&LINK))),
        ("label", Line),
        ("usage", Text),
        ("constraints", Many(&One(&CONSTRAINT))),
        ("guidelines", Many(&One(&GUIDELINE))),
        ("values", Many(&Str)),
        ("select", One(&SELECT)),
        ("remarks", Text),
    ],
    either: Some(("values", "select")),
};

static CONSTRAINT: Shape = shape(&[], &[("description", Text), ("tests", Many(&One(&TEST)))]);
static TEST: Shape = shape(&["expression"], &[("expression", Str), ("remarks", Text)]);
static GUIDELINE: Shape = shape(&["prose"], &[("prose", Text)]);
static SELECT: Shape =
    shape(&[], &[("how-many", Of(&["one", "one-or-more"])), ("choice", Many(&Line))]);

static BACK_MATTER: Shape = shape(&[], &[("resources", Many(&One(&RESOURCE)))]);
static RESOURCE: Shape = shape(
    &["uuid"],
    &[
        ("uuid", Uuid),
        ("title", Line),
        ("description", Text),
        ("props", Many(&One(&PROP))),
        ("document-ids", Many(&One(&DOCUMENT_ID))),
        ("citation", One(&CITATION)),
        ("rlinks", Many(&One(&RLINK))),
        ("remarks", Text),
    ],
);
static DOCUMENT_ID: Shape = shape(&["identifier"], &[("scheme", Uri), ("identifier", Str)]);
static CITATION: Shape =
    shape(&["text"], &[("text", Line), ("props", Many(&One(&PROP))), ("links", Many(&One(&LINK)))]);
static RLINK: Shape =
    shape(&["href"], &[("href", Reference), ("media-type", Str), ("hashes", Many(&One(&HASH)))]);
static HASH: Shape = shape(&["algorithm", "value"], &[("algorithm", Str), ("value", Str)]);

/// Whether a member that OSCAL knows may be written as it is.
pub(super) fn fits(member: &str, value: &Value) -> bool {
    match member {
        "class" => is(value, &Token),
        "uuid" => is(value, &Uuid),
        "props" => is(value, &PROPS),
        "links" => is(value, &LINKS),
        "params" => is(value, &PARAMS),
        "parts" => is(value, &PARTS),
        "back-matter" => is(value, &One(&BACK_MATTER)),
        _ => false,
    }
}

fn is(value: &Value, kind: &Kind) -> bool {
    let text = |fits: fn(&str) -> bool| value.as_str().is_some_and(fits);
    match kind {
        Token => text(ids::is_token),
        Str => text(ids::is_string),
        Line => text(ids::is_line),
        Text => value.is_string(),
        Uuid => text(ids::is_uuid),
        Uri => text(ids::is_uri),
        Reference => text(ids::is_reference),
        Of(words) => value.as_str().is_some_and(|it| words.contains(&it)),
        Many(kind) => {
            let all = |it: &Vec<Value>| !it.is_empty() && it.iter().all(|it| is(it, kind));
            value.as_array().is_some_and(all)
        }
        One(shape) => holds(value, shape),
    }
}

fn holds(value: &Value, shape: &Shape) -> bool {
    let Some(object) = value.as_object() else { return false };
    let known = |name: &str| shape.members.iter().find(|it| it.0 == name);
    shape.required.iter().all(|it| object.contains_key(*it))
        && object.iter().all(|(name, it)| known(name).is_some_and(|(_, kind)| is(it, kind)))
        && !shape.either.is_some_and(|(a, b)| object.contains_key(a) && object.contains_key(b))
}
