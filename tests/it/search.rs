//! Finding evidence: what is found, by whom, and what never is an error.

use std::fmt::Write as _;

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    Confidentiality, EvidenceId, EvidenceStatus, InstitutionId, Role, TextState, blob,
    evidence_item,
};
use kriter::evidence::facts::Facts;
use kriter::evidence::store;
use kriter::extraction::Extractor;
use kriter::search::{self, Worker};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, EntityTrait as _, Set};

use crate::app::{TestApp, encode};
use crate::queries::assert_same_queries;

impl TestApp {
    /// Adds evidence as it is told.
    async fn keeps(&self, facts: Facts) -> i64 {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let added = store::add(&mut change, self.institution, facts, Vec::new()).await.unwrap();
        change.commit().await.unwrap();
        added.id.0
    }

    /// Adds evidence with a title.
    async fn titled(&self, title: &str) -> i64 {
        self.keeps(Facts { title: title.to_owned(), ..Facts::default() }).await
    }

    /// The page of a search.
    async fn searched(&mut self, fields: &[(&str, &str)]) -> String {
        let path = format!("/institutions/{}/evidence?{}", self.institution, encode(fields));
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{fields:?}: {}", answer.text());
        answer.html()
    }

    /// Ids of the items that a search finds, in the order of the page.
    async fn found(&mut self, fields: &[(&str, &str)]) -> Vec<i64> {
        let html = self.searched(fields).await;
        let rows = html.split("<th class=\"keep\" scope=\"row\"><a href=\"/evidence/").skip(1);
        rows.map(|it| it.split('"').next().unwrap().parse().unwrap()).collect()
    }

    /// Ids that are found by words.
    async fn by(&mut self, words: &str) -> Vec<i64> {
        self.found(&[("q", words)]).await
    }

    /// A worker that starts the program of this build.
    fn worker(&self) -> Worker {
        let program = env!("CARGO_BIN_EXE_kriter").into();
        Worker { app: self.app.clone(), extractor: Extractor { program, ..Extractor::default() } }
    }

    async fn only_blob(&self) -> blob::Model {
        blob::Entity::find().one(&self.app.db.read).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn alphabets_accents_and_keyboards_find_each_other() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let ids = [
        app.titled("Правилник о раду, Ђорђе Његош, Љубљана, Џеп").await,
        app.titled("Pravilnik o radu, Đorđe Njegoš, Ljubljana, Džep").await,
        app.titled("Pravilnik o radu, Djordje Njegos, Ljubljana, Dzep").await,
    ];
    for words in [
        "правилник",
        "PRAVILNIK",
        "đorđe",
        "djordje",
        "ђорђе",
        "dorde",
        "ЊЕГОШ",
        "njegos",
        "ljubljana",
        "љубљана",
        "džep",
        "џеп",
        "dzep",
        "rad",
        "раду pravilnik",
    ] {
        let mut found = app.by(words).await;
        found.sort_unstable();
        assert_eq!(found, ids, "{words}");
    }
    let albanian = app.titled("Përgjegjësitë për çështjet e sigurisë").await;
    for words in ["përgjegjësitë", "pergjegjesite", "CESHTJET", "cështj", "sigurise"] {
        assert_eq!(app.by(words).await, [albanian], "{words}");
    }
}

#[tokio::test]
async fn everything_that_an_item_says_finds_it_and_the_last_word_may_go_on() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let fields = [("title", "Charter"), ("description", "Signed"), ("owner_unit", "Legal office")];
    app.upload(&path, &fields, &[("files", "statute_2024.txt", b"of the academy")]).await;
    app.post("/evidence/1/edit", &[("tags", "water safety"), ("owner_person", "Ana")]).await;
    for words in [
        "chart",
        "signed",
        "legal",
        "statute",
        "2024",
        "ana",
        "kaps-e-0001",
        "0001",
        "safety water",
    ] {
        assert_eq!(app.by(words).await, [1], "{words}");
    }
    for words in ["harter", "char signed", "ch", "charters", "academy"] {
        assert_eq!(app.by(words).await, [0; 0], "{words}");
    }
    app.post("/evidence/1/edit", &[("title", "Statute"), ("tags", "fire")]).await;
    assert_eq!(app.by("charter").await, [0; 0]);
    assert_eq!(app.by("water").await, [0; 0]);
    assert_eq!(app.by("fire").await, [1]);
}

