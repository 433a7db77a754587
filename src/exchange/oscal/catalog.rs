//! A catalogue as a pack.

use serde_json::Value;

use super::super::{Brought, Line, Notice, NoticeKind, tree_of_depths};
use super::control::{self, Reading};
use super::own::{Fields, is_ours};
use super::prose::{Params, list};
use super::tally::Tally;
use super::{ENGLISH, MOST, MOST_DEPTH, ids, native};
use crate::standards::pack::{FrameworkHead, Head, Pack, PackKind};
use crate::titles::Titles;

/// Reads the body of a catalogue.
pub(super) fn read(catalog: &Value, place: &str) -> Result<Brought, Vec<Notice>> {
    let count = count(catalog);
    if count > MOST {
        let detail = format!("{count} > {MOST}");
        return Err(vec![Notice::new(NoticeKind::TooMuch, place, detail)]);
    }
    let metadata = &catalog["metadata"];
    let mut tally = Tally::new(place);
    let own = Fields::of(list(metadata, "props"), &mut tally, "metadata");
    let language = own.0.get("language").and_then(Value::as_str).unwrap_or(ENGLISH).to_owned();
    let mut reading = Reading { params: Params::of(catalog), language, tally };
    let mut lines = Vec::new();
    below(catalog, 1, &mut reading, &mut lines);
    let deepest = lines.iter().map(|it| it.depth).max().unwrap_or_default();
    if lines.is_empty() {
        return Err(vec![Notice::new(NoticeKind::Missing, place, "groups, controls")]);
    }
    if deepest > MOST_DEPTH {
        let detail = format!("{deepest} > {MOST_DEPTH}");
        return Err(vec![Notice::new(NoticeKind::TooMuch, place, detail)]);
    }
    let mut pack = head(catalog, own, &mut reading);
    let mut notices = reading.tally.notices();
    pack.criteria = tree_of_depths(lines, &mut notices);
    Ok(Brought { packs: vec![pack], crosswalks: Vec::new(), notices })
}

/// How many groups and controls there are.
fn count(catalog: &Value) -> usize {
    let (mut count, mut pending) = (0, vec![catalog]);
    while let Some(it) = pending.pop() {
        for name in ["groups", "controls"] {
            count += list(it, name).len();
            pending.extend(list(it, name));
        }
    }
    count
}

/// The groups and controls of something, each before what is below it.
fn below(above: &Value, depth: usize, reading: &mut Reading<'_>, lines: &mut Vec<Line>) {
    let mut siblings = Vec::new();
    for (name, is_control) in [("groups", false), ("controls", true)] {
        let place = above["id"].as_str().unwrap_or(name);
        if above.get(name).is_some_and(|it| !it.is_array()) {
            reading.tally.tell(NoticeKind::ValueUnknown, name, place);
        }
        for it in list(above, name) {
            if it.is_object() {
                let (node, order) = control::node(it, is_control, reading);
                siblings.push((order, node, it));
            } else {
                reading.tally.tell(NoticeKind::ValueUnknown, name, place);
            }
        }
    }
    if siblings.iter().any(|it| it.0.is_some()) {
        siblings.sort_by_key(|it| it.0);
    }
    for (_, node, it) in siblings {
        let place = it["id"].as_str().unwrap_or("group").to_owned();
        lines.push(Line { depth, node, place });
        below(it, depth + 1, reading, lines);
    }
}

