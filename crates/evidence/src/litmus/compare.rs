//! The engine against what herd7 said.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use checker::{Check, Reduction};
use interleaving::Coverage;

use super::execute;
use super::program::{Litmus, Outcome};
use super::record::{Recorded, show};

/// Tests in which the engine is known to miss outcomes, each with the reason. The suite fails for a
/// test that is missing here, and for one that is here without need.
pub const KNOWN_DEFECTS: &[(&str, &str)] = &[];

/// The engine's answer to one test.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The test.
    pub test: Litmus,
    /// How many outcomes the model allows.
    pub outcomes: usize,
    /// Outcomes that only herd7 knows: the engine misses them.
    pub missing: BTreeSet<Outcome>,
    /// Outcomes that only the engine found: they are impossible.
    pub forbidden: BTreeSet<Outcome>,
    /// Executions that failed, which none may, or a limit that was hit.
    pub troubles: Vec<String>,
    /// How many executions the engine ran.
    pub executions: u64,
}

/// How a comparison ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both sets are the same.
    Exact,
    /// The engine misses outcomes, but shows none that is forbidden.
    Inside,
    /// The engine shows an outcome that is forbidden, or could not finish.
    Wrong,
}

/// Everything the engine finds out about a test.
pub struct Explored {
    /// The outcomes.
    pub outcomes: BTreeSet<Outcome>,
    /// Executions that failed, which none may, or a limit that was hit.
    pub troubles: Vec<String>,
    /// How many executions the engine ran.
    pub executions: u64,
}

/// Explores all executions of the test.
#[must_use]
pub fn explore(check: &Check, test: &Litmus) -> Explored {
    let model = Arc::new(test.clone());
    let found = check.results(move || execute::run(&model));
    let mut troubles: Vec<String> = found.failures.into_iter().collect();
    troubles.extend(found.limit.map(|limit| format!("{limit:?}")));
    Explored {
        outcomes: found.results,
        troubles,
        executions: found.executions,
    }
}

/// The outcomes of executions with at most this many surprises.
#[must_use]
pub fn explore_up_to(bound: u32, test: &Litmus) -> BTreeSet<Outcome> {
    let model = Arc::new(test.clone());
    let check = Check {
        coverage: Coverage::UpTo(bound),
        ..Check::default()
    };
    check
        .outcomes(move || execute::run(&model))
        .results
        .into_keys()
        .collect()
}

/// Compares the engine with what was recorded.
#[must_use]
pub fn compare(reduction: Reduction, test: &Litmus, recorded: &Recorded) -> Comparison {
    let check = Check {
        reduction,
        ..Check::default()
    };
    let found = explore(&check, test);
    Comparison {
        test: test.clone(),
        outcomes: recorded.outcomes.len(),
        missing: recorded
            .outcomes
            .difference(&found.outcomes)
            .cloned()
            .collect(),
        forbidden: found
            .outcomes
            .difference(&recorded.outcomes)
            .cloned()
            .collect(),
        troubles: found.troubles,
        executions: found.executions,
    }
}

impl Comparison {
    /// How it ended.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        if !self.forbidden.is_empty() || !self.troubles.is_empty() {
            Agreement::Wrong
        } else if self.missing.is_empty() {
            Agreement::Exact
        } else {
            Agreement::Inside
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.test)?;
        writeln!(
            f,
            "{:?}: {} outcomes allowed",
            self.agreement(),
            self.outcomes
        )?;
        for outcome in self.forbidden.iter().take(4) {
            writeln!(f, "  forbidden {}", show(&self.test, outcome))?;
        }
        for outcome in self.missing.iter().take(4) {
            writeln!(f, "  missing   {}", show(&self.test, outcome))?;
        }
        for trouble in &self.troubles {
            writeln!(f, "  trouble   {trouble}")?;
        }
        Ok(())
    }
}

/// The sum of many comparisons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many tests were compared.
    pub tests: usize,
    /// How many outcomes the model allows in all of them.
    pub outcomes: usize,
    /// Tests with the same sets.
    pub exact: usize,
    /// Tests in which the engine misses outcomes.
    pub inside: usize,
    /// Tests in which the engine shows what is forbidden, or could not finish.
    pub wrong: usize,
    /// How many executions the engine ran.
    pub executions: u64,
}

impl Summary {
    /// Adds one comparison.
    pub fn add(&mut self, comparison: &Comparison) {
        self.tests += 1;
        self.outcomes += comparison.outcomes;
        self.executions += comparison.executions;
        match comparison.agreement() {
            Agreement::Exact => self.exact += 1,
            Agreement::Inside => self.inside += 1,
            Agreement::Wrong => self.wrong += 1,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "litmus: {} tests, {} outcomes compared, exact {}, inside {}, forbidden {}",
            self.tests, self.outcomes, self.exact, self.inside, self.wrong
        )
    }
}
