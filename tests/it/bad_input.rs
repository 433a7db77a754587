//! Catalogues that are wrong, as real files: what can be mended is mended and told, what cannot is refused with its place.

use std::path::Path;

use kriter::exchange::file::{self, Refused, TableAsked};
use kriter::exchange::outgoing::{self, Target};
use kriter::exchange::table::{Columns, Levels};
use kriter::exchange::{Brought, NoticeKind};
use kriter::language::Language;
use kriter::standards::check;
use kriter::standards::pack::{Node, Pack};
use kriter::titles::Titles;
use rust_xlsxwriter::Workbook;

use crate::app::now;

/// Reads bytes as a file with this name.
fn read_as(name: &str, bytes: &[u8], asked: &TableAsked) -> Result<Brought, Refused> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    file::read(&path, name, None, asked)
}

fn read(name: &str, bytes: &[u8]) -> Result<Brought, Refused> {
    read_as(name, bytes, &TableAsked::default())
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(brought) => panic!("{name} is taken: {:?}", brought.packs),
        Err(refused) => refused.texts(Language::English).join("\n"),
    }
}

/// Place and detail of the notices of a kind.
fn told(brought: &Brought, kind: NoticeKind) -> Vec<(&str, &str)> {
    let of_kind = brought.notices.iter().filter(|it| it.kind == kind);
    of_kind.map(|it| (it.place.as_str(), it.detail.as_str())).collect()
}

/// The tree in short: codes, with what is below them in brackets.
fn drawn(nodes: &[Node]) -> String {
    let below = |it: &Node| {
        let below = drawn(&it.children);
        if below.is_empty() { it.code.clone() } else { format!("{}[{below}]", it.code) }
    };
    nodes.iter().map(below).collect::<Vec<_>>().join(" ")
}

fn sound() -> Pack {
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    check::parse(&file, &check::known_evidence_types()).unwrap()
}

/// A workbook of sheets, each of rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*cells) {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Code and parent, the first two columns of a table.
fn by_parent() -> TableAsked {
    let columns =
        Columns { code: Some(0), title: Some(2), levels: Levels::Parent(1), ..Columns::default() };
    TableAsked { columns: Some(columns), ..TableAsked::default() }
}

#[test]
fn a_cycle_is_cut_and_told() {
    let table = "Code;Parent;Title\nA;B;First\nB;A;Second\nC;A;Third\n";
    let brought = read_as("cycle.csv", table.as_bytes(), &by_parent()).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A[B C]");
    assert_eq!(told(&brought, NoticeKind::Circle).len(), 1, "{:?}", brought.notices);
}

#[test]
fn a_missing_parent_is_told_and_its_child_stands_at_the_top() {
    let table = "Code;Parent;Title\nA;;First\nB;Z;Second\n";
    let brought = read_as("orphan.csv", table.as_bytes(), &by_parent()).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A B");
    let told = told(&brought, NoticeKind::ParentMissing);
    assert!(matches!(told[..], [(place, "Z")] if place.ends_with('3')), "{told:?}");
}

#[test]
fn a_doubled_code_is_numbered_and_told() {
    let table = "Code;Title\nA.1;First\nA.2;Second\nA.1;Third\n";
    let brought = read("doubled.csv", table.as_bytes()).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A.1 A.2 A.1 (2)");
    let told = told(&brought, NoticeKind::CodeDoubled);
    assert!(matches!(told[..], [(place, "A.1")] if place.ends_with('4')), "{told:?}");
}

#[test]
fn a_level_gap_is_clamped_and_told() {
    let columns =
        Columns { code: Some(1), title: Some(2), levels: Levels::Depth(0), ..Columns::default() };
    let asked = TableAsked { columns: Some(columns), ..TableAsked::default() };
    let table = "Depth;Code;Title\n1;A;First\n3;A.1;Second\n4;A.1.1;Third\n2;A.2;Fourth\n";
    let brought = read_as("gap.csv", table.as_bytes(), &asked).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A[A.1[A.1.1] A.2]");
    assert_eq!(told(&brought, NoticeKind::DepthClamped).len(), 1, "{:?}", brought.notices);
}

/// A workbook of CISO Assistant with a column that nobody knows and a row that leaps a level.
fn ciso(version: &[&str]) -> Vec<u8> {
    workbook(&[
        (
            "library_meta",
            &[
                &["type", "library"],
                version,
                &["urn", "urn:intuitem:risk:library:small"],
                &["version", "1"],
                &["locale", "en"],
                &["ref_id", "small"],
                &["name", "Small"],
                &["provider", "Nobody"],
            ],
        ),
        (
            "fw_meta",
            &[
                &["type", "framework"],
                &["base_urn", "urn:intuitem:risk:req_node:small"],
                &["urn", "urn:intuitem:risk:framework:small"],
                &["ref_id", "small"],
                &["name", "Small"],
            ],
        ),
        (
            "fw_content",
            &[
                &["assessable", "depth", "ref_id", "name", "shoe size"],
                &["", "1", "A", "First", "42"],
                &["x", "3", "A.1", "Second", ""],
                &["x", "2", "A.1", "Third", "43"],
            ],
        ),
    ])
}

