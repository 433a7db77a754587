//! The tus protocol 1.0.0, statement by statement.

use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kriter::entities::{Role, waiting_file};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::BYTES;
use crate::app::TestApp;

/// A statement of the protocol: request, status, headers that the answer must have (`*` for any value).
struct Statement {
    says: &'static str,
    method: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    answers: &'static [(&'static str, &'static str)],
}

const PATCH: (&str, &str) = ("content-type", BYTES);

/// What is said of the address that files are announced at.
const OF_CREATION: [Statement; 12] = [
    Statement {
        says: "the server tells what it speaks",
        method: "OPTIONS",
        headers: &[("tus-resumable", "")],
        body: "",
        status: 204,
        answers: &[
            ("tus-resumable", "1.0.0"),
            ("tus-version", "1.0.0"),
            ("tus-max-size", "1048576"),
            ("tus-checksum-algorithm", "sha1,sha256"),
            ("tus-extension", "creation,creation-with-upload,expiration,checksum,termination"),
        ],
    },
    Statement {
        says: "a file is announced by its length",
        method: "POST",
        headers: &[("upload-length", "10"), ("upload-metadata", "filename YS5wZGY=")],
        body: "",
        status: 201,
        answers: &[
            ("location", "*"),
            ("upload-offset", "0"),
            ("upload-expires", "Tue, 01 Dec 2026 10:00:00 GMT"),
        ],
    },
    Statement {
        says: "its first bytes may come along",
        method: "POST",
        headers: &[("upload-length", "10"), PATCH],
        body: "12345",
        status: 201,
        answers: &[("location", "*"), ("upload-offset", "5")],
    },
    Statement {
        says: "all of them may",
        method: "POST",
        headers: &[("upload-length", "5"), PATCH],
        body: "12345",
        status: 201,
        answers: &[("upload-offset", "5")],
    },
    Statement {
        says: "another version is refused with the one that is spoken",
        method: "POST",
        headers: &[("tus-resumable", "0.2.0"), ("upload-length", "10")],
        body: "",
        status: 412,
        answers: &[("tus-version", "1.0.0"), ("tus-resumable", "1.0.0")],
    },
    Statement {
        says: "so is none",
        method: "POST",
        headers: &[("tus-resumable", ""), ("upload-length", "10")],
        body: "",
        status: 412,
        answers: &[("tus-version", "1.0.0")],
    },
    Statement {
        says: "a length must be told",
        method: "POST",
        headers: &[],
        body: "",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "it is not negative",
        method: "POST",
        headers: &[("upload-length", "-1")],
        body: "",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "it is a number",
        method: "POST",
        headers: &[("upload-length", "1e3")],
        body: "",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "it is within the limit",
        method: "POST",
        headers: &[("upload-length", "1048577")],
        body: "",
        status: 413,
        answers: &[],
    },
    Statement {
        says: "however large",
        method: "POST",
        headers: &[("upload-length", "99999999999999999999999999")],
        body: "",
        status: 413,
        answers: &[],
    },
    Statement {
        says: "an empty file is refused",
        method: "POST",
        headers: &[("upload-length", "0")],
        body: "",
        status: 422,
        answers: &[],
    },
];

