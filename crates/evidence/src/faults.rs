//! Is every rule of the engine noticed when it is broken?
//!
//! This is mutation testing by hand (DeMillo, Lipton, Sayward: Hints on Test Data Selection,
//! Computer 1978): a fault that no test notices would be a rule that nobody checks.

use checker::{Check, Fault, Reduction};

use crate::fuzz::{Comparison, compare_with_fault};
use crate::generate;
use crate::suite::rules;

/// The programs against brute force that a fault meets after the rules.
const PROGRAMS: u64 = 80;

/// What noticed a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// A program of the suite.
    Rule(&'static str),
    /// The comparison with brute force, with this seed.
    BruteForce(u64),
    /// Nothing.
    No,
}

/// Checks that cannot take long, even when a rule is broken: one by each search.
fn small(fault: Option<Fault>) -> [Check; 2] {
    [Reduction::States, Reduction::Traces].map(|reduction| Check {
        max_executions: 3_000,
        max_steps: 600,
        reduction,
        fault,
        ..Check::default()
    })
}

/// The rules that do not hold by one of the searches, and what it shows.
pub fn broken_rules(fault: Option<Fault>) -> impl Iterator<Item = (&'static str, String)> {
    small(fault).into_iter().flat_map(|check| {
        rules().into_iter().filter_map(move |rule| {
            let shown = (rule.holds)(&check).err()?;
            Some((rule.name, format!("by {:?}: {shown}", check.reduction)))
        })
    })
}

/// What notices this fault first.
#[must_use]
pub fn notice(fault: Fault) -> Noticed {
    if let Some((rule, _)) = broken_rules(Some(fault)).next() {
        return Noticed::Rule(rule);
    }
    let differs = |seed: &u64| {
        let program = generate::program(*seed);
        matches!(
            compare_with_fault(&program, Some(fault)),
            Comparison::Different(_)
        )
    };
    (0..PROGRAMS)
        .find(differs)
        .map_or(Noticed::No, Noticed::BruteForce)
}
