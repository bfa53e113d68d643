//! The meaning of the language: programs without races print what real interpreters print.
//!
//! The texts in `semantics/recorded.json` were recorded from CPython 3.8 to 3.15 with
//! `PYTHONHASHSEED=0`. Set `PYRACE_RECORD=1` to record again from the interpreters of this machine (see
//! `interpreters/mod.rs`). Where an interpreter is present the recording is compared with it as well.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod interpreters;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use pyrace::code::Version;
use pyrace::{Explorer, Program, Rules};

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
        let (pythons, missing) = interpreters::find(|build| build.gil);
        assert_eq!(missing, [], "every version is recorded together");
        for (file, _) in programs() {
            for (build, python) in &pythons {
                recorded
                    .entry(file.clone())
                    .or_default()
                    .insert(build.to_string(), real_output(python, &file));
            }
        }
        let text = serde_json::to_string_pretty(&recorded).unwrap();
        std::fs::write(&path, text + "\n").unwrap();
    }
    let recorded: Recorded =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let mut lines = 0;
    for (file, source) in programs() {
        for version in Version::ALL.map(|version| version.to_string()) {
            let wanted = &recorded[&file][&version];
            let got = our_output(&source, &version);
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
        Version::ALL.len()
    );
}

#[test]
fn the_recording_is_what_the_interpreters_here_print() {
    let recorded: Recorded =
        serde_json::from_str(&std::fs::read_to_string(folder().join("recorded.json")).unwrap())
            .unwrap();
    let (pythons, missing) = interpreters::find(|build| build.gil);
    for build in missing {
        println!("not compared: there is no CPython {build} here");
    }
    for (build, python) in pythons {
        for (file, _) in programs() {
            assert_eq!(
                real_output(&python, &file),
                recorded[&file][&build.to_string()],
                "{file} on {build}"
            );
        }
    }
}
