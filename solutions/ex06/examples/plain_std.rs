//! Loyalty points on plain std: `cargo run -p ex06-corpus --example plain_std`.

// ANCHOR: program
use std::sync::{Mutex, PoisonError};
use std::thread;

#[derive(Default)]
struct Member {
    balance: i64,
    journal: Vec<i64>,
}

fn apply(member: &Mutex<Member>, rule: impl FnOnce(i64) -> i64) -> i64 {
    // Nothing is written before the rule has answered, so a poisoned lock protects whole data.
    let mut member = member.lock().unwrap_or_else(PoisonError::into_inner);
    let new = rule(member.balance);
    let difference = new - member.balance;
    member.journal.push(difference);
    member.balance = new;
    new
}

fn main() {
    let member = Mutex::new(Member::default());
    thread::scope(|scope| {
        scope.spawn(|| apply(&member, |balance| balance + 30));
        scope.spawn(|| apply(&member, |balance| balance + 12));
        let broken = scope.spawn(|| apply(&member, |_| panic!("this rule has a bug")));
        assert!(broken.join().is_err());
    });
    println!("poisoned: {}", member.is_poisoned());
    let member = member.lock().unwrap_or_else(PoisonError::into_inner);
    let sum: i64 = member.journal.iter().sum();
    println!("balance {}, journal {sum}", member.balance);
}
// ANCHOR_END: program
