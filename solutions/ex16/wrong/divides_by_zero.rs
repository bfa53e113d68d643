//! wrong: divides by the number of threads, which may be 0
//! killed-by: small_runs
//! verdict: violated
//! kind: panic
//! question: What does the caller want who asks for 0 threads?

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
    let size = staff.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            scope.spawn(|| part.iter_mut().for_each(&tax));
        }
    });
    sum(staff)
}
