//! Several rows of one criterion.

use super::*;

fn read_rows(rows: &str) -> Worksheet {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let head = "Criterion;No;Level;Documented;Rationale;Recommendation;Action\n";
    std::fs::write(&path, format!("{head}{rows}")).unwrap();
    let book = crate::sheets::read(&path, "a.csv", &crate::sheets::Limits::default()).unwrap();
    let scale: Scale = serde_json::from_value(serde_json::json!({
        "percent": true,
        "levels": [
            { "code": "failed", "title": { "en": "Failed" }, "from": 0.0, "role": "bad" },
            { "code": "passed", "title": { "en": "Passed" }, "from": 70.0, "role": "good" },
        ],
        "second": { "first": { "en": "Practised" }, "title": { "en": "Documented" } },
    }))
    .unwrap();
    let index = CodeIndex::new([("A", None), ("A.1", Some(0)), ("A.2", Some(0))].into_iter());
    read(&book, &index, &scale).unwrap()
}

fn refused(worksheet: &Worksheet) -> Vec<(u32, Code, &str)> {
    worksheet.problems.iter().map(|it| (it.row, it.code, it.about.as_str())).collect()
}

#[test]
fn a_reference_stands_once_below_a_criterion() {
    let worksheet = read_rows(
        "A.1;1;;;;;Write it\nA.1;2;;;;;Print it\nA.1;2;;;;;Hang it up\nA.2;2;;;;;Read it\nA.1;1;;;;;Again\n",
    );
    let expected = [(4, Code::DuplicateRow, "3"), (6, Code::DuplicateRow, "2")];
    assert_eq!(refused(&worksheet), expected);
    assert_eq!(worksheet.told.len(), 3);
}

#[test]
fn rows_that_differ_on_any_axis_are_not_joined() {
    for (first, second) in [
        ("Passed;", "Failed;"),
        ("Passed;Passed", "Passed;Failed"),
        ("80;", "85;"),
        ("80 %;Passed", "80,5;Passed"),
    ] {
        let worksheet = read_rows(&format!("A.1;1;{first};;;\nA.1;2;{second};;;\n"));
        assert_eq!(refused(&worksheet), [(3, Code::DuplicateRow, "2")], "{first} {second}");
    }
}

#[test]
fn the_first_row_of_a_criterion_rates_it_on_every_axis() {
    let worksheet =
        read_rows("A.1;1;Passed;;;;\nA.1;2;85;;;;\nA.1;3;;;One;;\nA.1;4;85;Failed;Two;;\n");
    assert_eq!(refused(&worksheet), []);
    let [first, others @ ..] = &worksheet.told[..] else { panic!() };
    assert_eq!((first.level.as_deref(), first.score), (Some("passed"), Some(85.0)));
    assert_eq!(first.second_level.as_deref(), Some("failed"));
    assert_eq!(first.rationale.as_deref(), Some("One\n\nTwo"));
    let is_bare = |it: &Told| {
        it.level.is_none()
            && it.second_level.is_none()
            && it.score.is_none()
            && it.rationale.is_none()
    };
    assert!(others.iter().all(is_bare), "{others:?}");
}

#[test]
fn joined_texts_stay_within_the_bounds_of_one() {
    let long = |it: &str| it.repeat(4_000);
    let worksheet = read_rows(&format!(
        "A.1;1;;;{};;\nA.1;2;;;{};;\nA.1;3;;;{};;\nA.1;4;;;short;;\n",
        long("a"),
        long("b"),
        long("c"),
    ));
    assert_eq!(refused(&worksheet), [(4, Code::TooLong, "10000")]);
    let text = worksheet.told[0].rationale.as_deref().unwrap();
    assert_eq!(text.chars().count(), 4_000 + 2 + 4_000 + 2 + 5);
}
