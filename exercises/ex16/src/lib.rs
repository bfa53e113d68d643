//! Payroll: once a month the tax of every employee is worked out, by several threads.

use lab::sync::Mutex;
use lab::thread;

/// Somebody who is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employee {
    pub id: u32,
    /// The salary of this month, in cents.
    pub gross: u64,
    /// The tax on it, in cents.
    pub tax: u64,
}

/// The sums over all employees, after the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub employees: usize,
    pub gross: u64,
    pub tax: u64,
}

/// Calls `tax` once for each employee of `staff`, and returns the totals.
///
/// As many as `threads` calls run at the same time, and never more; if there are as many employees
/// as threads, all calls may run at once. 0 threads are as good as one. The calling thread may be
/// one of them. No lock is taken: each employee is in the hands of one thread only.
pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let threads = threads.max(1);
    let len = staff.len();
    let staff = Mutex::new(staff);
    thread::scope(|scope| {
        for worker in 0..threads {
            let (staff, tax) = (&staff, &tax);
            scope.spawn(move || {
                for i in (worker..len).step_by(threads) {
                    tax(&mut staff.lock().unwrap()[i]);
                }
            });
        }
    });
    let mut totals = Totals::default();
    for employee in staff.into_inner().unwrap() {
        totals.employees += 1;
        totals.gross += employee.gross;
        totals.tax += employee.tax;
    }
    totals
}
