//! Looks for mistakes in the engine, for as long as one likes: `cargo course fuzz`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use evidence::fuzz::Series;

const HELP: &str = "\
Compares the checking engine with brute force on random programs.

Usage: evidence fuzz [--programs N] [--seed S]

Options:
  --programs N   how many programs [default: 1000]
  --seed S       the seed of the first one; the next program has the next seed [default: 0]

Examples:
  evidence fuzz --programs 500
  evidence fuzz --programs 1 --seed 993

Exit code: 0 no mismatch, 1 mismatches (each is printed as small as possible), 2 usage.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (mut programs, mut seed) = (1000, 0);
    match arguments.next().as_deref() {
        Some("fuzz") => {}
        Some("--help" | "-h") => {
            let _ = write!(std::io::stdout(), "{HELP}");
            return ExitCode::SUCCESS;
        }
        other => return usage(&format!("expected `fuzz`, found {other:?}")),
    }
    while let Some(option) = arguments.next() {
        let into = match option.as_str() {
            "--programs" => &mut programs,
            "--seed" => &mut seed,
            "--help" | "-h" => {
                let _ = write!(std::io::stdout(), "{HELP}");
                return ExitCode::SUCCESS;
            }
            other => return usage(&format!("unknown option `{other}`")),
        };
        match arguments.next().map(|value| value.parse::<u64>()) {
            Some(Ok(value)) => *into = value,
            Some(Err(error)) => return usage(&format!("{option} needs a number: {error}")),
            None => return usage(&format!("{option} needs a number")),
        }
    }
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

fn usage(problem: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {problem}\n\n{HELP}");
    ExitCode::from(2)
}
