//! right: a function gives away the first part and calls itself for the rest, all in one scope

use lab::thread::{self, Scope};

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

fn run_part<'scope, F>(
    scope: &'scope Scope<'scope, '_>,
    part: &'scope mut [Employee],
    threads: usize,
    tax: &'scope F,
) where
    F: Fn(&mut Employee) + Sync,
{
    match part {
        [] => {}
        _ if threads <= 1 => {
            scope.spawn(move || part.iter_mut().for_each(tax));
        }
        _ => {
            let (first, rest) = part.split_at_mut(part.len().div_ceil(threads));
            run_part(scope, first, 1, tax);
            run_part(scope, rest, threads - 1, tax);
        }
    }
}

pub fn run_payroll(
    staff: &mut [Employee],
    threads: usize,
    tax: impl Fn(&mut Employee) + Sync,
) -> Totals {
    thread::scope(|scope| run_part(scope, &mut *staff, threads, &tax));
    sum(staff)
}
