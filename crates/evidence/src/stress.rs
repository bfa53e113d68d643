//! The engine against the machine: programs on real threads.
//!
//! Outside of a check the types of `lab` are those of std, so a program runs as it is. Whatever it
//! shows must be among the outcomes that the engine finds. The other direction proves nothing: a
//! machine shows few of the outcomes it may show.

use std::collections::BTreeSet;
use std::fmt;

use checker::Check;

use crate::execute;
use crate::generate;
use crate::program::{Program, Seen, Step};

/// What a program is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Loads, stores and read-modify-writes.
    Atomics,
    /// Variables without synchronisation.
    Racy,
    /// Mutexes.
    Mutexes,
    /// Reader-writer locks.
    Rwlocks,
    /// Condition variables.
    Condvars,
    /// Channels.
    Channels,
    /// Barriers.
    Barriers,
    /// Initialisers that run once.
    Onces,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 8] = [
        Class::Atomics,
        Class::Racy,
        Class::Mutexes,
        Class::Rwlocks,
        Class::Condvars,
        Class::Channels,
        Class::Barriers,
        Class::Onces,
    ];

    fn fits(self, step: &Step) -> bool {
        match self {
            Class::Atomics => matches!(
                step,
                Step::Load(_) | Step::Store(..) | Step::Add(..) | Step::Exchange(..)
            ),
            Class::Racy => matches!(step, Step::RacyLoad(_) | Step::RacyStore(..)),
            Class::Mutexes => matches!(step, Step::Lock(_) | Step::TryLock(_)),
            Class::Rwlocks => matches!(step, Step::Read(_) | Step::Write(..) | Step::TryRead(_)),
            Class::Condvars => matches!(step, Step::Wait(..) | Step::WaitUntil(..)),
            Class::Channels => matches!(
                step,
                Step::Send(..) | Step::TrySend(..) | Step::Receive(_) | Step::TryReceive(_)
            ),
            Class::Barriers => matches!(step, Step::Barrier(_)),
            Class::Onces => matches!(step, Step::Once(_)),
        }
    }

    /// True when at least two threads of the program take such a step.
    #[must_use]
    pub fn contains(self, program: &Program) -> bool {
        let threads = program.threads.iter();
        threads
            .filter(|steps| steps.iter().any(|step| self.fits(step)))
            .count()
            >= 2
    }
}

/// A program that ends on every machine, with everything it may show.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The seed that makes the program.
    pub seed: u64,
    /// The program.
    pub program: Program,
    /// What the engine finds.
    pub possible: BTreeSet<Seen>,
}

impl Subject {
    /// The program of this seed, if it may run outside of a check: it can neither wait for ever
    /// nor panic, and the engine finds all of its outcomes.
    #[must_use]
    pub fn of(seed: u64) -> Option<Subject> {
        let program = generate::program(seed);
        let steps = || program.threads.iter().flatten();
        // A thread is unparked through a list that is complete before the first step only in a
        // check; panics of real threads are printed.
        if steps().any(|step| matches!(step, Step::Park | Step::Unpark(_) | Step::PanicIf(..))) {
            return None;
        }
        let model = program.clone();
        let check = Check {
            max_executions: 20_000,
            ..Check::default()
        };
        let found = check.results(move || execute::run(&model));
        (found.limit.is_none() && found.failures.is_empty()).then_some(Subject {
            seed,
            program,
            possible: found.results,
        })
    }

    /// The first `count` programs of a class with more than one outcome.
    #[must_use]
    pub fn first(class: Class, count: usize) -> Vec<Subject> {
        (0..)
            .filter(|seed| class.contains(&generate::program(*seed)))
            .filter_map(Subject::of)
            .filter(|subject| subject.possible.len() > 1)
            .take(count)
            .collect()
    }
}

/// What the machine showed.
#[derive(Clone, Debug, Default)]
pub struct Stress {
    /// How often programs were run.
    pub runs: u64,
    /// How many different outcomes were seen, over all programs.
    pub seen: usize,
    /// How many the engine finds for the same programs.
    pub possible: usize,
    /// Outcomes that the engine does not find: the seed of the program, and what it showed.
    pub impossible: Vec<(u64, Seen)>,
}

impl Stress {
    /// Runs each of these programs on real threads for as long as `goes_on` says so; it gets how
    /// often this program has been run.
    #[must_use]
    pub fn run(subjects: &[Subject], mut goes_on: impl FnMut(u64) -> bool) -> Stress {
        let mut stress = Stress::default();
        for subject in subjects {
            let mut seen = BTreeSet::new();
            let mut runs = 0;
            while goes_on(runs) {
                seen.insert(execute::run(&subject.program));
                runs += 1;
            }
            stress.runs += runs;
            stress.possible += subject.possible.len();
            let (possible, impossible): (Vec<Seen>, Vec<Seen>) = seen
                .into_iter()
                .partition(|seen| subject.possible.contains(seen));
            stress.seen += possible.len();
            let impossible = impossible.into_iter().map(|seen| (subject.seed, seen));
            stress.impossible.extend(impossible);
        }
        stress
    }
}

impl fmt::Display for Stress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} runs on real threads showed {} of {} possible outcomes, and {} impossible ones",
            self.runs,
            self.seen,
            self.possible,
            self.impossible.len()
        )?;
        for (seed, seen) in &self.impossible {
            write!(f, "\n  seed {seed}: {seen:?}")?;
        }
        Ok(())
    }
}
