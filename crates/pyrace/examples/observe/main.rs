//! Runs random programs on real interpreters, and looks whether each end that is seen was explored.
//!
//! `cargo run --release -p pyrace --example observe -- PROGRAMS [SEED] [--only BUILDS] [--record]`
//!
//! The programs are those of `tests/agreement`. Each runs many times on every interpreter that is here (or on
//! the builds that are named: `--only 3.8,3.14t`), in two ways: freely, next to a thread that always wants the
//! GIL, which the rules of the version must explain; and under a tracer that delays threads between
//! instructions, which the rules with a switch point after every instruction must explain. A run that does not
//! end is given up after a while, and nothing is said about it. `--record` writes the result into `README.md`.

#![expect(clippy::print_stdout, reason = "a command tells its result")]

#[path = "../../tests/interpreters/mod.rs"]
mod interpreters;
#[path = "../../tests/agreement/programs.rs"]
#[expect(dead_code, reason = "the tests count features, too")]
mod programs;
#[path = "../shared/recorded.rs"]
mod recorded;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use interpreters::Build;
use programs::Shape;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngSeed, TestRunner};
use pyrace::{Explorer, Limits, Outcome, Program, Rules, Status};
use serde_json::{Value, json};

/// How often each program runs, freely and delayed.
const RUNS: u32 = 40;

/// Programs with more states are left out.
const LIMITS: Limits = Limits {
    states: 200_000,
    bytecode_states: 0,
    steps: 50_000_000,
};

/// What `--record` writes has this in it.
const KIND: &str = " programs with seed ";

/// A program under some rules, with every end that it can have.
struct Explored {
    source: String,
    rules: Rules,
    traced: bool,
    /// The ends after which no thread is left.
    outcomes: Vec<Outcome>,
    /// Some schedules never end.
    hangs: bool,
}

/// What was seen on one interpreter.
#[derive(Default)]
struct Seen {
    left_out: usize,
    runs: u64,
    unfinished: u64,
    /// Runs that were given up although every explored schedule ends.
    surprising: u64,
    ends: usize,
    explored: usize,
    unexplained: Vec<String>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = arguments.iter().filter_map(|word| word.parse::<u64>().ok());
    let wanted = usize::try_from(numbers.next().unwrap_or(100))?;
    let seed = numbers.next().unwrap_or(1);
    let mut after_only = arguments
        .iter()
        .skip_while(|word| *word != "--only")
        .skip(1);
    let only: Option<Vec<&str>> = after_only.next().map(|builds| builds.split(',').collect());
    let programs = draw(wanted, seed)?;
    let (found, missing) = interpreters::find(|build| {
        let name = build.to_string();
        only.as_ref()
            .is_none_or(|only| only.contains(&name.as_str()))
    });
    for build in missing {
        println!("there is no CPython {build} here");
    }
    let mut unexplained = 0;
    for (build, python) in found {
        let seen = observe(&programs, build, &python)?;
        for end in &seen.unexplained {
            println!("--- not explored: {end}\n");
        }
        unexplained += seen.unexplained.len();
        let line = format!(
            "{wanted} programs with seed {seed} on {build}, {} of them left out as too large or refused: {} runs, {} given up \
             ({} of them of programs that always end); {} of {} explored ends were seen, and {} others",
            seen.left_out,
            seen.runs,
            seen.unfinished,
            seen.surprising,
            seen.ends,
            seen.explored,
            seen.unexplained.len()
        );
        println!("{line}");
        if arguments.iter().any(|word| word == "--record") {
            recorded::record(&line, KIND)?;
        }
    }
    Ok(if unexplained == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Random programs: the same ones for the same seed. Daemon threads are not among them: when they are cut off
/// cannot be seen from inside.
fn draw(wanted: usize, seed: u64) -> Result<Vec<programs::Program>, Box<dyn Error>> {
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    });
    let shapes = prop_oneof![
        3 => programs::different(Shape::Joined, 2, 2),
        2 => programs::equal(Shape::Joined),
        2 => programs::different(Shape::MainToo, 3, 1),
        1 => programs::different(Shape::Left, 2, 2),
        1 => programs::different(Shape::Jobs(1), 2, 1),
        1 => programs::different(Shape::Jobs(2), 2, 2),
    ];
    let drawn = (0..wanted).map(|_| Ok(shapes.new_tree(&mut runner)?.current()));
    drawn
        .collect::<Result<Vec<_>, _>>()
        .map_err(|reason: proptest::test_runner::Reason| reason.to_string().into())
}

