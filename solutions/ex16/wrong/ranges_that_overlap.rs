//! wrong: a lock for each employee, and ranges that overlap by one: some are taxed twice
//! killed-by: uneven
//! verdict: violated
//! kind: wrong-result
//! misconception: M14
//! question: The lock keeps two threads apart in time. What keeps them from doing the same work?

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
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let len = staff.len();
    let locks: Vec<_> = staff.iter_mut().map(Mutex::new).collect();
    thread::scope(|scope| {
        for start in (0..len).step_by(size) {
            let (locks, tax) = (&locks, &tax);
            let end = (start + size).min(len - 1);
            scope.spawn(move || {
                for lock in &locks[start..=end] {
                    tax(&mut lock.lock().unwrap());
                }
            });
        }
    });
    drop(locks);
    sum(staff)
}
