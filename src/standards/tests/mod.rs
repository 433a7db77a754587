//! Packs and crosswalks with mistakes are told every mistake, in its line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::check::{self, PackFile, PackProblem, is_evidence_types, is_pack};
use super::codes::{CodeIndex, Resolution};
use super::pack::{Pack, Provenance};

mod builtin;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs")
}

fn parse(text: &str) -> Result<Pack, Vec<PackProblem>> {
    let file = PackFile { name: "x.yaml".into(), text: text.into() };
    check::parse(&file, &check::known_evidence_types())
}

fn sound() -> String {
    std::fs::read_to_string(fixtures().join("sound.yaml")).unwrap()
}

fn builtin(edition: &str) -> Pack {
    builtins().into_iter().find(|it| it.id == edition).unwrap()
}

fn builtins() -> Vec<Pack> {
    static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
        let types = check::known_evidence_types();
        let files = check::builtin();
        let packs = files.iter().filter(|it| is_pack(&it.name));
        packs.map(|it| check::parse(it, &types).unwrap()).collect()
    });
    PACKS.clone()
}

#[test]
fn clauses_of_a_tracker_are_found_in_the_laboratory_standard() {
    let pack = builtin("iso-iec-17025-2017");
    let nodes = pack.preorder();
    let index =
        CodeIndex::new(nodes.iter().map(|it| (it.node.code.as_str(), it.parent))).of(&pack.id);
    for (text, codes) in [
        ("4.1", vec!["4.1"]),
        ("7.1.1–7.1.3", vec!["7.1.1", "7.1.2", "7.1.3"]),
        ("6.4.10", vec!["6.4.10"]),
        ("ISO/IEC 17025 cl. 6.4.10", vec!["6.4.10"]),
        ("4.1, 4.2; 5.1", vec!["4.1", "4.2", "5.1"]),
    ] {
        let Resolution::Found(places) = index.resolve(text) else { panic!("{text}") };
        let found: Vec<_> = places.iter().map(|it| nodes[*it].node.code.as_str()).collect();
        assert_eq!(found, codes, "{text}");
    }
    for text in ["SR-01 §4.1", "Annex I / GC", "ISO 17020 4.1", "4.1 (SR-01)"] {
        assert_eq!(index.resolve(text), Resolution::Unknown, "{text}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn a_real_gap_tracker_is_understood() {
    use calamine::{Data, Reader as _};
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    let samples = std::env::var("KRITER_SAMPLES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        Into::into,
    );
    let path = samples.join("registers/iso17025_gap_tracker.xlsx");
    if !path.exists() {
        eprintln!("SKIPPED: {} is missing; set KRITER_SAMPLES", path.display());
        return;
    }
    let pack = builtin("iso-iec-17025-2017");
    let nodes = pack.preorder();
    let index =
        CodeIndex::new(nodes.iter().map(|it| (it.node.code.as_str(), it.parent))).of(&pack.id);
    let scale = pack.about.scale.as_ref().unwrap();
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range("Tracker").unwrap();
    let text = |it: Option<&Data>| it.map(ToString::to_string).unwrap_or_default();
    let (mut own, mut others) = (0, 0);
    for row in sheet.rows() {
        let is_found = matches!(index.resolve(&text(row.get(1))), Resolution::Found(_));
        match text(row.get(2)).as_str() {
            "ISO 17025" => own += usize::from(is_found),
            "SR-01" => others += usize::from(is_found),
            _ => continue,
        }
        assert_eq!(scale.recognise(&text(row.get(5))), super::scale::Recognised::NotRated);
    }
    assert_eq!((own, others), (66, 0));
}

#[test]
fn a_pack_may_say_all_that_the_format_knows() {
    let pack = parse(&sound()).unwrap();
    let codes: Vec<_> = pack.preorder().iter().map(|it| it.node.code.clone()).collect();
    assert_eq!(codes, ["1", "1.10", "1.2"]);
    assert_eq!(pack.criteria[0].children[1].provenance, Provenance::Reconstructed);
    let counts = pack.counts();
    assert_eq!((counts.nodes, counts.assessable, counts.checked, counts.deepest), (3, 1, 1, 2));
}

#[test]
fn every_mistake_is_told_in_its_line() {
    for name in [
        "sense.yaml",
        "shape.yaml",
        "syntax.yaml",
        "bomb.yaml",
        "nothing-to-rate.yaml",
        "further.yaml",
        "grading.yaml",
        "weightless.yaml",
        "sound.yaml",
    ] {
        let text = std::fs::read_to_string(fixtures().join(name)).unwrap();
        assert_told(name, &text, &parse(&text).err().unwrap_or_default());
    }
}

#[test]
fn every_mistake_of_a_crosswalk_is_told_in_its_line() {
    for name in ["sense.yaml", "shape.yaml", "ends.yaml"] {
        let path = fixtures().join("crosswalks").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let problems = check::check(&[path]).problems;
        assert!(problems.iter().all(|it| it.column.is_some()), "{problems:?}");
        assert_told(name, &text, &problems);
    }
}

/// Asserts that the problems are those that the comments in the file announce.
fn assert_told(name: &str, text: &str, problems: &[PackProblem]) {
    let mut expected: Vec<(u64, &str)> = (1..)
        .zip(text.lines())
        .flat_map(|(line, it)| {
            let codes = it.split_once("#! ").map_or("", |it| it.1).split_whitespace();
            codes.map(move |it| (line, it))
        })
        .collect();
    let mut told: Vec<_> = problems.iter().map(|it| (it.line, it.code)).collect();
    expected.sort_unstable();
    told.sort_unstable();
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected, "{name}\n{}", lines.join("\n"));
}

#[test]
fn crosswalks_lead_to_editions_beside_them_or_inside_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("crosswalks");
    std::fs::create_dir(&below).unwrap();
    std::fs::write(folder.path().join("care.yaml"), sound()).unwrap();
    let text = "id: care-esg\ntitle: { sq: Kujdesi }\nfrom: care-1\nto: esg-2015\nsource: made up\n\
        relations:\n  - { from: '1.10', to: '1.10', relation: equal }\n";
    std::fs::write(below.join("a.yaml"), text).unwrap();
    assert_eq!(check::check(&[folder.path().to_owned()]).problems, []);
    std::fs::write(below.join("b.yaml"), text.replace("'1.10', to", "'1.1', to")).unwrap();
    let problems = check::check(&[folder.path().to_owned()]).problems;
    let codes: Vec<_> = problems.iter().map(|it| (it.code, it.line)).collect();
    assert_eq!(codes, [("unknown-code", 7), ("duplicate-code", 1)]);
}

