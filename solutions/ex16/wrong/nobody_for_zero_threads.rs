//! wrong: starts `threads` threads, so with 0 nobody works
//! killed-by: small_runs
//! verdict: violated
//! kind: wrong-result
//! question: What does the caller want who asks for 0 threads?

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
    hands.resize_with(threads, Vec::new);
    for (i, employee) in staff.iter_mut().enumerate() {
        if let Some(hand) = hands.get_mut(i.checked_rem(threads).unwrap_or(0)) {
            hand.push(employee);
        }
    }
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(|| hand.into_iter().for_each(&tax));
        }
    });
    sum(staff)
}
