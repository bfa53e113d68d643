//! Runs executions until a search is finished, on an OS thread of its own.

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, mpsc};

use interleaving::{Limit, Surprises};

use super::Path;
use super::races::reverse_races;
use crate::crew::Worker;
use crate::engine::{Engine, sound, unnoticed_panic};
use crate::execution::{End, Execution, Failure, Features, Record, Settings, State};
use crate::faults::Fault;
use crate::print::Print;

/// A model: it must be possible to run it again and again.
pub(crate) type Model = Arc<dyn Fn() + Send + Sync>;

/// The executions that are running right now in this process, by serial number.
static RUNNING: Mutex<Option<HashSet<u64>>> = Mutex::new(None);

/// True when the execution with this serial number has not ended.
pub(crate) fn is_running(serial: u64) -> bool {
    sound(&RUNNING)
        .as_ref()
        .is_some_and(|running| running.contains(&serial))
}

/// A search with one bound on the cost.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) settings: Settings,
    /// The most executions.
    pub(crate) max_executions: u64,
    pub(crate) max_states: u64,
    pub(crate) check_leaks: bool,
    /// How many more executions are run after the first failure, for a shorter one.
    pub(crate) polish: u64,
    /// True to run all executions, also after one has failed.
    pub(crate) keep_going: bool,
    /// Repeats exactly these choices, once, and records the events.
    pub(crate) replay: Option<Path>,
    /// Who takes the first steps of the replay.
    pub(crate) script: Option<VecDeque<String>>,
}

/// Is called after each execution.
pub(crate) type After = Arc<dyn Fn(&Execution) + Send + Sync>;

/// An execution that fails.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// What the search assumed: a replay has to assume the same.
    pub(crate) settings: Settings,
    pub(crate) failure: Failure,
    pub(crate) path: Path,
    /// The number of the execution, from 1.
    pub(crate) execution: u64,
    pub(crate) surprises: Surprises,
    /// How long the execution is: switches, then steps.
    size: (u64, u32),
}

/// What one search found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) executions: u64,
    pub(crate) found: Option<Found>,
    /// True when the bound on the cost left nothing out.
    pub(crate) exhaustive: bool,
    pub(crate) limit: Option<Limit>,
    /// Something the program does needs more scheduling points: search again with them.
    pub(crate) features: Features,
    /// The events and objects of a replay.
    pub(crate) recorded: Option<Recorded>,
    /// Why a script could not be followed.
    pub(crate) script_error: Option<String>,
    /// How many threads were started.
    pub(crate) threads_started: u64,
}

/// What is needed to show an execution.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) record: Record,
    pub(crate) threads: Vec<String>,
    pub(crate) objects: Vec<(interleaving::ObjectKind, crate::execution::Loc)>,
}

/// How a search left its thread.
enum Left {
    /// It is over, or it panicked.
    Ended(std::thread::Result<()>),
    /// The main thread of an execution is parked for good, and the search with it.
    Frozen,
}

/// Carries out the plan. `after` is called after each execution that did not fail.
pub(crate) fn carry_out(plan: &Plan, model: &Model, after: After) -> Outcome {
    let (tell, hear) = mpsc::channel();
    let frozen = tell.clone();
    let outcome = Arc::new(Mutex::new(Outcome::default()));
    let main_frozen = Box::new(move || frozen.send(Left::Frozen).unwrap_or_default());
    let engine = Engine::new(plan.settings, main_frozen);
    let runner = Runner {
        plan: plan.clone(),
        model: Arc::clone(model),
        engine: Arc::clone(&engine),
        outcome: Arc::clone(&outcome),
        after,
    };
    let worker = Worker::hire();
    worker.work(Box::new(move || {
        let ended = catch_unwind(AssertUnwindSafe(|| runner.run()));
        tell.send(Left::Ended(ended)).unwrap_or_default();
    }));
    if let Ok(Left::Ended(ended)) = hear.recv() {
        worker.rest();
        if let Err(panic) = ended {
            resume_unwind(panic);
        }
        return sound(&outcome).clone();
    }
    // The execution that froze the search is looked at here; what was found before counts.
    let mut execution = engine.lock();
    let mut outcome = sound(&outcome).clone();
    outcome.executions += 1;
    close(&mut execution, &mut outcome, plan.check_leaks);
    outcome
}

struct Runner {
    plan: Plan,
    model: Model,
    engine: Arc<Engine>,
    outcome: Arc<Mutex<Outcome>>,
    after: After,
}