fn observe(
    programs: &[programs::Program],
    build: Build,
    python: &Path,
) -> Result<Seen, Box<dyn Error>> {
    let name = build.to_string();
    let own: Rules = name.parse().map_err(|_| format!("no rules for {name}"))?;
    let traced = if build.gil {
        Rules::every_instruction(build.version)
    } else {
        own
    };
    let mut seen = Seen::default();
    let mut jobs = Vec::new();
    for program in programs {
        let mut both = Vec::new();
        for (rules, traced) in [(own, false), (traced, true)] {
            both.extend(explore(&program.source(rules), rules, traced)?);
        }
        match both.len() {
            2 => jobs.extend(both),
            _ => seen.left_out += 1,
        }
    }
    let input: Vec<Value> = jobs.iter().map(Explored::job).collect();
    let results = run(python, &Value::Array(input).to_string())?;
    if results.len() != jobs.len() {
        return Err(format!(
            "CPython {name} ran {} of {} jobs",
            results.len(),
            jobs.len()
        )
        .into());
    }
    for (job, result) in jobs.iter().zip(&results) {
        job.compare(result, &name, &mut seen);
    }
    Ok(seen)
}

/// Explores a program; nothing if it is too large or does what the explorer refuses to run.
fn explore(source: &str, rules: Rules, traced: bool) -> Result<Option<Explored>, String> {
    let program = Program::compile(source, rules).map_err(|found| found[0].render(source))?;
    let report = Explorer::new(&program).limits(LIMITS).run();
    if report.refused {
        return Ok(None);
    }
    let ends = |outcome: &Outcome| matches!(outcome.status, Status::Ok | Status::Exception);
    let all = report.counted.into_iter().map(|end| end.outcome);
    let (outcomes, endless): (Vec<Outcome>, Vec<Outcome>) = all.partition(ends);
    Ok(report.complete.then(|| Explored {
        source: source.to_owned(),
        rules,
        traced,
        outcomes,
        hangs: !endless.is_empty(),
    }))
}

fn run(python: &Path, input: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut child = Command::new(python)
        .args(["-W", "ignore", "-c", include_str!("harness.py")])
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    // The harness reads everything before it writes.
    child
        .stdin
        .take()
        .ok_or("a pipe was asked for")?
        .write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

impl Explored {
    fn job(&self) -> Value {
        let names = self.outcomes.iter().flat_map(|outcome| &outcome.vars);
        let names: BTreeSet<&str> = names.map(|(name, _)| name.as_str()).collect();
        json!({"source": self.source, "vars": names, "runs": RUNS, "traced": self.traced})
    }

    fn compare(&self, result: &Value, build: &str, seen: &mut Seen) {
        seen.runs += result["runs"].as_u64().unwrap_or(0);
        let unfinished = result["unfinished"].as_u64().unwrap_or(0);
        seen.unfinished += unfinished;
        if unfinished > 0 && !self.hangs {
            seen.surprising += unfinished;
            println!(
                "--- given up, and explored as always ending: CPython {build}, {}:\n{}\n",
                self.rules, self.source
            );
        }
        seen.explored += self.outcomes.len();
        let mut explained = BTreeSet::new();
        for end in result["ends"].as_array().into_iter().flatten() {
            // Threads have the numbers of their starts. How many workers an executor has is up to the moment, and
            // so is the order of starts if several threads start others.
            let starts = |line: &str| line.starts_with(' ') && line.contains("threading.Thread(");
            let numbered =
                !self.source.contains("ThreadPoolExecutor") && !self.source.lines().any(starts);
            match self
                .outcomes
                .iter()
                .find(|outcome| is(outcome, end, numbered))
            {
                Some(outcome) => {
                    explained.insert(outcome);
                }
                None => seen.unexplained.push(format!(
                    "{end}\nCPython {build}, {} rules {}:\n{}",
                    if self.traced { "delayed," } else { "free," },
                    self.rules,
                    self.source
                )),
            }
        }
        seen.ends += explained.len();
    }
}

/// Whether an end of the interpreter is an explored one.
fn is(outcome: &Outcome, end: &Value, numbered: bool) -> bool {
    let vars = outcome.vars.iter();
    let same_vars = vars
        .clone()
        .all(|(name, value)| end["vars"][name] == Value::String(value.clone()));
    let mut raised: Vec<Value> = outcome
        .exceptions
        .iter()
        .map(|one| json!([one.thread, one.class, one.line]))
        .collect();
    let mut seen: Vec<Value> = end["exceptions"].as_array().cloned().unwrap_or_default();
    if !numbered {
        for exceptions in [&mut raised, &mut seen] {
            for exception in exceptions.iter_mut() {
                exception[0] = Value::Null;
            }
            exceptions.sort_by_key(ToString::to_string);
        }
    }
    same_vars && end["out"] == json!(outcome.out) && raised == seen
}
