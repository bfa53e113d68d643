//! wrong: a lock for each employee, although no two threads want the same one
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! misconception: M14
//! question: Which two threads could meet at one of these locks?
//! loom: holds: engine-counts

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
    let locks: Vec<_> = staff.iter_mut().map(Mutex::new).collect();
    thread::scope(|scope| {
        for worker in 0..threads {
            let (locks, tax) = (&locks, &tax);
            scope.spawn(move || {
                for lock in locks.iter().skip(worker).step_by(threads) {
                    tax(&mut lock.lock().unwrap());
                }
            });
        }
    });
    drop(locks);
    sum(staff)
}