#[tokio::test]
async fn what_means_something_to_a_database_finds_only_itself_or_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for title in
        ["100% attendance", "Attendance", "under_score", "back\\slash", "Fish AND chips NEAR you"]
    {
        app.titled(title).await;
    }
    let long = "lorem ".repeat(1_700);
    let huge = "x".repeat(10_240);
    for (words, found) in [
        ("%", &[][..]),
        ("_", &[]),
        ("\\", &[]),
        ("'", &[]),
        ("\"", &[]),
        ("*", &[]),
        ("-", &[]),
        ("()", &[]),
        ("…§¿", &[]),
        ("\0", &[]),
        ("\0attendance\0", &[2, 1]),
        ("100%", &[1]),
        ("%attendance%", &[2, 1]),
        ("att_ndance", &[]),
        ("under_score", &[3]),
        ("back\\slash", &[4]),
        ("' OR 1=1 --", &[]),
        ("\"attendance", &[2, 1]),
        ("attendance\"", &[2, 1]),
        ("AND", &[5]),
        ("OR", &[]),
        ("NOT", &[]),
        ("fish AND", &[5]),
        ("NEAR(fish chips)", &[5]),
        ("NEAR(fish attendance, 5)", &[]),
        ("title:attendance", &[]),
        ("heads : attendance", &[]),
        ("{heads} : *", &[]),
        ("-attendance", &[2, 1]),
        ("^attendance", &[2, 1]),
        ("attendance:*ABCD", &[]),
        ("attendance & !fish", &[]),
        ("i1", &[]),
        ("日本", &[]),
        ("\u{202e}\u{200b}", &[]),
        (long.as_str(), &[]),
        (huge.as_str(), &[]),
    ] {
        assert_eq!(app.by(words).await, found, "{words:?}");
    }
    let page = app.searched(&[("q", "%")]).await;
    assert!(page.contains("at least one letter or digit"));
}

#[tokio::test]
async fn words_are_shown_where_they_stand_and_a_script_stays_text() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keeps(Facts {
        title: "Правилник <script>alert(1)</script>".into(),
        description: "One <b>bold</b> word about Đorđe & others".into(),
        ..Facts::default()
    })
    .await;
    let page = app.searched(&[("q", "pravilnik djordje")]).await;
    assert!(page.contains("<mark>Правилник</mark> &lt;script&gt;"), "{page}");
    assert!(page.contains("&lt;b&gt;bold&lt;/b&gt; word about <mark>Đorđe</mark> &amp; others"));
}

#[tokio::test]
async fn the_text_of_a_file_is_read_in_the_background_and_found() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let text = "Zapisnik: ljuljaška je pregledana u Đakovici".as_bytes();
    app.upload(&path, &[("title", "Minutes")], &[("files", "a.txt", text)]).await;
    assert!(app.get("/evidence/1").await.text().contains("does not know yet"));
    assert_eq!(app.by("djakovici").await, [0; 0]);
    assert!(app.worker().once().await.unwrap());
    assert!(!app.worker().once().await.unwrap());
    assert_eq!(app.only_blob().await.text_state, TextState::Read);
    assert_eq!(app.by("djakovici").await, [1]);
    assert!(
        app.searched(&[("q", "ђаковици")])
            .await
            .contains("a.txt: Zapisnik: ljuljaška je pregledana u <mark>Đakovici</mark>")
    );
    assert!(!app.get("/evidence/1").await.text().contains("does not know yet"));
    // The same content elsewhere is found at once; a replaced file no more.
    app.upload(&path, &[("title", "Copy")], &[("files", "b.txt", text)]).await;
    assert_eq!(app.by("djakovici").await, [2, 1]);
    let replace = [("part", "1")];
    app.upload("/evidence/1/revisions", &replace, &[("file", "c.txt", b"Nothing")]).await;
    assert_eq!(app.by("djakovici").await, [2]);
}