#[test]
fn a_problem_reads_like_that_of_a_compiler() {
    let problems = parse(&sound().replace("kind: criteria", "kind: criterion")).unwrap_err();
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["x.yaml:9:7: kind is \"criterion\"; it has to be one of criteria, levels"]);
}

#[test]
fn too_much_is_refused() {
    let codes = |problems: Result<Pack, Vec<PackProblem>>| -> BTreeSet<&'static str> {
        problems.err().unwrap_or_default().iter().map(|it| it.code).collect()
    };
    let large = sound() + &"# ".repeat(33 * 1024 * 1024);
    assert_eq!(codes(parse(&large)), BTreeSet::from(["too-large"]));
    for (depth, expected) in [(29, None), (31, Some("too-deep")), (500, Some("yaml"))] {
        let told = codes(parse(&nested(depth)));
        assert_eq!(told, expected.into_iter().collect(), "{depth}");
    }
}

/// The sound pack with a chain of criteria below its last one.
fn nested(depth: usize) -> String {
    let below = (0..=depth).map(|level| {
        let space = " ".repeat(8 + 2 * level);
        let head = format!("{space}children:\n{space}- code: n{level}\n{space}  kind: x\n");
        head + &format!("{space}  title: {{ en: N }}\n{space}  provenance: checked\n")
    });
    sound() + &below.collect::<String>()
}

#[test]
fn files_and_folders_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("a.yaml"), sound()).unwrap();
    std::fs::write(inner.join("b.yml"), sound()).unwrap();
    std::fs::write(inner.join("c.yaml"), b"id: x\ntitle: \xff\n").unwrap();
    std::fs::write(inner.join("notes.txt"), "not read").unwrap();
    let report = check::check(&[folder.path().to_owned(), folder.path().join("missing.yaml")]);
    let codes: Vec<_> = report.problems.iter().map(|it| it.code).collect();
    assert_eq!(report.files.len(), 2);
    assert_eq!(codes, ["not-utf-8", "unreadable", "duplicate-code"]);
}

#[test]
fn evidence_types_beside_a_pack_are_known_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let pack = sound().replace("photo", "hygrometer_log");
    std::fs::write(folder.path().join("care.yaml"), &pack).unwrap();
    assert_eq!(check::check(&[folder.path().to_owned()]).problems.len(), 1);
    let types = "evidence_types:\n  - { code: hygrometer_log, family: technical, title: { en: Hygrometer log } }\n";
    std::fs::write(folder.path().join("evidence-types.yaml"), types).unwrap();
    assert_eq!(check::check(&[folder.path().to_owned()]).problems, []);
    assert!(is_evidence_types("standards/evidence-types.yaml"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_pack_never_makes_it_stumble(at in 0_usize..2_000, cut in 0_usize..40, put in "[-:{}\\[\\]'\"&*#a-z0-9 \n]{0,6}") {
        let mut letters: Vec<char> = sound().chars().collect();
        let from = at.min(letters.len());
        let to = (from + cut).min(letters.len());
        letters.splice(from..to, put.chars());
        let text: String = letters.into_iter().collect();
        let lines = text.lines().count() as u64 + 1;
        for it in parse(&text).err().unwrap_or_default() {
            proptest::prop_assert!(it.line >= 1 && it.line <= lines, "{it}");
            proptest::prop_assert!(!it.message.is_empty());
        }
    }
}
