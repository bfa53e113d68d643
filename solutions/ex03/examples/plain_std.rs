//! The checker as a tool: `cargo run -p ex03-corpus --example plain_std`.

#[allow(dead_code, reason = "the tool needs a part of the solution")]
#[path = "../right/states_seen_once.rs"]
mod checker;

// ANCHOR: program
use checker::Op::{Add, Call, LoadConst, LoadGlobal, StoreGlobal};
use checker::{Op, Policy, outcomes};

fn main() {
    let lines = [
        (
            "n += 1",
            vec![LoadGlobal(0), LoadConst(1), Add, StoreGlobal(0)],
        ),
        (
            "n += one()",
            vec![LoadGlobal(0), Call(1), Add, StoreGlobal(0)],
        ),
    ];
    for (line, code) in &lines {
        for policy in [Policy::EveryOp, Policy::CallsAndBackEdges] {
            println!("{line:10}  {policy:?}: n is {}", results(code, policy));
        }
    }
}

/// What `n` can be after two threads have run this code.
fn results(code: &[Op], policy: Policy) -> String {
    let threads = [code.to_vec(), code.to_vec()];
    let results = outcomes(&threads, policy, &[0]);
    let numbers = results.iter().map(|globals| globals[0].to_string());
    numbers.collect::<Vec<_>>().join(" or ")
}
// ANCHOR_END: program
