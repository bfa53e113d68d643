//! All results a model can have, and executions chosen by hand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use interleaving::{Counterexample, Coverage, Limit, Surprises, Verdict};

use crate::check::Check;
use crate::engine::{in_model, sound};
use crate::search::{Shown, drive as drive_search, every_ending, name_endings};
use crate::show::counterexample;

/// The calmest execution with a certain result.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Its events; the headline says that nothing is wrong with it, or what is.
    pub execution: Counterexample,
    /// What is surprising about it.
    pub surprises: Surprises,
}

/// All results of a model.
#[derive(Clone, Debug)]
pub struct Outcomes<T> {
    /// What the model returned, each with its calmest execution.
    pub results: BTreeMap<T, Witness>,
    /// How it failed: the word of the verdict and the name of the bug, each with its calmest
    /// execution.
    pub failures: BTreeMap<String, Witness>,
    /// How many executions were run.
    pub executions: u64,
    /// What the results cover; `None` when a limit was hit, so that some may be missing.
    pub coverage: Option<Coverage>,
    /// The limit that was hit.
    pub limit: Option<Limit>,
}

/// All results of a model, without the executions that show them.
#[derive(Clone, Debug)]
pub struct Results<T> {
    /// What the model returned.
    pub results: BTreeSet<T>,
    /// How it failed: the word of the verdict and the name of the bug.
    pub failures: BTreeSet<String>,
    /// How many executions were run.
    pub executions: u64,
    /// The limit that was hit, so that some results may be missing.
    pub limit: Option<Limit>,
}

fn witness(shown: Shown) -> Witness {
    let surprises = shown.surprises;
    Witness {
        execution: counterexample(shown),
        surprises,
    }
}

/// Every result the model can have.
///
/// # Panics
/// When it is called inside of a model.
///
/// ```
/// let outcomes = checker::outcomes(|| 6 * 7);
/// assert_eq!(outcomes.results.into_keys().collect::<Vec<_>>(), [42]);
/// ```
pub fn outcomes<T: Ord + Debug + Clone + Send + 'static>(
    model: impl Fn() -> T + Send + Sync + 'static,
) -> Outcomes<T> {
    Check::default().outcomes(model)
}

impl Check {
    /// Every result the model can have, within the limits of this check, and nothing else: one
    /// exhaustive search, without looking for the calmest execution of each.
    ///
    /// # Panics
    /// When it is called inside of a model.
    pub fn results<T: Ord + Send + 'static>(
        &self,
        model: impl Fn() -> T + Send + Sync + 'static,
    ) -> Results<T> {
        assert!(!in_model(), "a check cannot be started inside of a model");
        let slot: Arc<Mutex<Option<T>>> = Arc::default();
        let results: Arc<Mutex<BTreeSet<T>>> = Arc::default();
        let (write, all) = (Arc::clone(&slot), Arc::clone(&results));
        let model = Arc::new(move || {
            let result = model();
            *sound(&write) = Some(result);
        });
        let found = name_endings(self, model, move || {
            sound(&all).extend(sound(&slot).take());
        });
        let results = std::mem::take(&mut *sound(&results));
        Results {
            results,
            failures: found.failures,
            executions: found.executions,
            limit: found.limit,
        }
    }

    /// Every result the model can have, within the limits of this check.
    ///
    /// # Panics
    /// When it is called inside of a model.
    pub fn outcomes<T: Ord + Debug + Clone + Send + 'static>(
        &self,
        model: impl Fn() -> T + Send + Sync + 'static,
    ) -> Outcomes<T> {
        assert!(!in_model(), "a check cannot be started inside of a model");
        let slot: Arc<Mutex<Option<T>>> = Arc::default();
        let numbers: Arc<Mutex<BTreeMap<T, usize>>> = Arc::default();
        let write = Arc::clone(&slot);
        let model = Arc::new(move || {
            let result = model();
            *sound(&write) = Some(result);
        });
        let known = Arc::clone(&numbers);
        let name = Arc::new(move || {
            let result = sound(&slot).take()?;
            let mut known = sound(&known);
            let next = known.len();
            Some(format!("result {}", known.entry(result).or_insert(next)))
        });
        let mut all = every_ending(self, model, name);
        let numbers = std::mem::take(&mut *sound(&numbers));
        let results = numbers
            .into_iter()
            .filter_map(|(result, number)| {
                let ending = all.endings.remove(&format!("result {number}"))?;
                Some((result, witness(ending.shown)))
            })
            .collect();
        let failures = all
            .endings
            .into_iter()
            .filter(|(_, ending)| !ending.finished)
            .map(|(name, ending)| (name, witness(ending.shown)))
            .collect();
        Outcomes {
            results,
            failures,
            executions: all.executions,
            coverage: all.coverage,
            limit: all.limit,
        }
    }
}

/// What happened in an execution whose schedule was chosen by hand.
#[derive(Clone, Debug)]
pub struct Driven {
    /// Its events.
    pub execution: Counterexample,
    /// What is wrong with it; `None` when it keeps its promises.
    pub verdict: Option<Verdict>,
}

/// Runs one execution. `schedule` names the thread of each step that others can see, in order:
/// `"A B B A"`. When it is over, every thread goes on until it has to wait.
///
/// # Errors
/// A sentence that says which thread could not take its step, and why.
///
/// # Panics
/// When it is called inside of a model.
pub fn drive(schedule: &str, model: impl Fn() + Send + Sync + 'static) -> Result<Driven, String> {
    assert!(!in_model(), "a check cannot be started inside of a model");
    let script: VecDeque<String> = schedule.split_whitespace().map(str::to_owned).collect();
    let (failure, shown) = drive_search(&Check::default(), Arc::new(model), script)?;
    Ok(Driven {
        execution: counterexample(shown),
        verdict: failure.map(|failure| failure.verdict),
    })
}
