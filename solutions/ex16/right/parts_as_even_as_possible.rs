//! right: named threads, and parts whose lengths differ by one at most

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
    let (size, longer) = (staff.len() / threads, staff.len() % threads);
    let mut rest = &mut *staff;
    let parts = (0..threads).map_while(|i| {
        let len = size + usize::from(i < longer);
        rest.split_off_mut(..len).filter(|part| !part.is_empty())
    });
    let parts: Vec<_> = parts.collect();
    thread::scope(|scope| {
        for (i, part) in parts.into_iter().enumerate() {
            let worker = thread::Builder::new().name(format!("payroll {i}"));
            let started = worker.spawn_scoped(scope, || part.iter_mut().for_each(&tax));
            started.expect("the system has room for a thread");
        }
    });
    sum(staff)
}
