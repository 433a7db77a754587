//! The register from the command line.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use kriter::config::Config;
use kriter::entities::Role;

use crate::app::TestApp;

/// What a command printed, as JSON; or what it said against it.
fn kriter(config: &Config, words: &[&str]) -> Result<serde_json::Value, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kriter"));
    command.args(words).arg("--data").arg(&config.data);
    if let Some(database) = &config.database {
        command.arg("--database").arg(database);
    }
    let output = command.output().unwrap();
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn files_are_added_once_linked_found_and_shown() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("xk-nqa-validation").await;
    let config: Arc<Config> = app.app.config.clone();
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), "Pravilnik_o_ispitima.txt", "Ispiti se polažu u junu.");
    let second = write(folder.path(), "staff.csv", "name;since");
    let add = |more: &[&str]| {
        let own = ["evidence", "add", &first, &second, "--institution", "KAPS", "--json"];
        kriter(&config, &[&own, more].concat())
    };
    let added = add(&["--criterion", "V.1", "--covers", "2026-01-01..31.12.2026"]).unwrap();
    assert_eq!(added[0]["reference"], "KAPS-E-0001", "{added}");
    assert_eq!(added[1]["linked"], 1, "{added}");
    assert_eq!(added[1]["ending_differs"], false, "{added}");
    let odd = write(folder.path(), "scan.pdf", "no pdf at all");
    let odd = kriter(&config, &["evidence", "add", &odd, "--institution", "KAPS", "--json"]);
    assert_eq!(odd.unwrap()[0]["ending_differs"], true);
    let again = add(&["--criterion", "V.1"]).unwrap();
    assert_eq!((&again[0]["held"], &again[0]["linked"]), (&true.into(), &0.into()), "{again}");

    let of = ["--institution", "KAPS", "--json"];
    let list = kriter(&config, &[&["evidence", "list"], &of[..]].concat()).unwrap();
    assert_eq!(list["items"].as_array().unwrap().len(), 3, "{list}");
    assert_eq!(list["items"][0]["covers_to"], "2026-12-31", "{list}");
    let shown = kriter(&config, &[&["evidence", "show", "kaps-e-0001"], &of[..]].concat()).unwrap();
    assert_eq!(shown["parts"][0]["place"], "Pravilnik_o_ispitima.txt", "{shown}");
    assert_eq!(shown["criteria"][0], "V.1", "{shown}");
    let found = kriter(&config, &[&["evidence", "search", "ispitima"], &of[..]].concat()).unwrap();
    assert_eq!(found["items"][0]["reference"], "KAPS-E-0001", "{found}");

    app.post("/evidence/1/edit", &[("confidentiality", "restricted")]).await;
    let list = kriter(&config, &[&["evidence", "list"], &of[..]].concat()).unwrap();
    assert_eq!(
        (&list["restricted"], &list["items"][0]["reference"]),
        (&1.into(), &"KAPS-E-0002".into())
    );
    let found = kriter(&config, &[&["evidence", "search", "ispitima"], &of[..]].concat()).unwrap();
    assert_eq!(found["items"].as_array().unwrap().len(), 0, "{found}");
    let shown = kriter(&config, &[&["evidence", "show", "KAPS-E-0001"], &of[..]].concat());
    assert!(shown.unwrap_err().contains("restricted"));
    assert!(!add(&[]).unwrap().to_string().contains("KAPS-E-0001"));
}

#[tokio::test]
async fn what_cannot_be_added_is_said_and_leaves_nothing() {
    let app = TestApp::new().await;
    app.standards().await;
    let config: Arc<Config> = app.app.config.clone();
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "a.txt", "text");
    let empty = write(folder.path(), "empty.txt", "");
    let add = |file: &str, institution: &str, more: &[&str]| {
        let own = ["evidence", "add", file, "--institution", institution, "--json"];
        kriter(&config, &[&own, more].concat()).unwrap_err()
    };
    assert!(add(&file, "NONE", &[]).contains("there is no institution NONE"));
    assert!(add(&file, "KAPS", &["--type", "gossip"]).contains("no type of evidence gossip"));
    assert!(add(&file, "KAPS", &["--criterion", "9.9.9"]).contains("has 9.9.9"));
    assert!(add(&file, "KAPS", &["--covers", "2026-12-31..2026-01-01"]).contains("ends before"));
    assert!(add(&empty, "KAPS", &[]).contains("the file is empty"));
    assert!(add("/none/such.txt", "KAPS", &[]).contains("cannot read"));
    let list = kriter(&config, &["evidence", "list", "--institution", "KAPS", "--json"]).unwrap();
    assert_eq!(list["items"].as_array().unwrap().len(), 0, "{list}");
}
