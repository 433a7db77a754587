//! Spreadsheets of CASE with what people get wrong in them.

use super::super::{is_sheet, read_sheet};
use super::*;
use crate::sheets::{Book, Limits};

fn table(text: &str) -> Book {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    crate::sheets::read(file.path(), "x.csv", &Limits::default()).unwrap()
}

#[test]
fn levels_make_the_tree_and_codes_keep_their_text() {
    let book = table(
        "smartLevel,humanCodingScheme,fullStatement,Colour\n\
         2,007,Second,red\n1,1E5,First,\n1.10,1.10,Tenth,\n1.2,3-4,Second,\n1.2,3-5,Twice,\n1.2.1,,No code,\n4.7.1,x,Lost,\n",
    );
    assert!(is_sheet(&book));
    let brought = read_sheet(&book).unwrap();
    let pack = &brought.packs[0];
    assert_eq!(drawn(&pack.criteria), "1E5[3-4[3-4#1] 3-5 1.10] x 007");
    assert_eq!(pack.criteria[2].extras["Colour"], "red");
    // Title, creator and version; the column; the level above 4.7.1; the row without a code.
    assert_eq!(
        kinds(&brought),
        ["assumed", "assumed", "assumed", "kept-aside", "parent-missing", "codes-made-up"]
    );
    let (text, _) = written(pack, &[]);
    assert_eq!(read(&text, "x").unwrap().packs, brought.packs);
}

#[test]
fn what_is_no_such_table_is_refused() {
    let book = table("code,title\n1,First\n2,Second\n");
    assert!(!is_sheet(&book));
    assert_eq!(read_sheet(&book).unwrap_err()[0].kind, NoticeKind::Unreadable);
}

#[test]
fn rows_that_stand_above_one_another_are_mended() {
    let book = table(
        "fullStatement,Human Coding Scheme,Is Child Of\nOne,a,b\nTwo,b,a\nThree,c,zz\nFour,c,a\n",
    );
    let brought = read_sheet(&book).unwrap();
    assert_eq!(drawn(&brought.packs[0].criteria), "a[b c] c (2)");
}