#[tokio::test]
async fn however_reading_ends_is_a_state() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/evidence/new", app.institution);
    app.upload(&path, &[], &[("files", "a.pdf", b"%PDF-1.7 broken")]).await;
    assert!(app.worker().once().await.unwrap());
    let read = app.only_blob().await;
    assert_ne!(read.text_state, TextState::Pending);
    assert!(app.get("/evidence/1").await.text().contains("damaged"), "{read:?}");
    // A content that is lost is a state as well.
    let pending = blob::ActiveModel {
        sha256: Set("0".repeat(64)),
        size: Set(1),
        media_type: Set("text/plain".into()),
        kept_at: Set("2020-01-01T00:00:00Z".parse().unwrap()),
        text_state: Set(TextState::Pending),
        hints: Set(kriter::entities::Codes::default()),
        ..Default::default()
    };
    let derived = app.app.derive().await.unwrap();
    blob::Entity::insert(pending).exec_without_returning(derived.tx()).await.unwrap();
    derived.commit().await.unwrap();
    assert!(app.worker().once().await.unwrap());
    let row = blob::Entity::find_by_id("0".repeat(64)).one(&app.app.db.read).await.unwrap();
    assert_eq!(row.unwrap().text_state, TextState::Failed);
}

#[tokio::test]
async fn a_worker_that_died_holds_a_file_only_for_a_while_and_two_never_take_the_same() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/evidence/new", app.institution);
    app.upload(&path, &[], &[("files", "a.txt", b"first"), ("files", "b.txt", b"second")]).await;
    // One that cannot even start its reader has the lease and does nothing with it.
    let program = app.folder.path().join("nothing");
    let dying =
        Worker { app: app.app.clone(), extractor: Extractor { program, ..Extractor::default() } };
    assert!(dying.once().await.unwrap());
    let worker = app.worker();
    let (one, two) = tokio::join!(worker.once(), worker.once());
    assert!(one.unwrap() != two.unwrap(), "one file was free");
    let later = app.app.clone().at(app.app.now() + chrono::TimeDelta::minutes(6));
    assert!(Worker { app: later, ..worker }.once().await.unwrap());
    let states = blob::Entity::find().all(&app.app.db.read).await.unwrap();
    assert!(states.iter().all(|it| it.text_state == TextState::Read && it.leased_until.is_none()));
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_see() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("iso-iec-17025-2017").await;
    let open = app.titled("Alpha open").await;
    let restricted = app
        .keeps(Facts {
            title: "Alpha secret".into(),
            confidentiality: Confidentiality::Restricted,
            ..Facts::default()
        })
        .await;
    let noted = app
        .keeps(Facts { title: "Beta".into(), notes: "alpha in private".into(), ..Facts::default() })
        .await;
    let gone = app.titled("Alpha deleted").await;
    let row = evidence_item::ActiveModel {
        id: Set(EvidenceId(gone)),
        deleted_at: Set(Some(app.app.now())),
        ..Default::default()
    };
    let derived = app.app.derive().await.unwrap();
    row.update(derived.tx()).await.unwrap();
    derived.commit().await.unwrap();
    let link = [("edition", "iso-iec-17025-2017"), ("code", "4.1.1")];
    app.post(format!("/evidence/{noted}/links"), &link).await;

    assert_eq!(app.by("alpha").await, [restricted, open, noted]);
    let mut manager = app.another(Role::Manager).await;
    assert_eq!(manager.by("alpha").await, [open]);
    assert!(manager.searched(&[("q", "alpha")]).await.contains("Evidence items: 1"));
    for filter in [("confidentiality", "restricted"), ("q", "secret"), ("q", "private")] {
        assert_eq!(manager.found(&[filter]).await, [0; 0], "{filter:?}");
    }
    let mut reviewer = app.another(Role::Reviewer).await;
    assert_eq!(reviewer.by("alpha").await, [0; 0]);
    app.put_on(assessment, "reviewer@example.org").await;
    assert_eq!(reviewer.by("alpha").await, [0; 0], "notes are not for reviewers");
    assert_eq!(reviewer.by("beta").await, [noted]);
    assert!(!reviewer.searched(&[("q", "beta")]).await.contains("private"));
    assert_eq!(reviewer.found(&[]).await, [noted]);
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.by("alpha").await, [0; 0]);
}

