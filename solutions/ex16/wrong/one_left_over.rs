//! wrong: cuts into equal parts, and takes care of one employee that is left over
//! killed-by: more_left_over
//! verdict: violated
//! kind: wrong-result
//! question: Ten employees, four threads, two for each. How many are left over?

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
    let threads = threads.clamp(1, staff.len().max(1));
    let size = (staff.len() / threads).max(1);
    thread::scope(|scope| {
        let mut parts = staff.chunks_exact_mut(size).take(threads);
        for part in parts.by_ref() {
            scope.spawn(|| part.iter_mut().for_each(&tax));
        }
    });
    if staff.len() > size * threads
        && let Some(last) = staff.last_mut()
    {
        tax(last);
    }
    sum(staff)
}
