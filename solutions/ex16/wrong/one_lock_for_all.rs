//! wrong: one lock around the whole staff: safe, and one after the other
//! killed-by: two_together
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: How many threads can be inside `tax` while one of them holds your lock?

use lab::sync::Mutex;
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
    let threads = threads.max(1);
    let len = staff.len();
    let everybody = Mutex::new(&mut *staff);
    thread::scope(|scope| {
        for worker in 0..threads {
            let (everybody, tax) = (&everybody, &tax);
            scope.spawn(move || {
                for i in (worker..len).step_by(threads) {
                    tax(&mut everybody.lock().unwrap()[i]);
                }
            });
        }
    });
    sum(staff)
}
