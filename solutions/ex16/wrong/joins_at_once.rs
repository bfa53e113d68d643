//! wrong: waits for each thread before it starts the next one
//! killed-by: two_together
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: How many of your threads are alive at the same time?

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
    let size = staff.len().div_ceil(threads.max(1)).max(1);
    let mut totals = Totals::default();
    for part in staff.chunks_mut(size) {
        thread::scope(|scope| {
            scope
                .spawn(|| part.iter_mut().for_each(&tax))
                .join()
                .unwrap();
        });
        part.iter().for_each(|employee| totals.add(employee));
    }
    totals
}
