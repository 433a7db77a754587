//! Files whose name or content means harm, through the form and through pieces: kept under their hash and a harmless name, shown as nothing but
//! themselves.

use std::path::Path;

use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use kriter::entities::{Role, revision};
use sea_orm::EntityTrait as _;

use crate::app::TestApp;

/// Names as they are sent, and as they are kept.
fn names() -> Vec<(String, String)> {
    let own = |(sent, kept): (&str, &str)| (sent.to_owned(), kept.to_owned());
    let mut names: Vec<_> = [
        // Folders and ways out of them.
        ("../../../etc/passwd", "passwd"),
        ("/etc/shadow", "shadow"),
        ("....//....//a.txt", "a.txt"),
        ("a/../b.txt", "b.txt"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("%2e%2e%2fa.txt", "%2e%2e%2fa.txt"),
        // What Windows cannot keep stays as it is, and is told.
        ("CON", "CON"),
        ("nul.txt", "nul.txt"),
        ("com1.tar.gz", "com1.tar.gz"),
        // Letters that look like others, that turn the reading direction, that nobody sees.
        ("p\u{430}ypal.pdf", "p\u{430}ypal.pdf"),
        ("evil\u{202e}fdp.exe", "evilfdp.exe"),
        ("a\u{2066}b\u{2069}.txt", "ab.txt"),
        ("😀 Ђ ë.txt", "😀 Ђ ë.txt"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("' OR 1=1; --.txt", "' OR 1=1; --.txt"),
    ]
    .map(own)
    .into();
    // 255 bytes, and many more letters than a name may have.
    let most = format!("{}.pdf", "ë".repeat(125));
    names.push((format!("{most}x"), format!("{most}x")));
    names.push((format!("{}.pdf", "đ".repeat(2_000)), {
        format!("{}{}.pdf", "đ".repeat(180), "đ".repeat(16))
    }));
    names
}

/// Every file below a folder.
fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
}

#[tokio::test]
async fn a_name_is_never_a_path_and_never_more_than_a_name() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let form = format!("/institutions/{}/evidence/new", app.institution);
    for (at, (sent, kept)) in names().iter().enumerate() {
        let content = format!("content {at}");
        let file: [(&str, &str, &[u8]); 1] = [("files", sent, content.as_bytes())];
        let answer = app.upload(&form, &[], &file).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{sent}: {}", answer.text());
        let id = i64::try_from(at + 1).unwrap();
        let held = revision::Entity::find_by_id(kriter::entities::RevisionId(id));
        let held = held.one(&app.app.db.read).await.unwrap().unwrap();
        assert_eq!(&held.place, kept, "{sent}");
        let download = app.get(format!("/revisions/{id}/file")).await;
        assert_eq!(download.body, content.as_bytes(), "{sent}");
        let said = download.headers[CONTENT_DISPOSITION].to_str().unwrap();
        assert!(said.is_ascii() && said.starts_with("attachment; filename=\""), "{said}");
        assert!(!said.contains('/') && !said.contains('\\'), "{said}");
        let page = app.get(format!("/revisions/{id}/preview")).await;
        assert_eq!(page.status, StatusCode::OK, "{sent}");
        assert!(!page.html().contains("<script>"), "{sent}");
    }
    // On the disk there are hashes, and nothing outside of the store.
    let mut stored = Vec::new();
    walk(&app.folder.path().join("files/sha256"), &mut stored);
    assert_eq!(stored.len(), names().len());
    let is_hash = |it: &String| it.len() == 64 && it.bytes().all(|it| it.is_ascii_hexdigit());
    assert!(stored.iter().all(is_hash), "{stored:?}");
    let mut all = Vec::new();
    walk(app.folder.path(), &mut all);
    for name in ["passwd", "shadow", "a.txt", "b.txt", "htaccess"] {
        assert!(!all.iter().any(|it| it == name), "{name}: {all:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_two_things_at_once_is_sent_as_one_that_runs_nothing() {
    let script = "<script>alert(document.cookie)</script>";
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.gif", format!("GIF89a/*{script}*/=1;alert(1)").into_bytes()),
        ("a.pdf", format!("%PDF-1.4\n<html>{script}").into_bytes()),
        ("b.html", format!("%PDF-1.4\n<html>{script}").into_bytes()),
        ("a.png", [b"\x89PNG\r\n\x1a\n".as_slice(), script.as_bytes()].concat()),
        ("a.jpg", [b"\xff\xd8\xff\xe0".as_slice(), script.as_bytes()].concat()),
        ("a.zip", [b"PK\x03\x04".as_slice(), script.as_bytes()].concat()),
        ("a.txt", format!("\u{feff}<!doctype html>{script}").into_bytes()),
        ("a.svg", format!("<svg xmlns='http://www.w3.org/2000/svg'>{script}</svg>").into_bytes()),
        ("a.swf", [b"FWS".as_slice(), script.as_bytes()].concat()),
        ("a.js", b"alert(1)".to_vec()),
        ("a.hta", format!("<hta:application/>{script}").into_bytes()),
    ];
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let form = format!("/institutions/{}/evidence/new", app.institution);
    for (at, (name, bytes)) in files.iter().enumerate() {
        app.upload(&form, &[], &[("files", name, bytes)]).await;
        for address in ["content", "file"] {
            let answer = app.get(format!("/revisions/{}/{address}", at + 1)).await;
            assert_eq!(&answer.body, bytes, "{name}");
            let header = |it: &str| answer.headers[it].to_str().unwrap();
            assert!(header("content-security-policy").contains("sandbox;"), "{name}");
            assert_eq!(header("x-content-type-options"), "nosniff");
            let kind = header("content-type");
            for runs in ["html", "xml", "svg", "script"] {
                assert!(!kind.contains(runs), "{name}: {kind}");
            }
        }
        let page = app.get(format!("/revisions/{}/preview", at + 1)).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert!(!page.html().contains("<script>"), "{name}: {}", page.html());
    }
}
