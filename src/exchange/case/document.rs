//! The document of a package: the pack without its criteria, out of it and into it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::assigned::{as_uuid, of_edition, slug, urn, uuid};
use super::fields::{OURS, Told, extensions, extras, line, normal, put_back, text};
use super::item;
use super::vocabulary::DOCUMENT;
use crate::exchange::notice::NoticeKind;
use crate::standards::pack::{FrameworkHead, Head, Pack, PackKind};
use crate::titles::Titles;

/// Fields that go into a pack's own, or are the same in every file.
const OWN: [&str; 8] = [
    "title",
    "creator",
    "version",
    "adoptionStatus",
    "description",
    "officialSourceURL",
    "caseVersion",
    "extensions",
];

/// The language of a pack without one of its own.
const USUAL: &str = "en";

/// The pack that a document says, without criteria; `beside` is what stands in the package beside document, items and
/// associations, `usual` the language where the document names none.
pub(super) fn read(
    document: &Map<String, Value>,
    beside: &Map<String, Value>,
    usual: Option<&str>,
    told: &mut Told,
) -> Pack {
    let plain = plain(document, beside, usual, told);
    let ours = extensions(document).1;
    item::patched(plain, ours, "criteria", "CFDocument", told)
}

fn plain(
    document: &Map<String, Value>,
    beside: &Map<String, Value>,
    usual: Option<&str>,
    told: &mut Told,
) -> Pack {
    let place = "CFDocument";
    let mut about = Head {
        extras: extras(document, &DOCUMENT, &OWN, place, told),
        status: line(document, "adoptionStatus", place, told).unwrap_or_default(),
        sources: line(document, "officialSourceURL", place, told).into_iter().collect(),
        ..Head::default()
    };
    let given = about.extras.get("language").cloned();
    let tag = given.as_deref().or(usual).and_then(item::tag).unwrap_or_else(|| USUAL.to_owned());
    about.extras.retain(|name, value| name != "language" || *value != tag);
    about.language = (tag != USUAL).then(|| tag.clone());
    let identifier = about.extras.get("identifier").cloned().unwrap_or_default();
    about.extras.retain(|name, value| name != "uri" || *value != urn(&identifier));
    about.licence_note = licence(document, beside).unwrap_or_default();
    let description = text(document, "description", place, told);
    let description = description.or_else(|| about.extras.remove("notes"));
    about.description = description.map(|it| Titles::of(&tag, it));
    about.extras.extend(extensions(document).0.map(|it| ("extensions".to_owned(), it)));
    keep_aside(&mut about, beside, document, told);

    let mut given = |name: &str, usual: &str| {
        line(document, name, place, told).unwrap_or_else(|| {
            told.tell(NoticeKind::Assumed, &format!("{place}.{name}"), usual);
            usual.to_owned()
        })
    };
    let title = given("title", "CASE");
    let issuer = given("creator", "?");
    let version = given("version", "1");
    let framework = match slug(&title) {
        empty if empty.is_empty() => format!("case-{}", slug(&identifier)),
        slug => slug,
    };
    let framework = framework.trim_end_matches('-').to_owned();
    let year: String = slug(&version).chars().take(20).collect();
    Pack {
        id: format!("{framework}-{year}").trim_end_matches('-').to_owned(),
        framework: FrameworkHead { id: framework, title: Titles::of(&tag, &title), issuer },
        title: Titles::of(&tag, &title),
        version,
        kind: PackKind::Criteria,
        supplements: None,
        about,
        criteria: Vec::new(),
    }
}

/// Keeps what stands beside the document, but for the licence that has a place of its own.
fn keep_aside(
    about: &mut Head,
    beside: &Map<String, Value>,
    document: &Map<String, Value>,
    told: &mut Told,
) {
    for (name, value) in beside {
        let mut value = value.clone();
        if name == "extensions" {
            value = extensions(beside).0.map_or(Value::Null, Value::from);
        }
        if name == "CFDefinitions"
            && let Value::Object(kinds) = &mut value
        {
            if let Some(Value::Array(all)) = kinds.get_mut("CFLicenses") {
                let own = document.get("licenseURI").and_then(|it| it.get("identifier"));
                all.retain(|it| own.is_none() || it.get("identifier") != own);
            }
            kinds.retain(|_, it| !matches!(it, Value::Array(all) if all.is_empty()));
        }
        let is_empty = match &value {
            Value::Null => true,
            Value::Array(all) => all.is_empty(),
            Value::Object(all) => all.is_empty(),
            _ => false,
        };
        if !is_empty {
            told.tell_once(NoticeKind::KeptAside, "CFPackage", name);
            let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            about.extras.insert(format!("CFPackage.{name}"), text);
        }
    }
}

