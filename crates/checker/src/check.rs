//! The public face of the engine.

use std::sync::Arc;

use interleaving::{Coverage, Kind, Report, Verdict};

use crate::engine::in_model;
use crate::faults::Fault;
use crate::limits::{DEFAULT_MAX_EXECUTIONS, DEFAULT_MAX_STATES, DEFAULT_MAX_STEPS, MAX_THREADS};
use crate::search::{After, Search, search};
use crate::show::counterexample;

/// What an exhaustive search leaves out, because it would tell nothing new. Searches with a bound on
/// surprises always go by states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduction {
    /// States that were reached before.
    #[default]
    States,
    /// Executions that differ from an earlier one only in the order of independent steps: source
    /// sets and sleep sets. It keeps no states, and it shares no code with the search by states that
    /// could hide a mistake from both.
    Traces,
}

/// How a model is checked. The defaults ask for every interleaving.
///
/// ```
/// use checker::Check;
/// use interleaving::Coverage;
///
/// let check = Check { coverage: Coverage::UpTo(3), ..Check::default() };
/// let report = check.report(|| assert_eq!(1 + 1, 2));
/// assert!(report.verdict.holds());
/// ```
#[derive(Clone, Debug)]
pub struct Check {
    /// What a positive verdict has to cover.
    pub coverage: Coverage,
    /// The executions after which a search is given up.
    pub max_executions: u64,
    /// The states after which a search is given up.
    pub max_states: u64,
    /// The steps after which one execution counts as an endless loop.
    pub max_steps: u32,
    /// The most threads of one execution, at most [`MAX_THREADS`](crate::limits::MAX_THREADS).
    pub max_threads: usize,
    /// Whether loads may be stale and stores may be overtaken.
    pub weak_memory: bool,
    /// Whether condition variables may wake a thread that nobody notified.
    pub spurious_wakeups: bool,
    /// Whether a time-out may fire although another thread could run. If not, it fires only when
    /// nothing else can happen.
    pub early_timeouts: bool,
    /// Whether watched memory must be given back before the end.
    pub check_leaks: bool,
    /// What the exhaustive search leaves out.
    pub reduction: Reduction,
    /// Whether a state that was reached before is left out. For tests of the engine.
    pub cache: bool,
    /// A rule that is broken on purpose; only with the feature `faults`.
    #[doc(hidden)]
    pub fault: Option<Fault>,
}

impl Default for Check {
    fn default() -> Self {
        Check {
            coverage: Coverage::Every,
            max_executions: DEFAULT_MAX_EXECUTIONS,
            max_states: DEFAULT_MAX_STATES,
            max_steps: DEFAULT_MAX_STEPS,
            max_threads: MAX_THREADS,
            weak_memory: true,
            spurious_wakeups: true,
            early_timeouts: true,
            check_leaks: true,
            reduction: Reduction::States,
            cache: true,
            fault: None,
        }
    }
}

/// What a successful check did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// How many executions were run.
    pub executions: u64,
    /// What they cover.
    pub coverage: Coverage,
    /// How many threads were started, over all executions.
    pub threads_started: u64,
}

impl Check {
    /// Checks a model and says what was found out. Never panics because a model fails.
    ///
    /// # Panics
    /// When it is called inside of a model.
    pub fn report(&self, model: impl Fn() + Send + Sync + 'static) -> Report {
        self.report_and_threads(model).0
    }

    /// Like [`report`](Check::report), with the number of threads that were started.
    ///
    /// # Panics
    /// When it is called inside of a model.
    pub fn report_and_threads(&self, model: impl Fn() + Send + Sync + 'static) -> (Report, u64) {
        let found = self.search(Arc::new(model), Arc::new(|_| {}));
        let threads = found.threads_started;
        (report_of(found), threads)
    }

    pub(crate) fn search(&self, model: Arc<dyn Fn() + Send + Sync>, after: After) -> Search {
        assert!(!in_model(), "a check cannot be started inside of a model");
        let check = Check {
            max_threads: self.max_threads.clamp(1, MAX_THREADS),
            ..self.clone()
        };
        search(&check, model, after)
    }

    /// Checks a model.
    ///
    /// # Panics
    /// When the model fails, or when a limit was hit before anything was proved. The message holds
    /// the table of the failing interleaving.
    #[track_caller]
    pub fn run(&self, model: impl Fn() + Send + Sync + 'static) -> Stats {
        let (report, threads_started) = self.report_and_threads(model);
        match report.verdict {
            Verdict::Holds { coverage } => Stats {
                executions: report.executions,
                coverage,
                threads_started,
            },
            verdict => match report.counterexample {
                Some(shown) => panic!("{}", crate::show::text(&shown)),
                None => panic!("nothing was proved: {verdict:?}"),
            },
        }
    }
}

/// The report of what a search found.
pub(crate) fn report_of(found: Search) -> Report {
    let executions = found.executions;
    let Some(shown) = found.failure else {
        let verdict = match (found.coverage, found.limit) {
            (Some(coverage), None) => Verdict::Holds { coverage },
            (_, Some(limit)) => Verdict::Inconclusive { limit },
            (None, None) => Verdict::Violated {
                kind: Kind::NotDeterministic,
                message: "internal error: the search ended without a result".to_owned(),
            },
        };
        return Report {
            verdict,
            executions,
            counterexample: None,
        };
    };
    let verdict = shown.failure.verdict.clone();
    Report {
        verdict,
        executions,
        counterexample: Some(counterexample(shown)),
    }
}

/// Checks a model in every interleaving.
///
/// # Panics
/// As [`Check::run`].
#[track_caller]
pub fn check(model: impl Fn() + Send + Sync + 'static) -> Stats {
    Check::default().run(model)
}
