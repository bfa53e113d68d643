//! The engine against brute force.

use std::collections::BTreeSet;
use std::fmt;

use checker::{Check, Fault, Reduction};

use crate::brute::{self, Outcomes};
use crate::execute;
use crate::generate;
use crate::program::{Program, Seen};

/// How a comparison ended.
#[derive(Clone, Debug)]
pub enum Comparison {
    /// Both found the same; the number of outcomes.
    Equal {
        /// How many different outcomes there are, failures included.
        outcomes: usize,
        /// Whether a deadlock can be reached.
        deadlock: bool,
        /// Whether a panic of the main thread can be reached.
        panic: bool,
        /// How many executions the engine ran.
        executions: u64,
        /// And when it went through traces instead of states; `None` when there were too many.
        traces: Option<u64>,
    },
    /// The program has too many states for one of the two.
    TooLarge,
    /// They differ.
    Different(Box<Difference>),
}

/// What one found and the other did not.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The program.
    pub program: Program,
    /// Outcomes that only brute force found: the engine misses them.
    pub missed: Vec<Seen>,
    /// Outcomes that only the engine found: they are impossible.
    pub impossible: Vec<Seen>,
    /// Deadlock reachable: by brute force, by the engine.
    pub deadlock: (bool, bool),
    /// Panic of the main thread reachable: by brute force, by the engine.
    pub panic: (bool, bool),
    /// Verdicts of the engine that the interpreter does not know.
    pub other: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.program)?;
        for seen in self.missed.iter().take(3) {
            writeln!(f, "  missed     {seen:?}")?;
        }
        for seen in self.impossible.iter().take(3) {
            writeln!(f, "  impossible {seen:?}")?;
        }
        writeln!(
            f,
            "  deadlock   brute force {}, engine {}",
            self.deadlock.0, self.deadlock.1
        )?;
        writeln!(
            f,
            "  panic      brute force {}, engine {}",
            self.panic.0, self.panic.1
        )?;
        writeln!(f, "  other      {:?}", self.other)
    }
}

/// The states after which brute force gives up.
const STATES: usize = 150_000;

/// Compares the engine with brute force on one program.
#[must_use]
pub fn compare(program: &Program) -> Comparison {
    compare_with_fault(program, None)
}

/// The same, with a rule of the engine that is broken on purpose.
#[must_use]
pub fn compare_with_fault(program: &Program, fault: Option<Fault>) -> Comparison {
    let Some(expected) = brute::outcomes(program, STATES) else {
        return Comparison::TooLarge;
    };
    // First as the interpreter does it, without stale reads. Then with the whole memory model: for
    // programs whose operations all synchronise or are `SeqCst`, that must make no difference.
    let memories: &[bool] = if program.is_sequentially_consistent() {
        &[false, true]
    } else {
        &[false]
    };
    let mut comparison = Comparison::TooLarge;
    for (at, weak_memory) in memories.iter().enumerate() {
        let found = compare_with(program, &expected, *weak_memory, Reduction::States, fault);
        let equal = matches!(found, Comparison::Equal { .. });
        if at == 0 || !equal {
            comparison = found;
        }
        if !equal {
            return comparison;
        }
    }
    for weak_memory in memories {
        let found = compare_with(program, &expected, *weak_memory, Reduction::Traces, fault);
        match (found, &mut comparison) {
            (Comparison::Equal { executions, .. }, Comparison::Equal { traces, .. }) => {
                *traces = traces.or(Some(executions));
            }
            // A loop that polls has traces without number, and the search by states merges them.
            (Comparison::TooLarge, _) => break,
            (different, _) => return different,
        }
    }
    comparison
}

