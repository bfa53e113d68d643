//! wrong: every thread gets one employee, and the calling thread does the rest alone
//! killed-by: two_rounds
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Who works together with the thread that does the rest?

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
    let threads = threads.clamp(1, staff.len().max(1));
    let (first, rest) = staff.split_at_mut(threads.min(staff.len()));
    thread::scope(|scope| {
        for employee in first {
            scope.spawn(|| tax(employee));
        }
    });
    rest.iter_mut().for_each(&tax);
    sum(staff)
}
