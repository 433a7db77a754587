//! Packages that are broken, by accident or on purpose.

use std::time::{Duration, Instant};

use super::*;

fn refused(text: &str) -> (&'static str, String) {
    let notices = read(text, "x.json").unwrap_err();
    (notices[0].kind.code(), notices[0].place.clone())
}

#[test]
fn what_is_no_package_is_refused_with_the_place() {
    for (text, kind, place) in [
        ("", "unreadable", "x.json:1:0"),
        ("{\n  \"CFDocument\": {,}\n}", "unreadable", "x.json:2:18"),
        ("[]", "unreadable", "x.json"),
        ("{ \"catalog\": {} }", "unreadable", "x.json"),
        ("{ \"CFDocument\": 7 }", "unreadable", "x.json"),
        (
            "{ \"CFDocument\": { \"caseVersion\": \"2.0\" } }",
            "version-unknown",
            "CFDocument.caseVersion",
        ),
        ("{ \"CFDocument\": { \"caseVersion\": 3 } }", "version-unknown", "CFDocument.caseVersion"),
    ] {
        assert_eq!(refused(text), (kind, place.to_owned()), "{text}");
    }
    let deep =
        format!("{{ \"CFDocument\": {{}}, \"x\": {}{} }}", "[".repeat(9_000), "]".repeat(9_000));
    assert_eq!(refused(&deep).0, "unreadable");
}

#[test]
fn a_broken_tree_is_mended_and_told() {
    for (items, links, tree, told) in [
        (
            &["a", "b", "c"][..],
            &[("a", "b"), ("b", "a"), ("c", "b")][..],
            "a[b[c]]",
            &["circle"][..],
        ),
        (&["a"], &[("a", "a")], "a", &["circle"]),
        (&["a", "b"], &[("a", "d"), ("b", "zz")], "a b", &["parent-missing"]),
        (&["b", "a"], &[("a", "d")], "a b", &["assumed"]),
        (
            &["a", "b", "c"],
            &[("c", "a"), ("c", "b"), ("a", "d"), ("b", "d")],
            "a[c] b",
            &["left-out"],
        ),
        (&["a", "A"], &[], "A a (2)", &["code-doubled"]),
        (&["4.10", "4.2"], &[], "4.2 4.10", &[]),
    ] {
        let items: Vec<_> = items.iter().map(|it| item(it, it)).collect();
        let links: Vec<_> = links.iter().map(|it| association("isChildOf", it.0, it.1)).collect();
        let brought =
            package(json!({ "CFDocument": document(), "CFItems": items, "CFAssociations": links }));
        assert_eq!(drawn(&brought.packs[0].criteria), tree);
        assert_eq!(kinds(&brought), told, "{tree}");
    }
}

#[test]
fn items_without_code_or_identifier_are_kept() {
    let brought = package(json!({
        "CFDocument": document(),
        "CFItems": [{}, { "fullStatement": "x" }, { "identifier": "i", "notes": null }, { "identifier": "i" }],
    }));
    assert_eq!(codes(&brought.packs[0]), ["#1", "#2", "#3", "#4"]);
    let (text, _) = written(&brought.packs[0], &[]);
    assert_eq!(read(&text, "x").unwrap().packs, brought.packs);
}

#[test]
fn values_of_the_wrong_type_are_told_and_left_out() {
    let odd = [json!(null), json!(7), json!(true), json!([1]), json!({ "a": {} }), json!("x")];
    for value in odd {
        let mut document = document();
        let names = [
            "identifier",
            "title",
            "creator",
            "language",
            "version",
            "licenseURI",
            "subject",
            "extensions",
            "statusStartDate",
            "caseVersions",
        ];
        for name in names {
            document[name] = value.clone();
        }
        let mut item = item("i", "1");
        for name in [
            "identifier",
            "fullStatement",
            "notes",
            "language",
            "educationLevel",
            "CFItemTypeURI",
            "extensions",
            "uri",
            "odd",
        ] {
            item[name] = value.clone();
        }
        let link = json!({ "associationType": value, "originNodeURI": value, "destinationNodeURI": value });
        let odd = json!({ "kriter": value });
        let ours = json!({ "humanCodingScheme": "2", "fullStatement": "x", "extensions": odd });
        let brought = package(json!({
            "CFDocument": document,
            "CFItems": [item, value, ours],
            "CFAssociations": [link, value],
            "CFRubrics": value,
            "extensions": { "kriter": { "crosswalks": value } },
        }));
        let (text, _) = written(&brought.packs[0], &brought.crosswalks);
        assert_eq!(read(&text, "x").unwrap().packs, brought.packs, "{value}");
        assert_valid(&text);
        let empty = json!({ "CFDocument": document, "CFItems": [], "CFAssociations": value });
        let notices = read(&empty.to_string(), "x").unwrap_err();
        assert_eq!(notices.last().map(|it| it.kind), Some(NoticeKind::Missing));
    }
}

