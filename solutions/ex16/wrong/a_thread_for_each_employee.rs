//! wrong: starts a thread for each employee, whatever the caller asks for
//! killed-by: never_more
//! verdict: violated
//! kind: broken-rule
//! misconception: M20
//! question: The company grows to 20 000 people. How many threads do you start?

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
    thread::scope(|scope| {
        for employee in &mut *staff {
            scope.spawn(|| tax(employee));
        }
    });
    sum(staff)
}
