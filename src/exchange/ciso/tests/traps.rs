//! What goes wrong in workbooks, and what is made of it.

use super::*;

pub(super) const HEAD: &[&str] = &["assessable", "depth", "ref_id", "name", "description"];

#[test]
fn codes_keep_their_text() {
    let codes = ["1.10", "007", "1E5", "3-4", "1.1", " 5.2 ", "=4.5", "=12"];
    let rows: Vec<Vec<&str>> = codes.iter().map(|it| vec!["x", "1", it, "Name"]).collect();
    let rows: Vec<&[&str]> = [HEAD].into_iter().chain(rows.iter().map(Vec::as_slice)).collect();
    let (pack, notices) = framework(&rows, &[]);
    assert_eq!(drawn(&pack.criteria), "1.10 007 1E5 3-4 1.1 5.2 4.5 12");
    let told = told(&notices, NoticeKind::Assumed);
    assert!(told.contains(&"demo_content, row 8: ref_id: 4.5".to_owned()), "{told:?}");
    assert!(!told.iter().any(|it| it.contains("ref_id: 12")));
}

#[test]
fn gaps_doubles_and_empty_rows_are_mended_and_told() {
    let (pack, notices) = framework(
        &[
            HEAD,
            &["", "=1", "A", "Area"],
            &["x", "=3", "A.1", "Deep"],
            &["x", "=3", "A.2", "As deep"],
            &[],
            &["x", "2", "a.1", "Doubled"],
            &["x", "two", "A.3", "No depth"],
            &["", "", "", "", ""],
            &["x", "-1", "B", "Below the ground"],
        ],
        &[],
    );
    assert_eq!(drawn(&pack.criteria), "A[A.1 A.2 a.1 (2) A.3 B]");
    assert_eq!(told(&notices, NoticeKind::DepthClamped), ["demo_content, row 3: 3"]);
    assert_eq!(told(&notices, NoticeKind::CodeDoubled), ["demo_content, row 6: a.1"]);
    let unknown = told(&notices, NoticeKind::ValueUnknown);
    assert_eq!(unknown, ["demo_content, row 7: depth: two", "demo_content, row 9: depth: -1"]);
}

#[test]
fn headings_may_be_written_in_any_case_and_columns_may_be_unknown() {
    let (pack, notices) = framework(
        &[
            &[
                "ASSESSABLE",
                "Depth",
                "Ref_ID ",
                "NAME",
                "Name[FR]",
                "name[??]",
                "Owner",
                "",
                "name",
            ],
            &["X", "1", "1", "One ", "Un", "?", "Ana", "loose", "Twice"],
        ],
        &[],
    );
    let node = &pack.criteria[0];
    assert_eq!(node.title.iter().collect::<Vec<_>>(), [("en", "One"), ("fr", "Un")]);
    let extras: Vec<_> = node.extras.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(extras, [("H", "loose"), ("Owner", "Ana"), ("name", "Twice"), ("name[??]", "?")]);
    assert_eq!(told(&notices, NoticeKind::KeptAside).len(), 4);
}

#[test]
fn what_marks_a_row_as_assessable_is_told_where_it_is_not_an_x() {
    let (pack, notices) = framework(
        &[HEAD, &["yes", "1", "1", "A"], &["no", "1", "2", "B"], &["x ", "1", "3", "C"]],
        &[],
    );
    let rated: Vec<_> = pack.criteria.iter().map(|it| pack.is_assessable(it)).collect();
    assert_eq!(rated, [true, false, true]);
    let unknown = told(&notices, NoticeKind::ValueUnknown);
    assert_eq!(unknown, ["demo_content, row 3: assessable: no"]);
}

#[test]
fn where_no_row_is_assessable_the_leaves_are() {
    let (pack, _) = framework(&[HEAD, &["", "1", "1", "A"], &["", "2", "1.1", "B"]], &[]);
    let counts = pack.counts();
    assert_eq!((counts.nodes, counts.assessable), (2, 1));
}

#[test]
fn a_row_without_a_name_is_called_by_what_it_has() {
    let long = "x".repeat(1_500);
    let (pack, _) = framework(
        &[
            &["assessable", "depth", "ref_id", "name", "description", "annotation"],
            &["x", "1", "1"],
            &["x", "1", "", "", "", "Note\nof two lines"],
            &["x", "1"],
            &["x", "1", "4", &long],
            &["x", "1", "5", "", "Only described"],
        ],
        &[],
    );
    let titles: Vec<_> = pack.criteria.iter().map(|it| it.title.en()).collect();
    assert_eq!(titles[..3], ["1", "Note", "demo_content, row 4"]);
    assert_eq!(titles[3].chars().count(), 1_000);
    assert_eq!(pack.criteria[3].extras["name[en]"], long);
    assert_eq!(titles[4], "");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let rows: &[&[&str]] = &[HEAD, &["x", "1", "1", "A"]];
    let no_depth: &[&[&str]] = &[&["ref_id", "name"], &["1", "A"]];
    for (sheets, refusal) in [
        (&[("sheet", rows)][..], "missing workbook: library_meta"),
        (&[("library_content", rows)], "version-unknown library_content: 1"),
        (&[LIBRARY_META], "missing library_meta: framework"),
        (&[LIBRARY_META, DEMO_META], "missing demo_meta: content"),
        (
            &[LIBRARY_META, DEMO_META, ("demo_content", no_depth)],
            "missing demo_content: assessable",
        ),
        (&[LIBRARY_META, DEMO_META, ("demo_content", &[HEAD])], "missing demo_content: framework"),
    ] {
        let found = refused(sheets);
        assert_eq!(found.first().map(String::as_str), Some(refusal), "{found:?}");
    }
    assert!(!is_one(&book(&[("sheet", rows)])));
}
