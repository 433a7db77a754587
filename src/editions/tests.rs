//! What a difference must hold, and what edition updates went wrong in other systems.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::difference::{By, Difference, Pair, Part, What, difference};
use super::words::{json, text};
use super::{Criterion, Edition, EntryKind, Piece};
use crate::language::Language;
use crate::standards::check;
use crate::standards::pack::{Group, Head};
use crate::titles::Titles;

fn criterion(code: &str, title: &str) -> Criterion {
    let parent = code.rsplit_once('.').map(|it| it.0.to_owned());
    Criterion {
        code: code.to_owned(),
        parent,
        kind: "clause".to_owned(),
        title: Titles::english(title),
        assessable: true,
        weight: 1.0,
        ..Criterion::default()
    }
}

fn edition(criteria: &[(&str, &str)]) -> Edition {
    let criteria = criteria.iter().map(|(code, title)| criterion(code, title)).collect();
    Edition { title: Titles::english("Edition"), head: Head::default(), criteria }
}

/// The codes of pairs that are kept, from and to.
fn codes(difference: &Difference, kept: fn(&Pair) -> bool) -> Vec<(&str, &str)> {
    let code = |it: &Pair| {
        let (from, to) = (&difference.from.criteria[it.from], &difference.to.criteria[it.to]);
        (from.code.as_str(), to.code.as_str())
    };
    difference.pairs.iter().filter(|it| kept(it)).map(code).collect()
}

fn added(difference: &Difference) -> Vec<&str> {
    difference.added.iter().map(|it| difference.to.criteria[*it].code.as_str()).collect()
}

fn removed(difference: &Difference) -> Vec<&str> {
    difference.removed.iter().map(|it| difference.from.criteria[*it].code.as_str()).collect()
}

#[test]
fn a_clause_put_between_others_renumbers_them_and_rewords_none() {
    let old = edition(&[
        ("4", "General"),
        ("4.1", "Impartiality of the laboratory"),
        ("4.2", "Confidentiality of customers"),
    ]);
    let new = edition(&[
        ("4", "General"),
        ("4.1", "Legal identity and liability"),
        ("4.2", "Impartiality of the laboratory"),
        ("4.3", "Confidentiality of customers"),
    ]);
    let it = difference(old, new);
    assert_eq!(codes(&it, Pair::is_elsewhere), [("4.1", "4.2"), ("4.2", "4.3")]);
    assert_eq!(added(&it), ["4.1"]);
    assert_eq!(removed(&it), [""; 0]);
    assert!(it.pairs.iter().all(|it| it.wording.is_empty()));
}

#[test]
fn whole_chapters_move_with_equal_titles_in_them() {
    let old = edition(&[
        ("1", "Staff of the academy"),
        ("1.1", "General"),
        ("2", "Premises and rooms"),
        ("2.1", "General"),
    ]);
    let new = edition(&[
        ("1", "Premises and rooms"),
        ("1.1", "General"),
        ("2", "Something else entirely"),
        ("3", "Staff of the academy"),
        ("3.1", "General"),
    ]);
    let it = difference(old, new);
    let pairs = codes(&it, |_| true);
    assert!(pairs.contains(&("1", "3")) && pairs.contains(&("2", "1")), "{pairs:?}");
    assert_eq!(added(&it), ["2"]);
    assert_eq!(removed(&it), [""; 0]);
}

#[test]
fn words_that_changed_are_marked_and_likeness_finds_what_was_renumbered_too() {
    let old = edition(&[
        ("1", "Records of staff training are kept for five years"),
        ("2", "Complaints are answered"),
    ]);
    let new = edition(&[
        ("7", "Records of staff training shall be kept for six years"),
        ("2", "Complaints are answered in writing"),
    ]);
    let it = difference(old, new);
    assert_eq!(codes(&it, |_| true), [("1", "7"), ("2", "2")]);
    assert_eq!(it.pairs[0].by, By::Likeness);
    assert!(it.pairs[0].likeness < 1.0);
    let wording = &it.pairs[1].wording[0];
    assert_eq!((wording.part, wording.language.as_str()), (Part::Title, "en"));
    assert_eq!(
        wording.pieces,
        [Piece::Same("Complaints are answered".into()), Piece::Come("in writing".into())]
    );
}

#[test]
fn what_an_edition_no_longer_has_is_told_and_not_kept() {
    let group = |code: &str| Group {
        code: code.to_owned(),
        title: Titles::english(code),
        description: None,
        chosen: false,
    };
    let mut old = edition(&[("1", "Policy"), ("2", "Staff"), ("3", "Premises")]);
    old.head.groups = vec![group("basic"), group("high")];
    old.criteria[0].groups = vec!["high".into(), "basic".into()];
    old.criteria[1].weight = 3.0;
    let mut new = edition(&[("1", "Policy"), ("2", "Staff")]);
    new.head.groups = vec![group("basic")];
    new.criteria[0].groups = vec!["basic".into()];
    let it = difference(old, new);
    assert_eq!(removed(&it), ["3"]);
    let changes: Vec<_> = it.pairs.iter().flat_map(|it| &it.changes).collect();
    assert_eq!(
        changes.iter().map(|it| (it.what, &*it.from, &*it.to)).collect::<Vec<_>>(),
        [(What::Groups, "basic, high", "basic"), (What::Weight, "3", "1")]
    );
    assert_eq!(it.head.entries.len(), 1);
    assert_eq!((it.head.entries[0].kind, &*it.head.entries[0].code), (EntryKind::Group, "high"));
    let said = text(&it, Language::English);
    for line in ["Group high high: removed", "  3 Premises", "weight: 3 → 1", "1 removed"] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
    assert_eq!(json(&it)["removed"][0]["code"], "3");
    assert_eq!(json(&it)["changed"][0]["changes"][0]["what"], "groups");
}