#[test]
fn a_workbook_of_another_program_is_mended_like_a_table() {
    let brought = read("small.xlsx", &ciso(&["description", "Small"])).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A[A.1 A.1 (2)]");
    assert_eq!(told(&brought, NoticeKind::DepthClamped).len(), 1, "{:?}", brought.notices);
    assert_eq!(told(&brought, NoticeKind::CodeDoubled).len(), 1, "{:?}", brought.notices);
    let aside = told(&brought, NoticeKind::KeptAside);
    assert!(aside.iter().any(|it| it.1.contains("shoe size")), "{aside:?}");
    assert_eq!(brought.packs[0].criteria[0].extras["shoe size"], "42");
}

#[test]
fn an_unknown_column_is_kept_as_an_extra_and_named() {
    let table = "Code;Title;Shoe size\nA.1;First;42\n";
    let brought = read("extra.csv", table.as_bytes()).unwrap();
    assert_eq!(brought.packs[0].criteria[0].extras["Shoe size"], "42");
    let told = told(&brought, NoticeKind::KeptAside);
    assert!(matches!(told[..], [(_, it)] if it.contains("Shoe size")), "{:?}", brought.notices);
}

#[test]
fn a_wrong_version_of_a_format_is_refused_by_its_name() {
    let oscal = r#"{"catalog": {"uuid": "b5e5f4c0-1f0b-4c7e-9d3c-000000000000", "metadata": {
        "title": "X", "last-modified": "2026-01-01T00:00:00Z", "version": "1", "oscal-version": "9.9.9"}}}"#;
    let case = r#"{"CFDocument": {"caseVersion": "7.0", "title": "X", "identifier": "x", "uri": "x"}, "CFItems": []}"#;
    for (name, text, version) in [("x.json", oscal, "9.9.9"), ("y.json", case, "7.0")] {
        let refused = refusal(name, text.as_bytes());
        assert!(refused.contains(version), "{refused}");
    }
    let own = workbook(&[
        ("Edition", &[&["field", "language", "value"], &["format", "", "99"], &["id", "", "x"]]),
        ("Criteria", &[&["depth", "code", "title [en]"], &["1", "1", "One"]]),
    ]);
    let refused = refusal("own.xlsx", &own);
    assert!(refused.contains("99"), "{refused}");
}

#[test]
fn broken_json_and_yaml_are_refused_with_line_and_column() {
    let json = "{\n  \"catalog\": {\n    \"uuid\": oops\n  }\n}\n";
    let refused = refusal("broken.json", json.as_bytes());
    assert!(refused.contains("broken.json:3:13"), "{refused}");
    let yaml = "id: care-1\ntitle: { en: 'Care }\nversion: '1'\n";
    let refused = refusal("broken.yaml", yaml.as_bytes());
    let place = refused.split("broken.yaml:").nth(1).unwrap_or_else(|| panic!("{refused}"));
    let numbers: Vec<_> = place.split([':', ' ']).take(2).map(str::parse::<u32>).collect();
    assert!(numbers.iter().all(Result::is_ok), "{refused}");
    // A field that there is not stands at its line too.
    let wrong =
        include_str!("../fixtures/packs/sound.yaml").replace("version: '1'", "vresion: '1'");
    let line = 1 + wrong.lines().position(|it| it.starts_with("vresion")).unwrap();
    let refused = refusal("field.yaml", wrong.as_bytes());
    assert!(refused.contains(&format!("field.yaml:{line}")), "{refused}");
}

#[test]
fn a_text_that_no_cell_holds_goes_on_in_a_sheet_of_notes_and_comes_back_whole() {
    let long: String = (0..).map(|it| format!("{it} čžë 🦉 ")).take(9_000).collect();
    let long = long.trim().to_owned();
    assert!(long.chars().count() > 2 * 32_767, "{}", long.chars().count());
    let mut pack = sound();
    let mut node = Node::new("9", "criterion", Titles::english("Long"));
    node.summary = Some(Titles::english(long.as_str()));
    node.guidance =
        Some([("en", "x".repeat(32_767)), ("sq", "y".repeat(32_768))].into_iter().collect());
    pack.criteria.push(node);
    let written = outgoing::write(&pack, &[], Target::Xlsx, now()).unwrap();
    assert_eq!(written.notices, []);
    let brought = read("long.xlsx", &written.bytes).unwrap();
    let (held, meant) = (brought.packs[0].criteria.last(), pack.criteria.last());
    assert!(held == meant, "a long text is not what it was");
    assert_eq!(brought.packs[0].counts(), pack.counts());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.xlsx");
    std::fs::write(&path, &written.bytes).unwrap();
    assert!(sheets(&path).iter().any(|it| it == "Notes"), "{:?}", sheets(&path));
}

fn sheets(path: &Path) -> Vec<String> {
    let plain = kriter::sheets::read_plain(path, "long.xlsx", &kriter::sheets::Limits::default());
    plain.unwrap().sheets.into_iter().map(|it| it.name).collect()
}
