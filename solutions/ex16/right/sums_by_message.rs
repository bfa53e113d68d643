//! right: each thread sends the sums of its part, and the caller adds up what arrives

use lab::sync::mpsc;
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
    let workers = threads.max(1).min(staff.len());
    if workers == 0 {
        return Totals::default();
    }
    let size = staff.len().div_ceil(workers);
    let (post, inbox) = mpsc::channel();
    thread::scope(|scope| {
        for part in staff.chunks_mut(size) {
            let (post, tax) = (post.clone(), &tax);
            scope.spawn(move || {
                part.iter_mut().for_each(tax);
                post.send(sum(part))
                    .expect("the inbox is here until all have sent");
            });
        }
        drop(post);
        inbox.iter().fold(Totals::default(), |totals, part| Totals {
            employees: totals.employees + part.employees,
            gross: totals.gross + part.gross,
            tax: totals.tax + part.tax,
        })
    })
}
