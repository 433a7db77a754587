//! What must hold of the house as a whole: texts, pages, addresses, settings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kriter::access::{Action, allowed, is_assigned};
use kriter::entities::Role;
use kriter::language::Language;

use crate::app::TestApp;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root().join("src"), ".rs", &mut found);
    found.into_iter().map(|it| (it.clone(), fs::read_to_string(it).unwrap())).collect()
}

/// Keys of a language, each with the arguments that its message uses.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = Vec::new();
    files(&root().join("locales").join(language), ".ftl", &mut found);
    let mut messages = BTreeMap::new();
    for line in found.iter().flat_map(|it| {
        fs::read_to_string(it).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    }) {
        let Some((key, text)) = line.split_once(" = ") else { continue };
        let arguments =
            text.split("{ $").skip(1).map(|it| it.split(' ').next().unwrap().to_owned()).collect();
        assert!(
            messages.insert(key.to_owned(), arguments).is_none(),
            "{key} is there twice in {language}"
        );
    }
    messages
}

#[test]
fn every_message_is_there_in_every_language_with_the_same_arguments() {
    let english = messages("en");
    for language in ["sq", "sr"] {
        assert_eq!(messages(language), english, "{language}");
    }
}

#[test]
fn every_message_that_the_program_asks_for_is_there() {
    let known = messages("en");
    let mut missing = BTreeSet::new();
    for (path, text) in sources() {
        for call in ["language.text(\"", "language.with(\"", "see_with("] {
            for piece in text.split(call).skip(1) {
                let key = if call == "see_with(" {
                    piece.split('"').nth(1)
                } else {
                    piece.split('"').next()
                };
                let Some(key) = key.filter(|it| it.starts_with("done-") || call != "see_with(")
                else {
                    continue;
                };
                if !known.contains_key(key) {
                    missing.insert(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_file_says_what_it_is_for_and_no_file_is_endless() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{}", path.display());
        assert!(text.lines().count() <= 520, "{}: {} lines", path.display(), text.lines().count());
    }
}

#[test]
fn only_a_change_begins_a_transaction() {
    for (path, text) in sources().into_iter().filter(|it| !it.0.ends_with("app.rs")) {
        assert!(
            !text.contains(".begin(") && !text.contains("begin_with_options"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_readme_lists_every_setting() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let config = fs::read_to_string(root().join("src/config.rs")).unwrap();
    let settings: BTreeSet<&str> =
        config.split("env = \"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    assert!(settings.len() >= 7, "{settings:?}");
    for setting in settings {
        assert!(readme.contains(&format!("`{setting}`")), "{setting} is not in README.md");
    }
}

#[test]
fn a_word_of_each_closed_list_is_in_every_language() {
    for language in Language::ALL {
        for role in Role::ALL {
            assert_ne!(language.word(role), format!("role-{}", role.code()));
        }
    }
}

/// Every address that can be asked for, with 1 for each id.
fn addresses() -> Vec<String> {
    let paths = fs::read_to_string(root().join("src/paths.rs")).unwrap();
    let templates =
        paths.split("#[typed_path(\"").skip(1).map(|it| it.split('"').next().unwrap().to_owned());
    let fill = |template: String| {
        template
            .split('/')
            .map(|it| if it.starts_with('{') { "1" } else { it })
            .collect::<Vec<_>>()
            .join("/")
    };
    templates.map(fill).collect()
}

#[tokio::test]
async fn no_address_is_open_to_a_stranger() {
    let mut app = TestApp::new().await;
    assert!(addresses().len() > 20);
    for address in addresses() {
        let answer = app.get(&address).await;
        let open = ["/sign-in"].contains(&address.as_str());
        let expected = match answer.status {
            StatusCode::OK => open,
            StatusCode::SEE_OTHER => answer.location().starts_with("/sign-in"),
            StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND => true,
            _ => false,
        };
        assert!(expected, "{address}: {}", answer.status);
    }
}

#[tokio::test]
async fn nothing_of_one_institution_is_there_for_the_people_of_another() {
    let mut own = TestApp::signed_in_as(Role::Administrator).await;
    own.standards().await;
    own.assessment("iso-iec-17025-2017").await;
    let path = format!("/institutions/{}/evidence/new", own.institution);
    own.upload(&path, &[("title", "Charter")], &[("files", "a.pdf", b"%PDF-1.7")]).await;
    let path = format!("/institutions/{}/imports", own.institution);
    own.upload(&path, &[("kind", "evidence")], &[("file", "a.csv", b"Title;Owner\nA;B\n")]).await;
    for role in Role::ALL {
        let mut stranger = own.stranger(*role).await;
        for address in addresses() {
            let shared = ["/", "/sign-in", "/account", "/standards", "/standards/1"]
                .contains(&address.as_str());
            let answer = stranger.get(&address).await;
            let refused = matches!(
                answer.status,
                StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::METHOD_NOT_ALLOWED
            );
            assert!(shared || refused, "{role:?} {address}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_safe() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    for address in ["/account", "/nowhere", "/standards", "/healthz"] {
        let answer = app.get(address).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{address}: {policy}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["x-frame-options"], "DENY");
        let html = answer.html();
        assert!(
            !html.contains(" style=") && !html.contains("<script>") && !html.contains(" onclick"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_frame_and_in_the_readers_language() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    app.post("/language", &[("language", "sr")]).await;
    for address in ["/nowhere", "/assessments/99", "/assessments/notanumber", "/evidence/0"] {
        let answer = app.get(address).await;
        assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
        assert!(answer.html().contains("<html lang=\"sr-Latn\""), "{address}: {}", answer.html());
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let answer = app.post("/account", &[("current", &"x".repeat(1_100_000)), ("new", "y")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn health_is_told_without_signing_in() {
    let mut app = TestApp::new().await;
    for address in ["/healthz", "/readyz"] {
        let request = Request::get(address).body(Body::empty()).unwrap();
        assert_eq!(app.send(request).await.status, StatusCode::OK);
    }
}

/// What stands for an action: an address, and what is posted there if anything is.
type Deed = (Action, String, Option<Vec<(&'static str, String)>>);

#[tokio::test]
async fn each_role_does_what_the_table_allows_and_nothing_else() {
    let mut admin = TestApp::signed_in_as(Role::Administrator).await;
    admin.standards().await;
    let (preparing, reviewed) =
        (admin.assessment("xk-nqa-validation").await, admin.assessment("xk-nqa-validation").await);
    admin.post(format!("/assessments/{reviewed}/settings"), &[("stage", "internal_review")]).await;
    let institution = admin.institution;
    let new = format!("/institutions/{institution}/evidence/new");
    admin.upload(&new, &[("title", "Names"), ("confidentiality", "restricted")], &[]).await;
    admin.post("/evidence/1/links", &[("edition", "xk-nqa-validation"), ("code", "V.1")]).await;
    let bench =
        admin.get(format!("/assessments/{preparing}/workbench")).await.location().to_owned();
    let criterion = bench.rsplit('/').next().unwrap().to_owned();
    for role in Role::ALL {
        let email = format!("{}@example.org", role.code());
        let mut person = admin.another(*role).await;
        if is_assigned(*role) {
            admin.put_on(preparing, &email).await;
            admin.put_on(reviewed, &email).await;
        }
        let rating = || Some(vec![("level", "met".to_owned())]);
        let deeds: Vec<Deed> = vec![
            (Action::Read, format!("/institutions/{institution}/assessments"), None),
            (Action::ReadRestricted, "/evidence/1".into(), None),
            (Action::KeepEvidence, new.clone(), None),
            (Action::KeepAssessments, format!("/institutions/{institution}/assessments/new"), None),
            (Action::RateSelf, format!("/assessments/{preparing}/workbench/{criterion}"), rating()),
            (
                Action::RateReview,
                format!("/assessments/{reviewed}/workbench/{criterion}"),
                rating(),
            ),
            (Action::Export, format!("/assessments/{preparing}/readiness.xlsx"), None),
            (Action::ReadAudit, format!("/institutions/{institution}/audit"), None),
        ];
        assert_eq!(deeds.iter().map(|it| it.0).collect::<Vec<_>>(), Action::ALL);
        for (action, address, form) in deeds {
            let answer = match form {
                None => person.get(&address).await,
                Some(form) => {
                    let fields: Vec<_> = form.iter().map(|it| (it.0, it.1.as_str())).collect();
                    person.post(&address, &fields).await
                }
            };
            let done = matches!(answer.status, StatusCode::OK | StatusCode::SEE_OTHER);
            let refused = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(
                (done, refused),
                (allowed(*role, action), !allowed(*role, action)),
                "{role:?} {action:?}: {}",
                answer.status
            );
        }
    }
}