/// What may be copied: the text of the licence, else its title, else its address.
fn licence(document: &Map<String, Value>, beside: &Map<String, Value>) -> Option<String> {
    let link = document.get("licenseURI")?;
    if let Some(text) = link.as_str() {
        return Some(text.trim().to_owned());
    }
    let all = beside.get("CFDefinitions").and_then(|it| it.get("CFLicenses")?.as_array());
    let is_meant = |it: &&Value| it.get("identifier") == link.get("identifier");
    let found = all.and_then(|it| it.iter().find(is_meant));
    let places = [(found, "licenseText"), (Some(link), "title"), (Some(link), "uri")];
    let mut texts = places.iter().filter_map(|(of, name)| of.as_ref()?.get(name)?.as_str());
    texts.find(|it| !it.trim().is_empty()).map(|it| it.trim().to_owned())
}

/// A document and the definitions that it needs.
pub(super) struct Document {
    pub(super) fields: Map<String, Value>,
    pub(super) definitions: Option<Value>,
    pub(super) identifier: String,
    /// When it was changed last, for what does not say so itself.
    pub(super) changed: String,
    /// Tag of its language.
    pub(super) tag: String,
}

/// The document that says a pack.
pub(super) fn write(pack: &Pack, at: DateTime<Utc>) -> Document {
    let about = &pack.about;
    let tag = about.language.clone().unwrap_or_else(|| USUAL.to_owned());
    let own = about.extras.get("identifier").and_then(|it| as_uuid(it));
    let identifier = own.unwrap_or_else(|| of_edition(&pack.id));
    let now = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut document = Map::new();
    document.insert("uri".into(), urn(&identifier).into());
    document.insert("language".into(), tag.as_str().into());
    document.insert("lastChangeDateTime".into(), now.into());
    put_back(&mut document, &DOCUMENT, &about.extras);
    let title = pack.title.own(&tag).unwrap_or_else(|| pack.title.en());
    let description = about.description.as_ref().and_then(|it| it.own(&tag));
    for (name, text) in [
        ("identifier", identifier.as_str()),
        ("caseVersion", "1.1"),
        ("creator", &normal(&pack.framework.issuer)),
        ("title", &normal(title)),
        ("version", &normal(&pack.version)),
        ("adoptionStatus", &normal(&about.status)),
        ("officialSourceURL", about.sources.first().map_or("", String::as_str)),
        ("notes", description.unwrap_or_default()),
    ] {
        if !text.is_empty() {
            document.insert(name.into(), text.into());
        }
    }
    let changed = document.get("lastChangeDateTime").and_then(Value::as_str).unwrap_or_default();
    let changed = changed.to_owned();
    let definitions = write_licence(pack, &mut document, &changed);
    let mut beside = Map::new();
    beside.extend(definitions.clone().map(|it| ("CFDefinitions".to_owned(), it)));

    item::put_others(&mut document, &about.extras);
    let plain = plain(&document, &beside, None, &mut Told::default());
    let Pack { framework, id, title, version, kind, supplements, about, criteria: _ } = pack;
    let alone = Pack {
        framework: framework.clone(),
        id: id.clone(),
        title: title.clone(),
        version: version.clone(),
        kind: *kind,
        supplements: supplements.clone(),
        about: about.clone(),
        criteria: Vec::new(),
    };
    item::put_ours(&mut document, item::difference(&plain, &alone));
    Document { fields: document, definitions, identifier, changed, tag }
}

/// Writes the licence of a pack as a link and its definition.
fn write_licence(pack: &Pack, document: &mut Map<String, Value>, changed: &str) -> Option<Value> {
    let note = &pack.about.licence_note;
    if note.is_empty() {
        return None;
    }
    let identifier = uuid(&["licence", &pack.id]);
    let link = document.entry("licenseURI").or_insert_with(
        || json!({ "title": "Licence", "identifier": identifier, "uri": urn(&identifier) }),
    );
    Some(json!({ "CFLicenses": [{
        "identifier": link["identifier"],
        "uri": link["uri"],
        "title": link["title"],
        "licenseText": note,
        "lastChangeDateTime": changed,
    }] }))
}

/// Our own part of `extensions`, of the package as a whole.
pub(super) fn ours(beside: &Map<String, Value>) -> Option<&Value> {
    beside.get("extensions")?.get(OURS)
}
