//! wrong: adds to atomic totals with a load and a store
//! killed-by: uneven
//! verdict: violated
//! kind: lost-update
//! misconception: M8
//! question: Who may add to the totals between your load and your store?

use lab::sync::atomic::{AtomicU64, Ordering::Relaxed};
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
    let sum = AtomicU64::new(0);
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            let (tax, sum) = (&tax, &sum);
            scope.spawn(move || {
                for employee in part {
                    tax(employee);
                    let before = sum.load(Relaxed);
                    sum.store(before + employee.tax, Relaxed);
                }
            });
        }
    });
    Totals {
        employees: staff.len(),
        gross: staff.iter().map(|employee| employee.gross).sum(),
        tax: sum.into_inner(),
    }
}
