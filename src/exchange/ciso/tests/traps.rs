//! What goes wrong in workbooks, and what is made of it.

use super::*;
use crate::standards::crosswalk::RelationKind;

const HEAD: &[&str] = &["assessable", "depth", "ref_id", "name", "description"];

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
fn questions_take_their_answers_and_what_belongs_to_them() {
    let meta: Given<'_> = ("answ_meta", &[&["type", "answers"], &["name", "answ"]]);
    let content: Given<'_> = (
        "answ_content",
        &[
            &["id", "question_type", "question_choices", "add_score", "compute_result", "color"],
            &["YN", "unique_choice", "Yes\n|indeed\nNo", "=5", "true\n/", "#00ff00\n#ff0000"],
            &["Z", "smell", ""],
        ],
    );
    let (pack, notices) = framework(
        &[
            &[
                "assessable",
                "depth",
                "ref_id",
                "name",
                "questions",
                "questions[fr]",
                "answer",
                "depends_on",
            ],
            &[
                "x",
                "1",
                "1",
                "A",
                "First?\nSecond?",
                "Premier ?\nDeuxième ?",
                "YN\nnone",
                "undefined\n2:1:1",
            ],
        ],
        &[meta, content],
    );
    let [first, second] = pack.criteria[0].questions.as_slice() else { panic!("two questions") };
    assert_eq!(first.text.own("fr"), Some("Premier ?"));
    let choice = &first.choices[0];
    assert_eq!((choice.text.en(), choice.score), ("Yes\nindeed", Some(5.0)));
    assert_eq!(choice.extras["compute_result"], "true");
    assert!(!first.choices[1].extras.contains_key("compute_result"));
    assert_eq!(second.extras["depends_on"], "2:1:1");
    assert_eq!(second.extras["answer"], "none");
    let unknown = told(&notices, NoticeKind::ValueUnknown);
    assert_eq!(
        unknown,
        ["answ_content, row 3: question_type: smell", "demo_content, row 2: answer: none"]
    );
}

#[test]
fn scores_that_are_called_alike_are_told_apart() {
    let mut meta = DEMO_META.1.to_vec();
    meta.extend([
        ["scores_definition", "SCR"].as_slice(),
        &["min_score", "=0"],
        &["max_score", "=4"],
    ]);
    let mut sheets = vec![LIBRARY_META, ("demo_meta", meta.as_slice())];
    sheets.push(("demo_content", &[HEAD, &["x", "1", "1", "A"]]));
    sheets.push(("scr_meta", &[&["type", "scores"], &["name", "scr"]]));
    sheets.push((
        "scr_content",
        &[
            &["score", "name", "description"],
            &["=4", "Done", "All"],
            &["=0", "Open", "-"],
            &["=2", "Open", "-"],
            &["=1", "2", "-"],
            &["=2", "Again", "-"],
        ],
    ));
    let brought = read(&book(&sheets)).unwrap();
    assert_sound(&brought.packs[0]);
    let scale = brought.packs[0].about.scale.as_ref().unwrap();
    let levels: Vec<_> =
        scale.levels.iter().map(|it| (it.code.as_str(), it.title.en(), it.weight)).collect();
    assert_eq!(
        levels,
        [("0", "Open", 0.0), ("1", "2 (1)", 0.25), ("2", "Open (2)", 0.5), ("4", "Done", 1.0)]
    );
}

#[test]
fn mappings_beside_frameworks_lead_to_their_codes() {
    let brought = read(&book(&[
        LIBRARY_META,
        DEMO_META,
        ("demo_content", &[HEAD, &["", "1", "A 1", "A"], &["x", "2", "", "B"]]),
        (
            "map_meta",
            &[
                &["type", "requirement_mapping_set"],
                &["urn", "urn:x:risk:req_mapping_set:demo-to-other"],
                &["name", "Demo to other"],
                &["source_framework_urn", "urn:x:risk:framework:demo-1.0"],
                &["source_node_base_urn", "urn:x:risk:req_node:demo"],
                &["target_framework_urn", "urn:x:risk:framework:other-2"],
                &["target_node_base_urn", "urn:x:risk:req_node:other-2"],
            ],
        ),
        (
            "map_content",
            &[
                &["source_node_id", "target_node_id", "relationship", "strength_of_relationship"],
                &["a-1", "t.1", "superset", "=7"],
                &["a-1:1", "t.2", "Equal"],
                &["a-1:1", "t.2", "equal"],
                &["a-1", "t.3", "somehow"],
            ],
        ),
        ("source", &[&["node_id", "ref_id"], &["a-1", "wrong"]]),
        ("target", &[&["node_id", "ref_id"], &["t.1", "T.1"]]),
    ]))
    .unwrap();
    let crosswalk = &brought.crosswalks[0];
    assert_eq!((crosswalk.id.as_str(), crosswalk.to.as_str()), ("demo-to-other", "other-2"));
    assert_eq!(crosswalk.from, brought.packs[0].id);
    let relations: Vec<_> = crosswalk
        .relations
        .iter()
        .map(|it| (it.from.as_str(), it.to.as_str(), it.relation, it.strength))
        .collect();
    assert_eq!(
        relations,
        [
            ("A 1", "T.1", RelationKind::Superset, Some(0.7)),
            ("A 1#1", "t.2", RelationKind::Equal, None)
        ]
    );
    assert_eq!(told(&brought.notices, NoticeKind::ValueUnknown).len(), 1);
}

#[test]
fn several_frameworks_become_several_packs_and_long_names_of_sheets_are_cut() {
    let rows: &[&[&str]] = &[HEAD, &["x", "1", "1", "A"]];
    let brought = read(&book(&[
        LIBRARY_META,
        DEMO_META,
        ("demo_content", rows),
        ("Requirements_of_all_framework_m", DEMO_META.1),
        ("Requirements_of_all_framework_c", rows),
        ("thrt_meta", &[&["type", "threats"]]),
        ("thrt_content", &[&["ref_id", "name"], &["T1", "Fire"]]),
        ("notes", &[&["Read me"]]),
    ]))
    .unwrap();
    let ids: Vec<_> = brought.packs.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["demo-1-0", "demo-1-0-2"]);
    let left_out = told(&brought.notices, NoticeKind::LeftOut);
    assert_eq!(left_out, ["thrt_content: threats (1)", "notes: notes (1)"]);
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

#[test]
fn a_little_that_would_become_a_lot_is_refused() {
    let choices = "a\n".repeat(15_000);
    let questions = "q\n".repeat(15_000);
    let meta: Given<'_> = ("answ_meta", &[&["type", "answers"], &["name", "answ"]]);
    let described = "d".repeat(30_000);
    let found = refused(&[
        LIBRARY_META,
        DEMO_META,
        (
            "demo_content",
            &[
                &["assessable", "depth", "name", "questions", "answer"],
                &["x", "1", "A", &questions, "Q"],
            ],
        ),
        meta,
        (
            "answ_content",
            &[
                &["id", "question_type", "question_choices", "description"],
                &["Q", "unique_choice", &choices, &described],
            ],
        ),
    ]);
    assert_eq!(found, ["too-much library_meta: references, questions and choices"]);
}
