//! wrong: cuts in the middle, however many threads there are
//! killed-by: three_together
//! verdict: deadlock
//! kind: lost-parallelism
//! question: Where does the number of threads come into your cut?

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
    let middle = staff.len() / 2;
    if threads < 2 {
        staff.iter_mut().for_each(tax);
        return sum(staff);
    }
    let (left, right) = staff.split_at_mut(middle);
    thread::scope(|scope| {
        scope.spawn(|| left.iter_mut().for_each(&tax));
        right.iter_mut().for_each(&tax);
    });
    sum(staff)
}
