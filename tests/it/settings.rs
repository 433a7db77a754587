//! What README and the documents say is what the program does.

use std::collections::BTreeMap;

use clap::{Command, CommandFactory as _};
use kriter::cli::Cli;

use crate::sources::{files, read, root};

/// A setting: its variable and its default.
type Setting = (String, String);

/// What clap knows, by flag.
fn known() -> BTreeMap<String, Setting> {
    fn collect(command: &Command, found: &mut BTreeMap<String, Setting>) {
        for argument in command.get_arguments() {
            let (Some(flag), Some(variable)) = (argument.get_long(), argument.get_env()) else {
                continue;
            };
            let default: Vec<_> =
                argument.get_default_values().iter().map(|it| it.to_string_lossy()).collect();
            let setting = (variable.to_string_lossy().into_owned(), default.join(","));
            found.insert(format!("--{flag}"), setting);
        }
        command.get_subcommands().for_each(|it| collect(it, found));
    }
    let mut found = BTreeMap::new();
    collect(&Cli::command(), &mut found);
    found
}

/// What the table in README says, by flag.
fn told() -> BTreeMap<String, Setting> {
    let readme = read("README.md");
    let rows = readme.lines().filter(|it| it.starts_with("| `--"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let bare = |at: usize| cells[at].trim_matches('`').to_owned();
        (bare(0), (bare(1), bare(2)))
    };
    rows.map(row).collect()
}

#[test]
fn the_table_in_readme_is_what_the_program_takes() {
    let (known, told) = (known(), told());
    assert_eq!(
        known.keys().collect::<Vec<_>>(),
        told.keys().collect::<Vec<_>>(),
        "the flags differ"
    );
    for (flag, (variable, default)) in known {
        let (told_variable, told_default) = &told[&flag];
        assert_eq!(&variable, told_variable, "{flag}");
        // A switch is off, and the database follows from the data folder; README says so in words.
        match default.as_str() {
            "" | "false" => assert!(!told_default.is_empty(), "{flag}"),
            default => assert_eq!(default, told_default, "{flag}"),
        }
    }
}

#[test]
fn every_setting_has_a_variable_and_a_sentence() {
    for (flag, (variable, _)) in known() {
        let expected = format!("KRITER_{}", flag.trim_start_matches("--").replace('-', "_"));
        assert_eq!(variable, expected.to_uppercase());
    }
    let command = Cli::command();
    for argument in command.get_arguments() {
        assert!(argument.get_help().is_some(), "{}", argument.get_id());
    }
}

#[test]
fn readme_lists_every_command() {
    fn collect(command: &Command, before: &str, found: &mut Vec<String>) {
        let name = format!("{before}{}", command.get_name());
        if command.has_subcommands() {
            // What is hidden is for the program itself.
            for it in command.get_subcommands().filter(|it| !it.is_hide_set()) {
                collect(it, &format!("{name} "), found);
            }
        } else {
            found.push(name);
        }
    }
    let mut commands = Vec::new();
    collect(&Cli::command(), "", &mut commands);
    assert!(commands.len() > 10, "{commands:?}");
    let readme = read("README.md");
    for command in commands {
        assert!(
            readme.contains(&format!("\n{command} ")) || readme.contains(&format!("\n{command}\n")),
            "{command}"
        );
    }
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let mut texts = files("docs", ".md");
    texts.extend(files("standards", ".md"));
    texts.extend(["README.md", "CHANGELOG.md"].map(|it| (it.to_owned(), read(it))));
    for (path, text) in texts {
        let folder = root().join(&path).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
            let target = target.split('#').next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(folder.join(target).exists(), "{path} points to {target}");
        }
    }
}

/// The direct dependencies of the program and of its tests.
fn dependencies() -> Vec<String> {
    let cargo = read("Cargo.toml");
    let of = |table: &str| -> Vec<String> {
        let lines = cargo.split(&format!("\n[{table}]\n")).nth(1).unwrap();
        let lines = lines.split("\n[").next().unwrap().lines();
        let names = lines.filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once(" = "));
        names.map(|it| it.0.to_owned()).filter(|it| it != "migrations").collect()
    };
    let found = [of("dependencies"), of("dev-dependencies")].concat();
    assert!(found.len() > 20, "{found:?}");
    found
}

#[test]
fn every_direct_dependency_is_explained() {
    let page = read("docs/dependencies.md");
    for name in dependencies() {
        assert!(page.contains(&format!("`{name}`")), "{name} is not in docs/dependencies.md");
    }
    for name in page.lines().filter(|it| it.starts_with("| `")).flat_map(|it| {
        let named = it.split('|').nth(1).unwrap();
        named.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    }) {
        assert!(dependencies().contains(&name), "{name} is no dependency any more");
    }
}

#[test]
fn every_direct_dependency_is_used() {
    // It is here for a feature: without it formatters cannot be shared by threads.
    let quiet = ["icu_provider"];
    let sources: Vec<String> =
        ["src", "tests", "benches"].iter().flat_map(|it| files(it, ".rs")).map(|it| it.1).collect();
    for name in dependencies().iter().filter(|it| !quiet.contains(&it.as_str())) {
        let path = format!("{}::", name.replace('-', "_"));
        assert!(sources.iter().any(|it| it.contains(&path)), "{name} is not used");
    }
}