impl Runner {
    fn run(self) {
        if let Some(path) = &self.plan.replay {
            let mut execution = self.engine.lock();
            execution.path = path.clone();
            execution.record = Some(Record::default());
            execution.script = self.plan.script.clone();
        }
        let mut left_to_polish = None;
        let mut first: Option<Print> = None;
        loop {
            let serial = self.engine.run_once(&*self.model, |serial| {
                sound(&RUNNING).get_or_insert_default().insert(serial);
            });
            if let Some(running) = sound(&RUNNING).as_mut() {
                running.remove(&serial);
            }
            let mut execution = self.engine.lock();
            let mut outcome = sound(&self.outcome);
            outcome.executions += 1;
            let failed = close(&mut execution, &mut outcome, self.plan.check_leaks);
            (self.after)(&execution);
            let reverses = execution.settings.traces && self.plan.replay.is_none();
            if reverses && !execution.fault(Fault::RacesAreForgotten) {
                let Execution { path, trace, .. } = &mut *execution;
                reverse_races(path, &trace.transitions, &trace.pending);
            }
            if self.plan.replay.is_some() {
                break;
            }
            if outcome.features != execution.settings.features {
                break; // The search starts again with more scheduling points.
            }
            if first.is_none() && !failed && execution.end.is_none() {
                // The same choices must give the same history: run the first execution twice.
                first = Some(execution.history);
                continue;
            }
            if let Some(history) = first
                && outcome.executions == 2
                && history != execution.history
                && !execution.fault(Fault::ReplayIsNotCompared)
            {
                let _ = execution.not_deterministic();
                close(&mut execution, &mut outcome, false);
                break;
            }
            if let Some(left) = &mut left_to_polish {
                if *left == 0 {
                    break;
                }
                *left -= 1;
            } else if outcome.found.is_some() && !self.plan.keep_going {
                left_to_polish = Some(self.plan.polish);
                if self.plan.polish == 0 {
                    break;
                }
            }
            if outcome.limit.is_some() {
                break;
            }
            if !execution.path.advance() {
                outcome.exhaustive = !execution.cut;
                break;
            }
            if outcome.executions >= self.plan.max_executions {
                outcome.limit = Some(Limit::Executions(self.plan.max_executions));
                break;
            }
            if execution.seen.len() >= self.plan.max_states {
                outcome.limit = Some(Limit::States(self.plan.max_states));
                break;
            }
        }
    }
}

/// Takes stock of an execution that has ended. Returns whether it failed.
fn close(execution: &mut Execution, outcome: &mut Outcome, check_leaks: bool) -> bool {
    outcome.features = execution.settings.features.with(execution.discovered);
    outcome.threads_started += execution.counters.spawned;
    outcome.script_error.clone_from(&execution.script_error);
    if let Some(limit) = &execution.limit {
        outcome.limit = Some(limit.clone());
    }
    if execution.end.is_none()
        && !execution.fault(Fault::PanicsGoUnnoticed)
        && let Some(failure) = unnoticed_panic(execution)
    {
        let _ = execution.fail(failure);
    }
    if execution.end.is_none() && check_leaks && !execution.fault(Fault::LeaksAreFine) {
        find_leak(execution);
    }
    if let Some(record) = execution.record.take() {
        let threads = (0..execution.threads.len()).map(|thread| execution.label(thread));
        let threads = threads.collect();
        let objects = execution
            .objects
            .iter()
            .map(|object| (object.kind, object.created));
        outcome.recorded = Some(Recorded {
            record,
            threads,
            objects: objects.collect(),
        });
    }
    let Some(End::Failed(failure)) = &execution.end else {
        return false;
    };
    let cost = u64::from(execution.surprises.cost());
    let size = (cost << 32 | u64::from(execution.switches), execution.steps);
    if outcome.found.as_ref().is_none_or(|found| size < found.size) {
        let number = outcome
            .found
            .as_ref()
            .map_or(outcome.executions, |found| found.execution);
        outcome.found = Some(Found {
            settings: execution.settings,
            failure: (**failure).clone(),
            path: execution.path.finished(),
            execution: number,
            surprises: execution.surprises,
            size,
        });
    }
    true
}

fn find_leak(execution: &mut Execution) {
    let lost = execution.allocations.iter().find(|number| {
        matches!(
            execution.objects[**number].state,
            State::Allocation { freed: None, .. }
        )
    });
    if let Some(number) = lost {
        let message = format!(
            "memory taken at {} is never given back",
            execution.objects[*number].created
        );
        let _ = execution.fail(Failure {
            headline: format!("LEAK: {message}."),
            verdict: interleaving::Verdict::Leak { message },
            remarks: vec![],
        });
    }
}

/// For code that is called from outside of a search.
pub(super) fn nothing() -> After {
    Arc::new(|_| {})
}
