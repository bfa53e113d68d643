//! wrong: the salaries are added up before the run
//! killed-by: small_runs
//! verdict: violated
//! kind: lost-update
//! question: What may `tax` do to an employee, and of which moment are the totals?

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

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let gross = staff.iter().map(|employee| employee.gross).sum();
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            let tax = &tax;
            scope.spawn(move || part.iter_mut().for_each(tax));
        }
    });
    Totals {
        employees: staff.len(),
        gross,
        tax: staff.iter().map(|employee| employee.tax).sum(),
    }
}