#[test]
fn a_level_that_another_one_was_put_before_did_not_change() {
    let pack = shipped().remove(0);
    let mut new = pack.clone();
    let scale = new.head.scale.as_mut().unwrap();
    let mut level = scale.levels[0].clone();
    level.code = "another".into();
    scale.levels.insert(0, level);
    scale.levels[1].weight = scale.levels[1].weight.map(|it| it + 0.25);
    let it = difference(pack, new).head;
    let codes: Vec<_> = it.entries.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    assert_eq!(codes[0], "another");
}

#[test]
fn a_translation_that_came_is_no_other_wording() {
    let old = edition(&[("1", "Policy")]);
    let mut new = old.clone();
    new.criteria[0].title.set("sq", "Politika");
    let it = difference(old, new);
    assert!(it.pairs[0].wording.is_empty());
    assert_eq!(it.pairs[0].changes[0].what, What::Languages);
}

/// Shipped packs that are rated.
fn shipped() -> Vec<Edition> {
    let files = check::builtin();
    let types = check::known_evidence_types();
    let packs = files.iter().filter(|it| check::is_pack(&it.name));
    let packs = packs.map(|it| check::parse(it, &types).unwrap());
    packs.filter(|it| it.about.scale.is_some()).map(|it| Edition::from(&it)).collect()
}

#[test]
fn every_shipped_pack_is_the_same_as_itself_and_any_two_are_told_of_in_full() {
    let packs = shipped();
    for pack in &packs {
        let it = difference(pack.clone(), pack.clone());
        assert!(it.is_none(), "{}", text(&it, Language::English));
        assert_eq!(it.counts().same, pack.criteria.len());
    }
    for pair in packs.windows(2) {
        let it = difference(pair[0].clone(), pair[1].clone());
        assert_eq!(it.pairs.len() + it.removed.len(), pair[0].criteria.len());
        assert_eq!(it.pairs.len() + it.added.len(), pair[1].criteria.len());
    }
}

/// Editions with few words and few codes, so that they have much in common.
fn any_edition() -> impl Strategy<Value = Edition> {
    let word = prop::sample::select(vec!["staff", "policy", "records", "of", "the", "review"]);
    let title = prop::collection::vec(word, 0..4).prop_map(|it| it.join(" "));
    let criteria = prop::collection::btree_map(0_u8..20, (title, any::<bool>(), 0_u8..30), 0..14);
    criteria.prop_map(|criteria| {
        let codes: Vec<u8> = criteria.keys().copied().collect();
        let one =
            |(place, (code, (title, mandatory, parent))): (usize, (u8, (String, bool, u8)))| {
                let mut it = criterion(&code.to_string(), &title);
                it.parent = codes[..place].get(usize::from(parent)).map(ToString::to_string);
                it.mandatory = mandatory;
                it
            };
        let criteria = criteria.into_iter().enumerate().map(one).collect();
        Edition { criteria, ..Edition::default() }
    })
}

proptest! {
    #[test]
    fn an_edition_is_the_same_as_itself(one in any_edition()) {
        let it = difference(one.clone(), one.clone());
        prop_assert!(it.is_none());
        prop_assert_eq!(it.counts().same, one.criteria.len());
    }

    #[test]
    fn every_criterion_is_told_of_once(from in any_edition(), to in any_edition()) {
        let it = difference(from, to);
        let mut old: Vec<_> = it.pairs.iter().map(|it| it.from).chain(it.removed.clone()).collect();
        let mut new: Vec<_> = it.pairs.iter().map(|it| it.to).chain(it.added.clone()).collect();
        old.sort_unstable();
        new.sort_unstable();
        prop_assert_eq!(old, (0..it.from.criteria.len()).collect::<Vec<_>>());
        prop_assert_eq!(new, (0..it.to.criteria.len()).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_added_is_removed_on_the_way_back(from in any_edition(), to in any_edition()) {
        let there = difference(from.clone(), to.clone());
        let back = difference(to, from);
        prop_assert_eq!(&there.added, &back.removed);
        prop_assert_eq!(&there.removed, &back.added);
        let pairs = |it: &Difference| it.pairs.iter().map(|it| (it.from, it.to)).collect::<Vec<_>>();
        let turned: BTreeSet<_> = pairs(&back).into_iter().map(|it| (it.1, it.0)).collect();
        prop_assert_eq!(pairs(&there).into_iter().collect::<BTreeSet<_>>(), turned);
        prop_assert_eq!(there.counts().same, back.counts().same);
    }
}
