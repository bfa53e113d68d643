//! Is every rule of the engine noticed when it is broken?
//!
//! This is mutation testing by hand (DeMillo, Lipton, Sayward: Hints on Test Data Selection,
//! Computer 1978): a fault that no test notices would be a rule that nobody checks.

use checker::{Check, Fault};

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

/// A check that cannot take long, even when a rule is broken.
fn small(fault: Option<Fault>) -> Check {
    Check {
        max_executions: 3_000,
        max_steps: 600,
        fault,
        ..Check::default()
    }
}

/// The rules that do not hold.
#[must_use]
pub fn broken_rules(fault: Option<Fault>) -> Vec<(&'static str, String)> {
    let check = small(fault);
    rules()
        .into_iter()
        .filter_map(|rule| (rule.holds)(&check).err().map(|shown| (rule.name, shown)))
        .collect()
}

/// What notices this fault first.
#[must_use]
pub fn notice(fault: Fault) -> Noticed {
    let check = small(Some(fault));
    if let Some(rule) = rules()
        .into_iter()
        .find(|rule| (rule.holds)(&check).is_err())
    {
        return Noticed::Rule(rule.name);
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