/// What is said of a file of ten bytes of which three have come.
const OF_A_FILE: [Statement; 14] = [
    Statement {
        says: "it tells how far it is, and is not kept by caches",
        method: "HEAD",
        headers: &[],
        body: "",
        status: 200,
        answers: &[
            ("upload-offset", "3"),
            ("upload-length", "10"),
            ("upload-metadata", "filename 0LAucGRm"),
            ("cache-control", "no-store"),
            ("tus-resumable", "1.0.0"),
        ],
    },
    Statement {
        says: "bytes from there on are taken",
        method: "PATCH",
        headers: &[("upload-offset", "3"), PATCH],
        body: "4567",
        status: 204,
        answers: &[("upload-offset", "7"), ("upload-expires", "*"), ("tus-resumable", "1.0.0")],
    },
    Statement {
        says: "from an earlier place they are not",
        method: "PATCH",
        headers: &[("upload-offset", "0"), PATCH],
        body: "123",
        status: 409,
        answers: &[],
    },
    Statement {
        says: "nor from a later one",
        method: "PATCH",
        headers: &[("upload-offset", "5"), PATCH],
        body: "678",
        status: 409,
        answers: &[],
    },
    Statement {
        says: "a place must be told",
        method: "PATCH",
        headers: &[PATCH],
        body: "4",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "and be one",
        method: "PATCH",
        headers: &[("upload-offset", "-3"), PATCH],
        body: "4",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "another type of content is refused",
        method: "PATCH",
        headers: &[("upload-offset", "3"), ("content-type", "text/plain")],
        body: "4",
        status: 415,
        answers: &[],
    },
    Statement {
        says: "so is another version",
        method: "PATCH",
        headers: &[("tus-resumable", "2.0.0"), ("upload-offset", "3"), PATCH],
        body: "4",
        status: 412,
        answers: &[("tus-version", "1.0.0")],
    },
    Statement {
        says: "more than was announced is refused",
        method: "PATCH",
        headers: &[("upload-offset", "3"), PATCH],
        body: "45678901",
        status: 413,
        answers: &[],
    },
    Statement {
        says: "bytes that fit their sum are taken",
        method: "PATCH",
        headers: &[
            ("upload-offset", "3"),
            PATCH,
            ("upload-checksum", "sha1 g3h/BgpZSTrv3NSyNpmQ5zA+GG4="),
        ],
        body: "4567",
        status: 204,
        answers: &[("upload-offset", "7")],
    },
    Statement {
        says: "others are not",
        method: "PATCH",
        headers: &[
            ("upload-offset", "3"),
            PATCH,
            ("upload-checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ],
        body: "4567",
        status: 460,
        answers: &[],
    },
    Statement {
        says: "a sum that is not spoken here is refused",
        method: "PATCH",
        headers: &[("upload-offset", "3"), PATCH, ("upload-checksum", "crc32 AAAA")],
        body: "4567",
        status: 400,
        answers: &[],
    },
    Statement {
        says: "a method may be said in a header",
        method: "POST",
        headers: &[("x-http-method-override", "PATCH"), ("upload-offset", "3"), PATCH],
        body: "4567",
        status: 204,
        answers: &[("upload-offset", "7")],
    },
    Statement {
        says: "it can be thrown away",
        method: "DELETE",
        headers: &[],
        body: "",
        status: 204,
        answers: &[("tus-resumable", "1.0.0")],
    },
];

async fn holds(app: &mut TestApp, at: &str, it: &Statement) {
    let answer = app.tus(it.method, at, it.headers, it.body).await;
    assert_eq!(answer.status.as_u16(), it.status, "{}: {}", it.says, answer.html());
    for (name, value) in it.answers {
        let found = answer.headers.get(*name).map(|it| it.to_str().unwrap());
        let fits = found.is_some_and(|it| *value == "*" || it == *value);
        assert!(fits, "{}: {name} is {found:?}", it.says);
    }
}

#[tokio::test]
async fn the_protocol_is_spoken_statement_by_statement() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let announced = app.tus_address();
    for it in &OF_CREATION {
        holds(&mut app, &announced, it).await;
    }
    for it in &OF_A_FILE {
        let at = app.announce("а.pdf", 10).await;
        assert_eq!(app.piece(&at, 0, "123").await.status, StatusCode::NO_CONTENT);
        holds(&mut app, &at, it).await;
        let gone = app.tus("HEAD", &at, &[], "").await.status;
        let expected = if it.method == "DELETE" { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(gone, expected, "{}", it.says);
        // What was refused left no trace: it goes on where it was.
        if expected == StatusCode::OK {
            let from = app.offset(&at).await;
            let rest = &"1234567890"[from..];
            assert_eq!(app.piece(&at, from, rest).await.status, StatusCode::NO_CONTENT);
            let file = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap();
            let last = file.last().unwrap();
            // SHA-256 of 1234567890
            let whole = "c775e7b757ede630cd0aa1113bd102661ab38829ca52a6422ab782862f268646";
            assert_eq!(last.sha256.as_deref(), Some(whole), "{}", it.says);
        }
    }
}

#[tokio::test]
async fn a_file_is_nobody_elses() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.pdf", 10).await;
    let mut other = app.another(Role::Manager).await;
    assert_eq!(other.tus("HEAD", &at, &[], "").await.status, StatusCode::FORBIDDEN);
    let mut stranger = app.stranger(Role::Administrator).await;
    let mut second = app.another(Role::Observer).await;
    second.user("second@example.org", Some(Role::Administrator)).await;
    second.sign_in("second@example.org").await;
    for person in [&mut stranger, &mut second] {
        for method in ["HEAD", "PATCH", "DELETE"] {
            let headers = [("upload-offset", "0"), ("content-type", BYTES)];
            let answer = person.tus(method, &at, &headers, "12345").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
        }
        let page = person.sorting_page();
        assert!(!person.get(page).await.text().contains("a.pdf"));
    }
    let elsewhere = at.replace("/institutions/1/", "/institutions/2/");
    assert_eq!(app.tus("HEAD", &elsewhere, &[], "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.offset(&at).await, 0);
    app.forget();
    let answer = app.tus("PATCH", &at, &[("upload-offset", "0")], "12345").await;
    assert!(answer.location().starts_with("/sign-in"), "{}", answer.status);
}

#[tokio::test]
async fn what_came_before_the_line_broke_stays() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.pdf", 10).await;
    let broken = futures_util::stream::iter([
        Ok(Bytes::from_static(b"123")),
        Ok(Bytes::from_static(b"45")),
        Err(std::io::Error::other("gone")),
    ]);
    let answer = app.piece(&at, 0, Body::from_stream(broken)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.offset(&at).await, 5);
    assert_eq!(app.piece(&at, 5, "67890").await.status, StatusCode::NO_CONTENT);
    assert_eq!((app.stored("pieces"), app.stored("sha256")), (0, 1));
}

#[tokio::test]
async fn of_two_that_send_the_same_place_one_wins() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for _ in 0..5 {
        let at = app.announce("a.bin", 8).await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(app.another(Role::Administrator).await);
        }
        let [a, b, c] = &mut others[..] else { unreachable!() };
        let (a, b, c) =
            tokio::join!(a.piece(&at, 0, "aaaa"), b.piece(&at, 0, "bb"), c.piece(&at, 0, "cccccc"));
        let statuses = [a.status, b.status, c.status];
        let won = statuses.iter().filter(|it| **it == StatusCode::NO_CONTENT).count();
        let lost = statuses.iter().filter(|it| **it == StatusCode::CONFLICT).count();
        assert!(won <= 1 && won + lost == 3, "{statuses:?}");
        let came = app.offset(&at).await;
        let letter = match came {
            4 => "a",
            2 => "b",
            6 => "c",
            other => panic!("{other} bytes have come"),
        };
        app.piece(&at, came, "x".repeat(8 - came)).await;
        let whole = letter.repeat(came) + &"x".repeat(8 - came);
        let digest = app.app.files.keep_bytes(whole.into(), 100).await.unwrap().digest;
        let files = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap();
        assert_eq!(files.last().unwrap().sha256.as_deref(), Some(digest.as_str()));
    }
}