fn compare_with(
    program: &Program,
    expected: &Outcomes,
    weak_memory: bool,
    reduction: Reduction,
    fault: Option<Fault>,
) -> Comparison {
    let model = program.clone();
    let check = Check {
        max_executions: 60_000,
        weak_memory,
        reduction,
        fault,
        ..Check::default()
    };
    let found = check.results(move || execute::run(&model));
    if found.limit.is_some() {
        return Comparison::TooLarge;
    }
    let seen: BTreeSet<Seen> = found.results;
    let deadlock = found
        .failures
        .iter()
        .any(|name| name.starts_with("deadlock"));
    let panic = found.failures.iter().any(|name| name == "violated (panic)");
    let other: Vec<String> = found
        .failures
        .iter()
        .filter(|name| !name.starts_with("deadlock") && *name != "violated (panic)")
        .cloned()
        .collect();
    let Outcomes {
        seen: wanted,
        deadlock: may_lock,
        main_panics,
    } = expected;
    let (may_lock, main_panics) = (*may_lock, *main_panics);
    if seen == *wanted && deadlock == may_lock && panic == main_panics && other.is_empty() {
        let outcomes = wanted.len() + usize::from(deadlock) + usize::from(panic);
        return Comparison::Equal {
            outcomes,
            deadlock,
            panic,
            executions: found.executions,
            traces: None,
        };
    }
    Comparison::Different(Box::new(Difference {
        program: program.clone(),
        missed: wanted.difference(&seen).cloned().collect(),
        impossible: seen.difference(wanted).cloned().collect(),
        deadlock: (may_lock, deadlock),
        panic: (main_panics, panic),
        other,
    }))
}

/// The program of this seed, compared.
#[must_use]
pub fn compare_seed(seed: u64) -> Comparison {
    compare(&generate::program(seed))
}

/// What a series of comparisons found.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Programs on which both agree.
    pub equal: u64,
    /// Programs that were too large for one of the two.
    pub too_large: u64,
    /// Different outcomes that were compared.
    pub outcomes: u64,
    /// Programs that can deadlock.
    pub deadlocks: u64,
    /// Programs whose main thread can panic.
    pub panics: u64,
    /// Executions of the engine.
    pub executions: u64,
    /// Programs that were searched by traces, too.
    pub by_traces: u64,
    /// Executions of that search, and those of the search by states on the same programs.
    pub traces: (u64, u64),
    /// Programs on which they differ, made as small as possible: the seed and the difference.
    pub different: Vec<(u64, Difference)>,
}

impl Series {
    /// Compares the programs of these seeds. `progress` is called after each one.
    #[must_use]
    pub fn run(seeds: std::ops::Range<u64>, progress: &mut dyn FnMut(&Series)) -> Series {
        let mut series = Series::default();
        for seed in seeds {
            match compare_seed(seed) {
                Comparison::Equal {
                    outcomes,
                    deadlock,
                    panic,
                    executions,
                    traces,
                } => {
                    series.equal += 1;
                    series.outcomes += outcomes as u64;
                    series.deadlocks += u64::from(deadlock);
                    series.panics += u64::from(panic);
                    series.executions += executions;
                    if let Some(traces) = traces {
                        series.by_traces += 1;
                        series.traces.0 += traces;
                        series.traces.1 += executions;
                    }
                }
                Comparison::TooLarge => series.too_large += 1,
                Comparison::Different(difference) => {
                    let differs =
                        |program: &Program| matches!(compare(program), Comparison::Different(_));
                    let smallest = crate::shrink::shrink(&difference.program, &differs);
                    if let Comparison::Different(small) = compare(&smallest) {
                        series.different.push((seed, *small));
                    } else {
                        series.different.push((seed, *difference));
                    }
                }
            }
            progress(&series);
        }
        series
    }

    /// Both series as one.
    #[must_use]
    pub fn and(mut self, other: Series) -> Series {
        self.equal += other.equal;
        self.too_large += other.too_large;
        self.outcomes += other.outcomes;
        self.deadlocks += other.deadlocks;
        self.panics += other.panics;
        self.executions += other.executions;
        self.by_traces += other.by_traces;
        self.traces.0 += other.traces.0;
        self.traces.1 += other.traces.1;
        self.different.extend(other.different);
        self
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let programs = self.equal + self.too_large + self.different.len() as u64;
        write!(
            f,
            "brute force: {programs} programs, {} outcomes compared, {} can deadlock, {} can \
             panic, {} too large, {} executions, mismatches {}; {} of them by traces, too: {} \
             executions instead of {}",
            self.outcomes,
            self.deadlocks,
            self.panics,
            self.too_large,
            self.executions,
            self.different.len(),
            self.by_traces,
            self.traces.0,
            self.traces.1,
        )
    }
}
