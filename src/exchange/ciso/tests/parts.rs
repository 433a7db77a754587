//! Sheets beside the framework: answers, scores, mappings, others.

use proptest::prelude::*;

use super::traps::HEAD;
use super::*;
use crate::sheets::{Cell, PlainRow};
use crate::standards::crosswalk::RelationKind;

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
            &["=-1", "Unknown", "-"],
        ],
    ));
    let brought = read(&book(&sheets)).unwrap();
    assert_sound(&brought.packs[0]);
    let scale = brought.packs[0].about.scale.as_ref().unwrap();
    let levels: Vec<_> = scale
        .levels
        .iter()
        .map(|it| (it.code.as_str(), it.title.en(), it.weight.unwrap()))
        .collect();
    assert_eq!(
        levels,
        [
            ("minus 1", "Unknown", 0.0),
            ("0", "Open", 0.0),
            ("1", "2 (1)", 0.25),
            ("2", "Open (2)", 0.5),
            ("4", "Done", 1.0)
        ]
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

const WORDS: &[&str] = &[
    "",
    "",
    "x",
    "1",
    "2",
    "-1",
    "3",
    "A",
    "a",
    "A.1",
    "mandatory",
    "Yes\nNo",
    "|b",
    "Q",
    "1:T",
    "/",
    "#",
    "—",
    "0.5",
    "n/a",
    "not rated",
];

/// A sheet of any words below some headings.
fn any_sheet(
    name: &'static str,
    head: &'static [&'static str],
) -> impl Strategy<Value = PlainSheet> {
    let row = proptest::collection::vec(0..WORDS.len(), head.len());
    proptest::collection::vec(row, 0..6).prop_map(move |rows| {
        let words =
            rows.into_iter().map(|it| it.into_iter().map(|at| WORDS[at]).collect::<Vec<_>>());
        let rows = std::iter::once(head.to_vec()).chain(words).zip(1..);
        let filled = |cells: Vec<&str>| {
            let cells = (0..).zip(cells).filter(|it| !it.1.is_empty());
            cells.map(|(column, it)| (column, Cell::Text(it.to_owned()))).collect::<Vec<_>>()
        };
        let rows = rows.map(|(cells, number)| PlainRow { number, cells: filled(cells) });
        let rows = rows.filter(|it| !it.cells.is_empty()).collect();
        PlainSheet { name: name.to_owned(), rows, problems: Vec::new() }
    })
}

#[test]
fn a_name_that_another_level_has_with_its_score_behind_it_is_told_apart_too() {
    let scores = ["score", "name", "name[fr]"];
    let content: &[&[&str]] = &[&scores, &["1", "A", ""], &["0.5", "A", "A.1"]];
    let mut meta = DEMO_META.1.to_vec();
    meta.push(&["scores_definition", "scr"]);
    let book = book(&[
        ("demo_meta", meta.as_slice()),
        ("demo_content", &[&["assessable", "depth", "ref_id", "name"], &["x", "1", "1", "One"]]),
        ("scr_meta", &[&["type", "scores"]]),
        ("scr_content", content),
        ("library_meta", &[&["type", "library"]]),
    ]);
    let brought = read(&book).unwrap();
    brought.packs.iter().for_each(assert_sound);
    let scale = brought.packs[0].about.scale.as_ref().unwrap();
    let last = scale.levels.last().unwrap();
    assert_eq!(last.title.en(), "A (1, 2)");
}

proptest! {
    #[test]
    fn whatever_sheets_hold_is_a_sound_pack_or_refused(
        content in any_sheet("demo_content", &[
            "assessable", "depth", "ref_id", "name", "name[fr]", "description", "annotation", "implementation_groups",
            "weight", "importance", "questions", "answer", "threats", "node_id", "other",
        ]),
        scores in any_sheet("scr_content", &["score", "name", "name[fr]", "description", "description_doc"]),
        answers in any_sheet("answ_content", &["id", "question_type", "question_choices", "add_score", "color"]),
        groups in any_sheet("ig_content", &["ref_id", "name", "default_selected"]),
        library in any_sheet("library_meta", &["type", "library"]),
    ) {
        let mut meta = DEMO_META.1.to_vec();
        meta.extend([
            ["scores_definition", "scr"].as_slice(),
            &["answers_definition", "answ"],
            &["implementation_groups_definition", "ig"],
        ]);
        let mut book = book(&[
            ("demo_meta", meta.as_slice()),
            ("scr_meta", &[&["type", "scores"]]),
            ("answ_meta", &[&["type", "answers"]]),
            ("ig_meta", &[&["type", "implementation_groups"]]),
        ]);
        book.sheets.extend([content, scores, answers, groups, library]);
        if let Ok(brought) = read(&book) {
            brought.packs.iter().for_each(assert_sound);
        }
    }
}