#[tokio::test]
async fn a_piece_that_was_stored_before_its_row_moved_on_counts() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.bin", 8).await;
    let token = at.rsplit('/').next().unwrap();
    // As a program that was killed between the two leaves it.
    assert!(app.app.files.put_piece(token, 0, Bytes::from_static(b"1234")).await.unwrap());
    assert_eq!(app.offset(&at).await, 0);
    assert_eq!(app.piece(&at, 0, "123").await.status, StatusCode::CONFLICT);
    assert_eq!(app.offset(&at).await, 4);
    assert_eq!(app.piece(&at, 4, "5678").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_file_that_came_whole_is_put_together_even_after_a_kill() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for ask in [true, false] {
        let at = app.announce("a.bin", 8).await;
        app.piece(&at, 0, "1234").await;
        let token = at.rsplit('/').next().unwrap();
        app.app.files.put_piece(token, 4, Bytes::from_static(b"5678")).await.unwrap();
        let row = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap().pop().unwrap();
        let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
        kriter::uploads::store::advance(&db, row.id, (4, 8), crate::app::now()).await.unwrap();
        if ask {
            assert_eq!(app.offset(&at).await, 8);
        } else {
            kriter::uploads::store::sweep(&app.app).await.unwrap();
        }
        let row = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap().pop().unwrap();
        assert!(row.sha256.is_some(), "{ask}");
        assert_eq!(app.stored("pieces"), 0);
    }
}

#[tokio::test]
async fn bytes_that_a_power_cut_took_are_asked_for_again() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.bin", 8).await;
    app.piece(&at, 0, "12").await;
    app.piece(&at, 2, "34").await;
    let token = at.rsplit('/').next().unwrap();
    let lost = app.folder.path().join(format!("files/pieces/{token}/{:020}", 2));
    std::fs::remove_file(lost).unwrap();
    assert_eq!(app.piece(&at, 4, "5678").await.status, StatusCode::CONFLICT);
    assert_eq!(app.offset(&at).await, 2);
    assert_eq!(app.piece(&at, 2, "34").await.status, StatusCode::NO_CONTENT);
    // The last piece is still there, and is found.
    assert_eq!(app.piece(&at, 4, "5678").await.status, StatusCode::CONFLICT);
    assert_eq!(app.offset(&at).await, 8);
    let row = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap().pop().unwrap();
    assert!(row.sha256.is_some());
}

