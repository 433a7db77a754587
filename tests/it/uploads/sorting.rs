//! The table of files to sort in: what it proposes, what it makes, what it refuses without losing a word.

use axum::http::StatusCode;
use kriter::entities::{Role, blob, criterion, evidence_item, link, revision, waiting_file};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const LABORATORY: &str = "iso-iec-17025-2017";

/// An administrator of an institution that is assessed as a laboratory.
async fn laboratory() -> TestApp {
    let app = TestApp::with_standards(Role::Administrator).await;
    app.assessment(LABORATORY).await;
    app
}

async fn criterion_of(app: &TestApp, edition: &str, code: &str) -> String {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, edition).await.unwrap().unwrap();
    let found = criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition.id))
        .filter(criterion::COLUMN.code.eq(code));
    found.one(db).await.unwrap().unwrap().id.to_string()
}

impl TestApp {
    /// Sends the table with some fields.
    async fn sort_in(&mut self, fields: &[(&str, &str)]) -> Answer {
        let address = format!("{}/take", self.sorting_page());
        self.post(address, fields).await
    }

    /// Items, links, revisions and waiting files that there are.
    async fn counted(&self) -> [u64; 4] {
        let db = &self.app.db.read;
        [
            evidence_item::Entity::find().count(db).await.unwrap(),
            link::Entity::find().count(db).await.unwrap(),
            revision::Entity::find().count(db).await.unwrap(),
            waiting_file::Entity::find().count(db).await.unwrap(),
        ]
    }
}

/// Whether a box of a name and value is ticked.
fn is_ticked(html: &str, name: &str, value: &str) -> Option<bool> {
    let tag = html.split("<input").find(|it| {
        it.contains(&format!("name=\"{name}\"")) && it.contains(&format!("value=\"{value}\""))
    })?;
    Some(tag.split('>').next().unwrap().contains(" checked"))
}

