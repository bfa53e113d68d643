//! A test runner, a judge, or the child of a judge, depending on who started this process.

use std::process::ExitCode;

use lab_check::{Exercise, Model, Rules};
use libtest_mimic::{Arguments, Trial};

use crate::{engine, orphans, programs, verdicts};

/// Set for processes that play the judge: the folder of the learner's package.
pub(crate) const JUDGE: &str = "LAB_CHECK_TRAPS_JUDGE";

fn models() -> Vec<Model> {
    let mut models = programs::models();
    models.extend(engine::models());
    models
}

pub(crate) fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(JUDGE) {
        return Exercise::new("traps", folder, Rules::strict())
            .models(models())
            .run();
    }
    let mut trials: Vec<Trial> = verdicts::trials();
    trials.extend(orphans::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
