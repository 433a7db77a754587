//! Plain tables become trees, by whatever says how their rows belong together.

use std::path::{Path, PathBuf};

use super::{About, Columns, Levels, guess, read, sheet};
use crate::exchange::{Brought, Notice, NoticeKind, file};
use crate::sheets::{self, Book, Limits};
use crate::standards::pack::{Node, Pack};

fn about() -> About {
    About {
        title: "A table".into(),
        id: "a-table".into(),
        version: "1".into(),
        issuer: "Somebody".into(),
        language: "en".into(),
    }
}

fn csv(text: &str) -> Book {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    sheets::read(file.path(), "x.csv", &Limits::default()).unwrap()
}

fn guessed(text: &str) -> (Columns, Result<Brought, Vec<Notice>>) {
    let book = csv(text);
    let columns = guess(&book.sheets[0]);
    let brought = read(&book.sheets[0], &columns, &about());
    (columns, brought)
}

fn drawn(nodes: &[Node]) -> String {
    let below = |it: &Node| match &it.children[..] {
        [] => String::new(),
        some => format!("[{}]", drawn(some)),
    };
    let label = |it: &Node| if it.numbered { it.code.clone() } else { it.title.en().to_owned() };
    nodes.iter().map(|it| label(it) + &below(it)).collect::<Vec<_>>().join(" ")
}

fn tree(text: &str) -> String {
    let (columns, brought) = guessed(text);
    let brought = brought.unwrap_or_else(|it| panic!("{columns:?} {it:?}"));
    drawn(&brought.packs[0].criteria)
}

fn told(brought: &Brought) -> Vec<(&'static str, &str)> {
    brought.notices.iter().map(|it| (it.kind.code(), it.place.as_str())).collect()
}

#[test]
fn levels_follow_from_whatever_says_so() {
    for (table, expected) in [
        ("Code;Title;Text\n7;A;a\n7.2;B;b\n7.2.1;C;c\n7.10;D;d\n", "7[7.2[7.2.1] 7.10]"),
        ("Code;Title\n7.2.1;C\n7;A\n8.1;E\n7.2;B\n", "7[7.2[7.2.1]] 8.1"),
        ("ID;Name;Text\nAC;A;a\nAC-2;B;b\nAC-2(1);C;c\n", "AC[AC-2[AC-2(1)]]"),
        ("Kodi;Titulli;Niveli\nA;x;1\nB;y;2\nC;z;1\n", "A[B] C"),
        ("Šifra;Naziv;Nivo\nA;x;0\nB;y;1\nC;z;2\n", "A[B[C]]"),
        ("Code;Title;Parent\nB;y;A\nA;x;\nC;z;b\n", "A[B[C]]"),
        ("Title;Text\nA;1\n  B;2\n    C;3\n  D;4\nE;5\n", "A[B[C] D] E"),
        (
            "Chapter;Section;Code;Title\nOne;S;x1;a\n;;x2;b\n;T;x3;c\nTwo;;x4;d\n",
            "One[S[x1 x2] T[x3]] Two[x4]",
        ),
        ("Code;Title;Text\n1 First;;\na1;x;t\na2;x;t\nLast;;\nb1;x;t\n", "1[a1 a2] Last[b1]"),
        ("Code;Title\nA1;x\nB1;y\n", "A1 B1"),
    ] {
        assert_eq!(tree(table), expected, "{table}");
    }
}

#[test]
fn codes_keep_their_exact_text() {
    let codes = "Code;Title\n1.10;a\n007;b\n1E5;c\n3-4;d\n1.1;e\n2026-01-31;f\n";
    assert_eq!(tree(codes), "1.10 007 1E5 3-4 1.1 2026-01-31");
}

#[test]
fn fields_are_read_and_unknown_columns_are_kept() {
    let (columns, brought) = guessed(
        "Code;Title;Description;Assessable;Weight;Groups;Owner\nA;Top;;x;2;B, E;Ana\nA.1;Below;Text;;much;E;\nA.2;Last;;perhaps;;;\n",
    );
    assert_eq!(columns.levels, Levels::Numbering);
    let brought = brought.unwrap();
    assert_eq!(
        told(&brought),
        [("kept-aside", "CSV!G1"), ("value-unknown", "CSV!D4"), ("value-unknown", "CSV!E3"),]
    );
    let pack = &brought.packs[0];
    let groups: Vec<_> = pack.about.groups.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(groups, ["B", "E"]);
    let top = &pack.criteria[0];
    assert_eq!(
        (top.assessable, top.kind.as_str(), top.weight.to_bits()),
        (Some(true), "section", 2.0_f64.to_bits())
    );
    assert_eq!(top.extras["Owner"], "Ana");
    let below = &top.children[0];
    assert_eq!((below.assessable, below.kind.as_str()), (Some(false), "criterion"));
    assert_eq!(below.summary.as_ref().unwrap().en(), "Text");
    assert_eq!(pack.counts().assessable, 1);
    let unmarked = guessed("Code;Title;Assessable\nA1;x;\nB1;y;\n").1.unwrap();
    assert_eq!(unmarked.packs[0].counts().assessable, 2);
}