#[tokio::test]
async fn the_name_of_a_file_suggests_its_criterion_and_a_click_makes_evidence() {
    let mut app = laboratory().await;
    let sent = app.drop_files(&[("17025_6.4.13_calibration.pdf", b"%PDF-1.7 a")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let id = criterion_of(&app, LABORATORY, "6.4.13").await;
    let page = app.get(app.sorting_page()).await;
    assert_eq!(is_ticked(&page.html(), "criterion-1", &id), Some(true), "{}", page.text());
    assert!(page.text().contains("The name says 6.4.13 and this edition."), "{}", page.text());
    assert!(page.html().contains("value=\"17025 6.4.13 calibration\""));
    assert_eq!(app.counted().await, [0, 0, 0, 1]);
    let fields = [
        ("row", "1"),
        ("tick", "1"),
        ("title-1", "Calibration of balances"),
        ("criterion-1", id.as_str()),
        ("more-1", "7.2.1, §4.1"),
        ("covers_from-1", "2025-01-01"),
        ("covers_to-1", "2025-12-31"),
        ("all-document_date", "2026-01-15"),
        ("how", "each"),
    ];
    let done = app.sort_in(&fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(done.location().ends_with("/evidence"), "{}", done.location());
    assert_eq!(app.counted().await, [1, 3, 1, 0]);
    let item = evidence_item::Entity::find().one(&app.app.db.read).await.unwrap().unwrap();
    assert_eq!(item.title, "Calibration of balances");
    assert_eq!(item.reference, "KAPS-E-0001");
    assert_eq!(item.covers_to, "2025-12-31".parse().ok());
    assert_eq!(item.document_date, "2026-01-15".parse().ok());
    let log = app.get(format!("/institutions/{}/audit", app.institution)).await.text();
    assert!(log.contains("uploaded files sorted in"), "{log}");
}

#[tokio::test]
async fn a_code_of_several_editions_is_offered_and_not_ticked() {
    let mut app = laboratory().await;
    app.assessment("xk-kaa-programme-2021").await;
    let db = app.app.db.read.clone();
    // A code that both have.
    let codes = criterion::Entity::find().all(&db).await.unwrap();
    let of = |edition: &criterion::Model, code: &str| edition.code == code;
    let first = kriter::standards::store::by_code(&db, LABORATORY).await.unwrap().unwrap().id;
    let second = "xk-kaa-programme-2021";
    let second = kriter::standards::store::by_code(&db, second).await.unwrap().unwrap().id;
    let both = codes.iter().find(|it| {
        it.edition_id == first
            && it.code.contains('.')
            && codes.iter().any(|other| other.edition_id == second && of(other, &it.code))
    });
    let Some(both) = both else { panic!("the editions share no code") };
    app.drop_files(&[(&format!("{} report.pdf", both.code), b"%PDF-1.7 a")]).await;
    let page = app.get(app.sorting_page()).await;
    assert_eq!(is_ticked(&page.html(), "criterion-1", &both.id.to_string()), Some(false));
    assert!(page.text().contains("not clear of which edition"), "{}", page.text());
    let fields = [("row", "1"), ("tick", "1"), ("title-1", "x"), ("more-1", both.code.as_str())];
    let refused = app.sort_in(&fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Several editions have such a criterion"));
    let named = format!("17025 {}", both.code);
    let fields = [("row", "1"), ("tick", "1"), ("title-1", "x"), ("more-1", named.as_str())];
    assert_eq!(app.sort_in(&fields).await.status, StatusCode::SEE_OTHER);
    let linked = link::Entity::find().one(&db).await.unwrap().unwrap();
    assert_eq!(linked.criterion_id, both.id);
}

#[tokio::test]
async fn nothing_typed_is_lost_when_a_row_is_refused() {
    let mut app = laboratory().await;
    app.drop_files(&[("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b")]).await;
    let fields = [
        ("row", "1"),
        ("tick", "1"),
        ("title-1", "First words"),
        ("more-1", "99.99"),
        ("covers_from-1", "2026-02-01"),
        ("covers_to-1", "2026-01-01"),
        ("row", "2"),
        ("tick", "2"),
        ("title-2", ""),
        ("kind-2", "no-such-type"),
        ("document_date-2", "31.2.2026"),
        ("all-more", "4.1"),
        ("how", "each"),
    ];
    let refused = app.sort_in(&fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (html, text) = (refused.html(), refused.text());
    for typed in ["First words", "99.99", "2026-02-01", "2026-01-01", "31.2.2026", "4.1"] {
        assert!(html.contains(&format!("value=\"{typed}\"")), "{typed} is lost");
    }
    for said in [
        "No edition that you are assessed against",
        "It ends before it begins",
        "Nothing was taken in yet",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(app.counted().await, [0, 0, 0, 2]);
    // Throwing one away keeps what was typed in the other.
    let mut fields = fields.to_vec();
    fields.push(("discard", "2"));
    let left = app.sort_in(&fields).await;
    assert_eq!(left.status, StatusCode::OK);
    assert!(left.html().contains("value=\"First words\"") && !left.text().contains("b.pdf"));
    assert_eq!(app.counted().await, [0, 0, 0, 1]);
    let none = app.sort_in(&[("row", "1"), ("title-1", "First words")]).await;
    assert!(none.text().contains("No file is ticked"), "{}", none.text());
}

#[tokio::test]
async fn all_ticked_may_become_one_item_with_many_files() {
    let mut app = laboratory().await;
    app.drop_files(&[("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b"), ("c.pdf", b"%PDF-1.7 c")])
        .await;
    let fields = [
        ("row", "1"),
        ("tick", "1"),
        ("title-1", ""),
        ("more-1", "4.1"),
        ("covers_from-1", "2025-03-01"),
        ("row", "2"),
        ("tick", "2"),
        ("title-2", ""),
        ("more-2", "4.2"),
        ("covers_from-2", "2025-01-01"),
        ("row", "3"),
        ("title-3", "stays"),
        ("how", "together"),
    ];
    let untitled = app.sort_in(&fields).await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut fields = fields.to_vec();
    fields.push(("all-title", "Records of 2025"));
    let done = app.sort_in(&fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(done.location().ends_with("/uploads"));
    assert_eq!(app.counted().await, [1, 2, 2, 1]);
    let item = evidence_item::Entity::find().one(&app.app.db.read).await.unwrap().unwrap();
    assert_eq!(
        (item.title.as_str(), item.covers_from),
        ("Records of 2025", "2025-01-01".parse().ok())
    );
    let parts = revision::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(parts.iter().map(|it| it.part).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn what_the_register_holds_already_is_linked_instead_or_kept_beside_it() {
    let mut app = laboratory().await;
    app.drop_files(&[("policy.pdf", b"%PDF-1.7 a")]).await;
    app.sort_in(&[("row", "1"), ("tick", "1"), ("title-1", "Policy"), ("how", "each")]).await;
    app.drop_files(&[
        ("other name.pdf", b"%PDF-1.7 a"),
        ("policy.pdf", b"%PDF-1.7 newer"),
        ("twin.pdf", b"%PDF-1.7 a"),
    ])
    .await;
    let page = app.get(app.sorting_page()).await;
    for said in [
        "Same content as KAPS-E-0001 Policy",
        "Same name as KAPS-E-0001 Policy",
        "Same content as another file here",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(page.html().contains("<option value=\"link:1\" selected>"), "{}", page.html());
    assert!(page.html().contains("<option value=\"revision:1:1:1\">"));
    assert_eq!(is_ticked(&page.html(), "tick", "4"), Some(false), "a second copy is not ticked");
    for gone in ["revision:1:1:9", "link:1"] {
        // The newest is not the one that was shown; the content is not that of the item.
        let fields = [("row", "3"), ("tick", "3"), ("becomes-3", gone), ("more-3", "4.1")];
        let refused = app.sort_in(&fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{gone}: {}", refused.text());
    }
    let nowhere = [("row", "2"), ("tick", "2"), ("becomes-2", "link:1")];
    let refused = app.sort_in(&nowhere).await;
    assert!(refused.text().contains("Say which criteria"), "{}", refused.text());
    let fields = [
        ("row", "2"),
        ("tick", "2"),
        ("becomes-2", "link:1"),
        ("more-2", "4.1"),
        ("row", "3"),
        ("tick", "3"),
        ("becomes-3", "revision:1:1:1"),
        ("row", "4"),
        ("tick", "4"),
        ("becomes-4", "new"),
        ("title-4", "A copy"),
        ("how", "each"),
    ];
    let done = app.sort_in(&fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(app.counted().await, [2, 1, 3, 0]);
    let item = app.get("/evidence/1").await.text();
    assert!(item.contains("4.1"), "{item}");
}

#[tokio::test]
async fn of_what_is_restricted_nothing_is_said_but_that_it_is_there() {
    let mut app = laboratory().await;
    app.drop_files(&[("payroll.pdf", b"%PDF-1.7 a")]).await;
    app.sort_in(&[("row", "1"), ("tick", "1"), ("title-1", "Secret pay"), ("how", "each")]).await;
    let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    evidence_item::Entity::update_many()
        .col_expr(evidence_item::Column::Confidentiality, Expr::value("restricted"))
        .exec(&db)
        .await
        .unwrap();
    // Only somebody else is on its list of readers.
    let reader = app.user("reader@example.org", Some(Role::Administrator)).await;
    let listed = kriter::entities::evidence_reader::ActiveModel {
        evidence_id: sea_orm::Set(kriter::entities::EvidenceId(1)),
        user_id: sea_orm::Set(reader),
        recorded_at: sea_orm::Set(crate::app::now()),
        ..Default::default()
    };
    kriter::entities::evidence_reader::Entity::insert(listed).exec(&db).await.unwrap();
    app.drop_files(&[("payroll.pdf", b"%PDF-1.7 a")]).await;
    let page = app.get(app.sorting_page()).await;
    assert!(page.text().contains("The same content is in the register already, restricted."));
    assert!(!page.html().contains("Secret") && !page.html().contains("KAPS-E-0001"));
    for becomes in ["link:1", "revision:1:1:1"] {
        let fields = [("row", "2"), ("tick", "2"), ("becomes-2", becomes), ("more-2", "4.1")];
        assert_eq!(app.sort_in(&fields).await.status, StatusCode::NOT_FOUND, "{becomes}");
    }
    assert_eq!(app.counted().await, [1, 0, 1, 1]);
}

#[tokio::test]
async fn what_there_is_to_tell_of_a_file_is_told() {
    let mut app = laboratory().await;
    let refused = app
        .drop_files(&[
            ("empty.pdf", b""),
            ("picture.pdf", b"\x89PNG\r\n\x1a\n0000"),
            ("p\u{430}y.txt", b"x"),
        ])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("A file is empty: it has 0 bytes."), "{}", refused.text());
    let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    blob::Entity::update_many()
        .col_expr(
            blob::Column::Hints,
            Expr::value(serde_json::json!(["ending_differs", "of_another_version"])),
        )
        .exec(&db)
        .await
        .unwrap();
    let page = app.get(app.sorting_page()).await.text();
    assert!(page.contains("The ending of the name does not fit"), "{page}");
    assert!(page.contains("mixes letters of several alphabets"), "{page}");
    assert!(!page.contains("empty.pdf") && !page.contains("another_version"), "{page}");
}

#[tokio::test]
async fn a_date_outside_of_the_period_is_taken_only_when_it_is_said_again() {
    let mut app = laboratory().await;
    let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    kriter::entities::assessment::Entity::update_many()
        .col_expr(
            kriter::entities::assessment::Column::PeriodFrom,
            Expr::value(chrono::NaiveDate::from_ymd_opt(2025, 1, 1)),
        )
        .col_expr(
            kriter::entities::assessment::Column::PeriodTo,
            Expr::value(chrono::NaiveDate::from_ymd_opt(2025, 12, 31)),
        )
        .exec(&db)
        .await
        .unwrap();
    app.drop_files(&[("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b")]).await;
    let fields = [
        ("row", "1"),
        ("tick", "1"),
        ("title-1", "Old"),
        ("more-1", "4.1"),
        ("document_date-1", "2019-05-01"),
        ("how", "each"),
    ];
    let refused = app.sort_in(&fields).await;
    assert!(
        refused.text().contains("outside of the period that is assessed"),
        "{}",
        refused.text()
    );
    let mut fields = fields.to_vec();
    fields.push(("sure-1", "yes"));
    assert_eq!(app.sort_in(&fields).await.status, StatusCode::SEE_OTHER);
    let inside = [
        ("row", "2"),
        ("tick", "2"),
        ("title-2", "New"),
        ("more-2", "4.1"),
        ("document_date-2", "2025-05-01"),
    ];
    assert_eq!(app.sort_in(&inside).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_file_that_was_dropped_at_a_criterion_is_offered_there_and_leads_back() {
    let mut app = laboratory().await;
    let id = criterion_of(&app, LABORATORY, "6.2.1").await;
    let page = app.sorting_page();
    let fields = [("criterion", id.as_str()), ("back", "/assessments/1")];
    let sent = app.upload(&page, &fields, &[("files", "a.pdf", b"%PDF-1.7")]).await;
    let shown = app.get(sent.location().to_owned()).await;
    assert_eq!(is_ticked(&shown.html(), "criterion-1", &id), Some(true));
    let bench = app.get(format!("/assessments/1/workbench/{id}")).await.html();
    assert!(
        bench.contains(&format!("{page}?criterion={id}&amp;back=")),
        "the workbench leads here"
    );
    let fields = [
        ("row", "1"),
        ("tick", "1"),
        ("title-1", "A"),
        ("criterion-1", id.as_str()),
        ("back", "/assessments/1"),
    ];
    let done = app.sort_in(&fields).await;
    assert_eq!(done.location(), "/assessments/1");
    assert_eq!(app.counted().await, [1, 1, 1, 0]);
}

#[tokio::test]
async fn a_file_that_was_sorted_in_elsewhere_stops_the_whole_table() {
    let mut app = laboratory().await;
    app.drop_files(&[("a.pdf", b"%PDF-1.7 a")]).await;
    let fields = [("row", "1"), ("tick", "1"), ("title-1", "A")];
    assert_eq!(app.sort_in(&fields).await.status, StatusCode::SEE_OTHER);
    let again = app.sort_in(&fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = app.another(Role::Observer).await;
    assert_eq!(other.sort_in(&fields).await.status, StatusCode::FORBIDDEN);
    let unknown = [("row", "1"), ("tick", "1"), ("title-1", "A"), ("criterion-1", "999999")];
    app.drop_files(&[("b.pdf", b"%PDF-1.7 b")]).await;
    let unknown = unknown.map(|it| if it.0 == "row" || it.0 == "tick" { (it.0, "2") } else { it });
    let unknown = unknown.map(|it| {
        if it.0.ends_with("-1") {
            (if it.0 == "title-1" { "title-2" } else { "criterion-2" }, it.1)
        } else {
            it
        }
    });
    assert_eq!(app.sort_in(&unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.counted().await, [1, 0, 1, 1]);
}

#[tokio::test]
async fn the_page_asks_no_more_for_fifty_files_than_for_five() {
    let mut app = laboratory().await;
    send_some(&mut app, 0..5).await;
    let page = app.sorting_page();
    assert_same_queries(&mut app, &page, async |app| send_some(app, 5..50).await).await;
    let mut fields = Vec::new();
    let names: Vec<[String; 3]> =
        (1..=50).map(|it| [it.to_string(), format!("title-{it}"), format!("Item {it}")]).collect();
    for [id, title, text] in &names {
        fields.extend([
            ("row", id.as_str()),
            ("tick", id.as_str()),
            (title.as_str(), text.as_str()),
        ]);
    }
    let done = app.sort_in(&fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(app.counted().await, [50, 0, 50, 0]);
}

async fn send_some(app: &mut TestApp, numbers: std::ops::Range<usize>) {
    let files: Vec<(String, Vec<u8>)> = numbers
        .map(|it| {
            (
                format!("17025_6.4.{} file {it}.pdf", it % 13 + 1),
                format!("%PDF-1.7 {it}").into_bytes(),
            )
        })
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|it| (it.0.as_str(), it.1.as_slice())).collect();
    let sent = app.drop_files(&files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}
