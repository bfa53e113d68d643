//! wrong: cuts the staff into parts, and adds up behind a lock
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! misconception: M14
//! question: Each thread knows the sums of its own part. How else could it hand them over?
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

impl Totals {
    fn add(&mut self, employee: &Employee) {
        self.employees += 1;
        self.gross += employee.gross;
        self.tax += employee.tax;
    }
}

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let totals = Mutex::new(Totals::default());
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            scope.spawn(|| {
                for employee in part {
                    tax(employee);
                    totals.lock().unwrap().add(employee);
                }
            });
        }
    });
    totals.into_inner().unwrap()
}