#[tokio::test]
async fn filters_find_what_they_say_and_are_remembered() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let day = |it: &str| it.parse().ok();
    let plain = Facts { title: "Plan".into(), ..Facts::default() };
    let draft = app.keeps(Facts { status: EvidenceStatus::Draft, ..plain.clone() }).await;
    let owned = app.keeps(Facts { owner_unit: "Legal".into(), ..plain.clone() }).await;
    let tagged = Facts {
        tags: kriter::entities::Codes(vec!["Voda 100%".into()]),
        covers_from: day("2023-05-01"),
        covers_to: day("2024-02-01"),
        ..plain.clone()
    };
    let tagged = app.keeps(tagged).await;
    let typed = Facts {
        type_code: Some("minutes".into()),
        confidentiality: Confidentiality::Public,
        valid_until: day("2026-01-01"),
        ..plain.clone()
    };
    let typed = app.keeps(typed).await;
    for id in [owned, tagged] {
        let link = [("edition", "iso-iec-17025-2017"), ("code", "4.1.1")];
        app.post(format!("/evidence/{id}/links"), &link).await;
    }
    let edition = kriter::standards::store::by_code(&app.app.db.read, "iso-iec-17025-2017");
    let edition = edition.await.unwrap().unwrap().id.0.to_string();
    for (filter, found) in [
        (("status", "draft"), &[draft][..]),
        (("unit", "Legal"), &[owned]),
        (("tag", "вода 100"), &[tagged]),
        (("year", "2024"), &[tagged]),
        (("year", "2025"), &[]),
        (("kind", "minutes"), &[typed]),
        (("confidentiality", "public"), &[typed]),
        (("edition", edition.as_str()), &[owned, tagged]),
        (("attention", "1"), &[draft, typed]),
        (("sort", "newest"), &[typed, tagged, owned, draft]),
        (("status", "nonsense"), &[draft, owned, tagged, typed]),
        (("year", "nonsense"), &[draft, owned, tagged, typed]),
        (("edition", "nonsense"), &[draft, owned, tagged, typed]),
    ] {
        assert_eq!(app.found(&[filter]).await, found, "{filter:?}");
        let with_words = [("q", "plan"), filter, ("sort", "reference")];
        if filter.0 != "sort" {
            assert_eq!(app.found(&with_words).await, found, "{filter:?} with words");
        }
    }
    let page = app.searched(&[("unit", "Legal"), ("year", "2024")]).await;
    assert!(page.contains("Something would be found without:"), "{page}");
    assert!(
        page.contains("href=\"?unit=Legal\"") && page.contains("href=\"?year=2024\""),
        "{page}"
    );
    let page = app.searched(&[("q", "plan"), ("status", "draft")]).await;
    assert!(page.contains("value=\"plan\""), "{page}");
}

#[tokio::test]
async fn what_is_called_so_comes_before_what_only_says_so() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let named = app.titled("Calibration").await;
    let says =
        Facts { title: "Log".into(), description: "of calibration".into(), ..Facts::default() };
    let says = app.keeps(says).await;
    assert_eq!(app.by("calibration").await, [named, says]);
    assert_eq!(app.found(&[("q", "calibration"), ("sort", "newest")]).await, [says, named]);
}

#[tokio::test]
async fn what_is_imported_is_found_and_an_empty_index_is_filled_again() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/imports", app.institution);
    let file =
        "Number;Title;Location\nE-1;Plani i punës;Room 5\nE-2;Rregullore;https://example.org/a\n";
    let sent =
        app.upload(&path, &[("kind", "evidence")], &[("file", "a.csv", file.as_bytes())]).await;
    let batch = sent.location().to_owned();
    assert_eq!(app.post(&batch, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.by("punes").await, [1]);
    assert_eq!(app.by("example").await, [2]);
    assert_eq!(search::index_missing(&app.app).await.unwrap(), 0);
    assert_eq!(search::rebuild(&app.app).await.unwrap(), 2);
    assert_eq!(app.by("room plani").await, [1]);
    let derived = app.app.derive().await.unwrap();
    let sql = match derived.tx().get_database_backend() {
        sea_orm::DbBackend::Sqlite => "DELETE FROM evidence_index WHERE rowid = 2",
        _ => "DELETE FROM evidence_index WHERE evidence_id = 2",
    };
    derived.tx().execute_unprepared(sql).await.unwrap();
    derived.commit().await.unwrap();
    assert_eq!(app.by("example").await, [0; 0]);
    assert_eq!(search::index_missing(&app.app).await.unwrap(), 1);
    assert_eq!(app.by("example").await, [2]);
}

