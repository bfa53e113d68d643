//! Answers as JSON.

use pyrace::report::json::quote;
use pyrace::{Explorer, Limits, Program, Report, Rules};

/// States of the graph of every bytecode: what the exact count may cost in a page.
const BYTECODE_STATES: u64 = 20_000;

/// Explores a program: the report, version 1, or an error if there are no such rules.
///
/// At most `states` states are visited and about `steps` instructions executed, the same on every
/// machine; then the report says what was covered.
#[must_use]
pub fn explore(source: &str, rules: &str, states: u32, steps: u32) -> String {
    let rules: Rules = match rules.parse() {
        Ok(rules) => rules,
        Err(problem) => return error(&problem.to_string()),
    };
    match Program::compile(source, rules) {
        Ok(program) => Explorer::new(&program)
            .limits(limits(states, steps))
            .run()
            .to_json(),
        Err(diagnostics) => Report::of_refused(source, rules, diagnostics).to_json(),
    }
}

/// `{"error":{"message":…}}`.
#[must_use]
pub fn error(message: &str) -> String {
    let mut out = String::from("{\"error\":{\"message\":");
    quote(&mut out, message);
    out.push_str("}}");
    out
}

pub(crate) fn limits(states: u32, steps: u32) -> Limits {
    Limits {
        states: u64::from(states),
        bytecode_states: u64::from(states).min(BYTECODE_STATES),
        steps: u64::from(steps),
    }
}