/// The pack without its tree.
fn head(catalog: &Value, mut own: Fields, reading: &mut Reading<'_>) -> Pack {
    let metadata = &catalog["metadata"];
    let is_own = own.0.contains_key("edition");
    let about = about(catalog, is_own, reading);
    let tally = &mut reading.tally;
    let mut said = |name: &str, otherwise: &str| {
        let text = metadata[name].as_str().map(str::trim).filter(|it| !it.is_empty());
        let text = text.map(str::to_owned);
        text.unwrap_or_else(|| {
            tally.tell(NoticeKind::Assumed, &format!("{name}: {otherwise}"), "metadata");
            otherwise.to_owned()
        })
    };
    let title = said("title", "OSCAL");
    let version = said("version", "?");
    let issuer = issuer(metadata).unwrap_or_else(|| {
        tally.tell(NoticeKind::Assumed, "creator: unknown", "metadata");
        "unknown".to_owned()
    });
    let (framework, id) = slugs(&title, &version);
    let title = Titles::of(&reading.language, title);
    let framework = FrameworkHead { id: framework, title: title.clone(), issuer };
    let kind = PackKind::Criteria;
    let mut pack = Pack {
        framework,
        id,
        title,
        version,
        kind,
        supplements: None,
        about: Head::default(),
        criteria: Vec::new(),
    };
    if is_own {
        let mut whole = Fields::default();
        for (name, field) in [("edition", "id"), ("framework", "framework"), ("title", "title")]
            .into_iter()
            .chain([("version", "version"), ("kind", "kind"), ("supplements", "supplements")])
        {
            if let Some(it) = own.take(name) {
                whole.0.insert(field.to_owned(), it);
            }
        }
        pack = whole.over(pack, tally, "metadata");
    }
    pack.about = about_with(about, own, is_own, tally);
    pack
}

/// Lays what is ours over what was read of the head.
fn about_with(mut about: Head, mut own: Fields, is_own: bool, tally: &mut Tally) -> Head {
    if !is_own {
        return about;
    }
    if let Some(Value::Object(given)) = own.take("extras") {
        let text = |it: Value| it.as_str().map(str::to_owned);
        about.extras.extend(given.into_iter().filter_map(|(key, it)| Some((key, text(it)?))));
    }
    own.over(about, tally, "metadata")
}

fn about(catalog: &Value, is_own: bool, reading: &mut Reading<'_>) -> Head {
    let metadata = &catalog["metadata"];
    let mut about = Head::default();
    if let Some(remarks) = metadata["remarks"].as_str().filter(|it| !it.is_empty()) {
        about.description = Some(Titles::of(&reading.language, remarks));
    }
    let tally = &mut reading.tally;
    for (name, value) in catalog.as_object().into_iter().flatten() {
        let is_known = matches!(name.as_str(), "metadata" | "groups" | "controls");
        let is_derived = is_own && name == "uuid" && is_ours_by_uuid(catalog);
        if !is_known && !is_derived {
            native::keep(&mut about.extras, name, value, tally, "catalog");
        }
    }
    if let (false, Some(members)) = (is_own, metadata.as_object()) {
        let mut rest = members.clone();
        for name in ["title", "version", "remarks", "oscal-version"] {
            if rest.get(name).is_some_and(Value::is_string) {
                rest.remove(name);
            }
        }
        if !rest.is_empty() {
            native::keep(&mut about.extras, "metadata", &Value::from(rest), tally, "metadata");
        }
    }
    about
}

/// Whether the UUID is the one that we make for the edition.
fn is_ours_by_uuid(catalog: &Value) -> bool {
    let props = list(&catalog["metadata"], "props");
    let edition = props.iter().find(|it| is_ours(it) && it["name"] == "edition");
    let edition = edition.and_then(|it| it["value"].as_str()).unwrap_or_default();
    catalog["uuid"] == ids::uuid(&["catalog", edition]).as_str()
}

/// Who made the catalogue: the party that is its creator or publisher, else its only one.
fn issuer(metadata: &Value) -> Option<String> {
    let parties = list(metadata, "parties");
    let name = |it: &Value| {
        let name = it["name"].as_str().or_else(|| it["short-name"].as_str());
        name.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let in_role = |role: &str| {
        let responsible = list(metadata, "responsible-parties");
        let uuid = responsible.iter().find(|it| it["role-id"] == role)?["party-uuids"].get(0)?;
        parties.iter().find(|it| &it["uuid"] == uuid).and_then(name)
    };
    let organization = || parties.iter().find(|it| it["type"] == "organization").and_then(name);
    in_role("creator").or_else(|| in_role("publisher")).or_else(organization)
}

/// Ids of the framework and the edition, out of a title and a version.
fn slugs(title: &str, version: &str) -> (String, String) {
    let framework = ids::slug(title, 50);
    let framework = if framework.is_empty() { "oscal".to_owned() } else { framework };
    let version = ids::slug(version, 20);
    let parts = [framework.as_str(), version.as_str()];
    let parts: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    let edition = parts.join("-");
    (framework, edition)
}
