//! wrong: an iterator that starts a thread only when the one before it was joined
//! killed-by: two_together
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: An iterator does nothing until it is asked for the next item. When is your second thread started?

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
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let tax = &tax;
    thread::scope(|scope| {
        staff
            .chunks_mut(size)
            .map(|part| {
                scope.spawn(move || {
                    part.iter_mut().for_each(tax);
                    sum(part)
                })
            })
            .map(|worker| worker.join().unwrap())
            .fold(Totals::default(), |totals, part| Totals {
                employees: totals.employees + part.employees,
                gross: totals.gross + part.gross,
                tax: totals.tax + part.tax,
            })
    })
}