#[test]
fn what_is_wrong_is_mended_and_told() {
    for (table, expected, kinds) in [
        ("Code;Title;Depth\nA;x;1\nB;y;3\n", "A[B]", &["depth-clamped"][..]),
        ("Code;Title\nA1;x\nA1;y\n", "A1 A1 (2)", &["code-doubled"]),
        ("Code;Title;Parent\nA;x;Z\n", "A", &["parent-missing"]),
        ("Code;Title;Parent\nA;x;B\nB;y;A\n", "A[B]", &["circle"]),
        ("Code;Title;Depth\nA;x;1\nB;y;\n", "A B", &["assumed"]),
        ("Code;Title\nA1;x\nB1;\n", "A1 B1", &["assumed"]),
    ] {
        let brought = guessed(table).1.unwrap();
        let found: Vec<_> = brought.notices.iter().map(|it| it.kind.code()).collect();
        assert_eq!((drawn(&brought.packs[0].criteria).as_str(), &found[..]), (expected, kinds));
    }
    let book = csv("Code;Title\nA;x\n");
    for columns in [Columns::default(), Columns { title: Some(9), ..Columns::default() }] {
        assert_eq!(
            read(&book.sheets[0], &columns, &about()).unwrap_err()[0].kind.code(),
            "missing"
        );
    }
}