#[tokio::test]
async fn a_file_larger_than_a_piece_goes_through_in_one_breath() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let mut config = (*app.app.config).clone();
    config.max_upload_mib = 20;
    app.app.config = config.into();
    app.secure(false);
    let content: Vec<u8> = (0..11_000_000_u32).map(|it| u8::try_from(it % 251).unwrap()).collect();
    let at = app.announce("large.bin", content.len()).await;
    let answer = app.piece(&at, 0, content.clone()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let row = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap().pop().unwrap();
    let kept = app.app.files.keep_bytes(content.into(), u64::MAX).await.unwrap();
    assert_eq!(row.sha256.as_deref(), Some(kept.digest.as_str()));
    assert_eq!(app.stored("pieces"), 0);
}

#[tokio::test]
async fn what_nobody_goes_on_sending_is_given_up_after_a_week() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.bin", 8).await;
    app.piece(&at, 0, "1234").await;
    app.drop_files(&[("b.txt", b"whole")]).await;
    for (days, coming) in [(6, 1), (8, 0)] {
        let later = app.app.clone().at(crate::app::now() + chrono::Days::new(days));
        kriter::uploads::store::sweep(&later).await.unwrap();
        assert_eq!(app.stored("pieces"), coming, "after {days} days");
        // What is whole waits for ever.
        let count = waiting_file::Entity::find().count(&app.app.db.read).await.unwrap();
        assert_eq!(count, coming as u64 + 1);
    }
}

#[tokio::test]
async fn hostile_names_and_claims_do_no_harm() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let cases = [
        ("../../etc/passwd".to_owned(), "passwd".to_owned()),
        ("CON".into(), "CON".into()),
        ("NUL.txt".into(), "NUL.txt".into()),
        ("a".repeat(255), format!("{}{}", "a".repeat(180), "a".repeat(20))),
        ("x".repeat(4096), "x".repeat(200)),
        ("evil\u{202e}fdp.exe".into(), "evilfdp.exe".into()),
        ("p\u{430}ypal.pdf".into(), "p\u{430}ypal.pdf".into()),
        ("Правилник о раду č ë.docx".into(), "Правилник о раду č ë.docx".into()),
        ("<script>alert(1)</script>.html".into(), "script>.html".into()),
        ("\u{0}\u{1}".into(), "file".into()),
    ];
    for (sent, kept) in cases {
        app.announce(&sent, 10).await;
        let row = waiting_file::Entity::find().all(&app.app.db.read).await.unwrap().pop().unwrap();
        assert_eq!(row.name, kept, "{sent:?}");
    }
    let bomb = format!("filename {}", STANDARD.encode("a".repeat(100_000)));
    let many = (0..5_000).map(|it| format!("k{it}")).collect::<Vec<_>>().join(",");
    for about in ["filename !", "filename /////w==", bomb.as_str(), many.as_str()] {
        let headers = [("upload-length", "10"), ("upload-metadata", about)];
        let answer = app.tus("POST", &app.tus_address(), &headers, "").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", &about[..10]);
    }
    assert_eq!(app.stored(""), 0);
    let html = app.get(app.sorting_page()).await.html();
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn a_person_may_claim_a_thousand_files_and_no_more() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let headers = [("upload-length", "10")];
    let address = app.tus_address();
    for _ in 0..kriter::uploads::store::MOST {
        assert_eq!(app.tus("POST", &address, &headers, "").await.status, StatusCode::CREATED);
    }
    let answer = app.tus("POST", &address, &headers, "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html().contains("thousand"), "{}", answer.html());
    let plain = app.drop_files(&[("a.txt", b"x")]).await;
    assert_eq!(plain.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn another_site_can_send_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = app.announce("a.bin", 8).await;
    for (method, from, status) in [
        ("PATCH", "cross-site", StatusCode::FORBIDDEN),
        ("DELETE", "cross-site", StatusCode::FORBIDDEN),
        ("PATCH", "same-origin", StatusCode::NO_CONTENT),
        ("DELETE", "same-origin", StatusCode::NO_CONTENT),
    ] {
        let headers = [("sec-fetch-site", from), ("upload-offset", "0"), ("content-type", BYTES)];
        let answer = app.tus(method, &at, &headers, "1234").await;
        assert_eq!(answer.status, status, "{method} {from}");
    }
}
