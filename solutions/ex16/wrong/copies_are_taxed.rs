//! wrong: taxes copies of the employees and throws them away
//! killed-by: small_runs
//! verdict: violated
//! kind: wrong-result
//! question: Whose tax did you work out, and where is it now?

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
        let workers: Vec<_> = staff
            .chunks(size)
            .map(|part| {
                let mut part = part.to_vec();
                scope.spawn(move || {
                    part.iter_mut().for_each(tax);
                    sum(&part)
                })
            })
            .collect();
        let mut totals = Totals::default();
        for worker in workers {
            let part = worker.join().unwrap();
            totals.employees += part.employees;
            totals.gross += part.gross;
            totals.tax += part.tax;
        }
        totals
    })
}
