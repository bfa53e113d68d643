//! Looks for mistakes in the engine, for as long as one likes: `cargo course fuzz`, and on real
//! threads.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use evidence::fuzz::Series;
use evidence::stress::{Class, Stress, Subject};

const HELP: &str = "\
Compares the checking engine with brute force on random programs, and with real threads.

Usage: cargo course fuzz [--programs N] [--seed S]
       cargo run --release -p evidence -- stress [--seconds N] [--programs N]

Options of fuzz:
  --programs N   how many programs [default: 1000]
  --seed S       the seed of the first one; the next program has the next seed [default: 0]

Options of stress:
  --seconds N    how long each class of programs runs [default: 10]
  --programs N   how many programs a class has [default: 10]

Examples:
  cargo course fuzz --programs 5000
  cargo course fuzz --programs 1 --seed 993
  cargo run --release -p evidence -- stress --seconds 1

Exit code: 0 no mismatch, 1 mismatches (each is printed as small as possible), 2 usage.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("fuzz") => match numbers(arguments, [("--programs", 1000), ("--seed", 0)]) {
            Ok([programs, seed]) => fuzz(programs, seed),
            Err(end) => end,
        },
        Some("stress") => match numbers(arguments, [("--seconds", 10), ("--programs", 10)]) {
            Ok([seconds, programs]) => stress(seconds, programs),
            Err(end) => end,
        },
        Some("--help" | "-h") => help(),
        other => usage(&format!("expected `fuzz` or `stress`, found {other:?}")),
    }
}

/// Reads options that have a number each; the error is how the program ends.
fn numbers(
    mut arguments: impl Iterator<Item = String>,
    options: [(&str, u64); 2],
) -> Result<[u64; 2], ExitCode> {
    let mut values = options.map(|(_, default)| default);
    while let Some(option) = arguments.next() {
        if matches!(option.as_str(), "--help" | "-h") {
            return Err(help());
        }
        let Some(at) = options.iter().position(|(name, _)| *name == option) else {
            return Err(usage(&format!("unknown option `{option}`")));
        };
        values[at] = match arguments.next().map(|value| value.parse::<u64>()) {
            Some(Ok(value)) => value,
            Some(Err(error)) => return Err(usage(&format!("{option} needs a number: {error}"))),
            None => return Err(usage(&format!("{option} needs a number"))),
        };
    }
    Ok(values)
}

/// Runs programs of every class on real threads and compares what they show with the engine.
fn stress(seconds: u64, programs: u64) -> ExitCode {
    let mut out = std::io::stdout();
    let Some(each) = Duration::from_secs(seconds).checked_div(u32::try_from(programs).unwrap_or(0))
    else {
        return usage("--programs needs a number from 1 to 4294967295");
    };
    let mut impossible = 0;
    for class in Class::ALL {
        let subjects = Subject::first(class, usize::try_from(programs).unwrap_or(usize::MAX));
        let mut started = Instant::now();
        // How long it goes on is up to the caller; whether an outcome is possible is not.
        let stress = Stress::run(&subjects, |runs| {
            if runs == 0 {
                started = Instant::now();
            }
            runs == 0 || started.elapsed() < each
        });
        impossible += stress.impossible.len();
        let _ = writeln!(out, "{class:?}: {stress}");
    }
    if impossible == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Compares programs of these seeds with brute force.
fn fuzz(programs: u64, seed: u64) -> ExitCode {
    let live = std::io::stderr().is_terminal();
    let mut done = 0u64;
    let series = Series::run(seed..seed.saturating_add(programs), &mut |series| {
        done += 1;
        if live && done.is_multiple_of(20) {
            let mismatches = series.different.len();
            let _ = write!(
                std::io::stderr(),
                "\r{done} of {programs}, mismatches {mismatches} "
            );
        }
    });
    if live {
        let _ = writeln!(std::io::stderr());
    }
    let mut out = std::io::stdout();
    for (seed, difference) in &series.different {
        let _ = writeln!(out, "seed {seed}:\n{difference}");
    }
    let _ = writeln!(out, "{series}");
    if series.different.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn help() -> ExitCode {
    let _ = write!(std::io::stdout(), "{HELP}");
    ExitCode::SUCCESS
}

fn usage(problem: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {problem}\n\n{HELP}");
    ExitCode::from(2)
}