#[tokio::test]
async fn a_search_asks_no_more_for_many_rows_than_for_few() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.titled("Plan").await;
    let path = format!("/institutions/{}/evidence?q=plan&sort=newest&year=", app.institution);
    assert_same_queries(&mut app, &path, async |app| {
        for _ in 0..20 {
            app.titled("Plan").await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_item_of_another_institution_is_no_match() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let stranger = app.stranger(Role::Administrator).await;
    assert_ne!(stranger.institution, InstitutionId(app.institution.0));
    stranger.titled("Foreign plan").await;
    assert_eq!(app.by("plan").await, [0; 0]);
}

#[tokio::test]
async fn a_file_of_nothing_but_different_words_is_indexed_as_far_as_there_is_room() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let words: Vec<String> = (0..140_000).map(|it| format!("{it:06}")).collect();
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let text = words.join(" ");
    app.upload(&path, &[], &[("files", "numbers.txt", text.as_bytes())]).await;
    assert!(app.worker().once().await.unwrap());
    assert_eq!(app.only_blob().await.text_state, TextState::Read);
    assert_eq!(app.by("000007").await, [1]);
}

/// A register so large that nothing in it is looked through: 5,010 items that are called by a word, and 30 that only say it.
async fn large(app: &mut TestApp) {
    let mut file = String::from("Number;Title;Location;Criteria;Tags;Covers from;Covers to\n");
    for number in 1..=5_040 {
        let title = if number <= 5_010 { "Calibration" } else { "Log" };
        let criterion = if number <= 30 { "" } else { "§4.1.1" };
        let tags = if number % 100 == 0 { "common, seldom" } else { "common" };
        let place = "Calibration room";
        writeln!(
            file,
            "E-{number};{title} {number};{place};{criterion};{tags};2024-01-01;2024-12-31"
        )
        .unwrap();
    }
    let path = format!("/institutions/{}/imports", app.institution);
    let fields = [("kind", "evidence"), ("assessment", "")];
    let sent = app.upload(&path, &fields, &[("file", "a.csv", file.as_bytes())]).await;
    let batch = sent.location().to_owned();
    assert_eq!(app.post(&batch, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn in_a_large_register_the_same_is_found_in_the_same_order() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("iso-iec-17025-2017").await;
    large(&mut app).await;
    let edition = kriter::standards::store::by_code(&app.app.db.read, "iso-iec-17025-2017");
    let id = edition.await.unwrap().unwrap().id.0.to_string();
    let edition = ("edition", id.as_str());
    let up = |from: i64| (from..from + 50).collect::<Vec<_>>();
    let down = |from: i64| (from - 49..=from).rev().collect::<Vec<_>>();

    // What is called so comes first, the newest of it before the older, but of all only the newest 5,000 are looked at.
    let word = ("q", "calibration");
    assert_eq!(app.found(&[word]).await, down(5_010));
    assert_eq!(app.by("calib").await, down(5_010));
    let last: Vec<i64> = (41..=60).rev().chain((5_011..=5_040).rev()).collect();
    assert_eq!(app.found(&[word, ("page", "100")]).await, last);
    assert_eq!(app.found(&[word, ("page", "101")]).await, [0; 0]);
    assert_eq!(app.found(&[word, ("sort", "newest")]).await, down(5_040));
    assert_eq!(app.found(&[word, ("sort", "reference")]).await, up(41));
    assert_eq!(app.by("calibration room").await, down(5_040), "nothing is called by both");
    assert_eq!(app.by("calibration 17").await, [17]);
    assert_eq!(app.found(&[word, edition, ("page", "100")]).await, last);
    assert_eq!(app.found(&[word, ("tag", "seldom")]).await.len(), 50);
    let page = app.searched(&[word]).await;
    assert!(page.contains("items have these words") && page.contains("More than"), "{page}");

    for filter in [("tag", "common"), ("year", "2024")] {
        assert_eq!(app.found(&[filter]).await, up(1), "{filter:?}");
        assert_eq!(app.found(&[filter, ("sort", "newest")]).await, down(5_040), "{filter:?}");
        assert_eq!(app.found(&[filter, edition]).await, up(31), "{filter:?}");
    }
    assert_eq!(app.found(&[edition]).await, up(31));
    assert!(app.searched(&[edition]).await.contains("More than 200 "));
    let seldom: Vec<i64> = (1..=50).map(|it| it * 100).collect();
    assert_eq!(app.found(&[("tag", "seldom")]).await, seldom);

    let mut reviewer = app.another(Role::Reviewer).await;
    assert_eq!(reviewer.by("calibration").await, [0; 0]);
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.by("calibration").await, [0; 0]);
    assert_eq!(stranger.by("calibration 17").await, [0; 0]);
}
