//! The evidence that the engine is right, in the last lines of this test's output.

use std::io::Write;
use std::process::ExitCode;

use evidence::fuzz::Series;

/// The programs that every run of the tests compares; `cargo course fuzz` compares more.
const PROGRAMS: u64 = 500;

fn main() -> ExitCode {
    let mut out = std::io::stdout();
    let series = Series::run(0..PROGRAMS, &mut |_| {});
    for (seed, difference) in &series.different {
        let _ = writeln!(out, "seed {seed}:\n{difference}");
    }
    let _ = writeln!(out, "{series}");
    let failed = u64::from(!series.different.is_empty());
    // More than a few programs that nobody could compare would be no evidence.
    let too_large = u64::from(series.too_large * 100 > PROGRAMS);
    let passed = 2 - failed - too_large;
    let _ = writeln!(out, "{passed} passed, {} failed", failed + too_large);
    if failed + too_large == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
