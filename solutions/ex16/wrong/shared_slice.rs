//! wrong: gives the whole slice to two threads, mutable
//! killed-by: compiler
//! verdict: compile-error
//! misconception: M16
//! question: Two threads hold the same `&mut`. What does the compiler say about it?

use lab::thread;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employee {
    pub id: u32,
    pub gross: u64,
    pub tax: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub employees: usize,
    pub gross: u64,
    pub tax: u64,
}

/// The totals of some employees.
fn sum(staff: &[Employee]) -> Totals {
    Totals {
        employees: staff.len(),
        gross: staff.iter().map(|employee| employee.gross).sum(),
        tax: staff.iter().map(|employee| employee.tax).sum(),
    }
}

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let _ = threads;
    // ANCHOR: shared
    thread::scope(|scope| {
        scope.spawn(|| staff.iter_mut().step_by(2).for_each(&tax));
        scope.spawn(|| staff.iter_mut().skip(1).step_by(2).for_each(&tax));
    });
    // ANCHOR_END: shared
    sum(staff)
}
