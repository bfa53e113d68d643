//! What the author of a litmus test knows about its outcomes.

use std::collections::BTreeSet;

use super::program::Outcome;

/// The last line of a litmus test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// How many outcomes fulfil the condition.
    pub quantifier: Quantifier,
    /// The condition.
    pub condition: Condition,
}

/// How many outcomes fulfil a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Some: the outcome is allowed.
    Exists,
    /// None: the outcome is forbidden.
    NotExists,
    /// All.
    Forall,
}

/// A condition on an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The number at this place of the outcome has this value.
    Is(usize, i64),
    /// All of these hold; with none, the condition holds.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// True when the outcome fulfils the condition.
    #[must_use]
    pub fn holds(&self, outcome: &Outcome) -> bool {
        match self {
            Condition::Is(place, value) => outcome.get(*place) == Some(value),
            Condition::All(parts) => parts.iter().all(|part| part.holds(outcome)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(outcome)),
            Condition::Not(part) => !part.holds(outcome),
        }
    }
}

impl Question {
    /// True when these are outcomes as the author of the test expects them.
    #[must_use]
    pub fn agrees(&self, outcomes: &BTreeSet<Outcome>) -> bool {
        let holds = |outcome| self.condition.holds(outcome);
        match self.quantifier {
            Quantifier::Exists => outcomes.iter().any(holds),
            Quantifier::NotExists => !outcomes.iter().any(holds),
            Quantifier::Forall => outcomes.iter().all(holds),
        }
    }
}
