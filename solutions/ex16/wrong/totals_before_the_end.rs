//! wrong: reads the totals while the threads are still at work
//! killed-by: small_runs
//! verdict: violated
//! kind: wrong-result
//! misconception: M9
//! question: Which of your threads has ended when you read the totals?

use lab::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
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
    let paid = AtomicUsize::new(0);
    let (gross, sum) = (AtomicU64::new(0), AtomicU64::new(0));
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            let (tax, paid, gross, sum) = (&tax, &paid, &gross, &sum);
            scope.spawn(move || {
                for employee in part {
                    tax(employee);
                    paid.fetch_add(1, Relaxed);
                    gross.fetch_add(employee.gross, Relaxed);
                    sum.fetch_add(employee.tax, Relaxed);
                }
            });
        }
        Totals {
            employees: paid.load(Relaxed),
            gross: gross.load(Relaxed),
            tax: sum.load(Relaxed),
        }
    })
}
