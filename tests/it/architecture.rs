//! The map of the house, held by a machine: which module uses which, and what stays in its place.

use std::collections::BTreeSet;

use crate::sources::{code, files, root};

/// Which module may use which. What is not said here may not be; docs/architecture.md says what each is for.
const MAY_USE: &[(&str, &[&str])] = &[
    // The floor: what all slices speak.
    ("scanner", &[]),
    ("config", &["files", "scanner"]),
    ("database", &[]),
    ("files", &["scanner"]),
    ("language", &[]),
    ("telemetry", &["config"]),
    ("titles", &["language"]),
    ("entities", &["language", "titles"]),
    ("access", &["entities"]),
    ("paths", &["entities"]),
    ("check", &["language", "sheets"]),
    ("app", &["audit", "config", "database", "entities", "files", "scanner"]),
    (
        "web",
        &[
            "access", "accounts", "app", "audit", "check", "entities", "files", "language",
            "paths", "scanner", "team",
        ],
    ),
    // The slices.
    (
        "audit",
        &["access", "accounts", "app", "entities", "evidence", "files", "language", "paths", "web"],
    ),
    (
        "accounts",
        &["app", "audit", "check", "entities", "files", "institutions", "language", "paths", "web"],
    ),
    ("institutions", &["access", "app", "audit", "entities", "paths", "web"]),
    (
        "standards",
        &["app", "audit", "database", "entities", "files", "language", "paths", "titles", "web"],
    ),
    ("sheets", &["language", "standards"]),
    ("extraction", &["language", "sheets"]),
    ("search", &["app", "entities", "extraction", "files", "standards"]),
    ("exchange", &["language", "sheets", "standards", "titles"]),
    (
        "editions",
        &[
            "access",
            "app",
            "assessments",
            "audit",
            "entities",
            "evidence",
            "findings",
            "language",
            "paths",
            "readiness",
            "rounds",
            "standards",
            "tailoring",
            "titles",
            "web",
            "team",
        ],
    ),
    (
        "evidence",
        &[
            "access",
            "accounts",
            "app",
            "audit",
            "check",
            "database",
            "entities",
            "extraction",
            "files",
            "language",
            "paths",
            "standards",
            "web",
            "search",
        ],
    ),
    (
        "requests",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "evidence",
            "extraction",
            "language",
            "paths",
            "standards",
            "team",
            "web",
        ],
    ),
    (
        "qualifications",
        &[
            "access",
            "app",
            "audit",
            "entities",
            "imports",
            "language",
            "paths",
            "sheets",
            "standards",
            "web",
        ],
    ),
    (
        "assessments",
        &[
            "access",
            "app",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "qualifications",
            "standards",
            "web",
            "team",
        ],
    ),
    (
        "rounds",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "comments",
        &[
            "access",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "paths",
            "rounds",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "stages",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "dossiers",
            "entities",
            "files",
            "findings",
            "language",
            "paths",
            "readiness",
            "rounds",
            "web",
        ],
    ),
    (
        "deadlines",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "web",
        ],
    ),
    (
        "dossiers",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "evidence",
            "files",
            "language",
            "paths",
            "rounds",
            "standards",
            "tailoring",
            "web",
        ],
    ),
    (
        "findings",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "deadlines",
            "entities",
            "evidence",
            "language",
            "paths",
            "rounds",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "recommendations",
        &[
            "access",
            "accounts",
            "app",
            "audit",
            "check",
            "entities",
            "findings",
            "language",
            "paths",
            "standards",
            "web",
        ],
    ),
    (
        "calibration",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "rounds",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "sampling",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "readiness",
            "rounds",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "decisions",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "deadlines",
            "dossiers",
            "entities",
            "evidence",
            "files",
            "language",
            "paths",
            "stages",
            "standards",
            "web",
        ],
    ),
    (
        "workbench",
        &[
            "access",
            "app",
            "assessments",
            "calibration",
            "check",
            "comments",
            "dossiers",
            "editions",
            "entities",
            "evidence",
            "findings",
            "language",
            "paths",
            "readiness",
            "recommendations",
            "rounds",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "browse",
        &[
            "app",
            "catalogues",
            "crosswalks",
            "editions",
            "entities",
            "language",
            "paths",
            "recommendations",
            "standards",
            "web",
        ],
    ),
    (
        "crosswalks",
        &[
            "access",
            "app",
            "assessments",
            "audit",
            "check",
            "editions",
            "entities",
            "evidence",
            "files",
            "language",
            "paths",
            "rounds",
            "standards",
            "tailoring",
            "web",
            "team",
        ],
    ),
    (
        "catalogues",
        &[
            "access",
            "app",
            "audit",
            "check",
            "entities",
            "exchange",
            "files",
            "language",
            "paths",
            "standards",
            "titles",
            "web",
            "evidence",
            "imports",
            "sheets",
            "crosswalks",
        ],
    ),
    (
        "tailoring",
        &[
            "access",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "language",
            "paths",
            "standards",
            "web",
            "team",
        ],
    ),
    (
        "imports",
        &[
            "access",
            "app",
            "assessments",
            "audit",
            "entities",
            "evidence",
            "files",
            "language",
            "paths",
            "qualifications",
            "sheets",
            "standards",
            "web",
            "tailoring",
            "search",
        ],
    ),
    (
        "readiness",
        &[
            "access",
            "app",
            "assessments",
            "database",
            "entities",
            "evidence",
            "findings",
            "language",
            "paths",
            "rounds",
            "sheets",
            "standards",
            "tailoring",
            "web",
            "team",
        ],
    ),
    (
        "usage",
        &[
            "access",
            "app",
            "assessments",
            "check",
            "dossiers",
            "entities",
            "evidence",
            "language",
            "paths",
            "readiness",
            "web",
        ],
    ),
    (
        "reports",
        &[
            "access",
            "app",
            "assessments",
            "entities",
            "evidence",
            "findings",
            "institutions",
            "language",
            "paths",
            "qualifications",
            "readiness",
            "standards",
            "web",
            "tailoring",
        ],
    ),
    (
        "reading",
        &[
            "app",
            "entities",
            "evidence",
            "extraction",
            "files",
            "language",
            "paths",
            "sheets",
            "web",
        ],
    ),
    ("storage", &["app", "audit", "entities", "files"]),
    (
        "linking",
        &[
            "access",
            "app",
            "assessments",
            "check",
            "crosswalks",
            "editions",
            "entities",
            "evidence",
            "language",
            "paths",
            "search",
            "standards",
            "tailoring",
            "web",
        ],
    ),
    (
        "calendar",
        &[
            "access",
            "app",
            "assessments",
            "entities",
            "evidence",
            "language",
            "paths",
            "readiness",
            "reports",
            "standards",
            "tailoring",
            "web",
            "team",
        ],
    ),
    (
        "uploads",
        &[
            "access",
            "app",
            "audit",
            "check",
            "entities",
            "evidence",
            "extraction",
            "files",
            "language",
            "paths",
            "standards",
            "web",
        ],
    ),
    (
        "team",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "evidence",
            "language",
            "paths",
            "reports",
            "rounds",
            "standards",
            "tailoring",
            "web",
        ],
    ),
    (
        "checks",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "findings",
            "language",
            "paths",
            "readiness",
            "rounds",
            "standards",
            "team",
            "web",
        ],
    ),
    (
        "work",
        &[
            "access",
            "app",
            "assessments",
            "deadlines",
            "entities",
            "evidence",
            "findings",
            "language",
            "paths",
            "rounds",
            "team",
            "web",
        ],
    ),
    (
        "notes",
        &[
            "access",
            "accounts",
            "app",
            "assessments",
            "audit",
            "check",
            "entities",
            "evidence",
            "files",
            "language",
            "paths",
            "standards",
            "tailoring",
            "web",
        ],
    ),
    // What puts them together.
    (
        "router",
        &[
            "accounts",
            "app",
            "assessments",
            "audit",
            "browse",
            "calendar",
            "calibration",
            "catalogues",
            "comments",
            "checks",
            "work",
            "notes",
            "crosswalks",
            "deadlines",
            "decisions",
            "dossiers",
            "editions",
            "evidence",
            "findings",
            "imports",
            "institutions",
            "linking",
            "qualifications",
            "readiness",
            "recommendations",
            "reading",
            "reports",
            "requests",
            "rounds",
            "sampling",
            "stages",
            "standards",
            "tailoring",
            "uploads",
            "usage",
            "web",
            "workbench",
            "team",
        ],
    ),
    (
        "demo",
        &[
            "accounts",
            "app",
            "assessments",
            "audit",
            "deadlines",
            "decisions",
            "entities",
            "evidence",
            "findings",
            "imports",
            "institutions",
            "qualifications",
            "recommendations",
            "rounds",
            "stages",
            "standards",
            "tailoring",
            "team",
            "web",
        ],
    ),
    (
        "cli",
        &[
            "accounts",
            "app",
            "assessments",
            "audit",
            "calendar",
            "calibration",
            "check",
            "checks",
            "config",
            "crosswalks",
            "demo",
            "deadlines",
            "dossiers",
            "editions",
            "entities",
            "evidence",
            "findings",
            "extraction",
            "files",
            "storage",
            "imports",
            "institutions",
            "language",
            "readiness",
            "reports",
            "router",
            "sheets",
            "stages",
            "standards",
            "telemetry",
            "web",
            "tailoring",
            "catalogues",
            "exchange",
            "search",
            "uploads",
            "sampling",
            "team",
        ],
    ),
];