#[test]
fn a_tree_that_is_too_deep_or_too_large_is_refused() {
    let chain = |length: usize| {
        let items: Vec<_> = (0..length).map(|it| item(&it.to_string(), &it.to_string())).collect();
        let links =
            (1..length).map(|it| association("isChildOf", &it.to_string(), &(it - 1).to_string()));
        json!({ "CFDocument": document(), "CFItems": items, "CFAssociations": links.collect::<Vec<_>>() })
    };
    assert_eq!(package(chain(32)).packs[0].counts().deepest, 32);
    for length in [33, 100_000] {
        assert_eq!(refused(&chain(length).to_string()), ("too-much", "isChildOf".to_owned()));
        let mut circle = chain(length);
        let last = (length - 1).to_string();
        let links = circle["CFAssociations"].as_array_mut().unwrap();
        links.push(association("isChildOf", "0", &last));
        assert_eq!(refused(&circle.to_string()).0, "too-much");
    }
    let many = vec![json!({}); 200_001];
    let many = json!({ "CFDocument": document(), "CFItems": many });
    assert_eq!(refused(&many.to_string()), ("too-much", "CFItems".to_owned()));
}

#[test]
fn ten_thousand_items_are_no_trouble() {
    const COUNT: usize = 10_000;
    let items =
        (0..COUNT).map(|it| item(&format!("i{it}"), &format!("1.{it}"))).collect::<Vec<_>>();
    let mut links: Vec<_> = (1..COUNT)
        .map(|it| association("isChildOf", &format!("i{it}"), &format!("i{}", (it - 1) / 10)))
        .collect();
    links.extend(
        (0..COUNT / 10).map(|it| association("isRelatedTo", &format!("i{it}"), "elsewhere")),
    );
    links.extend((0..COUNT / 10).map(|it| association("precedes", "i7", &format!("i{it}"))));
    let text =
        json!({ "CFDocument": document(), "CFItems": items, "CFAssociations": links }).to_string();
    let start = Instant::now();
    let brought = read(&text, "x").unwrap();
    let read_in = start.elapsed();
    assert_eq!(brought.packs[0].counts().nodes, COUNT);
    assert_eq!(brought.crosswalks[0].relations.len(), COUNT / 10);
    let start = Instant::now();
    written(&brought.packs[0], &brought.crosswalks);
    let written_in = start.elapsed();
    // Far from what it takes, and far below what anything quadratic would.
    let most = Duration::from_mins(3);
    assert!(read_in < most && written_in < most, "{read_in:?} {written_in:?}");
}

proptest::proptest! {
    #[test]
    fn no_tree_makes_it_stumble(links in proptest::collection::vec((0_usize..8, 0_usize..10), 0..16)) {
        let items: Vec<_> = (0..8).map(|it| item(&format!("i{it}"), &format!("{}", it % 5))).collect();
        let links: Vec<_> = links.iter().map(|it| association("isChildOf", &format!("i{}", it.0), &format!("i{}", it.1))).collect();
        let brought = package(json!({ "CFDocument": document(), "CFItems": items, "CFAssociations": links }));
        proptest::prop_assert_eq!(brought.packs[0].counts().nodes, 8);
        let (text, _) = written(&brought.packs[0], &[]);
        let again = read(&text, "x").unwrap();
        proptest::prop_assert_eq!(&again.packs, &brought.packs);
        proptest::prop_assert!(again.notices.is_empty());
    }
}
