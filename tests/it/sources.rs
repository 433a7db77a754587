//! The sources of the program as text, for the tests that hold the house to its rules.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project, by its path from the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Files below a folder that end in `ending`: path from the root, and text; in order of their paths.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The code of a text: without comments, and without what follows `#[cfg(test)]`.
pub fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines()
        .filter(|it| !it.trim_start().starts_with("//"))
        .map(|it| it.split(" // ").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every address of the site, as `paths` writes it: `/evidence/{evidence}/edit`.
pub fn templates() -> Vec<String> {
    let paths: String = files("src/paths", ".rs").into_iter().map(|it| it.1).collect();
    let found = paths.split("#[typed_path(\"").skip(1);
    found.map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

/// Every address with 1 in the place of each id: what the first rows of a database are at.
pub fn addresses() -> Vec<String> {
    let filled = |template: String| {
        let steps = template.split('/').map(|it| if it.starts_with('{') { "1" } else { it });
        steps.collect::<Vec<_>>().join("/")
    };
    templates().into_iter().map(filled).collect()
}