/// Most lines of a file.
const MOST_LINES: usize = 400;

/// The module that a source file belongs to.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The modules that a text names behind `crate::`, alone or inside braces.
fn named_in(text: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
    };
    let mut found = BTreeSet::new();
    for rest in text.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut piece = String::new();
        for it in group.chars() {
            match it {
                '}' if depth == 0 => break,
                ',' if depth == 0 => found.insert(word(&std::mem::take(&mut piece))),
                '{' | '}' => {
                    depth += if it == '{' { 1 } else { -1 };
                    false
                }
                other => {
                    piece.push(other);
                    false
                }
            };
        }
        found.insert(word(&piece));
    }
    found.remove("");
    found
}

#[test]
fn a_module_is_found_alone_inside_braces_and_after_nested_ones() {
    let text = "use crate::a::B;\nuse crate::{\n    b::{C, D},\n    c,\n    d,\n};\nlet x = crate::e::f();";
    assert_eq!(named_in(text).into_iter().collect::<String>(), "abcde");
}

#[test]
fn modules_use_only_what_they_may() {
    let mut broken = BTreeSet::new();
    for (path, text) in files("src", ".rs") {
        let own = module(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|it| it.0 == own) else { continue };
        for used in named_in(&code(&text)) {
            if used != own && !allowed.contains(&used.as_str()) {
                broken.insert(format!("{path} uses {used}"));
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn every_module_is_in_the_table_once_and_on_the_map() {
    let known: Vec<&str> = MAY_USE.iter().map(|it| it.0).collect();
    let sources = files("src", ".rs");
    let found: BTreeSet<&str> = sources
        .iter()
        .map(|it| module(&it.0))
        .filter(|it| !matches!(*it, "lib" | "main"))
        .collect();
    assert_eq!(known.iter().copied().collect::<BTreeSet<_>>(), found);
    assert_eq!(known.len(), found.len());
    let map = crate::sources::read("docs/architecture.md");
    let absent: Vec<_> = found.iter().filter(|it| !map.contains(&format!("`{it}`"))).collect();
    assert_eq!(absent, [&""; 0], "docs/architecture.md does not say what they are for");
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests", "migrations/src", "benches"] {
        if !root().join(folder).exists() {
            continue;
        }
        for (path, text) in files(folder, ".rs") {
            assert!(text.starts_with("//! "), "{path} does not begin with //!");
        }
    }
}

#[test]
fn no_file_is_endless() {
    for (path, text) in files("src", ".rs") {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines, {MOST_LINES} are the most");
    }
}

#[test]
fn only_a_change_begins_a_transaction() {
    for (path, text) in files("src", ".rs").into_iter().filter(|it| it.0 != "src/app.rs") {
        for begins in [".begin(", "begin_with_", ".transaction("] {
            assert!(!code(&text).contains(begins), "{path} has {begins}");
        }
    }
}

/// Where a function, between the beginning of a change and its end, hands on the program or its connections for questions: on PostgreSQL
/// both come from one pool, so that whoever holds an institution would wait for those who wait for it.
fn asked_beside_a_change(text: &str) -> Vec<&str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let beside = ["db.read", "(db,", "(db)", "&app,", "&app)", "(app,", "(app)"];
    let (mut began, mut left) = (None, None);
    let mut found = Vec::new();
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        // A branch that has let the change go ends where the lines stand further out.
        left = left.filter(|it| depth(line) >= *it);
        if line.contains(".change(") || line.contains("} = alone;") {
            began = Some(depth(line));
        } else if began.is_some_and(|it| depth(line) < it) {
            began = None;
        } else if line.contains("drop(change)") || line.contains("change.commit()") {
            if began == Some(depth(line)) {
                began = None;
            } else {
                left = Some(depth(line));
            }
        } else if began.is_some() && left.is_none() && beside.iter().any(|it| line.contains(it)) {
            found.push(line.trim());
        }
    }
    found
}

#[test]
fn within_a_change_nothing_asks_for_another_connection() {
    let text = "    let change = app.change(x).await?;\n    if wrong {\n        drop(change);\n        page(&app);\n    }\n    view(&app);\n    change.commit().await?;\n    see(&app);\n";
    assert_eq!(asked_beside_a_change(text), ["view(&app);"]);
    let mut broken = Vec::new();
    for (path, text) in files("src", ".rs") {
        let code = code(&text);
        broken.extend(asked_beside_a_change(&code).iter().map(|it| format!("{path}: {it}")));
    }
    assert_eq!(broken, [""; 0]);
}

#[test]
fn markup_is_written_in_pages_and_in_web_only() {
    for (path, text) in files("src", ".rs") {
        let may = path.starts_with("src/web/")
            || path.contains("/pages/")
            || path.ends_with("/pages.rs")
            || path == "src/accounts/users.rs";
        assert!(may || !code(&text).contains("html!"), "{path} writes markup");
    }
}

#[test]
fn what_is_pure_asks_neither_the_database_nor_the_web() {
    for path in [
        "src/readiness/analyse.rs",
        "src/readiness/gaps.rs",
        "src/readiness/verdict.rs",
        "src/readiness/path.rs",
        "src/readiness/model.rs",
        "src/calendar/cover.rs",
        "src/calendar/grid.rs",
        "src/calibration/standing.rs",
        "src/linking/suggest.rs",
        "src/deadlines/clock.rs",
        "src/deadlines/days_off.rs",
        "src/deadlines/easter.rs",
        "src/deadlines/standing.rs",
        "src/dossiers/manifest.rs",
        "src/dossiers/difference.rs",
        "src/stages/moves.rs",
        "src/stages/guards.rs",
        "src/rounds/agreement.rs",
        "src/rounds/effective.rs",
        "src/rounds/opening.rs",
        "src/comments/sight.rs",
        "src/notes/moves.rs",
        "src/work/remaining.rs",
        "src/work/task.rs",
        "src/checks/rules.rs",
        "src/comments/mentions.rs",
        "src/sampling/draw.rs",
        "src/sampling/standing.rs",
        "src/access.rs",
        "src/check.rs",
        "src/team/forms.rs",
    ] {
        let text = code(&crate::sources::read(path));
        for floor in ["sea_orm", "axum", "crate::app", "std::fs"] {
            assert!(!text.contains(floor), "{path} uses {floor}");
        }
    }
}
