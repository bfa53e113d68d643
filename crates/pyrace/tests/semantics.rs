//! The meaning of the language: programs without races print what real interpreters print.
//!
//! The texts in `semantics/recorded.json` were recorded from CPython 3.8 to 3.13 with
//! `PYTHONHASHSEED=0`. Set `PYRACE_RECORD=1` to record again from the interpreters of pyenv. Where such
//! an interpreter is present the recording is compared with it as well.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyrace::{Explorer, Program, Rules};

const VERSIONS: [&str; 6] = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"];

type Recorded = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/semantics")
}

fn programs() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// The interpreter of a version, if pyenv has one.
fn interpreter(version: &str) -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    let versions = Path::new(&home).join(".pyenv/versions");
    let mut found: Vec<PathBuf> = std::fs::read_dir(versions)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(&format!("{version}.")))
        })
        .map(|path| path.join("bin/python"))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop()
}

fn real_output(python: &Path, file: &str) -> Vec<String> {
    let output = Command::new(python)
        .args(["-W", "ignore", file])
        .current_dir(folder())
        .env("PYTHONHASHSEED", "0")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{file}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(without_addresses)
        .collect()
}

/// Addresses differ in every run.
fn without_addresses(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(" at 0x") {
        out.push_str(&rest[..at]);
        out.push_str(" at 0x...");
        rest = rest[at + 6..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out.push_str(rest);
    out
}

fn our_output(source: &str, version: &str) -> Vec<String> {
    let rules: Rules = version.parse().unwrap();
    let program = Program::compile(source, rules).unwrap_or_else(|diagnostics| {
        panic!("{}", diagnostics[0].render(source));
    });
    let report = Explorer::new(&program).run();
    if let Some(diagnostic) = report.diagnostics.first() {
        panic!("{}", diagnostic.render(source));
    }
    assert!(report.complete);
    let first = &report.counted[0].outcome;
    for counted in &report.counted {
        assert_eq!(counted.outcome.out, first.out, "the program has no race");
        assert!(
            counted.outcome.exceptions.is_empty(),
            "{:?}",
            counted.outcome.exceptions
        );
    }
    first.out.clone()
}

#[test]
fn programs_print_what_each_version_prints() {
    let path = folder().join("recorded.json");
    if std::env::var_os("PYRACE_RECORD").is_some() {
        let mut recorded = Recorded::new();
        for (file, _) in programs() {
            for version in VERSIONS {
                if let Some(python) = interpreter(version) {
                    recorded
                        .entry(file.clone())
                        .or_default()
                        .insert(version.to_owned(), real_output(&python, &file));
                }
            }
        }
        let text = serde_json::to_string_pretty(&recorded).unwrap();
        std::fs::write(&path, text + "\n").unwrap();
    }
    let recorded: Recorded =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let mut lines = 0;
    for (file, source) in programs() {
        for version in VERSIONS {
            let wanted = &recorded[&file][version];
            let got = our_output(&source, version);
            for (at, (got, wanted)) in got.iter().zip(wanted).enumerate() {
                assert_eq!(
                    got,
                    wanted,
                    "{file} line {} of the output on {version}",
                    at + 1
                );
            }
            assert_eq!(got.len(), wanted.len(), "{file} on {version}");
            lines += wanted.len();
        }
    }
    println!(
        "{} programs, {} versions, {lines} lines, 0 differences",
        programs().len(),
        VERSIONS.len()
    );
}

#[test]
fn the_recording_is_what_the_interpreters_here_print() {
    let recorded: Recorded =
        serde_json::from_str(&std::fs::read_to_string(folder().join("recorded.json")).unwrap())
            .unwrap();
    for version in VERSIONS {
        let Some(python) = interpreter(version) else {
            println!("skipped: pyenv has no CPython {version}");
            continue;
        };
        for (file, _) in programs() {
            assert_eq!(
                real_output(&python, &file),
                recorded[&file][version],
                "{file} on {version}"
            );
        }
    }
}
