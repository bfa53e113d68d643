//! right: cuts in two with `split_at_mut`, again and again, until each part has one thread

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

// ANCHOR: run_part
fn run_part(staff: &mut [Employee], threads: usize, tax: &(impl Fn(&mut Employee) + Sync)) {
    if threads == 1 || staff.len() < 2 {
        staff.iter_mut().for_each(tax);
        return;
    }
    let threads_left = threads / 2;
    let middle = staff.len() * threads_left / threads;
    let (left, right) = staff.split_at_mut(middle);
    thread::scope(|scope| {
        scope.spawn(|| run_part(left, threads_left, tax));
        run_part(right, threads - threads_left, tax);
    });
}
// ANCHOR_END: run_part

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    run_part(staff, threads.max(1), &tax);
    let mut totals = Totals::default();
    staff.iter().for_each(|employee| totals.add(employee));
    totals
}