#[test]
fn what_is_deeper_than_any_catalogue_is_refused() {
    let chain: Vec<String> = (1..=40).map(|it| format!("C{it};x;C{}", it - 1)).collect();
    let steps = (1..=40).map(|it| ["1"; 40][..it].join(".") + ";x;");
    let indents = (0..40).map(|it| format!("c;{}x;", " ".repeat(it)));
    for (rows, levels) in [
        (chain, Levels::Parent(2)),
        (steps.collect(), Levels::Numbering),
        (indents.collect(), Levels::Indentation),
    ] {
        let book = csv(&format!("Code;Title;Parent\n{}\n", rows.join("\n")));
        let columns = Columns { code: Some(0), title: Some(1), levels, ..Columns::default() };
        let refused = read(&book.sheets[0], &columns, &about()).unwrap_err();
        assert_eq!(refused[0].kind.code(), "too-much", "{columns:?}");
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn sample(name: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    let samples = std::env::var("KRITER_SAMPLES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        PathBuf::from,
    );
    let path = samples.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: {} is missing; set KRITER_SAMPLES", path.display());
        return None;
    }
    Some(path)
}

fn of_sample(path: &Path, name: Option<&str>) -> (Columns, Brought) {
    let file = path.file_name().unwrap().to_str().unwrap();
    let book = sheets::read(path, file, &Limits::default()).unwrap();
    let found = sheet(book.sheets, name, None).unwrap();
    let columns = guess(&found);
    (columns.clone(), read(&found, &columns, &about()).unwrap())
}

fn at_depth(pack: &Pack, depth: usize) -> usize {
    pack.preorder().iter().filter(|it| it.depth == depth).count()
}

#[test]
fn a_table_of_security_requirements_is_read() {
    let Some(path) = sample("frameworks/csv/sp800-171r3.csv") else { return };
    let (columns, brought) = of_sample(&path, None);
    assert_eq!(columns.levels, Levels::Columns(vec![0]));
    assert_eq!((columns.code, columns.title, columns.summary), (Some(2), Some(4), Some(5)));
    let pack = &brought.packs[0];
    // Counted by hand: 97 requirements in 17 families; six rows leave the family to the row above.
    assert_eq!((at_depth(pack, 0), at_depth(pack, 1), pack.counts().assessable), (17, 97, 97));
    let family = |at: usize| (pack.criteria[at].title.en(), pack.criteria[at].children.len());
    assert_eq!(family(0), ("Access Control", 16));
    assert_eq!(family(3), ("Configuration Management", 10));
    assert_eq!(pack.criteria[0].children[0].code, "03.01.01");
    assert_eq!(pack.criteria[0].children[0].extras["Sort-As"], "R3-03-01-01");
}

#[test]
fn the_manual_of_a_certification_is_read_from_the_sheet_that_is_named() {
    let Some(path) = sample("registers/has_certification_manual.xlsx") else { return };
    let (columns, brought) = of_sample(&path, Some("HAS_content"));
    assert_eq!(columns.levels, Levels::Depth(1));
    let pack = &brought.packs[0];
    let depths: Vec<_> = (0..5).map(|it| at_depth(pack, it)).collect();
    // Counted by hand.
    assert_eq!(depths, [3, 42, 157, 157, 0]);
    assert_eq!(pack.counts().assessable, 157);
    assert!(pack.preorder().iter().all(|it| it.node.assessable.is_none()));
    assert_eq!(pack.criteria[0].children[0].children[0].code, "Critère 1.1-01");
    let kinds: Vec<_> = brought.notices.iter().map(|it| it.kind.code()).collect();
    assert_eq!(kinds, ["codes-made-up"]);
}

#[test]
fn a_workbook_whose_bytes_were_changed_on_the_way_is_as_it_was() {
    let name = "800-171-source.xlsx";
    let Some(path) = sample("frameworks/csv/800-171-source.xlsx") else { return };
    let brought = file::read(&path, name, None, &file::TableAsked::default()).unwrap();
    let mended = Notice::new(NoticeKind::Mended, name, "xl/styles.xml, xl/worksheets/sheet1.xml");
    assert!(brought.notices.contains(&mended), "{:?}", brought.notices);
    // It has no headings either.
    let headless = Notice::new(NoticeKind::HeadingsMissing, "Sheet1", "3.1.1");
    assert!(brought.notices.contains(&headless), "{:?}", brought.notices);
    let counts = brought.packs[0].counts();
    // 110 requirements of Special Publication 800-171, revision 2; a stray space makes none of them a level.
    assert_eq!((counts.nodes, counts.assessable), (110, 110));
    let first = &brought.packs[0].criteria[0];
    assert!(first.title.en().starts_with("Limit system access"), "{}", first.title.en());
    assert!(first.summary.is_some() && first.extras.is_empty());
}

#[test]
fn a_table_without_headings_loses_no_row() {
    let text =
        "A.1;Rules are written\nA.2;Rules are known\nA.3;Rules are kept\nA.10;Rules change\n";
    let (columns, brought) = guessed(text);
    assert_eq!((columns.code, columns.title), (Some(0), Some(1)));
    let brought = brought.unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "A.1 A.2 A.3 A.10");
    assert_eq!(told(&brought), [("headings-missing", "CSV")]);
}

#[test]
fn whether_the_first_row_holds_headings_is_as_the_user_says() {
    let with = |text: &str, headings| {
        let sheet = sheet(csv(text).sheets, None, Some(headings)).unwrap();
        let brought = read(&sheet, &guess(&sheet), &about()).unwrap();
        drawn(&brought.packs[0].criteria)
    };
    let words = "Rules;They are written\nPeople;They are trained\nRooms;They are locked\n";
    assert_eq!(with(words, true), "People Rooms");
    assert_eq!(with(words, false), "Rules People Rooms");
    let codes = "A.1;First\nA.2;Second\nA.3;Third\nA.4;Fourth\n";
    assert_eq!(with(codes, true), "A.2 A.3 A.4");
    assert_eq!(with(codes, false), "A.1 A.2 A.3 A.4");
}

proptest::proptest! {
    #[test]
    fn no_row_is_lost(rows in proptest::collection::vec(("[1-3.]{0,5}", "[a-c ]{0,3}", "[0-3x]?"), 1..20)) {
        let mut text = String::from("Code;Title;Depth;Chapter\n");
        for (code, title, depth) in &rows {
            text.extend([code.as_str(), ";", title, "t;", depth, ";\n"]);
        }
        let book = csv(&text);
        let columns = Columns { code: Some(0), title: Some(1), ..Columns::default() };
        let levels = [Levels::Depth(2), Levels::Parent(2), Levels::Numbering, Levels::Indentation, Levels::Flat];
        for levels in levels {
            let columns = Columns { levels, ..columns.clone() };
            let brought = read(&book.sheets[0], &columns, &about()).unwrap();
            proptest::prop_assert_eq!(brought.packs[0].counts().nodes, rows.len());
        }
    }
}
