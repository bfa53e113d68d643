//! Schedules forced on real interpreters: they do what the machine says, instruction by instruction.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use pyrace::replay::{Comparison, HARNESS, Replayed, Schedule, document};
use pyrace::{Explorer, Limits, Program, Rules};
use serde_json::Value;

use super::interpreters::{self, Build};

/// How long a thread may take for one step. Only a busy machine needs more than a moment.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

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
        .write_all(document(program, schedules, PATIENCE).as_bytes())
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
        other_code: value["other_code"].as_str().map(str::to_owned),
        problem: value["problem"].as_str().map(str::to_owned),
        unfinished: value["unfinished"].as_str().map(str::to_owned),
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
    /// Schedules of programs that a patch release compiles to other instructions.
    pub other_code: usize,
    /// Schedules that did not end in time: they count neither as replayed nor as different.
    pub unfinished: Vec<String>,
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
        other_code: 0,
        unfinished: Vec::new(),
        differences: Vec::new(),
    };
    // Under a tracer the threads of a free-threaded build stop between two instructions as well.
    let (found, missing) = interpreters::find(|_| true);
    for build in missing {
        println!("not replayed: there is no CPython {build} here");
    }
    let count = found.len();
    for (number, (build, python)) in found.into_iter().enumerate() {
        forced.versions.push(build.to_string());
        let turn = corpus.iter().skip(number).step_by(count);
        for file in samples.iter().chain(turn) {
            force_one(file, build, &python, &mut forced);
        }
    }
    forced
}

fn force_one(file: &Path, build: Build, python: &Path, forced: &mut Forced) {
    let source = std::fs::read_to_string(file).unwrap();
    let rules = Rules::every_instruction(build.version).of_release(build.patch);
    let program = match Program::compile(&source, rules) {
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
        let place = || format!("{} on {build}", file.display());
        match schedule.compare(&real) {
            Comparison::Agrees => forced.schedules += 1,
            Comparison::Differs(difference) => {
                forced.schedules += 1;
                let difference = format!("{}: {difference}", place());
                forced.differences.push(difference);
            }
            Comparison::OtherCode(_) => forced.other_code += 1,
            Comparison::NotFinished(at) => forced.unfinished.push(format!("{}: {at}", place())),
        }
    }
}
