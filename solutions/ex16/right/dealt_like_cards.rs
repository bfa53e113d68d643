//! right: the employees are dealt out like cards, as mutable references

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
    let mut hands: Vec<Vec<&mut Employee>> = Vec::new();
    hands.resize_with(threads.max(1), Vec::new);
    let players = hands.len();
    for (i, employee) in staff.iter_mut().enumerate() {
        hands[i % players].push(employee);
    }
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(|| {
                for employee in hand {
                    tax(employee);
                }
            });
        }
    });
    sum(staff)
}
