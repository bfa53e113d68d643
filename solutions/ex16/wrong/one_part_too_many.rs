//! wrong: rounds the length of a part down, so that one part is left over
//! killed-by: never_more
//! verdict: violated
//! kind: broken-rule
//! question: Three employees, two threads: how long is a part, and how many parts are there?

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
    let size = (staff.len() / threads.max(1)).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            scope.spawn(|| part.iter_mut().for_each(&tax));
        }
    });
    sum(staff)
}
