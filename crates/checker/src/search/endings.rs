//! All ways in which executions of a model end, and executions chosen by hand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use interleaving::{Coverage, Limit, Surprises};

use super::Path;
use super::calm::{Searcher, Shown};
use super::runner::{After, Model, Plan, carry_out, nothing};
use crate::check::Check;
use crate::engine::sound;
use crate::execution::{End, Execution, Failure, Settings};

/// One way in which executions end.
pub(crate) struct Ending {
    pub(crate) shown: Shown,
    /// False when the execution failed.
    pub(crate) finished: bool,
}

/// All ways in which executions end, by name.
pub(crate) struct All {
    pub(crate) endings: BTreeMap<String, Ending>,
    pub(crate) executions: u64,
    pub(crate) coverage: Option<Coverage>,
    pub(crate) limit: Option<Limit>,
}

/// The cheapest execution with a certain ending.
#[derive(Clone)]
struct Cheapest {
    cost: (u32, u32, u32),
    path: Path,
    settings: Settings,
    surprises: Surprises,
    failure: Option<Failure>,
}

/// Finds all ways in which executions end. `name` gives each execution that did not fail its name;
/// the others are named by their verdict.
pub(crate) fn every_ending(
    check: &Check,
    model: Model,
    name: Arc<dyn Fn() -> Option<String> + Send + Sync>,
) -> All {
    let mut searcher = Searcher::new(check, model);
    searcher.keep_going = true;
    let endings: Arc<Mutex<BTreeMap<String, Cheapest>>> = Arc::default();
    let keep = Arc::clone(&endings);
    let after: After = Arc::new(move |execution: &Execution| {
        let failure = match &execution.end {
            Some(End::Failed(failure)) => Some((**failure).clone()),
            Some(_) => return,
            None => None,
        };
        let name = match &failure {
            Some(failure) => Some(name_of(failure)),
            None => name(),
        };
        let Some(name) = name else { return };
        let cost = (
            execution.surprises.cost(),
            execution.switches,
            execution.steps,
        );
        let mut endings = sound(&keep);
        if endings.get(&name).is_none_or(|known| cost < known.cost) {
            let found = Cheapest {
                cost,
                path: execution.path.finished(),
                settings: execution.settings,
                surprises: execution.surprises,
                failure,
            };
            endings.insert(name, found);
        }
    });
    let bound = bound_of(check);
    let proof = searcher.run(bound, 0, &after);
    // The exhaustive search meets each ending somewhere; the calm ones look for its best telling.
    let names = sound(&endings).len();
    let most = sound(&endings)
        .values()
        .map(|found| found.cost.0)
        .max()
        .unwrap_or(0);
    for bound in 0..=most {
        let worst = sound(&endings)
            .values()
            .map(|found| found.cost.0)
            .max()
            .unwrap_or(0);
        if worst <= bound && bound > 0 {
            break;
        }
        for weak_memory in [false, true] {
            searcher.weak_memory = weak_memory && check.weak_memory;
            let _ = searcher.run(Some(bound), 0, &after);
        }
    }
    searcher.weak_memory = check.weak_memory;
    debug_assert_eq!(
        names,
        sound(&endings).len(),
        "the calm searches find nothing new"
    );
    let cheapest = std::mem::take(&mut *sound(&endings));
    let endings = cheapest
        .into_iter()
        .map(|(name, found)| {
            let finished = found.failure.is_none();
            (
                name,
                Ending {
                    shown: searcher.tell(found),
                    finished,
                },
            )
        })
        .collect();
    let coverage = match (proof.limit.is_none(), bound) {
        (false, _) => None,
        (true, None) => Some(Coverage::Every),
        (true, Some(_)) if proof.exhaustive => Some(Coverage::Every),
        (true, Some(_)) => Some(check.coverage),
    };
    All {
        endings,
        executions: searcher.executions,
        coverage,
        limit: proof.limit,
    }
}

/// Runs one execution in which `script` names the thread of each step.
///
/// # Errors
/// A sentence that says why the script cannot be followed.
pub(crate) fn drive(
    check: &Check,
    model: Model,
    script: VecDeque<String>,
) -> Result<(Option<Failure>, Shown), String> {
    let searcher = Searcher::new(check, model);
    let plan = Plan {
        settings: searcher.settings(Some(0)),
        max_executions: 1,
        max_states: u64::MAX,
        check_leaks: check.check_leaks,
        polish: 0,
        keep_going: false,
        replay: Some(Path::default()),
        script: Some(script),
    };
    let outcome = carry_out(&plan, &searcher.model, nothing());
    if let Some(error) = outcome.script_error {
        return Err(error);
    }
    let failure = outcome.found.as_ref().map(|found| found.failure.clone());
    let surprises = outcome
        .found
        .map(|found| found.surprises)
        .unwrap_or_default();
    let shown = Shown {
        failure: failure.clone().unwrap_or_else(kept_its_promises),
        recorded: outcome.recorded,
        surprises,
        execution: 1,
        calmest: false,
    };
    Ok((failure, shown))
}

/// The names of all failures of a model.
pub(crate) struct Names {
    pub(crate) failures: BTreeSet<String>,
    pub(crate) executions: u64,
    pub(crate) limit: Option<Limit>,
}

/// Runs all executions once. `finished` is called after each one that did not fail.
pub(crate) fn name_endings(
    check: &Check,
    model: Model,
    finished: impl Fn() + Send + Sync + 'static,
) -> Names {
    let mut searcher = Searcher::new(check, model);
    searcher.keep_going = true;
    let failures: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let keep = Arc::clone(&failures);
    let after: After = Arc::new(move |execution: &Execution| match &execution.end {
        Some(End::Failed(failure)) => drop(sound(&keep).insert(name_of(failure))),
        Some(_) => {}
        None => finished(),
    });
    let outcome = searcher.run(bound_of(check), 0, &after);
    let failures = std::mem::take(&mut *sound(&failures));
    Names {
        failures,
        executions: searcher.executions,
        limit: outcome.limit,
    }
}

fn bound_of(check: &Check) -> Option<u32> {
    match check.coverage {
        Coverage::Every => None,
        Coverage::UpTo(surprises) => Some(surprises),
    }
}

fn name_of(failure: &Failure) -> String {
    let kind = failure.verdict.kind().map_or("", interleaving::Kind::words);
    format!("{} ({kind})", failure.verdict.word())
}

/// For executions that are shown although nothing is wrong with them.
fn kept_its_promises() -> Failure {
    Failure {
        verdict: interleaving::Verdict::Holds {
            coverage: Coverage::UpTo(0),
        },
        headline: "This execution keeps its promises.".to_owned(),
        remarks: vec![],
    }
}

impl Searcher<'_> {
    /// Records the execution that was found for an ending.
    fn tell(&self, found: Cheapest) -> Shown {
        let plan = Plan {
            settings: found.settings,
            max_executions: 1,
            max_states: u64::MAX,
            check_leaks: self.check.check_leaks,
            polish: 0,
            keep_going: false,
            replay: Some(found.path),
            script: None,
        };
        let outcome = carry_out(&plan, &self.model, nothing());
        Shown {
            failure: found.failure.unwrap_or_else(kept_its_promises),
            recorded: outcome.recorded,
            surprises: found.surprises,
            execution: 0,
            calmest: true,
        }
    }
}
