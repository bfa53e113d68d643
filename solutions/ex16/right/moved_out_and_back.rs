//! right: the employees are moved out into vectors, go through the threads, and are moved back

use std::mem;

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
    let mut waiting: Vec<Employee> = staff.iter_mut().map(mem::take).collect();
    let size = staff.len().div_ceil(threads.max(1));
    let tax = &tax;
    let done: Vec<Employee> = thread::scope(|scope| {
        let mut workers = vec![];
        while !waiting.is_empty() {
            let rest = waiting.split_off(size.min(waiting.len()));
            let mut part = mem::replace(&mut waiting, rest);
            workers.push(scope.spawn(move || {
                part.iter_mut().for_each(tax);
                part
            }));
        }
        let parts = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap());
        parts.collect()
    });
    for (place, employee) in staff.iter_mut().zip(done) {
        *place = employee;
    }
    sum(staff)
}
