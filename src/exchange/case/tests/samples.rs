//! Real files in the format of CASE, by counts that were taken with other tools.

use std::path::{Path, PathBuf};

use super::super::{is_sheet, read_sheet};
use super::*;
use crate::sheets::{Book, Limits};

/// A sample, where samples are.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(super) fn find(name: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    let samples = std::env::var("KRITER_SAMPLES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        Into::into,
    );
    let path = samples.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: {} is missing; set KRITER_SAMPLES", path.display());
        return None;
    }
    Some(path)
}

fn book(name: &str) -> Option<Book> {
    let path = find(&format!("frameworks/case/{name}"))?;
    Some(crate::sheets::read(&path, name, &Limits::default()).unwrap())
}

fn depths(pack: &Pack) -> Vec<usize> {
    let mut counts = Vec::new();
    for it in pack.preorder() {
        counts.resize(counts.len().max(it.depth + 1), 0);
        counts[it.depth] += 1;
    }
    counts
}

/// What was read goes out and comes back the same.
fn assert_stable(brought: &Brought) {
    let (text, notices) = written(&brought.packs[0], &brought.crosswalks);
    assert_eq!(notices, []);
    assert_valid(&text);
    let again = read(&text, "x.json").unwrap();
    assert_eq!(again.packs, brought.packs);
    assert_eq!(again.crosswalks, brought.crosswalks);
}

#[test]
fn a_real_package_is_read_whole() {
    let Some(path) = find("frameworks/case/case_framework.json") else { return };
    let brought = read(&std::fs::read_to_string(path).unwrap(), "case_framework.json").unwrap();
    let pack = &brought.packs[0];
    assert_eq!(pack.id, "what-standards-could-be-1");
    assert_eq!(
        (pack.about.status.as_str(), pack.framework.issuer.as_str()),
        ("Draft", "Brandon Dorman")
    );
    assert_eq!(depths(pack), [2, 6, 8]);
    assert_eq!(pack.counts().assessable, 12);
    let six = &pack.criteria[0];
    let below: Vec<_> = six.children.iter().map(|it| it.code.as_str()).collect();
    let expected = ["1", "2", "3"].map(|it| format!("CCSS.Math.Content.6.RP.A.{it}"));
    assert_eq!(below, expected);
    assert_eq!(six.identifier.as_deref(), Some("edfce0e7-dbbf-40d5-af1a-baccabef85e9"));
    assert_eq!((six.kind.as_str(), six.extras["educationLevel"].as_str()), ("Cluster", "06"));
    let relations = brought.crosswalks.iter().flat_map(|it| &it.relations);
    let equal = relations.clone().filter(|it| it.relation == RelationKind::Equal).count();
    assert_eq!((relations.count(), equal), (18, 16));
    let kept = |kind| {
        let nodes = pack.preorder();
        let kept = nodes.iter().filter_map(|it| it.node.extras.get(kind));
        kept.map(|it| it.split('|').count()).sum::<usize>()
    };
    assert_eq!((kept("precedes"), kept("exemplar")), (3, 2));
    assert!(brought.notices.iter().all(|it| !it.kind.is_refusal()), "{:?}", brought.notices);
    assert_stable(&brought);
}

#[test]
fn a_large_workbook_is_read_by_its_levels() {
    let Some(book) = book("ccsso_ela.xlsx") else { return };
    assert!(is_sheet(&book));
    let brought = read_sheet(&book).unwrap();
    let pack = &brought.packs[0];
    assert_eq!(depths(pack), [12, 65, 211, 488, 413]);
    assert_eq!(pack.framework.issuer, "CCSSO");
    let nodes = pack.preorder();
    assert_eq!(nodes.iter().filter(|it| !it.node.numbered).count(), 288);
    assert_eq!(nodes.iter().filter(|it| it.node.kind == "Standard").count(), 488);
    let l14 = nodes.iter().find(|it| it.node.code == "L.1.4").unwrap();
    assert_eq!(l14.node.identifier.as_deref(), Some("7fbbd2fa-885d-11e7-a99d-449ef607a326"));
    assert_eq!(l14.depth, 3);
    assert_eq!(kinds(&brought), ["assumed", "code-doubled", "codes-made-up"]);
    assert_stable(&brought);
}

#[test]
fn a_small_workbook_is_read_with_its_associations() {
    let Some(book) = book("spreadsheet_import_sample.xlsx") else { return };
    let brought = read_sheet(&book).unwrap();
    let pack = &brought.packs[0];
    assert_eq!(drawn(&pack.criteria), "S[S.1 S.2[S.2.1]]");
    let s = &pack.criteria[0];
    assert_eq!(s.children[0].extras["educationLevel"], "4|5");
    assert_eq!(pack.about.extras["statusStartDate"], "2019-02-05");
    let relations = brought.crosswalks.iter().flat_map(|it| &it.relations);
    let told: Vec<_> =
        relations.map(|it| (it.from.as_str(), it.relation, it.note.as_str())).collect();
    assert_eq!(
        told,
        [
            ("S.1", RelationKind::Equal, ""),
            ("S.2", RelationKind::Subset, ""),
            ("S.2.1", RelationKind::Intersects, "replacedBy"),
            ("S.2", RelationKind::Intersects, "isPeerOf"),
        ]
    );
    assert_eq!(s.children[1].extras["precedes"], "71d0bd26-abd0-11e8-bee4-1349da53c60c");
    // Version, and the association that leads from elsewhere to an item here.
    assert_eq!(kinds(&brought), ["assumed", "left-out"]);
    assert_stable(&brought);
}

#[test]
fn a_single_table_names_what_is_above_in_a_column() {
    let Some(book) = book("sample_case.csv") else { return };
    assert!(is_sheet(&book));
    let brought = read_sheet(&book).unwrap();
    let pack = &brought.packs[0];
    assert_eq!(
        drawn(&pack.criteria),
        "M[M.F[M.F.1-2[M.F.1-2.S1[M.F.1-2.S1a M.F.1-2.S1b]] M.F.C2[M.F.C2.S1]]] M.E.C1 M.E"
    );
    assert_eq!(brought.crosswalks.iter().map(|it| it.relations.len()).sum::<usize>(), 3);
    assert_stable(&brought);
}
