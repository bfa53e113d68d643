//! Schedules forced on real interpreters: they do what the machine says, instruction by instruction.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pyrace::code::Version;
use pyrace::replay::{HARNESS, Replayed, Schedule, document};
use pyrace::{Explorer, Limits, Program, Rules};
use serde_json::Value;

const VERSIONS: [Version; 6] = [
    Version::V3_8,
    Version::V3_9,
    Version::V3_10,
    Version::V3_11,
    Version::V3_12,
    Version::V3_13,
];

fn interpreter(version: Version) -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    let mut found: Vec<PathBuf> = std::fs::read_dir(Path::new(&home).join(".pyenv/versions"))
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

fn run(python: &Path, program: &Program, schedules: &[Schedule]) -> Vec<Replayed> {
    let mut child = Command::new(python)
        .args(["-W", "ignore", "-c", HARNESS])
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(document(program, schedules).as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let results: Vec<Replayed> = text
        .lines()
        .map(|line| parse(&serde_json::from_str(line).unwrap()))
        .collect();
    assert_eq!(
        results.len(),
        schedules.len(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    results
}

fn parse(value: &Value) -> Replayed {
    let texts = |value: &Value| -> Vec<String> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect()
    };
    let number = |value: &Value| u16::try_from(value.as_u64().unwrap()).unwrap();
    Replayed {
        problem: value["problem"].as_str().map(str::to_owned),
        left: value["left"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect(),
        vars: value["vars"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        out: texts(&value["out"]),
        exceptions: value["exceptions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                (
                    number(&entry[0]),
                    entry[1].as_str().unwrap().to_owned(),
                    u32::try_from(entry[2].as_u64().unwrap()).unwrap(),
                )
            })
            .collect(),
    }
}

/// What forcing schedules on real interpreters gave.
pub(crate) struct Forced {
    /// Programs of `tests/programs`.
    pub samples: usize,
    /// The interpreters that were found.
    pub versions: Vec<String>,
    pub schedules: usize,
    /// Schedules that a tracer cannot force, such as time-outs.
    pub skipped: usize,
    pub differences: Vec<String>,
}

/// Forces a schedule for every outcome of every sample on every interpreter, and of every program of the
/// corpus on one of them.
pub(crate) fn force() -> Forced {
    let samples = super::programs("tests/programs");
    let corpus = super::programs("corpus");
    let mut forced = Forced {
        samples: samples.len(),
        versions: Vec::new(),
        schedules: 0,
        skipped: 0,
        differences: Vec::new(),
    };
    for (number, version) in VERSIONS.into_iter().enumerate() {
        let Some(python) = interpreter(version) else {
            println!("skipped: pyenv has no CPython {version}");
            continue;
        };
        forced.versions.push(version.to_string());
        let turn = corpus.iter().skip(number).step_by(VERSIONS.len());
        for file in samples.iter().chain(turn) {
            force_one(file, version, &python, &mut forced);
        }
    }
    forced
}

fn force_one(file: &Path, version: Version, python: &Path, forced: &mut Forced) {
    let source = std::fs::read_to_string(file).unwrap();
    let program = match Program::compile(&source, Rules::every_instruction(version)) {
        Ok(program) => program,
        Err(found) => {
            forced.differences.push(found[0].render(&source));
            return;
        }
    };
    let report = Explorer::new(&program)
        .limits(Limits {
            bytecode_states: 0,
            ..Limits::default()
        })
        .run();
    let schedules: Vec<Schedule> = report
        .counted
        .iter()
        .filter_map(|counted| program.schedule(&counted.witness.as_ref()?.decisions).ok())
        .collect();
    forced.skipped += report.counted.len() - schedules.len();
    if schedules.is_empty() {
        return;
    }
    for (schedule, real) in schedules.iter().zip(run(python, &program, &schedules)) {
        forced.schedules += 1;
        if let Err(difference) = schedule.compare(&real) {
            forced
                .differences
                .push(format!("{} on {version}: {difference}", file.display()));
        }
    }
}
