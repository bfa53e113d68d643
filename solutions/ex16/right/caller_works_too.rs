//! right: the calling thread keeps the first part, and atomic sums take what comes together

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

#[derive(Default)]
struct AtomicTotals {
    employees: AtomicUsize,
    gross: AtomicU64,
    tax: AtomicU64,
}

impl AtomicTotals {
    fn add(&self, employee: &Employee) {
        self.employees.fetch_add(1, Relaxed);
        self.gross.fetch_add(employee.gross, Relaxed);
        self.tax.fetch_add(employee.tax, Relaxed);
    }

    fn into_inner(self) -> Totals {
        Totals {
            employees: self.employees.into_inner(),
            gross: self.gross.into_inner(),
            tax: self.tax.into_inner(),
        }
    }
}

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    let totals = AtomicTotals::default();
    let work = |part: &mut [Employee]| {
        for employee in part {
            tax(employee);
            totals.add(employee);
        }
    };
    let work = &work;
    let threads = threads.clamp(1, staff.len().max(1));
    let (own, mut rest) = staff.split_at_mut(staff.len() / threads);
    thread::scope(|scope| {
        for worker in (1..threads).rev() {
            let (part, others) = rest.split_at_mut(rest.len() / worker);
            rest = others;
            scope.spawn(move || work(part));
        }
        work(own);
    });
    totals.into_inner()
}
